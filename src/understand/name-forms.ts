// (pure) The ways to say one device, and what counts as its kind.
import type { Device, DeviceKind } from "../home/home.ts";
import type { Intents, KindWord } from "./intent.ts";
import { nameRanks, type NameRank } from "./names.ts";
import { createPhrases, longestAt, type Phrases, phrasesAt } from "./phrases.ts";
import { isUnspaced, spokenCount } from "../base/scripts.ts";
import { textOf } from "./words.ts";

/** What of a language the names of a home need. */
export type Vocabulary = {
  readonly wordsOf: (name: string) => readonly string[];
  readonly articles: ReadonlySet<string>;
  /** What a last word may gain or lack in the other number, and in another case. */
  readonly plurals: readonly string[];
  readonly cases: readonly string[];
  /** Each way to write a name, in words; the first is the name itself. */
  readonly spellingsOf: (name: string) => readonly (readonly string[])[];
  /** What a device may be called besides its name; `many` for the plural. */
  readonly nouns: Phrases<{ readonly noun: KindWord; readonly many: boolean }>;
  readonly here: Phrases<true>;
  readonly everywhere: Phrases<true>;
  /** What a storey is called beside its name: "floor". */
  readonly floorWords: readonly string[];
  readonly calls: ReadonlyMap<DeviceKind, string>;
  /** Spoken words → device classes of sensors. */
  readonly quantities: Phrases<readonly string[]>;
  /** Which devices without a class are called as a kind: a sentence about blinds may ask it of every cover of the house. */
  readonly called: WeakMap<Device, Map<KindWord, boolean>>;
};

/** A name of more words is no name that anybody says. */
const mostNameWords = 12;

/** Takes from a language what the names of a home need. */
export function vocabularyFor(intents: Intents): Vocabulary {
  const articles = new Set(intents.language.articles);
  const plain = (text: string) => (intents.normalise(text) ?? []).map(textOf);
  const wordsOf = (name: string) => {
    const words = plain(name);
    const first = words.findIndex((word) => !articles.has(word));
    const bare = first > 0 ? words.slice(first) : words;
    return spokenCount(bare) > mostNameWords ? [] : bare;
  };
  return {
    articles,
    spellingsOf: createSpellings(intents.language.possessive, wordsOf),
    plurals: [intents.language.pluralEnding].flat().filter((ending) => ending !== ""),
    cases: intents.language.caseEndings ?? [],
    calls: new Map([...intents.lists.kinds].reverse().map(({ kind, many }) => [kind, many[0] ?? kind])),
    nouns: createPhrases<{ readonly noun: KindWord; readonly many: boolean }>(intents.lists.kinds.flatMap((noun) => [
      ...noun.one.map((word) => [plain(word), { noun, many: false }] as const),
      ...noun.many.map((word) => [plain(word), { noun, many: true }] as const),
    ])),
    here: createPhrases(intents.language.here.map((phrase) => [plain(phrase), true] as const)),
    everywhere: createPhrases(intents.language.everywhere.map((phrase) => [plain(phrase), true] as const)),
    floorWords: intents.language.floorWords,
    quantities: createPhrases([...intents.lists.quantities].map(([phrase, quantity]) => [plain(phrase), quantity] as const)),
    called: new WeakMap(),
    wordsOf,
  };
}

/** "Adam's lamp" is also heard as "Adams lamp", and the other way round; comparing drops what a word has when something is its own. */
function createSpellings(possessive: readonly string[], wordsOf: (name: string) => readonly string[]): Vocabulary["spellingsOf"] {
  return (name) => {
    const even = name.replaceAll("’", "'");
    const spellings = [wordsOf(name)];
    for (const ending of possessive) {
      const heard = ending.replaceAll("'", "");
      if (even.includes(ending)) spellings.push(wordsOf(even.replaceAll(ending, heard)));
      const bare = (spellings[0] ?? []).map((word, at, { length }) => at < length - 1 && word.length > heard.length + 2 && word.endsWith(heard) ? word.slice(0, -heard.length) : word);
      if (bare.join(" ") !== spellings[0]?.join(" ")) spellings.push(bare);
    }
    return spellings;
  };
}

/** Some words for a device, and how sure they are. */
export type NameForm = readonly [words: readonly string[], rank: NameRank];

