// (pure) Runs the words of one sentence through the machine of all templates.
import type { Accepted, Automaton } from "./automaton.ts";
import { spokenCount } from "../base/scripts.ts";
import type { SentenceReader, SlotReading, SlotValue } from "./slots.ts";

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

/** All matches of the words from `start` to `end`. Costs steps along the words, never a loop over templates or devices. */
export function matchAll(automaton: Automaton, sentence: SentenceReader, range: { readonly start: number; readonly end: number }, mode: MatchMode): readonly Match[] {
  const matches: Match[] = [];
  const start = automaton.start();
  let steps = 0;
  const walk = (stateNumber: number, at: number, slots: readonly FilledSlot[]): void => {
    if (matches.length >= mostMatches || ++steps > mostSteps) return;
    const state = automaton.stateAt(stateNumber);
    if (at === range.end) {
      for (const accepted of state.accepts) matches.push({ accepted, slots });
      return;
    }
    const next = state.words.get(sentence.words[at] ?? "");
    if (next !== undefined) walk(next, at + 1, slots);
    for (const { name, spec, to } of state.slots) {
      const known = sentence.readAt(spec, at);
      const open = mode === "anyName" && stateNumber !== start && (spec.list === "name" || spec.list === "area");
      for (const { end, value } of open ? [...known, ...unknownsAt(sentence.words, at, range.end)] : known) {
        if (end <= range.end) walk(to, end, [...slots, { name, start: at, end, value }]);
      }
    }
  };
  walk(start, range.start, []);
  return matches;
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
