import { sleep } from "../../src/base/time.ts";
import type { TextToSpeech } from "../../src/speak/text-to-speech.ts";
import { createVoice } from "../../src/speak/voice.ts";

/** A voice without sound that takes its time, and remembers what it began and what it finished saying. */
export function createFakeVoice(msPerText = 0): TextToSpeech & { readonly begun: readonly string[]; readonly said: readonly string[] } {
  const begun: string[] = [];
  const said: string[] = [];
  const voice = createVoice(async (text, signal) => {
    begun.push(text);
    await sleep(msPerText, signal);
    said.push(text);
  });
  return { ...voice, begun, said };
}
