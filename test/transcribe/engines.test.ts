import { brokenModelContract, speechToTextContract, utteranceOf } from "../contracts/speech-to-text.ts";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSherpaWhisper, type SherpaPackage } from "../../src/transcribe/sherpa-whisper.ts";
import { createSmartWhisper, type WhisperAddon } from "../../src/transcribe/smart-whisper.ts";
import { createWhisperNode } from "../../src/transcribe/whisper-node.ts";
import { createWhisperServer } from "../../src/transcribe/whisper-server.ts";
import { compiledSmartWhisper, fullSizeModel, sherpaFiles, stubModel, whisperNodeProgram, whisperServerProgram } from "./whisper-files.ts";

const going = () => new AbortController().signal;
const common = { language: "en", threadCount: 1, promptTokenLimit: 96 };
const smartWhisper = (modelFile: string) => createSmartWhisper({ ...common, modelFile });

const addon = compiledSmartWhisper();
const stub = stubModel("smart-whisper");
const fullSize = fullSizeModel("smart-whisper");

brokenModelContract("smart-whisper", smartWhisper, addon === undefined ? undefined : stub);
if (addon !== undefined && stub !== undefined) speechToTextContract("smart-whisper on stub weights", () => smartWhisper(stub));
if (addon !== undefined && fullSize !== undefined) speechToTextContract("smart-whisper on full-size weights", () => smartWhisper(fullSize));

describe("smart-whisper", () => {
  it.skipIf(addon === undefined || fullSize === undefined)("gives words and a confidence", async () => {
    await using engine = smartWhisper(fullSize!);
    const heard = await engine.transcribe(utteranceOf(2000), { signal: going() });
    expect(heard.text).not.toBe("");
    expect(heard.confidence).toBeGreaterThan(0);
  });

  it.skipIf(stub === undefined)("asks greedily, with the context and prompt of this utterance, and makes one number of the words' probabilities", async () => {
    const asked: Readonly<Record<string, unknown>>[] = [];
    await using engine = createSmartWhisper({ ...common, modelFile: stub!, loadAddon: () => scriptedAddon(asked) });
    const heard = await engine.transcribe(utteranceOf(2000), { vocabulary: ["lamp"], signal: going() });
    expect(heard).toEqual({ text: "lamp on", language: "en", confidence: expect.closeTo(0.6, 5) });
    expect(asked[0]).toMatchObject({ strategy: 0, temperature_inc: 0, audio_ctx: 256, n_threads: 1, no_timestamps: true, single_segment: true, initial_prompt: "Words of this home: lamp." });
  });

  it.skipIf(stub === undefined)("tells a failure inside whisper.cpp", async () => {
    const failing: WhisperAddon = { ...scriptedAddon([]), transcribe: (_handle, _samples, _options, onFinish) => onFinish(new Error("whisper_full operation failed")) };
    await using engine = createSmartWhisper({ ...common, modelFile: stub!, loadAddon: () => failing });
    await expect(engine.transcribe(utteranceOf(2000), { signal: going() })).rejects.toMatchObject({ code: "ENGINE_FAILED", message: "smart-whisper: whisper_full operation failed" });
  });
});

function scriptedAddon(asked: Readonly<Record<string, unknown>>[]): WhisperAddon {
  const tokens = [{ text: " lamp", p: 0.9 }, { text: " on", p: 0.4 }, { text: "[_EOT_]", p: 0.01 }];
  return {
    WhisperModel: { load: async () => ({ handle: {}, free: async () => undefined }) },
    transcribe(_handle, _samples, options, onFinish) {
      asked.push(options);
      setImmediate(() => onFinish([{ text: " lamp on", lang: "en", tokens }]));
    },
  };
}

const server = whisperServerProgram();
if (server !== undefined && fullSize !== undefined) {
  const whisperServer = (modelFile: string) => createWhisperServer({ ...common, modelFile, program: server, startTimeoutMs: 20_000 });
  speechToTextContract("the real whisper-server", () => whisperServer(fullSize));
  brokenModelContract("the real whisper-server", whisperServer, fullSize);
}

const main = whisperNodeProgram();
const whisperNode = (modelFile: string) => createWhisperNode({ ...common, modelFile, ...(main === undefined ? {} : { programFile: main }) });
brokenModelContract("whisper-node", whisperNode, main === undefined ? undefined : fullSize);
if (main !== undefined && fullSize !== undefined) speechToTextContract("whisper-node", () => whisperNode(fullSize));
describe("whisper-node", () => {
  it.skipIf(stub === undefined)("says what to do when its program is not there", async () => {
    await using engine = createWhisperNode({ ...common, modelFile: stub!, programFile: "/nowhere/main" });
    await expect(engine.load(going())).rejects.toMatchObject({ code: "ENGINE_MISSING" });
  });
});

const sherpa = sherpaFiles();
if (sherpa !== undefined) {
  const model = (name: string) => join(sherpa.folder, `tiny.en-${name}`);
  const loadPackage = async () => createRequire(import.meta.url)(sherpa.packageFolder) as SherpaPackage;
  speechToTextContract("sherpa-onnx", () => createSherpaWhisper({ ...common, encoderFile: model("encoder.onnx"), decoderFile: model("decoder.onnx"), tokensFile: model("tokens.txt"), loadPackage }));
}
brokenModelContract("sherpa-onnx", (file) => createSherpaWhisper({ ...common, encoderFile: file, decoderFile: file, tokensFile: file }), undefined);
