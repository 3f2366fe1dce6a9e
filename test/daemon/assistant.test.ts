// The loop around turns: prompts come, ears may be missing, and one failure never ends it.
import { describe, expect, it } from "vitest";
import { orAbort } from "../../src/base/async.ts";
import { AssistantError } from "../../src/base/errors.ts";
import { type AssistantParts, type Prompt, runAssistant } from "../../src/daemon/assistant.ts";
import type { PinDesk } from "../../src/decide/pin-desk.ts";
import type { Utterance } from "../../src/hear/audio.ts";
import type { Listener } from "../../src/hear/listener.ts";
import { golden, type Script, scriptedTurn, soundInput, understood, unlockDoor } from "../fakes/scripted-turn.ts";

type Heard = Utterance | undefined | AssistantError;
const utterance = (soundInput as { readonly utterance: Utterance }).utterance;

function scriptedLoop(prompts: readonly Prompt[], heard: readonly Heard[] | undefined, script: Script = {}, interactive = false) {
  const turn = scriptedTurn(script);
  const waiting = [...prompts];
  const sounds = [...(heard ?? [])];
  const deaf: string[] = [];
  let listened = 0;
  const listener: Listener = {
    async captureUtterance(signal) {
      if (sounds.length === 0) return orAbort(new Promise<never>(() => undefined), signal);
      const next = sounds.shift();
      if (next instanceof AssistantError) throw next;
      return next;
    },
    deafWhile: (speak) => speak(),
  };
  const parts: AssistantParts = {
    ...turn.parts,
    prompter: { interactive, next: async () => waiting.shift() },
    listener: heard === undefined ? undefined : listener,
    heardInAreaId: () => undefined,
    onListening: () => { listened++; },
    onDeaf: (reason) => deaf.push(typeof reason === "object" ? reason.code : reason),
  };
  return { parts, deaf, trace: () => turn.events.map(golden), dispatched: turn.dispatched, listened: () => listened };
}
const never = new AbortController().signal;
const typed = (text: string): Prompt => ({ kind: "text", text });

describe("the loop", () => {
  it("runs one turn for each prompt and ends when there are no more", async () => {
    const loop = scriptedLoop([typed("turn on the lamp"), { kind: "talk" }], [utterance]);
    await runAssistant(loop.parts, never);
    expect(loop.trace().filter((line) => /^(started|ended)/.test(line))).toEqual(["started text", "ended done", "started sound", "ended done"]);
    expect(loop.listened()).toBe(1);
  });
  it("says that there are no ears, and goes on", async () => {
    const loop = scriptedLoop([{ kind: "talk" }, typed("turn on the lamp")], undefined);
    await runAssistant(loop.parts, never);
    expect(loop.deaf).toEqual(["noMicrophone"]);
    expect(loop.trace().at(-1)).toBe("ended done");
  });
  it("says that nobody spoke, or that the microphone is lost, and goes on", async () => {
    const loop = scriptedLoop([{ kind: "talk" }, { kind: "talk" }, { kind: "talk" }], [undefined, new AssistantError("MICROPHONE_LOST", "unplugged"), utterance]);
    await runAssistant(loop.parts, never);
    expect(loop.deaf).toEqual(["nobodySpoke", "MICROPHONE_LOST"]);
    expect(loop.trace().at(-1)).toBe("ended done");
  });
  it("hears nothing while the microphone is switched off, and typed commands go on", async () => {
    const loop = scriptedLoop([{ kind: "talk" }, typed("turn on the lamp")], [utterance]);
    await runAssistant({ ...loop.parts, switchedOff: () => AbortSignal.abort() }, never);
    expect([loop.deaf, loop.listened()]).toEqual([["switchedOff"], 0]);
    expect(loop.trace().filter((line) => /^(started|ended)/.test(line))).toEqual(["started text", "ended done"]);
  });
  it("forgets what is being said when the microphone is switched off", async () => {
    const off = new AbortController();
    const loop = scriptedLoop([{ kind: "talk" }], []);
    await runAssistant({ ...loop.parts, switchedOff: () => off.signal, onListening: () => off.abort(new DOMException("off", "AbortError")) }, never);
    expect(loop.deaf).toEqual(["switchedOff"]);
    expect(loop.trace()).toEqual([]);
  });
  it("takes a microphone that is switched off during a question for silence, which is no yes", async () => {
    const off = new AbortController();
    const loop = scriptedLoop([{ kind: "talk" }], [utterance], { parsed: understood(unlockDoor), heard: "yes" });
    await runAssistant({ ...loop.parts, switchedOff: () => off.signal, onEvent: (event) => { loop.parts.onEvent(event); if (event.type === "asked") off.abort(new DOMException("off", "AbortError")); } }, never);
    expect(loop.trace()).toContain("answered unclear");
    expect(loop.dispatched).toEqual([]);
  });
  it("goes on after a turn that failed", async () => {
    const loop = scriptedLoop([typed("a"), typed("b")], undefined, { fails: { parse: "ENGINE_CRASHED" } });
    await runAssistant(loop.parts, never);
    expect(loop.trace().filter((line) => line.startsWith("ended"))).toEqual(["ended failed", "ended failed"]);
  });
  it("ends quietly on abort while it waits for somebody to speak", async () => {
    const stop = new AbortController();
    const loop = scriptedLoop([{ kind: "talk" }], []);
    const running = runAssistant(loop.parts, stop.signal);
    stop.abort(new DOMException("stop", "AbortError"));
    await running;
    expect(loop.trace()).toEqual([]);
  });
  it("throws a bug on", async () => {
    const loop = scriptedLoop([typed("a")], undefined);
    await expect(runAssistant({ ...loop.parts, parse: () => Promise.reject(new TypeError("a bug")) }, never)).rejects.toThrow("a bug");
  });
});

