import { describe, expect, it } from "vitest";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { durationMsOf, type Utterance } from "../../src/hear/audio.ts";
import type { SpeechToText } from "../../src/transcribe/speech-to-text.ts";

/** A sweep that is no speech but is sound: every engine has to work on it. */
export function utteranceOf(durationMs: number, loudness = 0.3): Utterance {
  const samples = Int16Array.from({ length: Math.round(durationMs * 16) }, (_, i) => Math.sin((i * i) / 9e6 + i / 40) * loudness * 32_767);
  return { samples, startMs: 0, durationMs: durationMsOf(samples), endedBy: "silence" };
}

const going = () => new AbortController().signal;

const hostileVocabulary: readonly [string, readonly string[]][] = [
  ["quotes and shell words", ['"}; drop', "$(reboot)", "`id`", "a'b", "\\", "%s%n"]],
  ["line breaks and control characters", ["kitchen\nlight", "a\u0000b", "\u001b[2J", "\r\n--boundary"]],
  ["special tokens", ["<|endoftext|>", "[_SOT_]", "<|startoftranscript|>"]],
  ["twenty thousand names", Array.from({ length: 20_000 }, (_, i) => `lamp number ${i}`)],
  ["a name of a megabyte", ["x".repeat(1_000_000)]],
  ["other scripts and half a surrogate", ["Küchenlampe", "台所の電気", "مصباح", "\ud83d", "💡"]],
];

/** What every speech-to-text engine owes the daemon. */
export function speechToTextContract(name: string, create: () => SpeechToText): void {
  describe(`${name} as speech to text`, () => {
    it.each([0, 1, 15_999])("answers an utterance of %i loud samples", async (length) => {
      await using engine = create();
      const samples = new Int16Array(length).fill(20_000);
      const heard = await engine.transcribe({ samples, startMs: 0, durationMs: durationMsOf(samples), endedBy: "endOfAudio" }, { signal: going() });
      expect(typeof heard.text).toBe("string");
    });

    it("hears nothing in silence", async () => {
      await using engine = create();
      const heard = await engine.transcribe(utteranceOf(2000, 0), { vocabulary: ["kitchen light"], signal: going() });
      expect(heard).toEqual({ text: "", language: "en", confidence: undefined });
    });

    it("answers the longest utterance, and leaves its samples as they are", async () => {
      await using engine = create();
      const utterance = utteranceOf(15_000);
      const heard = await engine.transcribe(utterance, { signal: going() });
      expect(typeof heard.text).toBe("string");
      expect(heard.confidence ?? 0).toBeGreaterThanOrEqual(0);
      expect(heard.confidence ?? 1).toBeLessThanOrEqual(1);
      expect(utterance.samples).toEqual(utteranceOf(15_000).samples);
    });

    it.each(hostileVocabulary)("takes a vocabulary of %s", async (_, vocabulary) => {
      await using engine = create();
      await expect(engine.transcribe(utteranceOf(1500), { vocabulary, signal: going() })).resolves.toHaveProperty("text");
    });

    it("serves calls that come at once one after another, in their order", async () => {
      await using engine = create();
      const finished: number[] = [];
      await Promise.all([1, 2, 3].map((number) => engine.transcribe(utteranceOf(1000), { signal: going() }).then(() => finished.push(number))));
      expect(finished).toEqual([1, 2, 3]);
    });

    it("does not begin when it is already aborted", async () => {
      await using engine = create();
      const reason = new Error("too late");
      await expect(engine.transcribe(utteranceOf(1000), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    it("stops when it is aborted, and works again at the next call", async () => {
      await using engine = create();
      await engine.transcribe(utteranceOf(1000), { signal: going() });
      const controller = new AbortController();
      const reason = new Error("never mind");
      const stopped = engine.transcribe(utteranceOf(15_000), { signal: controller.signal });
      setImmediate(() => controller.abort(reason));
      await expect(stopped).rejects.toBe(reason);
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).resolves.toHaveProperty("text");
    });

    it("may be disposed twice, also while it works, and then answers no more", async () => {
      const engine = create();
      const last = engine.transcribe(utteranceOf(1000), { signal: going() });
      await Promise.all([engine[Symbol.asyncDispose](), engine[Symbol.asyncDispose]()]);
      await expect(last).resolves.toHaveProperty("text");
      await engine[Symbol.asyncDispose]();
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    });

    it("may be disposed before it was used", async () => {
      await expect(create()[Symbol.asyncDispose]()).resolves.toBeUndefined();
    });
  });
}

/** What every engine on ggml files owes when the file is not one. Native loaders end the process over some of these. */
export function brokenModelContract(name: string, create: (modelFile: string) => SpeechToText, soundModel: string | undefined): void {
  describe(`${name} with a broken model`, () => {
    it("says that a file is missing", async () => {
      await using engine = create(join(tmpdir(), "no-such-model.bin"));
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "MODEL_MISSING" });
    });

    const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 + (i >> 3)) & 255));
    const cases: readonly [string, Buffer][] = [
      ["nothing", Buffer.alloc(0)],
      ["a web page", Buffer.from("<html>404 not found</html>")],
      ["random bytes", noise(100_000)],
      ["the right first bytes and then noise", Buffer.concat([Buffer.from("lmgg"), noise(100_000)])],
    ];
    it.each(cases)("refuses a file of %s", (_, content) => inFolder(async (folder) => {
      const file = join(folder, "model.bin");
      await writeFile(file, content);
      await using engine = create(file);
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "MODEL_INVALID" });
    }));

    it("refuses a folder", () => inFolder(async (folder) => {
      await using engine = create(folder);
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "MODEL_INVALID" });
    }));

    it.skipIf(soundModel === undefined)("refuses a model that was cut off, and takes the whole one afterwards", () => inFolder(async (folder) => {
      const file = join(folder, "model.bin");
      const whole = await readWhole(soundModel!);
      await writeFile(file, whole.subarray(0, whole.length - 1000));
      await using engine = create(file);
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "MODEL_INVALID" });
      await writeFile(file, whole);
      await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).resolves.toHaveProperty("text");
    }));
  });
}

async function readWhole(path: string): Promise<Buffer> {
  await using file = await open(path, "r");
  return await file.readFile();
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-model-"));
  try { await test(folder); } finally { await rm(folder, { recursive: true }); }
}
