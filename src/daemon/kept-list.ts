// A list that is kept across restarts and crashes: each change is on the disk before anybody is told of it.
import { copyFile, readFile, rename } from "node:fs/promises";
import * as v from "valibot";
import { AssistantError, messageOf } from "../base/errors.ts";
import { createSureKeeper } from "./kept-file.ts";

/** `keep` resolves when the list is on the disk: false when it is not, which `onTrouble` was told. */
export type KeptList<T> = { readonly entries: readonly T[]; readonly keep: (entries: readonly T[]) => Promise<boolean> };

/** Counts up when entries are written in a way that an older Sotto would misread. */
const version = 1;
const fileSchema = v.object({ version: v.literal(version), entries: v.array(v.unknown()) });

/** Plans of a house take some kilobytes. */
const mostBytes = 10_000_000;

/**
 * Reads the list. Entries that cannot be read are left out and the file is copied beside itself; a file that cannot be read at
 * all is set aside and the list begins anew. Each is told in one line, and nothing else is lost by it.
 */
export async function openKeptList<T>(file: string, entrySchema: v.GenericSchema<unknown, T>, onTrouble: (error: AssistantError) => void): Promise<KeptList<T>> {
  const keeper = createSureKeeper(file, onTrouble);
  const keep: KeptList<T>["keep"] = (entries) => keeper({ version, entries });
  const trouble = (message: string, cause: unknown) => onTrouble(new AssistantError("STATE_UNUSABLE", message, { cause }));
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  let raw: readonly unknown[];
  try {
    const text = await readFile(file, "utf8");
    if (text.length > mostBytes) throw new Error("it is too large");
    raw = v.parse(fileSchema, JSON.parse(text)).entries;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { entries: [], keep };
    return setAside(error);
  }
  const read = raw.map((entry) => v.safeParse(entrySchema, entry));
  const entries = read.flatMap((one) => one.success ? [one.output] : []);
  const [broken] = read.filter((one) => !one.success);
  if (broken === undefined) return { entries, keep };
  await copyFile(file, aside).catch((error: unknown) => trouble(`${aside}: cannot be written: ${messageOf(error)}.`, error));
  trouble(`${file}: ${raw.length - entries.length} of ${raw.length} entries cannot be read (${broken.issues?.[0]?.message ?? "damaged"}) and are left out; the file as it was is ${aside}.`, undefined);
  return { entries, keep };

  async function setAside(error: unknown): Promise<KeptList<T>> {
    try {
      await rename(file, aside);
    } catch (second) {
      trouble(`${file}: cannot be read (${messageOf(error)}) nor set aside (${messageOf(second)}). What is planned now is not kept across a restart: give Sotto a state directory that it may write to.`, error);
      return { entries: [], keep: async () => false };
    }
    trouble(`${file}: cannot be read (${messageOf(error)}). It is now ${aside}, and what was kept in it is not known any more.`, error);
    return { entries: [], keep };
  }
}
