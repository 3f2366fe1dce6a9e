import { describe, expect, it } from "vitest";
import { createSampleJoiner, streamedWavSampleRateHz } from "../../src/speak/streamed-wav.ts";

function header(change: (view: DataView) => void = () => undefined): Uint8Array {
  const bytes = new Uint8Array(44);
  bytes.set(new TextEncoder().encode("RIFF\0\0\0\0WAVEfmt "));
  bytes.set(new TextEncoder().encode("data"), 36);
  const view = new DataView(bytes.buffer);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 22_050, true);
  view.setUint16(34, 16, true);
  change(view);
  return bytes;
}

describe("the header of a WAV still being made", () => {
  it("tells the rate", () => {
    expect(streamedWavSampleRateHz(header())).toBe(22_050);
  });
  it.each([
    ["stereo", header((view) => view.setUint16(22, 2, true))], ["8 bits", header((view) => view.setUint16(34, 8, true))], ["compressed", header((view) => view.setUint16(20, 85, true))],
    ["no WAV", new Uint8Array(44)], ["cut off", header().subarray(0, 43)], ["nothing", new Uint8Array(0)],
  ])("is refused when it is %s", (_, bytes) => {
    expect(streamedWavSampleRateHz(bytes)).toBeUndefined();
  });
});

describe("samples out of bytes", () => {
  it("are whole, however the bytes come", () => {
    const expected = [1, -1, 256, -32768];
    const bytes = new Uint8Array(new Int16Array(expected).buffer);
    for (let size = 1; size <= bytes.length; size++) {
      const join = createSampleJoiner();
      const samples: number[] = [];
      for (let at = 0; at < bytes.length; at += size) samples.push(...join(bytes.subarray(at, at + size)));
      expect(samples).toEqual(expected);
    }
  });
});
