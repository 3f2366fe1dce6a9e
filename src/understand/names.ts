// (pure) The names of a home, looked up by the words people say for them.
import type { Area, AreaId, Device, DeviceKind, Home } from "../home/home.ts";
import type { Intents, KindWord } from "./intent.ts";
import { createPhrases, addPhrase, longestAt, phrasesAt, type Phrases } from "./phrases.ts";
import { textOf } from "./words.ts";

/**
 * How a name was found; less is surer.
 * exact: the name or an alias. loose: with its kind added or left out ("kitchen light" for "Kitchen"), or its room added.
 * short: without its room's name, which only counts in that room.
 * sweep: all of a kind in a room, which is no name but stands between them: "the kitchen lights" are rather all lights
 * of the kitchen than the one "Kitchen Light" in the other number.
 * Names that merely sound alike would be one more, after these.
 */
export const nameRanks = { exact: 0, loose: 1, short: 2, sweep: 3, otherNumber: 4 } as const;
export type NameRank = (typeof nameRanks)[keyof typeof nameRanks];

export type NameEntry = { readonly device: Device; readonly rank: NameRank };

/**
 * Devices that some words may mean, each at `atLeast` this rank. `areaId` and `nouns` narrow them: words for a room or
 * a kind stood beside the name.
 */
export type NameGroup = { readonly entries: readonly NameEntry[]; readonly atLeast: NameRank; readonly areaId: AreaId | undefined; readonly nouns: readonly KindWord[] | undefined };

/** Some words as a name: up to which word, and what they may mean. */
export type NameSpan = { readonly start: number; readonly end: number; readonly groups: readonly NameGroup[] };
export type AreaSpan = { readonly start: number; readonly end: number; readonly areas: readonly Area[] | "here" };

export type NameIndex = {
  readonly home: Home;
  readonly namesAt: (words: readonly string[], start: number) => readonly NameSpan[];
  readonly areasAt: (words: readonly string[], start: number) => readonly AreaSpan[];
  readonly inArea: ReadonlyMap<AreaId, readonly Device[]>;
  readonly ofKind: ReadonlyMap<DeviceKind, readonly Device[]>;
  /** Is the device what this kind word means? */
  readonly isA: (device: Device, noun: KindWord) => boolean;
};

/** The index of a home, made at its first sentence and kept as long as that snapshot of the home lives. */
export function createNameIndexes(intents: Intents): (home: Home) => NameIndex {
  const known = new WeakMap<Home, NameIndex>();
  const vocabulary = vocabularyFor(intents);
  return (home) => {
    let index = known.get(home);
    if (index === undefined) {
      index = indexHome(home, vocabulary);
      known.set(home, index);
    }
    return index;
  };
}

type Vocabulary = {
  readonly wordsOf: (name: string) => readonly string[];
  readonly articles: ReadonlySet<string>;
  readonly plural: string;
  /** What a device may be called besides its name; `many` for the plural. */
  readonly nouns: Phrases<{ readonly noun: KindWord; readonly many: boolean }>;
  readonly here: Phrases<true>;
};

/** A name of more words is no name that anybody says. */
const mostNameWords = 12;

function vocabularyFor(intents: Intents): Vocabulary {
  const articles = new Set(intents.language.articles);
  const plain = (text: string) => (intents.normalise(text) ?? []).map(textOf);
  return {
    articles,
    plural: intents.language.pluralEnding,
    nouns: createPhrases<{ readonly noun: KindWord; readonly many: boolean }>(intents.lists.kinds.flatMap((noun) => [
      ...noun.one.map((word) => [plain(word), { noun, many: false }] as const),
      ...noun.many.map((word) => [plain(word), { noun, many: true }] as const),
    ])),
    here: createPhrases(intents.language.here.map((phrase) => [plain(phrase), true] as const)),
    wordsOf: (name) => {
      const words = plain(name);
      const first = words.findIndex((word) => !articles.has(word));
      const bare = first > 0 ? words.slice(first) : words;
      return bare.length > mostNameWords ? [] : bare;
    },
  };
}

function indexHome(home: Home, vocabulary: Vocabulary): NameIndex {
  const areas = createPhrases<Area>();
  const areaWords = new Map<AreaId, readonly (readonly string[])[]>();
  for (const area of home.areas.values()) {
    const forms = [area.name, ...area.aliases].map(vocabulary.wordsOf).filter((words) => words.length > 0);
    areaWords.set(area.id, forms);
    for (const form of forms) addPhrase(areas, form, area);
  }
  const names = createPhrases<NameEntry>();
  const inArea = new Map<AreaId, Device[]>();
  const ofKind = new Map<DeviceKind, Device[]>();
  for (const device of home.devices.values()) {
    const forms = device.areaId === undefined ? [] : areaWords.get(device.areaId) ?? [];
    for (const [form, rank] of nameForms(device, forms, vocabulary)) addPhrase(names, form, { device, rank });
    if (device.areaId !== undefined) collect(inArea, device.areaId, device);
    collect(ofKind, device.kind, device);
  }
  return {
    home, inArea, ofKind,
    namesAt: (words, start) => startsAt(words, start, vocabulary).flatMap((at) => nameSpans(words, at, { names, areas, vocabulary })),
    areasAt: (words, start) => areaSpans(words, start, areas, vocabulary),
    isA: (device, noun) => isKind(device, noun, vocabulary),
  };
}

function collect<K>(groups: Map<K, Device[]>, key: K, device: Device): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [device]);
  else group.push(device);
}

