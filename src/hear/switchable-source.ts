import type { AudioSource } from "./audio.ts";

/** A switch that somebody else turns. */
export interface SourceSwitch {
  /** Aborted while it is off; another signal each time it is on again. */
  off(): AbortSignal;
  /** Resolves while, or as soon as, it is on. Rejects with the signal's reason on abort. */
  on(signal: AbortSignal): Promise<void>;
}

/** A source that is really off while the switch is: its recorder ends, and another is started when it is on again. */
export function createSwitchableSource(source: AudioSource, { off, on }: SourceSwitch): AudioSource {
  return {
    pace: source.pace,
    trouble: () => off().aborted ? undefined : source.trouble?.(),
    async *frames(signal) {
      while (!signal.aborted) {
        const switchedOff = off();
        if (switchedOff.aborted) await on(signal).catch(() => undefined);
        else {
          for await (const frame of source.frames(AbortSignal.any([signal, switchedOff]))) {
            // What was recorded before the switch and comes after it is not heard either.
            if (switchedOff.aborted || signal.aborted) break;
            yield frame;
          }
          if (!switchedOff.aborted) return;
        }
      }
    },
  };
}
