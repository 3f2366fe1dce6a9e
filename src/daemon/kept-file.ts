// Small things that are kept across restarts, each as one JSON file in the state directory.
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as v from "valibot";
import { type Deferred, deferred } from "../base/async.ts";
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

/**
 * Writes all of it or nothing; when it resolves, it is on the disk and a crash or a power cut takes it no more.
 * SOURCE rename(2) replaces the file at once, fsync(2) of the file comes before it and of the folder after it.
 * @throws STATE_UNUSABLE
 */
export async function writeKept(file: string, value: unknown): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const unfinished = `${file}.new`;
    const opened = await open(unfinished, "w", 0o600);
    try {
      await opened.writeFile(`${JSON.stringify(value)}\n`);
      await opened.sync();
    } finally {
      await opened.close();
    }
    await rename(unfinished, file);
    await syncFolder(dirname(file));
  } catch (error) {
    throw new AssistantError("STATE_UNUSABLE", `${file}: cannot be written: ${messageOf(error)}. Give Sotto a state directory of its own that it may write to ($STATE_DIRECTORY or $XDG_STATE_HOME).`, { cause: error });
  }
}

/** Windows has no folder that could be opened for it; its rename is kept by the file system. */
async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, "r").catch(() => undefined);
  try {
    await opened?.sync().catch((error: unknown) => { if (!(error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "EPERM"))) throw error; });
  } finally {
    await opened?.close();
  }
}

export async function removeKept(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Writes one after another, the newest value last; values in between may be left out. */
export function createKeeper(file: string, onTrouble: (error: AssistantError) => void): (value: unknown) => void {
  const keep = createSureKeeper(file, onTrouble);
  return (value) => void keep(value);
}

/** The same; resolves when the value, or one that came after it, is on the disk: false when it could not be written, which `onTrouble` is told. */
export function createSureKeeper(file: string, onTrouble: (error: AssistantError) => void): (value: unknown) => Promise<boolean> {
  let next: { readonly value: unknown; readonly done: Deferred<boolean> } | undefined;
  let writing = false;
  const write = async () => {
    writing = true;
    while (next !== undefined) {
      const { value, done } = next;
      next = undefined;
      done.resolve(await writeKept(file, value).then(() => true, (error: unknown) => {
        if (!(error instanceof AssistantError)) throw error;
        onTrouble(error);
        return false;
      }));
    }
    writing = false;
  };
  return (value) => {
    const done = next?.done ?? deferred<boolean>();
    next = { value, done };
    if (!writing) void write();
    return done.promise;
  };
}
