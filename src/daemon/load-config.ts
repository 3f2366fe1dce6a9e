import { access, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AssistantError } from "../base/errors.ts";
import { type Config } from "./config.ts";
import { defaultConfig, readConfigFile } from "./config-file.ts";
import { configCandidates, type Directories, directoriesFor } from "./paths.ts";
import type { Shell } from "./shell.ts";

export type LoadedConfig = {
  readonly config: Config;
  /** Undefined when there is none and the defaults hold. */
  readonly file: string | undefined;
  readonly directories: Directories;
  readonly modelsDirectory: string;
  /** The folder of the language; of one that is not shipped, where it would be. */
  readonly intentsDirectory: string;
  /** The checkout of Home Assistant's sentence files that the language comes from; undefined for a shipped one. */
  readonly checkout?: string | undefined;
};

/**
 * The config that was named, else the first of the usual places, else the defaults.
 * @throws CONFIG_UNREADABLE, CONFIG_INVALID with every mistake at once, or with the languages that there are
 */
export async function loadConfig(shell: Shell, named: string | undefined): Promise<LoadedConfig> {
  const file = named === undefined ? await firstThere(configCandidates(shell.surroundings)) : resolve(shell.workingDirectory, named);
  const config = file === undefined ? defaultConfig() : await readConfigFile(file);
  const directories = directoriesFor(shell.surroundings);
  return { config, file, directories, modelsDirectory: config.models.directory ?? directories.models, ...await languageFolder(config.understand, shell.packageRoot) };
}

/** @throws CONFIG_INVALID with the languages that there are, when none of them is meant and no other source is named */
async function languageFolder({ language, intentsDirectory, sentences }: Config["understand"], packageRoot: URL): Promise<Pick<LoadedConfig, "intentsDirectory" | "checkout">> {
  if (intentsDirectory !== undefined) return { intentsDirectory, checkout: undefined };
  const folder = fileURLToPath(new URL("intents/", packageRoot));
  // A folder that cannot be read is told by who reads the intents.
  const languages = await readdir(folder, { withFileTypes: true }).then((entries) => entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort(), () => [language]);
  // Not by asking for the folder: some systems take zh-tw for zh-TW, others do not.
  const isShipped = languages.includes(language);
  if (!isShipped && sentences === undefined) throw new AssistantError("CONFIG_INVALID", `understand.language: is ${JSON.stringify(language)}, expected one of ${languages.join(", ")} (or intents of your own, as understand.intentsDirectory, or Home Assistant's sentence files, as understand.sentences)`);
  return { intentsDirectory: join(folder, language), checkout: isShipped ? undefined : sentences };
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await access(file).then(() => true, (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR")) return file;
  }
  return undefined;
}