/** Each way to say a device, the surest first and none twice. */
export function nameForms(device: Device, areaForms: readonly (readonly string[])[], vocabulary: Vocabulary): Iterable<NameForm> {
  const forms = new Map<string, NameForm>();
  const put = (form: readonly string[], rank: NameRank) => {
    const key = form.join(" ");
    if (key !== "" && (forms.get(key)?.[1] ?? Infinity) > rank) forms.set(key, [form, rank]);
  };
  const spelled = [device.name, ...device.aliases].flatMap((name) => vocabulary.spellingsOf(name).map((full, index) => ({ full, rank: index === 0 ? nameRanks.exact : nameRanks.loose })));
  for (const { full, rank } of spelled) {
    put(full, isOtherKind(full, device, vocabulary) ? nameRanks.otherNumber : rank);
    for (const form of otherWays(full, device, areaForms, vocabulary)) put(form, nameRanks.loose);
    const bare = withoutKind(full, device, vocabulary);
    // "Office Plug" is not "the office": that would be everything in it.
    if (!areaForms.some((form) => form.join(" ") === bare.join(" "))) put(bare, nameRanks.loose);
    const area = areaForms.find((words) => words.length < full.length && words.every((word, index) => full[index] === word));
    if (area === undefined) continue;
    const short = full.slice(area.length);
    // Where a noun has no plural 厨房的灯 are all of them: only 厨房灯 is the one of that name.
    if (!isUncounted(short, vocabulary)) put(short, nameRanks.short);
    put(withoutKind(short, device, vocabulary), nameRanks.short);
  }
  return forms.values();
}

/** "Curtain Left" is also the left curtain, and "Air Conditioning Power" tells the power of the air conditioning. */
function otherWays(full: readonly string[], device: Device, areaForms: readonly (readonly string[])[], { quantities }: Vocabulary): readonly (readonly string[])[] {
  const [first, second, ...more] = full;
  const turned = first !== undefined && second !== undefined && more.length === 0 && !full.some(isUnspaced) ? [[second, first]] : [];
  const measured = full.findIndex((_word, at) => at > 0 && phrasesAt(quantities, full, at).some(({ end, values }) => end === full.length && values.some((classes) => classes.includes(device.deviceClass))));
  const bare = measured < 0 ? [] : full.slice(0, measured);
  return [...turned, ...(areaForms.some((form) => form.join(" ") === bare.join(" ")) ? [] : [bare])];
}

/** A sensor that is called "Light" and nothing more: "the light" is rather a lamp. */
function isOtherKind(words: readonly string[], device: Device, vocabulary: Vocabulary): boolean {
  const found = longestAt(vocabulary.nouns, words, 0);
  if (found?.end !== words.length) return false;
  const isOther = ({ noun }: { readonly noun: KindWord }) => noun.kind !== device.kind;
  return device.kind === "binarySensor" ? found.values.some(isOther) : found.values.every(isOther);
}

/** Nothing but a kind that says nothing of how many. */
function isUncounted(words: readonly string[], { nouns, plurals }: Vocabulary): boolean {
  const found = longestAt(nouns, words, 0);
  return plurals.length === 0 && found?.end === words.length && found.values.some(({ many }) => many) && found.values.some(({ many }) => !many);
}

/** "Front Door Lock" → "front door"; a name that is nothing but its kind has no shorter form. */
function withoutKind(words: readonly string[], device: Device, vocabulary: Vocabulary): readonly string[] {
  for (let at = 1; at < words.length; at++) {
    const found = longestAt(vocabulary.nouns, words, at);
    if (found?.end === words.length && found.values.some(({ noun }) => noun.kind === device.kind)) return words.slice(0, at);
  }
  return [];
}

/** Is the device what this kind word means? */
export function isKind(device: Device, noun: KindWord, vocabulary: Vocabulary): boolean {
  if (device.kind !== noun.kind) return false;
  if (noun.deviceClasses.length === 0 || noun.deviceClasses.includes(device.deviceClass)) return true;
  // Many devices announce no class. Then the name has to say it: a garage door must not pass as a blind.
  if (device.deviceClass !== "") return false;
  const known = vocabulary.called.get(device) ?? new Map<KindWord, boolean>();
  vocabulary.called.set(device, known);
  const is = known.get(noun) ?? isCalled(device, noun, vocabulary);
  known.set(noun, is);
  return is;
}

function isCalled(device: Device, noun: KindWord, vocabulary: Vocabulary): boolean {
  const words = vocabulary.wordsOf(device.name);
  const name = ` ${words.join(" ")} `;
  const called = [...noun.one, ...noun.many].map(vocabulary.wordsOf);
  // 窗簾 is no 窗: where words are characters, it is the longest word at the end that says what a thing is.
  if (called.every((form) => form.some(isUnspaced))) return headOf(words, vocabulary).includes(noun);
  return called.some((form) => name.includes(` ${form.join(" ")} `));
}

function headOf(words: readonly string[], { nouns }: Vocabulary): readonly KindWord[] {
  for (let at = 0; at < words.length; at++) {
    const found = longestAt(nouns, words, at);
    if (found?.end === words.length) return found.values.map(({ noun }) => noun);
  }
  return [];
}
