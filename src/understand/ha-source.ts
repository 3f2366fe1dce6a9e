// (pure) Home Assistant's sentence files → blocks of sentences, lists, rules and responses, with the place of each.
import type * as v from "valibot";
import type { Place } from "./intent.ts";
import { haCatalogueSchema, haFileSchema, type RawBlock, type RawContext, type RawFile, type RawList } from "./ha-schema.ts";
import { type Problem, readYaml, type TextFile, type YamlFile } from "./yaml-file.ts";

/** A file of sentences. `of` where its path says what it is about: `sentences/de/HassTurnOn/name_area.yaml`. */
export type HaFile = TextFile & { readonly of?: { readonly intent: string; readonly combination: string } };

/** A text of a file and where it stands; the offset counts characters into the text. */
export type PlacedText = { readonly text: string; readonly placeAt: (offset?: number) => Place };

/** Sentences that mean one thing: an intent's name, slots that are given beforehand, and what must hold around them. */
export type HaBlock = {
  readonly intent: string;
  readonly place: Place;
  readonly sentences: readonly PlacedText[];
  readonly slots: Readonly<Record<string, HaValue>>;
  readonly requires: Readonly<Record<string, readonly string[]>>;
  readonly excludes: Readonly<Record<string, readonly string[]>>;
  /** It is about the room that was spoken in when no other is said. */
  readonly here: boolean;
  readonly lists: ReadonlyMap<string, RawList>;
  readonly rules: ReadonlyMap<string, PlacedText>;
  readonly response: string;
};
export type HaValue = string | number | readonly string[];

export type HaSource = {
  readonly blocks: readonly HaBlock[];
  readonly lists: ReadonlyMap<string, RawList>;
  readonly rules: ReadonlyMap<string, PlacedText>;
  readonly skipWords: readonly string[];
  /** Intent and response name → text of Home Assistant, with its expressions. */
  readonly responses: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, string>;
};

/** By "intent/combination": is it about the room that was spoken in, and which groups of domains may its sentences name? */
export type HaCatalogue = ReadonlyMap<string, { readonly here: boolean; readonly groups: Readonly<Record<string, readonly string[]>> }>;

/** Reads the files in order; a later one adds to an earlier one. One with a problem is left out as a whole. */
export function readHaFiles(files: readonly HaFile[], catalogue: HaCatalogue, problems: Problem[]): HaSource {
  const source = { blocks: [] as HaBlock[], lists: new Map<string, RawList>(), rules: new Map<string, PlacedText>(), skipWords: [] as string[], responses: new Map<string, string>(), errors: new Map<string, string>() };
  for (const file of files) {
    const yaml = readHaYaml(file, haFileSchema, problems);
    if (yaml === undefined) continue;
    for (const [name, list] of Object.entries(yaml.value.lists)) source.lists.set(name, list);
    for (const [name, rule] of rulesIn(yaml, yaml.value.expansion_rules, ["expansion_rules"])) source.rules.set(name, rule);
    source.skipWords.push(...yaml.value.skip_words);
    for (const [key, text] of responsesIn(yaml.value)) source.responses.set(key, text);
    for (const [key, text] of Object.entries(yaml.value.responses?.errors ?? {})) source.errors.set(key, text);
    source.blocks.push(...blocksIn(yaml, file, catalogue, problems));
  }
  return source;
}

/** `intents.yaml` of a checkout. */
export function readHaCatalogue(file: TextFile | undefined, problems: Problem[]): HaCatalogue {
  const yaml = file === undefined ? undefined : readHaYaml(file, haCatalogueSchema, problems);
  return new Map(Object.entries(yaml?.value ?? {}).flatMap(([intent, { slot_combinations }]) =>
    Object.entries(slot_combinations ?? {}).map(([name, { context_area, name_domain_groups }]) => [`${intent}/${name}`, { here: context_area, groups: name_domain_groups }] as const)));
}

/** Home Assistant reads YAML 1.1 leniently: of two equal keys the later one counts. */
export function readHaYaml<T>(file: TextFile, schema: v.GenericSchema<unknown, T>, problems: Problem[]): YamlFile<T> | undefined {
  return readYaml(file, schema, problems, { uniqueKeys: false });
}

type Yaml = YamlFile<RawFile>;

function blocksIn(yaml: Yaml, file: HaFile, catalogue: HaCatalogue, problems: Problem[]): readonly HaBlock[] {
  const { intents, data } = yaml.value;
  if (data !== undefined && file.of === undefined) problems.push({ place: yaml.placeOf(["data"]), message: "data: without an intent, expected it below intents: and the intent's name" });
  const { intent = "", combination = "" } = file.of ?? {};
  const { here, groups } = catalogue.get(`${intent}/${combination}`) ?? { here: false, groups: {} };
  const own = data === undefined || file.of === undefined ? [] : data.map((raw, index) => blockOf(yaml, raw, { intent, keys: ["data", index], here, groups }));
  return [...own, ...Object.entries(intents).flatMap(([name, given]) => (given?.data ?? []).map((raw, index) => blockOf(yaml, raw, { intent: name, keys: ["intents", name, "data", index], here: false, groups: {} })))];
}

type About = { readonly intent: string; readonly keys: readonly PropertyKey[]; readonly here: boolean; readonly groups: Readonly<Record<string, readonly string[]>> };

function blockOf(yaml: Yaml, raw: RawBlock, { intent, keys, here, groups }: About): HaBlock {
  const domain = raw.inferred_domain === undefined ? {} : { domain: raw.inferred_domain };
  const byName = raw.name_domains === undefined ? {} : { domain: raw.name_domains.flatMap((name) => groups[name] ?? [name]) };
  return {
    intent, place: yaml.placeOf(keys),
    sentences: raw.sentences.map((text, index) => ({ text, placeAt: (offset) => yaml.placeOf([...keys, "sentences", index], offset) })),
    slots: { ...domain, ...valuesOf(raw.slots) },
    requires: { ...byName, ...wordsOf(raw.requires_context) },
    excludes: wordsOf(raw.excludes_context),
    here: here || takesRoom(raw.requires_context["area"]),
    lists: new Map(Object.entries(raw.lists)),
    rules: new Map(rulesIn(yaml, raw.expansion_rules, [...keys, "expansion_rules"])),
    response: raw.response ?? "default",
  };
}

function rulesIn(yaml: Yaml, rules: Readonly<Record<string, string>>, keys: readonly PropertyKey[]): readonly (readonly [string, PlacedText])[] {
  return Object.entries(rules).map(([name, text]) => [name, { text, placeAt: (offset) => yaml.placeOf([...keys, name], offset) }]);
}

function valuesOf(slots: RawBlock["slots"]): Readonly<Record<string, HaValue>> {
  return Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== null).map(([name, value]) => [name, typeof value === "boolean" ? String(value) : value as HaValue]));
}

/** The words of each key; a key that only hands on its value has none. */
function wordsOf(context: RawContext): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(context).map(([key, given]) => [key, isTexts(given) ? given : given.value ?? []] as const).filter(([, words]) => words.length > 0));
}

function takesRoom(given: RawContext[string] | undefined): boolean {
  return given !== undefined && !isTexts(given) && given.slot;
}

function isTexts(given: RawContext[string]): given is readonly string[] {
  return Array.isArray(given);
}

function responsesIn({ responses }: RawFile): readonly (readonly [string, string])[] {
  return Object.entries(responses?.intents ?? {}).flatMap(([intent, texts]) => Object.entries(texts ?? {}).flatMap(([key, text]) => typeof text === "string" ? [[`${intent}.${key}`, text] as const] : []));
}
