// One pull of a model at a time, also among processes: a lock file that a crash cannot leave closed for ever.
import { randomUUID } from "node:crypto";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";

/** Who else may be alive on this machine. */
export type Neighbours = { readonly processId: number; readonly isAlive: (processId: number) => boolean };

export type PullLock = {
  /** Says that the work goes on. False when somebody took the lock over, so that the work must stop. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

export type LockResult = { readonly kind: "taken"; readonly lock: PullLock } | { readonly kind: "busy"; readonly holder: string };

/** A lock that nobody renewed for so long is left over. Four times the longest wait between two renewals, a back-off. */
const staleAfterMs = 120_000;

/** `processId` is undefined when the lock was only just made and has no words in it yet. */
type Holder = { readonly token: string; readonly processId: number | undefined; readonly host: string; readonly ageMs: number };

/** Takes the lock, or tells who has it. One whose process is gone, or that is stale, is taken over. */
export async function takeLock(file: string, neighbours: Neighbours): Promise<LockResult> {
  const token = randomUUID();
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await created(file, JSON.stringify({ token, processId: neighbours.processId, host: hostname() }))) return { kind: "taken", lock: lockOf(file, token) };
    const holder = await readLock(file);
    if (holder !== undefined && !isLeftOver(holder, neighbours)) return { kind: "busy", holder: `process ${holder.processId ?? "unknown"}` };
    await rm(file, { force: true });
  }
  return { kind: "busy", holder: "another process" };
}

function lockOf(file: string, token: string): PullLock {
  const isMine = async () => (await readLock(file))?.token === token;
  return {
    async renew() {
      // Two that find the same stale lock may both take it over; the one whose token is gone steps back.
      if (!await isMine()) return false;
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return true;
    },
    async release() { if (await isMine()) await rm(file, { force: true }); },
  };
}

/** A process id means something only on its own host, and this process knows its own other locks by their age alone. */
function isLeftOver({ ageMs, host, processId }: Holder, neighbours: Neighbours): boolean {
  if (ageMs > staleAfterMs) return true;
  return processId !== undefined && host === hostname() && processId !== neighbours.processId && !neighbours.isAlive(processId);
}

/** Undefined when it is gone. */
async function readLock(file: string): Promise<Holder | undefined> {
  try {
    const ageMs = Date.now() - (await stat(file)).mtimeMs;
    const text = await readFile(file, "utf8");
    return { ...holderIn(text), ageMs };
  } catch {
    return undefined;
  }
}

function holderIn(text: string): Omit<Holder, "ageMs"> {
  try {
    const { token, processId, host } = JSON.parse(text) as Partial<Record<string, unknown>>;
    return { token: String(token), processId: typeof processId === "number" ? processId : undefined, host: String(host) };
  } catch {
    return { token: "", processId: undefined, host: "" };
  }
}

async function created(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
