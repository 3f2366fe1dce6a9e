// (pure) Outcomes → what Sotto says. The texts come from `intents/<lang>/_replies.yaml`.
import type { DeviceOutcome } from "../act/outcome.ts";
import { unreachable } from "../base/types.ts";
import type { ConfirmationQuestion } from "../decide/decision.ts";
import { capabilityNeeded, type DeviceCommand, isAlertCommand, isScheduleCommand, isTimerCommand } from "../home/command.ts";
import type { CapabilityKind, Device } from "../home/home.ts";
import type { ParseResult } from "../understand/command-parser.ts";
import type { Intents, ReplyText } from "../understand/intent.ts";
import { createAlertReplies } from "./alert-reply.ts";
import { answerClauses, type Told } from "./answer-reply.ts";
import { fill, fillOne, sentence, type Values } from "./reply-text.ts";
import { createPlanReplies } from "./plan-reply.ts";
import type { Replies } from "./replies.ts";
import { timerDone, timerReply } from "./timer-reply.ts";
import { createSpokenNames, type SpokenNames } from "./spoken-names.ts";
import { stateOf } from "../home/state-word.ts";
import { valuesAfter } from "./state-words.ts";

type NotUnderstood = Extract<ParseResult, { kind: "notUnderstood" }>;

/** Nobody listens to more names than these before a yes. */
const mostAsked = 5;

/** The replies of one language. `now`: what tells today from tomorrow. */
export function createReplies(intents: Intents, now: () => Date = () => new Date()): Replies {
  const { replies: texts } = intents;
  const names = createSpokenNames(intents);
  const plans = intents.plans === undefined ? undefined : createPlanReplies(intents, intents.plans, names, now);
  const alerts = intents.plans === undefined ? undefined : createAlertReplies(intents, intents.plans, names);
  const own = new Map(intents.intents.map(({ id, reply }) => [id, reply]));
  const all = (deviceNames: readonly string[]) => deviceNames.length > mostAsked ? fillOne(texts.counted, { count: deviceNames.length, kind: texts.devices.many, measure: texts.devices.measure }) : names.list(deviceNames.map(names.one), "and");
  const ask = (text: ReplyText | undefined, { deviceNames }: ConfirmationQuestion) => text === undefined ? "" : sentence([fill(text, deviceNames.length, { name: all(deviceNames) })]);
  return {
    notUnderstood: (result) => notUnderstood(result, intents, names),
    which: ({ candidates }) => sentence([fillOne((candidates?.length === 1 ? texts.notUnderstood["perhapsName"] : undefined) ?? texts.notUnderstood["which"] ?? "", { candidates: names.list((candidates ?? []).map(names.one), "or") })]),
    notChosen: () => texts.notUnderstood["notChosen"] ?? texts.notUnderstood["noMatch"] ?? "",
    refused: ({ reason, deviceNames = [] }) => fillOne(texts.refused[reason] ?? texts.sorry["decide"] ?? "", { name: all(deviceNames) }),
    question: (question) => {
      const by = question.guard === "pin" ? "ByPin" : "";
      return ask(texts.questions[`${question.action}${by}`] ?? texts.questions[`do${by}`], question);
    },
    declined: (question, answer) => ask(texts.declined[answer] ?? texts.declined[question.action] ?? texts.declined["do"], question),
    acted: (command, report, home, intentId) => {
      const told = report.outcomes.flatMap((outcome): readonly Told[] => {
        const device = home.devices.get(outcome.deviceId);
        return device === undefined ? [] : [{ device, outcome }];
      });
      if (isTimerCommand(command)) return timerReply(command, report.timer, texts);
      if (isScheduleCommand(command)) return plans?.acted(command, report.schedule, home) ?? "";
      if (isAlertCommand(command)) return alerts?.acted(command, report.alert, home) ?? "";
      return sentence(clausesOf(command, told, intents, { names, own: own.get(intentId ?? "") ?? {} }));
    },
    timerDone: (timer) => timerDone(timer, texts),
    alertTold: (alert, happened, home) => alerts?.told(alert, happened, home) ?? "",
    planMissed: (plan, home) => plans?.missed(plan, home) ?? "",
    planFailed: (plan, said, home) => plans?.failed(plan, said, home) ?? said,
    settled: ({ command, outcome }, home) => {
      const device = home.devices.get(outcome.deviceId);
      return device === undefined ? "" : sentence(endClauses(command, { device, outcome }, intents, names));
    },
    failed: (stage, code) => {
      const own = code === "MQTT_NOT_CONNECTED" ? texts.failed[code] : undefined;
      return own === undefined ? texts.sorry[stage] ?? texts.sorry["decide"] ?? "" : sentence([own.one]);
    },
  };
}

