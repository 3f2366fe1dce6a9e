// A question inside a turn, event by event; and what spectators never learn.
import { describe, expect, it } from "vitest";
import { AssistantError, type ErrorCode } from "../../src/base/errors.ts";
import { eventAsJson, describeEvent } from "../../src/daemon/trace.ts";
import { runTurn, type TurnInput } from "../../src/daemon/turn.ts";
import type { AskedGuard } from "../../src/decide/decision.ts";
import { createPinDesk, type PinDesk } from "../../src/decide/pin-desk.ts";
import { golden, lampOn, type Script, scriptedHome, scriptedTurn, soundInput, understood, unlockDoor } from "../fakes/scripted-turn.ts";
import { english } from "../understand/english.ts";

const right = "839204";
const stored = { cost: { log2N: 15, r: 8, p: 3 }, salt: Buffer.alloc(16), hash: Buffer.alloc(32) };
const desk = (): PinDesk => createPinDesk(stored, () => 0, async (digits) => digits === right);

type Told = { readonly lines: readonly string[]; readonly everything: string; readonly dispatched: number; readonly expected: readonly AskedGuard[] };

/** A turn that unlocks the door, answered with `answer`, in a house with a PIN. */
async function unlocking(answer: TurnInput | undefined, script: Script = {}, pin = desk(), input: TurnInput = soundInput): Promise<Told> {
  const turn = scriptedTurn({ parsed: understood(unlockDoor), ...script });
  const expected: AskedGuard[] = [];
  const said = ["unlock the door", script.heard ?? ""];
  const parts = { ...turn.parts, pin, answerWords: english.answers, transcribe: async () => ({ text: said.shift() ?? "", language: "en", confidence: 0.9 }) };
  const nextAnswer = async (signal: AbortSignal, expects: AskedGuard) => { expected.push(expects); await turn.setting.nextAnswer(signal, expects); return answer; };
  await runTurn(parts, input, { ...turn.setting, nextAnswer }, new AbortController().signal);
  const everything = turn.events.map((event) => `${eventAsJson(event)}\n${describeEvent(event, scriptedHome).join("\n")}`).join("\n");
  return { lines: turn.events.map(golden), everything, dispatched: turn.dispatched.length, expected };
}
const typed = (text: string): TurnInput => ({ kind: "text", text });
const head = ["started sound", "captured 1000 ms by silence", 'transcribed "unlock the door"', "parsed lock.set", "decided lock.set confirm", "asked unlock door?"];

describe("an unlock in a house with a PIN", () => {
  it.each(["eight three nine, two oh four", "8 3 9 2 0 4."])("happens after the PIN, said as %j, of which no event tells", async (heard) => {
    const told = await unlocking(soundInput, { heard });
    expect(told.lines).toEqual([...head, "captured 1000 ms by silence", 'transcribed ""', "answered pinRight", "acted door/set confirmed", "replied door confirmed", "ended done"]);
  });
  const rows: readonly (readonly [string, string, number])[] = [[right, "pinRight", 1], ["839205", "pinWrong", 0], ["0000", "pinWrong", 0], ["yes", "unclear", 0], ["no", "no", 0], ["", "unclear", 0], ["839204 and more", "unclear", 0]];
  it.each(rows)("answered with %j is %s", async (answer, expected, dispatched) => {
    const told = await unlocking(typed(answer));
    expect(told.lines.filter((line) => line.startsWith("answered"))).toEqual([`answered ${expected}`]);
    expect(told.lines.at(-1)).toBe(dispatched === 1 ? "ended done" : "ended declined");
    expect([told.dispatched, told.expected]).toEqual([dispatched, ["pin"]]);
  });
  it("is refused without a question while it is locked", async () => {
    const pin = desk();
    for (const wrong of ["1111", "2222", "3333"]) await unlocking(typed(wrong), {}, pin);
    const told = await unlocking(typed(right), {}, pin);
    expect(told.lines.slice(-3)).toEqual(["decided lock.set refuse", "replied refused: pinLocked", "ended refused"]);
    expect([told.dispatched, told.expected]).toEqual([0, []]);
  });
});

