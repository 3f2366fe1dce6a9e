// (pure) One command: words → the templates they are → the surest reading of them.
import type { NonEmpty } from "../base/types.ts";
import { capabilityNeeded, type Command, isPlanCommand } from "../home/command.ts";
import type { Area, Home } from "../home/home.ts";
import type { Failure, Surroundings } from "./choice.ts";
import type { NotUnderstoodReason } from "./command-parser.ts";
import { type Reading, readingsOf } from "./foreign-readings.ts";
import type { Intents } from "./intent.ts";
import type { NameIndex, NameRank } from "./names.ts";
import { written } from "../base/scripts.ts";
import { createSlotReaders } from "./slots.ts";
import { type Match, matchAll, slotOf } from "./template-match.ts";
import { saidOf, textOf, type Word } from "./words.ts";

/** What one command of a sentence was understood as. */
export type Understood = { readonly ok: true; readonly commands: NonEmpty<Command>; readonly rank: NameRank; readonly match: Match; readonly words: readonly Word[] };

/** One try to read words as one command: all its readings, and what came of it. */
export type Try = { readonly words: readonly Word[]; readonly around: Surroundings; readonly readings: readonly Reading[]; readonly outcome: Understood | Failure };

/** Told of every try, for whoever explains how a sentence was taken. */
export type OnTry = (tried: Try) => void;

/** Words that are no sentence of any intent. */
export const noMatch: Failure = { ok: false, reason: "noMatch", subject: "" };

/** The reason that tells a person most goes first. */
const tellingOrder: readonly NotUnderstoodReason[] = ["ambiguousName", "outOfRange", "unsupported", "unknownName", "noCommand", "noUndo", "nothingMeant", "noMatch"];

export type UnderstandOne = {
  readonly understand: (words: readonly Word[], around: Surroundings) => Understood | Failure;
  /** Why these words were not understood; unknown names are told from nonsense. */
  readonly why: (words: readonly Word[], around: Surroundings) => Failure;
};

/** What reads one command by the machine of all templates. */
export function createUnderstandOne(intents: Intents, onTry?: OnTry): UnderstandOne {
  const { automaton } = intents;
  const readerOf = createSlotReaders(intents);
  const articles = new Set(intents.language.articles);
  const notNames = new Set(intents.language.notNames.map((word) => (intents.normalise(word) ?? []).map(textOf).join(" ")));
  const understand = (words: readonly Word[], around: Surroundings): Understood | Failure => {
    const matches = matchAll(automaton, readerOf(words, around.index), { start: 0, end: words.length }, "known");
    const said = { ...around, words: words.map(textOf) };
    const readings = matches.flatMap((match) => readingsOf(match, said));
    const outcome = surest(readings, words, around.index.home);
    onTry?.({ words, around, readings, outcome });
    return outcome;
  };
  const why = (words: readonly Word[], around: Surroundings): Failure => {
    const known = understand(words, around);
    if (known.ok || known.reason !== "noMatch") return known.ok ? noMatch : known;
    const matches = matchAll(automaton, readerOf(words, around.index), { start: 0, end: words.length }, "anyName");
    const span = unknownName(matches, words.map(textOf), around, articles);
    const bare = words.slice(span?.start, span?.end).filter(({ text }, at) => at > 0 || !articles.has(text));
    const subject = span === undefined || bare.length === 0 ? undefined : written(bare.map(saidOf));
    // "make it warmer by five": "it warmer by" is no name that anybody would give.
    const area = subject === undefined ? undefined : areaCalled(bare.map(textOf), around);
    if (area !== undefined) return { ok: false, reason: "unsupported", subject: area.name };
    if (subject !== undefined && isKindHere(subject, around, intents)) return noMatch;
    return subject === undefined || bare.some(({ text }) => notNames.has(text)) || /^\d/.test(subject) ? noMatch : { ok: false, reason: "unknownName", subject };
  };
  return { understand, why };
}

/** "set the bedroom to 20": the room is known, it only has nothing that could. */
function areaCalled(texts: readonly string[], { index }: Surroundings): Area | undefined {
  return index.areasAt(texts, 0).flatMap(({ end, areas, all }) => end === texts.length && areas !== "here" && all === undefined ? areas : [])[0];
}

/** "set the blinds to stun": there are blinds, it is the rest that says nothing. */
function isKindHere(subject: string, { index }: Surroundings, { lists }: Intents): boolean {
  const nouns = lists.kinds.filter(({ one, many }) => one.includes(subject) || many.includes(subject));
  return nouns.some((noun) => (index.ofKind.get(noun.kind) ?? []).some((device) => index.isA(device, noun)));
}

