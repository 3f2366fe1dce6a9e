// Looks through a ggml Whisper file before native code sees it: whisper.cpp ends the process over some broken ones.
import { open, type FileHandle } from "node:fs/promises";
import { AssistantError, messageOf } from "../base/errors.ts";

/** What the header says. */
export type WhisperModelFile = { readonly multilingual: boolean; readonly audioLayers: number; readonly textLayers: number; readonly tensorCount: number };

/** "ggml" as whisper.cpp reads it, little-endian (GGML_FILE_MAGIC in ggml.h). */
const magic = 0x67676d6c;
const headerBytes = 4 + 11 * 4;
/** English-only models have 51864 words, the others one or two more (whisper.cpp, is_multilingual). */
const multilingualVocabularySize = 51865;
/** Header, filters and vocabulary of the largest model take 0.7 MB. */
const frontBytes = 4 * 1024 * 1024;
const maxTensors = 4096;
const maxTensorHeadBytes = 12 + 4 * 4 + 128;

/** ggml tensor type → [bytes of a block, values in it] (ggml.c, type_traits). */
const tensorTypes: Readonly<Record<number, readonly [bytes: number, values: number]>> = {
  0: [4, 1], 1: [2, 1], 2: [18, 32], 3: [20, 32], 6: [22, 32], 7: [24, 32], 8: [34, 32],
  10: [84, 256], 11: [110, 256], 12: [144, 256], 13: [176, 256], 14: [210, 256],
};

/**
 * Reads the header, the vocabulary and each tensor's head, and that every tensor is there to its last byte.
 * A few hundred small reads; the weights themselves are not read.
 * @throws MODEL_MISSING, MODEL_INVALID
 */
export async function checkWhisperModelFile(path: string): Promise<WhisperModelFile> {
  const file = await openModel(path);
  try {
    const { size } = await file.stat();
    return await inspect(file, size);
  } catch (error) {
    throw new AssistantError("MODEL_INVALID", `${path}: not a Whisper model in ggml form (${messageOf(error)}). Run 'sotto models verify', then 'sotto models pull'`, { cause: error });
  } finally {
    await file.close();
  }
}

async function openModel(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw new AssistantError("MODEL_MISSING", `${path}: ${messageOf(error)}. Run 'sotto models pull'`, { cause: error });
  }
}

async function inspect(file: FileHandle, sizeBytes: number): Promise<WhisperModelFile> {
  const front = await readAt(file, 0, Math.min(frontBytes, sizeBytes));
  const header = readHeader(front);
  const tensorsAt = skipVocabulary(front, skipFilters(front, header.melBands));
  const tensorCount = await countTensors(file, tensorsAt, sizeBytes);
  // encoder: 7 and 15 a layer; decoder: 4 and 24 a layer (whisper.cpp, whisper_model_load)
  const expected = 11 + 15 * header.audioLayers + 24 * header.textLayers;
  // whisper.cpp's own test files have a header and no weights
  if (tensorCount !== 0 && tensorCount !== expected) throw new Error(`${tensorCount} tensors instead of ${expected}`);
  return { multilingual: header.vocabularySize >= multilingualVocabularySize, audioLayers: header.audioLayers, textLayers: header.textLayers, tensorCount };
}

type Header = { readonly vocabularySize: number; readonly audioLayers: number; readonly textLayers: number; readonly melBands: number };

function readHeader(front: Buffer): Header {
  if (front.length < headerBytes || front.readUInt32LE(0) !== magic) throw new Error("it does not start as one");
  const field = (index: number, name: string, least: number, most: number) => {
    const value = front.readInt32LE(4 + 4 * index);
    if (value < least || value > most) throw new Error(`its header says ${name} ${value}`);
    return value;
  };
  const vocabularySize = field(0, "vocabulary", 51_000, 60_000);
  field(1, "audio positions", 1500, 1500);
  field(2, "audio width", 64, 4096);
  field(3, "audio heads", 1, 64);
  const audioLayers = field(4, "audio layers", 1, 64);
  field(5, "text positions", 448, 448);
  field(6, "text width", 64, 4096);
  field(7, "text heads", 1, 64);
  const textLayers = field(8, "text layers", 1, 64);
  const melBands = field(9, "mel bands", 80, 128);
  field(10, "file type", 0, 4999);               // type plus 1000 times the quantisation's version (ggml.h)
  return { vocabularySize, audioLayers, textLayers, melBands };
}

function skipFilters(front: Buffer, melBands: number): number {
  const [bands, bins] = [front.readInt32LE(headerBytes), front.readInt32LE(headerBytes + 4)];
  if (bands !== melBands || bins < 1 || bins > 1000) throw new Error("its mel filters do not fit the header");
  return headerBytes + 8 + 4 * bands * bins;
}

function skipVocabulary(front: Buffer, start: number): number {
  const words = front.readInt32LE(start);
  if (words < 1 || words > 60_000) throw new Error(`its vocabulary has ${words} words`);
  let at = start + 4;
  for (let word = 0; word < words; word++) at += 4 + front.readUInt32LE(at);
  return at;
}

async function countTensors(file: FileHandle, start: number, sizeBytes: number): Promise<number> {
  let at = start;
  let count = 0;
  while (at < sizeBytes) {
    if (++count > maxTensors) throw new Error(`more than ${maxTensors} tensors`);
    at += tensorBytes(await readAt(file, at, Math.min(maxTensorHeadBytes, sizeBytes - at)), count);
  }
  if (at !== sizeBytes) throw new Error(`it is cut off ${at - sizeBytes} bytes before its end`);
  return count;
}

/** The size of a tensor with its head, from its head. */
function tensorBytes(head: Buffer, number: number): number {
  const [dimCount, nameBytes] = [head.readInt32LE(0), head.readInt32LE(4)];
  const type = tensorTypes[head.readInt32LE(8)];
  if (dimCount < 1 || dimCount > 4 || nameBytes < 1 || nameBytes > 128 || type === undefined) throw new Error(`tensor ${number} is garbled`);
  let values = 1;
  for (let dim = 0; dim < dimCount; dim++) {
    const length = head.readInt32LE(12 + 4 * dim);
    if (length < 1) throw new Error(`tensor ${number} is garbled`);
    values *= length;
  }
  if (values % type[1] !== 0) throw new Error(`tensor ${number} is garbled`);
  return 12 + 4 * dimCount + nameBytes + (values / type[1]) * type[0];
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
