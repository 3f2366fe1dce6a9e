// What the people of the house lay down: guards by group, device, microphone and hour, and what the model only guesses.
import { describe, expect, it } from "vitest";
import { type Circumstances, isWithin, noRules, type PolicyRules } from "../../src/decide/guards.ts";
import { createPolicy } from "../../src/decide/policy.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { Device, DeviceId, DeviceKind, DeviceRules, Home } from "../../src/home/home.ts";

function device(id: string, kind: DeviceKind, rules?: DeviceRules, deviceClass = ""): Device {
  return { id: id as DeviceId, name: id, aliases: [], areaId: undefined, kind, deviceClass, capabilities: [], binding: { adapter: "endpoints", endpoints: [], availability: { topics: [], mode: "latest" } }, ...(rules === undefined ? {} : { rules }) };
}
const devices = [
  device("lamp", "light"), device("door", "lock"), device("garage", "cover", undefined, "garage"), device("water", "valve"), device("alarm", "alarm"), device("siren", "siren"), device("robot", "vacuum"), device("radio", "mediaPlayer"), device("heating", "climate"), device("blind", "cover", undefined, "blind"),
  device("oven plug", "switch"), device("kettle", "switch"), device("fan", "fan"), device("Gate relay", "switch"), device("bed", "cover"), device("movie", "scene"),
  device("easy door", "lock", { guard: "none" }), device("yes door", "lock", { guard: "yes" }), device("safe", "lock", { guard: "never" }), device("mute door", "lock", { neverByVoice: true }), device("freezer", "switch", { guard: "yes" }), device("server", "switch", { guard: "pin" }), device("pump", "switch", { guard: "never" }), device("fish", "light", { neverByVoice: true }),
];
const home: Home = { areas: new Map(), devices: new Map(devices.map((entry) => [entry.id, entry])) };
const usual: Circumstances = { matchedBy: "template", confidence: undefined, minuteOfDay: 12 * 60, pin: "unset" };

type Setting = { readonly rules?: Partial<PolicyRules>; readonly now?: Partial<Circumstances>; readonly scope?: "named" | "group" };
function decide(action: CommandAction, ids: string, { rules, now, scope = "named" }: Setting = {}): string {
  const decision = createPolicy({ ...noRules, ...rules })({ ...action, scope, deviceIds: ids.split(",") as unknown as [DeviceId] }, { home, ...usual, ...now, atMs: 0 });
  switch (decision.kind) {
    case "allow": return `allow ${decision.command.deviceIds.join()}`;
    case "confirm": return `${decision.guard} ${decision.question.action} ${decision.question.deviceNames.join()}`;
    case "refuse": return [`refuse ${decision.reason}`, decision.deviceNames?.join()].filter((part) => part !== undefined).join(" ");
  }
}

const unlock: CommandAction = { type: "lock.set", locked: false };
const open: CommandAction = { type: "opening.set", open: true };
const close: CommandAction = { type: "opening.set", open: false };
const on: CommandAction = { type: "onOff.set", on: true };
const off: CommandAction = { type: "onOff.set", on: false };
const disarm: CommandAction = { type: "alarm.set", mode: "disarmed" };
const start: CommandAction = { type: "activity.set", activity: "start" };
const ready = { pin: "ready" } as const;