describe("the answer to a question", () => {
  const unlock: Script = { parsed: understood(unlockDoor), heard: "yes" };
  it("is the next typed line after a typed command", async () => {
    const loop = scriptedLoop([typed("unlock the door"), typed("yes")], undefined, unlock);
    await runAssistant(loop.parts, never);
    expect(loop.dispatched.length).toBe(1);
  });
  it("is spoken after a spoken command", async () => {
    const loop = scriptedLoop([{ kind: "talk" }], [utterance, utterance], unlock);
    await runAssistant(loop.parts, never);
    expect(loop.trace()).toContain("answered yes");
    expect(loop.dispatched.length).toBe(1);
  });
  it("may be typed after a spoken command when somebody sits at the terminal", async () => {
    const loop = scriptedLoop([{ kind: "talk" }, typed("yes")], [utterance], unlock, true);
    await runAssistant(loop.parts, never);
    expect(loop.dispatched.length).toBe(1);
  });
  it("is missing when the microphone is lost, and the door stays locked", async () => {
    const loop = scriptedLoop([{ kind: "talk" }], [utterance, new AssistantError("MICROPHONE_LOST", "unplugged")], unlock);
    await runAssistant(loop.parts, never);
    expect(loop.trace()).toContain("answered unclear");
    expect(loop.dispatched).toEqual([]);
  });
  it("is missing when the input ends", async () => {
    const loop = scriptedLoop([typed("unlock the door")], undefined, unlock);
    await runAssistant(loop.parts, never);
    expect(loop.dispatched).toEqual([]);
  });
});

describe("a PIN that is typed", () => {
  it.each([["a typed turn", typed("unlock the door")], ["a spoken turn at a terminal", { kind: "talk" } as const]])("in %s is asked for hidden, and what comes next is not", async (_what, first) => {
    const shows: (string | undefined)[] = [];
    const loop = scriptedLoop([], [utterance], { parsed: understood(unlockDoor) }, true);
    const lines: Prompt[] = [first, typed("4711"), typed("turn on the lamp")];
    const pin: PinDesk = { status: () => "ready", check: async (digits) => digits === "4711" ? "right" : "wrong" };
    await runAssistant({ ...loop.parts, pin, prompter: { interactive: true, next: async (_signal, show) => { shows.push(show); return lines.shift(); } } }, never);
    expect(shows.slice(0, 3)).toEqual([undefined, "hidden", undefined]);
    expect(loop.dispatched.map(({ type }) => type)).toEqual(["lock.set"]);
  });
});
