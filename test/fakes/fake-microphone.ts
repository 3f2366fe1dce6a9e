import { createChannel } from "../../src/base/async.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { type AudioFrame, type AudioSource, frameMs, frameSamples } from "../../src/hear/audio.ts";

/** A live source that a test speaks into. Frames come in order; it ends on abort, and goes on without a reader. */
export type FakeMicrophone = AudioSource & {
  /** Every sample of the frames that follow has this value. */
  readonly speak: (value: number, frameCount: number) => void;
  /** Time passes without a frame. */
  readonly skip: (durationMs: number) => void;
  readonly end: (error?: unknown) => void;
  readonly breakDown: (error: AssistantError) => void;
  readonly recover: () => void;
  /** How many readers it had, and whether the last one let go. */
  readonly readers: () => { readonly count: number; readonly open: number };
  readonly nowMs: () => number;
};

export function createFakeMicrophone(): FakeMicrophone {
  const channel = createChannel<AudioFrame>(1_000_000);
  let spoken = 0;
  let trouble: AssistantError | undefined;
  let count = 0;
  let open = 0;
  return {
    pace: "live",
    trouble: () => trouble,
    speak(value, frameCount) {
      for (let i = 0; i < frameCount; i++) {
        channel.push({ samples: new Int16Array(frameSamples).fill(value), startMs: spoken * frameMs });
        spoken++;
      }
    },
    skip(durationMs) { spoken += durationMs / frameMs; },
    end: (error) => channel.end(error),
    breakDown(error) { trouble = error; },
    recover() { trouble = undefined; },
    readers: () => ({ count, open }),
    nowMs: () => spoken * frameMs,
    async *frames(signal) {
      count++;
      open++;
      try {
        yield* channel.iterate(signal);
      } finally {
        open--;
      }
    },
  };
}
