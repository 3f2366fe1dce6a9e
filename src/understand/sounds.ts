// (pure) Which sounds a language's spelling stands for, by the name that `_words.yaml` gives.
import { beginAlike, soundDistance, soundKey } from "./sound-distance.ts";
import { english } from "./sound-english.ts";
import { german } from "./sound-german.ts";
import { createSpeller } from "./sound-letters.ts";

export const soundNames = ["english", "german", "pinyin", "none"] as const;
export type SoundName = (typeof soundNames)[number];

/** Character → the syllable it is read as. */
export type Syllables = ReadonlyMap<string, string>;

/** How words of one language sound. */
export type Sounds = {
  readonly of: (word: string) => string;
  /** Words that may sound alike have equal keys, or keys that differ in one letter. */
  readonly keyOf: (sounds: string) => string;
  /** 0..1; what is farther than `most` may be told as 1. */
  readonly distance: (from: string, to: string, most?: number) => number;
  readonly beginAlike: (from: string, to: string) => boolean;
};

/** @param syllables of a language in which each character is a word, and sounds like another or does not */
export function soundsOf(name: SoundName, syllables: Syllables = new Map()): Sounds {
  switch (name) {
    case "english": return { of: createSpeller(english), keyOf: soundKey, distance: soundDistance, beginAlike };
    case "german": return { of: createSpeller(german), keyOf: soundKey, distance: soundDistance, beginAlike };
    case "pinyin": return { ...sameOrNot, of: (word) => pinyinOf(word, syllables), keyOf: (sounds) => sounds };
    // Words are only compared by their letters.
    case "none": return { ...sameOrNot, of: (word) => word, keyOf: () => "" };
  }
}

const sameOrNot = {
  distance: (from: string, to: string) => from === to ? 0 : 1,
  beginAlike: (from: string, to: string) => from.charAt(0) === to.charAt(0),
};

/** Whisper, and half of those who speak it, make no difference between zh and z, ch and c, sh and s, ing and in. A capital begins each syllable. */
function pinyinOf(word: string, syllables: Syllables): string {
  const syllable = syllables.get(word);
  if (syllable === undefined) return word;
  const folded = syllable.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
  return folded.charAt(0).toUpperCase() + folded.slice(1);
}