/** Each way to say a device, the surest first and none twice. */
function nameForms(device: Device, areaForms: readonly (readonly string[])[], vocabulary: Vocabulary): Iterable<readonly [readonly string[], NameRank]> {
  const forms = new Map<string, readonly [readonly string[], NameRank]>();
  const put = (form: readonly string[], rank: NameRank) => {
    const key = form.join(" ");
    if (key !== "" && (forms.get(key)?.[1] ?? Infinity) > rank) forms.set(key, [form, rank]);
  };
  for (const full of [device.name, ...device.aliases].map(vocabulary.wordsOf)) {
    put(full, nameRanks.exact);
    const bare = withoutKind(full, device, vocabulary);
    // "Office Plug" is not "the office": that would be everything in it.
    if (!areaForms.some((form) => form.join(" ") === bare.join(" "))) put(bare, nameRanks.loose);
    const area = areaForms.find((words) => words.length < full.length && words.every((word, index) => full[index] === word));
    if (area === undefined) continue;
    const short = full.slice(area.length);
    put(short, nameRanks.short);
    put(withoutKind(short, device, vocabulary), nameRanks.short);
  }
  return forms.values();
}

/** "Front Door Lock" → "front door"; a name that is nothing but its kind has no shorter form. */
function withoutKind(words: readonly string[], device: Device, vocabulary: Vocabulary): readonly string[] {
  for (let at = 1; at < words.length; at++) {
    const found = longestAt(vocabulary.nouns, words, at);
    if (found?.end === words.length && found.values.some(({ noun }) => noun.kind === device.kind)) return words.slice(0, at);
  }
  return [];
}

function isKind(device: Device, noun: KindWord, vocabulary: Vocabulary): boolean {
  if (device.kind !== noun.kind) return false;
  if (noun.deviceClasses.length === 0 || noun.deviceClasses.includes(device.deviceClass)) return true;
  // Many devices announce no class. Then the name has to say it: a garage door must not pass as a blind.
  if (device.deviceClass !== "") return false;
  const name = ` ${vocabulary.wordsOf(device.name).join(" ")} `;
  return [...noun.one, ...noun.many].some((word) => name.includes(` ${word} `));
}

/** The word itself, and the one after "the" or "my". */
function startsAt(words: readonly string[], start: number, vocabulary: Vocabulary): readonly number[] {
  let at = start;
  while (at < words.length && vocabulary.articles.has(words[at] ?? "")) at++;
  return at > start ? [start, at] : [start];
}

type Tables = { readonly names: Phrases<NameEntry>; readonly areas: Phrases<Area>; readonly vocabulary: Vocabulary };

function nameSpans(words: readonly string[], start: number, tables: Tables): readonly NameSpan[] {
  const ends = new Map<number, NameGroup[]>();
  const put = (end: number, group: NameGroup) => {
    const groups = ends.get(end);
    if (groups === undefined) ends.set(end, [group]);
    else groups.push(group);
  };
  const read = (at: number, areaId: AreaId | undefined) => {
    for (const { end, entries, otherNumber } of anyNumber(tables, words, at)) {
      const loose = areaId === undefined ? nameRanks.exact : nameRanks.loose;
      put(end, { entries, atLeast: otherNumber ? nameRanks.otherNumber : loose, areaId, nouns: undefined });
      const kind = longestAt(tables.vocabulary.nouns, words, end);
      if (kind === undefined) continue;
      const plural = otherNumber || kind.values.every(({ many }) => many);
      put(kind.end, { entries, atLeast: plural ? nameRanks.otherNumber : nameRanks.loose, areaId, nouns: kind.values.map(({ noun }) => noun) });
    }
  };
  read(start, undefined);
  for (const { end, values } of phrasesAt(tables.areas, words, start)) for (const area of values) read(end, area.id);
  return [...ends].map(([end, groups]) => ({ start, end, groups }));
}

type FoundName = { readonly end: number; readonly entries: readonly NameEntry[]; readonly otherNumber: boolean };

/** Names from `start` on, and those whose last word was said in the other number: "lamps" for "lamp". */
function anyNumber(tables: Tables, words: readonly string[], start: number): readonly FoundName[] {
  const found: FoundName[] = [];
  const ending = tables.vocabulary.plural;
  let node: Phrases<NameEntry> | undefined = tables.names;
  for (let at = start; at < words.length && node !== undefined; at++) {
    const word: string = words[at] ?? "";
    const other = word.length > ending.length + 1 && word.endsWith(ending) ? word.slice(0, -ending.length) : word + ending;
    const loose: readonly NameEntry[] = ending === "" ? [] : node.next.get(other)?.values ?? [];
    if (loose.length > 0) found.push({ end: at + 1, entries: loose, otherNumber: true });
    node = node.next.get(word);
    if (node !== undefined && node.values.length > 0) found.push({ end: at + 1, entries: node.values, otherNumber: false });
  }
  return found;
}

function areaSpans(words: readonly string[], start: number, areas: Phrases<Area>, vocabulary: Vocabulary): readonly AreaSpan[] {
  const here = phrasesAt(vocabulary.here, words, start).map(({ end }): AreaSpan => ({ start, end, areas: "here" }));
  const named = startsAt(words, start, vocabulary).flatMap((at) => phrasesAt(areas, words, at)).map(({ end, values }): AreaSpan => ({ start, end, areas: values }));
  return [...here, ...named];
}
