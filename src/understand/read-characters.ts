// (pure) What is known of characters beside the folders of the languages: which are the same for comparing, and how each is read.
import { basename } from "node:path";
import * as v from "valibot";
import type { LanguageData } from "./language.ts";
import type { Syllables } from "./sounds.ts";
import type { Characters } from "./words.ts";
import { type Problem, readYaml, type TextFile, type YamlFile } from "./yaml-file.ts";

/** Beside the folders of the languages, for all of them. */
const charactersFile = "_characters.yaml";
const syllablesFile = "_syllables.yaml";
export const sharedFiles = [charactersFile, syllablesFile];

const text = v.pipe(v.string(), v.minLength(1, "empty, expected some text"));

/** `_characters.yaml`: rows of characters, and what each is read as. */
const charactersSchema = v.record(text, v.array(v.strictTuple([text, text])));

/** `_syllables.yaml`: tables of syllables, and the characters that are read so. */
const syllablesSchema = v.record(text, v.record(text, text));

/** The table that the language wants, character by character. */
export function readCharacters({ value: { characters: wanted }, placeOf }: YamlFile<LanguageData>, files: readonly TextFile[], problems: Problem[]): Characters {
  const table = new Map<string, string>();
  if (wanted === undefined) return table;
  const file = files.find(({ path }) => basename(path) === charactersFile);
  const yaml = file === undefined ? undefined : readYaml(file, charactersSchema, problems);
  const rows = yaml !== undefined && Object.hasOwn(yaml.value, wanted) ? yaml.value[wanted] : undefined;
  if (rows === undefined) problems.push({ place: placeOf(["characters"]), message: `no table ${wanted} in ${charactersFile} beside the folder, expected ${Object.keys(yaml?.value ?? {}).join(", ") || "that file"}` });
  for (const [index, [from, to]] of (rows ?? []).entries()) {
    const [before, after] = [[...from], [...to]];
    if (before.length !== after.length && yaml !== undefined) problems.push({ place: yaml.placeOf([wanted, index]), message: `${before.length} characters and ${after.length}, expected as many on both sides` });
    before.forEach((character, at) => table.set(character, after[at] ?? character));
  }
  return table;
}

/** How each character is read, for a language whose `sounds` are those of a table in `_syllables.yaml`. */
export function readSyllables({ value: { sounds }, placeOf }: YamlFile<LanguageData>, files: readonly TextFile[], problems: Problem[]): Syllables | undefined {
  if (sounds !== "pinyin") return undefined;
  const file = files.find(({ path }) => basename(path) === syllablesFile);
  const table = file === undefined ? undefined : readYaml(file, syllablesSchema, problems)?.value[sounds];
  if (table === undefined) problems.push({ place: placeOf(["sounds"]), message: `no table ${sounds} in ${syllablesFile} beside the folder, expected that file` });
  return new Map(Object.entries(table ?? {}).flatMap(([syllable, characters]) => [...characters].map((character) => [character, syllable] as const)));
}
