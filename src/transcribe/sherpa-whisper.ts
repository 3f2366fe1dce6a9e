// Whisper on ONNX Runtime through sherpa-onnx-node: prebuilt for x64 and arm64, for machines without a compiler.
import { open, type FileHandle } from "node:fs/promises";
import { AssistantError, messageOf } from "../base/errors.ts";
import { sampleRateHz } from "../hear/audio.ts";
import { toFloatSamples } from "./speech-samples.ts";
import type { LoadableSpeechToText } from "./speech-to-text.ts";
import { createWarmEngine } from "./warm-engine.ts";

export type SherpaWhisperSettings = {
  /** `…-encoder.onnx`, `…-decoder.onnx` and `…-tokens.txt` as sherpa-onnx exports them. */
  readonly encoderFile: string;
  readonly decoderFile: string;
  readonly tokensFile: string;
  readonly language: string;
  readonly threadCount: number;
  /** Gives the package; the installed one unless a test has its own. */
  readonly loadPackage?: () => Promise<SherpaPackage>;
};

/** What is used of sherpa-onnx-node 1.13 (its non-streaming-asr.js). */
export type SherpaPackage = { readonly OfflineRecognizer: { createAsync(config: unknown): Promise<SherpaRecognizer> } };
type SherpaRecognizer = {
  createStream(): { acceptWaveform(sound: { readonly samples: Float32Array; readonly sampleRate: number }): void };
  decodeAsync(stream: unknown): Promise<{ readonly text?: string; readonly lang?: string }>;
};

/**
 * Takes no vocabulary and tells no confidence. sherpa-onnx frees the model with the last reference to it.
 * @throws (when used) ENGINE_MISSING, ENGINE_FAILED, MODEL_MISSING, MODEL_INVALID
 */
export function createSherpaWhisper(settings: SherpaWhisperSettings): LoadableSpeechToText {
  let recognizer: SherpaRecognizer | undefined;

  async function load(): Promise<SherpaRecognizer> {
    if (recognizer !== undefined) return recognizer;
    // sherpa-onnx ends the process over a model that it does not know, and makes a dead handle of a missing one.
    await checkWhisperOnnx(settings.encoderFile);
    await checkPresent(settings.decoderFile);
    await checkPresent(settings.tokensFile);
    const { OfflineRecognizer } = await (settings.loadPackage ?? importSherpa)();
    recognizer = await OfflineRecognizer.createAsync(configOf(settings));
    return recognizer;
  }

  return createWarmEngine({
    load: async () => { await load(); },
    async recognize(utterance) {
      const ready = await load();
      const stream = ready.createStream();
      stream.acceptWaveform({ samples: toFloatSamples(utterance.samples), sampleRate: sampleRateHz });
      const heard = await ready.decodeAsync(stream);
      return { text: heard.text ?? "", language: settings.language, confidence: undefined };
    },
    async close() { recognizer = undefined; },
  }, { name: "sherpa-onnx", language: settings.language, promptTokenLimit: 0 });
}

function configOf(settings: SherpaWhisperSettings) {
  const whisper = { encoder: settings.encoderFile, decoder: settings.decoderFile, language: settings.language, task: "transcribe", tailPaddings: -1 };
  return {
    featConfig: { sampleRate: sampleRateHz, featureDim: 80 },
    modelConfig: { whisper, tokens: settings.tokensFile, numThreads: settings.threadCount, provider: "cpu", debug: 0 },
  };
}

async function importSherpa(): Promise<SherpaPackage> {
  // The name is a value so that the compiler does not ask for the types of a package that few install.
  const name: string = "sherpa-onnx-node";
  try {
    const loaded = await import(name) as { readonly default: SherpaPackage };
    return loaded.default;
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", `sherpa-onnx-node cannot be loaded (${messageOf(error)}). Run: npm install --no-save sherpa-onnx-node@1.13.8`, { cause: error });
  }
}

/** ONNX keeps `metadata_props` after the graph, so at the end of the file (onnx.proto, ModelProto field 14). */
const metadataBytes = 256 * 1024;

/** Refuses what is not a Whisper encoder: its metadata must name the model type. @throws MODEL_MISSING, MODEL_INVALID */
async function checkWhisperOnnx(path: string): Promise<void> {
  const tail = await readTail(path, metadataBytes);
  if (tail.includes("model_type") && tail.includes("whisper-")) return;
  throw new AssistantError("MODEL_INVALID", `${path}: not a Whisper encoder exported for sherpa-onnx`);
}

async function checkPresent(path: string): Promise<void> {
  const tail = await readTail(path, 1);
  if (tail.length === 0) throw new AssistantError("MODEL_INVALID", `${path}: the file is empty`);
}

async function readTail(path: string, bytes: number): Promise<Buffer> {
  await using file = await openModel(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(bytes, size);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new AssistantError("MODEL_INVALID", `${path}: ${messageOf(error)}`, { cause: error });
  }
}

async function openModel(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw new AssistantError("MODEL_MISSING", `${path}: ${messageOf(error)}. sherpa-onnx needs an encoder, a decoder and a tokens file, made by its own export script`, { cause: error });
  }
}
