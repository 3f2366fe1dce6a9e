import { describe, expect, test } from "vitest";
import type { DeviceOutcome } from "../../src/act/outcome.ts";
import { AssistantError, type ErrorCode } from "../../src/base/errors.ts";
import type { Answer } from "../../src/decide/answer.ts";
import { type QuestionAction, questionActions, type RefusalReason } from "../../src/decide/decision.ts";
import type { NonEmpty } from "../../src/base/types.ts";
import type { Command, CommandAction } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { createReplies } from "../../src/speak/reply.ts";
import { homeOf, testDevice, testHome } from "../fixtures/home.ts";
import { approved } from "../fakes/started-bus.ts";
import { english, replies } from "../understand/english.ts";

type Became = DeviceState | "silent" | "unknown" | ErrorCode | { readonly already: DeviceState } | { readonly late: DeviceState } | { readonly moving: DeviceState } | { readonly stale: DeviceState; readonly hours: number };

/** The reply to an action after which each device became so. */
function reply(action: CommandAction, became: Readonly<Record<string, Became>>, scope: Command["scope"] = "named"): string {
  const outcomes = Object.entries(became).map(([id, one]) => outcomeOf(action, id as DeviceId, one));
  return replies.acted({ ...action, scope, deviceIds: outcomes.map(({ deviceId }) => deviceId) as unknown as NonEmpty<DeviceId> }, { messages: [], outcomes }, testHome);
}

function outcomeOf(action: CommandAction, deviceId: DeviceId, became: Became): DeviceOutcome {
  if (became === "silent") return { deviceId, result: "unconfirmed", state: undefined };
  if (became === "unknown") return { deviceId, result: "unknown" };
  if (typeof became === "string") return { deviceId, result: "failed", error: new AssistantError(became, "…") };
  if ("already" in became) return { deviceId, result: "already", state: became.already };
  if ("moving" in became) return { deviceId, result: "moving", state: became.moving, tookMs: 5 };
  if ("hours" in became) return { deviceId, result: "answered", state: { ...became.stale, stale: true }, ageMs: became.hours * 3_600_000 };
  if ("late" in became) return { deviceId, result: "unconfirmed", state: became.late };
  return action.type === "state.get" ? { deviceId, result: "answered", state: became } : { deviceId, result: "confirmed", state: became, tookMs: 5 };
}

const on: CommandAction = { type: "onOff.set", on: true };
const off: CommandAction = { type: "onOff.set", on: false };
const lock: CommandAction = { type: "lock.set", locked: true };
const close: CommandAction = { type: "opening.set", open: false };
const lights = { type: "state.get", capability: "onOff", expect: "on" } as const;

