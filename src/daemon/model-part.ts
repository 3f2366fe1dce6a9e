// The unfinished file of a download: written at its place, hashed as it grows, kept for the next attempt.
import type { Hash } from "node:crypto";
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hashFile } from "./model-stamp.ts";

export type ModelPart = {
  readonly doneBytes: () => number;
  /** The server's name for the very bytes kept so far; undefined when there is none, or they came from elsewhere. */
  readonly etag: () => string | undefined;
  readonly append: (chunk: Uint8Array) => Promise<void>;
  /** Forgets what was kept and begins at the first byte, of what `etag` names. */
  readonly restart: (etag: string | undefined) => Promise<void>;
  /** SHA-256 of all of it, in hex. Call once, at the end. */
  readonly digest: () => string;
  /** Flushes to the disk and gives the file its name. */
  readonly finish: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type PartFacts = { readonly path: string; readonly url: string; readonly totalBytes: number; readonly signal: AbortSignal };

/** Opens `path`, or makes it. What it holds is hashed first; more than `totalBytes` is not what was asked for and is dropped. */
export async function openPart(facts: PartFacts): Promise<ModelPart> {
  const keptBytes = await usableBytes(facts);
  const hash = await hashFile(facts.path, { bytes: keptBytes, signal: facts.signal });
  const file = await open(facts.path, keptBytes === 0 ? "w" : "r+");
  const etag = keptBytes === 0 ? undefined : await readEtag(facts);
  return partOf(facts, file, { hash, doneBytes: keptBytes, etag });
}

/** Deletes an unfinished download and what is known of it. */
export async function discardPart(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(etagFileOf(path), { force: true });
}

type Written = { hash: Hash; doneBytes: number; etag: string | undefined };

function partOf(facts: PartFacts, file: FileHandle, written: Written): ModelPart {
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };
  return {
    doneBytes: () => written.doneBytes,
    etag: () => written.etag,
    digest: () => written.hash.digest("hex"),
    async append(chunk) {
      for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at, chunk.length - at, written.doneBytes + at)).bytesWritten;
      written.hash.update(chunk);
      written.doneBytes += chunk.length;
    },
    async restart(etag) {
      if (written.doneBytes > 0) await file.truncate(0);
      Object.assign(written, { hash: await hashFile(facts.path, { bytes: 0, signal: facts.signal }), doneBytes: 0, etag });
      await (etag === undefined ? rm(etagFileOf(facts.path), { force: true }) : writeFile(etagFileOf(facts.path), `${etag}\n${facts.url}\n`));
    },
    async finish(path) {
      await file.sync();
      await close();
      await rename(facts.path, path);
      await rm(etagFileOf(facts.path), { force: true });
      await syncFolder(dirname(path));
    },
    close,
  };
}

async function usableBytes({ path, totalBytes }: PartFacts): Promise<number> {
  const keptBytes = (await stat(path).catch(() => undefined))?.size ?? 0;
  return keptBytes > totalBytes ? 0 : keptBytes;
}

function etagFileOf(path: string): string {
  return `${path}.etag`;
}

/** Another server (a mirror) has other names for the same bytes; the hash at the end decides then. */
async function readEtag({ path, url }: PartFacts): Promise<string | undefined> {
  const text = await readFile(etagFileOf(path), "utf8").catch(() => "");
  const [etag, from] = text.split("\n");
  return from === url ? etag : undefined;
}

/** Makes the new name last through a power cut; a file system that cannot is none the worse. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
