// (pure) "one two three four", "12-34", "double five, twelve" → digits.
import { isUnspaced, setApart } from "../base/scripts.ts";

/** Shortest and longest PIN, in digits. */
export const pinDigits = { least: 4, most: 10 } as const;

/** The words of one language in which a PIN is said. Each is a single word in lower case, or a character of a script without spaces. */
export type PinWords = {
  /** 0..19 */
  readonly ones: Readonly<Record<string, number>>;
  /** 20..90 */
  readonly tens: Readonly<Record<string, number>>;
  /** More words for a digit: "oh" → 0. */
  readonly digits: Readonly<Record<string, number>>;
  /** Says the next digit so many times: "double" → 2. */
  readonly repeats: Readonly<Record<string, number>>;
  /** Said around it and left out: "my PIN is". */
  readonly around: readonly string[];
};

/** Nobody says ten digits in more characters. */
const longestText = 200;

/**
 * The digits of a PIN, if the text is nothing but one. Numbers are put side by side: "twelve thirty four" is 1234.
 * Undefined when anything else is said, and when there are too few digits or too many.
 */
export function readPin(text: string, words: PinWords): string | undefined {
  if (text.length > longestText) return undefined;
  const tokens = setApart(text.normalize("NFKC").toLowerCase()).match(/\d+|[\p{L}\p{Nl}][\p{L}\p{M}']*/gu) ?? [];
  const unsigned = text.normalize("NFKC").replace(/[\d\p{L}\p{Nl}\p{M}'\s.,:;!?/_–—。、-]/gu, "");
  if (unsigned !== "") return undefined;
  let digits = "";
  for (let at = 0; at < tokens.length;) {
    const read = readAt(tokens, at, words);
    if (read === undefined) return undefined;
    digits += read.digits;
    at = read.end;
    if (digits.length > pinDigits.most) return undefined;
  }
  return digits.length >= pinDigits.least ? digits : undefined;
}

type Read = { readonly digits: string; readonly end: number };

function readAt(tokens: readonly string[], at: number, words: PinWords): Read | undefined {
  const token = tokens[at] ?? "";
  const times = own(words.repeats, token);
  if (times !== undefined) {
    const next = readAt(tokens, at + 1, { ...words, repeats: {} });
    return next === undefined || next.digits.length !== 1 ? undefined : { digits: next.digits.repeat(times), end: next.end };
  }
  if (/^\d+$/.test(token)) return { digits: token, end: at + 1 };
  const ten = own(words.tens, token);
  if (ten !== undefined) {
    const one = own(words.ones, tokens[at + 1] ?? "");
    return one !== undefined && one > 0 && one < 10 ? { digits: String(ten + one), end: at + 2 } : { digits: String(ten), end: at + 1 };
  }
  const digit = own(words.ones, token) ?? own(words.digits, token);
  // 十 is no digit, and what it makes of its neighbours would be a guess.
  if (digit !== undefined && digit >= 10 && isUnspaced(token)) return undefined;
  if (digit !== undefined) return { digits: String(digit), end: at + 1 };
  return words.around.includes(token) ? { digits: "", end: at + 1 } : undefined;
}

function own(table: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
