import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultModels, findModel, installedModel, type Manifest, type ModelEntry, parseManifest, readManifest, verifyModels } from "../../src/daemon/models.ts";

const packageRoot = pathToFileURL(`${join(import.meta.dirname, "..", "..")}/`);
const signal = new AbortController().signal;
const content = Buffer.from("the weights");
const entry: ModelEntry = {
  id: "tiny", role: "stt", file: "tiny.bin", bytes: content.length, sha256: createHash("sha256").update(content).digest("hex"),
  url: "https://models.example.org/tiny.bin", license: "MIT", source: "https://models.example.org", languages: ["en"], default: true,
};
const other: ModelEntry = { ...entry, id: "chat", role: "llm", file: "chat.gguf", default: false };
const manifest: Manifest = [entry, other];

let directory = "";
beforeEach(async () => { directory = await mkdtemp(join(tmpdir(), "sotto-models-")); });
afterEach(() => rm(directory, { recursive: true }));
const use = (configured?: string) => installedModel("stt", { manifest, directory, configured, signal });

describe("the manifest", () => {
  it("that comes with Sotto has one default each for hearing and understanding", async () => {
    expect(defaultModels(await readManifest(packageRoot)).map(({ id, role }) => [id, role])).toEqual([["whisper-tiny.en-q5_1", "stt"], ["tinyllama-1.1b-chat-q4_k_m", "llm"]]);
  });
  it("that comes with Sotto names each file once, at an address that cannot change", async () => {
    const models = await readManifest(packageRoot);
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    expect(new Set(models.map(({ file }) => file)).size).toBe(models.length);
    expect(models.filter(({ url, file }) => !/\/resolve\/[0-9a-f]{40}\//.test(url) || !url.endsWith(`/${file}`))).toEqual([]);
  });
  it.each([
    ["is no JSON", "{"], ["is a list", "[]"], ["has a file outside its folder", { file: "../../etc/passwd" }], ["has a hidden file", { file: ".bashrc" }], ["has no licence", { license: "" }],
    ["has half a hash", { sha256: "abc" }], ["has an address without TLS", { url: "http://models.example.org/x" }], ["has a role of its own", { role: "butler" }], ["has an empty file", { bytes: 0 }],
  ])("that %s is refused", (_, change) => {
    const text = typeof change === "string" ? change : JSON.stringify({ models: [{ ...entry, ...change }] });
    expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: "MODEL_INVALID" }));
  });
  it("finds a model by its id, or says which there are", () => {
    expect(findModel(manifest, "chat")).toBe(other);
    expect(() => findModel(manifest, "tinny")).toThrow(/Did you mean tiny\? It has tiny, chat/);
  });
});

