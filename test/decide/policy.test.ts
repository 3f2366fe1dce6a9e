import { describe, expect, it } from "vitest";
import { housePolicy } from "../../src/decide/policy.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { Device, DeviceId, DeviceKind, Home } from "../../src/home/home.ts";

function device(id: string, kind: DeviceKind, deviceClass = ""): Device {
  return { id: id as DeviceId, name: id, aliases: [], areaId: undefined, kind, deviceClass, capabilities: [], binding: { adapter: "homeAssistant", component: "light", config: {} } };
}
const devices = [device("lamp", "light"), device("front door", "lock"), device("garage", "cover", "garage"), device("gate", "cover", "gate"),
  device("patio", "cover", "door"), device("Old garage", "cover"), device("Driveway gate", "switch"), device("Gate light", "switch"), device("blind", "cover", "blind"), device("water", "valve"), device("fan", "fan")];
const home: Home = { areas: new Map(), devices: new Map(devices.map((entry) => [entry.id, entry])) };

function decide(action: CommandAction, ids: readonly string[], scope: "named" | "group" = "named") {
  return housePolicy({ ...action, scope, deviceIds: ids as unknown as [DeviceId] }, { home, matchedBy: "template", confidence: undefined, minuteOfDay: 720, pin: "unset", atMs: 0 });
}
const named: readonly (readonly [CommandAction, string, string])[] = [
  [{ type: "onOff.set", on: true }, "lamp", "allow"],
  [{ type: "lock.set", locked: true }, "front door", "allow"],
  [{ type: "lock.set", locked: false }, "front door", "confirm unlock"],
  [{ type: "onOff.set", on: false }, "front door", "confirm unlock"],
  [{ type: "opening.set", open: true }, "front door", "confirm unlock"],
  [{ type: "opening.set", open: true }, "garage", "confirm open"],
  [{ type: "opening.set", open: false }, "garage", "allow"],
  [{ type: "opening.stop" }, "garage", "allow"],
  [{ type: "position.set", positionPct: 1 }, "garage", "confirm open"],
  [{ type: "position.set", positionPct: 0 }, "garage", "allow"],
  [{ type: "onOff.set", on: true }, "gate", "confirm open"],
  [{ type: "opening.set", open: true }, "patio", "confirm open"],
  [{ type: "opening.set", open: true }, "Old garage", "confirm open"],
  [{ type: "onOff.set", on: true }, "Driveway gate", "confirm open"],
  [{ type: "onOff.set", on: true }, "Gate light", "allow"],
  [{ type: "opening.set", open: true }, "blind", "allow"],
  [{ type: "opening.set", open: true }, "water", "confirm open"],
  [{ type: "opening.set", open: false }, "water", "allow"],
  [{ type: "state.get", capability: "lock" }, "front door", "allow"],
];

describe("the house policy on named devices", () => {
  it.each(named)("%j on the %s is: %s", (action, id, expected) => {
    const decision = decide(action, [id]);
    expect(decision.kind === "confirm" ? `confirm ${decision.question.action}` : decision.kind).toBe(expected);
  });

  it("asks about the guarded devices by name and acts on all of them after a yes", () => {
    const decision = decide({ type: "lock.set", locked: false }, ["front door"]);
    expect(decision).toMatchObject({ kind: "confirm", question: { deviceNames: ["front door"] }, command: { deviceIds: ["front door"] } });
  });
});

describe("the house policy on devices swept up by a room or a kind", () => {
  it("leaves locks, entrances and valves out of a group command", () => {
    const decision = decide({ type: "onOff.set", on: false }, ["lamp", "front door", "garage", "gate", "water", "fan"], "group");
    expect(decision).toMatchObject({ kind: "allow", command: { deviceIds: ["lamp", "fan"] } });
  });
  it.each(["front door", "garage", "gate", "patio", "water", "Driveway gate"])("refuses a group command that would touch only the %s", (id) => {
    expect(decide({ type: "opening.set", open: true }, [id], "group")).toMatchObject({ kind: "refuse", reason: "protectedGroup" });
  });
  it("refuses rather than unlocks a group of locks", () => {
    expect(decide({ type: "lock.set", locked: false }, ["front door"], "group").kind).toBe("refuse");
  });
  it("answers a question about locks in a group", () => {
    expect(decide({ type: "state.get", capability: "lock" }, ["front door"], "group").kind).toBe("allow");
  });
  it("refuses a command whose devices are gone", () => {
    expect(decide({ type: "onOff.set", on: true }, ["sold last year"])).toMatchObject({ kind: "refuse", reason: "noDevices" });
  });
});
