import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
 * @throws CONFIG_UNREADABLE, CONFIG_INVALID with every mistake at once
 */
export async function loadConfig(shell: Shell, named: string | undefined): Promise<LoadedConfig> {
  const file = named === undefined ? await firstThere(configCandidates(shell.surroundings)) : resolve(shell.workingDirectory, named);
  const config = file === undefined ? defaultConfig() : await readConfigFile(file);
  const directories = directoriesFor(shell.surroundings);
  return {
    config, file, directories,
    modelsDirectory: config.models.directory ?? directories.models,
    intentsDirectory: config.understand.intentsDirectory ?? fileURLToPath(new URL(`intents/${config.understand.language}/`, shell.packageRoot)),
  };
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await access(file).then(() => true, (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR")) return file;
  }
  return undefined;
}
