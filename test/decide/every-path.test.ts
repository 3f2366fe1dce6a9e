// Every way in which words become commands, and every answer: what is dangerous goes out after a confirmation, and in no
// other case at all. The parsers, the policy, the turn and the dispatcher are the real ones; the bus writes down.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { approve } from "../../src/decide/approval.ts";
import type { Command, CommandAction } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import type { CommandParser } from "../../src/understand/command-parser.ts";
import { createModelParser } from "../../src/understand/model-parser.ts";
import type { AimedCommand } from "../fakes/adversarial-home.ts";
import { createFakeLanguageModel } from "../fakes/fake-language-model.ts";
import { type GuardedHouse, guardedHouse, isDangerous, rightPin } from "../fakes/guarded-house.ts";
import { startBus } from "../fakes/started-bus.ts";
import { soundInput } from "../fakes/scripted-turn.ts";

/** Commands that let somebody in or wake the street, as they are said. `pinned`: they want the PIN once there is one. */
const sentences: readonly { readonly text: string; readonly pinned: boolean }[] = [
  { text: "unlock the front door", pinned: true }, { text: "open the garage door", pinned: true }, { text: "turn on the driveway gate", pinned: true }, { text: "turn off the driveway gate", pinned: true }, { text: "open the garden valve", pinned: false }, { text: "turn on the hall siren", pinned: false },
];

function command(action: CommandAction, ids: string, scope: "named" | "group" = "named"): AimedCommand {
  return { ...action, scope, deviceIds: ids.split(",") as unknown as [DeviceId] };
}
const actions: readonly { readonly command: AimedCommand; readonly pinned: boolean }[] = [
  { command: command({ type: "lock.set", locked: false }, "front_door"), pinned: true },
  { command: command({ type: "lock.open" }, "front_door"), pinned: true },
  { command: command({ type: "alarm.set", mode: "disarmed" }, "alarm_panel"), pinned: true },
  { command: command({ type: "opening.set", open: true }, "garage_door,garden_valve"), pinned: true },
  { command: command({ type: "opening.set", open: true }, "garden_valve"), pinned: false },
  { command: command({ type: "onOff.set", on: true }, "hall_siren,kitchen_light"), pinned: false },
];
const parserOf = (matchedBy: "template" | "model", ...commands: readonly [Command, ...Command[]]): CommandParser => async () => ({ kind: "commands", commands, matchedBy, confidence: matchedBy === "model" ? 0.99 : undefined, matches: [] });

/** Answers and whether they confirm, without and with a PIN laid down. */
const answers: readonly (readonly [string, string | undefined, "yes" | "pin" | "nothing"])[] = [
  ["a yes", "yes", "yes"], ["a yes with please", "Yes, please.", "yes"], ["a no", "no", "nothing"], ["silence", undefined, "nothing"], ["nothing but spaces", "  ", "nothing"], ["something unclear", "well maybe", "nothing"], ["a yes and a no", "yes no", "nothing"],
  ["the PIN", rightPin, "pin"], ["the spoken PIN", "four seven one one", "pin"], ["a wrong PIN", "1234", "nothing"], ["the PIN and more", "4711 and a yes", "nothing"], ["the command again", "unlock the front door", "nothing"], ["a very long yes", "yes ".repeat(100), "nothing"],
];

async function tryAll(house: GuardedHouse, run: () => Promise<unknown>, isConfirmed: boolean, what: string): Promise<void> {
  await run();
  expect([what, house.sent.filter(isDangerous).length > 0]).toEqual([what, isConfirmed]);
}

