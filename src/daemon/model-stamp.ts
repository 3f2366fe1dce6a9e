// Hashing a model, and remembering beside it that its hash was right: reading 669 MB at every start is too slow on a Pi.
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";

/**
 * SHA-256 of a file, or of its first `bytes`, not finished yet so that more may be added.
 * Rejects with the signal's reason on abort.
 */
export async function hashFile(path: string, options: { readonly signal: AbortSignal; readonly bytes?: number; readonly onProgress?: (doneBytes: number) => void }): Promise<Hash> {
  const hash = createHash("sha256");
  if (options.bytes === 0) return hash;
  const range = options.bytes === undefined ? {} : { end: options.bytes - 1 };
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { ...range, highWaterMark: 1 << 20 });
  let doneBytes = 0;
  for await (const chunk of chunks) {
    options.signal.throwIfAborted();
    hash.update(chunk);
    doneBytes += chunk.length;
    options.onProgress?.(doneBytes);
  }
  return hash;
}

/** True when the file had this hash and was not written since. Never hashes. */
export async function isStamped(path: string, sha256: string): Promise<boolean> {
  const stamp = await readFile(stampOf(path), "utf8").catch(() => undefined);
  return stamp !== undefined && stamp === await stampText(path, sha256).catch(() => undefined);
}

/** Remembers that the file's hash was computed just now and is right. */
export async function writeStamp(path: string, sha256: string): Promise<void> {
  const unfinished = `${stampOf(path)}.new`;
  await writeFile(unfinished, await stampText(path, sha256));
  await rename(unfinished, stampOf(path));
}

/** Forgets it, as far as the folder permits. */
export async function removeStamp(path: string): Promise<void> {
  await rm(stampOf(path), { force: true }).catch(() => undefined);
}

function stampOf(path: string): string {
  return `${path}.verified`;
}

async function stampText(path: string, sha256: string): Promise<string> {
  const facts = await stat(path);
  return `${sha256} ${facts.size} bytes, written ${Math.trunc(facts.mtimeMs)}\n`;
}
