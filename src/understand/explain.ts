// (pure) How a sentence was taken, told by the parser itself while it parses: tokens, what they may stand for, every reading.
import type { Command } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { Surroundings } from "./choice.ts";
import type { CommandParser, ParseContext, ParseResult } from "./command-parser.ts";
import { type Found, findAll, rankName, valueWords } from "./explain-found.ts";
import { type Reach, reachOf, strangersIn } from "./explain-reach.ts";
import type { Reading } from "./foreign-readings.ts";
import { createHearAgain } from "./hear-again.ts";
import type { Intents } from "./intent.ts";
import { firstMatchNow } from "./not-now.ts";
import { written } from "../base/scripts.ts";
import type { Likeness } from "./sound-words.ts";
import { createSlotReaders } from "./slots.ts";
import type { Match } from "./template-match.ts";
import { createTemplateParser } from "./template-parser.ts";
import { slotWordsOf, type Try, type Understood } from "./understand-one.ts";
import { textOf } from "./words.ts";

export type Explanation = {
  readonly text: string;
  /** As templates see them: evened out, polite words taken off; undefined for a text too long to be a command. */
  readonly words: readonly string[] | undefined;
  readonly found: readonly Found[];
  /** What the parser gave; the same as without an explanation. */
  readonly result: ParseResult;
  /** One for each part of the sentence that became commands; the last try of a part that did not. */
  readonly pieces: readonly Piece[];
  /** What it may have been instead, by names that sound alike or were cut or turned otherwise; absent where it was understood as it was said. */
  readonly otherwise?: readonly Otherwise[];
  /** Why nothing was understood: words that no template, list or name has, and how far templates came. */
  readonly stuck?: { readonly unknownWords: readonly string[]; readonly reach: Reach };
};

/** `distance` from what was said, 0 for the same letters or sounds; "alike" is taken, "perhaps" asked after. */
export type Otherwise = { readonly words: string; readonly distance: number; readonly likeness: Likeness };

export type Piece = { readonly words: string; readonly taken: Taken | undefined; readonly others: readonly Other[] };
export type Taken = ReadingWords & { readonly how: string; readonly commands: readonly Command[] };
/** `why` it was not taken. */
export type Other = ReadingWords & { readonly why: string };
export type ReadingWords = { readonly intent: string; readonly template: string; readonly slots: readonly { readonly name: string; readonly words: string; readonly value: string }[] };

/** Readings besides the one that was taken; a sentence has seldom more than three. */
const mostOthers = 6;
const noGuess: CommandParser = async (heard) => ({ kind: "notUnderstood", heard, reason: "noMatch" });

/** Parses the text as the daemon does without a language model, and tells how. Never throws for what was said. */
export async function explain(intents: Intents, text: string, context: ParseContext): Promise<Explanation> {
  const tries: Try[] = [];
  const parse = firstMatchNow(createTemplateParser(intents, (tried) => { tries.push(tried); }), noGuess, intents);
  const result = await parse(text, context);
  const [whole] = tries;
  if (whole === undefined) return { text, words: intents.normalise(text)?.map(textOf), found: [], result, pieces: [] };
  const words = whole.words.map(textOf);
  const found = findAll(whole.words, whole.around, intents);
  const pieces = piecesOf(result, tries).map(pieceOf);
  const told = { text, words, found, result, pieces, ...otherwiseOf(text, context, intents, tries) };
  if (result.kind === "commands" || pieces.length > 0) return told;
  const strangers = strangersIn(intents.automaton, words);
  const unknownWords = words.filter((word, at) => strangers.has(word) && !found.some(({ start, end }) => start <= at && at < end));
  return { ...told, stuck: { unknownWords, reach: reachOf(intents.automaton, createSlotReaders(intents)(whole.words, whole.around.index)) } };
}

