import { AssistantError } from "../base/errors.ts";
import type { TextToSpeech } from "../speak/text-to-speech.ts";
import type { TurnParts } from "./turn.ts";

/** A voice that speaks when it can. A broken loudspeaker is told once through `onTrouble`, and the text goes out alone. */
export function createSay(voice: TextToSpeech | undefined, { isSilent, onTrouble }: { readonly isSilent: () => boolean; readonly onTrouble: (error: AssistantError) => void }): TurnParts["say"] {
  return async (text, signal) => {
    if (voice === undefined || text === "" || isSilent()) return false;
    try {
      await voice.speak(text, signal);
      return true;
    } catch (error) {
      if (!(error instanceof AssistantError)) throw error;
      onTrouble(error);
      return false;
    }
  };
}
