// (pure) The shape of the YAML files in `intents/<lang>/`.
import * as v from "valibot";
import { type CommandType, isPlanType } from "../home/command.ts";
import { deviceKinds } from "../home/home.ts";

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected some text"));
const texts = v.pipe(v.array(text), v.minLength(1, "empty, expected at least one text"));
const kind = v.picklist(deviceKinds);

const slot = v.union([
  v.strictObject({ list: v.literal("name") }),
  v.strictObject({ list: v.literal("area") }),
  v.strictObject({ list: v.literal("kind"), only: v.optional(v.array(kind)) }),
  v.strictObject({ list: v.picklist(["color", "state", "quantity", "option", "label"]) }),
  v.strictObject({ list: v.literal("duration"), negate: v.optional(v.boolean(), false) }),
  v.strictObject({ list: text }),
  v.strictObject({
    range: v.strictTuple([v.number(), v.number()]),
    unit: v.picklist(["percent", "celsius", "degrees", "kelvin", "number"]),
    negate: v.optional(v.boolean(), false),
  }),
], "expected { list: … } or { range: [least, most], unit: percent | celsius | degrees | kelvin | number }");

const target = v.strictObject({
  name: v.optional(text),
  kind: v.optional(text),
  kinds: v.optional(v.array(kind)),
  deviceClass: v.optional(text),
  quantity: v.optional(text),
  area: v.optional(text),
  otherwise: v.optional(v.picklist(["here", "hereOrHome", "home"]), "here"),
  count: v.optional(v.picklist(["one", "oneHere", "all"]), "all"),
});

/** Timers concern no device. */
const noTarget = {};

/** What a field of a command takes, from the file or from a slot. */
export type FieldKind = "number" | "flag" | "color" | "state" | "capability" | "word" | "duration" | "label" | "area";

/** Which timer: by its name, by the length it was started with, by its room. All of them may be left out. */
const timerChoice = { name: "label", start: "duration", area: "area" } as const;

/** A time is no matter of one sentence: `schedule.add` is made from `_times.yaml` and whatever command stands beside the time. */
export type WrittenType = Exclude<CommandType, "schedule.add">;

/** The fields of each command beside its type and target. A question's may be left out, and those that `optionalFields` names. */
export const commandFields: Readonly<Record<WrittenType, Readonly<Record<string, FieldKind>>>> = {
  "onOff.set": { on: "flag" },
  "onOff.toggle": {},
  "brightness.set": { brightnessPct: "number" },
  "brightness.change": { deltaPct: "number" },
  "color.set": { color: "color" },
  "colorTemperature.set": { kelvin: "number" },
  "setpoint.set": { temperatureC: "number" },
  "setpoint.change": { deltaC: "number" },
  "mode.set": { mode: "word" },
  "preset.set": { preset: "word" },
  "fanMode.set": { fanMode: "word" },
  "humidity.set": { humidityPct: "number" },
  "lock.set": { locked: "flag" },
  "lock.open": {},
  "opening.set": { open: "flag" },
  "opening.stop": {},
  "position.set": { positionPct: "number" },
  "position.change": { deltaPct: "number" },
  "tilt.set": { tiltPct: "number" },
  "fanSpeed.set": { speedPct: "number" },
  "fanSpeed.change": { deltaPct: "number" },
  "oscillation.set": { on: "flag" },
  "direction.set": { direction: "word" },
  "volume.set": { volumePct: "number" },
  "volume.change": { deltaPct: "number" },
  "mute.set": { muted: "flag" },
  "playback.set": { action: "word" },
  "activity.set": { activity: "word" },
  "option.set": { option: "word" },
  "number.set": { value: "number" },
  "alarm.set": { mode: "word" },
  "scene.activate": {},
  "timer.start": { durationS: "duration", name: "label", area: "area" },
  "timer.change": { deltaS: "duration", ...timerChoice },
  "timer.cancel": { all: "flag", ...timerChoice },
  "timer.pause": timerChoice,
  "timer.resume": timerChoice,
  "timer.get": timerChoice,
  "schedule.list": {},
  "schedule.cancel": { all: "flag" },
  "alert.add": { expect: "state", above: "number", below: "number", is: "word", for: "duration", repeat: "number" },
  "alert.list": {},
  "alert.cancel": { all: "flag" },
  "state.get": { capability: "capability", expect: "state" },
};

/** What a command can do without. */
export function optionalFields(type: CommandType): readonly string[] {
  if (type === "state.get") return ["capability", "expect"];
  if (type === "alert.add") return Object.keys(commandFields[type]);
  return isPlanType(type) ? ["name", "all", "start", "area"] : [];
}

const commandTypes = Object.keys(commandFields) as WrittenType[];

/** A text for one device, or texts for one, two and more. */
export const replyText = v.union([text, v.strictObject({ one: text, two: v.optional(text), many: v.optional(text) })], "expected a text, or { one: …, two: …, many: … }");

/** `<intent>.yaml` */
export const intentSchema = v.strictObject({
  command: v.objectWithRest({ type: v.picklist(commandTypes), target: v.optional(target, noTarget) }, v.union([v.string(), v.number(), v.boolean()])),
  slots: v.optional(v.record(v.string(), slot), {}),
  sentences: texts,
  reply: v.optional(v.strictObject({ confirmed: v.optional(replyText), already: v.optional(replyText), unconfirmed: v.optional(replyText) }), {}),
});
export type RawIntent = v.InferOutput<typeof intentSchema>;

const phraseMap = v.record(text, v.string());
const numberMap = v.record(text, v.number());

/** `_rules.yaml` */
export const rulesSchema = v.record(v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9_]*$/, "expected a name of letters and digits")), text);

const rgb = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/, "expected a colour like \"#ff8800\""));
const capability = v.picklist(["onOff", "lock", "opening", "mute", "playback", "activity", "alarm", "reading"]);
const stateMeaning = v.strictObject({ expect: text, capability });

/** `_lists.yaml` */
export const listsSchema = v.strictObject({
  kinds: v.array(v.strictObject({ kind, deviceClasses: v.optional(v.array(v.string()), []), one: texts, many: texts, measure: v.optional(text) })),
  colors: v.record(text, rgb),
  states: v.record(text, v.union([stateMeaning, v.array(stateMeaning)])),
  quantities: v.record(text, v.union([text, texts])),
  options: v.optional(phraseMap, {}),
  numbers: v.record(text, numberMap),
});

const replyTexts = v.record(v.string(), replyText);

/** `_replies.yaml` */
export const repliesSchema = v.strictObject({
  article: v.string(),
  keepCapitals: v.optional(v.boolean(), false),
  decimalSign: v.optional(v.picklist([".", ","]), "."),
  and: text,
  or: text,
  nor: text,
  states: phraseMap,
  options: v.optional(phraseMap, {}),
  devices: v.strictObject({ one: text, many: text, measure: v.optional(text) }),
  counted: v.optional(text, "{count} {kind}"),
  commands: v.record(v.picklist(commandTypes), v.strictObject({ confirmed: replyText, already: v.optional(replyText), unconfirmed: v.optional(replyText) })),
  unconfirmed: replyText,
  moving: replyText,
  failed: replyTexts,
  answers: replyTexts,
  units: phraseMap,
  timers: replyTexts,
  notUnderstood: phraseMap,
  refused: phraseMap,
  questions: replyTexts,
  declined: replyTexts,
  sorry: phraseMap,
});

/** `_answers.yaml` */
export const answersSchema = v.strictObject({
  yes: texts,
  no: texts,
  pin: v.optional(v.strictObject({ digits: numberMap, repeats: numberMap, around: v.array(text) })),
});
