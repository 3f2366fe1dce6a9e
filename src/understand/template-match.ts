// (pure) Runs the words of one sentence through the machine of all templates.
import { spokenCount } from "../base/scripts.ts";
import type { Accepted, Automaton, State } from "./automaton.ts";
import type { InWord, SentenceReader, SlotReading, SlotValue } from "./slots.ts";

export type FilledSlot = { readonly name: string; readonly start: number; readonly end: number; readonly value: SlotValue };

/** A sentence of an intent that the words are. `slots` in the order they stand; one that may be left out may be absent. */
export type Match = { readonly accepted: Accepted; readonly slots: readonly FilledSlot[] };

/**
 * "known": slots take only what exists. "anyName": a name or a room may also be unknown words, after at least one
 * word of the template; it tells an unknown name from nonsense.
 */
export type MatchMode = "known" | "anyName";

/** No real sentence comes near; a home built to have endless readings must not hold up the house. */
const mostMatches = 64;
const mostSteps = 20_000;
const longestUnknownName = 6;

/** More words than a name has, for names that share their last one with an ending. */
const longestEndedName = 6;

/** All matches of the words from `start` to `end`. Costs steps along the words, never a loop over templates or devices. */
export function matchAll(automaton: Automaton, sentence: SentenceReader, range: { readonly start: number; readonly end: number }, mode: MatchMode): readonly Match[] {
  const matches: Match[] = [];
  const start = automaton.start();
  let steps = 0;
  /** `letters`: how many of the word at `at` are taken already. */
  const walk = (stateNumber: number, at: number, letters: number, slots: readonly FilledSlot[]): void => {
    if (matches.length >= mostMatches || ++steps > mostSteps) return;
    const state = automaton.stateAt(stateNumber);
    if (at === range.end) {
      for (const accepted of state.accepts) matches.push({ accepted, slots });
      return;
    }
    const word = sentence.words[at] ?? "";
    const next = letters === 0 ? state.words.get(word) : undefined;
    if (next !== undefined) walk(next, at + 1, 0, slots);
    const rest = letters === 0 ? undefined : state.parts.get(word.slice(letters));
    if (rest !== undefined) walk(rest, at + 1, 0, slots);
    for (const [part, to] of state.openParts) if (letters + part.length < word.length && word.startsWith(part, letters)) walk(to, at, letters + part.length, slots);
    if (letters > 0 && !state.opens) return;
    for (const edge of state.slots) {
      // Unknown words right behind another slot are rather the rest of it: "turn on the pod bay doors" names no room.
      const isOpen = mode === "anyName" && stateNumber !== start && (edge.spec.list === "name" || (edge.spec.list === "area" && slots.at(-1)?.end !== at));
      const known = letters === 0 ? sentence.readAt(edge.spec, at) : sentence.readPart(edge.spec, { at, letters });
      const fill = (end: number, value: SlotValue) => [...slots, { name: edge.name, start: at, end, value }];
      for (const { end, value } of isOpen && letters === 0 ? [...known, ...unknownsAt(sentence.words, at, range.end)] : known) {
        if (end <= range.end) walk(edge.to, end, 0, fill(end, value));
      }
      for (const to of endsInWords(sentence.words, { at, letters }, range.end, automaton.stateAt(edge.to))) {
        for (const { end, value } of sentence.readPart(edge.spec, { at, letters }, to)) walk(edge.to, to.at, to.letters, fill(end, value));
      }
    }
  };
  walk(start, range.start, 0, []);
  return matches;
}

/** Places in the middle of words where a slot may end, because what may follow it is there. */
function endsInWords(words: readonly string[], from: InWord, last: number, { parts, openParts, opens }: State): readonly InWord[] {
  const ends: InWord[] = [];
  if (parts.size === 0 && !opens) return ends;
  for (let at = from.at; at < Math.min(last, from.at + longestEndedName); at++) {
    const word = words[at] ?? "";
    for (let letters = at === from.at ? from.letters + 1 : 1; letters < word.length; letters++) {
      if (opens || parts.has(word.slice(letters)) || openParts.some(([part]) => word.startsWith(part, letters))) ends.push({ at, letters });
    }
  }
  return ends;
}

function unknownsAt(words: readonly string[], start: number, last: number): readonly SlotReading[] {
  const readings: SlotReading[] = [];
  for (let end = start + 1; end <= last && spokenCount(words.slice(start, end)) <= longestUnknownName; end++) readings.push({ end, value: { list: "unknown" } });
  return readings;
}

/** The value of a slot by its name; undefined when the sentence did without it. */
export function slotOf(match: Match, name: string): FilledSlot | undefined {
  return match.slots.find((slot) => slot.name === name);
}
