import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssistantError } from "../base/errors.ts";
import type { Intents } from "../understand/intent.ts";
import { type Foreign, loadCheckout, loadCustom, readCustomFiles } from "../understand/load-foreign.ts";
import { readIntents, type Thoroughness } from "../understand/load-intents.ts";
import type { TextFile } from "../understand/yaml-file.ts";
import type { LoadedConfig } from "./load-config.ts";
import type { Shell } from "./shell.ts";

/** What is understood, and what came of sentence files that are not Sotto's. */
export type Understanding = {
  readonly intents: Intents;
  /** Intents of the language that came with Sotto; undefined for a language from a checkout. */
  readonly shipped: number | undefined;
  /** The user's own files: their folder, and what was made of them. Undefined where there are none. */
  readonly custom: { readonly directory: string; readonly files: number } | undefined;
  readonly foreign: Foreign;
};

/**
 * The language that the config names, with the household's own sentences. A file of theirs that is wrong is left out and told in
 * `foreign.problems`; it stops nothing.
 * @throws INTENTS_INVALID when there is no such language, or its own files are wrong
 */
export async function loadUnderstanding(shell: Pick<Shell, "packageRoot">, loaded: LoadedConfig, how: Thoroughness = "quick"): Promise<Understanding> {
  const { config: { understand: { language, sentences } }, intentsDirectory, checkout } = loaded;
  const { directory, files, problems } = await customFiles(loaded);
  const custom = directory === undefined || files.length === 0 ? undefined : { directory, files: files.length };
  const withProblems = (foreign: Foreign): Foreign => ({ ...foreign, problems: [...problems, ...foreign.problems] });
  if (checkout !== undefined) {
    const foreign = await loadCheckout(checkout, language, fileURLToPath(new URL("intents/", shell.packageRoot)), files);
    return { intents: foreign.intents, shipped: undefined, custom, foreign: withProblems(foreign) };
  }
  const intents = await readIntents(intentsDirectory, how);
  const foreign = await loadCustom(intents, files, { intentsDirectory, checkout: sentences, language });
  return { intents: foreign.intents, shipped: intents.intents.length, custom, foreign: withProblems(foreign) };
}

type CustomFiles = { readonly directory: string | undefined; readonly files: readonly TextFile[]; readonly problems: readonly string[] };

/** A folder that cannot be read is left out, as a file that is wrong is. */
async function customFiles(loaded: LoadedConfig): Promise<CustomFiles> {
  const { directory, problems } = await customDirectory(loaded);
  if (directory === undefined) return { directory, files: [], problems };
  try {
    return { directory, files: await readCustomFiles(directory), problems };
  } catch (error) {
    if (!(error instanceof AssistantError)) throw error;
    return { directory, files: [], problems: [error.message] };
  }
}

/** More problems than anyone reads in a log; `sotto check` tells them all. */
const mostTold = 10;

/** What was left out, for the log. */
export function foreignTroubles({ foreign: { problems, unhandled } }: Understanding): readonly AssistantError[] {
  const more = problems.length - mostTold;
  return [
    ...problems.slice(0, mostTold).map((problem) => new AssistantError("INTENTS_INVALID", `left out: ${problem}`)),
    ...(more > 0 ? [new AssistantError("INTENTS_INVALID", `${more} more sentences were left out: sotto check tells which`)] : []),
    ...unhandled.filter((name) => !name.startsWith("Hass")).map((name) => new AssistantError("INTENTS_INVALID", `${name}: its sentences are loaded, but nothing here handles ${name}`)),
  ];
}

/** The lines that `sotto check` tells of sentence files that are not Sotto's. */
export function describeForeign({ shipped, custom, foreign, intents }: Understanding, { checkout, config }: LoadedConfig): readonly string[] {
  const { language } = config.understand;
  return [
    ...(shipped === undefined ? [`${foreign.sentences} in ${checkout ?? ""} for ${language}: ok`] : custom === undefined ? [] : [`${foreign.sentences} of your own in ${custom.directory}: ok`]),
    ...(foreign.unhandled.length === 0 ? [] : [`loaded, but nothing here handles ${foreign.unhandled.join(", ")}`]),
    ...(shipped === undefined ? ["the language model is not asked in a language that does not come with Sotto"] : []),
    ...(shipped === undefined && intents.answers.yes.length === 0 ? [`no words for yes and no, so nothing that needs a yes is done. Give them in custom_sentences/${language}/_answers.yaml, as intents/en/_answers.yaml does`] : []),
    ...(shipped === undefined && Object.keys(intents.language.numbers.ones).length === 0 ? [`no words for numbers, only digits are read. Give them in custom_sentences/${language}/_words.yaml, as intents/en/_words.yaml does`] : []),
  ];
}

/** The folder that the config names, or the one beside it; a folder of the language in it goes first. */
async function customDirectory({ config, file }: LoadedConfig): Promise<{ readonly directory: string | undefined; readonly problems: readonly string[] }> {
  const { customSentences, language } = config.understand;
  const named = customSentences ?? (file === undefined ? undefined : join(dirname(file), "custom_sentences"));
  if (named === undefined) return { directory: undefined, problems: [] };
  const own = join(named, language);
  if (await isDirectory(own)) return { directory: own, problems: [] };
  if (customSentences === undefined) return { directory: undefined, problems: [] };
  return await isDirectory(named) ? { directory: named, problems: [] } : { directory: undefined, problems: [`${named}:1:1: no such folder, expected the one that understand.customSentences names`] };
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
