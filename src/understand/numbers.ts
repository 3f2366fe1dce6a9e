// (pure) Number words → digits, and what a unit makes of a number.
import type { LanguageData } from "./language.ts";
import type { Word } from "./words.ts";

/**
 * Writes number words as digits: "twenty one point five" → "21.5", "21 and a half" → "21.5".
 * Names go through the same, so "Lamp Two" and "lamp 2" are one name.
 */
export function foldNumbers(words: readonly Word[], language: LanguageData["numbers"]): readonly Word[] {
  const folded: Word[] = [];
  for (let at = 0; at < words.length;) {
    const first = words[at] as Word;
    const whole = wholeAt(words, at, language);
    if (whole === undefined) {
      folded.push(first);
      at++;
      continue;
    }
    const fraction = fractionAt(words, whole.end, language);
    folded.push({ text: `${whole.digits}${fraction?.digits ?? ""}`, afterBreak: first.afterBreak });
    at = fraction?.end ?? whole.end;
  }
  return folded;
}

type Digits = { readonly digits: string; readonly end: number };

function wholeAt(words: readonly Word[], at: number, language: LanguageData["numbers"]): Digits | undefined {
  const word = words[at]?.text ?? "";
  if (/^-?\d+(\.\d+)?$/.test(word)) return { digits: word, end: at + 1 };
  const small = belowHundredAt(words, at, language);
  const hundredAt = small?.end ?? at;
  if (textAt(words, hundredAt, at) !== language.hundred) return small === undefined ? undefined : { digits: String(small.value), end: small.end };
  const rest = belowHundredAt(words, hundredAt + 1, language);
  const value = (small?.value ?? 1) * 100 + (joined(words, hundredAt + 1) ? rest?.value ?? 0 : 0);
  return { digits: String(value), end: rest !== undefined && joined(words, hundredAt + 1) ? rest.end : hundredAt + 1 };
}

function belowHundredAt(words: readonly Word[], at: number, language: LanguageData["numbers"]): { readonly value: number; readonly end: number } | undefined {
  const word = words[at]?.text ?? "";
  const ten = own(language.tens, word);
  if (ten === undefined) {
    const one = own(language.ones, word);
    return one === undefined ? undefined : { value: one, end: at + 1 };
  }
  const one = own(language.ones, textAt(words, at + 1, at) ?? "");
  return one !== undefined && one > 0 && one < 10 ? { value: ten + one, end: at + 2 } : { value: ten, end: at + 1 };
}

/** ".5" of "point five" or "and a half". */
function fractionAt(words: readonly Word[], at: number, language: LanguageData["numbers"]): Digits | undefined {
  const half = language.andHalf.split(" ");
  if (half.every((word, index) => textAt(words, at + index, at - 1) === word)) return { digits: ".5", end: at + half.length };
  if (textAt(words, at, at - 1) !== language.point) return undefined;
  const next = textAt(words, at + 1, at) ?? "";
  const digit = /^\d+$/.test(next) ? next : own(language.ones, next);
  return digit === undefined ? undefined : { digits: `.${digit}`, end: at + 2 };
}

/** The word there, unless a comma or a full stop parts it from the number that began at `from`. */
function textAt(words: readonly Word[], at: number, from: number): string | undefined {
  const word = words[at];
  return word === undefined || (at > from && word.afterBreak) ? undefined : word.text;
}

function joined(words: readonly Word[], at: number): boolean {
  return words[at]?.afterBreak === false;
}

/** A device may be called "constructor"; only the table's own words count. */
function own(table: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** °F → °C. */
export function celsiusOf(fahrenheit: number): number {
  return ((fahrenheit - 32) * 5) / 9;
}

/** A difference of temperatures, °F → °C. */
export function celsiusStepOf(fahrenheit: number): number {
  return (fahrenheit * 5) / 9;
}