describe("what is guarded needs a yes, and the PIN once there is one", () => {
  const rows: readonly (readonly [CommandAction, string, string, string])[] = [
    [unlock, "door", "yes unlock door", "pin unlock door"],
    [{ type: "lock.open" }, "door", "yes open door", "pin open door"],
    [open, "garage", "yes open garage", "pin open garage"],
    [on, "Gate relay", "yes open Gate relay", "pin open Gate relay"],
    [off, "Gate relay", "yes open Gate relay", "pin open Gate relay"],
    [{ type: "onOff.toggle" }, "Gate relay", "yes open Gate relay", "pin open Gate relay"],
    [{ type: "position.change", deltaPct: 1 }, "garage", "yes open garage", "pin open garage"],
    [{ type: "position.set", positionPct: Number.NaN }, "garage", "yes open garage", "pin open garage"],
    [disarm, "alarm", "yes disarm alarm", "pin disarm alarm"],
    [open, "water", "yes open water", "yes open water"],
    [on, "water", "yes open water", "yes open water"],
    [on, "siren", "yes turnOn siren", "yes turnOn siren"],
    [{ type: "onOff.toggle" }, "siren", "yes turnOn siren", "yes turnOn siren"],
    [{ type: "lock.set", locked: true }, "door", "allow door", "allow door"],
    [close, "garage", "allow garage", "allow garage"],
    [{ type: "position.change", deltaPct: -10 }, "garage", "allow garage", "allow garage"],
    [{ type: "opening.stop" }, "garage", "allow garage", "allow garage"],
    [{ type: "alarm.set", mode: "away" }, "alarm", "allow alarm", "allow alarm"],
    [close, "water", "allow water", "allow water"],
    [off, "water", "allow water", "allow water"],
    [off, "siren", "allow siren", "allow siren"],
    [{ type: "state.get", capability: "lock" }, "door", "allow door", "allow door"],
  ];
  it.each(rows)("%j on the %s: %s, with a PIN %s", (action, id, without, withPin) => {
    expect([decide(action, id), decide(action, id, { now: ready })]).toEqual([without, withPin]);
  });
  it("asks once about several, as strictly as the strictest of them wants", () => {
    expect(decide(open, "water,garage,blind", { now: ready })).toBe("pin open water,garage");
  });
  it("refuses what needs a PIN that is not there, or that is locked", () => {
    expect([decide(on, "server"), decide(unlock, "door", { now: { pin: "locked" } }), decide(unlock, "door", { rules: { guard: { unlock: "pin" } } })]).toEqual(["refuse pinMissing server", "refuse pinLocked door", "refuse pinMissing door"]);
  });
});

describe("the config's guards", () => {
  const rows: readonly (readonly [Partial<PolicyRules>, CommandAction, string, string])[] = [
    [{ guard: { unlock: "yes" } }, unlock, "door", "yes unlock door"],
    [{ guard: { unlock: "never" } }, unlock, "door", "refuse neverByVoice door"],
    [{ guard: { valve: "pin", siren: "pin" } }, open, "water", "pin open water"],
    [{ guard: { unlock: "yes" } }, open, "garage", "pin open garage"],
    [{ site: { guard: { unlock: "never" }, neverByVoice: [] } }, unlock, "door", "refuse notHere door"],
    [{ site: { guard: { unlock: "never" }, neverByVoice: [] } }, { type: "lock.set", locked: true }, "door", "allow door"],
    [{ guard: { unlock: "pin" }, site: { guard: { unlock: "yes" }, neverByVoice: [] } }, unlock, "door", "pin unlock door"],
    [{ site: { guard: {}, neverByVoice: ["light", "lock"] } }, on, "lamp", "refuse notHere lamp"],
    [{ site: { guard: {}, neverByVoice: ["light", "lock"] } }, { type: "lock.set", locked: true }, "door", "refuse notHere door"],
    [{ site: { guard: {}, neverByVoice: ["light"] } }, { type: "state.get", capability: "onOff" }, "lamp", "allow lamp"],
  ];
  it.each(rows)("%j: %j on the %s: %s", (rules, action, id, expected) => {
    expect(decide(action, id, { rules, now: ready })).toBe(expected);
  });
});

