import { AssistantError } from "../base/errors.ts";
import { createChannel } from "../base/async.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";
import { type Approved, isApproved } from "../decide/approval.ts";
import { capabilityNeeded, type CommandAction, type DeviceCommand, isTimerCommand } from "../home/command.ts";
import { capabilityOf, type Device, type DeviceId, type Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { absoluteCommand } from "./absolute-command.ts";
import type { MqttBus } from "./bus.ts";
import { tells, verdictOn, type Verdict } from "./confirmation.ts";
import { lineTo } from "./device-adapter.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import type { DeviceOutcome, DispatchReport } from "./outcome.ts";
import type { HeardState } from "./state-memory.ts";
import type { StateStore } from "./state-store.ts";

/**
 * Carries out an approved command on each of its devices, side by side, and tells what became of each.
 * Rejects only with the signal's reason, or for a bug.
 */
export type Dispatch = (command: Approved, signal: AbortSignal) => Promise<DispatchReport>;

export type DispatcherSettings = {
  readonly bus: Pick<MqttBus, "publish">;
  readonly home: () => Home;
  readonly states: Pick<StateStore, "known" | "watch">;
  readonly nowMs: NowMs;
  /** How long a device may take to show what was asked, in milliseconds. Default 3000. */
  readonly confirmWithinMs?: number;
  /** How long a device that already shows it may take to say so again. Default 1000; many devices stay silent then. */
  readonly alreadyWithinMs?: number;
  /** How long a device may take that has said it is at it: a lock whose bolt turns. Default 10000. */
  readonly finishWithinMs?: number;
};

type Waits = { readonly confirmWithinMs: number; readonly alreadyWithinMs: number; readonly finishWithinMs: number };
type Parts = Omit<DispatcherSettings, keyof Waits> & { readonly waits: Waits };
type Acted = { readonly messages: readonly MqttMessage[]; readonly outcome: DeviceOutcome };

export function createDispatcher({ confirmWithinMs = 3000, alreadyWithinMs = 1000, finishWithinMs = 10_000, ...rest }: DispatcherSettings): Dispatch {
  const parts: Parts = { ...rest, waits: { confirmWithinMs, alreadyWithinMs: Math.min(alreadyWithinMs, confirmWithinMs), finishWithinMs } };
  return async (command, signal) => {
    const { type } = command;
    if (!isApproved(command)) throw new TypeError(`a ${type} that decide/ did not approve`);
    signal.throwIfAborted();
    if (isTimerCommand(command)) throw new TypeError(`${type} is carried out by timers.ts`);
    const { devices } = parts.home();
    const acted = await Promise.all(command.deviceIds.map((id) => actOn(parts, { id, device: devices.get(id), command }, signal)));
    return { messages: acted.flatMap(({ messages }) => messages), outcomes: acted.map(({ outcome }) => outcome) };
  };
}

type Task = { readonly id: DeviceId; readonly device: Device | undefined; readonly command: Approved & DeviceCommand };

/** One device. What fails here is told as its outcome and does not stop the others. */
async function actOn(parts: Parts, { id, device, command }: Task, signal: AbortSignal): Promise<Acted> {
  const sent: MqttMessage[] = [];
  try {
    if (device === undefined) throw new AssistantError("DEVICE_UNAVAILABLE", `Device ${id} is no longer in the home. Look whether it was renamed or removed.`);
    return { messages: sent, outcome: await outcomeOf(parts, device, command, sent, signal) };
  } catch (error) {
    if (signal.aborted || !(error instanceof AssistantError)) throw error;
    return { messages: sent, outcome: { deviceId: id, result: "failed", error } };
  }
}

async function outcomeOf(parts: Parts, device: Device, command: Approved & DeviceCommand, sent: MqttMessage[], signal: AbortSignal): Promise<DeviceOutcome> {
  const deviceId = device.id;
  const before = parts.states.known(deviceId);
  if (capabilityOf(device, capabilityNeeded(command)) === undefined) throw new AssistantError("DEVICE_UNSUPPORTED", `${device.name} cannot do ${command.type}.`);
  if (command.type === "state.get") {
    return before !== undefined && tells(before.state, command.capability) ? { deviceId, result: "answered", state: before.state } : { deviceId, result: "unknown" };
  }
  const order = orderFor(device, command, before?.state);
  const already = before?.live === true && verdictOn(order.expected, before.state, undefined) === "yes";

  const heard = createChannel<HeardState>(64);
  using _watch = parts.states.watch(deviceId, heard.push);
  const sentAtMs = await send(parts, { messages: order.messages, approved: command }, sent, signal);
  if (!order.answers) return { deviceId, result: "unconfirmed", state: before?.state };

  const echo = createEcho(order.expected, before?.state, sentAtMs);
  const { waits } = parts;
  let verdict = await listen(heard.iterate, echo, already ? waits.alreadyWithinMs : waits.confirmWithinMs, signal);
  if (verdict === "underway") verdict = await listen(heard.iterate, echo, waits.finishWithinMs, signal, "finish");
  const now = parts.states.known(deviceId);
  if (verdict === "yes" && now !== undefined) return { deviceId, result: "confirmed", state: now.state, tookMs: parts.nowMs() - sentAtMs };
  if (already && now !== undefined && verdictOn(order.expected, now.state, undefined) === "yes") return { deviceId, result: "already", state: now.state };
  return { deviceId, result: "unconfirmed", state: now?.state };
}

/** What is sent, what the device will show when it has done so, and whether it ever shows anything. */
type Order = { readonly messages: readonly MqttMessage[]; readonly expected: CommandAction; readonly answers: boolean };

function orderFor(device: Device, command: CommandAction, state: DeviceState | undefined): Order {
  // What is told to a device that is away may reach it much later, which for a lock is worse than not at all.
  if (state?.available === false) throw new AssistantError("DEVICE_UNAVAILABLE", `${device.name} is offline. Look at its power and its connection.`);
  const line = lineTo(device.binding);
  const absolute = absoluteCommand(command, device, state);
  return {
    messages: line.commandMessages(absolute, state, device.name),
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

type Echo = (heard: HeardState) => Verdict;

/** Adds up what a device says after the command went out; what came before does not count, however well it fits. */
function createEcho(expected: CommandAction, before: DeviceState | undefined, sentAtMs: number): Echo {
  let fresh: DeviceState = {};
  return ({ state, atMs }) => {
    if (atMs < sentAtMs) return "no";
    fresh = { ...fresh, ...state };
    return verdictOn(expected, fresh, before);
  };
}

/** Listens until the verdict is in or the time is over. With "finish", being underway is no news any more. */
async function listen(heard: (signal: AbortSignal) => AsyncIterable<HeardState>, echo: Echo, withinMs: number, signal: AbortSignal, until: "begin" | "finish" = "begin"): Promise<Verdict> {
  using deadline = deadlineSignal(signal, withinMs);
  for await (const item of heard(deadline.signal)) {
    const verdict = echo(item);
    if (verdict === "yes" || verdict === "contrary" || (verdict === "underway" && until === "begin")) return verdict;
  }
  signal.throwIfAborted();
  return "no";
}