/** The likeliest words that were meant as a name: where the template wants a device, and as few as possible. */
function unknownName(matches: readonly Match[], texts: readonly string[], { index }: Surroundings, articles: ReadonlySet<string>): { readonly start: number; readonly end: number } | undefined {
  const guesses = matches
    .filter((match) => match.accepted.intent.command.type !== "state.get")
    .map((match) => ({ match, unknown: match.slots.filter(({ value }) => value.list === "unknown") }))
    .flatMap(({ match, unknown }) => unknown.map(({ start, end }) => ({ start, end, count: unknown.length, isName: slotListOf(match, start) === "name" })))
    // "den" is no name. And two strange words are rather one name than a room and a name.
    .filter(({ start, end }) => !texts.slice(start, end).every((text) => articles.has(text)) && !holdsName(texts.slice(start, end), index))
    .sort((a, b) => a.count - b.count || Number(b.isName) - Number(a.isName) || a.end - a.start - (b.end - b.start));
  return guesses[0];
}

/** Words around a name that is known are not the trouble: "desk lamp by a quarter" is no unknown device. */
function holdsName(texts: readonly string[], index: NameIndex): boolean {
  return texts.some((_word, start) => index.namesAt(texts, start).some(({ groups }) => groups.some(({ names }) => names.anywhere.length > 0)));
}

function slotListOf(match: Match, start: number): string | undefined {
  const name = match.slots.find((slot) => slot.start === start)?.name;
  return name === undefined ? undefined : match.accepted.intent.slots[name]?.list;
}

/** A user's own sentence, then the reading with the surest name, then the one with the most words of its own. Two equal ones that differ in devices are no answer. */
function surest(readings: readonly Reading[], words: readonly Word[], home: Home): Understood | Failure {
  const good = readings.flatMap(({ match, resolution }) => resolution.ok ? [{ match, commands: resolution.commands, rank: resolution.rank, slotWords: slotWordsOf(match), house: match.accepted.intent.foreign?.owner === "user" ? 0 : 1, ability: abilityOf(resolution.commands, home) }] : []);
  const [best, next] = good.sort((a, b) => a.house - b.house || a.rank - b.rank || a.slotWords - b.slotWords || a.ability - b.ability);
  if (best === undefined) return mostTelling(namedFirst(readings).flatMap(({ resolution }) => resolution.ok ? [] : [resolution]));
  const tie = next !== undefined && next.house === best.house && next.rank === best.rank && next.slotWords === best.slotWords;
  if (tie && !isSameWording(best.match, next.match) && devicesKey(best.commands) !== devicesKey(next.commands)) return { ok: false, reason: "ambiguousName", subject: written(words.map(saidOf)) };
  return { ok: true, commands: best.commands, rank: best.rank, match: best.match, words };
}

/** "humidity" is what the air has before it is what a plant has: of one word's meanings in a list the first comes first. */
function isSameWording(one: Match, other: Match): boolean {
  return one.accepted === other.accepted && one.slots.some(({ value }) => value.list === "quantity") && one.slots.every(({ start, end }, at) => other.slots[at]?.start === start && other.slots[at]?.end === end);
}

/** "set the hall to 22" of a thermostat that humidifies too: what a device can do first is what it is there for. */
function abilityOf([command]: NonEmpty<Command>, home: Home): number {
  const [deviceId] = command.deviceIds;
  const device = deviceId === undefined ? undefined : home.devices.get(deviceId);
  if (device === undefined || isPlanCommand(command)) return 0;
  const at = device.capabilities.findIndex(({ kind }) => kind === capabilityNeeded(command));
  return at < 0 ? device.capabilities.length : at;
}

function isNamed(match: Match): boolean {
  const { name } = match.accepted.intent.command.target;
  return name !== undefined && slotOf(match, name) !== undefined;
}

/** "turn on the lamp": which of the two lamps tells more than which lights. */
function namedFirst(readings: readonly Reading[]): readonly Reading[] {
  const named = ({ match, resolution }: Reading) => isNamed(match) && !resolution.ok && (resolution.reason === "ambiguousName" || resolution.reason === "unsupported");
  return [...readings.filter(named), ...readings.filter((reading) => !named(reading))];
}

/** Words that a reading takes for names, rooms and values; fewer are surer. */
export function slotWordsOf(match: Match): number {
  return match.slots.reduce((sum, { start, end }) => sum + end - start, 0);
}

function devicesKey(commands: readonly Command[]): string {
  return JSON.stringify(commands.flatMap(({ deviceIds }) => deviceIds).sort());
}

export function mostTelling(failures: readonly Failure[]): Failure {
  return tellingOrder.map((reason) => failures.find((failure) => failure.reason === reason)).find((failure) => failure !== undefined) ?? noMatch;
}
