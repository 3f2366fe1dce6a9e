import { AssistantError } from "../base/errors.ts";
import type { NowMs } from "../base/time.ts";
import { type Approved, approvalLastsMs, redeem } from "../decide/approval.ts";
import { capabilityNeeded, type CommandAction, type DeviceCommand, isPlanCommand } from "../home/command.ts";
import { capabilityOf, type Device, type DeviceId, type Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { absoluteCommand } from "./absolute-command.ts";
import type { MqttBus } from "./bus.ts";
import { timesOf, type CommandTimes } from "./command-times.ts";
import { isMomentary, tells, verdictOn } from "./confirmation.ts";
import { lineTo } from "./device-adapter.ts";
import { type DeviceWatch, type Sign, watchDevice } from "./device-watch.ts";
import { createExpectations, type Expectations } from "./expected-state.ts";
import { createFollowing, type Following } from "./following.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import type { DeviceOutcome, DispatchReport, Settled } from "./outcome.ts";
import type { KnownState } from "./state-memory.ts";
import type { StateStore } from "./state-store.ts";

/**
 * Carries out an approved command on each of its devices, side by side, and tells what became of each as soon as there is
 * something to say: that a shutter "is opening" is told now, and its end through `onSettled`.
 * Rejects only with the signal's reason, or for a bug.
 */
export type Dispatch = (command: Approved, signal: AbortSignal) => Promise<DispatchReport>;

export type DispatcherSettings = {
  readonly bus: Pick<MqttBus, "publish">;
  readonly home: () => Home;
  readonly states: Pick<StateStore, "known" | "watch">;
  readonly nowMs: NowMs;
  /** How long a quick device may take to show what was asked, in milliseconds. Default 3000. */
  readonly confirmWithinMs?: number;
  /** How long everything may take; the table of `command-times.ts` when there is none. */
  readonly times?: (command: CommandAction, device: Device) => CommandTimes;
  /** The end of what was reported as "moving". Not told when a newer command has taken its place. */
  readonly onSettled?: (settled: Settled) => void;
  /** Ends what is still followed. */
  readonly signal?: AbortSignal;
};

type Parts = Pick<DispatcherSettings, "bus" | "home" | "states" | "nowMs" | "onSettled"> & {
  readonly times: (command: CommandAction, device: Device) => CommandTimes;
  readonly expectations: Expectations;
  readonly following: Following;
};
type Acted = { readonly messages: readonly MqttMessage[]; readonly outcome: DeviceOutcome };

export function createDispatcher({ confirmWithinMs = 3000, times, signal: lifetime, ...rest }: DispatcherSettings): Dispatch {
  const parts: Parts = { ...rest, times: times ?? ((command, device) => timesOf(command, device, confirmWithinMs)), expectations: createExpectations(), following: createFollowing(lifetime) };
  return async (command, signal) => {
    const { type } = command;
    signal.throwIfAborted();
    if (isPlanCommand(command)) throw new TypeError(`${type} goes to no device`);
    switch (redeem(command, parts.nowMs())) {
      case "good": break;
      case "forged": throw new TypeError(`a ${type} that decide/ did not approve`);
      case "used": throw new TypeError(`a ${type} whose approval was used already`);
      case "tooOld": return tooLate(command);
    }
    const { devices } = parts.home();
    const acted = await Promise.all(command.deviceIds.map((id) => actOn(parts, { id, device: devices.get(id), command }, signal)));
    return { messages: acted.flatMap(({ messages }) => messages), outcomes: acted.map(({ outcome }) => outcome) };
  };
}

/** The machine hung or slept since it was allowed: a door must not open minutes after a yes. */
function tooLate({ type, deviceIds }: Approved): DispatchReport {
  const error = new AssistantError("COMMAND_TOO_LATE", `Nothing was sent: more than ${approvalLastsMs / 1000} s went by since ${type} was allowed. Say it again; look at the load of this machine.`);
  return { messages: [], outcomes: deviceIds.map((deviceId) => ({ deviceId, result: "failed", error })) };
}

type Task = { readonly id: DeviceId; readonly device: Device | undefined; readonly command: Approved & DeviceCommand };

/** One device. What fails here is told as its outcome and does not stop the others. */
async function actOn(parts: Parts, { id, device, command }: Task, signal: AbortSignal): Promise<Acted> {
  const sent: MqttMessage[] = [];
  try {
    if (device === undefined) throw new AssistantError("DEVICE_UNAVAILABLE", `Device ${id} is no longer in the home. Look whether it was renamed or removed.`);
    if (capabilityOf(device, capabilityNeeded(command)) === undefined) throw new AssistantError("DEVICE_UNSUPPORTED", `${device.name} cannot do ${command.type}.`);
    const before = parts.states.known(id);
    if (command.type === "state.get") return { messages: sent, outcome: answerOf(id, command.capability, before) };
    return { messages: sent, outcome: await carryOut(parts, { device, command, before }, sent, signal) };
  } catch (error) {
    if (signal.aborted || !(error instanceof AssistantError)) throw error;
    return { messages: sent, outcome: { deviceId: id, result: "failed", error } };
  }
}

function answerOf(deviceId: DeviceId, capability: Parameters<typeof tells>[1], known: KnownState | undefined): DeviceOutcome {
  if (known === undefined || !tells(known.state, capability)) return { deviceId, result: "unknown" };
  return { deviceId, result: "answered", state: known.state, ...(known.state.stale === true ? { ageMs: known.ageMs } : {}) };
}

type Errand = { readonly device: Device; readonly command: Approved & DeviceCommand; readonly before: KnownState | undefined };

/** Up to the first `await` nothing waits: of two steps that are asked for at once, the second counts from the first. */
async function carryOut(parts: Parts, { device, command, before }: Errand, sent: MqttMessage[], signal: AbortSignal): Promise<DeviceOutcome> {
  const deviceId = device.id;
  const order = orderFor(device, command, parts.expectations.over(deviceId, before?.state));
  const times = parts.times(command, device);
  const watch = watchDevice({ states: parts.states, nowMs: parts.nowMs, deviceId, expected: order.expected, before: before?.state, quietMs: times.quietMs });
  const letGo = parts.expectations.expect(deviceId, order.absolute);
  const done = () => { watch[Symbol.dispose](); letGo(); };
  let followed = false;
  try {
    const sentAtMs = await send(parts, { messages: order.messages, approved: command }, sent, signal);
    watch.since(sentAtMs);
    parts.following.stop(deviceId);
    if (!order.answers) return { deviceId, result: "unconfirmed", state: before?.state };
    const already = before?.live === true && before.state.stale !== true && !isMomentary(order.expected) && verdictOn(order.expected, before.state, undefined) === "yes";
    const sign = await firstSign(watch, already, times, signal);
    const outcome = outcomeOf(parts, { deviceId, sign, already, order, sentAtMs });
    if (outcome.result !== "moving") return outcome;
    followed = true;
    parts.following.follow(deviceId, async (until) => {
      const end = await watch.listen("over", times.finishWithinMs - (parts.nowMs() - sentAtMs), until);
      parts.onSettled?.({ command, outcome: outcomeOf(parts, { deviceId, sign: end, already: false, order, sentAtMs }) });
    }, done);
    return outcome;
  } finally {
    if (!followed) done();
  }
}

/** What there is to say when the reply is due. */
async function firstSign(watch: DeviceWatch, already: boolean, times: CommandTimes, signal: AbortSignal): Promise<Sign> {
  const sign = await watch.listen("begun", already ? times.alreadyWithinMs : times.confirmWithinMs, signal);
  return sign === "underway" && times.replyWithinMs > 0 ? watch.listen("over", times.replyWithinMs, signal) : sign;
}

type Seen = { readonly deviceId: DeviceId; readonly sign: Sign; readonly already: boolean; readonly order: Order; readonly sentAtMs: number };

function outcomeOf({ states, nowMs }: Parts, { deviceId, sign, already, order, sentAtMs }: Seen): DeviceOutcome {
  const state = states.known(deviceId)?.state;
  if (state === undefined) return { deviceId, result: "unconfirmed", state };
  const tookMs = nowMs() - sentAtMs;
  if (sign === "yes") return { deviceId, result: "confirmed", state, tookMs };
  if (sign === "underway") return { deviceId, result: "moving", state, tookMs };
  if (already && sign === "no" && verdictOn(order.expected, state, undefined) === "yes") return { deviceId, result: "already", state };
  return { deviceId, result: "unconfirmed", state };
}

/** What is sent, what the device will show when it has done so, and whether it ever shows anything. */
type Order = { readonly messages: readonly MqttMessage[]; readonly absolute: CommandAction; readonly expected: CommandAction; readonly answers: boolean };

/** @param state as it will be when all earlier commands have been carried out */
function orderFor(device: Device, command: CommandAction, state: DeviceState | undefined): Order {
  // What is told to a device that is away may reach it much later, which for a lock is worse than not at all.
  if (state?.available === false) throw new AssistantError("DEVICE_UNAVAILABLE", `${device.name} is offline. Look at its power and its connection.`);
  const line = lineTo(device.binding);
  const absolute = absoluteCommand(command, device, state);
  return {
    messages: line.commandMessages(absolute, state, device.name),
    absolute,
    expected: line.achievable(absolute),
    answers: line.stateTopics.length > 0,
  };
}

/** Publishes in order and keeps what went out; the time is that of the first. */
async function send({ bus, nowMs }: Parts, { messages, approved }: { readonly messages: readonly MqttMessage[]; readonly approved: Approved }, sent: MqttMessage[], signal: AbortSignal): Promise<number> {
  let sentAtMs: number | undefined;
  for (const message of messages) {
    const published = await bus.publish(message, approved, signal);
    sent.push(message);
    sentAtMs ??= published.sentAtMs;
  }
  return sentAtMs ?? nowMs();
}
