import { describe, expect, it } from "vitest";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWhisperServer, type WhisperServerSettings } from "../../src/transcribe/whisper-server.ts";
import { speechToTextContract, utteranceOf } from "../contracts/speech-to-text.ts";
import { stubModel } from "./whisper-files.ts";

const going = () => new AbortController().signal;
const program = join(import.meta.dirname, "..", "fakes", "fake-whisper-server.mjs");
const modelFile = stubModel("whisper-server");
const settings = (more: Partial<WhisperServerSettings> = {}): WhisperServerSettings => ({ program, modelFile: modelFile ?? "", language: "en", threadCount: 1, promptTokenLimit: 96, startTimeoutMs: 20_000, ...more });

if (modelFile !== undefined) speechToTextContract("a whisper-server", () => createWhisperServer(settings()));

describe.skipIf(modelFile === undefined)("whisper-server as a supervised child", () => {
  it("asks for this utterance's context, with the words of the home", () => misbehaving("well", async ({ launcher, log }) => {
    await using engine = createWhisperServer(settings({ program: launcher }));
    const heard = await engine.transcribe(utteranceOf(2000), { vocabulary: ['a "b"\r\n--c'], signal: going() });
    expect(heard).toEqual({ text: "Turn on the light.", language: "en", confidence: expect.closeTo(0.8, 5) });
    expect((await log())[1]).toBe('asked {"prompt":"Words of this home: a b --c.","audioContext":"256","bytes":64044}');
  }));

  it("is started once for many utterances", () => misbehaving("well", async ({ launcher, log }) => {
    await using engine = createWhisperServer(settings({ program: launcher }));
    await engine.load(going());
    for (const _ of [1, 2, 3]) await engine.transcribe(utteranceOf(1000), { signal: going() });
    expect((await log()).filter((line) => line.startsWith("started"))).toHaveLength(1);
  }));

  it("is started again after it crashed", () => misbehaving("crashes", async ({ launcher }) => {
    await using engine = createWhisperServer(settings({ program: launcher }));
    await engine.transcribe(utteranceOf(1000), { signal: going() });
    await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "ENGINE_CRASHED" });
    await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).resolves.toMatchObject({ text: "Turn on the light." });
  }));

  it("is gone after it was disposed", () => misbehaving("well", async ({ launcher, log }) => {
    const engine = createWhisperServer(settings({ program: launcher }));
    await engine.load(going());
    const pid = Number((await log())[0]!.split(" ")[1]);
    await engine[Symbol.asyncDispose]();
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  }));

  it.each([
    ["cannot load", "ENGINE_FAILED", /exited 3 .*failed to initialize/],
    ["never ready", "ENGINE_TIMEOUT", /not ready after 300 ms/],
    ["refuses", "ENGINE_FAILED", /answered 500/],
    ["babbles", "ENGINE_FAILED", /not JSON/],
  ])("that %s is told as %s", (mode, code, message) => misbehaving(mode, async ({ launcher }) => {
    await using engine = createWhisperServer(settings({ program: launcher, ...(mode === "never ready" ? { startTimeoutMs: 300 } : {}) }));
    await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  }));

  it("that is not there is told as ENGINE_MISSING", async () => {
    await using engine = createWhisperServer(settings({ program: "no-such-whisper-server" }));
    await expect(engine.load(going())).rejects.toMatchObject({ code: "ENGINE_MISSING" });
  });
});

type Stage = { readonly launcher: string; readonly log: () => Promise<readonly string[]> };

/** A launcher that runs the fake server in one of its modes, and the log of what happened to it. */
async function misbehaving(mode: string, test: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-server-"));
  const logFile = join(folder, "log");
  const launcher = join(folder, "whisper-server");
  await writeFile(launcher, `#!/bin/sh\nFAKE_WHISPER="${mode}|${logFile}" exec ${process.execPath} ${program} "$@"\n`, { mode: 0o755 });
  try {
    await test({ launcher, log: async () => (await readFile(logFile, "utf8")).trim().split("\n") });
  } finally {
    await rm(folder, { recursive: true });
  }
}
