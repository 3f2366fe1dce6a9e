// (pure) What a `{slot}` can take from the words at one place.
import type { DeviceKind } from "../home/home.ts";
import type { Rgb } from "../home/state.ts";
import { slotKey } from "./automaton-draft.ts";
import type { Intents, KindWord, SlotSpec, StateWord, Unit } from "./intent.ts";
import type { AreaSpan, NameIndex, NameSpan } from "./names.ts";
import { celsiusOf, celsiusStepOf } from "./numbers.ts";
import { createPhrases, longestAt, phrasesAt, type Phrases } from "./phrases.ts";
import { durationsAt } from "./durations.ts";
import { spokenCount, written } from "../base/scripts.ts";
import { saidOf, textOf, type Word } from "./words.ts";

/** A slot's value. Names and areas keep all they may mean: `resolve` chooses. `unknown`: words that name nothing here. */
export type SlotValue =
  | { readonly list: "name"; readonly spans: readonly NameSpan[] }
  | { readonly list: "area"; readonly spans: readonly AreaSpan[] }
  /** `each`: several kinds, "the blinds and the curtains", of each of which there must be some. */
  | { readonly list: "kind"; readonly nouns: readonly KindWord[]; readonly many: boolean; readonly perhapsMany: boolean; readonly each?: readonly { readonly nouns: readonly KindWord[]; readonly many: boolean }[] }
  | { readonly list: "color"; readonly name: string; readonly color: Rgb }
  | { readonly list: "state"; readonly state: StateWord }
  | { readonly list: "quantity"; readonly quantity: string }
  /** Words of devices of this home that these spoken ones may be. */
  | { readonly list: "option"; readonly options: readonly string[] }
  | { readonly list: "duration"; readonly durationS: number }
  | { readonly list: "label"; readonly text: string }
  | { readonly list: "number"; readonly value: number; readonly converted: boolean }
  /** What stands for the words in a list of a sentence file. */
  | { readonly list: "oneOf"; readonly chosen: string | number }
  | { readonly list: "unknown" };

export type SlotReading = { readonly end: number; readonly value: SlotValue };

/** A place in the middle of a word: after so many of its letters. */
export type InWord = { readonly at: number; readonly letters: number };

/**
 * One sentence, ready to be read by slots. `readPart` reads words of which the first is cut before `from` and the last after
 * `to`: "olohuoneen" is the name "olohuone" with an ending.
 */
export type SentenceReader = {
  readonly words: readonly string[];
  readonly readAt: (spec: SlotSpec, start: number) => readonly SlotReading[];
  readonly readPart: (spec: SlotSpec, from: InWord, to?: InWord) => readonly SlotReading[];
};

/** More names in one command than anyone lists in a breath. */
const mostNames = 8;

/** Prepares the word lists once; then one reader for each sentence, which looks at no place twice. */
export function createSlotReaders(intents: Intents): (sentence: readonly Word[], index: NameIndex) => SentenceReader {
  const tables = slotTables(intents);
  return (sentence, index) => {
    const words = sentence.map(textOf);
    const saidAt = (start: number, end: number) => written(sentence.slice(start, end).map(saidOf));
    const joinedAt = (end: number) => joinEnd(sentence, words, end, tables.joiners);
    const readings = new Map<string, readonly SlotReading[]>();
    const kept = (key: string, reading: () => readonly SlotReading[]) => {
      const found = readings.get(key) ?? reading();
      readings.set(key, found);
      return found;
    };
    const atPlaces = new Map<string, (readonly SlotReading[] | undefined)[]>();
    return {
      words,
      readAt: (spec, start) => {
        const places = atPlaces.get(slotKey(spec)) ?? [];
        atPlaces.set(slotKey(spec), places);
        return places[start] ??= read(spec, words, start, { index, tables, joinedAt, saidAt });
      },
      readPart: (spec, from, to) => kept(`${slotKey(spec)}${from.at}+${from.letters}-${to?.at ?? ""}+${to?.letters ?? ""}`, () => {
        const part = cutWords(words, from, to);
        const found = read(spec, part, from.at, { index, tables, joinedAt: () => undefined, saidAt: (start, end) => written(part.slice(start, end)) });
        return to === undefined ? found : found.filter(({ end }) => end === to.at + 1);
      }),
    };
  };
}

function cutWords(words: readonly string[], from: InWord, to: InWord | undefined): readonly string[] {
  const part = to === undefined ? [...words] : words.slice(0, to.at + 1);
  if (to !== undefined) part[to.at] = part[to.at]?.slice(0, to.letters) ?? "";
  part[from.at] = part[from.at]?.slice(from.letters) ?? "";
  return part;
}

