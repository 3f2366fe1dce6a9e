// (pure) One value of a device written by hand → where it is read and how it is written.
import type { Codec, Endpoint, EndpointProperty, Json, ReadPoint, WireMessage, WritePoint } from "./endpoint.ts";
import type { GenericDevice, ReadPlace, Sent, WordForm, WritePlace } from "./generic-schema.ts";
import { choiceValues, readOnlyValues, type WordKey, type WordValue, wordValues } from "./generic-words.ts";

/** `keys` lead from the value to what is wrong. */
export type Made = { readonly endpoints: readonly Endpoint[]; readonly problems: readonly { readonly keys: readonly string[]; readonly message: string }[] };

type Places = { readonly command?: WritePlace | undefined; readonly state?: ReadPlace | undefined };

const noCommand = { keys: [], message: "has no command:, expected the topic that it is told on" };

const noState = { keys: ["states"], message: "is there without a topic, expected state: beside it" };

/** A value that stands as such in a message. */
export function plainEndpoint(property: EndpointProperty, codec: Codec, { command, state }: Places = {}, problems: Made["problems"] = []): Made {
  const isRead = property === "currentC" || property === "currentHumidityPct" || property === "reading" || property === "weather" || property === "event";
  const write: WritePoint | undefined = command === undefined ? undefined : { how: "value", topic: command.topic, at: command.path, codec, ...(command.with === undefined ? {} : { with: command.with }) };
  return {
    endpoints: [{ property, ...(state === undefined ? {} : { read: [readPoint(state, codec)] }), ...(write === undefined ? {} : { write }) }],
    problems: [...problems, ...(write === undefined && !isRead ? [noCommand] : [])],
  };
}

export function choiceEndpoint(key: keyof typeof choiceValues, form: GenericDevice["option"]): Made {
  return plainEndpoint(choiceValues[key], { as: "words", words: form?.options ?? {} }, readOnlyValues.has(key) ? { state: form?.state } : form);
}

export function activateEndpoint(form: GenericDevice["activate"]): Made {
  if (form === undefined) return { endpoints: [], problems: [] };
  return { endpoints: [{ property: "activate", write: { how: "cases", cases: { true: [toSend(form.command, form.payload)] } } }], problems: [] };
}

/** What is open or shut, on or off, and cannot be commanded: as a state and as a reading, as announced ones have it. */
export function contactEndpoints(form: GenericDevice["contact"]): Made {
  if (form === undefined) return { endpoints: [], problems: [] };
  const { codec, problems } = stateCodec(wordValues.contact, form);
  const words = { as: "words", words: renamed(codec.words), also: renamed(codec.also, "values") } as const;
  return { endpoints: [{ property: "on", read: [readPoint(form.state, codec)] }, { property: "reading", read: [readPoint(form.state, words)] }], problems };
}

function renamed<T>(from: Readonly<Record<string, T>> | undefined, what: "keys" | "values" = "keys"): Readonly<Record<string, T>> {
  const call = <V>(word: V) => word === "true" ? "on" : word === "false" ? "off" : word;
  return Object.fromEntries(Object.entries(from ?? {}).map(([key, value]) => what === "keys" ? [String(call(key)), value] : [key, call(value) as T]));
}

/** A value with fixed words, each of which may be a payload or messages of its own. */
export function wordEndpoint(key: WordKey, form: WordForm): Made & { readonly commandWords: readonly string[] } {
  const value: WordValue = wordValues[key];
  const { cases, words, problems } = commandCases(value, form);
  const read = form.state === undefined ? undefined : stateCodec(value, form);
  return {
    endpoints: [{
      property: value.property,
      ...(form.state === undefined || read === undefined ? {} : { read: [readPoint(form.state, read.codec)] }),
      ...(words.length === 0 ? {} : { write: { how: "cases", cases } }),
    }],
    problems: [...problems, ...(read?.problems ?? []), ...(form.state === undefined && form.states !== undefined ? [noState] : []), ...(words.length === 0 && problems.length === 0 ? [noCommand] : [])],
    commandWords: words,
  };
}

/** The words that were given, or else all that have a usual payload. */
function commandCases({ commands }: WordValue, { command, commands: given }: WordForm) {
  const cases: Record<string, readonly WireMessage[]> = {};
  const words: string[] = [];
  const problems: { readonly keys: readonly string[]; readonly message: string }[] = [];
  for (const [name, [word, usual]] of Object.entries(commands)) {
    const sent: Sent | null | undefined = given === undefined ? usual : given[name];
    if (sent === undefined || sent === null || (given === undefined && command === undefined)) continue;
    words.push(name);
    if (typeof sent === "object") cases[word] = sent.map(({ topic, payload }) => ({ topic, payload: String(payload) }));
    else if (command === undefined) problems.push({ keys: ["commands", name], message: "is a payload without a topic, expected command: beside commands:, or topic: and payload: here" });
    else cases[word] = [toSend(command, sent)];
  }
  return { cases, words, problems };
}

function toSend({ topic, path, with: others }: WritePlace, value: string | number | boolean): WireMessage {
  if (path.length === 0) return { topic, payload: String(value) };
  return { topic, payload: JSON.stringify(putAt(others ?? {}, path, value)) };
}

function putAt(into: { readonly [key: string]: Json }, [key = "", ...rest]: readonly string[], value: Json): { readonly [key: string]: Json } {
  const inner = Object.hasOwn(into, key) ? into[key] : undefined;
  const object = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as { readonly [key: string]: Json }) : {};
  return { ...into, [key]: rest.length === 0 ? value : putAt(object, rest, value) };
}

type WordsCodec = Extract<Codec, { as: "words" }>;

/**
 * What was given for a word stands for it. A word that nothing was given for has its command's payload where both usually
 * are the same, as "ON" is, or else the usual ones.
 */
function stateCodec({ states, commands }: WordValue, { states: given, commands: told }: WordForm): { readonly codec: WordsCodec; readonly problems: Made["problems"] } {
  const words: Record<string, string | number | boolean> = {};
  const also: Record<string, string> = {};
  const taken = new Map<string, string>();
  const problems: { readonly keys: readonly string[]; readonly message: string }[] = [];
  const take = (word: string, payload: string | number | boolean) => {
    const text = String(payload).toLowerCase();
    taken.set(text, word);
    if (Object.hasOwn(words, word)) also[text] = word;
    else words[word] = payload;
  };
  for (const [name, [word]] of Object.entries(states)) {
    for (const payload of given?.[name] ?? []) {
      const other = taken.get(String(payload).toLowerCase());
      if (other !== undefined && other !== word) problems.push({ keys: ["states", name], message: `is ${JSON.stringify(payload)} as another state is, expected payloads that differ` });
      else take(word, payload);
    }
  }
  for (const [name, [word, ...usual]] of Object.entries(states)) {
    if (given?.[name] !== undefined) continue;
    const sent = Object.hasOwn(commands, name) && commands[name]?.[1] === usual[0] ? told?.[name] : undefined;
    for (const payload of sent === undefined || typeof sent === "object" ? usual : [sent]) if (!taken.has(String(payload).toLowerCase())) take(word, payload);
  }
  return { codec: { as: "words", words, also }, problems };
}

function readPoint({ topic, path }: ReadPlace, codec: Codec): ReadPoint {
  return { topic, at: path, codec };
}
