import { describe, expect, it } from "vitest";
import { audioContextFor, tokenLimitFor } from "../../src/transcribe/audio-context.ts";
import { cleanTranscript } from "../../src/transcribe/clean-transcript.ts";
import { isSilent, toFloatSamples, toWavFile } from "../../src/transcribe/speech-samples.ts";
import { vocabularyPrompt } from "../../src/transcribe/vocabulary-prompt.ts";

describe("audio context", () => {
  it.each([[-5, 128], [0, 128], [1000, 192], [2000, 256], [3000, 320], [5000, 384], [10_000, 640], [15_000, 896], [28_000, 1500], [600_000, 1500]])(
    "of %i ms is %i positions", (durationMs, positions) => expect(audioContextFor(durationMs)).toBe(positions));

  it("always covers the utterance and at least two seconds more, up to Whisper's own window", () => {
    for (let durationMs = 0; durationMs <= 30_000; durationMs += 37) {
      expect(audioContextFor(durationMs)).toBeGreaterThanOrEqual(Math.min(1500, durationMs / 20 + 100));
    }
  });

  it.each([[0, 24], [1000, 34], [3000, 54], [60_000, 220]])("bounds %i ms of speech to %i tokens", (durationMs, tokens) => expect(tokenLimitFor(durationMs)).toBe(tokens));
});

describe("clean transcript", () => {
  it.each([
    [" Turn on the kitchen light.", "Turn on the kitchen light."],
    ["[BLANK_AUDIO]", ""],
    [" (music) ", ""],
    [" *door slams* ", ""],
    ["♪ la la ♪", "la la"],
    ["[MUSIC PLAYING", ""],
    ["(upbeat music", ""],
    ["Lock the door. [BLANK_AUDIO]", "Lock the door."],
    ["<|en|> Open the blinds", "Open the blinds"],
    [" . ", ""],
    ["...", ""],
    ["a\u0000b\u001bc  d\n e", "a b c d e"],
    ["half \uFFFD letter", "half letter"],
    ["Ein Grad wärmer, bitte!", "Ein Grad wärmer, bitte!"],
    ["21", "21"],
    ["", ""],
  ])("of %j is %j", (text, words) => expect(cleanTranscript(text)).toBe(words));

  it("does not keep what a looping decoder repeats for ever", () => expect(cleanTranscript("on and ".repeat(10_000)).length).toBeLessThanOrEqual(1000));

  it("is quick on a text that is nothing but opening brackets", () => expect(cleanTranscript("[(*<|".repeat(20_000))).toBe(""));
});

describe("vocabulary prompt", () => {
  it.each([
    [[], ""],
    [["kitchen light"], "Words of this home: kitchen light."],
    [["Kitchen Light", "front door", "kitchen light"], "Words of this home: Kitchen Light, front door."],
    [["  ", "#/+", '"}; drop', "$(reboot)"], "Words of this home: drop, reboot."],
    [["kitchen\nlight", "a\u0000b"], "Words of this home: kitchen light, a b."],
    [["<|endoftext|>"], "Words of this home: endoftext."],
    [["Küchenlampe", "Kids' room", "12"], "Words of this home: Küchenlampe, Kids' room."],
    [["x".repeat(61), "lamp"], "Words of this home: lamp."],
    [["客廳燈", "臥室的LG電視", "Wohnzimmer", "打開"], "客廳燈、臥室的LG電視、Wohnzimmer、打開。"],
  ])("of %j is %j", (words, prompt) => expect(vocabularyPrompt(words, 224)).toBe(prompt));

  it("keeps the first names of a home that has too many, and no half one", () => {
    const prompt = vocabularyPrompt(Array.from({ length: 20_000 }, (_, i) => `lamp number ${i}`), 96);
    expect(prompt).toMatch(/^Words of this home: lamp number 0, lamp number 1, .*, lamp number \d+\.$/);
    expect(prompt.length).toBeLessThanOrEqual(3 * 96);
  });

  it.each([0, 5])("is empty when only %i tokens are allowed", (limit) => expect(vocabularyPrompt(["kitchen light"], limit)).toBe(""));
});

describe("speech samples", () => {
  it.each<[string, number[], boolean]>([
    ["nothing", [], true], ["zeros", [0, 0, 0], true], ["the last bits of a converter", [3, -8, 8], true], ["one click", [0, 9, 0], false], ["the lowest sample", [-32_768], false],
  ])("of %s: silent is %s", (_, samples, silent) => expect(isSilent(Int16Array.from(samples))).toBe(silent));

  it("become numbers from -1 to 1, followed by silence up to 1.1 s", () => {
    const floats = toFloatSamples(Int16Array.from([-32_768, 16_384]));
    expect([...floats.subarray(0, 3)]).toEqual([-1, 0.5, 0]);
    expect(floats.length).toBe(17_600);
  });

  it("become a WAV file with sizes that fit", () => {
    const file = toWavFile(Int16Array.from({ length: 20_000 }, (_, i) => i));
    expect(file.toString("latin1", 0, 4) + file.toString("latin1", 8, 16)).toBe("RIFFWAVEfmt ");
    expect([file.readUInt32LE(4), file.readUInt32LE(40), file.length]).toEqual([40_036, 40_000, 40_044]);
    expect([file.readUInt32LE(24), file.readInt16LE(44 + 2 * 1234)]).toEqual([16_000, 1234]);
  });
});
