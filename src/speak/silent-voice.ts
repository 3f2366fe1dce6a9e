import type { TextToSpeech } from "./text-to-speech.ts";
import { createVoice } from "./voice.ts";

/** No sound at all: for a machine without a loudspeaker, where the text itself is the reply. */
export function createSilentVoice(): TextToSpeech {
  return createVoice(() => Promise.resolve());
}
