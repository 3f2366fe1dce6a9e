// (pure) Number words → digits, and what a unit makes of a number.
import type { LanguageData, NumberWords } from "./language.ts";
import { createPhrases, longestAt, type Phrases } from "./phrases.ts";
import type { Word } from "./words.ts";

/** Writes the numbers among words as digits. */
export type FoldNumbers = (words: readonly Word[]) => readonly Word[];

/**
 * Makes the function that writes number words as digits: "twenty one point five" → "21.5", 百分之五十 → "50 percent".
 * Names go through the same, so "Lamp Two" and "lamp 2" are one name. `plain` cuts the language's own words.
 */
export function createFoldNumbers({ numbers, units }: Pick<LanguageData, "numbers" | "units">, plain: (text: string) => readonly string[]): FoldNumbers {
  const tables = tablesOf(numbers, plain);
  const percent = plain(units.percent[0] ?? "");
  return (words) => {
    const texts = words.map(({ text }) => text);
    const folded: Word[] = [];
    const put = (start: number, end: number, pieces: readonly string[]) => {
      const said = words.slice(start, end).map((word) => word.said ?? word.text).join("");
      pieces.forEach((text, index) => folded.push({ text, afterBreak: index === 0 && words[start]?.afterBreak === true, ...(index === 0 ? { said } : {}) }));
    };
    for (let at = 0; at < words.length;) {
      const reading: Reading = { words, texts, from: at, tables };
      const found = digitAfterAt(reading) ?? percentAt(reading, percent) ?? numberAt(reading, at);
      if (found === undefined) folded.push(words[at] as Word);
      else put(at, found.end, found.pieces);
      at = found?.end ?? at + 1;
    }
    return folded;
  };
}

type Tables = ReturnType<typeof tablesOf>;

function tablesOf(numbers: NumberWords, plain: (text: string) => readonly string[]) {
  const phrases = (texts: readonly string[]): Phrases<true> => createPhrases(texts.map((text) => [plain(text), true] as const));
  const values = (table: Readonly<Record<string, number>>) => new Map(Object.entries(table).map(([text, value]) => [plain(text).join(" "), value]));
  return {
    ones: values(numbers.ones), tens: values(numbers.tens), multipliers: values(numbers.multipliers), digits: values(numbers.digits),
    alone: new Set(numbers.alone.flatMap(plain)), fillers: new Set(numbers.placeFillers.flatMap(plain)), point: new Set(numbers.point.flatMap(plain)), clock: new Set(numbers.clockAfterPoint.flatMap(plain)),
    digitAfter: phrases(numbers.digitAfter), minus: phrases(numbers.minus), andHalf: phrases(numbers.andHalf), half: phrases(numbers.half.words), halfAfter: phrases(numbers.half.after), percentBefore: phrases(numbers.percentBefore),
  };
}

/** A sentence, and where the number began: none reaches over a comma. */
type Reading = { readonly words: readonly Word[]; readonly texts: readonly string[]; readonly from: number; readonly tables: Tables };
type Folded = { readonly pieces: readonly string[]; readonly end: number };
type Value = { readonly value: number; readonly end: number };

function textAt({ words, texts, from }: Reading, at: number): string {
  return at > from && words[at]?.afterBreak === true ? "" : texts[at] ?? "";
}

function endOf(phrases: Phrases<true>, reading: Reading, at: number): number | undefined {
  const end = longestAt(phrases, reading.texts, at)?.end;
  return end === undefined || reading.words.slice(Math.max(at, reading.from + 1), end).some(({ afterBreak }) => afterBreak) ? undefined : end;
}

function digitAfterAt(reading: Reading): Folded | undefined {
  const end = endOf(reading.tables.digitAfter, reading, reading.from);
  const digit = end === undefined ? undefined : reading.tables.digits.get(textAt(reading, end));
  return end === undefined || digit === undefined ? undefined : { pieces: [...reading.texts.slice(reading.from, end), String(digit)], end: end + 1 };
}

function percentAt(reading: Reading, percent: readonly string[]): Folded | undefined {
  const start = endOf(reading.tables.percentBefore, reading, reading.from);
  const number = start === undefined ? undefined : numberAt(reading, start);
  return number === undefined ? undefined : { pieces: [...number.pieces, ...percent], end: number.end };
}

function numberAt(reading: Reading, at: number): Folded | undefined {
  const start = endOf(reading.tables.minus, reading, at) ?? at;
  const whole = digitStringAt(reading, start) ?? wholeAt(reading, start);
  if (whole === undefined) return undefined;
  const sign = start > at && !whole.digits.startsWith("-") ? "-" : "";
  const fraction = /^-?\d+$/.test(whole.digits) ? fractionAt(reading, whole.end) : undefined;
  return { pieces: [`${sign}${whole.digits}${fraction?.digits ?? ""}`, ...fraction?.kept ?? []], end: fraction?.end ?? whole.end };
}

