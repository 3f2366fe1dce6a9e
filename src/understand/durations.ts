// (pure) "five minutes", "1 hour and 20 minutes", "half an hour".
import { longestAt, type Phrases, phrasesAt } from "./phrases.ts";

export type DurationWords = {
  /** Unit → seconds. */
  readonly units: Phrases<number>;
  readonly joiners: Phrases<true>;
  /** Whole phrases → seconds: "half an hour". */
  readonly whole: Phrases<number>;
};

type Duration = { readonly end: number; readonly value: { readonly list: "duration"; readonly durationS: number } };

/** Each way in which a duration stands at `start`; units go from large to small. */
export function durationsAt(words: readonly string[], start: number, spoken: DurationWords): readonly Duration[] {
  const whole = phrasesAt(spoken.whole, words, start).flatMap(({ end, values }) => values.map((durationS) => durationOf(end, durationS)));
  return [...whole, ...countedAt(words, start, Infinity, spoken).map(({ end, durationS }) => durationOf(end, durationS))];
}

type Counted = { readonly end: number; readonly durationS: number };

function countedAt(words: readonly string[], start: number, belowS: number, spoken: DurationWords): readonly Counted[] {
  const word = words[start] ?? "";
  if (!/^\d+(\.\d+)?$/.test(word)) return [];
  return phrasesAt(spoken.units, words, start + 1).flatMap(({ end, values }) => values.filter((unitS) => unitS < belowS).flatMap((unitS): readonly Counted[] => {
    const durationS = Math.round(Number(word) * unitS);
    const next = longestAt(spoken.joiners, words, end)?.end ?? end;
    return [{ end, durationS }, ...countedAt(words, next, unitS, spoken).map((rest) => ({ end: rest.end, durationS: durationS + rest.durationS }))];
  }));
}

function durationOf(end: number, durationS: number): Duration {
  return { end, value: { list: "duration", durationS } };
}
