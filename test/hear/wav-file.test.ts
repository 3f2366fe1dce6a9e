import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { joinSamples } from "../../src/hear/rechunk.ts";
import { createWavSource, readWavFile } from "../../src/hear/wav-file.ts";
import { decodeWav } from "../../src/hear/wav-samples.ts";
import { audioSourceContract, firstFrames } from "../contracts/audio-source.ts";
import { chunk, formatChunk, riff, type WavFormat, writeWav } from "./wav-writer.ts";

const ramp = Int16Array.from({ length: 1000 }, (_, i) => (i * 65) - 32_500);
const folder = mkdtempSync(join(tmpdir(), "sotto-wav-"));

describe("reading sound out of a WAV", () => {
  it("gives 16 kHz mono s16 bit for bit", () => {
    const extremes = Int16Array.of(-32_768, 32_767, 0, -1, 1);
    expect(decodeWav(writeWav(extremes, {}))).toEqual(extremes);
  });

  it.each<[string, Partial<WavFormat>, tolerance: number]>([
    ["8 bits", { bits: 8 }, 256],
    ["24 bits", { bits: 24 }, 0],
    ["32 bits", { bits: 32 }, 0],
    ["32-bit floats", { bits: 32, codec: 3 }, 0],
    ["64-bit floats", { bits: 64, codec: 3 }, 0],
    ["an extensible header", { isExtensible: true }, 0],
    ["an extensible header with floats", { isExtensible: true, bits: 32, codec: 3 }, 0],
    ["20 bits in the room of 24", { bits: 24, statedBits: 20 }, 0],
    ["a chunk of odd length before the sound", { before: [chunk("LIST", new Uint8Array(7))] }, 0],
    ["a chunk after the sound", { after: [chunk("id3 ", new Uint8Array(12))] }, 0],
    ["a length of 0, as from a pipe", { statedDataBytes: 0, statedRiffBytes: 0 }, 0],
    ["no length, as from ffmpeg's pipe", { statedDataBytes: 0xffff_ffff, statedRiffBytes: 0xffff_ffff }, 0],
    ["no length, as from espeak-ng's pipe", { statedDataBytes: 0x7fff_f000, statedRiffBytes: 0x7fff_f024 }, 0],
    ["a length beyond the end", { statedDataBytes: 9999 }, 0],
  ])("takes %s", (_, format, tolerance) => {
    const samples = decodeWav(writeWav(ramp, format));
    expect(samples).toHaveLength(ramp.length);
    expect(Math.max(...samples.map((sample, i) => Math.abs(sample - ramp[i]!)))).toBeLessThanOrEqual(tolerance);
  });

  it.each([2, 3, 6])("averages %i channels", (channels) => {
    const loud = new Int16Array(100).fill(6000);
    expect(decodeWav(writeWav(loud, { channels, gains: [1, 0, 1, 0, 1, 0] }))[50]).toBe(Math.round(6000 * Math.ceil(channels / 2) / channels));
  });

  it.each([8000, 22_050, 44_100, 48_000])("brings %i Hz to 16 kHz", (sampleRateHz) => {
    const second = Int16Array.from({ length: sampleRateHz }, (_, i) => 10_000 * Math.sin((2 * Math.PI * 440 * i) / sampleRateHz));
    const samples = decodeWav(writeWav(second, { sampleRateHz }));
    expect(samples).toHaveLength(16_000);
    expect(Math.abs(samples[8000 + 9]! - 10_000 * Math.sin((2 * Math.PI * 440 * (8000 + 9)) / 16_000))).toBeLessThan(20);
  });

  it("clips floats that are too loud and takes what is no number for silence", () => {
    const file = writeWav(Int16Array.of(0, 0, 0, 0), { bits: 32, codec: 3 });
    [2, -3, Number.NaN, Number.POSITIVE_INFINITY].forEach((value, i) => new DataView(file.buffer).setFloat32(file.length - 16 + 4 * i, value, true));
    expect(decodeWav(file)).toEqual(Int16Array.of(32_767, -32_768, 0, 0));
  });

  it.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "does not start with RIFF"],
    ["text", new TextEncoder().encode("turn on the light"), "does not start with RIFF"],
    ["an MP3", new TextEncoder().encode("ID3\u0003 and so on"), "an MP3 file"],
    ["an Ogg file", new TextEncoder().encode("OggS and so on"), "an Ogg file"],
    ["a FLAC file", new TextEncoder().encode("fLaC and so on"), "a FLAC file"],
    ["a big-endian file", new TextEncoder().encode("RIFX0000WAVE"), "RIFX"],
    ["a file of more than 4 GB", new TextEncoder().encode("RF640000WAVE"), "RF64"],
    ["four bytes", new TextEncoder().encode("RIFF"), "cut short"],
    ["a film", riff("AVI ", []), "not of sound"],
    ["a header alone", riff("WAVE", []), "no fmt chunk"],
    ["a format alone", riff("WAVE", [formatChunk({})]), "no data chunk"],
    ["data before the format", riff("WAVE", [chunk("data", new Uint8Array(8)), formatChunk({})]), "before its format"],
    ["half a format", riff("WAVE", [chunk("fmt ", new Uint8Array(8))]), "fmt chunk is cut short"],
    ["a format that says to be longer than the file", riff("WAVE", [formatChunk({})]).slice(0, 30), "fmt chunk is cut short"],
    ["an extensible format without its extension", riff("WAVE", [formatChunk({ codec: 0xfffe }), chunk("data", new Uint8Array(8))]), "fmt chunk is cut short"],
    ["MP3 in a WAV", writeWav(ramp, { codec: 0x55 }), "MP3"],
    ["ADPCM", writeWav(ramp, { codec: 2 }), "Microsoft ADPCM"],
    ["A-law", writeWav(ramp, { codec: 6 }), "A-law"],
    ["ADPCM in an extensible header", writeWav(ramp, { codec: 0x11, isExtensible: true }), "IMA ADPCM"],
    ["a codec that nobody knows", writeWav(ramp, { codec: 0x1234 }), "unknown codec 0x1234"],
    ["no channels", riff("WAVE", [formatChunk({ channels: 0 }), chunk("data", new Uint8Array(8))]), "0 channels"],
    ["too many channels", riff("WAVE", [formatChunk({ channels: 65 }), chunk("data", new Uint8Array(800))]), "65 channels"],
    ["no rate", writeWav(ramp, { sampleRateHz: 0 }), "0 Hz"],
    ["an absurd rate", writeWav(ramp, { sampleRateHz: 4_000_000_000 }), "4000000000 Hz"],
    ["samples of no known width", riff("WAVE", [formatChunk({ bits: 40 }), chunk("data", new Uint8Array(80))]), "5 bytes"],
    ["floats of 16 bits", writeWav(ramp, { codec: 3 }), "2 bytes"],
    ["no sound", writeWav(new Int16Array(), {}), "holds no sound"],
    ["no sound, and a chunk after it", writeWav(new Int16Array(), { after: [chunk("LIST", new Uint8Array(8))] }), "holds no sound"],
    ["less than one sample", riff("WAVE", [formatChunk({}), chunk("data", new Uint8Array(1))]), "holds no sound"],
    ["sound cut off within a sample", writeWav(ramp, {}).slice(0, -1), "cut short: 2000 bytes of sound are promised and 1999 are there"],
    ["eleven minutes", writeWav(new Int16Array(11 * 60 * 4000), { sampleRateHz: 4000 }), "longer than 10 minutes"],
  ])("refuses %s", (_, file, reason) => {
    expect(() => decodeWav(file)).toThrow(expect.objectContaining({ code: "WAV_INVALID", message: expect.stringContaining(reason) }));
  });

  it("refuses or hears, but never fails otherwise, whatever byte is changed or missing", () => {
    const whole = writeWav(ramp.subarray(0, 20), { isExtensible: true });
    const broken = Array.from({ length: whole.length }, (_, i) => [whole.slice(0, i), whole.with(i, 0xff), whole.with(i, 0)]).flat();
    for (const file of broken) {
      try {
        decodeWav(file);
      } catch (error) {
        expect(error).toMatchObject({ code: "WAV_INVALID" });
      }
    }
  });
});

