import { AssistantError } from "../base/errors.ts";
import { createLoudspeaker } from "../speak/loudspeaker.ts";
import type { TextToSpeech } from "../speak/text-to-speech.ts";
import type { Config } from "./config.ts";
import type { Shell } from "./shell.ts";

/** A voice, or the sentence that says why there is none. */
export type FoundVoice = { readonly voice: TextToSpeech | undefined; readonly missing: string | undefined };

/**
 * The configured voice, when this machine can sound it. Without a loudspeaker replies are text alone.
 * @param espeakVoice the voice that espeak-ng is told to use
 * @param gain how loud, 0..1 of the amplitude, asked while it speaks
 */
export async function createVoiceFor(speak: Config["speak"], { shell, espeakVoice, gain }: { readonly shell: Shell; readonly espeakVoice: string; readonly gain: () => number }, signal: AbortSignal): Promise<FoundVoice> {
  const environment = shell.surroundings.env;
  try {
    switch (speak.engine) {
      case "none": return { voice: undefined, missing: undefined };
      case "espeak-ng": {
        const loudspeaker = createLoudspeaker({ device: speak.device, environment, gain });
        const silent = await loudspeaker.probe(signal);
        if (silent !== undefined) return { voice: undefined, missing: silent.message };
        const { createEspeakNg } = await import("../speak/espeak-ng.ts");
        return { voice: createEspeakNg({ voice: espeakVoice, wordsPerMinute: speak.wordsPerMinute, loudspeaker, environment }), missing: undefined };
      }
      case "say": {
        const { createSayVoice } = await import("../speak/say-voice.ts");
        const { platform } = shell.surroundings;
        return { voice: await createSayVoice({ platform, voice: speak.voice, wordsPerMinute: speak.wordsPerMinute, killGroup: shell.killGroup, environment, gain }), missing: undefined };
      }
    }
  } catch (error) {
    if (error instanceof AssistantError) return { voice: undefined, missing: error.message };
    throw error;
  }
}