function notUnderstood(result: NotUnderstood, { replies }: Intents, names: SpokenNames): string {
  const { reason, subject, candidates } = result;
  const text = (key: string) => replies.notUnderstood[key] ?? replies.notUnderstood["noMatch"] ?? "";
  switch (reason) {
    case "noMatch": case "noCommand": case "notNow": case "timeOver": return text(reason);
    case "nothingMeant": return subject === undefined ? text("noMatch") : sentence([fillOne(text(reason), { subject })]);
    case "noUndo": return subject === undefined ? text("nothingToUndo") : sentence([fillOne(text(reason), { subject: names.one(subject) })]);
    case "unknownName": return subject === undefined ? text("noMatch") : sentence([fillOne(text(reason), { subject: names.bare(subject) })]);
    case "ambiguousName": {
      const choices = names.list((candidates ?? []).map(names.one), "or");
      if (choices === "") return text("ambiguousUnnamed");
      // One name only: nothing else is like what was heard, but it is not like enough.
      const question = candidates?.length === 1 ? replies.notUnderstood["perhapsName"] : undefined;
      return sentence([fillOne(question ?? text(reason), { candidates: choices })]);
    }
    case "unsupported": case "outOfRange": return sentence([fillOne(text(reason), { subject: names.one(subject ?? "") })]);
    default: return unreachable(reason);
  }
}

type Wording = { readonly names: SpokenNames; readonly own: Readonly<Partial<Record<"confirmed" | "already" | "unconfirmed", ReplyText>>> };

function clausesOf(command: DeviceCommand, told: readonly Told[], intents: Intents, wording: Wording): readonly string[] {
  if (command.type === "state.get") return answerClauses(command, told, intents.replies, wording.names);
  const settled = told.filter(({ outcome }) => outcome.result === "confirmed" || outcome.result === "already");
  const [dark, done] = [settled.filter(({ outcome }) => turnedOut(command, outcome)), settled.filter(({ outcome }) => !turnedOut(command, outcome))];
  const waiting = told.filter((one) => one.outcome.result !== "failed" && !settled.includes(one));
  const failed = told.filter(({ outcome }) => outcome.result === "failed");
  return [
    ...doneClauses(command, done, intents, wording),
    ...doneClauses({ ...command, type: "onOff.set", on: false }, dark, intents, { ...wording, own: {} }),
    ...waitingClauses(command, waiting, intents, wording),
    ...failedClauses(command, failed, intents, { names: wording.names, alone: failed.length === told.length }),
  ];
}

/** A lamp that was dimmed down to nothing is off: it has no brightness to tell. */
function turnedOut(command: DeviceCommand, outcome: DeviceOutcome): boolean {
  const isLevel = command.type === "brightness.set" || command.type === "brightness.change" || command.type === "fanSpeed.set";
  return isLevel && "state" in outcome && outcome.state?.on === false;
}

/** "3 lights are off": devices that report the same are told together. "already" only where that is true of all. */
function doneClauses(command: DeviceCommand, told: readonly Told[], { replies }: Intents, { names, own }: Wording): readonly string[] {
  const texts = replies.commands[command.type];
  const result = told.every(({ outcome }) => outcome.result === "already") ? "already" : "confirmed";
  const text = own[result] ?? texts?.[result];
  if (text === undefined) return [];
  const alike = groupBy(told, ({ device, outcome }) => JSON.stringify(valuesOf(command, device, outcome, replies)));
  return alike.map((group) => {
    const [first] = group;
    const devices = group.map(({ device }) => device);
    return first === undefined ? "" : fill(text, names.number(devices), { ...valuesOf(command, first.device, first.outcome, replies), name: names.devices(devices, command.scope) });
  });
}

/** Only what the command is about tells devices apart: two lamps that are on may differ in brightness. */
function valuesOf(command: DeviceCommand, device: Device, outcome: DeviceOutcome, replies: Intents["replies"]): Values {
  const all = valuesAfter(command, capabilityNeeded(command), device, "state" in outcome && outcome.state !== undefined ? outcome.state : {}, replies);
  switch (command.type) {
    case "onOff.set": case "lock.set": case "opening.set": return { state: all["state"] };
    case "brightness.set": case "brightness.change": return { brightness: all["brightness"] };
    case "color.set": return { color: all["color"] };
    case "colorTemperature.set": return { kelvin: all["kelvin"] };
    case "setpoint.set": case "setpoint.change": return { setpoint: all["setpoint"] };
    case "position.set": return { position: all["position"] };
    case "fanSpeed.set": return { speed: all["speed"] };
    case "onOff.toggle": case "lock.open": case "alarm.set": case "mute.set": case "playback.set": case "activity.set": case "oscillation.set": return { state: all["state"] };
    case "tilt.set": return { tilt: all["tilt"] };
    case "position.change": return { position: all["position"] };
    case "fanSpeed.change": return { speed: all["speed"] };
    case "volume.set": case "volume.change": return { volume: all["volume"] };
    case "humidity.set": return { humidity: all["humidity"] };
    case "mode.set": case "preset.set": case "fanMode.set": case "option.set": case "direction.set": return { option: all["option"] };
    case "number.set": return { number: all["number"] };
    case "opening.stop": case "scene.activate": case "state.get": return {};
  }
}

