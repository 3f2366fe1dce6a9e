// From the sound card's interface to an utterance, with the real recorder and the real voice activity network.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createMicrophone } from "../../src/hear/microphone.ts";
import { createListener } from "../../src/hear/speech-listener.ts";
import { createSileroVad, sileroModelPath } from "../../src/hear/vad-silero.ts";
import { createWavSource, readWavFile } from "../../src/hear/wav-file.ts";

const never = new AbortController().signal;
const speech = await readWavFile(new URL("../fixtures/silero-speech.wav", import.meta.url).pathname);
const shared = process.env["SOTTO_SHARED"] ?? new URL("../../../shared", import.meta.url).pathname;

describe("hearing", () => {
  it("finds what was said through arecord, whole and bit for bit", async ({ skip }) => {
    if (spawnSync("arecord", ["--version"]).error !== undefined) {
      console.warn("SKIPPED: hearing through arecord, because arecord is absent");
      skip();
    }
    const home = mkdtempSync(join(tmpdir(), "sotto-hear-"));
    const sound = new Int16Array(16_000 + speech.length + 32_000);
    sound.set(speech, 16_000);
    writeFileSync(join(home, "sound.raw"), new Uint8Array(sound.buffer));
    writeFileSync(join(home, ".asoundrc"), `pcm.!default { type file; slave.pcm { type null }; file /dev/null; infile "${home}/sound.raw"; format raw }\n`);
    const troubles: unknown[] = [];
    const source = createMicrophone({
      recorder: "arecord", device: "default", env: { PATH: process.env["PATH"], HOME: home },
      onTrouble: (error) => troubles.push(error), onRecovered: () => undefined,
    });
    await using vad = await createSileroVad(sileroModelPath());
    await using listener = createListener({ source, scorer: vad });
    const utterance = await listener.captureUtterance(never);
    expect(utterance).toMatchObject({ endedBy: "silence" });
    expect(indexOf(utterance!.samples, speech.subarray(4000, 24_000))).toBeGreaterThan(0);
    expect(troubles).toEqual([]);
    await listener[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  });

  it("finds one utterance in each recording of a person, with all of the voice in it", async ({ skip }) => {
    const folder = join(shared, "audio", "commands", "human");
    if (!existsSync(folder)) {
      console.warn("SKIPPED: hearing people's recordings, because ../shared is absent");
      skip();
    }
    await using vad = await createSileroVad(sileroModelPath());
    const found: Record<string, number> = {};
    // oov_2 is a noise without a voice.
    for (const name of readdirSync(folder).filter((file) => file !== "oov_2.wav").slice(0, 8)) {
      const recording = await readWavFile(join(folder, name));
      await using listener = createListener({ source: createWavSource(recording), scorer: vad });
      found[name] = 0;
      while (!listener.hasEnded()) if (await listener.captureUtterance(never) !== undefined) found[name]++;
    }
    expect(Object.keys(found)).toHaveLength(8);
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, 1])));
  });

  it("finds no utterance in a room where nobody speaks", async () => {
    await using vad = await createSileroVad(sileroModelPath());
    const hum = Int16Array.from({ length: 16_000 * 8 }, (_, i) => 800 * Math.sin((2 * Math.PI * 50 * i) / 16_000));
    await using listener = createListener({ source: createWavSource(hum), scorer: vad });
    expect(await listener.captureUtterance(never)).toBeUndefined();
  });
});

/** Where `part` begins in `whole`, or -1. */
function indexOf(whole: Int16Array, part: Int16Array): number {
  const bytes = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return bytes(whole).indexOf(bytes(part));
}
