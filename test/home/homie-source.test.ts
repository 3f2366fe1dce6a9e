import { describe, expect, test } from "vitest";
import type { CommandAction } from "../../src/home/command.ts";
import { createHomieSource } from "../../src/home/homie-source.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { inShort, nativeHome } from "../fakes/native-home.ts";
import { homieDevices } from "../fixtures/homie/devices.ts";

type Name = keyof typeof homieDevices;
const topicOf = (name: Name) => homieDevices[name].topic;

function announced(...names: readonly Name[]) {
  const home = nativeHome(createHomieSource);
  for (const name of names) {
    home.hear(`${topicOf(name)}/$state`, "init");
    home.hear(`${topicOf(name)}/$description`, homieDevices[name].description);
    home.hear(`${topicOf(name)}/$state`, "ready");
  }
  return home;
}

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const red = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } } as const;
const open = { type: "opening.set", open: true } as const;

describe("what each device is", () => {
  test.each<[Name, readonly (readonly unknown[])[]]>([
    ["kitchenLight", [[undefined, "light", "onOff brightness"]]],
    ["demo", [["Current temperature", "sensor", "temperature"], [undefined, "switch", "onOff"]]],
    ["fireplace", [[undefined, "switch", "onOff"], ["Pilot flame status", "sensor", "reading"], ["Flame Level", "number", "number"]]],
    ["thermostat", [[undefined, "climate", "setpoint mode temperature"], ["humidity", "sensor", "humidity"]]],
    ["fahrenheit", [[undefined, "climate", "setpoint temperature"]]],
    ["profileLamp", [[undefined, "light", "onOff brightness color colorTemperature"]]],
    ["bridge", []],
    ["light1", [[undefined, "light", "onOff"]]],
    ["circuit", [["state", "select", "option"], ["active power", "sensor", "power"], ["imported energy", "sensor", "energy"], ["spaces", "sensor", "reading"]]],
    ["blind", [[undefined, "cover", "opening position tilt"]]],
    ["garage", [[undefined, "cover", "opening"]]],
    ["frontDoor", [["Lock", "lock", "lock"], ["battery level", "sensor", "battery"], ["button", "event", "event"], ["Latch", "lock", "lock"]]],
    ["awning", [[undefined, "cover", "position opening"]]],
    ["fan", [[undefined, "fan", "onOff fanSpeed"], ["Fan light", "switch", "onOff"]]],
    ["coffee", [["brew", "button", "activate"], ["strength", "select", "option"], ["cups", "number", "number"], ["program", "select", "option"], ["error", "binarySensor", "reading"]]],
  ])("%s", (name, expected) => {
    const { drafts, problems } = announced(name);
    expect(drafts().map((draft) => inShort(draft).slice(1))).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test("is told by its domain and ids", () => {
    const { draft } = announced("kitchenLight");
    expect(draft("light")).toMatchObject({ device: { id: "homie.homie.kitchen-light.light" }, deviceName: "Kitchen light", topic: "homie/5/kitchen-light/$description", hardwareIds: ["homie/homie/kitchen-light"] });
  });

  test("what lets somebody in is one to the policy, and what limits say is kept in °C", () => {
    const { draft } = announced("garage", "blind", "fahrenheit", "coffee", "frontDoor");
    expect([draft("garage.door").device.deviceClass, draft("west-blind.drive").device.deviceClass]).toEqual(["garage", "blind"]);
    expect(draft("hvac.hvac").device.capabilities).toContainEqual({ kind: "setpoint", minC: 10, maxC: 30, stepC: 0.6 });
    expect(draft("machine.cups").device.capabilities).toEqual([{ kind: "number", min: 1, max: 8, step: 1, unit: undefined }]);
    expect(draft("machine.program").device.capabilities).toEqual([{ kind: "option", options: ["rinse", "descale"] }]);
    expect(draft("latch").device.capabilities).toEqual([{ kind: "lock", canOpen: true }]);
  });
});

describe("what is sent", () => {
  test.each<[Name, string, CommandAction, readonly string[]]>([
    ["kitchenLight", "light", on, ["homie/5/kitchen-light/light/power/set true"]],
    ["kitchenLight", "light", off, ["homie/5/kitchen-light/light/power/set false"]],
    ["kitchenLight", "light", { type: "brightness.set", brightnessPct: 40 }, ["homie/5/kitchen-light/light/power/set true", "homie/5/kitchen-light/light/brightness/set 40"]],
    ["fireplace", "flames.value", { type: "number.set", value: 35 }, ["homie/5/fireplace/flames/value/set 35"]],
    ["thermostat", "mythermostat", { type: "setpoint.set", temperatureC: 21 }, ["homie/5/device123/mythermostat/temperature/set 21"]],
    ["thermostat", "mythermostat", { type: "mode.set", mode: "heat" }, ["homie/5/device123/mythermostat/mode/set heat"]],
    ["fahrenheit", "hvac.hvac", { type: "setpoint.set", temperatureC: 20 }, ["site/5/hvac/hvac/setpoint/set 68"]],
    ["profileLamp", ".switch", red, ["homie/5/lamp-7/switch/state/set true", "homie/5/lamp-7/colorlight/color/set rgb,255,0,0"]],
    ["profileLamp", ".switch", { type: "colorTemperature.set", kelvin: 4000 }, ["homie/5/lamp-7/switch/state/set true", "homie/5/lamp-7/colorlight/color-temperature/set 250"]],
    ["light1", "relay", on, ["homie/5/light1/relay/state/set true"]],
    ["circuit", "breaker.state", { type: "option.set", option: "OPEN" }, ["ebus/5/2e94d24ec65d46b2bafcb86afc4140c4/breaker/state/set OPEN"]],
    ["blind", "drive", open, ["homie/5/west-blind/drive/action/set open"]],
    ["blind", "drive", { type: "opening.stop" }, ["homie/5/west-blind/drive/action/set stop"]],
    ["blind", "drive", { type: "position.set", positionPct: 30 }, ["homie/5/west-blind/drive/position/set 30"]],
    ["blind", "drive", { type: "tilt.set", tiltPct: 75 }, ["homie/5/west-blind/drive/tilt/set 45"]],
    ["garage", "door", open, ["homie/5/garage/door/opened/set true"]],
    ["garage", "door", { type: "opening.set", open: false }, ["homie/5/garage/door/opened/set false"]],
    ["frontDoor", "lock", { type: "lock.set", locked: true }, ["homie/5/front-door/lock/locked/set true"]],
    ["frontDoor", "lock", { type: "lock.set", locked: false }, ["homie/5/front-door/lock/locked/set false"]],
    ["frontDoor", "latch", { type: "lock.open" }, ["homie/5/front-door/latch/state/set open"]],
    ["awning", "awning.awning", open, ["homie/5/awning/awning/level/set 1"]],
    ["awning", "awning.awning", { type: "position.set", positionPct: 25 }, ["homie/5/awning/awning/level/set 0.25"]],
    ["fan", ".fan", { type: "fanSpeed.set", speedPct: 50 }, ["homie/5/attic-fan/fan/on/set true", "homie/5/attic-fan/fan/speed/set 2"]],
    ["coffee", "brew", { type: "scene.activate" }, ["homie/5/coffee/machine/brew/set true"]],
    ["coffee", "strength", { type: "option.set", option: "Strong" }, ["homie/5/coffee/machine/strength/set Strong"]],
  ])("to %s %s for %o", (name, idEnd, command, expected) => {
    expect(announced(name).sent(idEnd, command)).toEqual(expected);
  });

  test("to a lock whose labels stand the other way round is what they mean", () => {
    const { hear, sent } = nativeHome(createHomieSource);
    hear("homie/5/gate/$state", "ready");
    hear("homie/5/gate/$description", { homie: "5.0", version: 1, nodes: { bolt: { properties: { free: { datatype: "boolean", format: "locked,unlocked", settable: true } } } } });
    expect([sent("bolt", { type: "lock.set", locked: true }), sent("bolt", { type: "lock.set", locked: false })]).toEqual([["homie/5/gate/bolt/free/set false"], ["homie/5/gate/bolt/free/set true"]]);
  });

  test("is never a value that an enum does not have", () => {
    const { sent } = announced("coffee");
    expect(() => sent("strength", { type: "option.set", option: "Lethal" })).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
  });
});

describe("what is understood", () => {
  test.each<[Name, string, string, string, DeviceState | undefined]>([
    ["kitchenLight", "light", "light/power", "true", { on: true }],
    ["kitchenLight", "light", "light/power", "maybe", undefined],
    ["kitchenLight", "light", "light/brightness", "20", { brightnessPct: 20 }],
    // It has taken the command and is on its way.
    ["kitchenLight", "light", "light/brightness/$target", "100", { brightnessPct: 100 }],
    ["demo", "temperature", "sensors/temperature", "21.4", { reading: 21.4 }],
    ["fireplace", "pilot.status", "pilot/status", "igniting", { reading: "igniting" }],
    ["fireplace", "flames.value", "flames/value", "35", { number: 35 }],
    ["thermostat", "mythermostat", "mythermostat/temperature", "22", { setpointC: 22 }],
    ["thermostat", "mythermostat", "mythermostat/measured", "19.5", { currentC: 19.5, reading: 19.5 }],
    ["thermostat", "mythermostat", "mythermostat/mode", "auto", { mode: "auto" }],
    ["fahrenheit", "hvac.hvac", "hvac/setpoint", "68", { setpointC: 20 }],
    ["profileLamp", ".switch", "colorlight/color", "rgb,255,0,0", { color: { red: 255, green: 0, blue: 0 } }],
    ["profileLamp", ".switch", "colorlight/color", "hsv,120,100,40", { color: { red: 0, green: 255, blue: 0 } }],
    ["profileLamp", ".switch", "colorlight/color-temperature", "250", { colorTemperatureK: 4000 }],
    ["circuit", "breaker.state", "breaker/state", "CLOSED", { option: "CLOSED" }],
    ["blind", "drive", "drive/action", "opening", { opening: "opening" }],
    ["blind", "drive", "drive/action", "close", { opening: "closed" }],
    ["blind", "drive", "drive/position", "30", { positionPct: 30 }],
    ["blind", "drive", "drive/tilt", "-90", { tiltPct: 0 }],
    ["garage", "door", "door/opened", "true", { opening: "open" }],
    ["frontDoor", "lock", "lock/locked", "false", { lock: "unlocked" }],
    ["frontDoor", "latch", "latch/state", "jammed", { lock: "jammed" }],
    ["frontDoor", "bell.button", "bell/button", "long", { event: "long" }],
    ["awning", "awning.awning", "awning/level", "0.5", { positionPct: 50 }],
    ["awning", "awning.awning", "awning/level", "0", { positionPct: 0, opening: "closed" }],
    ["fan", ".fan", "fan/speed", "2", { fanSpeedPct: 50 }],
    ["coffee", "error", "machine/error", "true", { on: true, reading: "on" }],
    ["coffee", "brew", "machine/brew", "true", undefined],
  ])("of %s %s on %s: %s", (name, idEnd, path, payload, expected) => {
    expect(announced(name).line(idEnd).readState({ topic: `${topicOf(name)}/${path}`, payload })).toEqual(expected);
  });

  test("whether it is there: by its own state, and by its root's last will", () => {
    const { line } = announced("light1", "kitchenLight");
    const child = line("light1.relay");
    expect(child.availability).toEqual({ topics: ["homie/5/light1/$state", "homie/5/bridge/$state"], mode: "all" });
    const says = (topic: string, payload: string) => child.readAvailability({ topic: `homie/5/${topic}/$state`, payload });
    expect(["init", "ready", "sleeping", "disconnected", "lost", "?"].map((state) => says("light1", state))).toEqual([false, true, true, false, false, undefined]);
    expect(["init", "ready", "disconnected", "lost"].map((state) => says("bridge", state))).toEqual([true, true, true, false]);
    expect(line("kitchen-light.light").availability.topics).toEqual(["homie/5/kitchen-light/$state"]);
  });
});

describe("an announcement", () => {
  test("makes a device of a state and a description, in whatever order, and not of one alone", () => {
    const { hear, drafts } = nativeHome(createHomieSource);
    hear("homie/5/kitchen-light/$description", homieDevices.kitchenLight.description);
    expect(drafts()).toEqual([]);
    expect(hear("homie/5/kitchen-light/$state", "ready").changed).toBe(true);
    expect(drafts()).toHaveLength(1);
  });

  test("that says the same again, or another state, changes nothing", () => {
    const { hear, drafts } = announced("kitchenLight");
    const [before] = drafts();
    expect(hear("homie/5/kitchen-light/$description", homieDevices.kitchenLight.description)).toEqual({ changed: false });
    expect(["lost", "init", "ready"].map((state) => hear("homie/5/kitchen-light/$state", state).changed)).toEqual([false, false, false]);
    expect(drafts()[0]).toBe(before);
  });

  test("with new names keeps the ids and what is known; with one more property the others keep theirs", () => {
    const { hear, draft } = announced("demo");
    const before = draft("actor");
    const { description } = homieDevices.demo;
    hear("homie/5/my-homie-device/$description", { ...description, name: "Renamed", version: 9, nodes: { ...description.nodes, extra: { properties: { humidity: { datatype: "float", unit: "%" } } } } });
    expect(draft("actor")).toMatchObject({ deviceName: "Renamed", device: { id: before.device.id } });
    expect(draft("actor").device.binding).toBe(before.device.binding);
    expect(draft("extra.humidity").device.kind).toBe("sensor");
  });

  test("of two devices in two domains with one id makes two devices", () => {
    const { hear, drafts } = announced("kitchenLight");
    hear("attic/5/kitchen-light/$state", "ready");
    hear("attic/5/kitchen-light/$description", homieDevices.kitchenLight.description);
    expect(drafts().map(({ device }) => device.id)).toEqual(["homie.homie.kitchen-light.light", "homie.attic.kitchen-light.light"]);
  });

  test("that is taken back takes the device away", () => {
    const { hear, drafts, source } = announced("kitchenLight", "demo");
    expect(hear("homie/5/kitchen-light/$state", "").changed).toBe(true);
    expect(drafts().every(({ deviceName }) => deviceName === "My demo homie device")).toBe(true);
    expect([...source.claims()]).toEqual(["homie/homie/my-homie-device"]);
    hear("homie/5/kitchen-light/$description", "");
    expect(hear("homie/5/my-homie-device/$description", "").changed).toBe(true);
    expect(drafts()).toEqual([]);
  });

  test("that the broker no longer keeps is forgotten", () => {
    const { source, drafts } = announced("kitchenLight", "demo");
    expect(source.forgetMissing?.(new Set(["homie/5/my-homie-device/$state"]))).toBe(true);
    expect(drafts().every(({ deviceName }) => deviceName === "My demo homie device")).toBe(true);
    expect(source.forgetMissing?.(new Set(["homie/5/my-homie-device/$state"]))).toBe(false);
  });
});

describe("an announcement that cannot be used", () => {
  const topic = "homie/5/kitchen-light/$description";
  test.each<[string, unknown, string]>([
    ["is not JSON", "{", "the payload is not a JSON object"],
    ["is of another version", { homie: "4.0", nodes: {} }, "\"homie\" is \"4.0\"; Sotto reads version 5"],
    ["has no version", { nodes: {} }, "\"homie\" is missing; Sotto reads version 5"],
    ["has a root that is a wildcard", { homie: "5.0", root: "+", nodes: {} }, "\"root\" is not the id of a device"],
  ])("because it %s is reported with its topic and changes nothing", (_why, payload, problem) => {
    const { hear, drafts, problems } = announced("kitchenLight");
    const before = drafts();
    expect(hear(topic, payload).changed).toBe(false);
    expect(problems).toEqual([`${topic}: ${problem}`]);
    expect(drafts()).toEqual(before);
  });

  const good = { datatype: "boolean", settable: true };
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["an unknown datatype", { bad: { datatype: "percent" } }, "property \"light/bad\" has the datatype \"percent\", which Homie 5 does not have"],
    ["an enum without values", { bad: { datatype: "enum", settable: true } }, "property \"light/bad\" has no \"format\", which it needs"],
    ["a range that is none", { bad: { datatype: "integer", format: "low:high" } }, "property \"light/bad\" has the format \"low:high\", which is no range"],
    ["a range upside down", { bad: { datatype: "integer", format: "9:1" } }, "property \"light/bad\" has the format \"9:1\", which is no range"],
    ["a step of nothing", { bad: { datatype: "float", format: "0:1:0" } }, "property \"light/bad\" has the format \"0:1:0\", which is no range"],
    ["\"settable\" as text", { bad: { datatype: "boolean", settable: "yes" } }, "property \"light/bad\" has a \"settable\" or \"retained\" that is not true or false"],
    ["an id with a wildcard", { "#": good }, "property \"light/#\" has an illegal id or is not an object"],
    ["no object", { bad: 7 }, "property \"light/bad\" has an illegal id or is not an object"],
  ])("because a property has %s loses that property only", (_why, properties, problem) => {
    const { hear, drafts, problems } = nativeHome(createHomieSource);
    hear("homie/5/kitchen-light/$state", "ready");
    hear(topic, { homie: "5.0", version: 1, nodes: { light: { properties: { power: good, ...properties } } } });
    expect(problems).toEqual([`${topic}: ${problem}`]);
    expect(drafts().map(({ device }) => device.kind)).toEqual(["light"]);
  });

  test("a state that Homie does not have is reported", () => {
    const { hear, problems, drafts } = announced("kitchenLight");
    hear("homie/5/kitchen-light/$state", "alert");
    expect(problems).toEqual(["homie/5/kitchen-light/$state: the state \"alert\" is none of Homie 5: ready, sleeping, init, disconnected, lost"]);
    expect(drafts()).toHaveLength(1);
  });

  test.each(["homie/5/Kitchen Light/$state", "homie/5/a_b/$state", "$SYS/5/broker/$state", "homie/4/kitchen/$state"])("%s is somebody else's", (other) => {
    const { hear, drafts, problems } = nativeHome(createHomieSource);
    hear(other, "ready");
    expect([drafts(), problems]).toEqual([[], []]);
  });

  test.each<[string, string]>([
    ["names of what JavaScript objects inherit", '{"homie":"5.0","nodes":{"constructor":{"properties":{"constructor":{"datatype":"boolean","settable":true}}},"__proto__":{"properties":{}}}}'],
    ["odd types everywhere", '{"homie":"5.0","name":[],"type":7,"nodes":{"a":null,"b":{"name":{},"type":[],"properties":[1]},"c":{"properties":{"x":{"datatype":"enum","format":"a,,b","settable":true,"unit":[]}}}}}'],
    ["deep nesting", `{"homie":"5.0","nodes":${'{"a":'.repeat(3000)}1${"}".repeat(3000)}}`],
    ["thousands of properties", JSON.stringify({ homie: "5.0", nodes: Object.fromEntries(Array.from({ length: 300 }, (_node, node) => [`n${node}`, { properties: Object.fromEntries(Array.from({ length: 100 }, (_property, property) => [`p${property}`, good])) }])) })],
  ])("with %s throws nothing and stays within its bounds", (_what, payload) => {
    const { hear, drafts } = nativeHome(createHomieSource);
    hear("homie/5/odd/$state", "ready");
    expect(() => hear("homie/5/odd/$description", payload)).not.toThrow();
    expect(drafts().length).toBeLessThanOrEqual(250);
  });
});
