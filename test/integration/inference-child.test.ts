// The real inference child: another process with real native engines in it, killed and started again.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { EngineSettings } from "../../src/daemon/assemble-engines.ts";
import { type ChildLink, createEngineHost, type EngineHostSettings, type StartChild } from "../../src/daemon/engine-host.ts";
import { spawnInferenceChild } from "../../src/daemon/spawn-inference-child.ts";
import { compileAnswers } from "../../src/understand/answer-grammar.ts";
import { constantPrompt, questionFor } from "../../src/understand/model-prompt.ts";
import { shortlistFor } from "../../src/understand/shortlist.ts";
import { emptyWhisperModel, makePlace, scriptedWhisperServer } from "../fakes/run-sotto.ts";
import { testHome } from "../fixtures/home.ts";

const root = join(import.meta.dirname, "..", "..");
const shared = process.env["SOTTO_SHARED"] ?? join(root, "..", "shared");
const whisper = join(shared, "models", "whisper-stub-tiny.en.bin");
const llama = join(shared, "models", "stories260K.gguf");
const hasWeights = existsSync(whisper) && existsSync(llama);
if (!hasWeights) console.warn("SKIPPED: real engines in the inference child, because ../shared is absent (or set SOTTO_SHARED)");

const never = new AbortController().signal;
const second = { samples: new Int16Array(16_000).map((_, index) => Math.round(8000 * Math.sin(index / 5))), startMs: 0, durationMs: 1000, endedBy: "silence" } as const;
const whisperSettings = (modelFile: string): EngineSettings["speechToText"] => ({ engine: "smart-whisper", modelFile, language: "en", threadCount: 1, promptTokenLimit: 224, serverProgram: "whisper-server", startTimeoutMs: 10_000 });
const llamaSettings: EngineSettings["languageModel"] = { modelPath: llama, threads: 1, gpu: false, contextTokens: 2048, useMmap: false };

function hostOf(engines: EngineSettings, more: Partial<EngineHostSettings> = {}) {
  const troubles: string[] = [];
  const links: ChildLink[] = [];
  const spawn = spawnInferenceChild(pathToFileURL(join(root, "dist", "daemon", "inference-child.js")), { PATH: process.env["PATH"], HOME: process.env["HOME"] }, () => undefined);
  const start: StartChild = (hooks) => { const link = spawn(hooks); links.push(link); return link; };
  const host = createEngineHost({ start, engines, callTimeoutMs: 60_000, cancelGraceMs: 10_000, onTrouble: (error) => troubles.push(error.code), ...more });
  return { host, troubles, links };
}

describe("the inference child", () => {
  it("tells over the process boundary which model is missing", async () => {
    await using engines = hostOf({ speechToText: whisperSettings("/nowhere/ggml.bin"), languageModel: undefined }).host;
    await expect(engines.speechToText.transcribe(second, { signal: never })).rejects.toMatchObject({ code: expect.stringMatching(/MODEL_MISSING|ENGINE_MISSING/) as string });
    await expect(engines.warm("languageModel", never)).rejects.toMatchObject({ code: "MODEL_MISSING" });
  });
  it("that is killed is told once, and the next call is served by a new one", async () => {
    const { host, troubles, links } = hostOf({ speechToText: undefined, languageModel: undefined });
    await using engines = host;
    const call = engines.warm("languageModel", never);
    links[0]?.kill();
    await expect(call).rejects.toMatchObject({ code: "ENGINE_CRASHED", message: expect.stringContaining("SIGKILL") as string });
    await expect(engines.warm("languageModel", never)).rejects.toMatchObject({ code: "MODEL_MISSING" });
    expect(troubles).toEqual(["ENGINE_CRASHED"]);
  });
});

describe.skipIf(!hasWeights)("real engines in the inference child", () => {
  it("transcribe and choose side by side, survive a kill, and serve on", async () => {
    const { host, troubles, links } = hostOf({ speechToText: whisperSettings(whisper), languageModel: llamaSettings });
    await using engines = host;
    const shortlist = shortlistFor(testHome, "make the kitchen brighter", undefined);
    const language = compileAnswers(shortlist);
    const request = { ...constantPrompt, question: questionFor("make the kitchen brighter", shortlist, language), answers: language.graph, maxTokens: 200 };
    const [transcript, choice] = await Promise.all([engines.speechToText.transcribe(second, { signal: never }), engines.languageModel.choose(request, never)]);
    expect(transcript.text).toBe("");
    expect(choice.probability).toBeGreaterThan(0);
    const dying = engines.languageModel.choose(request, never);
    links[0]?.kill();
    await expect(dying).rejects.toMatchObject({ code: "ENGINE_CRASHED" });
    expect((await engines.languageModel.choose(request, never)).text).toBe(choice.text);
    expect(troubles).toEqual(["ENGINE_CRASHED"]);
    expect(links.length).toBe(2);
  }, 60_000);
  it("stops an inference when the caller does, and takes the next", async () => {
    await using engines = hostOf({ speechToText: whisperSettings(whisper), languageModel: undefined }).host;
    await engines.warm("speechToText", never);
    const stop = new AbortController();
    const call = engines.speechToText.transcribe(second, { signal: stop.signal });
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(call).rejects.toThrow("enough");
    expect((await engines.speechToText.transcribe(second, { signal: never })).text).toBe("");
  });
});

describe("an engine that hangs in the inference child", () => {
  it("is ended after its grace, and the next call is served by a new child", async () => {
    const place = makePlace();
    const modelFile = place.file("model.bin", emptyWhisperModel());
    const hanging: EngineSettings["speechToText"] = { ...whisperSettings(modelFile), engine: "whisper-server", serverProgram: scriptedWhisperServer(place, ["x"], "hangs") } as EngineSettings["speechToText"];
    const { host, troubles, links } = hostOf({ speechToText: hanging, languageModel: undefined }, { callTimeoutMs: 1500 });
    await using engines = host;
    await expect(engines.speechToText.transcribe(second, { signal: never })).rejects.toMatchObject({ code: "ENGINE_TIMEOUT" });
    await expect(engines.warm("languageModel", never)).rejects.toMatchObject({ code: "MODEL_MISSING" });
    expect(troubles).toEqual(["ENGINE_CRASHED"]);
    expect(links.length).toBe(2);
    await engines[Symbol.asyncDispose]();
    place.cleanUp();
  });
});
