// What is said now and done later: nobody is there to say yes when the time comes.
import { describe, expect, it } from "vitest";
import { isApproved } from "../../src/decide/approval.ts";
import { noRules, type PolicyRules } from "../../src/decide/guards.ts";
import { createPolicy } from "../../src/decide/policy.ts";
import type { CommandAction, DeviceCommand } from "../../src/home/command.ts";
import type { Device, DeviceId, DeviceKind, Home } from "../../src/home/home.ts";
import type { When } from "../../src/home/plan.ts";

function device(id: string, kind: DeviceKind, deviceClass = ""): Device {
  return { id: id as DeviceId, name: id, aliases: [], areaId: undefined, kind, deviceClass, capabilities: [], binding: { adapter: "homeAssistant", component: "light", config: {} } };
}
const devices = [device("lamp", "light"), device("door", "lock"), device("garage", "cover", "garage"), device("gate", "switch"), device("vacuum", "vacuum"), device("alarm", "alarm")];
const home: Home = { areas: new Map(), devices: new Map(devices.map((entry) => [entry.id, entry])) };

function to(id: string, action: CommandAction, scope: "named" | "group" = "named"): DeviceCommand {
  return { ...action, scope, deviceIds: id.split(",") as unknown as [DeviceId] };
}
type Plan = { readonly commands: readonly [DeviceCommand, ...DeviceCommand[]]; readonly when?: When; readonly reverse?: true; readonly rules?: PolicyRules; readonly minuteOfDay?: number };
function decide({ commands, when = { type: "in", delayS: 600 }, reverse, rules = noRules, minuteOfDay = 720 }: Plan) {
  return createPolicy(rules)(
    { type: "schedule.add", deviceIds: [], scope: "named", when, commands, ...(reverse === undefined ? {} : { reverse }) },
    { home, matchedBy: "template", confidence: undefined, minuteOfDay, pin: "ready", atMs: 0 },
  );
}
const shown = (decision: ReturnType<typeof decide>) => decision.kind === "refuse" ? decision.reason : decision.kind;

describe("a command for later", () => {
  it.each<[string, DeviceCommand, string]>([
    ["is let through where it would be now", to("lamp", { type: "onOff.set", on: false }), "allow"],
    ["may lock", to("door", { type: "lock.set", locked: true }), "allow"],
    ["may close", to("garage", { type: "opening.set", open: false }), "allow"],
    ["may not unlock", to("door", { type: "lock.set", locked: false }), "notLater"],
    ["may not open an entrance", to("garage", { type: "opening.set", open: true }), "notLater"],
    ["may not disarm", to("alarm", { type: "alarm.set", mode: "disarmed" }), "notLater"],
    ["may not sweep up a lock", to("door", { type: "lock.set", locked: false }, "group"), "protectedGroup"],
    ["may not be about what is not there", to("ghost", { type: "onOff.set", on: true }), "noDevices"],
    ["is no question", to("lamp", { type: "state.get", capability: "onOff" }), "notLater"],
  ])("%s", (_what, command, expected) => {
    expect(shown(decide({ commands: [command] }))).toBe(expected);
  });
  it("is refused as a whole when one of several would need a yes", () => {
    expect(shown(decide({ commands: [to("lamp", { type: "onOff.set", on: false }), to("door", { type: "lock.set", locked: false })] }))).toBe("notLater");
  });
  it("names what it would have needed a yes for", () => {
    expect(decide({ commands: [to("door", { type: "lock.set", locked: false })] })).toMatchObject({ deviceNames: ["door"] });
  });
  it("holds no approval but that of the plan itself, and only the devices that may be touched", () => {
    const decision = decide({ commands: [to("lamp,door,garage", { type: "onOff.set", on: false }, "group")] });
    if (decision.kind !== "allow" || decision.command.type !== "schedule.add") throw new Error("it was not allowed");
    expect(decision.command.commands).toEqual([to("lamp", { type: "onOff.set", on: false }, "group")]);
    expect([decision.command, ...decision.command.commands].map((one) => isApproved(one))).toEqual([true, false]);
  });
});

describe("a command for a while", () => {
  it.each<[string, DeviceCommand, string]>([
    ["may turn something on", to("lamp", { type: "onOff.set", on: true }), "allow"],
    ["may open, for its way back closes", to("garage", { type: "opening.set", open: true }), "allow"],
    ["may not lock, for its way back unlocks", to("door", { type: "lock.set", locked: true }), "notLater"],
    ["may not close an entrance", to("garage", { type: "opening.set", open: false }), "notLater"],
    ["may not move an entrance at all, wherever it was before", to("garage", { type: "position.set", positionPct: 0 }), "notLater"],
    ["may dim", to("lamp", { type: "brightness.set", brightnessPct: 20 }), "allow"],
    ["needs a way back", to("vacuum", { type: "activity.set", activity: "start" }), "notLater"],
  ])("%s", (_what, command, expected) => {
    expect(shown(decide({ commands: [command], reverse: true }))).toBe(expected);
  });
});

describe("quiet hours", () => {
  const rules: PolicyRules = { ...noRules, quietHours: { fromMinute: 22 * 60, toMinute: 6 * 60, kinds: ["vacuum"], guard: "yes" } };
  const clean = to("vacuum", { type: "activity.set", activity: "start" });
  it.each<[string, When, string]>([
    ["in an hour, by then quiet", { type: "in", delayS: 3600 }, "notLater"],
    ["in half an hour, not yet quiet", { type: "in", delayS: 1800 }, "allow"],
    ["tonight", { type: "at", date: "2026-11-24", minuteOfDay: 23 * 60 }, "notLater"],
    ["in the morning", { type: "at", date: "2026-11-25", minuteOfDay: 9 * 60 }, "allow"],
    ["every night", { type: "every", days: [1, 2, 3, 4, 5, 6, 7], minuteOfDay: 60 }, "notLater"],
  ])("count when it is due: %s", (_what, when, expected) => {
    expect(shown(decide({ commands: [clean], when, rules, minuteOfDay: 21 * 60 + 15 }))).toBe(expected);
  });
});
