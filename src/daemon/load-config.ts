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
  readonly intentsDirectory: string;
};

/**
 * The config that was named, else the first of the usual places, else the defaults.
 * @throws CONFIG_UNREADABLE, CONFIG_INVALID with every mistake at once, or with the languages that there are
 */
export async function loadConfig(shell: Shell, named: string | undefined): Promise<LoadedConfig> {
  const file = named === undefined ? await firstThere(configCandidates(shell.surroundings)) : resolve(shell.workingDirectory, named);
  const config = file === undefined ? defaultConfig() : await readConfigFile(file);
  const directories = directoriesFor(shell.surroundings);
  return {
    config, file, directories,
    modelsDirectory: config.models.directory ?? directories.models,
    intentsDirectory: config.understand.intentsDirectory ?? await shippedFolder(config.understand.language, shell.packageRoot),
  };
}

/** @throws CONFIG_INVALID with the languages that there are */
async function shippedFolder(language: string, packageRoot: URL): Promise<string> {
  const folder = fileURLToPath(new URL("intents/", packageRoot));
  // A folder that cannot be read is told by who reads the intents.
  const languages = await readdir(folder, { withFileTypes: true }).then((entries) => entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort(), () => [language]);
  // Not by asking for the folder: some systems take zh-tw for zh-TW, others do not.
  if (!languages.includes(language)) throw new AssistantError("CONFIG_INVALID", `understand.language: is ${JSON.stringify(language)}, expected one of ${languages.join(", ")} (or intents of your own, as understand.intentsDirectory)`);
  return join(folder, language);
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await access(file).then(() => true, (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR")) return file;
  }
  return undefined;
}
