// (pure) The first parser of the house: sentence templates. Quick, and sure or silent.
import { type NonEmpty, nonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import { buildAutomaton } from "./automaton.ts";
import type { Failure, Surroundings } from "./choice.ts";
import type { CommandParser, NotUnderstoodReason, ParseResult } from "./command-parser.ts";
import type { Intents } from "./intent.ts";
import { createNameIndexes, nameRanks, type NameRank } from "./names.ts";
import { createPhrases } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import { resolveMatch } from "./resolve.ts";
import { createSlotReaders } from "./slots.ts";
import { piecesOf, splitCommands } from "./split-commands.ts";
import { type Match, matchAll } from "./template-match.ts";
import { textOf, type Word } from "./words.ts";

/** What one command of a sentence was understood as. */
type Understood = { readonly ok: true; readonly commands: NonEmpty<Command>; readonly rank: NameRank; readonly match: Match; readonly words: readonly Word[] };

const noMatch: Failure = { ok: false, reason: "noMatch", subject: "" };

/** The reason that tells a person most goes first. */
const tellingOrder: readonly NotUnderstoodReason[] = ["ambiguousName", "outOfRange", "unsupported", "unknownName", "noCommand", "noMatch"];

/**
 * Makes the template parser: all sentences of `intents` as one machine, built here once.
 * It never waits and never throws for what was said; several commands are all understood or none is.
 */
export function createTemplateParser(intents: Intents): CommandParser {
  const understand = createUnderstand(intents);
  const indexOf = createNameIndexes(intents);
  const withoutPoliteness = createWithoutPoliteness(intents.language, intents.normalise);
  const joiners = createPhrases([...intents.language.joinNames, ...intents.language.joinCommands].map((joiner) => [(intents.normalise(joiner) ?? []).map(textOf), true] as const));
  return async (text, { home, heardInAreaId, signal }) => {
    signal.throwIfAborted();
    const words = withoutPoliteness(intents.normalise(text) ?? []);
    if (words.length === 0) return told(text, noMatch);
    const around: Surroundings = { index: indexOf(home), heardInAreaId };
    const whole = understand(words, around);
    if (whole.ok && whole.rank < nameRanks.otherNumber) return commandsOf(text, [whole]);
    const pieces = splitCommands<Understood>(words, joiners, (piece, previous) => {
      const bare = withoutPoliteness(piece);
      const own = understand(bare, around);
      if (own.ok) return own;
      return previous === undefined ? undefined : carried(bare, previous).map((guess) => understand(guess, around)).find((result) => result.ok);
    });
    // "the kitchen lights and the fan": two commands, rather than a list of names with one in the other number.
    if (pieces !== undefined && !(whole.ok && pieces.some(({ rank }) => rank >= whole.rank))) return commandsOf(text, pieces);
    if (whole.ok) return commandsOf(text, [whole]);
    return told(text, whole.reason === "noMatch" ? mostTelling(piecesOf(words, joiners).map((piece) => understand.why(withoutPoliteness(piece), around))) : whole);
  };
}

/** "turn on the lamp and the fan": the second piece borrows the words around the first piece's name. */
function carried(piece: readonly Word[], previous: Understood): readonly (readonly Word[])[] {
  const [slot] = previous.match.slots;
  if (slot === undefined || slot.start === 0 || piece.length === 0) return [];
  const before = previous.words.slice(0, slot.start);
  const after = previous.words.slice(slot.end);
  return [[...before, ...piece, ...after], [...before, ...piece]];
}

type Understand = {
  (words: readonly Word[], around: Surroundings): Understood | Failure;
  /** Why these words were not understood; unknown names are told from nonsense. */
  readonly why: (words: readonly Word[], around: Surroundings) => Failure;
};

function createUnderstand(intents: Intents): Understand {
  const automaton = buildAutomaton(intents.intents, intents.normalise);
  const readerOf = createSlotReaders(intents);
  const articles = new Set(intents.language.articles);
  const understand = (words: readonly Word[], around: Surroundings): Understood | Failure => {
    const matches = matchAll(automaton, readerOf(words, around.index), { start: 0, end: words.length }, "known");
    return surest(matches.map((match) => ({ match, resolution: resolveMatch(match, around) })), words);
  };
  const why = (words: readonly Word[], around: Surroundings): Failure => {
    const known = understand(words, around);
    if (known.ok || known.reason !== "noMatch") return known.ok ? noMatch : known;
    const guesses = matchAll(automaton, readerOf(words, around.index), { start: 0, end: words.length }, "anyName")
      .filter((match) => match.accepted.intent.command.type !== "state.get")
      .flatMap((match) => match.slots.filter(({ value }) => value.list === "unknown"))
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    const [shortest] = guesses;
    if (shortest === undefined) return noMatch;
    const subject = words.slice(shortest.start, shortest.end).map(textOf).filter((word, index) => index > 0 || !articles.has(word)).join(" ");
    return subject === "" ? noMatch : { ok: false, reason: "unknownName", subject };
  };
  return Object.assign(understand, { why });
}

type Reading = { readonly match: Match; readonly resolution: ReturnType<typeof resolveMatch> };

/** The reading with the surest name, then the one with the most words of its own. Two equal ones that differ in devices are no answer. */
function surest(readings: readonly Reading[], words: readonly Word[]): Understood | Failure {
  const good = readings.flatMap(({ match, resolution }) => resolution.ok ? [{ match, commands: resolution.commands, rank: resolution.rank, slotWords: slotWordsOf(match) }] : []);
  const [best, next] = good.sort((a, b) => a.rank - b.rank || a.slotWords - b.slotWords);
  if (best === undefined) return mostTelling(readings.flatMap(({ resolution }) => resolution.ok ? [] : [resolution]));
  const tie = next !== undefined && next.rank === best.rank && next.slotWords === best.slotWords;
  if (tie && devicesKey(best.commands) !== devicesKey(next.commands)) return { ok: false, reason: "ambiguousName", subject: words.map(textOf).join(" ") };
  return { ok: true, commands: best.commands, rank: best.rank, match: best.match, words };
}

function slotWordsOf(match: Match): number {
  return match.slots.reduce((sum, { start, end }) => sum + end - start, 0);
}

function devicesKey(commands: readonly Command[]): string {
  return JSON.stringify(commands.flatMap(({ deviceIds }) => deviceIds).sort());
}

function mostTelling(failures: readonly Failure[]): Failure {
  return tellingOrder.map((reason) => failures.find((failure) => failure.reason === reason)).find((failure) => failure !== undefined) ?? noMatch;
}

function commandsOf(text: string, pieces: readonly Understood[]): ParseResult {
  const commands = nonEmpty(pieces.flatMap((piece) => piece.commands));
  if (commands === undefined) return told(text, noMatch);
  const matches = pieces.flatMap(({ match, commands: own }) => own.map(() => ({ intent: match.accepted.intent.id, by: match.accepted.text })));
  return { kind: "commands", commands, matchedBy: "template", confidence: undefined, matches };
}

/** A long text is told back shortened: it goes to logs and screens. */
function told(text: string, failure: Failure): ParseResult {
  const heard = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const { reason, subject, candidates, deviceIds } = failure;
  return {
    kind: "notUnderstood", heard, reason,
    ...(subject === "" ? {} : { subject }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(deviceIds === undefined ? {} : { deviceIds }),
  };
}
