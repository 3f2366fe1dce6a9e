// Golden traces: the whole story of a turn, event by event.
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/base/errors.ts";
import { runTurn } from "../../src/daemon/turn.ts";
import type { DeviceId } from "../../src/home/home.ts";
import type { ParseContext, ParseResult } from "../../src/understand/command-parser.ts";
import type { ChoiceAnswer } from "../../src/understand/read-choice.ts";
import { command, golden, lampOn, type Script, scriptedTurn, soundInput, type StageName, understood, unlockDoor } from "../fakes/scripted-turn.ts";

async function trace(script: Script, input = soundInput) {
  const turn = scriptedTurn(script);
  await runTurn(turn.parts, input, turn.setting, new AbortController().signal);
  return { lines: turn.events.map(golden), dispatched: turn.dispatched };
}
const heard = ["started sound", "captured 1000 ms by silence", 'transcribed "turn on the lamp"'];
const unlockHeard = [...heard, "parsed lock.set", "decided lock.set confirm", "asked unlock door?"];

describe("a turn that works", () => {
  it("goes from sound to a confirmed command and a reply", async () => {
    expect((await trace({})).lines).toEqual([...heard, "parsed onOff.set", "decided onOff.set allow", "acted lamp/set confirmed", "replied lamp confirmed", "ended done"]);
  });
  it("skips hearing when the words were typed", async () => {
    expect((await trace({}, { kind: "text", text: "turn on the lamp" })).lines).toEqual(
      ["started text", "parsed onOff.set", "decided onOff.set allow", "acted lamp/set confirmed", "replied lamp confirmed", "ended done"]);
  });
  it("decides and sends several commands in the order they were said", async () => {
    const two = understood(command("door", { type: "lock.set", locked: true }), lampOn);
    expect((await trace({ parsed: two })).lines.slice(3)).toEqual(["parsed lock.set,onOff.set", "decided lock.set allow", "decided onOff.set allow",
      "acted door/set confirmed", "acted lamp/set confirmed", "replied door confirmed lamp confirmed", "ended done"]);
  });
  it("says so when the device does not confirm", async () => {
    expect((await trace({ outcome: "unconfirmed" })).lines.slice(5)).toEqual(["acted lamp/set unconfirmed", "replied lamp unconfirmed", "ended done"]);
  });
});

describe("a turn that commands nothing", () => {
  it("ends quietly when there were no words", async () => {
    expect((await trace({ heard: "  " })).lines).toEqual([...heard.slice(0, 2), 'transcribed "  "', "ended nothingHeard"]);
  });
  it.each(["noMatch", "noCommand", "unknownName", "ambiguousName", "unsupported", "outOfRange"] as const)("says why when it is %s", async (reason) => {
    const result = await trace({ parsed: { kind: "notUnderstood", heard: "x", reason } });
    expect(result.lines).toEqual([...heard, `parsed nothing: ${reason}`, `replied sorry: ${reason}`, "ended notUnderstood"]);
    expect(result.dispatched).toEqual([]);
  });
  it("refuses what the policy refuses", async () => {
    const result = await trace({ parsed: understood(command("door", { type: "lock.set", locked: false }, "group")) });
    expect(result.lines.slice(3)).toEqual(["parsed lock.set", "decided lock.set refuse", "replied refused: protectedGroup", "ended refused"]);
    expect(result.dispatched).toEqual([]);
  });
});

describe("an unlock", () => {
  it("happens after a clear yes", async () => {
    const result = await trace({ parsed: understood(unlockDoor), answer: "Yes." });
    expect(result.lines).toEqual([...unlockHeard, "answered yes", "acted door/set confirmed", "replied door confirmed", "ended done"]);
  });
  it.each([["no", "no"], ["perhaps", "unclear"], ["yes but later", "unclear"], ["", "unclear"], [undefined, "unclear"]])("does not happen after %j", async (answer, read) => {
    const result = await trace({ parsed: understood(unlockDoor), ...(answer === undefined ? {} : { answer }) });
    expect(result.lines).toEqual([...unlockHeard, `answered ${read}`, "replied left alone: door", "ended declined"]);
    expect(result.dispatched).toEqual([]);
  });
  it("does not happen when nobody answers in time", async () => {
    const turn = scriptedTurn({ parsed: understood(unlockDoor), hangs: "nextAnswer" });
    await runTurn({ ...turn.parts, answerWithinMs: 5 }, soundInput, turn.setting, new AbortController().signal);
    expect(turn.events.map(golden)).toEqual([...unlockHeard, "answered unclear", "replied left alone: door", "ended declined"]);
    expect(turn.dispatched).toEqual([]);
  });
  it("that is declined does not hold back what was said beside it", async () => {
    const result = await trace({ parsed: understood(lampOn, unlockDoor), answer: "no" });
    expect(result.dispatched.map((entry) => entry.type)).toEqual(["onOff.set"]);
    expect(result.lines.at(-1)).toBe("ended declined");
  });
});

