import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, truncate, writeFile, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLlamaEngine } from "../../src/understand/llama-engine.ts";
import type { LlamaEngineSettings } from "../../src/understand/llama-engine.ts";
import { languageModelContract } from "../contracts/language-model.ts";

const shared = process.env["SOTTO_SHARED"] ?? join(import.meta.dirname, "../../../shared");
const modelPath = join(shared, "models/stories260K.gguf");
const isHere = existsSync(modelPath);
if (!isHere) console.warn("SKIPPED: llama.cpp tests because ../shared is absent");

const never = new AbortController().signal;
const settings = (changes: Partial<LlamaEngineSettings> = {}): LlamaEngineSettings => (
  { modelPath, threads: 1, gpu: false, contextTokens: 2048, useMmap: true, ...changes }
);

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "sotto-llama-")); });
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

describe.skipIf(!isHere)("llama.cpp", () => {
  languageModelContract(() => createLlamaEngine(settings(), never));
});

describe.skipIf(!isHere)("the state of the constant part", () => {
  const request = {
    systemPrefix: "Once upon a time there was a house. ".repeat(10), examples: [], question: "Lily said: more light", maxTokens: 40,
    answers: { nodes: [{ edges: [["on lamp", 1], ["off lamp", 1], ["none", 1]] as const, accept: false }, { edges: [], accept: true }], maxRepeats: 0 },
  };

  it("is kept between questions, so that only the question is read", async () => {
    await using model = await createLlamaEngine(settings(), never);
    const first = await model.choose(request, never);
    const second = await model.choose({ ...request, question: "Lily said: less light" }, never);
    expect(first.promptTokens).toBeGreaterThan(100);
    expect(second.promptTokens).toBeLessThan(40);
  });

  it("is kept between starts, and gives the same answer with the same probability", async () => {
    const stateDirectory = join(folder, "states");
    const cold = await answerOnce(stateDirectory);
    const warm = await answerOnce(stateDirectory);
    expect(cold.promptTokens).toBeGreaterThan(100);
    expect(warm.promptTokens).toBeLessThan(60);
    expect(warm.text).toBe(cold.text);
    expect(warm.probability).toBeCloseTo(cold.probability, 5);
  });

  it("is evaluated anew when its file is damaged", async () => {
    const stateDirectory = join(folder, "damaged");
    const cold = await answerOnce(stateDirectory);
    const [state = ""] = (await readdir(stateDirectory)).filter((name) => name.endsWith(".state"));
    await truncate(join(stateDirectory, state), 1000);
    const again = await answerOnce(stateDirectory);
    expect(again.promptTokens).toBe(cold.promptTokens);
    expect(again.text).toBe(cold.text);
  });

  it("of another prompt is removed, so that the folder does not grow", async () => {
    const stateDirectory = join(folder, "one");
    await answerOnce(stateDirectory);
    await using model = await createLlamaEngine(settings({ stateDirectory }), never);
    await model.choose({ ...request, systemPrefix: "Another beginning." }, never);
    expect((await readdir(stateDirectory)).filter((name) => name.endsWith(".state"))).toHaveLength(1);
  });

  it("that cannot be written does not stop an answer", async () => {
    const stateDirectory = join(folder, "a-file");
    await writeFile(stateDirectory, "not a folder");
    expect((await answerOnce(stateDirectory)).tokens).toBeGreaterThan(0);
  });

  it("can be made ready at the start", async () => {
    await using model = await createLlamaEngine(settings({ prepare: request }), never);
    expect((await model.choose(request, never)).promptTokens).toBeLessThan(60);
  });

  async function answerOnce(stateDirectory: string) {
    await using model = await createLlamaEngine(settings({ stateDirectory }), never);
    return await model.choose(request, never);
  }
});

describe("a model file", () => {
  const open = (path: string) => createLlamaEngine(settings({ modelPath: path }), never);

  it("that is missing is told as such", async () => {
    await expect(open(join(folder, "absent.gguf"))).rejects.toMatchObject({ code: "MODEL_MISSING" });
  });
  it("that is a folder is refused", async () => {
    await expect(open(folder)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });
  it.each([
    ["empty", Buffer.alloc(0)],
    ["text", Buffer.from("<html>404 not found</html>".repeat(10))],
    ["of a future version", header(99, 1n, 1n)],
    ["with absurd counts", header(3, 2n ** 60n, 5n)],
    ["only a header", header(3, 10n, 10n)],
    ["a header and noise", Buffer.concat([header(3, 10n, 10n), createHash("sha512").update("noise").digest()])],
  ])("that is %s is refused without a crash", async (name, content) => {
    const path = join(folder, `${name}.gguf`);
    await writeFile(path, content);
    await expect(open(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });
  it.skipIf(!isHere)("that is cut off is refused without a crash", async () => {
    const path = join(folder, "cut.gguf");
    await copyFile(modelPath, path);
    await truncate(path, 600_000);
    await expect(open(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });
  it.skipIf(!isHere)("with a damaged vocabulary is refused without a crash", async () => {
    const path = join(folder, "damaged.gguf");
    const content = await readFile(modelPath);
    content.fill(0xff, 200, 2000);
    await writeFile(path, content);
    await expect(open(path)).rejects.toMatchObject({ code: "MODEL_INVALID" });
  });
  it.skipIf(!isHere)("is not loaded when the start is aborted", async () => {
    const reason = new DOMException("enough", "AbortError");
    await expect(createLlamaEngine(settings(), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

function header(version: number, tensors: bigint, entries: bigint): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.write("GGUF", "latin1");
  bytes.writeUInt32LE(version, 4);
  bytes.writeBigUInt64LE(tensors, 8);
  bytes.writeBigUInt64LE(entries, 16);
  return bytes;
}
