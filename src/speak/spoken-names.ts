// (pure) Devices as a sentence calls them: "the kitchen light", "the fan and the lamp", "3 lights".
import type { Device } from "../home/home.ts";
import { endsUnspaced } from "../base/scripts.ts";
import type { Intents, KindWord } from "../understand/intent.ts";
import { fillOne } from "./reply-text.ts";

/** A longer name would keep everyone listening. */
const longestName = 60;

/** More than this are counted instead of listed when they were swept up together. */
const mostListed = 2;

export type SpokenNames = {
  /** One name with its article. */
  readonly one: (name: string) => string;
  /** One name without an article. */
  readonly bare: (name: string) => string;
  readonly device: (device: Device) => string;
  /** Listed when they were named or are few, counted otherwise. */
  readonly devices: (devices: readonly Device[], scope: "named" | "group") => string;
  /** How many the words for them sound like: one thing that is called "blinds" counts as two. */
  readonly number: (devices: readonly Device[]) => number;
  /** The word that stands between a number and the kind in languages that have one: 盞 for lights. */
  readonly measure: (devices: readonly Device[]) => string;
  /** "lights", "blinds", or "devices" for a mixture. */
  readonly kind: (devices: readonly Device[]) => string;
  /** "a, b and c" */
  readonly list: (parts: readonly string[], joiner: "and" | "or") => string;
};

export function createSpokenNames(intents: Intents): SpokenNames {
  const { replies, language } = intents;
  const wordsOf = (name: string) => replies.keepCapitals ? tidy(name).split(" ") : lowered(name);
  const one = (name: string) => withArticle(wordsOf(name), replies.article, language.articles);
  const bare = (name: string) => wordsOf(name).join(" ");
  const device = (thing: Device) => thing.kind === "scene" || thing.kind === "person" || thing.kind === "weather" || isProperName(thing, intents) ? tidy(thing.name) : one(thing.name);
  const list: SpokenNames["list"] = (parts, joiner) => {
    const last = parts.at(-1) ?? "";
    const word = replies[joiner];
    if (parts.length < 2) return last;
    return endsUnspaced(word) ? `${parts.slice(0, -1).join("、")}${word}${last}` : `${parts.slice(0, -1).join(", ")} ${word} ${last}`;
  };
  // "Fenster" is one window as well as many.
  const plurals = new Set(intents.lists.kinds.flatMap(({ one: single, many }) => many.filter((word) => !single.includes(word))).map((word) => word.toLowerCase()));
  const kind = (things: readonly Device[]) => nounOf(things, intents);
  return {
    one, bare, device, list, kind,
measure: (things) => measureOf(things, intents),
    number: ([only, ...others]) => only !== undefined && others.length === 0 && plurals.has(bare(only.name).toLowerCase().split(" ").at(-1) ?? "") ? 2 : others.length + (only === undefined ? 0 : 1),
    devices: (things, scope) => things.length > mostListed && scope === "group" ? fillOne(replies.counted, { count: things.length, kind: kind(things), measure: measureOf(things, intents) }) : list(things.map(device), "and"),
  };
}

/** "Kitchen Light" → "the kitchen light"; "Bob's Lamp" and "The Beast" keep their own beginning. */
function withArticle(words: readonly string[], article: string, articles: readonly string[]): string {
  const [first = ""] = words;
  const own = article === "" || /['’]s$/u.test(first) || articles.includes(first.toLowerCase());
  return own ? words.join(" ") : [article, ...words].join(" ");
}

/** A vacuum or a mower that is called "Robby" is no "the robby"; "Robot Vacuum" says what it is. */
function isProperName({ kind, name }: Device, { lists }: Intents): boolean {
  if (kind !== "vacuum" && kind !== "lawnMower") return false;
  const words = name.toLowerCase().split(/\s+/);
  return !lists.kinds.some((noun) => noun.kind === kind && noun.one.some((called) => words.includes(called.split(" ").at(-1) ?? "")));
}

/** "TV Lamp" → "TV lamp" */
function lowered(name: string): readonly string[] {
  return tidy(name).split(" ").map((word) => /^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word);
}

/** One line, no control characters, no endless names. */
function tidy(name: string): string {
  const line = name.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}

function kindWordOf(devices: readonly Device[], { lists }: Intents): KindWord | undefined {
  return lists.kinds.find((noun) => devices.every(({ kind, deviceClass }) => kind === noun.kind && (noun.deviceClasses.length === 0 || noun.deviceClasses.includes(deviceClass))));
}

function measureOf(devices: readonly Device[], intents: Intents): string {
  return kindWordOf(devices, intents)?.measure ?? intents.replies.devices.measure ?? "";
}

function nounOf(devices: readonly Device[], intents: Intents): string {
  const { replies } = intents;
  const noun = kindWordOf(devices, intents);
  const words = noun === undefined ? [replies.devices.one, replies.devices.many] : [noun.one[0], noun.many[0]];
  return words[devices.length === 1 ? 0 : 1] ?? "";
}
