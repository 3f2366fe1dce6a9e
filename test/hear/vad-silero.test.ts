import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRechunker } from "../../src/hear/rechunk.ts";
import type { Scorer } from "../../src/hear/scorer.ts";
import { createSileroVad, sileroModelPath } from "../../src/hear/vad-silero.ts";
import { readWavFile } from "../../src/hear/wav-file.ts";
import { scorerContract } from "../contracts/scorer.ts";

const modelPath = sileroModelPath();
const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);
const reference = <T>(name: string) => JSON.parse(readFileSync(fixture(name), "utf8")) as T;
const shared = process.env["SOTTO_SHARED"] ?? new URL("../../../shared", import.meta.url).pathname;

scorerContract("Silero VAD", () => createSileroVad(modelPath));

describe("Silero VAD", () => {
  it("gives the probabilities that onnxruntime gives for speech", async () => {
    const samples = await readWavFile(fixture("silero-speech.wav").pathname);
    expectClose(await scores(await createSileroVad(modelPath), samples), reference("silero-speech.json"));
  });

  it("gives the probabilities that onnxruntime gives for noise that grows", async () => {
    expectClose(await scores(await createSileroVad(modelPath), madeSamples(3 * 16_000)), reference("silero-made.json"));
  });

  it("gives the same probabilities again after a reset", async () => {
    const vad = await createSileroVad(modelPath);
    const samples = await readWavFile(fixture("silero-speech.wav").pathname);
    const first = await scores(vad, samples);
    vad.reset();
    expect(await scores(vad, samples)).toEqual(first);
  });

  it("gives the probabilities that onnxruntime gives for people's recordings", async ({ skip }) => {
    const folders = ["human", "human-other"].map((name) => join(shared, "audio", "commands", name));
    if (!folders.every(existsSync)) {
      console.warn("SKIPPED: Silero VAD on people's recordings, because ../shared is absent");
      skip();
    }
    for (const [name, expected] of Object.entries(reference<Record<string, number[]>>("silero-shared.json"))) {
      const path = folders.map((folder) => join(folder, name)).find(existsSync)!;
      const samples = await readWavFile(path);
      expectClose(await scores(await createSileroVad(modelPath), samples), expected, basename(path));
    }
  });

  it("refuses a piece of another size", async () => {
    await expect((await createSileroVad(modelPath)).score(new Int16Array(480))).rejects.toThrow(RangeError);
  });

  it("says what to do when the model is missing", async () => {
    await expect(createSileroVad("/nowhere/silero.onnx")).rejects.toMatchObject({ code: "MODEL_MISSING", message: expect.stringContaining("npm ci") });
  });

  const model = readFileSync(modelPath);
  it.each<[string, Uint8Array]>([
    ["an empty file", new Uint8Array()],
    ["the first half of the model", model.subarray(0, model.length >> 1)],
    ["the model without its last byte", model.subarray(0, -1)],
    ["text", new TextEncoder().encode("<!DOCTYPE html><title>404</title>")],
    ["zeros", new Uint8Array(4096)],
    ["bytes that never end a number", new Uint8Array(4096).fill(0xff)],
    ["a sound file", readFileSync(fixture("silero-speech.wav"))],
  ])("refuses %s as a model", async (_, bytes) => {
    const path = join(mkdtempSync(join(tmpdir(), "sotto-")), "broken.onnx");
    writeFileSync(path, bytes);
    await expect(createSileroVad(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });
});

async function scores(vad: Scorer, samples: Int16Array): Promise<number[]> {
  const found: number[] = [];
  for (const piece of createRechunker(vad.samplesPerScore)(samples)) found.push(await vad.score(piece));
  return found;
}

function expectClose(actual: readonly number[], expected: readonly number[], what = "probabilities"): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst, what).toBeLessThan(1e-4);
}

/** The same numbers as made_samples() of make-silero-reference.py. */
function madeSamples(count: number): Int16Array {
  let value = 1;
  return Int16Array.from({ length: count }, (_, i) => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return (((value >>> 16) % 2001) - 1000) * 2 ** Math.floor(i / 16_000);
  });
}
