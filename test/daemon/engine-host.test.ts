import { describe, expect, it } from "vitest";
import { createEngineHost, type EngineHostSettings, type StartChild } from "../../src/daemon/engine-host.ts";
import type { FromChild, ToChild } from "../../src/daemon/inference-protocol.ts";

type FakeChild = { readonly received: ToChild[]; readonly say: (message: FromChild) => void; readonly die: (how: string) => void; killed: boolean };

/** A child that answers calls through `answer`; without an answer it stays silent, like one that hangs. */
function fakeChildren(answer: (message: Extract<ToChild, { kind: "call" }>, child: FakeChild) => FromChild | undefined) {
  const children: FakeChild[] = [];
  const start: StartChild = ({ onMessage, onExit }) => {
    const child: FakeChild = { received: [], killed: false, say: onMessage, die: onExit };
    children.push(child);
    return {
      send: (message) => {
        child.received.push(message);
        if (message.kind === "stop") queueMicrotask(() => onExit("exit code 0"));
        if (message.kind !== "call") return;
        const reply = answer(message, child);
        if (reply !== undefined) queueMicrotask(() => onMessage(reply));
      },
      kill: () => { child.killed = true; queueMicrotask(() => onExit("signal SIGKILL")); },
    };
  };
  return { children, start };
}

const transcript = { text: "hello", language: "en", confidence: undefined };
const utterance = { samples: new Int16Array(16), startMs: 0, durationMs: 1, endedBy: "silence" } as const;
const never = new AbortController().signal;

function hostWith(fake: ReturnType<typeof fakeChildren>, more: Partial<EngineHostSettings> = {}) {
  const troubles: string[] = [];
  const host = createEngineHost({ start: fake.start, engines: {} as EngineHostSettings["engines"], callTimeoutMs: 60_000, cancelGraceMs: 60_000, onTrouble: (error) => troubles.push(error.code), ...more });
  return { host, troubles };
}
const answering = (message: Extract<ToChild, { kind: "call" }>): FromChild => ({ kind: "result", id: message.id, value: message.method === "transcribe" ? transcript : undefined });

describe("the engine host", () => {
  it("starts a child on the first call and keeps it", async () => {
    const fake = fakeChildren(answering);
    await using engines = hostWith(fake).host;
    expect(await engines.speechToText.transcribe(utterance, { signal: never })).toEqual(transcript);
    await engines.speechToText.transcribe(utterance, { signal: never });
    expect(fake.children.length).toBe(1);
    expect(fake.children[0]?.received.map((message) => message.kind)).toEqual(["start", "call", "call"]);
  });
  it("hands on an engine's own error with its code", async () => {
    const fake = fakeChildren((message) => ({ kind: "error", id: message.id, code: "MODEL_MISSING", message: "no model" }));
    await using engines = hostWith(fake).host;
    await expect(engines.speechToText.transcribe(utterance, { signal: never })).rejects.toMatchObject({ code: "MODEL_MISSING", message: "no model" });
  });
  it("rejects what was in flight when the child crashes, tells it once, and a new child serves the next call", async () => {
    const fake = fakeChildren((message, child) => { if (fake.children.length === 1) { child.die("signal SIGSEGV"); return undefined; } return answering(message); });
    const { host, troubles } = hostWith(fake);
    await using engines = host;
    await expect(engines.speechToText.transcribe(utterance, { signal: never })).rejects.toMatchObject({ code: "ENGINE_CRASHED", message: expect.stringContaining("SIGSEGV") as string });
    expect(troubles).toEqual(["ENGINE_CRASHED"]);
    expect(await engines.speechToText.transcribe(utterance, { signal: never })).toEqual(transcript);
    expect(fake.children.length).toBe(2);
  });
  it("kills a child that hangs and says so", async () => {
    const fake = fakeChildren(() => undefined);
    await using engines = hostWith(fake, { callTimeoutMs: 10 }).host;
    await expect(engines.speechToText.transcribe(utterance, { signal: never })).rejects.toMatchObject({ code: "ENGINE_TIMEOUT" });
    expect(fake.children[0]?.killed).toBe(true);
  });
  it("cancels in the child and rejects at once when the caller aborts", async () => {
    const fake = fakeChildren(() => undefined);
    await using engines = hostWith(fake).host;
    const stop = new AbortController();
    const call = engines.speechToText.transcribe(utterance, { signal: stop.signal });
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(call).rejects.toThrow("enough");
    expect(fake.children[0]?.received.at(-1)).toEqual({ kind: "cancel", id: 1 });
    expect(fake.children[0]?.killed).toBe(false);
  });
  it("kills a child that does not stop after a cancel", async () => {
    const fake = fakeChildren(() => undefined);
    const { host, troubles } = hostWith(fake, { cancelGraceMs: 5 });
    await using engines = host;
    const stop = new AbortController();
    const call = engines.speechToText.transcribe(utterance, { signal: stop.signal });
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(call).rejects.toThrow("enough");
    await expect.poll(() => fake.children[0]?.killed).toBe(true);
    await expect.poll(() => troubles).toEqual(["ENGINE_CRASHED"]);
  });
  it("loads what was warm again after a crash", async () => {
    const fake = fakeChildren(answering);
    await using engines = hostWith(fake).host;
    await engines.warm("languageModel", never);
    fake.children[0]?.die("exit code 1");
    await expect.poll(() => fake.children[1]?.received.some((message) => message.kind === "call" && message.method === "warm")).toBe(true);
  });
  it("stops its child, rejects what was in flight, and may be disposed twice", async () => {
    const fake = fakeChildren(() => undefined);
    const { host, troubles } = hostWith(fake);
    const call = host.speechToText.transcribe(utterance, { signal: never });
    await host[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    await expect(call).rejects.toThrow("stopping");
    expect(fake.children[0]?.received.at(-1)).toEqual({ kind: "stop" });
    expect(troubles).toEqual([]);
    await expect(host.speechToText.transcribe(utterance, { signal: never })).rejects.toThrow("stopping");
  });
});
