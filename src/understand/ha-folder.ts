// Finds Home Assistant's sentence files: a checkout of them, and a user's own folder.
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { HaFile } from "./ha-source.ts";
import type { TextFile } from "./yaml-file.ts";

/** Far more than any language has; a folder with more is another one. */
const mostFiles = 5_000;

/**
 * All YAML files below a folder, in the order of their paths; none where there is no such folder.
 * @throws the error of a folder or file that is there and cannot be read
 */
export async function readYamlFiles(directory: string): Promise<readonly TextFile[]> {
  const names = await readdir(directory, { recursive: true }).catch(unlessMissing);
  const paths = names.filter((name) => /\.ya?ml$/.test(name)).sort().slice(0, mostFiles).map((name) => join(directory, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
}

/** A folder that is not there holds nothing; anything else is trouble. */
function unlessMissing(error: NodeJS.ErrnoException): readonly never[] {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
  throw error;
}

/** The files of one language in a checkout, and its catalogue of intents. */
export type HaCheckout = { readonly files: readonly HaFile[]; readonly catalogue: TextFile | undefined };

/** Reads what a checkout of Home Assistant's sentence files has for a language; no files where it has none. */
export async function readHaCheckout(directory: string, language: string): Promise<HaCheckout> {
  const [sentences, shared, lists, rules, responses, top] = await Promise.all([
    readYamlFiles(join(directory, "sentences", language)),
    readYamlFiles(join(directory, "lists")),
    readYamlFiles(join(directory, "lists", language)),
    readYamlFiles(join(directory, "rules", language)),
    readYamlFiles(join(directory, "responses", language)),
    readFile(join(directory, "intents.yaml"), "utf8").catch(() => undefined),
  ]);
  const ofAll = shared.filter(({ path }) => dirname(path) === join(directory, "lists"));
  const placed = sentences.map((file): HaFile => {
    const folder = dirname(file.path);
    return folder === join(directory, "sentences", language) ? file : { ...file, of: { intent: basename(folder), combination: basename(file.path).replace(/\.ya?ml$/, "") } };
  });
  return {
    files: sentences.length === 0 ? [] : [...ofAll, ...lists, ...rules, ...responses, ...placed],
    catalogue: top === undefined ? undefined : { path: join(directory, "intents.yaml"), text: top },
  };
}
