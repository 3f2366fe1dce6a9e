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

const numeral = /^\d+(\.\d+)?$/;

type Counted = { readonly end: number; readonly durationS: number };

function countedAt(words: readonly string[], start: number, belowS: number, spoken: DurationWords): readonly Counted[] {
  const word = words[start] ?? "";
  if (!numeral.test(word)) return [];
  // The longest unit only: of 五分鐘 there is no 鐘 left over.
  const unit = longestAt(spoken.units, words, start + 1);
  return (unit === undefined ? [] : [unit]).flatMap(({ end, values }) => values.filter((unitS) => unitS < belowS).flatMap((unitS): readonly Counted[] => {
    const durationS = Math.round(Number(word) * unitS);
    const joined = longestAt(spoken.joiners, words, end)?.end ?? end;
    // 一小時零五分
    const next = words[joined] === "0" && numeral.test(words[joined + 1] ?? "") ? joined + 1 : joined;
    return [{ end, durationS }, ...countedAt(words, next, unitS, spoken).map((rest) => ({ end: rest.end, durationS: durationS + rest.durationS }))];
  }));
}

function durationOf(end: number, durationS: number): Duration {
  return { end, value: { list: "duration", durationS } };
}
