import { describe, expect, it } from "vitest";
import type { Scorer } from "../../src/hear/scorer.ts";

/** What every scorer owes the listener. */
export function scorerContract(name: string, create: () => Promise<Scorer>): void {
  describe(`${name} as a scorer`, () => {
    it("takes a whole number of samples", async () => {
      await using scorer = await create();
      expect(Number.isInteger(scorer.samplesPerScore)).toBe(true);
      expect(scorer.samplesPerScore).toBeGreaterThan(0);
    });

    it.each<[string, (i: number) => number]>([
      ["silence", () => 0],
      ["the loudest tone", (i) => (i % 32 < 16 ? 32_767 : -32_768)],
      ["a faint click", (i) => (i === 7 ? 1 : 0)],
    ])("gives a probability for %s", async (_, sample) => {
      await using scorer = await create();
      const score = await scorer.score(Int16Array.from({ length: scorer.samplesPerScore }, (__, i) => sample(i)));
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    });

    it("leaves the samples as they are", async () => {
      await using scorer = await create();
      const samples = ramp(scorer.samplesPerScore);
      await scorer.score(samples);
      expect(samples).toEqual(ramp(scorer.samplesPerScore));
    });

    it("forgets what came before when reset", async () => {
      await using scorer = await create();
      const samples = ramp(scorer.samplesPerScore);
      const first = [await scorer.score(samples), await scorer.score(samples)];
      scorer.reset();
      expect([await scorer.score(samples), await scorer.score(samples)]).toEqual(first);
    });

    it("may be disposed twice", async () => {
      const scorer = await create();
      await scorer[Symbol.asyncDispose]();
      await expect(scorer[Symbol.asyncDispose]()).resolves.toBeUndefined();
    });
  });
}

function ramp(length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) => (i * 97) % 4001 - 2000);
}
