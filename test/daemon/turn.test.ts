// Golden traces: the whole story of a turn, event by event.
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/base/errors.ts";
import { runTurn } from "../../src/daemon/turn.ts";
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
