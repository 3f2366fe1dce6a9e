import type { Scorer } from "../../src/hear/scorer.ts";

/** A scorer that takes the loudest sample for the probability: 10,000 is certain, 0 is silence. It counts what it was asked. */
export type ScriptedScorer = Scorer & { readonly scored: () => number; readonly resets: () => number };

export type ScriptedScorerOptions = {
  readonly samplesPerScore?: number;
  /** An error makes the score fail, as a crashed engine would. */
  readonly fail?: () => Error | undefined;
  /** The score comes only after this, as from a busy engine. */
  readonly wait?: () => Promise<void>;
};

export function createScriptedScorer(options: ScriptedScorerOptions = {}): ScriptedScorer {
  let scored = 0;
  let resets = 0;
  return {
    samplesPerScore: options.samplesPerScore ?? 512,
    async score(samples) {
      const error = options.fail?.();
      if (error !== undefined) throw error;
      await options.wait?.();
      scored++;
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      return Math.min(1, loudest / 10_000);
    },
    reset() { resets++; },
    scored: () => scored,
    resets: () => resets,
    async [Symbol.asyncDispose]() { /* holds nothing */ },
  };
}
