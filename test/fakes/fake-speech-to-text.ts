// A SpeechToText that hears what it is told to, and writes down what it was asked. Passes the same contract as the engines.
import { setImmediate } from "node:timers/promises";
import type { Utterance } from "../../src/hear/audio.ts";
import type { LoadableSpeechToText } from "../../src/transcribe/speech-to-text.ts";
import { createWarmEngine, type RecognizerEngine } from "../../src/transcribe/warm-engine.ts";

export type FakeSpeechToText = LoadableSpeechToText & {
  readonly asked: readonly { readonly utterance: Utterance; readonly prompt: string }[];
  readonly loads: () => number;
};

export type FakeSpeechToTextSettings = {
  /** What is heard; `text` is given with confidence 0.9 unless it is a whole answer. May throw, may wait. */
  readonly hears: (utterance: Utterance, prompt: string, signal: AbortSignal) => string | Promise<string>;
  readonly load?: RecognizerEngine["load"];
  readonly promptTokenLimit?: number;
};

export function createFakeSpeechToText(settings: FakeSpeechToTextSettings): FakeSpeechToText {
  const asked: { utterance: Utterance; prompt: string }[] = [];
  let loads = 0;
  const engine = createWarmEngine({
    async load(signal) {
      await settings.load?.(signal);
      loads++;
    },
    async recognize(utterance, prompt, signal) {
      asked.push({ utterance, prompt });
      await setImmediate();                      // real engines never answer in the same turn of the event loop
      return { text: await settings.hears(utterance, prompt, signal), language: "en", confidence: 0.9 };
    },
    close: async () => undefined,
  }, { name: "fake", language: "en", promptTokenLimit: settings.promptTokenLimit ?? 96 });
  return { ...engine, asked, loads: () => loads };
}
