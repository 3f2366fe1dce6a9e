// (pure) Names of devices and rooms found in a sentence.
import type { Area, AreaId, Floor } from "../home/home.ts";
import type { Vocabulary } from "./name-forms.ts";
import { type AreaSpan, type Named, type NameGroup, nameRanks, type NameSpan } from "./names.ts";
import { longestAt, type Phrases, phrasesAt } from "./phrases.ts";

/** A home's names and rooms by their words. */
export type Tables = { readonly names: Phrases<Named>; readonly areas: Phrases<Area>; readonly floors: Phrases<FloorRooms>; readonly vocabulary: Vocabulary };
export type FloorRooms = { readonly floor: Floor; readonly areas: readonly Area[] };

/** The word itself, and the one after "the" or "my". */
function startsAt(words: readonly string[], start: number, vocabulary: Vocabulary): readonly number[] {
  let at = start;
  while (at < words.length && vocabulary.articles.has(words[at] ?? "")) at++;
  return at > start ? [start, at] : [start];
}

/** Every name that starts here, with or without an article, a room before it and a kind after it. */
export function nameSpans(words: readonly string[], start: number, tables: Tables): readonly NameSpan[] {
  return startsAt(words, start, tables.vocabulary).flatMap((at) => bareNameSpans(words, at, tables));
}

function bareNameSpans(words: readonly string[], start: number, tables: Tables): readonly NameSpan[] {
  const ends = new Map<number, NameGroup[]>();
  const put = (end: number, group: NameGroup) => {
    const groups = ends.get(end);
    if (groups === undefined) ends.set(end, [group]);
    else groups.push(group);
  };
  const read = (at: number, areaId: AreaId | undefined) => {
    for (const { end, values: [named], said } of anyEnding(tables.names, words, at, tables.vocabulary)) {
      if (named === undefined) continue;
      const otherNumber = said === "otherNumber";
      const loose = areaId === undefined && said === "itself" ? nameRanks.exact : nameRanks.loose;
      put(end, { names: named, atLeast: otherNumber ? nameRanks.otherNumber : loose, areaId, nouns: undefined });
      const kind = longestAt(tables.vocabulary.nouns, words, end);
      if (kind === undefined) continue;
      const plural = otherNumber || kind.values.every(({ many }) => many);
      put(kind.end, { names: named, atLeast: plural ? nameRanks.otherNumber : nameRanks.loose, areaId, nouns: kind.values.map(({ noun }) => noun) });
    }
  };
  read(start, undefined);
  for (const { end, values } of phrasesAt(tables.areas, words, start)) for (const area of values) read(end, area.id);
  return [...ends].map(([end, groups]) => ({ start, end, groups }));
}

type Found<T> = { readonly end: number; readonly values: readonly T[]; readonly said: "itself" | "otherCase" | "otherNumber" };

/** Phrases from `start` on, and those whose last word was said in another case or in the other number: "lamps" for "lamp". */
function anyEnding<T>(phrases: Phrases<T>, words: readonly string[], start: number, { cases, plurals }: Pick<Vocabulary, "cases" | "plurals">): readonly Found<T>[] {
  const found: Found<T>[] = [];
  let node: Phrases<T> | undefined = phrases;
  for (let at = start; at < words.length && node !== undefined; at++) {
    const { next }: Phrases<T> = node;
    const word: string = words[at] ?? "";
    const put = (form: string, said: Found<T>["said"]) => {
      const values = next.get(form)?.values ?? [];
      if (values.length > 0) found.push({ end: at + 1, values, said });
    };
    for (const ending of plurals) put(otherForm(word, ending), "otherNumber");
    for (const ending of cases) put(otherForm(word, ending), "otherCase");
    put(word, "itself");
    node = next.get(word);
  }
  return found;
}

/** "lamps" → "lamp", "lamp" → "lamps" */
function otherForm(word: string, ending: string): string {
  return word.length > ending.length + 1 && word.endsWith(ending) ? word.slice(0, -ending.length) : word + ending;
}

/** Every room and floor that starts here, "here" itself and the whole house. */
export function areaSpans(words: readonly string[], start: number, { areas, floors, vocabulary }: Omit<Tables, "names">): readonly AreaSpan[] {
  const here = phrasesAt(vocabulary.here, words, start).map(({ end }): AreaSpan => ({ start, end, areas: "here" }));
  const home = phrasesAt(vocabulary.everywhere, words, start).map(({ end }): AreaSpan => ({ start, end, areas: [], all: "home" }));
  const starts = startsAt(words, start, vocabulary);
  const inAnyCase = { cases: vocabulary.cases, plurals: [] };
  const named = starts.flatMap((at) => anyEnding(areas, words, at, inAnyCase)).map(({ end, values }): AreaSpan => ({ start, end, areas: values }));
  const storeys = starts.flatMap((at) => anyEnding(floors, words, at, inAnyCase)).flatMap(({ end, values }) => values.map(({ floor, areas: rooms }): AreaSpan => ({ start, end, areas: rooms, all: floor })));
  return [...here, ...home, ...named, ...storeys];
}