/** Under way, gone, or without an answer; a cover that runs the other way, and a lock that jammed, did answer. */
function waitingClauses(command: DeviceCommand, told: readonly Told[], { replies }: Intents, { names, own }: Wording): readonly string[] {
  const moving = told.filter((one) => motionOf(command, one) !== undefined);
  const gone = told.filter((one) => !moving.includes(one) && isGone(one)).map(({ device }) => device);
  const silent = told.filter((one) => !moving.includes(one) && !isGone(one)).map(({ device }) => device);
  const text = own.unconfirmed ?? replies.commands[command.type]?.unconfirmed ?? replies.unconfirmed;
  const tell = (devices: readonly Device[], how: ReplyText | undefined) => devices.length === 0 || how === undefined ? [] : [fill(how, names.number(devices), { name: names.devices(devices, command.scope) })];
  return [
    ...groupBy(moving, (one) => motionOf(command, one) ?? "").map((group) => {
      const devices = group.map(({ device }) => device);
      const word = group[0] === undefined ? undefined : motionOf(command, group[0]);
      return fill(replies.moving, names.number(devices), { state: replies.states[word ?? ""] ?? word, name: names.devices(devices, command.scope) });
    }),
    ...tell(gone, replies.failed["wentOffline"]),
    ...tell(silent, text),
  ];
}

function isGone({ outcome }: Told): boolean {
  return outcome.result === "unconfirmed" && outcome.state?.available === false;
}

/** What ended badly after the reply: jammed, stopped on its way, gone, or moving for ever. */
function endClauses(command: DeviceCommand, told: Told, { replies }: Intents, names: SpokenNames): readonly string[] {
  const { device, outcome } = told;
  if (outcome.result !== "unconfirmed" && outcome.result !== "moving") return [];
  const word = outcome.state === undefined ? undefined : stateOf(movedBy(command), device, outcome.state);
  const text = replies.failed[isGone(told) || word === undefined ? "wentOffline" : "notFinished"];
  return text === undefined ? [] : [fill(text, names.number([device]), { name: names.device(device), state: word === undefined ? undefined : replies.states[word] ?? word })];
}

/** Whether a cover moves is told by its opening, also when it was sent to a position. */
function movedBy(command: DeviceCommand): CapabilityKind {
  return command.type === "position.set" || command.type === "position.change" ? "opening" : capabilityNeeded(command);
}

/** Words for being under way. A cover that tells only positions moves where it was sent. */
const motionWords: ReadonlySet<string> = new Set(["opening", "closing", "locking", "unlocking", "arming", "disarming", "pending"]);

/** "opening", "jammed": what a device is about that is neither done nor silent; undefined for all others. */
function motionOf(command: DeviceCommand, { device, outcome }: Told): string | undefined {
  if (outcome.result !== "moving" && outcome.result !== "unconfirmed") return undefined;
  const word = outcome.state === undefined ? undefined : stateOf(movedBy(command), device, outcome.state);
  if (word !== undefined && (motionWords.has(word) || (word === "jammed" && outcome.result === "unconfirmed"))) return word;
  if (outcome.result === "unconfirmed") return undefined;
  return command.type === "opening.set" ? (command.open ? "opening" : "closing") : "moving";
}

function failedClauses(command: DeviceCommand, told: readonly Told[], { replies }: Intents, { names, alone }: { readonly names: SpokenNames; readonly alone: boolean }): readonly string[] {
  const other = replies.failed["other"];
  return groupBy(told, ({ outcome }) => outcome.result === "failed" ? outcome.error.code : "").map((group) => {
    const [first] = group;
    const code = first?.outcome.result === "failed" ? first.outcome.error.code : "";
    const text = code === "MQTT_NOT_CONNECTED" && !alone ? other : replies.failed[code] ?? other;
    return text === undefined ? "" : fill(text, group.length, { name: names.devices(group.map(({ device }) => device), command.scope) });
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