type SpokenKind = { readonly noun: KindWord; readonly many: boolean };
type Tables = ReturnType<typeof slotTables>;

function slotTables(intents: Intents) {
  const plain = (text: string) => (intents.normalise(text) ?? []).map(textOf);
  const phrases = <T>(entries: Iterable<readonly [string, T]>): Phrases<T> => createPhrases([...entries].map(([phrase, value]) => [plain(phrase), value] as const));
  const { units } = intents.language;
  return {
    articles: new Set(intents.language.articles),
    places: phrases(intents.context.at.map((preposition) => [preposition, true] as const)),
    joiners: phrases(intents.language.joinNames.map((joiner) => [joiner, true] as const)),
    kinds: phrases(intents.lists.kinds.flatMap((kind) => [
      ...kind.one.map((word): readonly [string, SpokenKind] => [word, { noun: kind, many: false }]),
      ...kind.many.map((word): readonly [string, SpokenKind] => [word, { noun: kind, many: true }]),
    ])),
    colors: phrases([...intents.lists.colors].map(([name, color]) => [name, { name, color }] as const)),
    states: phrases(intents.lists.states),
    quantities: phrases([...intents.lists.quantities].flatMap(([word, classes]) => classes.map((one) => [word, one] as const))),
    options: phrases(intents.lists.options),
    numbers: new Map([...intents.lists.numbers].map(([name, entries]) => [name, phrases(entries)] as const)),
    durations: { units: phrases([...units.seconds.map((unit) => [unit, 1] as const), ...units.minutes.map((unit) => [unit, 60] as const), ...units.hours.map((unit) => [unit, 3600] as const)]), joiners: phrases(intents.language.joinNames.map((joiner) => [joiner, true] as const)), whole: phrases(intents.lists.numbers.get("duration") ?? []) },
    percent: phrases(units.percent.map((unit) => [unit, true] as const)),
    celsius: phrases(units.celsius.map((unit) => [unit, true] as const)),
    fahrenheit: phrases(units.fahrenheit.map((unit) => [unit, true] as const)),
    kelvin: phrases(units.kelvin.map((unit) => [unit, true] as const)),
  };
}

type Setting = { readonly index: NameIndex; readonly tables: Tables; readonly joinedAt: (end: number) => number | undefined; readonly saidAt: (start: number, end: number) => string };

function read(spec: SlotSpec, words: readonly string[], start: number, { index, tables, joinedAt, saidAt }: Setting): readonly SlotReading[] {
  switch (spec.list) {
    case "name": return listsOf(start, (at) => index.namesAt(words, at), joinedAt).map(({ end, spans }) => ({ end, value: { list: "name", spans } }));
    case "area": return listsOf(start, (at) => index.areasAt(words, at), (end) => pastPlaceWords(words, joinedAt(end), tables)).map(({ end, spans }) => ({ end, value: { list: "area", spans } }));
    case "kind": return listsOf(start, (at) => kindsAt(spec.only, words, at, tables), (end) => pastArticles(words, joinedAt(end), tables))
      .filter(({ spans }) => spans.length === 1 || spans.every(({ perhapsMany }) => perhapsMany))
      .map(({ end, spans }) => ({ end, value: { list: "kind", nouns: spans.flatMap(({ nouns }) => nouns), many: spans.length > 1 || spans.every(({ many }) => many), perhapsMany: spans.some(({ perhapsMany }) => perhapsMany), ...(spans.length === 1 ? {} : { each: spans }) } }));
    case "color": return eachOf(tables.colors, words, start, (value) => ({ list: "color", ...value }));
    case "state": return eachOf(tables.states, words, start, (state) => ({ list: "state", state }));
    case "quantity": return eachOf(tables.quantities, words, start, (quantity) => ({ list: "quantity", quantity }));
    case "option": return [
      ...index.optionsAt(words, start),
      ...phrasesAt(tables.options, words, start).map(({ end, values }) => ({ end, options: values })),
    ].map(({ end, options }) => ({ end, value: { list: "option", options } }));
    case "oneOf": return eachOf(spec.phrases, words, start, (chosen) => ({ list: "oneOf", chosen }));
    case "label": return labelsAt(words, start, spec.most ?? longestLabel, saidAt);
    case "duration": return durationsAt(words, start, tables.durations);
    case "words": return eachOf(tables.numbers.get(spec.name) ?? createPhrases<number>(), words, start, (value) => ({ list: "number", value, converted: false }));
    // "half" and "maximum" are percentages too.
    case "number": return [...numbersAt(spec.unit, words, start, tables), ...(spec.unit === "percent" ? eachOf(tables.numbers.get("percent") ?? createPhrases<number>(), words, start, (value) => ({ list: "number", value, converted: false })) : [])];
  }
}

