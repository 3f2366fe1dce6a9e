// When did the speech start, and when did it end? (pure)

/** What counts as speech and how long things may take. Probabilities are 0..1. */
export type EndpointerSettings = {
  /** A chunk this probable is a voice. 0.5: snakers4/silero-vad, VADIterator. */
  readonly threshold: number;
  /** A voice is over only below this, so that one at the threshold does not flicker. */
  readonly endThreshold: number;
  /** Voice without a break that starts speech: a click or a cough is shorter. 96 ms is three chunks of Silero. */
  readonly minSpeechMs: number;
  /** Sound kept from before the voice. It counts towards `maxMs`. GLaDOS keeps 800 ms; 300 ms holds a soft first syllable. */
  readonly preRollMs: number;
  /** Silence that ends speech. 700 ms: Home Assistant assist_pipeline/vad.py, VadSensitivity.DEFAULT. */
  readonly silenceMs: number;
  /** Longest utterance, with its pre-roll. 15 s: Home Assistant assist_pipeline/vad.py, timeout_seconds. */
  readonly maxMs: number;
  /** How long nobody may speak. 5 s is what a person waits before pressing again; our choice. */
  readonly noSpeechMs: number;
};

/** What `Partial<EndpointerSettings>` leaves out. */
export const endpointerDefaults = {
  threshold: 0.5,
  minSpeechMs: 96,
  preRollMs: 300,
  silenceMs: 700,
  maxMs: 15_000,
  noSpeechMs: 5000,
} as const;

/** `endThreshold` lies this far below `threshold`, and never below the floor: snakers4/silero-vad, neg_threshold. */
const hysteresis = 0.15;
const leastEndThreshold = 0.01;

/** Settings with all that was left out filled in. */
export function completeEndpointerSettings(settings: Partial<EndpointerSettings>): EndpointerSettings {
  const merged = { ...endpointerDefaults, ...settings };
  return { endThreshold: Math.max(merged.threshold - hysteresis, leastEndThreshold), ...merged };
}

export type EndpointerEvent = "speechStarted" | "speechEnded" | "tooLong" | "noSpeech";

/**
 * Takes each chunk's speech probability and length in turn and says what it brought about. At most two events come:
 * "speechStarted", then "speechEnded" or "tooLong"; or "noSpeech" alone. After its last event it stays silent.
 */
export type Endpointer = (speechProbability: number, chunkMs: number) => EndpointerEvent | undefined;

/** An end-pointer for one utterance. */
export function createEndpointer(settings: Partial<EndpointerSettings> = {}): Endpointer {
  const { threshold, endThreshold, minSpeechMs, preRollMs, silenceMs, maxMs, noSpeechMs } = completeEndpointerSettings(settings);
  let phase: "waiting" | "speech" | "over" = "waiting";
  let isVoice = false;
  let voiceMs = 0;
  let quietMs = 0;
  let waitedMs = 0;
  let utteranceMs = 0;

  const beforeSpeech = (): EndpointerEvent | undefined => {
    if (voiceMs >= minSpeechMs) {
      phase = "speech";
      utteranceMs = preRollMs + voiceMs;
      return "speechStarted";
    }
    // A voice that has just begun may still become speech.
    if (waitedMs < noSpeechMs || isVoice) return undefined;
    phase = "over";
    return "noSpeech";
  };

  const inSpeech = (): EndpointerEvent | undefined => {
    if (quietMs < silenceMs && utteranceMs < maxMs) return undefined;
    phase = "over";
    return quietMs >= silenceMs ? "speechEnded" : "tooLong";
  };

  return (speechProbability, chunkMs) => {
    if (phase === "over") return undefined;
    isVoice = speechProbability >= (isVoice ? endThreshold : threshold);
    voiceMs = isVoice ? voiceMs + chunkMs : 0;
    quietMs = isVoice ? 0 : quietMs + chunkMs;
    waitedMs += chunkMs;
    utteranceMs += chunkMs;
    return phase === "waiting" ? beforeSpeech() : inSpeech();
  };
}
