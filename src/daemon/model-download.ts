// `sotto models pull`: a model of the manifest onto this disk, resumed, verified, and under its name only when it is whole.
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { AssistantError, isAbort, messageOf } from "../base/errors.ts";
import type { NowMs } from "../base/time.ts";
import { discardPart, type ModelPart, openPart } from "./model-part.ts";
import { writeStamp } from "./model-stamp.ts";
import { type Patience, standardPatience, transfer } from "./model-transfer.ts";
import { checkModel, type ModelEntry } from "./models.ts";
import { megabytes } from "./progress-bar.ts";
import { type Neighbours, type PullLock, takeLock } from "./pull-lock.ts";

export type PullSettings = {
  readonly directory: string;
  /** Takes the place of scheme and host of a model's address; the path stays. */
  readonly mirror?: string | undefined;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly nowMs: NowMs;
  readonly neighbours: Neighbours;
  /** Called for every chunk, also with fewer bytes than before when the server makes it begin again. */
  readonly onProgress?: (doneBytes: number) => void;
  /** A connection was lost and is tried again. */
  readonly onRetry?: (retry: { readonly reason: string; readonly waitMs: number }) => void;
  /** Bytes that this user may still write there. */
  readonly freeBytes?: (directory: string) => Promise<number>;
  readonly patience?: Partial<Patience>;
};

export type PullResult = { readonly kind: "pulled" | "alreadyThere"; readonly path: string };

type Pull = PullSettings & { readonly entry: ModelEntry; readonly url: string; readonly path: string; readonly partPath: string; readonly limits: Patience };

/**
 * Brings a model. An abort rejects with the signal's reason and keeps what came, for the next pull.
 * @throws DOWNLOAD_FAILED, DOWNLOAD_HASH_MISMATCH, DISK_FULL, each with what to do
 */
export async function pullModel(entry: ModelEntry, settings: PullSettings): Promise<PullResult> {
  const path = join(settings.directory, entry.file);
  const pull: Pull = { ...settings, entry, path, partPath: `${path}.part`, url: mirrored(entry.url, settings.mirror), limits: { ...standardPatience, ...settings.patience } };
  try {
    await mkdir(settings.directory, { recursive: true });
    if (await isThere(pull)) return { kind: "alreadyThere", path };
    const taken = await takeLock(`${path}.lock`, settings.neighbours);
    if (taken.kind === "busy") throw new AssistantError("DOWNLOAD_FAILED", `${entry.id} is being pulled already, by ${taken.holder}. Wait for it, or end it and pull again.`);
    try {
      // Whoever had the lock until now may have brought it.
      if (await isThere(pull)) return { kind: "alreadyThere", path };
      await pullLocked(pull, taken.lock);
    } finally {
      await taken.lock.release();
    }
    return { kind: "pulled", path };
  } catch (error) {
    throw isAbort(error, settings.signal) ? error : explained(error, pull);
  }
}

/** Bytes that an ordinary user may still write to the disk of `directory`. */
export async function freeBytesOf(directory: string): Promise<number> {
  const facts = await statfs(directory);
  return facts.bavail * facts.bsize;
}

/** `url` with the scheme and host of `mirror`, below the mirror's own path if it has one. */
export function mirrored(url: string, mirror: string | undefined): string {
  if (mirror === undefined) return url;
  const { pathname, search } = new URL(url);
  return `${mirror.replace(/\/+$/, "")}${pathname}${search}`;
}

async function isThere({ entry, directory, signal }: Pull): Promise<boolean> {
  return (await checkModel(entry, directory, { rehash: "whenUnstamped", signal })).kind === "ok";
}

async function pullLocked(pull: Pull, lock: PullLock): Promise<void> {
  const { entry, partPath } = pull;
  const part = await openPart({ path: partPath, url: pull.url, totalBytes: entry.bytes, signal: pull.signal });
  const wasResumed = part.doneBytes() > 0;
  let sha256: string;
  try {
    await checkSpace(pull, part);
    await transfer({ ...pull, renew: () => renew(pull, lock) }, part);
    sha256 = part.digest();
    if (sha256 === entry.sha256) {
      await renew(pull, lock);
      await part.finish(pull.path);
      await writeStamp(pull.path, sha256);
      return;
    }
  } finally {
    await part.close();
  }
  await discardPart(partPath);
  // The wrong bytes may be the old ones: a power cut while they were written, or another file on the server since.
  if (wasResumed) return pullLocked(pull, lock);
  throw new AssistantError("DOWNLOAD_HASH_MISMATCH", `${pull.url}: what came has the SHA-256 ${sha256}, not ${entry.sha256}; ${partPath} was deleted. Pull again; when that ends alike, the server has another file: name another as models.mirror in the config.`);
}

async function renew(pull: Pull, lock: PullLock): Promise<void> {
  if (await lock.renew()) return;
  throw new AssistantError("DOWNLOAD_FAILED", `${pull.entry.id}: another pull of it has begun and goes on alone.`);
}

async function checkSpace({ entry, directory, freeBytes, partPath }: Pull, part: ModelPart): Promise<void> {
  const neededBytes = entry.bytes - part.doneBytes();
  const free = await (freeBytes ?? freeBytesOf)(directory);
  if (free >= neededBytes) return;
  const kept = part.doneBytes() === 0 ? "" : ` ${megabytes(part.doneBytes())} MB are kept in ${partPath}.`;
  throw new AssistantError("DISK_FULL", `${directory}: ${entry.id} needs ${megabytes(neededBytes)} MB more and ${megabytes(free)} MB are free. Make room, or name another folder as models.directory in the config.${kept}`);
}

/** Errors of the file system in the words of this program; anything else is thrown on as it is. */
function explained(error: unknown, { directory, partPath }: Pull): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOSPC": case "EDQUOT":
      return new AssistantError("DISK_FULL", `${directory}: the disk is full. Make room and pull again, which goes on where it stopped; or delete ${partPath}.`, { cause: error });
    case "EACCES": case "EPERM": case "EROFS": case "ENOTDIR": case "EEXIST": case "EISDIR": case "EIO":
      return new AssistantError("DOWNLOAD_FAILED", `${directory}: ${messageOf(error)}. Name a folder that this user may write to as models.directory in the config.`, { cause: error });
    default: return error;
  }
}
