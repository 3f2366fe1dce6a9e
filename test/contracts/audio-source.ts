import { describe, expect, it } from "vitest";
import { type AudioFrame, type AudioSource, frameSamples } from "../../src/hear/audio.ts";

/** A source with sound for at least 20 frames. */
export type SourceUnderTest = { readonly source: AudioSource; readonly close?: () => Promise<void> };

/** What every source of sound owes the listener. */
export function audioSourceContract(name: string, create: () => Promise<SourceUnderTest>): void {
  const withSource = async (use: (source: AudioSource) => Promise<void>) => {
    const { source, close } = await create();
    try {
      await use(source);
    } finally {
      await close?.();
    }
  };

  describe(`${name} as a source of sound`, () => {
    it("gives frames of 20 ms", () => withSource(async (source) => {
      const frames = await firstFrames(source, 10);
      expect(frames.map(({ samples }) => samples.length)).toEqual(Array.from({ length: 10 }, () => frameSamples));
    }));

    it("gives frames in order", () => withSource(async (source) => {
      const times = (await firstFrames(source, 10)).map(({ startMs }) => startMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }));

    it("gives each frame memory of its own", () => withSource(async (source) => {
      const frames = await firstFrames(source, 10);
      expect(new Set(frames.map(({ samples }) => samples)).size).toBe(10);
      frames[0]!.samples.fill(1234);
      expect(frames[1]!.samples.every((sample) => sample === 1234)).toBe(false);
    }));

    it("ends when aborted, without an error", () => withSource(async (source) => {
      const abort = new AbortController();
      let count = 0;
      for await (const _ of source.frames(abort.signal)) {
        if (++count === 5) abort.abort();
      }
      expect(count).toBe(5);
    }));

    it("gives nothing when aborted before it began", () => withSource(async (source) => {
      expect(await firstFrames(source, 1, AbortSignal.abort())).toEqual([]);
    }));

    it("lets go when its reader leaves", () => withSource(async (source) => {
      const frames = source.frames(new AbortController().signal)[Symbol.asyncIterator]();
      await frames.next();
      await frames.return?.();
      expect(await frames.next()).toMatchObject({ done: true });
    }));

    it("says how it goes on when nobody reads", () => withSource(async (source) => {
      expect(["live", "onDemand"]).toContain(source.pace);
    }));
  });
}

/** The first frames of a source, which is then aborted. */
export async function firstFrames(source: AudioSource, count: number, outer?: AbortSignal): Promise<AudioFrame[]> {
  const abort = new AbortController();
  const frames: AudioFrame[] = [];
  for await (const frame of source.frames(outer ?? abort.signal)) {
    frames.push(frame);
    if (frames.length === count) abort.abort();
  }
  return frames;
}
