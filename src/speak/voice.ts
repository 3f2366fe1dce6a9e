import { createMutex } from "../base/async.ts";
import { AssistantError } from "../base/errors.ts";
import type { TextToSpeech } from "./text-to-speech.ts";

/**
 * A `TextToSpeech` of one function: one text at a time, nothing for nothing, and an end that also ends what is being said.
 * @param say rejects with its signal's reason when that aborts
 */
export function createVoice(say: (text: string, signal: AbortSignal) => Promise<void>): TextToSpeech {
  const closing = new AbortController();
  const inTurn = createMutex();
  return {
    async speak(text, signal) {
      const either = AbortSignal.any([signal, closing.signal]);
      either.throwIfAborted();
      if (text.trim() === "") return;
      await inTurn(() => say(text, either), either);
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new AssistantError("SPEECH_OUTPUT_FAILED", "The voice was closed."));
      // Whoever comes last in the line knows that all before are done.
      await inTurn(() => Promise.resolve(), new AbortController().signal);
    },
  };
}
