import { createMutex } from "../base/async.ts";
import { isAbort } from "../base/errors.ts";
import type { NowMs } from "../base/time.ts";

/** Things to say that did not come from a turn, one after another. */
export interface SpokenQueue {
  /** Takes a text to be said soon, or tells why not. */
  say(text: string): "taken" | "tooMany" | "tooOften";
}

export type SpokenQueueParts = {
  /** Says it, when Sotto is not in the middle of a turn. */
  readonly speak: (text: string, signal: AbortSignal) => Promise<unknown>;
  readonly nowMs: NowMs;
  /** Told the text when it is taken, and "" when nothing waits any more. */
  readonly onWaiting: (text: string) => void;
};

/** Texts that wait or are being said, at most: with 255 characters each, some minutes of speech in all. Our choice. */
const mostWaiting = 4;
/** Texts in one go, and the pause after which one more is allowed: an automation that runs wild is not listened to. Our choice. */
const burst = 5;
const perTextMs = 6000;

export function createSpokenQueue({ speak, nowMs, onWaiting }: SpokenQueueParts, signal: AbortSignal): SpokenQueue {
  const inTurn = createMutex();
  let waiting = 0;
  let allowed: number = burst;
  let lastMs = nowMs();
  const sayInTurn = async (text: string) => {
    try {
      await inTurn(() => speak(text, signal), signal);
    } catch (error) {
      if (!isAbort(error, signal)) throw error;
    } finally {
      waiting--;
      if (waiting === 0 && !signal.aborted) onWaiting("");
    }
  };
  return {
    say(text) {
      if (waiting >= mostWaiting) return "tooMany";
      allowed = Math.min(burst, allowed + (nowMs() - lastMs) / perTextMs);
      lastMs = nowMs();
      if (allowed < 1) return "tooOften";
      allowed--;
      waiting++;
      onWaiting(text);
      void sayInTurn(text);
      return "taken";
    },
  };
}
