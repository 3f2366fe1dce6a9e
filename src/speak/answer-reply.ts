// (pure) Questions answered from what devices said of themselves.
import type { DeviceOutcome } from "../act/outcome.ts";
import type { Command } from "../home/command.ts";
import { meantByWord } from "../home/binary-words.ts";
import type { Device } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { ReplyTexts } from "../understand/intent.ts";
import { fill, type Values } from "./reply-text.ts";
import type { SpokenNames } from "./spoken-names.ts";
import { stateOf } from "../home/state-word.ts";
import { valuesAfter } from "./state-words.ts";

type Question = Extract<Command, { type: "state.get" }>;
/** `ageMs` when what it said is stale. */
type Known = { readonly device: Device; readonly state: DeviceState; readonly ageMs: number | undefined };

/** One outcome with its device. */
export type Told = { readonly device: Device; readonly outcome: DeviceOutcome };

/** More readings than anyone follows by ear. */
const mostReadings = 5;

/** The clauses that answer a question; devices that never reported are told apart, never guessed. */
export function answerClauses(question: Question, told: readonly Told[], texts: ReplyTexts, names: SpokenNames): readonly string[] {
  const known: Known[] = [];
  const unknown: Device[] = [];
  for (const { device, outcome } of told) {
    if (outcome.result === "answered" && knows(question, device, outcome.state, texts)) known.push({ device, state: outcome.state, ageMs: outcome.ageMs });
    else unknown.push(device);
  }
  const answered = known.length === 0 ? [] : question.expect === undefined ? known.slice(0, mostReadings).map((one) => aged(one, describe(question, one, texts, names), texts)) : settle(question, question.expect, known, texts, names);
  const missing = unknown.length === 0 ? [] : [text(texts, "unknown", unknown.length, { name: names.devices(unknown, question.scope) })];
  return [...answered, ...missing];
}

/** Yes or no; of several devices those that have not kept their promise to report are told beside it. */
function settle(question: Question, expect: string, known: readonly Known[], texts: ReplyTexts, names: SpokenNames): readonly string[] {
  const said = yesOrNo(question, expect, known, texts, names);
  const [only, ...others] = known;
  if (only !== undefined && others.length === 0) return [aged(only, said, texts)];
  const stale = known.filter(({ ageMs }) => ageMs !== undefined).slice(0, mostReadings);
  return [said, ...stale.map(({ device, ageMs }) => text(texts, "staleSince", names.number([device]), { name: names.device(device), ago: ago(ageMs ?? 0, texts) }))];
}

/** What is old, or comes from a device that is away, is told with that. */
function aged({ ageMs, state }: Known, said: string, texts: ReplyTexts): string {
  if (ageMs !== undefined) return text(texts, "stale", 1, { said, ago: ago(ageMs, texts) });
  return state.available === false ? text(texts, "offline", 1, { said }) : said;
}

/** "3 hours": the largest unit that fits, rounded down. */
function ago(ageMs: number, texts: ReplyTexts): string {
  const minutes = Math.max(1, Math.floor(ageMs / 60_000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const [key, count] = days > 0 ? ["days", days] as const : hours > 0 ? ["hours", hours] as const : ["minutes", minutes] as const;
  return text(texts, key, count, { count });
}

function text(texts: ReplyTexts, key: string, count: number, values: Values): string {
  const found = texts.answers[key];
  return found === undefined ? "" : fill(found, count, values);
}

function knows(question: Question, device: Device, state: DeviceState, texts: ReplyTexts): boolean {
  if (question.expect !== undefined) return expected(question, question.expect, device, state) !== undefined;
  return textKey(question, valuesAfter(question, question.capability, device, state, texts)) !== undefined;
}

/** Does the device do what was asked after? Undefined when it did not say. */
function expected(question: Question, expect: string, device: Device, state: DeviceState): boolean | undefined {
  if (device.kind === "binarySensor" && state.on !== undefined) return meantByWord(device, expect) === state.on;
  const word = stateOf(question.capability, device, state);
  // A cover that stopped half way is open as far as a person is concerned.
  if (word === "stopped") return state.positionPct === undefined ? undefined : (state.positionPct > 0) === (expect === "open");
  // An alarm system that is armed in whatever way is armed.
  if (question.capability === "alarm" && expect === "armed") return word === undefined ? undefined : word !== "disarmed" && word !== "disarming";
  return word === undefined ? undefined : word === expect;
}

function yesOrNo(question: Question, expect: string, known: readonly Known[], texts: ReplyTexts, names: SpokenNames): string {
  const devices = known.map(({ device }) => device);
  const matching = known.filter(({ device, state }) => expected(question, expect, device, state) === true).map(({ device }) => device);
  const [first] = known;
  const values: Values = {
    name: names.devices(devices, question.scope),
    either: names.list(devices.map(names.device), "or").replace(` ${texts.or} `, ` ${texts.nor} `),
    expected: texts.states[expect] ?? expect,
    state: first === undefined ? undefined : valuesAfter(question, question.capability, first.device, first.state, texts)["state"],
    matching: names.list(matching.map(names.device), "and"),
    matched: matching.length, count: devices.length, kind: names.kind(devices), measure: names.measure(devices),
  };
  if (matching.length === devices.length) return text(texts, "yes", names.number(devices), values);
  if (matching.length > 0) return text(texts, "some", names.number(matching), values);
  return text(texts, devices.length === 1 && names.number(devices) > 1 ? "noPlural" : "no", devices.length, values);
}

function describe(question: Question, { device, state }: Known, texts: ReplyTexts, names: SpokenNames): string {
  const values = valuesAfter(question, question.capability, device, state, texts);
  const key = textKey(question, values);
  return key === undefined ? "" : text(texts, key, names.number([device]), { ...values, name: names.device(device) });
}

/** Which text tells this; undefined when there is nothing to tell. */
function textKey({ capability }: Question, values: Values): string | undefined {
  const has = (key: string) => values[key] !== undefined;
  switch (capability) {
    case "onOff": case "lock": case "opening": return has("state") ? capability : undefined;
    case "brightness": return has("brightness") ? "brightness" : has("state") ? "onOff" : undefined;
    case "fanSpeed": return has("speed") ? "fanSpeed" : has("state") ? "onOff" : undefined;
    case "position": return has("position") ? "position" : undefined;
    case "setpoint": return has("setpoint") && has("current") ? "setpointAndCurrent" : has("current") ? "current" : has("setpoint") ? "setpoint" : undefined;
    case "reading": return has("weather") ? (has("current") ? "weatherAndCurrent" : "weather") : has("zone") ? "zone" : has("value") ? "reading" : has("current") ? "current" : has("state") ? "state" : undefined;
    case "alarm": case "mute": case "playback": case "activity": case "oscillation": case "event": return has("state") ? "state" : undefined;
    case "mode": case "preset": case "fanMode": case "option": case "direction": return has("option") ? "option" : undefined;
    case "tilt": case "volume": case "humidity": case "number": return has(capability) ? capability : undefined;
    case "color": case "colorTemperature": case "activate": return undefined;
  }
}
