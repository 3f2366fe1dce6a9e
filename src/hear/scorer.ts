/** Turns a chunk of sound into a probability. Wake word and voice activity alike; thresholds live elsewhere. */
export interface Scorer extends AsyncDisposable {
  /** Samples per call to `score`, at 16 kHz: 512 for Silero (32 ms, snakers4/silero-vad), 1280 for openWakeWord (80 ms). */
  readonly samplesPerScore: number;
  /** @returns 0..1 */
  score(samples: Int16Array): Promise<number>;
  /** Forgets what came before, as at the start of a turn. */
  reset(): void;
}