describe("words that mean several devices", () => {
  const unclear: ParseResult = { kind: "notUnderstood", heard: "turn on the lamp", reason: "ambiguousName", candidates: ["lamp", "garage"], deviceIds: ["lamp" as DeviceId, "garage" as DeviceId] };
  const asked = [...heard, "parsed nothing: ambiguousName", "asked lamp or garage?"];
  const lamp: ChoiceAnswer = { kind: "picked", meant: { deviceIds: new Set(["lamp" as DeviceId]), areaIds: new Set() }, left: ["garage" as DeviceId] };
  const choices = { "the lamp": lamp, neither: { kind: "none" } } as const;

  async function asking(script: Script, parsed: (text: string, context: ParseContext) => ParseResult, answerWithinMs = 60_000) {
    const turn = scriptedTurn({ choices, ...script });
    const contexts: ParseContext[] = [];
    const result = await runTurn({ ...turn.parts, answerWithinMs, parse: async (text, context) => { contexts.push(context); return parsed(text, context); } }, soundInput, turn.setting, new AbortController().signal);
    return { result, lines: turn.events.map(golden), dispatched: turn.dispatched.map(({ type }) => type), contexts, recent: turn.parts.recall("") };
  }
  const lampIfMeant = (_text: string, { meant }: ParseContext) => meant?.deviceIds.has("lamp" as DeviceId) === true ? understood(lampOn) : unclear;

  it("are asked about once, and the sentence is carried out with the answer", async () => {
    const told = await asking({ answer: "the lamp" }, lampIfMeant);
    expect(told.lines).toEqual([...asked, "chosen picked", "parsed onOff.set", "decided onOff.set allow", "acted lamp/set confirmed", "replied lamp confirmed", "ended done"]);
    expect(told.recent?.alternatives).toEqual(["garage"]);
  });
  it.each([["neither", "none"], ["", "silence"], [undefined, "silence"]] as const)("lead to nothing after %j", async (answer, which) => {
    const told = await asking(answer === undefined ? {} : { answer }, lampIfMeant);
    expect(told.lines).toEqual([...asked, `chosen ${which}`, "replied did nothing", "ended declined"]);
    expect(told.dispatched).toEqual([]);
  });
  it("lead to nothing when nobody answers in time", async () => {
    const told = await asking({ hangs: "nextAnswer" }, lampIfMeant, 5);
    expect(told.lines).toEqual([...asked, "chosen silence", "replied did nothing", "ended declined"]);
  });
  it("lead to another command when the answer is one", async () => {
    const told = await asking({ answer: "lock the door" }, (text) => text === "lock the door" ? understood(command("door", { type: "lock.set", locked: true })) : unclear);
    expect(told.lines.slice(asked.length)).toEqual(["chosen said", "parsed lock.set", "decided lock.set allow", "acted door/set confirmed", "replied door confirmed", "ended done"]);
  });
  it("are not asked about twice, neither about the answer nor about what it leaves", async () => {
    const other = await asking({ answer: "something else" }, () => unclear);
    expect(other.lines.slice(asked.length)).toEqual(["chosen said", "parsed nothing: ambiguousName", "replied did nothing", "ended declined"]);
    const still = await asking({ answer: "the lamp" }, () => unclear);
    expect(still.lines.slice(asked.length)).toEqual(["chosen picked", "parsed nothing: ambiguousName", "replied sorry: ambiguousName", "ended notUnderstood"]);
  });
  it("are each still decided: what is picked may need a yes", async () => {
    const turn = scriptedTurn({ choices });
    const answers = ["the lamp", "yes"];
    await runTurn({ ...turn.parts, parse: async (_text, { meant }) => meant === undefined ? unclear : understood(unlockDoor) }, soundInput, { ...turn.setting, nextAnswer: async () => ({ kind: "text", text: answers.shift() ?? "" }) }, new AbortController().signal);
    expect(turn.events.map(golden).slice(asked.length)).toEqual(["chosen picked", "parsed lock.set", "decided lock.set confirm", "asked unlock door?", "answered yes", "acted door/set confirmed", "replied door confirmed", "ended done"]);
  });
  it("end the turn when it is aborted at the question", async () => {
    const stop = new AbortController();
    const turn = scriptedTurn({ parsed: unclear, hangs: "nextAnswer" });
    const reached = turn.reached("nextAnswer");
    const running = runTurn(turn.parts, soundInput, turn.setting, stop.signal);
    await reached;
    stop.abort(new DOMException("stop", "AbortError"));
    expect(await running).toBe("aborted");
  });
});

