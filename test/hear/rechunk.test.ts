import { describe, expect, it } from "vitest";
import { createRechunker, createSampleDecoder, joinSamples } from "../../src/hear/rechunk.ts";
import { createRingBuffer } from "../../src/hear/ring-buffer.ts";

const counting = (length: number) => Int16Array.from({ length }, (_, i) => i);

describe("cutting sound into pieces", () => {
  it.each([
    ["nothing", []], ["one sample at a time", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]], ["exact pieces", [4, 4]], ["all at once", [10]], ["odd sizes", [3, 5, 0, 2]],
  ])("gives whole pieces in order from %s", (_, lengths: number[]) => {
    const rechunk = createRechunker(4);
    const all = counting(lengths.reduce((a, b) => a + b, 0));
    let at = 0;
    const pieces = lengths.flatMap((length) => [...rechunk(all.subarray(at, at += length))]);
    expect(pieces.map((piece) => piece.length)).toEqual(Array.from({ length: Math.floor(all.length / 4) }, () => 4));
    expect(joinSamples(pieces)).toEqual(all.subarray(0, pieces.length * 4));
  });

  it("gives pieces that may be kept", () => {
    const rechunk = createRechunker(2);
    const input = counting(2);
    const [first] = rechunk(input);
    input.fill(9);
    rechunk(input);
    expect(first).toEqual(counting(2));
  });
});

describe("reading samples from bytes", () => {
  const samples = Int16Array.of(0, 1, -1, 32_767, -32_768, 256, -257);
  const bytes = new Uint8Array(samples.buffer);

  it.each([[1], [2], [3], [5], [14]])("gives the same samples in slices of %i bytes", (size) => {
    const decode = createSampleDecoder();
    const slices: Int16Array[] = [];
    for (let at = 0; at < bytes.length; at += size) slices.push(decode(bytes.subarray(at, at + size)));
    expect(joinSamples(slices)).toEqual(samples);
  });
});

describe("the ring buffer", () => {
  it.each<[number, number[], number[]]>([[3, [1, 2], [1, 2]], [3, [1, 2, 3], [1, 2, 3]], [3, [1, 2, 3, 4, 5], [3, 4, 5]], [0, [1, 2], []]])(
    "with room for %i keeps of %j the newest %j",
    (capacity, pushed, kept) => {
      const ring = createRingBuffer<number>(capacity);
      for (const item of pushed) ring.push(item);
      expect(ring.take()).toEqual(kept);
    },
  );

  it("forgets what it handed out", () => {
    const ring = createRingBuffer<number>(3);
    ring.push(1);
    ring.take();
    ring.push(2);
    expect(ring.take()).toEqual([2]);
  });

  it("forgets when cleared", () => {
    const ring = createRingBuffer<number>(3);
    ring.push(1);
    ring.clear();
    expect(ring.take()).toEqual([]);
  });
});
