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
  const written = createWritten(language.numbers.decimalSign ?? ".");
  const split = createSplit(language, characters);
  const plain = (text: string) => split(written(text)).map(textOf);
  const symbols = Object.entries(language.symbols).map(([sign, words]) => [written(sign), written(words)] as const);
  const rewrites = createPhrases(Object.entries(language.rewrites).map(([from, to]) => [plain(from), plain(to)] as const));
  const withoutPossessive = createWithoutPossessive(language.possessive.map(written));
  const foldNumbers = createFoldNumbers(language, plain);
  return (text) => {
    if (text.length > longestText) return undefined;
    let even = written(text);
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

/** Lower case, wide forms narrow, one apostrophe; numbers as "2700.5", whichever sign a language has for what. */
function createWritten(decimalSign: "." | ","): (text: string) => string {
  const ungrouped = decimalSign === "," ? /(\d)\.(\d{3})(?!\d)/g : /(\d),(\d{3})(?!\d)/g;
  return (text) => {
    const lower = text.toLowerCase().replace(ungrouped, "$1$2");
    const numbered = decimalSign === "," ? lower.replace(/(\d),(?=\d)/g, "$1.") : lower;
    return isAscii(numbered) ? numbered.replaceAll("`", "'") : numbered.normalize("NFKC").toLowerCase().replace(/[\u2018\u2019\u02bc`]/g, "'");
  };
}

/** One form for each letter, accents dropped: "café" and "cafe" are the same name, "ß" is "ss", and "ue" the "ü" of a language that says so. */
function createLetters(spellings: LanguageData["spellings"] = {}): (word: string) => string {
  const pairs = Object.entries(spellings);
  return (word) => {
    const bare = isAscii(word) ? word : word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replaceAll("ß", "ss").normalize("NFKC").toLowerCase();
    return pairs.reduce((spelled, [from, to]) => spelled.includes(from) ? spelled.replaceAll(from, to) : spelled, bare);
  };
}

function isAscii(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text);
}

/** A number (a unit may touch it: "3000k"), a character that is a word, a word with its apostrophes, or a break. Everything else only separates. */
function createSplit({ units, spellings, compoundEnds = [] }: LanguageData, characters: Characters): (text: string) => readonly Word[] {
  const touching = Object.values(units).flat().filter((unit) => /^[a-z]+$/.test(unit)).sort((a, b) => b.length - a.length);
  const token = new RegExp(`(?<!${spacedLetter})-?\\d+(?:\\.\\d+)?(?=(?:${["", ...touching].join("|")})(?!${spacedLetter}))|${unspacedLetter}|${spacedLetter}+(?:'${spacedLetter}+)*|[,;:!?。、]|\\.(?=\\s|$)`, "gv");
  const letters = createLetters(spellings);
  return (text) => {
    const words: Word[] = [];
    let afterBreak = false;
    const put = (piece: string) => {
      const same = characters.get(piece) ?? letters(piece);
      words.push(same === piece ? { text: piece, afterBreak } : { text: same, afterBreak, said: piece });
      afterBreak = false;
    };
    for (const [piece] of text.matchAll(token)) {
      if (/^[,;:!?.。、]$/.test(piece)) {
        afterBreak = words.length > 0;
        continue;
      }
      const end = compoundEnds.find((one) => piece.length > one.length && piece.endsWith(one));
      for (const part of end === undefined ? [piece] : [piece.slice(0, -end.length), end]) put(part);
    }
    return words;
  };
}

function rewrite(words: readonly Word[], rewrites: Phrases<readonly string[]>): readonly Word[] {
  const texts = words.map(textOf);
  const result: Word[] = [];
  // A word that is left out leaves the break before it behind: "…, please stop".
  let afterBreak = false;
  for (let at = 0; at < words.length;) {
    const word = words[at] as Word;
    afterBreak ||= word.afterBreak;
    const found = longestAt(rewrites, texts, at);
    const written = found?.values[0]?.map((text) => ({ text, afterBreak: false })) ?? [word];
    written.forEach((one, index) => result.push({ ...one, afterBreak: index === 0 && afterBreak }));
    if (written.length > 0) afterBreak = false;
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