describe("acted", () => {
  const cases: readonly (readonly [string, string])[] = [
    [reply(on, { kitchen_light: { on: true } }), "The kitchen light is on."],
    [reply(lock, { front_door: { already: { lock: "locked" } } }), "The front door is already locked."],
    [reply(on, { hall_light: "silent" }), "I asked the hall light, but it did not answer."],
    [reply(on, { hall_light: "MQTT_NOT_CONNECTED" }), "The broker is not connected, nothing was sent."],
    [reply(off, { kitchen_light: { on: false }, kitchen_counter: { on: false }, hall_light: { already: { on: false } }, desk_lamp: "silent" }, "group"), "3 lights are off; I asked the desk lamp, but it did not answer."],
    [reply(off, { kitchen_light: { already: { on: false } }, kitchen_counter: { already: { on: false } } }, "group"), "The kitchen light and the kitchen counter are already off."],
    [reply(off, { kitchen_light: { on: false }, hall_light: "MQTT_NOT_CONNECTED" }, "group"), "The kitchen light is off; the hall light could not be reached."],
    [reply(close, { garage_door: { opening: "closing" } }), "The garage door is closing."],
    [reply(close, { garage_door: { late: { opening: "opening" } } }), "The garage door is opening."],
    [reply(lock, { front_door: { late: { lock: "jammed" } } }), "The front door is jammed."],
    [reply(lock, { front_door: { late: { lock: "unlocked" } } }), "I asked the front door, but it did not answer."],
    [reply({ type: "brightness.set", brightnessPct: 40 }, { kitchen_light: { on: true, brightnessPct: 40.2 } }), "The kitchen light is at 40 percent."],
    [reply({ type: "brightness.change", deltaPct: 20 }, { kitchen_light: { brightnessPct: 60 }, desk_lamp: { brightnessPct: 30 } }, "group"), "The kitchen light is at 60 percent; the desk lamp is at 30 percent."],
    [reply({ type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }, { desk_lamp: { on: true } }), "The desk lamp is red."],
    [reply({ type: "setpoint.set", temperatureC: 21.5 }, { bedroom_thermostat: { setpointC: 21.5 } }), "The bedroom thermostat is set to 21.5 degrees."],
    [reply({ type: "setpoint.change", deltaC: 1 }, { bedroom_thermostat: "DEVICE_STATE_UNKNOWN" }), "The bedroom thermostat has not reported yet, so I cannot change it from where it is."],
    [reply({ type: "scene.activate" }, { movie_night: "silent" }), "I started Movie Night."],
    [reply({ type: "brightness.change", deltaPct: -20 }, { kitchen_light: { on: false, brightnessPct: 80 }, desk_lamp: { on: true, brightnessPct: 20 } }, "group"), "The desk lamp is at 20 percent; the kitchen light is off."],
    [reply({ type: "position.set", positionPct: 50 }, { bedroom_blind: { moving: { opening: "opening", positionPct: 3 } } }), "The bedroom blind is opening."],
    [reply({ type: "position.set", positionPct: 50 }, { bedroom_blind: { moving: { opening: "open", positionPct: 3 } } }), "The bedroom blind is moving."],
    [reply(close, { bedroom_blind: { moving: { opening: "open", positionPct: 60 } }, garage_door: { moving: { opening: "closing" } } }), "The bedroom blind and the garage door are closing."],
    [reply(lock, { front_door: { moving: { lock: "locking" } } }), "The front door is still locking."],
    [reply({ type: "alarm.set", mode: "away" }, { front_door: { moving: { alarm: "arming" } } }), "The front door is being armed."],
    [reply(on, { hall_light: { late: { on: false, available: false } } }), "I asked the hall light, but it went offline."],
    [reply({ type: "position.set", positionPct: 50 }, { bedroom_blind: { opening: "open", positionPct: 50 } }), "The bedroom blind is at 50 percent."],
    [reply(on, { gone: { on: true } }), ""],
  ];
  test.each(cases)("%s", (got, expected) => {
    expect(got).toBe(expected);
  });

  test("an intent's own reply goes before the usual one", () => {
    const intents = english.intents.map((intent) => intent.id === "on_name" ? { ...intent, reply: { confirmed: { one: "{name} shines.", two: "", many: "" } } } : intent);
    const own = createReplies({ ...english, intents });
    const command: Command = { ...on, scope: "named", deviceIds: ["desk_lamp" as DeviceId] };
    expect(own.acted(command, { messages: [], outcomes: [{ deviceId: "desk_lamp" as DeviceId, result: "confirmed", state: { on: true }, tookMs: 1 }] }, testHome, "on_name")).toBe("The desk lamp shines.");
  });
});

describe("answers", () => {
  const cases: readonly (readonly [string, string])[] = [
    [reply({ type: "state.get", capability: "lock", expect: "locked" }, { front_door: { lock: "locked" } }), "Yes, the front door is locked."],
    [reply({ type: "state.get", capability: "lock", expect: "locked" }, { front_door: { lock: "unlocking" } }), "No, the front door is still unlocking."],
    [reply({ type: "state.get", capability: "lock", expect: "locked" }, { front_door: "unknown" }), "The front door has not reported yet, so I do not know."],
    [reply({ type: "state.get", capability: "lock", expect: "locked" }, { front_door: { on: true } }), "The front door has not reported yet, so I do not know."],
    [reply({ type: "state.get", capability: "opening", expect: "open" }, { garage_door: { positionPct: 30 } }), "Yes, the garage door is open."],
    [reply({ type: "state.get", capability: "opening", expect: "closed" }, { garage_door: { opening: "stopped", positionPct: 30 } }), "No, the garage door is stopped."],
    [reply({ type: "state.get", capability: "reading", expect: "closed" }, { bedroom_window: { on: true } }), "No, the bedroom window is open."],
    [reply(lights, { kitchen_light: { on: true }, hall_light: { on: true }, desk_lamp: { on: true } }, "group"), "Yes, all 3 lights are on."],
    [reply(lights, { kitchen_light: { on: false }, hall_light: { on: false } }, "group"), "No, neither the kitchen light nor the hall light is on."],
    [reply(lights, { kitchen_light: { on: false }, hall_light: { on: false }, desk_lamp: { on: false } }, "group"), "No, none of the 3 lights are on."],
    [reply(lights, { kitchen_light: { on: true }, hall_light: { on: false }, desk_lamp: "unknown" }, "group"), "Only the kitchen light is on; the desk lamp has not reported yet, so I do not know."],
    [reply({ type: "state.get", capability: "setpoint" }, { bedroom_thermostat: { setpointC: 20, currentC: 18.26 } }), "The bedroom thermostat measures 18.3 degrees and is set to 20."],
    [reply({ type: "state.get", capability: "reading" }, { bedroom_thermostat: { currentC: 18 } }), "The bedroom thermostat measures 18 degrees."],
    [reply({ type: "state.get", capability: "reading" }, { bedroom_humidity: { reading: 48.26 } }), "The bedroom humidity is 48.3 percent."],
    [reply({ type: "state.get", capability: "reading" }, { bedroom_humidity: { stale: { reading: 48 }, hours: 3.9 } }), "The bedroom humidity is 48 percent, but that was 3 hours ago."],
    [reply({ type: "state.get", capability: "reading" }, { bedroom_humidity: { stale: { reading: 48 }, hours: 0.01 } }), "The bedroom humidity is 48 percent, but that was a minute ago."],
    [reply({ type: "state.get", capability: "lock", expect: "locked" }, { front_door: { stale: { lock: "locked" }, hours: 50 } }), "Yes, the front door is locked, but that was 2 days ago."],
    [reply({ type: "state.get", capability: "onOff" }, { desk_lamp: { on: true, available: false } }), "The desk lamp is on as far as I know, but it is offline."],
    [reply(lights, { kitchen_light: { on: true }, hall_light: { stale: { on: true }, hours: 1 } }, "group"), "Yes, the kitchen light and the hall light are on; the hall light has not reported for an hour."],
    [reply({ type: "state.get", capability: "brightness" }, { desk_lamp: { on: false, brightnessPct: 60 } }), "The desk lamp is off."],
  ];
  test.each(cases)("%s", (got, expected) => {
    expect(got).toBe(expected);
  });
});

