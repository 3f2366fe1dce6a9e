import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { createHash } from "node:crypto";
import { AssistantError, messageOf } from "../base/errors.ts";

/** What is known of a model file without native code: enough to refuse junk, and to tell one file from another. */
export type GgufHeader = { readonly version: number; readonly sizeBytes: number; readonly modifiedMs: number; readonly headHash: string };

/** GGUF: magic "GGUF", u32 version, u64 tensor count, u64 metadata count, little endian (ggml, docs/gguf.md). */
const headerBytes = 24;
/** Versions that llama.cpp reads; version 1 was never released with tools. */
const knownVersions = [2, 3];
/** No model has more; a larger count is a damaged or hostile file. */
const mostEntries = 1_000_000n;
/** The part of the file that goes into `headHash`: metadata and the start of the vocabulary. */
const hashedBytes = 65_536;

/**
 * Reads and checks the first bytes of a model file, before native code sees it.
 * @throws MODEL_MISSING, MODEL_INVALID
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new AssistantError("MODEL_MISSING", `${path}: ${messageOf(error)}. Run 'sotto models pull' or correct the model's path.`, { cause: error });
  }
  try {
    const { size, mtimeMs } = await file.stat();
    const head = Buffer.alloc(Math.min(size, hashedBytes));
    await file.read(head, 0, head.length, 0);
    const version = checkedVersion(path, head);
    return { version, sizeBytes: size, modifiedMs: mtimeMs, headHash: createHash("sha256").update(head).digest("hex") };
  } catch (error) {
    if (error instanceof AssistantError) throw error;
    throw new AssistantError("MODEL_INVALID", `${path}: cannot be read: ${messageOf(error)}.`, { cause: error });
  } finally {
    await file.close();
  }
}

function checkedVersion(path: string, head: Buffer): number {
  const refuse = (fault: string) => new AssistantError("MODEL_INVALID", `${path}: ${fault}. Run 'sotto models verify', or give the path of a GGUF file.`);
  if (head.length < headerBytes || head.toString("latin1", 0, 4) !== "GGUF") throw refuse("is not a GGUF model");
  const version = head.readUInt32LE(4);
  if (!knownVersions.includes(version)) throw refuse(`has GGUF version ${version}, known are ${knownVersions.join(" and ")}`);
  const tensors = head.readBigUInt64LE(8);
  const entries = head.readBigUInt64LE(16);
  if (tensors === 0n || tensors > mostEntries || entries > mostEntries) throw refuse(`claims ${tensors} tensors and ${entries} metadata entries`);
  return version;
}
