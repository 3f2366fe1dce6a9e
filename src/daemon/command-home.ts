// `sotto home export`: the home as it is, written down to be changed by hand; `sotto home import`: as Home Assistant has it.
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AssistantError, messageOf } from "../base/errors.ts";
import { createLogger } from "../base/log.ts";
import type { CommandLine } from "./cli.ts";
import { sortByRoom } from "./command-devices.ts";
import { renderHomeFile } from "./home-file-export.ts";
import { takeInventory } from "./inventory.ts";
import { loadConfig } from "./load-config.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** `-` as FILE is the terminal; without FILE it is where Sotto looks for home.yaml. */
export async function runHome(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const [verb, named, ...rest] = line.words;
  if (verb === "import") return (await import("./command-home-import.ts")).runHomeImport(shell, line);
  if (verb !== "export" || rest.length > 0) throw new AssistantError("USAGE", "home what? For example: sotto home export home.yaml, or sotto home import /config/.storage --out home.yaml");
  const loaded = await loadConfig(shell, line.config);
  const log = createLogger((text) => printLine(shell.errors, text), { level: "warn", style: "plain" });
  const { home, homeFile, hidden } = await takeInventory(loaded, (error) => log.warn(error.message, { code: error.code }), signal);
  const text = renderHomeFile(home, sortByRoom([...home.devices.values()], home), homeFile);
  if (named === "-") {
    shell.output.write(text);
    return 0;
  }
  const file = named === undefined ? homeFile.place.file : resolve(shell.workingDirectory, named);
  const kept = await writeHomeFile(file, text, line.force);
  const was = kept === undefined ? "" : `; the former one is ${kept}`;
  const notShown = hidden.length === 0 ? "" : `, ${hidden.length} hidden as before`;
  printLine(shell.output, `wrote ${file}: ${home.devices.size} devices in ${home.areas.size} rooms${notShown}${was}`);
  return 0;
}

/** Never over a file that is there, unless `force` is set: then that one is kept beside it, and its name given back. */
export async function writeHomeFile(file: string, text: string, force: boolean): Promise<string | undefined> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const kept = `${file}.bak`;
    const moved = force && await rename(file, kept).then(() => true, unlessMissing);
    await writeFile(file, text, { flag: "wx" });
    return moved ? kept : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new AssistantError("USAGE", `${file} is there already. Name another file, or add --force: the former one is then kept as ${file}.bak.`, { cause: error });
    throw new AssistantError("CONFIG_UNREADABLE", `${file} cannot be written: ${messageOf(error)}. Name a file in a folder that this user may write to.`, { cause: error });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): false {
  if (error.code === "ENOENT") return false;
  throw error;
}
