// (pure) Which sounds a language's spelling stands for, by the name that `_words.yaml` gives.
import { beginAlike, soundDistance, soundKey } from "./sound-distance.ts";
import { english } from "./sound-english.ts";
import { german } from "./sound-german.ts";
import { createSpeller } from "./sound-letters.ts";

export const soundNames = ["english", "german", "none"] as const;
export type SoundName = (typeof soundNames)[number];

/** How words of one language sound. */
export type Sounds = {
  readonly of: (word: string) => string;
  /** Words that may sound alike have equal keys, or keys that differ in one letter. */
  readonly keyOf: (sounds: string) => string;
  /** 0..1; what is farther than `most` may be told as 1. */
  readonly distance: (from: string, to: string, most?: number) => number;
  readonly beginAlike: (from: string, to: string) => boolean;
};

/** "none": words are only compared by their letters. */
export function soundsOf(name: SoundName): Sounds {
  if (name === "none") return { of: (word) => word, keyOf: () => "", distance: (from, to) => from === to ? 0 : 1, beginAlike: (from, to) => from.charAt(0) === to.charAt(0) };
  return { of: createSpeller(name === "english" ? english : german), keyOf: soundKey, distance: soundDistance, beginAlike };
}