describe("WAV files", () => {
  it("are read from the disk", async () => {
    const path = join(folder, "ramp.wav");
    writeFileSync(path, writeWav(ramp, {}));
    expect(await readWavFile(path)).toEqual(ramp);
  });

  it("are refused with their name, the reason and what to do", async () => {
    const path = join(folder, "not-sound.wav");
    writeFileSync(path, "hello");
    await expect(readWavFile(path)).rejects.toMatchObject({
      code: "WAV_INVALID",
      message: `${path} is no recording that Sotto can hear: it does not start with RIFF. Convert it: ffmpeg -i IN -ar 16000 -ac 1 OUT.wav`,
    });
  });

  it.each([["that are not there", join(folder, "absent.wav"), "no such file"], ["that are folders", folder, "not a file"], ["that are devices", "/dev/zero", "not a file"]])(
    "%s are refused",
    async (_, path, reason) => {
      await expect(readWavFile(path)).rejects.toMatchObject({ code: "WAV_INVALID", message: expect.stringContaining(reason) });
    },
  );

  it("that are huge are refused unread", async () => {
    const path = join(folder, "huge.wav");
    writeFileSync(path, "RIFF");
    truncateSync(path, 3_000_000_000);                        // a hole: it takes no room on the disk
    await expect(readWavFile(path)).rejects.toMatchObject({ code: "WAV_INVALID", message: expect.stringContaining("3000000000 bytes") });
  });

  it("from espeak-ng's pipe, which states no length, are heard", async ({ skip }) => {
    const spoken = spawnSync("espeak-ng", ["--stdout", "lock the front door"]);
    if (spoken.error !== undefined) {
      console.warn("SKIPPED: a WAV from espeak-ng, because espeak-ng is absent");
      skip();
    }
    const samples = decodeWav(spoken.stdout);
    expect(samples.length).toBeGreaterThan(16_000 / 2);
    expect(Math.max(...samples)).toBeGreaterThan(3000);
  });

  it("that a well-known program resampled sound the same", async ({ skip }) => {
    if (spawnSync("sox", ["--version"]).error !== undefined) {
      console.warn("SKIPPED: comparing with sox, because sox is absent");
      skip();
    }
    const original = new URL("../fixtures/silero-speech.wav", import.meta.url).pathname;
    const path = join(folder, "speech-48000-stereo-24.wav");
    spawnSync("sox", [original, "-r", "48000", "-c", "2", "-b", "24", path]);
    const [ours, theirs] = [await readWavFile(path), decodeWav(readFileSync(original))];
    expect(correlation(ours, theirs)).toBeGreaterThan(0.999);
  });
});

describe("a recording as a source", () => {
  it("gives the recording and then silence", async () => {
    const frames = await firstFrames(createWavSource(ramp, { silenceMs: 100 }), 1000);
    const all = joinSamples(frames.map(({ samples }) => samples));
    expect(all.subarray(0, ramp.length)).toEqual(ramp);
    expect(all.subarray(ramp.length)).toEqual(new Int16Array(1600));
    expect(frames.map(({ startMs }) => startMs)).toEqual(frames.map((_, i) => i * 20));
  });

  it("lets timers have their turn", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    for await (const _ of createWavSource(new Int16Array(16_000 * 60)).frames(new AbortController().signal)) { /* as fast as it can */ }
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});

audioSourceContract("A recording", async () => ({ source: createWavSource(ramp.map((value) => value)) }));

/** 1 when both have the same shape. */
function correlation(a: Int16Array, b: Int16Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
