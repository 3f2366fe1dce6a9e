import type { AssistantError } from "../base/errors.ts";

/** 16 kHz mono s16 is what Whisper, Silero and openWakeWord all take. */
export const sampleRateHz = 16_000;

/** Samples per frame: 20 ms, the recorder's period. The last frame of a file may be shorter. */
export const frameSamples = 320;
export const frameMs = 20;

/** A piece of sound: mono s16 at 16 kHz. `startMs` is on the monotonic clock (or counts from 0 for a file). */
export type AudioFrame = { readonly samples: Int16Array; readonly startMs: number };

/** What somebody said, from pre-roll to trailing silence. */
export type Utterance = {
  readonly samples: Int16Array;                              // mono s16, 16 kHz
  readonly startMs: number;
  readonly durationMs: number;
  readonly endedBy: "silence" | "maxDuration" | "endOfAudio";
};

/** A microphone, a file, a satellite. Ends on abort; throws `AssistantError` when the sound is gone for good. */
export interface AudioSource {
  /** "live" sound goes by whether anybody reads or not; "onDemand" sound, from a file, waits for its reader. */
  readonly pace: "live" | "onDemand";
  frames(signal: AbortSignal): AsyncIterable<AudioFrame>;
  /** Why no sound comes at present; undefined, or absent, while all is well. */
  trouble?(): AssistantError | undefined;
}

export function durationMsOf(samples: Int16Array): number {
  return (samples.length / sampleRateHz) * 1000;
}