describe.each([["without a PIN", false], ["with a PIN", true]] as const)("%s", (_name, hasPin) => {
  const confirms = (by: "yes" | "pin" | "nothing", pinned: boolean) => by === (hasPin && pinned ? "pin" : "yes");

  describe.each(answers)("after %s", (_what, answer, by) => {
    it("typed text does what was confirmed and nothing else", async () => {
      for (const { text, pinned } of sentences) {
        const house = guardedHouse({ hasPin });
        await tryAll(house, () => house.turn(text, [answer]), confirms(by, pinned), text);
      }
    });
    it("sound does", async () => {
      for (const { text, pinned } of sentences) {
        const said = [text, answer ?? ""];
        const house = guardedHouse({ hasPin, heard: () => said.shift() ?? "" });
        await tryAll(house, () => house.turn(soundInput, [answer === undefined ? undefined : soundInput]), confirms(by, pinned), text);
      }
    });
    it("a sound that is answered on the keyboard does", async () => {
      for (const { text, pinned } of sentences) {
        const house = guardedHouse({ hasPin, heard: () => text });
        await tryAll(house, () => house.turn(soundInput, [answer]), confirms(by, pinned), text);
      }
    });
    it("any parser does, be it sure of itself or a guess", async () => {
      for (const { command: one, pinned } of actions) {
        for (const matchedBy of ["template", "model"] as const) {
          const house = guardedHouse({ hasPin, parse: parserOf(matchedBy, one) });
          await tryAll(house, () => house.turn("whatever", [answer]), confirms(by, pinned), `${one.type} ${one.deviceIds.join()} by ${matchedBy}`);
        }
      }
    });
    it("the model does, with what it is allowed to answer", async () => {
      const parse = createModelParser({ model: createFakeLanguageModel({ answer: () => "unlock front door", probability: 0.99 }), deadlineMs: 5000 });
      const house = guardedHouse({ hasPin, parse });
      await tryAll(house, () => house.turn("could somebody let me in at the front door", [answer]), confirms(by, true), "the model");
    });
    it("several commands in one breath do, the harmless ones in any case", async () => {
      const house = guardedHouse({ hasPin });
      await tryAll(house, () => house.turn("turn on the kitchen light and unlock the front door", [answer]), confirms(by, true), "in one breath");
      expect(house.sent).toContainEqual({ topic: "kitchen_light/set", payload: "on true" });
    });
    it("one confirmation is for one question: the second stays as it is", async () => {
      const house = guardedHouse({ hasPin });
      await house.turn("unlock the front door and open the garage door", [answer]);
      expect(house.sent.filter(isDangerous).length).toBe(confirms(by, true) ? 1 : 0);
    });
    it("a group does not, whatever the answer", async () => {
      for (const text of ["unlock all doors", "unlock everything", "open all garage doors", "turn on everything", "turn off everything", "open everything", "open all valves"]) {
        const house = guardedHouse({ hasPin });
        await tryAll(house, () => house.turn(text, [answer, answer]), false, text);
      }
      for (const { command: one } of actions) {
        const house = guardedHouse({ hasPin, parse: parserOf("template", { ...one, scope: "group" }) });
        await tryAll(house, () => house.turn("whatever", [answer]), false, one.type);
      }
    });
  });

  it("an answer that comes when its turn is over does nothing", async () => {
    const house = guardedHouse({ hasPin });
    expect(await house.turn("unlock the front door", [])).toBe("declined");
    for (const late of ["yes", rightPin, "four seven one one"]) await house.turn(late, []);
    expect(house.sent).toEqual([]);
  });
  it("a scene whose name tells nothing is a scene like others", async () => {
    const house = guardedHouse({ hasPin, parse: parserOf("template", command({ type: "scene.activate" }, "open_sesame")) });
    expect(await house.turn("open sesame", [])).toBe("done");
  });
  it("closing, locking, arming and stopping go without a question", async () => {
    for (const text of ["lock the front door", "close the garage door", "close the garden valve", "turn off the hall siren"]) {
      const house = guardedHouse({ hasPin });
      expect([text, await house.turn(text, []), house.sent.length]).toEqual([text, "done", 1]);
    }
  });
});

describe("a PIN that is tried too often", () => {
  it("is not looked at, and the command is refused before it is asked for", async () => {
    let nowMs = 0;
    const house = guardedHouse({ hasPin: true, nowMs: () => nowMs });
    for (const wrong of ["1111", "2222", "3333"]) expect(await house.turn("unlock the front door", [wrong])).toBe("declined");
    expect(await house.turn("unlock the front door", [rightPin])).toBe("refused");
    expect(house.spoken.at(-1)).toBe("There were too many wrong PINs. Please wait and try again later.");
    nowMs = 29_999;
    expect(await house.turn("open the garage door", [rightPin])).toBe("refused");
    nowMs = 30_000;
    expect(await house.turn("unlock the front door", ["1111"])).toBe("declined");
    expect(await house.turn("unlock the front door", [rightPin])).toBe("refused");
    nowMs = 150_000;
    expect(await house.turn("unlock the front door", [rightPin])).toBe("done");
    expect(house.sent).toEqual([{ topic: "front_door/set", payload: "lock unlocked" }]);
  });
});

