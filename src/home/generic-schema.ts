// (pure) What may stand under `generic:` in home.yaml: devices written by hand, each value with its topics.
// The message of every schema says what is expected there.
import * as v from "valibot";
import { slugOf } from "./config-values.ts";
import type { ColorNotation, Json } from "./endpoint.ts";
import { type WordKey, wordValues } from "./generic-words.ts";
import { deviceKinds, guards } from "./home.ts";
import { topicProblem } from "./mqtt-topic.ts";

/** Longest name that is kept of an announced device too, in characters. */
const longestName = 64;
const wholeText = v.pipe(v.string("a text"), v.trim(), v.minLength(1, "a text that is not empty"), v.maxLength(500, "a text of 500 characters at most"), v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, "a text without control characters"));
/** What a person can say and a screen can show. */
export const nameSchema = v.pipe(wholeText, v.maxLength(longestName, `a name of ${longestName} characters at most`), v.check((name) => slugOf(name) !== "", "a name with a letter or a digit in it"));
export const namesSchema = v.pipe(v.array(nameSchema, "a list of names like [desk lamp, reading light]"), v.maxLength(50, "50 names at most"));
export const guardSchema = v.picklist(guards, "yes, pin, never or none");
export const trueSchema = v.boolean("true or false");


/** Which form is meant shows in what stands there. */
function eitherOf<T>(choose: (input: unknown) => v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  return v.lazy(choose);
}

const isMapping = (input: unknown) => typeof input === "object" && input !== null && !Array.isArray(input);
const topic = v.pipe(v.string("an MQTT topic"), v.check((text) => topicProblem(text) === undefined, ({ input }) => `an MQTT topic of one device; this one ${topicProblem(input)}`));
const keys = v.pipe(v.array(wholeText, "keys of JSON"), v.maxLength(16, "16 keys at most"));
const path = eitherOf<readonly string[]>((input) => Array.isArray(input) ? keys : v.pipe(wholeText, v.transform((text) => text.split(".")), keys));
type Scalar = string | number | boolean;
const scalar = eitherOf<Scalar>((input) => typeof input === "number" ? v.pipe(v.number(), v.finite("a number")) : typeof input === "boolean" ? v.boolean() : v.pipe(v.string("a payload: a text, a number, true or false"), v.maxLength(4096, "a payload of 4096 characters at most")));
const scalars = eitherOf<readonly Scalar[]>((input) => Array.isArray(input) ? v.pipe(v.array(scalar, "payloads"), v.minLength(1, "a payload at least"), v.maxLength(20, "20 payloads at most")) : v.pipe(scalar, v.transform((one) => [one])));

/** Where a value is read: a topic whose payload it is, or a place in JSON. */
export type ReadPlace = { readonly topic: string; readonly path: readonly string[] };
/** Where a value is written: the same, and what else the JSON holds. */
export type WritePlace = ReadPlace & { readonly with?: { readonly [key: string]: Json } | undefined };
const readPlace = eitherOf<ReadPlace>((input) => isMapping(input)
  ? v.object({ topic, path: v.optional(path, []) })
  : v.pipe(topic, v.transform((text) => ({ topic: text, path: [] }))));
// What a YAML file holds is JSON, once it is read as plain values.
const otherKeys = v.pipe(v.record(v.string(), v.unknown(), "what else the JSON holds, as key: value"), v.transform((value) => value as { readonly [key: string]: Json }));
const writePlace = eitherOf<WritePlace>((input) => isMapping(input)
  ? v.object({ topic, path: v.optional(path, []), with: v.optional(otherKeys) })
  : v.pipe(topic, v.transform((text) => ({ topic: text, path: [] }))));

export type Message = { readonly topic: string; readonly payload: Scalar };
/** What tells a device one word: a payload for its command topic, or whole messages. */
export type Sent = Scalar | readonly Message[];
const message = v.object({ topic, payload: scalar });
const sent = eitherOf<Sent>((input) => Array.isArray(input)
  ? v.pipe(v.array(message, "messages"), v.minLength(1, "a message at least"), v.maxLength(10, "10 messages at most"))
  : isMapping(input) ? v.pipe(message, v.transform((one) => [one])) : scalar);

const finite = v.pipe(v.number("a number"), v.finite("a number"));
const range = v.pipe(v.strictTuple([finite, finite], "two numbers like [0, 255]"), v.check(([least, most]) => least !== most, "two numbers that differ"));
const reads = { state: readPlace };
const writes = { command: v.optional(writePlace), state: v.optional(readPlace) };

/** A topic alone is where the value is written, or read when it can only be read. */
function value<const E extends v.ObjectEntries>(entries: E, short: "command" | "state" = "command"): v.OptionalSchema<v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<E, undefined>>>, undefined> {
  const whole: v.GenericSchema<unknown, v.InferOutput<v.ObjectSchema<E, undefined>>> = v.object(entries, "a topic, or settings such as command: and state:");
  const expand = v.transform((text: string): unknown => ({ [short]: text }));
  return v.optional(eitherOf((input) => typeof input === "string" ? v.pipe(topic, expand, whole) : whole));
}

