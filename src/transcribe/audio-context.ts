// How much of Whisper's 30 s window an utterance needs (pure)

/** Whisper's encoder makes 1500 positions of 30 s (whisper.cpp, n_audio_ctx): 50 a second. */
const positionsPerSecond = 50;
export const maxAudioContext = 1500;

/**
 * Silence after the words, in positions. Whisper was trained on padded windows and loses its end without some: the
 * `duration / 30 s * 1500 + 128` of ggml-org/whisper.cpp#1855 kept the error rate while being three times as quick.
 */
const marginPositions = 128;
/** The encoder's matrices like whole multiples of a vector register; 64 measured no worse than the exact number. */
const stepPositions = 64;

/**
 * `audio_ctx` for an utterance: the encoder's time grows with it, and 30 s of window for 2 s of speech is the largest
 * waste in Whisper.
 * @returns 128..1500, a multiple of 64 except for 1500 itself
 */
export function audioContextFor(durationMs: number): number {
  const needed = (Math.max(0, durationMs) / 1000) * positionsPerSecond + marginPositions;
  return Math.min(maxAudioContext, Math.ceil(needed / stepPositions) * stepPositions);
}

/** Fast speech is 5 words a second; a word and its punctuation are at most 2 tokens. Bounds a decoder that repeats itself. */
const tokensPerSecond = 10;
const leastTokens = 24;
/** Whisper's decoder holds 448 positions, half of them for the prompt (whisper.cpp, n_text_ctx). */
const maxTokens = 220;

/** The most tokens that an utterance can be worth. */
export function tokenLimitFor(durationMs: number): number {
  return Math.min(maxTokens, leastTokens + Math.ceil((Math.max(0, durationMs) / 1000) * tokensPerSecond));
}