describe("talk that nobody meant for Sotto", () => {
  const nonsense: ParseResult = { kind: "notUnderstood", heard: "x", reason: "noMatch" };
  async function overheard(parsed: ParseResult, concerns: boolean, listening: "asked" | "open" | undefined) {
    const turn = scriptedTurn({ parsed });
    await runTurn({ ...turn.parts, concernsHome: () => concerns }, soundInput, { ...turn.setting, ...(listening === undefined ? {} : { listening }) }, new AbortController().signal);
    return turn.events.map(golden).slice(heard.length + 1);
  }
  it("ends in silence where Sotto merely listens", async () => {
    expect(await overheard(nonsense, false, "open")).toEqual(["ended notAddressed"]);
  });
  it.each([["about this home", true, "open"], ["after a key was pressed", false, "asked"], ["where nothing is said of it", false, undefined]] as const)("is answered %s", async (_what, concerns, listening) => {
    expect(await overheard(nonsense, concerns, listening)).toEqual(["replied sorry: noMatch", "ended notUnderstood"]);
  });
  it("is answered when it was a command for something that is not there", async () => {
    expect(await overheard({ ...nonsense, reason: "unknownName", subject: "charm" }, false, "open")).toEqual(["replied sorry: unknownName", "ended notUnderstood"]);
  });
});

describe("a failure", () => {
  const said = [...heard, "parsed onOff.set", "decided onOff.set allow"];
  const rows: readonly (readonly [StageName, ErrorCode, readonly string[]])[] = [
    ["transcribe", "ENGINE_CRASHED", [...heard.slice(0, 2), "failed transcribe ENGINE_CRASHED", "replied sorry, transcribe failed", "ended failed"]],
    ["parse", "ENGINE_TIMEOUT", [...heard, "failed understand ENGINE_TIMEOUT", "replied sorry, understand failed", "ended failed"]],
    ["dispatch", "MQTT_NOT_CONNECTED", [...said, "failed act MQTT_NOT_CONNECTED", "replied sorry, act failed", "ended failed"]],
    ["say", "SPEECH_OUTPUT_FAILED", [...said, "acted lamp/set confirmed", "failed speak SPEECH_OUTPUT_FAILED", "ended failed"]],
  ];
  it.each(rows)("in %s (%s) is told and ends the turn", async (stage, code, lines) => {
    expect((await trace({ fails: { [stage]: code } })).lines).toEqual(lines);
  });
  it("while the answer is heard leaves the door locked", async () => {
    const result = await trace({ parsed: understood(unlockDoor), fails: { nextAnswer: "MICROPHONE_LOST" } });
    expect(result.lines).toEqual([...unlockHeard, "failed hear MICROPHONE_LOST", "replied sorry, hear failed", "ended failed"]);
    expect(result.dispatched).toEqual([]);
  });
  it("of the broker is an outcome that the reply tells", async () => {
    expect((await trace({ outcome: "failed" })).lines.slice(5)).toEqual(["acted lamp/set failed", "replied lamp failed", "ended done"]);
  });
  it("that is a bug is thrown on, so that the process ends and is restarted", async () => {
    const turn = scriptedTurn({});
    const broken = { ...turn.parts, parse: () => Promise.reject(new TypeError("a bug")) };
    await expect(runTurn(broken, soundInput, turn.setting, new AbortController().signal)).rejects.toThrow("a bug");
  });
});

describe("an abort", () => {
  const stages: readonly StageName[] = ["transcribe", "parse", "dispatch", "say", "nextAnswer"];
  it.each(stages)("at %s ends the turn at once, and nothing more is sent", async (stage) => {
    const turn = scriptedTurn({ hangs: stage, ...(stage === "nextAnswer" ? { parsed: understood(unlockDoor) } : {}) });
    const stop = new AbortController();
    const reached = turn.reached(stage);
    const running = runTurn(turn.parts, soundInput, turn.setting, stop.signal);
    await reached;
    const sentBefore = turn.dispatched.length;
    stop.abort(new DOMException("stop", "AbortError"));
    expect(await running).toBe("aborted");
    expect(golden(turn.events.at(-1)!)).toBe("ended aborted");
    expect(turn.dispatched.length).toBe(sentBefore);
  });
});