function wordsTo<T>(words: Readonly<Record<string, unknown>>, entry: v.GenericSchema<unknown, T>) {
  return v.optional(v.object(Object.fromEntries(Object.keys(words).map((word) => [word, v.optional(entry)])), `payloads for ${Object.keys(words).join(", ")}`));
}

function words(key: WordKey) {
  const { commands, states } = wordValues[key];
  return value({ ...writes, commands: wordsTo(commands, sent), states: wordsTo(states, scalars) });
}
export type WordForm = NonNullable<v.InferOutput<ReturnType<typeof words>>>;

const percent = value({ ...writes, range: v.optional(range, [0, 100]), decimals: v.optional(trueSchema) });
const options = eitherOf<Readonly<Record<string, Scalar>>>((input) => Array.isArray(input)
  ? v.pipe(v.array(nameSchema, "a list of words"), v.minLength(1, "a word at least"), v.maxLength(200, "200 words at most"), v.transform((list) => Object.fromEntries(list.map((word) => [word, word]))))
  : v.pipe(v.record(nameSchema, scalar, "a list of words, or word: payload"), v.check((map) => Object.keys(map).length > 0, "a word at least")));
const choice = value({ ...writes, options });

const notations = ["xy", "hs", "hueSaturation", "rgbObject", "rgbList", "hsList", "rgbText", "hsvText", "hex"] as const satisfies readonly ColorNotation[];
const celsius = v.optional(v.picklist(["C", "F"], "C or F"), "C");
const unit = v.optional(v.pipe(wholeText, v.maxLength(16, "a unit of 16 characters at most")));
const positive = v.pipe(finite, v.check((number) => number > 0, "a number above 0"));

type GenericAvailability = ReadPlace & { readonly online: readonly Scalar[]; readonly offline: readonly Scalar[] };
const available = v.object({ topic, path: v.optional(path, []), online: v.optional(scalars, "online"), offline: v.optional(scalars, "offline") });
const availability = eitherOf<GenericAvailability>((input) => isMapping(input) ? available : v.pipe(topic, v.transform((text) => ({ topic: text })), available));

export const genericSchema = v.object({
  name: nameSchema,
  id: v.optional(v.pipe(wholeText, v.regex(/^[\w.:-]{1,64}$/, "up to 64 letters, digits and . _ : -"))),
  area: v.optional(nameSchema), aliases: v.optional(namesSchema),
  kind: v.optional(v.picklist(deviceKinds, `one of ${deviceKinds.join(", ")}`)),
  class: v.optional(v.pipe(wholeText, v.regex(/^[a-z][a-z0-9_]{0,31}$/, "a device class of Home Assistant like garage, blind or temperature"))),
  neverByVoice: v.optional(trueSchema), guard: v.optional(guardSchema),
  availability: v.optional(eitherOf<readonly GenericAvailability[]>((input) => Array.isArray(input) ? v.pipe(v.array(availability, "topics"), v.maxLength(10, "10 topics at most")) : v.pipe(availability, v.transform((one) => [one])))),
  switch: words("switch"), oscillation: words("oscillation"), mute: words("mute"), direction: words("direction"), lock: words("lock"),
  opening: words("opening"), playback: words("playback"), activity: words("activity"), alarm: words("alarm"),
  brightness: percent, position: percent, tilt: percent, fanSpeed: percent, volume: percent,
  mode: choice, preset: choice, fanMode: choice, option: choice,
  color: value({ ...writes, notation: v.picklist(notations, `one of ${notations.join(", ")}`) }),
  colorTemperature: value({ ...writes, unit: v.optional(v.picklist(["mired", "kelvin"], "mired or kelvin"), "mired"), range: v.optional(v.pipe(range, v.check((two) => two.every((number) => number > 0), "two numbers above 0"))) }),
  setpoint: value({ ...writes, unit: celsius, min: v.optional(finite), max: v.optional(finite), step: v.optional(positive) }),
  humidity: value({ ...writes, min: v.optional(finite, 0), max: v.optional(finite, 100) }),
  number: value({ ...writes, min: finite, max: finite, step: v.optional(positive, 1), unit }),
  activate: value({ command: writePlace, payload: v.optional(scalar, "ON") }),
  temperature: value({ ...reads, unit: celsius }, "state"),
  currentHumidity: value(reads, "state"),
  contact: value({ ...reads, states: wordsTo(wordValues.contact.states, scalars) }, "state"),
  event: value({ ...reads, options }, "state"),
  reading: value({ ...reads, unit, text: v.optional(trueSchema, false) }, "state"),
}, "a device with its name and what it can do");

/** One device under `generic:`. */
export type GenericDevice = v.InferOutput<typeof genericSchema>;
