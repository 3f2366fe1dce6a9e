// (pure) Where in a sentence a time is said, and what is left of the sentence without it.
import { emptyHome } from "../home/home.ts";
import type { Automaton } from "./automaton.ts";
import type { Intents } from "./intent.ts";
import { createNameIndexes } from "./known-names.ts";
import { createSlotReaders, type SentenceReader } from "./slots.ts";
import type { FilledSlot, Match } from "./template-match.ts";
import { type TimeReading, readingOf } from "./time-reading.ts";
import { textOf, type Word } from "./words.ts";

/** A time and the words that say it. `by`: the phrase of `_times.yaml`. */
export type SaidTime = { readonly start: number; readonly end: number; readonly reading: TimeReading; readonly by: string };

/** "on tuesday the twenty fourth of november at a quarter past six in the morning" */
const longestPhrase = 16;
/** No real phrase comes near; so many steps take a millisecond. */
const mostSteps = 1000;

export type FindTimes = (words: readonly Word[]) => readonly SaidTime[];

/** Makes what finds every time in a sentence, the longest first, those that begin earlier first among equals; and no two that overlap. */
export function createFindTimes(intents: Intents): FindTimes | undefined {
  const { times } = intents;
  if (times === undefined) return undefined;
  const readerOf = createSlotReaders(intents);
  const noNames = createNameIndexes(intents)(emptyHome);
  return (sentence) => {
    const split = splitWords(sentence);
    const reader = readerOf(split, noNames);
    const found: SaidTime[] = [];
    for (let start = 0; start < split.length; start++) {
      for (const { end, match } of phrasesFrom(times.phrases, reader, start)) {
        const span = originalSpan(split, start, end);
        const reading = span === undefined ? undefined : readingOf(match, reader.words);
        if (span !== undefined && reading !== undefined && !times.notAlone.has(reader.words.slice(start, end).join(" "))) found.push({ ...span, reading, by: match.accepted.text });
      }
    }
    return withoutOverlaps(found);
  };
}

/** All phrases that begin with one word, wherever they end. */
function phrasesFrom(phrases: Automaton, sentence: SentenceReader, start: number): readonly { readonly end: number; readonly match: Match }[] {
  const found: { readonly end: number; readonly match: Match }[] = [];
  const last = Math.min(sentence.words.length, start + longestPhrase);
  let steps = 0;
  const walk = (stateNumber: number, at: number, slots: readonly FilledSlot[]): void => {
    if (++steps > mostSteps) return;
    const state = phrases.stateAt(stateNumber);
    for (const accepted of state.accepts) found.push({ end: at, match: { accepted, slots } });
    if (at >= last) return;
    const next = state.words.get(sentence.words[at] ?? "");
    if (next !== undefined) walk(next, at + 1, slots);
    for (const { name, spec, to } of state.slots) {
      for (const { end, value } of sentence.readAt(spec, at)) if (end <= last) walk(to, end, [...slots, { name, start: at, end, value }]);
    }
  };
  walk(phrases.start(), start, []);
  return found;
}

type SplitWord = Word & { readonly origin: number };

/** "7pm", "18h30", "6.30": a time may be written as one word. */
function splitWords(words: readonly Word[]): readonly SplitWord[] {
  return words.flatMap((word, origin) => {
    const parts = /^\d{1,2}(\.\d{2}|\d{0,2}\p{L}+(\d{2})?)$/u.test(word.text) && !/^\d+(st|nd|rd|th)$/.test(word.text) ? word.text.match(/\d+|\p{L}+/gu) ?? [word.text] : [word.text];
    return parts.map((text, index): SplitWord => ({ text, afterBreak: index === 0 && word.afterBreak, origin }));
  });
}

/** Undefined where the span begins or ends within a word. */
function originalSpan(split: readonly SplitWord[], start: number, end: number): { readonly start: number; readonly end: number } | undefined {
  const [first, last] = [split[start], split[end - 1]];
  if (first === undefined || last === undefined || split[start - 1]?.origin === first.origin || split[end]?.origin === last.origin) return undefined;
  return { start: first.origin, end: last.origin + 1 };
}

function withoutOverlaps(found: readonly SaidTime[]): readonly SaidTime[] {
  const chosen: SaidTime[] = [];
  for (const one of [...found].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    if (chosen.every(({ start, end }) => one.end <= start || one.start >= end)) chosen.push(one);
  }
  return chosen.sort((a, b) => a.start - b.start);
}

/** The words as a text that reads the same, without some of them. */
export function textWithout(words: readonly Word[], left: readonly { readonly start: number; readonly end: number }[]): string {
  return words
    .filter((_word, at) => !left.some(({ start, end }) => at >= start && at < end))
    .map((word, index) => `${index > 0 && word.afterBreak ? ", " : index > 0 ? " " : ""}${textOf(word)}`)
    .join("");
}
