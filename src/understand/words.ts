// (pure) Text → words that can be compared: case, accents, punctuation, signs, short forms and number words evened out.
import type { LanguageData } from "./language.ts";
import { foldNumbers } from "./numbers.ts";
import { createPhrases, longestAt, type Phrases } from "./phrases.ts";

/** One word; `afterBreak` when a comma or the end of a sentence stood before it. */
export type Word = { readonly text: string; readonly afterBreak: boolean };

/** An utterance is at most 15 s, about 50 words; longer text is no command. */
const longestText = 600;
const mostWords = 80;

export type Normalise = (text: string) => readonly Word[] | undefined;

/**
 * Makes the function that every text goes through: what people say, names of devices and templates alike, so that
 * all three meet in the same form. Too long a text gives undefined, one without letters or digits no words.
 */
export function createNormalise(language: LanguageData): Normalise {
  const symbols = Object.entries(language.symbols).map(([sign, words]) => [sign.toLowerCase(), words] as const);
  const rewrites = createPhrases(Object.entries(language.rewrites).map(([from, to]) => [split(from).map(textOf), split(to).map(textOf)] as const));
  return (text) => {
    if (text.length > longestText) return undefined;
    let plain = evenOut(text);
    for (const [sign, words] of symbols) if (plain.includes(sign)) plain = plain.replaceAll(sign, ` ${words} `);
    const words = split(plain);
    if (words.length > mostWords) return undefined;
    return foldNumbers(rewrite(words, rewrites).map(withoutApostrophe), language.numbers);
  };
}

/** The bare words, for comparing. */
export function textOf(word: Word): string {
  return word.text;
}

/** Lower case, one form for each letter, Latin accents dropped: "Café" and "cafe" are the same name. */
function evenOut(text: string): string {
  const lower = text.toLowerCase().replace(/(\d),(\d{3})(?!\d)/g, "$1$2");
  if (/^[\u0020-\u007e]*$/.test(lower)) return lower.replaceAll("`", "'");
  return lower.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase().replace(/[\u2018\u2019\u02bc`]/g, "'");
}

// A number, a word with its apostrophes, or a break. Everything else only separates.
const token = /(?<![\p{L}\p{N}])-?\d+(?:\.\d+)?(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:'[\p{L}]+)*|[,;:!?]|\.(?=\s|$)/gu;

function split(text: string): readonly Word[] {
  const words: Word[] = [];
  let afterBreak = false;
  for (const [piece] of text.matchAll(token)) {
    if (/^[,;:!?.]$/.test(piece)) {
      afterBreak = words.length > 0;
      continue;
    }
    words.push({ text: piece, afterBreak });
    afterBreak = false;
  }
  return words;
}

function rewrite(words: readonly Word[], rewrites: Phrases<readonly string[]>): readonly Word[] {
  const texts = words.map(textOf);
  const result: Word[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at] as Word;
    const found = longestAt(rewrites, texts, at);
    const replacement = found?.values[0] ?? [word.text];
    replacement.forEach((text, index) => result.push({ text, afterBreak: index === 0 && word.afterBreak }));
    at = found?.end ?? at + 1;
  }
  return result;
}

function withoutApostrophe(word: Word): Word {
  return word.text.includes("'") ? { ...word, text: word.text.replaceAll("'", "") } : word;
}