describe("what looks like an approval", () => {
  const unlock = command({ type: "lock.set", locked: false }, "front_door");
  const real = () => approve(unlock, 0);
  const forgeries: readonly (readonly [string, unknown])[] = [
    ["a cast command", unlock], ["a clone", structuredClone(real())], ["one through JSON", JSON.parse(JSON.stringify(real()))], ["a changed copy", { ...real(), locked: false }], ["a proxy", new Proxy(real(), {})], ["an heir", Object.create(real())], ["one with a stamp drawn on", Object.freeze({ ...unlock, approvedBy: "decide" })],
  ];
  it.each(forgeries)("is refused by the dispatcher and by the bus: %s", async (_what, forged) => {
    const house = guardedHouse({ hasPin: false });
    const signal = new AbortController().signal;
    await expect(house.dispatch(forged as never, signal)).rejects.toThrow("did not approve");
    const { bus } = startBus({ url: "mqtt://127.0.0.1:9" });
    await expect(bus.publish({ topic: "front_door/set", payload: "UNLOCK" }, forged as never, signal)).rejects.toThrow("did not approve");
    await bus[Symbol.asyncDispose]();
    expect(house.sent).toEqual([]);
  });
  it("works once, if it is one", async () => {
    const house = guardedHouse({ hasPin: false });
    const approved = real();
    const signal = new AbortController().signal;
    await house.dispatch(approved, signal);
    await expect(house.dispatch(approved, signal)).rejects.toThrow("used already");
    expect(house.sent.length).toBe(1);
  });
  it("is too old after five seconds: nothing is sent, and it is told", async () => {
    const house = guardedHouse({ hasPin: false, nowMs: () => 5001 });
    const report = await house.dispatch(real(), new AbortController().signal);
    expect(report).toMatchObject({ messages: [], outcomes: [{ deviceId: "front_door", result: "failed", error: { code: "COMMAND_TOO_LATE" } }] });
    expect(house.sent).toEqual([]);
  });
});

describe("the source", () => {
  const source = join(import.meta.dirname, "..", "..", "src");
  const files = (readdirSync(source, { recursive: true }) as string[]).filter((file) => file.endsWith(".ts")).map((file) => file.replaceAll("\\", "/"));
  const codeOf = (file: string) => readFileSync(join(source, file), "utf8").replace(/\/\/.*$|\/\*[\s\S]*?\*\/|"[^"\n]*"|`[^`]*`/gm, "");
  const usersOf = (word: string) => files.filter((file) => new RegExp(`\\b${word}\\b`).test(codeOf(file)));
  it.each([
    ["approve", ["decide/answer.ts", "decide/approval.ts", "decide/later.ts", "decide/policy.ts"]],
    ["openQuestion", ["decide/approval.ts", "decide/policy.ts"]],
    ["closeQuestion", ["decide/answer.ts", "decide/approval.ts"]],
    ["settleConfirmation", ["daemon/ask-first.ts", "decide/answer.ts"]],
    ["redeem", ["act/alerts.ts", "act/dispatcher.ts", "act/schedules.ts", "act/timers.ts", "decide/approval.ts"]],
    ["pinMatches", ["daemon/command-pin.ts", "decide/pin-desk.ts", "decide/pin-hash.ts"]],
    ["scrypt", ["decide/pin-hash.ts"]],
  ])("uses %s in these files only", (word, expected) => {
    expect([...usersOf(word)].sort()).toEqual(expected);
  });
  it("publishes in one place, and that is the dispatcher", () => {
    expect(files.filter((file) => /\bbus\.publish\(/.test(readFileSync(join(source, file), "utf8")))).toEqual(["act/dispatcher.ts"]);
  });
});