describe("a device's own guard", () => {
  const rows: readonly (readonly [CommandAction, string, string])[] = [
    [unlock, "easy door", "yes unlock easy door"],
    [unlock, "yes door", "yes unlock yes door"],
    [unlock, "safe", "refuse neverByVoice safe"],
    [{ type: "lock.set", locked: true }, "safe", "allow safe"],
    [{ type: "lock.set", locked: true }, "mute door", "refuse neverByVoice mute door"],
    [{ type: "state.get", capability: "lock" }, "mute door", "allow mute door"],
    [off, "freezer", "yes turnOff freezer"],
    [on, "server", "pin turnOn server"],
    [on, "pump", "refuse neverByVoice pump"],
    [on, "fish", "refuse neverByVoice fish"],
    [on, "lamp,fish", "refuse neverByVoice fish"],
  ];
  it.each(rows)("%j on the %s: %s", (action, id, expected) => {
    expect(decide(action, id, { now: ready })).toBe(expected);
  });
});

describe("a group command", () => {
  const rows: readonly (readonly [CommandAction, string, string])[] = [
    [off, "lamp,door,garage,water,alarm,siren,Gate relay,fan", "allow lamp,fan"],
    [close, "garage,blind,water", "allow blind"],
    [{ type: "lock.set", locked: true }, "door", "allow door"],
    [{ type: "lock.set", locked: true }, "door,garage,alarm,lamp", "allow door,lamp"],
    [{ type: "lock.set", locked: false }, "door", "refuse protectedGroup"],
    [{ type: "alarm.set", mode: "away" }, "alarm", "refuse protectedGroup"],
    [off, "siren", "refuse protectedGroup"],
    [off, "freezer,lamp,pump", "allow lamp"],
    [on, "fish,lamp", "allow lamp"],
    [on, "fish", "refuse neverByVoice fish"],
    [off, "freezer", "refuse protectedGroup"],
    [on, "gone", "refuse noDevices"],
    [{ type: "state.get", capability: "lock" }, "door,garage", "allow door,garage"],
  ];
  it.each(rows)("%j on %s: %s", (action, ids, expected) => {
    expect(decide(action, ids, { scope: "group", now: ready })).toBe(expected);
  });
  it("is what has any other scope than named", () => {
    expect(decide(unlock, "door", { scope: "everything" as never })).toBe("refuse protectedGroup");
  });
});

describe("quiet hours", () => {
  const quiet = (guard: "yes" | "never") => ({ quietHours: { fromMinute: 22 * 60, toMinute: 6 * 60 + 30, kinds: ["vacuum", "mediaPlayer", "lock"], guard } }) as const;
  const night = { minuteOfDay: 23 * 60 };
  const rows: readonly (readonly [CommandAction, string, string, string])[] = [
    [start, "robot", "yes start robot", "refuse quietHours robot"],
    [{ type: "activity.set", activity: "dock" }, "robot", "allow robot", "allow robot"],
    [{ type: "volume.change", deltaPct: 10 }, "radio", "yes change radio", "refuse quietHours radio"],
    [{ type: "volume.change", deltaPct: -10 }, "radio", "allow radio", "allow radio"],
    [{ type: "playback.set", action: "play" }, "radio", "yes start radio", "refuse quietHours radio"],
    [{ type: "playback.set", action: "pause" }, "radio", "allow radio", "allow radio"],
    [unlock, "door", "yes unlock door", "refuse quietHours door"],
    [on, "lamp", "allow lamp", "allow lamp"],
  ];
  it.each(rows)("%j on the %s: %s, or %s", (action, id, ask, refuse) => {
    expect([decide(action, id, { rules: quiet("yes"), now: night }), decide(action, id, { rules: quiet("never"), now: night })]).toEqual([ask, refuse]);
    if (action !== unlock) expect(decide(action, id, { rules: quiet("never") })).toBe(`allow ${id}`);
  });
  it("never lower the PIN to a yes", () => { expect(decide(unlock, "door", { rules: quiet("yes"), now: { ...night, ...ready } })).toBe("pin unlock door"); });
  const times: readonly (readonly [string, string, string, boolean])[] = [
    ["22:00", "06:30", "22:00", true], ["22:00", "06:30", "21:59", false], ["22:00", "06:30", "00:00", true], ["22:00", "06:30", "06:29", true], ["22:00", "06:30", "06:30", false],
    ["13:00", "15:00", "13:00", true], ["13:00", "15:00", "15:00", false], ["13:00", "15:00", "00:00", false], ["08:00", "08:00", "03:00", true], ["00:00", "23:59", "23:59", false], ["23:59", "00:00", "23:59", true], ["23:59", "00:00", "00:00", false],
  ];
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  it.each(times)("from %s to %s: %s is in them: %s", (from, to, now, expected) => {
    expect(isWithin({ fromMinute: minute(from), toMinute: minute(to) }, minute(now))).toBe(expected);
  });
  it.each([Number.NaN, -1, 1440, Number.POSITIVE_INFINITY])("hold when the clock says %d", (minuteOfDay) => { expect(isWithin({ fromMinute: 60, toMinute: 120 }, minuteOfDay)).toBe(true); });
});

