// (pure) Where the words of a template begin and end, of which one may be made of several pieces: "light[s]".
import { unspacedLetter } from "../base/scripts.ts";

/** A letter or digit that belongs to the word before it; scripts without spaces have a word in each letter. */
export const joining = /[\p{L}\p{M}\p{N}'’.-]$/u;
/** It begins with such a letter. */
export const beginsWord = /^[\p{L}\p{M}\p{N}]/u;
const unspacedEnd = new RegExp(`${unspacedLetter}$`, "v");

/** Up to where a text is whole words, whatever may follow it. */
export function wholeWordsEnd(text: string): number {
  if (!joining.test(text) || unspacedEnd.test(text)) return text.length;
  const tail = /[\p{L}\p{M}\p{N}'’.-]+$/u.exec(text)?.index ?? text.length;
  const letters = Array.from(text.slice(tail));
  const unspaced = letters.findLastIndex((letter) => unspacedEnd.test(letter));
  return tail + letters.slice(0, unspaced + 1).join("").length;
}
