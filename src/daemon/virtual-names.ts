// What the rooms and devices of the virtual home are called in a language, as `intents/<lang>/_virtual.yaml` says.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { AssistantError } from "../base/errors.ts";
import { type Problem, readYaml } from "../understand/yaml-file.ts";

/** English name → name. */
const schema = v.record(v.string(), v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected a name")));

/** A language without the file has the English names. @throws INTENTS_INVALID */
export async function virtualNames(intentsDirectory: string): Promise<(name: string) => string> {
  const path = join(intentsDirectory, "_virtual.yaml");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw new AssistantError("INTENTS_INVALID", `${path}: cannot be read`, { cause: error });
  });
  const problems: Problem[] = [];
  const names = new Map(Object.entries(readYaml({ path, text }, schema, problems)?.value ?? {}));
  if (problems.length > 0) throw new AssistantError("INTENTS_INVALID", problems.map(({ place, message }) => `${place.path}:${place.line}:${place.column}: ${message}`).join("\n"));
  return (name) => names.get(name) ?? name;
}
