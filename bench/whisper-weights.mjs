// Full-size Whisper weights of random values, in the shapes that people download: speed and memory are real, words are not.
//   node bench/whisper-weights.mjs --from RANDOM-F16.bin --type f16|q5_1 --out FILE [--words 16]
// The input is what tools/write-random-whisper.mjs writes. Two things change on the way:
// - `--type q5_1` packs the matrices as whisper.cpp's quantize does, so that the file has the real model's size.
// - A random model never ends its sentence. Here the decoder's positional embedding, from the `words`-th position after the
//   start tokens on, points at the end-of-text token: every engine stops after the same number of tokens, asked or not.
import { readFileSync, writeFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** ggml tensor types (ggml.h): bytes of one block and values in it. */
const tensorTypes = { f32: 0, f16: 1, q5_1: 7 };
const blockLength = 32;
const q51BlockBytes = 24; // f16 scale, f16 minimum, 32 high bits, 32 low nibbles (ggml-common.h, block_q5_1)
/** Header value of a q5_1 file: GGML_FTYPE_MOSTLY_Q5_1 = 9, quantisation version 2 times 1000 (ggml.h). */
const q51FileType = 2009;
const headerFields = ["vocabularySize", "audioPositions", "audioWidth", "audioHeads", "audioLayers", "textPositions", "textWidth", "textHeads", "textLayers", "melBands", "fileType"];
/** Start tokens of an English-only model without time stamps: start of transcript, no time stamps (whisper.cpp). */
const startTokens = 2;
const multilingualVocabularySize = 51865;

/**
 * @param {Uint8Array} source a ggml Whisper file of f16 weights
 * @param {{ type: "f16" | "q5_1", words: number }} options words: tokens before the decoder ends the sentence
 * @returns {Buffer} the new file
 */
export function shapeWhisperWeights(source, { type, words }) {
  const input = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const { header, tensorsAt } = readHeader(input);
  const head = Buffer.from(input.subarray(0, tensorsAt));
  if (type === "q5_1") head.writeInt32LE(q51FileType, 4 * headerFields.length);
  const tensors = [...readTensors(input, tensorsAt)];
  const embedding = tensors.find((tensor) => tensor.name === "decoder.token_embedding.weight");
  const position = tensors.find((tensor) => tensor.name === "decoder.positional_embedding");
  endSentenceAt(position, embedding, header, startTokens + words - 1);
  const packed = tensors.map((tensor) => writeTensor(type === "q5_1" && tensor.dims.length === 2 && tensor.type === tensorTypes.f16 ? quantised(tensor) : tensor));
  return Buffer.concat([head, ...packed]);
}

function readHeader(input) {
  const header = Object.fromEntries(headerFields.map((name, index) => [name, input.readInt32LE(4 + 4 * index)]));
  let at = 4 + 4 * headerFields.length;
  at += 8 + 4 * input.readInt32LE(at) * input.readInt32LE(at + 4);
  const words = input.readInt32LE(at);
  at += 4;
  for (let word = 0; word < words; word++) at += 4 + input.readInt32LE(at);
  return { header, tensorsAt: at };
}

function* readTensors(input, start) {
  let at = start;
  while (at < input.length) {
    const [dimCount, nameLength, type] = [0, 4, 8].map((offset) => input.readInt32LE(at + offset));
    const dims = Array.from({ length: dimCount }, (_, index) => input.readInt32LE(at + 12 + 4 * index));
    const nameAt = at + 12 + 4 * dimCount;
    const dataAt = nameAt + nameLength;
    const bytes = dims.reduce((product, dim) => product * dim, type === tensorTypes.f16 ? 2 : 4);
    yield { name: input.toString("utf8", nameAt, dataAt), dims, type, data: Buffer.from(input.subarray(dataAt, dataAt + bytes)) };
    at = dataAt + bytes;
  }
}

function writeTensor({ name, dims, type, data }) {
  const head = Buffer.alloc(12 + 4 * dims.length);
  [dims.length, Buffer.byteLength(name), type, ...dims].forEach((value, index) => head.writeInt32LE(value, 4 * index));
  return Buffer.concat([head, Buffer.from(name), data]);
}

/** Points the positions from `first` on at the end-of-text token: its logit then outweighs all others. */
function endSentenceAt(position, embedding, header, first) {
  const width = header.textWidth;
  const endOfText = header.vocabularySize >= multilingualVocabularySize ? 50257 : 50256;
  for (let row = first; row < header.textPositions; row++) {
    for (let column = 0; column < width; column++) {
      const value = halfToFloat(embedding.data.readUInt16LE(2 * (endOfText * width + column)));
      position.data.writeFloatLE(1000 * value, 4 * (row * width + column)); // far above the other terms of the residual stream
    }
  }
}

function quantised({ name, dims, data }) {
  const count = dims[0] * dims[1];
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = halfToFloat(data.readUInt16LE(2 * index));
  const out = Buffer.alloc((count / blockLength) * q51BlockBytes);
  for (let block = 0; block * blockLength < count; block++) {
    packBlock(values.subarray(block * blockLength, (block + 1) * blockLength), out, block * q51BlockBytes);
  }
  return { name, dims, type: tensorTypes.q5_1, data: out };
}

/** 32 values as five-bit steps between their smallest and largest (ggml-quants.c, quantize_row_q5_1_ref). */
function packBlock(values, out, at) {
  const least = Math.min(...values);
  const step = (Math.max(...values) - least) / 31;
  out.writeUInt16LE(floatToHalf(step), at);
  out.writeUInt16LE(floatToHalf(least), at + 2);
  let highBits = 0;
  for (let index = 0; index < blockLength / 2; index++) {
    const low = toStep(values[index], least, step);
    const high = toStep(values[index + blockLength / 2], least, step);
    out[at + 8 + index] = (low & 15) | ((high & 15) << 4);
    highBits |= ((low >> 4) << index) | ((high >> 4) << (index + blockLength / 2));
  }
  out.writeUInt32LE(highBits >>> 0, at + 4);
}

function toStep(value, least, step) {
  return step === 0 ? 0 : Math.min(31, Math.max(0, Math.round((value - least) / step)));
}

function halfToFloat(half) {
  const exponent = (half >> 10) & 31;
  const size = exponent === 0 ? (half & 1023) * 2 ** -24 : (1 + (half & 1023) / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -size : size;
}

function floatToHalf(value) {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | (((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024));
}

const runAsProgram = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (runAsProgram) {
  const asked = Object.fromEntries(process.argv.slice(2).join(" ").split("--").slice(1).map((pair) => pair.trim().split(" ")));
  writeFileSync(asked.out, shapeWhisperWeights(readFileSync(asked.from), { type: asked.type ?? "f16", words: Number(asked.words ?? 16) }));
}
