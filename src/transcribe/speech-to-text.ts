import type { Utterance } from "../hear/audio.ts";

/** Words that were heard. `confidence` is 0..1, undefined when the engine gives none. */
export type Transcript = { readonly text: string; readonly language: string; readonly confidence: number | undefined };

export type TranscribeOptions = {
  /** Names and words of this home, most important first; biases the decoder. */
  readonly vocabulary?: readonly string[];
  readonly signal: AbortSignal;
};

/**
 * Speech to text. The model is loaded once and kept warm.
 * Aborting rejects with the signal's reason within 50 ms even when native work runs on; the next call waits for it.
 * An utterance without words gives `text: ""`.
 */
export interface SpeechToText extends AsyncDisposable {
  /** @throws ENGINE_FAILED, ENGINE_CRASHED, ENGINE_TIMEOUT, MODEL_MISSING, MODEL_INVALID */
  transcribe(utterance: Utterance, options: TranscribeOptions): Promise<Transcript>;
}

/** An engine that can be made ready before the first words come. `transcribe` alone loads too, at the first call. */
export interface LoadableSpeechToText extends SpeechToText {
  /** Loads the model, once. @throws ENGINE_MISSING, ENGINE_TIMEOUT, MODEL_MISSING, MODEL_INVALID */
  load(signal: AbortSignal): Promise<void>;
}
