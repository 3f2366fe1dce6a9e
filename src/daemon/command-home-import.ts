// `sotto home import FILE…`: what Home Assistant knows of the home, as a home.yaml.
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AssistantError, messageOf } from "../base/errors.ts";
import { objectOf } from "../home/config-values.ts";
import { isHomeDump, readHomeDump } from "../home/read-home-dump.ts";
import type { ListedHome } from "../home/listed-home.ts";
import { homeOfRegistries, listIn, noRegistries, type Registries } from "../home/read-registries.ts";
import type { CommandLine } from "./cli.ts";
import { writeHomeFile } from "./command-home.ts";
import { renderImportedHome } from "./home-file-import.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** The registries and states of a home of some thousand entities have about 20 MB. */
const mostBytes = 128 * 1024 * 1024;

/** The files of Home Assistant's `.storage/` that tell of the home. */
const registryFiles: ReadonlySet<string> = new Set(["core.area_registry", "core.floor_registry", "core.device_registry", "core.entity_registry"]);

const expected = "expected Home Assistant's .storage/core.area_registry, core.floor_registry, core.device_registry or core.entity_registry, its states as JSON, or a home with areas: and entities:";

/** Prints the home.yaml, or writes it to the file that `--out` names. @throws USAGE, CONFIG_UNREADABLE, CONFIG_INVALID */
export async function runHomeImport(shell: Shell, line: CommandLine): Promise<ExitCode> {
  const [, ...named] = line.words;
  if (named.length === 0) throw new AssistantError("USAGE", "import what? For example: sotto home import /config/.storage --out home.yaml");
  const files = (await Promise.all(named.map((name) => filesAt(resolve(shell.workingDirectory, name))))).flat();
  const listed = await readHome(files);
  const { text, devices, leftOut, notes } = renderImportedHome(listed);
  for (const note of notes) printLine(shell.errors, `note: ${note}`);
  if (line.out === undefined || line.out === "-") {
    shell.output.write(text);
    return 0;
  }
  const file = resolve(shell.workingDirectory, line.out);
  const kept = await writeHomeFile(file, text, line.force);
  printLine(shell.output, `wrote ${file}: ${devices} devices in ${listed.areas.length} rooms on ${listed.floors.length} floors; ${leftOut} entities are of no kind that Sotto speaks of${kept === undefined ? "" : `; the former one is ${kept}`}`);
  return 0;
}

/** A folder stands for the registries in it. */
async function filesAt(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then((facts) => facts.isDirectory(), (error: unknown) => { throw unreadable(path, error); });
  if (!isFolder) return [path];
  const inside = (await readdir(path)).filter((name) => registryFiles.has(name)).sort();
  if (inside.length === 0) throw new AssistantError("CONFIG_INVALID", `${path} holds none of ${[...registryFiles].join(", ")}. It should be the folder .storage of Home Assistant's configuration.`);
  return inside.map((name) => join(path, name));
}

async function readHome(files: readonly string[]): Promise<ListedHome> {
  let registries: Registries = noRegistries;
  for (const file of files) {
    const value = await readJson(file);
    const whole = objectOf(value);
    if (whole !== undefined && isHomeDump(whole)) {
      if (files.length > 1) throw new AssistantError("CONFIG_INVALID", `${file} is a whole home, and cannot be put together with other files. Import it alone.`);
      const read = readHomeDump(whole);
      if (read.ok) return read.home;
      throw new AssistantError("CONFIG_INVALID", read.problem.split("\n").map((problem) => `${file}: ${problem}`).join("\n"));
    }
    const found = listIn(value);
    if (found === undefined) throw new AssistantError("CONFIG_INVALID", `${file} is JSON, but no list of a home: ${expected}`);
    registries = { ...registries, [found.kind]: [...registries[found.kind], ...found.list] };
  }
  if (registries.entities.length + registries.states.length === 0) throw new AssistantError("CONFIG_INVALID", `${files.join(", ")}: no entities in it. Name core.entity_registry too, or the states as JSON.`);
  return homeOfRegistries(registries);
}

async function readJson(file: string): Promise<unknown> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error("is not a regular file");
    if (facts.size > mostBytes) throw new Error(`holds ${facts.size} bytes, such a file has ${mostBytes} at most`);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file))) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new AssistantError("CONFIG_INVALID", `${file} is no JSON: ${error.message}; ${expected}`, { cause: error });
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): AssistantError {
  return new AssistantError("CONFIG_UNREADABLE", `${file}: ${messageOf(error)}. It must be a JSON file in UTF-8 that this user may read.`, { cause: error });
}
