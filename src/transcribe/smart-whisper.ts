// Whisper inside this process: whisper.cpp as smart-whisper binds it, compiled for this processor by `npm start`.
// Run it in the inference child: a fault in native code ends the process that it runs in.
import { createRequire } from "node:module";
import { AssistantError, messageOf } from "../base/errors.ts";
import type { Utterance } from "../hear/audio.ts";
import { audioContextFor, tokenLimitFor } from "./audio-context.ts";
import { toFloatSamples } from "./speech-samples.ts";
import type { LoadableSpeechToText } from "./speech-to-text.ts";
import { createWarmEngine, type Recognized } from "./warm-engine.ts";
import { checkWhisperModelFile } from "./whisper-model-file.ts";

export type SmartWhisperSettings = {
  /** A ggml Whisper model. */
  readonly modelFile: string;
  /** "en", another language code, or "auto". */
  readonly language: string;
  /** Physical cores minus one, at least 1: ggml's threads spin, and the microphone needs a core. */
  readonly threadCount: number;
  /** Bound of the vocabulary prompt, 0..224. */
  readonly promptTokenLimit: number;
  /** Gives the compiled addon; the installed one unless a test has its own. */
  readonly loadAddon?: () => WhisperAddon;
};

/** What is used of smart-whisper's compiled addon (its src/binding/*.cc). */
export type WhisperAddon = {
  readonly WhisperModel: { load(file: string, gpu: boolean): Promise<WhisperModel> };
  /** `onFinish` gets an Error when whisper.cpp failed. */
  transcribe(handle: unknown, samples: Float32Array, options: Readonly<Record<string, unknown>>, onFinish: (segments: readonly Segment[] | Error) => void, onProgress: () => void): void;
};
type WhisperModel = { readonly handle: unknown; free(): Promise<void> };
type Segment = { readonly text: string; readonly lang: string; readonly tokens: readonly { readonly text: string; readonly p: number }[] };

/** @throws (when used) ENGINE_MISSING, ENGINE_FAILED, MODEL_MISSING, MODEL_INVALID */
export function createSmartWhisper(settings: SmartWhisperSettings): LoadableSpeechToText {
  let loaded: { readonly addon: WhisperAddon; readonly model: WhisperModel } | undefined;

  async function load() {
    if (loaded !== undefined) return loaded;
    await checkWhisperModelFile(settings.modelFile);
    const addon = (settings.loadAddon ?? loadCompiledAddon)();
    // No GPU: the build has none, and asking makes whisper.cpp look for one.
    loaded = { addon, model: await addon.WhisperModel.load(settings.modelFile, false) };
    return loaded;
  }

  async function recognize(utterance: Utterance, prompt: string): Promise<Recognized> {
    const { addon, model } = await load();
    const options = { ...decoding(utterance, settings), ...(prompt === "" ? {} : { initial_prompt: prompt }) };
    return toTranscript(await run(addon, model, toFloatSamples(utterance.samples), options));
  }

  return createWarmEngine({
    load: async () => { await load(); },
    recognize,
    async close() {
      await loaded?.model.free();
      loaded = undefined;
    },
  }, { name: "smart-whisper", language: settings.language, promptTokenLimit: settings.promptTokenLimit });
}

/** whisper_full_params (whisper.h): greedy, no second try at a higher temperature, nothing that a command does not need. */
function decoding(utterance: Utterance, settings: SmartWhisperSettings) {
  return {
    strategy: 0,                                 // WHISPER_SAMPLING_GREEDY
    best_of: 1,
    temperature: 0,
    temperature_inc: 0,
    language: settings.language,
    n_threads: settings.threadCount,
    audio_ctx: audioContextFor(utterance.durationMs),
    max_tokens: tokenLimitFor(utterance.durationMs),
    no_context: true,
    no_timestamps: true,
    single_segment: true,
    suppress_blank: true,
    format: "detail",
  };
}

function run(addon: WhisperAddon, model: WhisperModel, samples: Float32Array, options: Readonly<Record<string, unknown>>): Promise<readonly Segment[]> {
  return new Promise((resolve, reject) => {
    const onFinish = (segments: readonly Segment[] | Error) => (segments instanceof Error ? reject(segments) : resolve(segments));
    addon.transcribe(model.handle, samples, options, onFinish, () => undefined);
  });
}

function toTranscript(segments: readonly Segment[]): Recognized {
  const words = segments.flatMap((segment) => segment.tokens).filter((token) => !isSpecial(token.text));
  return { text: segments.map((segment) => segment.text).join(" "), language: segments[0]?.lang ?? "en", confidence: meanProbability(words.map((token) => token.p)) };
}

/** whisper.cpp writes its special tokens as `[_EOT_]`, `[_BEG_]`, `[_TT_50]`. */
function isSpecial(tokenText: string): boolean {
  return tokenText.startsWith("[_");
}

/** The geometric mean, as Whisper's own `avg_logprob` is: one doubtful word shows. */
function meanProbability(probabilities: readonly number[]): number | undefined {
  if (probabilities.length === 0) return undefined;
  const logSum = probabilities.reduce((sum, probability) => sum + Math.log(Math.max(probability, Number.MIN_VALUE)), 0);
  return Math.exp(logSum / probabilities.length);
}

/**
 * The addon itself, without the package's JavaScript: that one makes a folder in the home directory as it is loaded
 * (a service has none to write to) and drops the model after five idle minutes. A `.node` file cannot be `import`ed.
 */
function loadCompiledAddon(): WhisperAddon {
  try {
    return createRequire(import.meta.url)("smart-whisper/build/Release/smart-whisper.node") as WhisperAddon;
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", `smart-whisper is not compiled for this machine (${firstLine(messageOf(error))}). Run 'npm run build' where make, python3 and a C++ compiler are installed`, { cause: error });
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