describe("the end of what was under way", () => {
  const ended = (action: CommandAction, id: string, became: Became) => {
    const command = approved(action, id);
    return replies.settled({ command, outcome: outcomeOf(action, id as DeviceId, became) }, testHome);
  };
  test.each([
    ["well", ended(close, "garage_door", { opening: "closed" }), ""],
    ["half way", ended(close, "garage_door", { moving: { opening: "open", positionPct: 40 } }), "The garage door has not finished: it is open."],
    ["stopped", ended(close, "garage_door", { late: { opening: "stopped" } }), "The garage door has not finished: it is stopped."],
    ["jammed", ended(lock, "front_door", { late: { lock: "jammed" } }), "The front door has not finished: it is jammed."],
    ["offline", ended(lock, "front_door", { late: { lock: "locking", available: false } }), "I asked the front door, but it went offline."],
    ["for a device that is gone", ended(lock, "nowhere", { late: { lock: "jammed" } }), ""],
  ])("%s", (_how, got, expected) => {
    expect(got).toBe(expected);
  });
});

describe("questions and refusals", () => {
  test("unlocking is asked for by name", () => {
    expect(replies.question({ action: "unlock", guard: "yes", deviceNames: ["Front Door"] })).toBe("Unlock the front door? Say yes or no.");
  });
  test("several doors are asked for together", () => {
    expect(replies.question({ action: "open", guard: "yes", deviceNames: ["Garage Door", "Gate"] })).toBe("Open the garage door and the gate? Say yes or no.");
  });
  test("a declined question says that nothing changed", () => {
    expect(replies.declined({ action: "unlock", guard: "yes", deviceNames: ["Front Door"] }, "no")).toBe("All right, the front door stays as it is.");
  });
  const asked = (action: QuestionAction, guard: "yes" | "pin" = "yes") => replies.question({ action, guard, deviceNames: ["Front Door"] });
  test.each([
    [asked("disarm"), "Disarm the front door? Say yes or no."], [asked("turnOn"), "Turn on the front door? Say yes or no."], [asked("start"), "Start the front door? Say yes or no."], [asked("dock"), "Send the front door home? Say yes or no."], [asked("do"), "Do that with the front door? Say yes or no."],
    [asked("unlock", "pin"), "Say your PIN to unlock the front door."], [asked("disarm", "pin"), "Say your PIN to disarm the front door."], [asked("stop", "pin"), "Say your PIN to do that with the front door."],
  ])("%s", (got, expected) => { expect(got).toBe(expected); });
  test("many are counted, not listed", () => {
    expect(replies.question({ action: "open", guard: "yes", deviceNames: Array.from({ length: 50 }, (_, index) => `Blind ${index}`) })).toBe("Open 50 devices? Say yes or no.");
  });
  test("a refusal that a language has no words for is not silent", () => {
    const bare = createReplies({ ...english, replies: { ...english.replies, refused: {} } });
    expect(bare.refused({ kind: "refuse", reason: "quietHours", command: { ...on, scope: "named", deviceIds: ["d" as DeviceId] } }, testHome)).toBe("Sorry, something went wrong. Nothing was done.");
  });
  test("every action has its words, and none is left without a name", () => {
    for (const action of questionActions) for (const guard of ["yes", "pin"] as const) expect(asked(action, guard)).toContain("the front door");
  });
  test("a wrong PIN is told, and that there were too many", () => {
    const declined = (answer: Answer) => replies.declined({ action: "unlock", guard: "pin", deviceNames: ["Front Door"] }, answer);
    expect([declined("pinWrong"), declined("pinLocked"), declined("unclear")]).toEqual(["That is not the PIN, so the front door stays as it is.", "There were too many wrong PINs. Please wait and try again later.", "All right, the front door stays as it is."]);
  });
  test("what was declined without words of its own has the usual ones", () => {
    expect(replies.declined({ action: "start", guard: "yes", deviceNames: ["Robot"] }, "no")).toBe("All right, the robot stays as it is.");
  });
  const refused = (reason: RefusalReason, deviceNames?: readonly string[]) => replies.refused({ kind: "refuse", reason, command: { ...on, scope: "named", deviceIds: ["d" as DeviceId] }, ...(deviceNames === undefined ? {} : { deviceNames }) }, testHome);
  test.each([
    [refused("neverByVoice", ["Safe"]), "I never do that with the safe by voice."], [refused("notHere", ["Front Door", "Gate"]), "I do not do that with the front door and the gate from here."], [refused("quietHours", ["Robot"]), "Not at this hour. I leave the robot alone."],
    [refused("pinMissing", ["Server"]), "That needs a PIN, and none is set. Nothing was done."], [refused("pinLocked"), "There were too many wrong PINs. Please wait and try again later."], [refused("protectedGroup"), "Locks are only opened by name, and gates, garage doors, valves, sirens and alarms only moved by name, one at a time."], [refused("noDevices"), "There is no such device any more."],
    [refused("neverByVoice", ["{name}"]), "I never do that with the {name} by voice."],
  ])("%s", (got, expected) => { expect(got).toBe(expected); });
  test("each stage that may fail has its own words", () => {
    const said = (["hear", "transcribe", "understand", "decide", "act", "speak"] as const).map((stage) => replies.failed(stage, "ENGINE_FAILED"));
    expect(new Set(said).size).toBe(6);
    expect(said.every((text) => text.startsWith("Sorry"))).toBe(true);
  });
  test("a name that is not known is told back", () => {
    expect(replies.notUnderstood({ kind: "notUnderstood", heard: "", reason: "unknownName", subject: "charm" }, testHome)).toBe("I do not know of any charm.");
  });
});

