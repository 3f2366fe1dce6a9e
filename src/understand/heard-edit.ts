// (pure) One change to a sentence by which it may be understood, and how near that is.
import type { HomeWordsIndex } from "./home-words.ts";
import type { Phrases } from "./phrases.ts";
import { type Likeness, limits, type NearWords } from "./sound-words.ts";

/**
 * Words `start` to `end` read as `words`. `distance` 0..1 is how far that is from what was said: 0 for the same letters or sounds.
 * `isGuess`: other letters were said; else the words only stand together or in order differently.
 */
export type Edit = { readonly start: number; readonly end: number; readonly words: readonly string[]; readonly distance: number; readonly likeness: Likeness; readonly isGuess: boolean };

/** What of a language and a home the edits need. */
export type Hearing = {
  readonly home: HomeWordsIndex;
  readonly soundOf: (word: string) => string;
  readonly isOrdinary: (word: string) => boolean;
  readonly articles: ReadonlySet<string>;
  readonly links: readonly string[];
  /** What "'s" is without its apostrophe. */
  readonly possessives: readonly string[];
  readonly ordinals: ReadonlyMap<string, number>;
  readonly numberSigns: ReadonlySet<string>;
  readonly belongsTo: Phrases<true>;
};

/** Taken only when it is nearer by `margin` than what other houses have, and not even asked after when that is nearer by as much. */
export function againstRival(edit: Edit, rival: number, margin: number): readonly Edit[] {
  if (edit.distance > rival + limits.margin) return [];
  return [edit.likeness === "alike" && edit.distance + margin > rival ? { ...edit, likeness: "perhaps" } : edit];
}

export function guess(start: number, end: number, { words, distance, likeness }: NearWords): Edit {
  return { start, end, words, distance, likeness, isGuess: true };
}

export function sure(start: number, end: number, words: readonly string[]): Edit {
  return { start, end, words, distance: 0, likeness: "alike", isGuess: false };
}
