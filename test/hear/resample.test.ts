import { describe, expect, it } from "vitest";
import { resample } from "../../src/hear/resample.ts";

const toHz = 16_000;

describe("resampling", () => {
  it.each([8000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000, 44_101])("keeps a tone of 1 kHz from %i Hz", (fromHz) => {
    expect(errorDb(resample(tone(1000, fromHz), fromHz, toHz), tone(1000, toHz))).toBeLessThan(-60);
  });

  it.each([44_100, 48_000])("keeps a tone of 6 kHz from %i Hz", (fromHz) => {
    expect(errorDb(resample(tone(6000, fromHz), fromHz, toHz), tone(6000, toHz))).toBeLessThan(-60);
  });

  it.each([[9000, 44_100], [12_000, 48_000], [15_000, 44_100], [60_000, 192_000]])("does not fold a tone of %i Hz back from %i Hz", (hz, fromHz) => {
    expect(errorDb(resample(tone(hz, fromHz), fromHz, toHz), new Float32Array(toHz / 2))).toBeLessThan(-80);
  });

  it.each([8000, 44_100, 48_000])("keeps a constant from %i Hz", (fromHz) => {
    const middle = resample(new Float32Array(fromHz).fill(0.5), fromHz, toHz).slice(2000, 14_000);
    expect(Math.max(...middle.map((value) => Math.abs(value - 0.5)))).toBeLessThan(1e-6);
  });

  it.each([[16_000, 5, 5], [48_000, 48_000, 16_000], [44_100, 441, 160], [8000, 1, 2], [48_000, 1, 0], [44_100, 0, 0]])(
    "from %i Hz makes of %i samples %i",
    (fromHz, length, expected) => {
      expect(resample(new Float32Array(length), fromHz, toHz)).toHaveLength(expected);
    },
  );
});

/** Half a second. */
function tone(hz: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: rateHz / 2 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rateHz));
}

/** The loudest difference, away from both ends, below full scale. */
function errorDb(actual: Float32Array, expected: Float32Array): number {
  const edge = 500;
  let worst = 0;
  for (let i = edge; i < Math.min(actual.length, expected.length) - edge; i++) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  return 20 * Math.log10(worst + 1e-12);
}