describe("names", () => {
  const named = (name: string) => replies.acted({ ...on, scope: "named", deviceIds: ["d" as DeviceId] }, { messages: [], outcomes: [{ deviceId: "d" as DeviceId, result: "confirmed", state: { on: true }, tookMs: 1 }] }, homeOf([testDevice(name, "light", { id: "d" })], []));
  const cases: readonly (readonly [string, string])[] = [
    ["TV Lamp", "The TV lamp is on."],
    ["Bob's Lamp", "Bob's lamp is on."],
    ["The Beast", "The beast is on."],
    ["{state}", "The {state} is on."],
    ["$& $1", "The $& $1 is on."],
    ["a\n\u001b[2Jb", "A [2Jb is on."],
    ["x".repeat(1000), `The ${"x".repeat(60)}… is on.`],
  ];
  test.each(cases)("%j", (name, expected) => {
    expect(named(name)).toBe(expected);
  });
});

test("one thing with a plural name takes a plural verb", () => {
  const blinds = testDevice("Office Blinds", "cover", { id: "blinds", deviceClass: "blind" });
  const home = homeOf([blinds], []);
  const told = (action: CommandAction, outcome: DeviceOutcome) => replies.acted({ ...action, scope: "named", deviceIds: [blinds.id] }, { messages: [], outcomes: [outcome] }, home);
  const deviceId = blinds.id;
  expect(told(close, { deviceId, result: "confirmed", state: { opening: "closed" }, tookMs: 1 })).toBe("The office blinds are closed.");
  expect(told(close, { deviceId, result: "unconfirmed", state: undefined })).toBe("I asked the office blinds, but they did not answer.");
  const areOpen = { type: "state.get", capability: "opening", expect: "open" } as const;
  expect(told(areOpen, { deviceId, result: "answered", state: { opening: "closed" } })).toBe("No, the office blinds are closed.");
  expect(told(areOpen, { deviceId, result: "answered", state: { opening: "open" } })).toBe("Yes, the office blinds are open.");
});