describe("a guess of the model", () => {
  const sure = { matchedBy: "model", confidence: 0.99 } as const;
  const unsure = { matchedBy: "model", confidence: 0.6 } as const;
  const rows: readonly (readonly [CommandAction, string, string, string])[] = [
    [{ type: "lock.set", locked: true }, "door", "yes lock door", "yes lock door"],
    [close, "garage", "yes close garage", "yes close garage"],
    [{ type: "opening.stop" }, "garage", "yes stop garage", "yes stop garage"],
    [close, "water", "yes close water", "yes close water"],
    [off, "siren", "yes turnOff siren", "yes turnOff siren"],
    [{ type: "alarm.set", mode: "away" }, "alarm", "yes arm alarm", "yes arm alarm"],
    [off, "freezer", "yes turnOff freezer", "yes turnOff freezer"],
    [open, "blind", "allow blind", "yes open blind"],
    [{ type: "opening.stop" }, "blind", "allow blind", "allow blind"],
    [{ type: "setpoint.set", temperatureC: 25 }, "heating", "allow heating", "yes change heating"],
    [start, "robot", "allow robot", "yes start robot"],
    [{ type: "activity.set", activity: "dock" }, "robot", "allow robot", "allow robot"],
    [on, "oven plug", "allow oven plug", "yes turnOn oven plug"],
    [on, "kettle", "allow kettle", "yes turnOn kettle"],
    [off, "kettle", "allow kettle", "allow kettle"],
    [on, "lamp", "allow lamp", "allow lamp"],
    [{ type: "state.get", capability: "lock" }, "door", "allow door", "allow door"],
  ];
  it.each(rows)("%j on the %s: sure %s, unsure %s", (action, id, whenSure, whenUnsure) => {
    expect([decide(action, id, { now: sure }), decide(action, id, { now: unsure })]).toEqual([whenSure, whenUnsure]);
  });
  it.each([[0.69, "yes open blind"], [0.7, "allow blind"]])("of %d is unsure below 0.7 only: %s", (confidence, expected) => { expect(decide(open, "blind", { now: { matchedBy: "model", confidence } })).toBe(expected); });
  it("of a name that only sounded so asks on whatever is guarded, as the model's does", () => {
    const heard = { matchedBy: "sound", confidence: 0.95 } as const;
    expect([decide(close, "garage"), decide(close, "garage", { now: heard }), decide(open, "blind", { now: heard })]).toEqual(["allow garage", "yes close garage", "allow blind"]);
  });
  it("whose probability is no number counts as unsure", () => { expect(decide(open, "blind", { now: { matchedBy: "model", confidence: Number.NaN } })).toBe("yes open blind"); });
  it("does not lower the PIN", () => { expect(decide(unlock, "door", { now: { ...sure, ...ready } })).toBe("pin unlock door"); });
});

describe("an allowed command", () => {
  it("names each device once, and none that is gone", () => { expect(decide(on, "lamp,gone,lamp,fan")).toBe("allow lamp,fan"); });
});