type Digits = { readonly digits: string; readonly end: number };

/** Fewer digits side by side are rather two numbers: 三五分鐘 is three minutes or five. */
const shortestString = 3;

function digitStringAt(reading: Reading, at: number): Digits | undefined {
  let digits = "";
  let end = at;
  for (let digit = reading.tables.digits.get(textAt(reading, end)); digit !== undefined; digit = reading.tables.digits.get(textAt(reading, ++end))) digits += digit;
  return digits.length < shortestString || multiplierAt(reading, end) !== undefined ? undefined : { digits, end };
}

/** "two thousand seven hundred", 兩千七百, 2百; places go from large to small. */
function wholeAt(reading: Reading, at: number): Digits | undefined {
  const { tables } = reading;
  let total: Value | undefined;
  let below = Infinity;
  for (;;) {
    const start: number = total?.end ?? at;
    const isFilled = total !== undefined && tables.fillers.has(textAt(reading, start)) && smallAt(reading, start + 1, at) !== undefined;
    const small = smallAt(reading, isFilled ? start + 1 : start, at);
    const end = small?.end ?? start;
    const multiplier = multiplierAt(reading, end);
    if (multiplier !== undefined && multiplier < below && (small !== undefined ? small.value < below : total === undefined && tables.alone.has(textAt(reading, end)))) {
      total = { value: (total?.value ?? 0) + (small?.value ?? 1) * multiplier, end: end + 1 };
      below = multiplier;
      continue;
    }
    if (small === undefined || small.value >= below) break;
    if (total === undefined) return { digits: numeral.test(textAt(reading, at)) ? textAt(reading, at) : String(small.value), end };
    const isShortened = !isFilled && tables.fillers.size > 0 && small.value < 10;
    return { digits: String(total.value + small.value * (isShortened ? below / 10 : 1)), end };
  }
  return total === undefined ? undefined : { digits: String(total.value), end: total.end };
}

const numeral = /^-?\d+(\.\d+)?$/;

/** A number below a hundred, or one that was written in digits at the start or before a multiplier. */
function smallAt(reading: Reading, at: number, start: number): Value | undefined {
  const word = textAt(reading, at);
  if (numeral.test(word) && (at === start || multiplierAt(reading, at + 1) !== undefined)) return { value: Number(word), end: at + 1 };
  const ten = reading.tables.tens.get(word);
  const one = reading.tables.ones.get(word);
  if (ten === undefined) return one === undefined ? undefined : { value: one, end: at + 1 };
  const next = reading.tables.ones.get(textAt(reading, at + 1));
  return next !== undefined && next > 0 && next < 10 ? { value: ten + next, end: at + 2 } : { value: ten, end: at + 1 };
}

/** Not the 百 of 百分之, which begins another number. */
function multiplierAt(reading: Reading, at: number): number | undefined {
  return endOf(reading.tables.percentBefore, reading, at) === undefined ? reading.tables.multipliers.get(textAt(reading, at)) : undefined;
}

type Fraction = { readonly digits: string; readonly kept: readonly string[]; readonly end: number };

/** ".5" of "point five", "and a half" and 度半; `kept` are the words between number and half. */
function fractionAt(reading: Reading, at: number): Fraction | undefined {
  const { tables, texts } = reading;
  const half = endOf(tables.andHalf, reading, at);
  if (half !== undefined) return { digits: ".5", kept: [], end: half };
  const unitEnd = endOf(tables.halfAfter, reading, at);
  const halfEnd = unitEnd === undefined ? undefined : endOf(tables.half, reading, unitEnd);
  if (unitEnd !== undefined && halfEnd !== undefined) return { digits: ".5", kept: texts.slice(at, unitEnd), end: halfEnd };
  if (!tables.point.has(textAt(reading, at))) return undefined;
  const word = textAt(reading, at + 1);
  const digit = /^\d+$/.test(word) ? word : tables.ones.get(word);
  const isClock = tables.clock.size > 0 && (String(digit).length > 1 || smallAt(reading, at + 2, at) !== undefined || multiplierAt(reading, at + 2) !== undefined || tables.clock.has(textAt(reading, at + 2)));
  return digit === undefined || isClock ? undefined : { digits: `.${digit}`, kept: [], end: at + 2 };
}

/** °F → °C. */
export function celsiusOf(fahrenheit: number): number {
  return ((fahrenheit - 32) * 5) / 9;
}

/** A difference of temperatures, °F → °C. */
export function celsiusStepOf(fahrenheit: number): number {
  return (fahrenheit * 5) / 9;
}