/** `perhapsMany`: one word may be both, as 燈 is. */
type KindSpan = { readonly end: number; readonly nouns: readonly KindWord[]; readonly many: boolean; readonly perhapsMany: boolean };

function kindsAt(only: readonly DeviceKind[] | undefined, words: readonly string[], start: number, { kinds }: Tables): readonly KindSpan[] {
  return phrasesAt(kinds, words, start)
    .map(({ end, values }) => ({ end, spoken: values.filter(({ noun }) => only === undefined || only.includes(noun.kind)) }))
    .filter(({ spoken }) => spoken.length > 0)
    .map(({ end, spoken }) => ({ end, nouns: spoken.map(({ noun }) => noun), many: spoken.every(({ many }) => many), perhapsMany: spoken.some(({ many }) => many) }));
}

/** "the blinds and the curtains": the first article is the template's. */
function pastArticles(words: readonly string[], start: number | undefined, { articles }: Tables): number | undefined {
  let at = start;
  while (at !== undefined && articles.has(words[at] ?? "")) at++;
  return at;
}

/** "in the kitchen and in the hall": the first preposition is the template's. */
function pastPlaceWords(words: readonly string[], start: number | undefined, { places }: Tables): number | undefined {
  return start === undefined ? undefined : longestAt(places, words, start)?.end ?? start;
}

function eachOf<T>(phrases: Phrases<T>, words: readonly string[], start: number, valueOf: (found: T) => SlotValue): readonly SlotReading[] {
  return phrasesAt(phrases, words, start).flatMap(({ end, values }) => values.map((value) => ({ end, value: valueOf(value) })));
}

type Listed<T> = { readonly end: number; readonly spans: readonly T[] };

/** Lists that begin at one place; a home with things called "and" would have endless ones. */
const mostLists = 64;

/** One name, or several joined by "and" or a comma: "the kitchen light, the fan and the lamp". The shortest lists first. */
function listsOf<T extends { readonly end: number }>(start: number, spansAt: (at: number) => readonly T[], joinedAt: Setting["joinedAt"]): readonly Listed<T>[] {
  const lists: Listed<T>[] = [];
  const extend = (spans: readonly T[], from: number): void => {
    for (const span of spansAt(from)) if (lists.length < mostLists) lists.push({ end: span.end, spans: [...spans, span] });
  };
  extend([], start);
  for (const { end, spans } of lists) {
    const next = spans.length < mostNames && lists.length < mostLists ? joinedAt(end) : undefined;
    if (next !== undefined) extend(spans, next);
  }
  return lists;
}

/** Where the next name begins when `end` is followed by a comma, an "and", or both. */
function joinEnd(sentence: readonly Word[], words: readonly string[], end: number, joiners: Phrases<true>): number | undefined {
  const joiner = longestAt(joiners, words, end);
  if (joiner !== undefined) return joiner.end;
  return sentence[end]?.afterBreak === true ? end : undefined;
}

/** Words in a timer's name. */
const longestLabel = 3;

/** What a timer may be called, which is whatever few words are no number. */
function labelsAt(words: readonly string[], start: number, most: number, saidAt: Setting["saidAt"]): readonly SlotReading[] {
  const readings: SlotReading[] = [];
  for (let end = start + 1; end <= words.length && spokenCount(words.slice(start, end)) <= most; end++) {
    if (/^-?\d/.test(words[end - 1] ?? "")) break;
    readings.push({ end, value: { list: "label", text: saidAt(start, end) } });
  }
  return readings;
}

/** A number alone, and with its unit: "21", "21 degrees", "70 degrees fahrenheit". */
function numbersAt(unit: Unit, words: readonly string[], start: number, tables: Tables): readonly SlotReading[] {
  const word = words[start] ?? "";
  if (!/^-?\d+(\.\d+)?$/.test(word)) return [];
  const said = Number(word);
  const plain = { list: "number", value: said, converted: false } as const;
  const readings: SlotReading[] = [{ end: start + 1, value: plain }];
  if (unit === "number") return readings;
  const own = unit === "percent" ? tables.percent : unit === "kelvin" ? tables.kelvin : tables.celsius;
  for (const { end } of phrasesAt(own, words, start + 1)) readings.push({ end, value: plain });
  if (unit !== "celsius" && unit !== "degrees") return readings;
  const value = unit === "celsius" ? celsiusOf(said) : celsiusStepOf(said);
  for (const { end } of phrasesAt(tables.fahrenheit, words, start + 1)) readings.push({ end, value: { list: "number", value, converted: true } });
  return readings;
}
