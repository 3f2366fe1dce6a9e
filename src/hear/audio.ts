/** 16 kHz mono s16 is what Whisper, Silero and openWakeWord all take. */
export const sampleRateHz = 16_000;

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
  frames(signal: AbortSignal): AsyncIterable<AudioFrame>;
}

export function durationMsOf(samples: Int16Array): number {
  return (samples.length / sampleRateHz) * 1000;
}