describe("a PIN", () => {
  const forms = [right, "8 3 9 2 0 4", "839-204", "83 92 04.", "8392040", "839205", "839204 and more", "um, 83 92 04"];
  it.each(forms)("said as %j is in no event, as JSON or as a line, whether it is right or wrong", async (form) => {
    for (const answer of [typed(form), soundInput]) {
      const { everything } = await unlocking(answer, { heard: form });
      expect(everything.replace(/\D/g, "")).not.toContain(form.replace(/\D/g, ""));
      expect(everything).not.toContain(form);
    }
  });
  it.each([typed(right), soundInput])("that nobody asked for is no command and no news: %j", async (input) => {
    const turn = scriptedTurn({ heard: right });
    let parsed = 0;
    const result = await runTurn({ ...turn.parts, pin: desk(), parse: async (text) => { parsed++; return { kind: "notUnderstood", heard: text, reason: "noMatch" }; } }, input, turn.setting, new AbortController().signal);
    expect([result, parsed, turn.dispatched.length]).toEqual(["notUnderstood", 0, 0]);
    expect(turn.events.map(eventAsJson).join("\n").replace(/\D/g, "")).not.toContain(right);
  });
  it("is no secret where none is laid down: a number is then a number", async () => {
    const turn = scriptedTurn({});
    await runTurn(turn.parts, typed(right), turn.setting, new AbortController().signal);
    expect(turn.events.map(golden)[0]).toBe("started text");
    expect(turn.events.map(eventAsJson).join("\n")).toContain(right);
  });
  it.each(["ENGINE_CRASHED", "ENGINE_TIMEOUT", "MICROPHONE_LOST"] as const satisfies readonly ErrorCode[])("that could not be heard (%s) leaves the door locked", async (code) => {
    const told = await unlocking(undefined, { fails: { nextAnswer: code } });
    expect(told.lines.at(-1)).toBe("ended failed");
    expect(told.dispatched).toBe(0);
  });
  it("is in no message of an engine that fails over it", async () => {
    const turn = scriptedTurn({ parsed: understood(unlockDoor) });
    let heard = 0;
    const transcribe = async () => {
      if (heard++ === 0) return { text: "unlock the door", language: "en", confidence: 0.9 };
      throw new AssistantError("ENGINE_FAILED", `"{ text: ${right}" is not valid JSON`, { cause: new Error(right) });
    };
    await runTurn({ ...turn.parts, pin: desk(), transcribe }, soundInput, { ...turn.setting, nextAnswer: async () => soundInput }, new AbortController().signal);
    expect(turn.events.map(golden).slice(-3)).toEqual(["failed transcribe ENGINE_FAILED", "replied sorry, transcribe failed", "ended failed"]);
    expect(turn.events.map(eventAsJson).join("\n")).not.toContain(right);
  });
  it("that is looked at for ever is given up with the turn", async () => {
    const stop = new AbortController();
    const turn = scriptedTurn({ parsed: understood(unlockDoor), answer: right });
    let looked: () => void = () => undefined;
    const looking = new Promise<void>((resolve) => { looked = resolve; });
    const pin: PinDesk = { status: () => "ready", check: async () => { looked(); await looking; stop.abort(new DOMException("stop", "AbortError")); return "right"; } };
    expect(await runTurn({ ...turn.parts, pin }, soundInput, turn.setting, stop.signal)).toBe("aborted");
    expect(turn.dispatched).toEqual([]);
    expect(turn.events.map(golden).slice(-2)).toEqual(["asked unlock door?", "ended aborted"]);
  });
});

describe("several commands in one breath", () => {
  it("are each asked about, and each answer is for its own", async () => {
    const turn = scriptedTurn({ parsed: understood(unlockDoor, lampOn, unlockDoor) });
    const answers = ["yes", "no"];
    const result = await runTurn(turn.parts, soundInput, { ...turn.setting, nextAnswer: async () => typed(answers.shift() ?? "") }, new AbortController().signal);
    expect(turn.dispatched.map(({ type }) => type)).toEqual(["lock.set", "onOff.set"]);
    expect(result).toBe("declined");
  });
});

describe("quiet hours", () => {
  it("are looked up when the decision is made, by the clock of the house", async () => {
    const seen: number[] = [];
    const turn = scriptedTurn({});
    await runTurn({ ...turn.parts, minuteOfDay: () => 1439, policy: (command, evidence) => { seen.push(evidence.minuteOfDay); return turn.parts.policy(command, evidence); } }, soundInput, turn.setting, new AbortController().signal);
    expect(seen).toEqual([1439]);
  });
});
