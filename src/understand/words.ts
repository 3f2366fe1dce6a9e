// (pure) Text → words that can be compared: case, accents, punctuation, signs, short forms and number words evened out.
import type { LanguageData } from "./language.ts";
import { createFoldNumbers } from "./numbers.ts";
import { createPhrases, longestAt, type Phrases } from "./phrases.ts";
import { spacedLetter, spokenCount, unspacedLetter } from "../base/scripts.ts";

/**
 * One word; in scripts without spaces, one character. `afterBreak` when a comma or the end of a sentence stood before it.
 * `said` is how it was written where that differs: for names that people give, such as a timer's.
 */
export type Word = { readonly text: string; readonly afterBreak: boolean; readonly said?: string };

/** An utterance is at most 15 s, about 50 words; longer text is no command. */
const longestText = 600;
const mostWords = 80;

export type Normalise = (text: string) => readonly Word[] | undefined;

/** Characters that are the same for comparing. */
export type Characters = ReadonlyMap<string, string>;

/**
 * Makes the function that every text goes through: what people say, names of devices and templates alike, so that
 * all three meet in the same form. Too long a text gives undefined, one without letters or digits no words.
 */
export function createNormalise(language: LanguageData, characters: Characters = new Map()): Normalise {
  const split = createSplit(language.units, characters);
  const plain = (text: string) => split(evenOut(text)).map(textOf);
  const symbols = Object.entries(language.symbols).map(([sign, words]) => [evenOut(sign), words] as const);
  const rewrites = createPhrases(Object.entries(language.rewrites).map(([from, to]) => [plain(from), plain(to)] as const));
  const withoutPossessive = createWithoutPossessive(language.possessive.map(evenOut));
  const foldNumbers = createFoldNumbers(language, plain);
  return (text) => {
    if (text.length > longestText) return undefined;
    let even = evenOut(text);
    for (const [sign, words] of symbols) if (even.includes(sign)) even = even.replaceAll(sign, ` ${words} `);
    const words = split(even);
    if (words.length > mostWords && spokenCount(words.map(textOf)) > mostWords) return undefined;
    return foldNumbers(rewrite(words, rewrites).map(withoutPossessive));
  };
}

/** The bare words, for comparing. */
export function textOf(word: Word): string {
  return word.text;
}

/** How a word was written. */
export function saidOf(word: Word): string {
  return word.said ?? word.text;
}

/** Lower case, one form for each letter, wide forms narrow, Latin accents dropped: "Café" and "cafe" are the same name. */
function evenOut(text: string): string {
  const lower = text.toLowerCase().replace(/(\d),(\d{3})(?!\d)/g, "$1$2");
  if (/^[\u0020-\u007e]*$/.test(lower)) return lower.replaceAll("`", "'");
  return lower.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase().replace(/[\u2018\u2019\u02bc`]/g, "'");
}

/** A number (a unit may touch it: "3000k"), a character that is a word, a word with its apostrophes, or a break. Everything else only separates. */
function createSplit(units: LanguageData["units"], characters: Characters): (text: string) => readonly Word[] {
  const touching = Object.values(units).flat().filter((unit) => /^[a-z]+$/.test(unit)).sort((a, b) => b.length - a.length);
  const token = new RegExp(`(?<!${spacedLetter})-?\\d+(?:\\.\\d+)?(?=(?:${["", ...touching].join("|")})(?!${spacedLetter}))|${unspacedLetter}|${spacedLetter}+(?:'${spacedLetter}+)*|[,;:!?。、]|\\.(?=\\s|$)`, "gv");
  return (text) => {
    const words: Word[] = [];
    let afterBreak = false;
    for (const [piece] of text.matchAll(token)) {
      if (/^[,;:!?.。、]$/.test(piece)) {
        afterBreak = words.length > 0;
        continue;
      }
      const same = characters.get(piece);
      words.push(same === undefined ? { text: piece, afterBreak } : { text: same, afterBreak, said: piece });
      afterBreak = false;
    }
    return words;
  };
}

function rewrite(words: readonly Word[], rewrites: Phrases<readonly string[]>): readonly Word[] {
  const texts = words.map(textOf);
  const result: Word[] = [];
  for (let at = 0; at < words.length;) {
    const word = words[at] as Word;
    const found = longestAt(rewrites, texts, at);
    if (found === undefined) result.push(word);
    found?.values[0]?.forEach((text, index) => result.push({ text, afterBreak: index === 0 && word.afterBreak }));
    at = found?.end ?? at + 1;
  }
  return result;
}

/** "the sensor's level" speaks of the sensor; other apostrophes only go. */
function createWithoutPossessive(endings: readonly string[]): (word: Word) => Word {
  return (word) => {
    const ending = endings.find((end) => word.text.length > end.length && word.text.endsWith(end));
    const bare = ending === undefined ? word.text : word.text.slice(0, -ending.length);
    return ending !== undefined || bare.includes("'") ? { text: bare.replaceAll("'", ""), afterBreak: word.afterBreak } : word;
  };
}
