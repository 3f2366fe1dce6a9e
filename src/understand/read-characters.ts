// (pure) Characters that are the same for comparing, as `intents/_characters.yaml` gives them: Traditional and Simplified Chinese.
import { basename } from "node:path";
import { charactersSchema } from "./intent-schema.ts";
import type { LanguageData } from "./language.ts";
import type { Characters } from "./words.ts";
import { type Problem, readYaml, type TextFile, type YamlFile } from "./yaml-file.ts";

/** Beside the folders of the languages, for all of them. */
export const charactersFile = "_characters.yaml";

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