/** A sentence that is understood is not heard again. */
function otherwiseOf(text: string, { home }: ParseContext, intents: Intents, [whole]: readonly Try[]): Pick<Explanation, "otherwise"> {
  if (whole?.outcome.ok === true) return {};
  const { rehearings } = createHearAgain(intents)(intents.normalise(text) ?? [], home);
  return rehearings.length === 0 ? {} : { otherwise: rehearings.map(({ words, distance, likeness }) => ({ words: written(words.map(textOf)), distance: Math.round(distance * 100) / 100, likeness })) };
}

/** The tries whose commands were taken, in their order; when none were, the readings that failed for the reason that was given. */
function piecesOf(result: ParseResult, tries: readonly Try[]): readonly TriedPiece[] {
  if (result.kind === "notUnderstood") return tries.filter(({ readings }) => readings.length > 0).slice(0, 1).map((tried) => ({ tried, commands: [] }));
  const taken = new Map<Command, Try>();
  for (const tried of tries) if (tried.outcome.ok) for (const command of tried.outcome.commands) taken.set(command, tried);
  // An exception has left some of the devices out.
  const wider = (command: Command) => [...taken].findLast(([whole]) => whole.type === command.type && command.deviceIds.every((id: DeviceId) => whole.deviceIds.some((other) => other === id)))?.[1];
  const pieces = new Map<Try, Command[]>();
  for (const command of result.commands) {
    const tried = taken.get(command) ?? wider(command);
    if (tried !== undefined) pieces.set(tried, [...pieces.get(tried) ?? [], command]);
  }
  return [...pieces].map(([tried, commands]) => ({ tried, commands }));
}

type TriedPiece = { readonly tried: Try; readonly commands: readonly Command[] };

function pieceOf({ tried: { words, around, readings, outcome }, commands }: TriedPiece): Piece {
  const texts = words.map(textOf);
  const best = outcome.ok ? readings.find(({ resolution }) => resolution.ok && resolution.commands === outcome.commands) : undefined;
  const taken = outcome.ok ? { ...wordsOf(outcome.match, texts, around), how: howOf(outcome), commands } : undefined;
  const others = readings.filter((reading) => reading !== best).map((reading) => ({ ...wordsOf(reading.match, texts, around), why: whyNot(reading, outcome.ok ? outcome : undefined) }));
  return { words: written(texts), taken, others: distinct(others, taken).slice(0, mostOthers) };
}

/** "the kitchen" and "kitchen" are two readings of one template that come to the same. */
function distinct(others: readonly Other[], taken: ReadingWords | undefined): readonly Other[] {
  const keyOf = ({ intent, template, slots }: ReadingWords) => JSON.stringify([intent, template, slots.map(({ name, value }) => [name, value])]);
  const told = new Set(taken === undefined ? [] : [keyOf(taken)]);
  return others.filter((other) => told.size !== told.add(keyOf(other)).size);
}

function wordsOf(match: Match, texts: readonly string[], around: Surroundings): ReadingWords {
  const slots = match.slots.map(({ name, start, end, value }) => ({ name, words: written(texts.slice(start, end)), value: valueWords(value, around) }));
  return { intent: match.accepted.intent.id, template: match.accepted.text, slots };
}

function howOf({ rank, match }: Understood): string {
  return `${rankName(rank)}, ${slotWordsOf(match)} words in slots`;
}

/** As `surest` of understand-one.ts decides. */
function whyNot({ match, resolution }: Reading, best: Understood | undefined): string {
  if (!resolution.ok) return [resolution.reason, resolution.subject, resolution.candidates?.join(" | ")].filter((part) => part !== undefined && part !== "").join(": ");
  if (best?.match.accepted.intent.foreign?.owner === "user" && match.accepted.intent.foreign?.owner !== "user") return "a sentence of one's own goes before";
  if (best === undefined) return "as sure as another reading that means other devices";
  if (resolution.rank !== best.rank) return `${rankName(resolution.rank)} is less sure than ${rankName(best.rank)}`;
  const [own, taken] = [slotWordsOf(match), slotWordsOf(best.match)];
  if (own === taken && resolution.commands[0].type !== best.commands[0].type) return "is less what the device is there for";
  return own === taken ? "comes to the same" : `${own} words in slots, ${taken} are surer`;
}
