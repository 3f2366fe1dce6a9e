// What every engine has in common: loaded once, one utterance at a time, heard again without the vocabulary when that
// suppressed everything. An engine adds only how its own model is loaded, asked and let go.
import { createMutex } from "../base/async.ts";
import { AssistantError, messageOf } from "../base/errors.ts";
import type { Utterance } from "../hear/audio.ts";
import { cleanTranscript } from "./clean-transcript.ts";
import { isSilent } from "./speech-samples.ts";
import type { LoadableSpeechToText, Transcript, TranscribeOptions } from "./speech-to-text.ts";
import { vocabularyPrompt } from "./vocabulary-prompt.ts";

/** One engine's own part. Calls never overlap. Both waits may outlive an abort of `signal`, but should not for long. */
export interface RecognizerEngine {
  /** Called before each recognition: makes the model ready unless it is. @throws ENGINE_*, MODEL_* */
  load(signal: AbortSignal): Promise<void>;
  /** @param prompt text to bias the decoder with; "" for none */
  recognize(utterance: Utterance, prompt: string, signal: AbortSignal): Promise<Recognized>;
  close(): Promise<void>;
}

/** As the engine wrote it, noise tags included. */
export type Recognized = Transcript;

export type WarmEngineSettings = {
  /** Names the engine in messages. */
  readonly name: string;
  /** "en", or "auto" for models of many languages; what an utterance without sound is reported in. */
  readonly language: string;
  /** The vocabulary's bound in tokens, 0..224; 0 for engines that take no prompt. */
  readonly promptTokenLimit: number;
};

/** The `SpeechToText` around one engine. */
export function createWarmEngine(engine: RecognizerEngine, settings: WarmEngineSettings): LoadableSpeechToText {
  const oneAtATime = createMutex();
  const closed = new AbortController();
  let closing: Promise<void> | undefined;

  async function hear(utterance: Utterance, options: TranscribeOptions): Promise<Transcript> {
    const prompt = vocabularyPrompt(options.vocabulary ?? [], settings.promptTokenLimit);
    await engine.load(options.signal);
    const biased = await recognize(utterance, prompt, options.signal);
    if (biased.text !== "" || prompt === "") return biased;
    // A prompt can talk Whisper out of every word. Somebody did speak, so it is asked again without.
    options.signal.throwIfAborted();
    return recognize(utterance, "", options.signal);
  }

  async function recognize(utterance: Utterance, prompt: string, signal: AbortSignal): Promise<Transcript> {
    const heard = await engine.recognize(utterance, prompt, signal);
    const text = cleanTranscript(heard.text);
    return { text, language: heard.language, confidence: text === "" ? undefined : heard.confidence };
  }

  async function inTurn<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (closed.signal.aborted) throw new AssistantError("ENGINE_FAILED", `${settings.name}: asked after it was closed`);
    try {
      return await oneAtATime(task, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof AssistantError) throw error;
      throw new AssistantError("ENGINE_FAILED", `${settings.name}: ${messageOf(error)}`, { cause: error });
    }
  }

  return {
    load: (signal) => inTurn(() => engine.load(signal), signal),
    async transcribe(utterance, options) {
      options.signal.throwIfAborted();
      if (isSilent(utterance.samples)) return { text: "", language: settings.language, confidence: undefined };
      return inTurn(() => hear(utterance, options), options.signal);
    },
    [Symbol.asyncDispose]() {
      closing ??= inTurn(() => engine.close(), new AbortController().signal);
      closed.abort();
      return closing;
    },
  };
}