describe("the model that a role uses", () => {
  it("is its default", async () => {
    await writeFile(join(directory, "tiny.bin"), content);
    expect(await use()).toEqual({ kind: "installed", path: join(directory, "tiny.bin"), id: "tiny" });
  });
  it("is the one that the config names", async () => {
    await writeFile(join(directory, "chat.gguf"), content);
    expect(await installedModel("llm", { manifest, directory, configured: "chat", signal })).toMatchObject({ kind: "installed", id: "chat" });
  });
  it("is a file of the user's own, whatever its hash", async () => {
    const path = join(directory, "mine.bin");
    await writeFile(path, "anything");
    expect(await use(path)).toEqual({ kind: "installed", path, id: undefined });
  });
  it.each([
    ["nothing is installed", undefined, "MODEL_MISSING", /`sotto models pull tiny` \(1 MB\)/],
    ["the id is unknown", "tinyy", "MODEL_UNKNOWN", /Did you mean tiny\?/],
    ["the id is for another role", "chat", "MODEL_UNKNOWN", /chat is for llm, not for stt/],
    ["the path is wrong", "/nowhere/x.bin", "MODEL_MISSING", /\/nowhere\/x\.bin cannot be read/],
  ])("is missing when %s, with one sentence that says what to do", async (_, configured, code, message) => {
    const found = await use(configured);
    expect(found).toMatchObject({ kind: "missing", code, message: expect.stringMatching(message) });
    expect(found.kind === "missing" && found.message.includes("\n")).toBe(false);
  });
  it("is one that knows the language where the default does not", async () => {
    const many: ModelEntry = { ...entry, id: "many", file: "many.bin", languages: ["multilingual"], default: false };
    const found = (language: string, models: Manifest) => installedModel("stt", { manifest: models, directory, configured: undefined, language, signal });
    expect(await found("zh", [entry, many])).toMatchObject({ message: expect.stringContaining("sotto models pull many") });
    expect(await found("en", [many, entry])).toMatchObject({ message: expect.stringContaining("sotto models pull tiny") });
    expect(await found("zh", [entry])).toMatchObject({ message: expect.stringContaining("sotto models pull tiny") });
  });
  it("is missing when there is no default", async () => {
    expect(await installedModel("llm", { manifest, directory, configured: undefined, signal })).toMatchObject({ kind: "missing", code: "MODEL_MISSING" });
  });
  it.each([["is cut off", content.subarray(1), /has 10 bytes instead of 11: run `sotto models pull tiny`/], ["has other bytes", Buffer.alloc(11), /has the SHA-256 .* run `sotto models pull tiny`/]])("is refused when its file %s", async (_, bytes, message) => {
    await writeFile(join(directory, "tiny.bin"), bytes);
    expect(await use()).toMatchObject({ kind: "missing", code: "MODEL_INVALID", message: expect.stringMatching(message) });
  });
  it("is refused when its own file is empty", async () => {
    await writeFile(join(directory, "mine.bin"), "");
    expect(await use(join(directory, "mine.bin"))).toMatchObject({ kind: "missing", code: "MODEL_INVALID" });
  });
  it("stops being hashed on abort", async () => {
    await writeFile(join(directory, "tiny.bin"), content);
    const reason = new Error("stop");
    await expect(installedModel("stt", { manifest, directory, configured: undefined, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("a stamp", () => {
  const write = async (bytes: Buffer, atSeconds: number) => {
    await writeFile(join(directory, "tiny.bin"), bytes);
    await utimes(join(directory, "tiny.bin"), atSeconds, atSeconds);
  };
  it("saves hashing again: what changes neither size nor time is found by a verification, and remembered", async () => {
    await write(content, 5);
    await use();
    await write(Buffer.alloc(content.length), 5);
    expect(await use()).toMatchObject({ kind: "installed" });
    expect(await verifyModels([entry], directory, { signal })).toMatchObject([{ state: { kind: "damaged" } }]);
    expect(await use()).toMatchObject({ kind: "missing", code: "MODEL_INVALID" });
  });
  it("says nothing once the file was written again", async () => {
    await write(content, 5);
    await use();
    await write(Buffer.alloc(content.length), 6);
    expect(await use()).toMatchObject({ kind: "missing", code: "MODEL_INVALID" });
  });
  it("of another hash says nothing", async () => {
    await write(content, 5);
    await use();
    const renewed = { ...entry, sha256: "0".repeat(64) };
    expect(await installedModel("stt", { manifest: [renewed], directory, configured: undefined, signal })).toMatchObject({ code: "MODEL_INVALID" });
  });
});

describe("a verification", () => {
  it("hashes all that is there and tells the rest", async () => {
    await writeFile(join(directory, "tiny.bin"), content);
    await writeFile(join(directory, "chat.gguf.part"), "half");
    const progress: [string, number][] = [];
    const states = await verifyModels(manifest, directory, { signal, onProgress: ({ id }, bytes) => progress.push([id, bytes]) });
    expect(states.map(({ entry: { id }, state }) => [id, state])).toEqual([["tiny", { kind: "ok", hashed: true }], ["chat", { kind: "absent", partBytes: 4 }]]);
    expect(progress).toEqual([["tiny", 11]]);
    expect((await readdir(directory)).sort()).toEqual(["chat.gguf.part", "tiny.bin", "tiny.bin.verified"]);
  });
});
