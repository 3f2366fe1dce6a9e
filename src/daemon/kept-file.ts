// Small things that are kept across restarts, each as one JSON file in the state directory.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import { AssistantError, messageOf } from "../base/errors.ts";

/** Nothing that is kept has a megabyte. */
const mostCharacters = 1_000_000;

/**
 * What the file holds; undefined when there is none.
 * @throws STATE_UNUSABLE when it cannot be read or holds something else
 */
export async function readKept<T>(file: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length > mostCharacters) throw new Error("it is too large");
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new AssistantError("STATE_UNUSABLE", `${file}: ${messageOf(error)}. Delete the file; what was kept in it starts anew.`, { cause: error });
  }
}

/** Writes all of it or nothing. @throws STATE_UNUSABLE */
export async function writeKept(file: string, value: unknown): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const unfinished = `${file}.new`;
    await writeFile(unfinished, `${JSON.stringify(value)}\n`, { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    throw new AssistantError("STATE_UNUSABLE", `${file}: cannot be written: ${messageOf(error)}. Give Sotto a state directory of its own that it may write to ($STATE_DIRECTORY or $XDG_STATE_HOME).`, { cause: error });
  }
}

export async function removeKept(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Writes one after another, the newest value last; values in between may be left out. */
export function createKeeper(file: string, onTrouble: (error: AssistantError) => void): (value: unknown) => void {
  let next: { readonly value: unknown } | undefined;
  let writing = false;
  const write = async () => {
    writing = true;
    while (next !== undefined) {
      const { value } = next;
      next = undefined;
      await writeKept(file, value).catch((error: unknown) => {
        if (!(error instanceof AssistantError)) throw error;
        onTrouble(error);
      });
    }
    writing = false;
  };
  return (value) => {
    next = { value };
    if (!writing) void write();
  };
}
