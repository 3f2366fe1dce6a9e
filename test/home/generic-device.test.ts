// Devices written by hand, through to the messages that are sent to them and the states that they tell.
import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { parseHomeFile } from "../../src/daemon/home-file.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceDraft } from "../../src/home/home-source.ts";
import type { DeviceState } from "../../src/home/state.ts";

/** The device whose values are `yaml`, one to a line. */
function draftOf(yaml: string): DeviceDraft {
  const parsed = parseHomeFile(`generic:\n  - name: Thing\n${yaml.split("\n").map((line) => `    ${line}\n`).join("")}`, "home.yaml");
  if (parsed.kind === "invalid") throw new Error(parsed.problems.map(({ key, message }) => `${key}: ${message}`).join("\n"));
  return parsed.home.overlay.drafts[0] as DeviceDraft;
}
const sent = (yaml: string, command: CommandAction) => lineTo(draftOf(yaml).device.binding).commandMessages(command, undefined, "Thing").map(({ topic, payload }) => `${topic} ${payload}`);
const heard = (yaml: string, topic: string, payload: string) => lineTo(draftOf(yaml).device.binding).readState({ topic, payload });

const relay = "switch: {command: r/set, state: r}";
const numbered = 'switch: {command: r/set, state: r, commands: {on: "1", off: 0}}';
const inJson = "switch: {command: {topic: r/set, path: relay.0, with: {source: sotto}}, state: {topic: r, path: relay.0}}";
const lock = "lock: {command: l/set, state: l, commands: {lock: LOCK, unlock: UNLOCK, open: PULL}, states: {locked: [LOCKED, 1], jammed: STUCK}}";
const gate = "opening: {state: g, commands: {open: {topic: g/1, payload: pulse}, close: [{topic: g/2, payload: 1}, {topic: g/2, payload: 0}]}}";

describe("a command to a device written by hand", () => {
  test.each<[string, CommandAction, readonly string[]]>([
    ["switch: r/set", { type: "onOff.set", on: true }, ["r/set ON"]],
    [relay, { type: "onOff.set", on: false }, ["r/set OFF"]],
    [numbered, { type: "onOff.set", on: false }, ["r/set 0"]],
    [inJson, { type: "onOff.set", on: true }, ['r/set {"source":"sotto","relay":{"0":"ON"}}']],
    ["brightness: {command: d, range: [0, 255]}", { type: "brightness.set", brightnessPct: 50 }, ["d 128"]],
    ["volume: {command: v, range: [0, 1]}", { type: "volume.set", volumePct: 35 }, ["v 0.35"]],
    ["volume: {command: v, range: [0, 10], decimals: true}", { type: "volume.set", volumePct: 35 }, ["v 3.5"]],
    ["position: {command: p, range: [100, 0]}", { type: "position.set", positionPct: 30 }, ["p 70"]],
    ["position: p", { type: "opening.set", open: true }, ["p 100"]],
    ["opening: {command: c, commands: {open: UP, close: DOWN}}\nposition: p", { type: "opening.set", open: true }, ["c UP"]],
    ["opening: c", { type: "opening.stop" }, ["c STOP"]],
    [gate, { type: "opening.set", open: true }, ["g/1 pulse"]],
    [gate, { type: "opening.set", open: false }, ["g/2 1", "g/2 0"]],
    [lock, { type: "lock.open" }, ["l/set PULL"]],
    ["lock: l", { type: "lock.set", locked: true }, ["l LOCK"]],
    ["color: {command: c, notation: rgbText}", { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }, ["c 255,0,0"]],
    ["color: {command: {topic: c, path: color}, notation: rgbObject}", { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }, ['c {"color":{"r":255,"g":0,"b":0}}']],
    ["colorTemperature: ct", { type: "colorTemperature.set", kelvin: 4000 }, ["ct 250"]],
    ["colorTemperature: {command: ct, unit: kelvin}", { type: "colorTemperature.set", kelvin: 4000 }, ["ct 4000"]],
    ["setpoint: {command: t, unit: F}", { type: "setpoint.set", temperatureC: 20 }, ["t 68"]],
    ['setpoint: t\nmode: {command: m, options: {"off": "0", heat: "1"}}', { type: "mode.set", mode: "heat" }, ["m 1"]],
    ["fanSpeed: {command: f, range: [0, 3]}", { type: "fanSpeed.set", speedPct: 67 }, ["f 2"]],
    ["fanSpeed: f\nswitch: p", { type: "fanSpeed.set", speedPct: 0 }, ["p OFF"]],
    ["fanSpeed: f\noscillation: o", { type: "oscillation.set", on: true }, ["o oscillate_on"]],
    ["fanSpeed: f\ndirection: o", { type: "direction.set", direction: "reverse" }, ["o reverse"]],
    ["playback: {command: p, commands: {next: skip}}", { type: "playback.set", action: "next" }, ["p skip"]],
    ["mute: m", { type: "mute.set", muted: true }, ["m ON"]],
    ["activity: v", { type: "activity.set", activity: "dock" }, ["v return_to_base"]],
    ["option: {command: o, options: [Line in]}", { type: "option.set", option: "Line in" }, ["o Line in"]],
    ["number: {command: n, min: 0, max: 10, unit: bar}", { type: "number.set", value: 2.5 }, ["n 2.5"]],
    ["humidity: h", { type: "humidity.set", humidityPct: 45 }, ["h 45"]],
    ["alarm: a", { type: "alarm.set", mode: "away" }, ["a ARM_AWAY"]],
    ["kind: scene\nactivate: {command: s, payload: movie}", { type: "scene.activate" }, ["s movie"]],
    ["activate: {command: {topic: s, path: run}, payload: true}", { type: "scene.activate" }, ['s {"run":true}']],
  ])("%s: %j sends %j", (yaml, command, expected) => {
    expect(sent(yaml, command)).toEqual(expected);
  });

  test("for which it has no word is refused", () => {
    expect(() => sent("lock: l", { type: "lock.open" })).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
    expect(() => sent("playback: {command: p, commands: {next: skip}}", { type: "playback.set", action: "stop" })).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
  });
});

describe("a message of a device written by hand", () => {
  test.each<[string, string, string, DeviceState | undefined]>([
    [relay, "r", "on", { on: true }],
    [numbered, "r", "0", { on: false }],
    [numbered, "r", "OFF", undefined],
    [inJson, "r", '{"relay":{"0":"OFF"}}', { on: false }],
    [inJson, "r", "OFF", undefined],
    ["brightness: {command: d, state: d/now, range: [0, 254]}", "d/now", "127", { brightnessPct: 50 }],
    ["position: {command: p, state: p/now, range: [100, 0]}", "p/now", "100", { positionPct: 0 }],
    [gate, "g", "closing", { opening: "closing" }],
    ["opening: {command: c, state: s, commands: {open: UP}}", "s", "open", { opening: "open" }],
    [lock, "l", "1", { lock: "locked" }], [lock, "l", "locked", { lock: "locked" }], [lock, "l", "stuck", { lock: "jammed" }], [lock, "l", "UNLOCKED", { lock: "unlocked" }],
    ["color: {command: c, state: c/now, notation: hex}", "c/now", "00ff00", { color: { red: 0, green: 255, blue: 0 } }],
    ["setpoint: t\ntemperature: {state: {topic: s, path: AM2301.Temperature}, unit: F}", "s", '{"AM2301":{"Temperature":68}}', { currentC: 20, reading: 20 }],
    ["temperature: s", "s", "20.5", { currentC: 20.5, reading: 20.5 }],
    ["class: window\ncontact: {state: w, states: {on: open, off: [closed, tilted]}}", "w", "Tilted", { on: false, reading: "off" }],
    ["class: power\nreading: {state: w, unit: W}", "w", "12.5", { reading: 12.5 }],
    ["reading: {state: w, text: true}", "w", "rainy", { reading: "rainy" }],
    ["event: {state: b, options: {single: 1, double: 2}}", "b", "2", { event: "double" }],
    ["playback: {command: p, state: p/now}", "p/now", "paused", { playback: "paused" }],
    ["activity: {command: v, state: v/now}", "v/now", "cleaning", { activity: "working" }],
    ["alarm: {command: a, state: a/now}", "a/now", "armed_home", { alarm: "home" }],
    ['preset: {command: m, state: m/now, options: {eco: "2"}}', "m/now", "2", { preset: "eco" }],
    [relay, "other", "ON", undefined],
    ["switch: {command: r/set, state: {topic: r, path: [__proto__, on]}}", "r", "{}", undefined],
  ])("%s: on %s says %s", (yaml, topic, payload, expected) => {
    expect(heard(yaml, topic, payload)).toEqual(expected);
  });

  test("tells whether it is there, by payloads of its own", () => {
    const line = lineTo(draftOf(`${relay}\navailability: [r/lwt, {topic: r/status, path: up, online: true, offline: [false, "no"]}]`).device.binding);
    const says = (topic: string, payload: string) => line.readAvailability({ topic, payload });
    expect([says("r/lwt", "online"), says("r/lwt", "offline"), says("r/status", '{"up":true}'), says("r/status", '{"up":"no"}'), says("r/status", "{}")]).toEqual([true, false, true, false, undefined]);
    expect(line.availability).toEqual({ topics: ["r/lwt", "r/status"], mode: "all" });
  });
});

describe("what a device written by hand is", () => {
  test.each<[string, string, unknown]>([
    ["switch: r", "switch", [{ kind: "onOff" }]],
    ["kind: light\nswitch: r", "light", [{ kind: "onOff" }]],
    ["switch: r\nbrightness: b", "light", [{ kind: "brightness" }, { kind: "onOff" }]],
    ["position: p", "cover", [{ kind: "opening", canStop: false }, { kind: "position" }]],
    ["kind: valve\nopening: {command: p, commands: {open: 1, close: 0}}", "valve", [{ kind: "opening", canStop: false }]],
    ["lock: l", "lock", [{ kind: "lock", canOpen: false }]], [lock, "lock", [{ kind: "lock", canOpen: true }]],
    ["setpoint: {command: t, unit: F, min: 50, max: 86, step: 1.8}", "climate", [{ kind: "setpoint", minC: 10, maxC: 30, stepC: 1 }]],
    ["colorTemperature: {command: c, range: [500, 200]}", "light", [{ kind: "colorTemperature", minK: 2000, maxK: 5000 }]],
    ["playback: {command: p, commands: {next: n, play: p}}", "mediaPlayer", [{ kind: "playback", can: ["play", "next"] }]],
    ["alarm: {command: a, commands: {disarmed: OFF, away: ON}}", "alarm", [{ kind: "alarm", modes: ["disarmed", "away"] }]],
    ["class: window\ncontact: w", "binarySensor", [{ kind: "reading", quantity: "window", unit: undefined }]],
    ["number: {command: n, min: 1, max: 9, step: 2, unit: bar}", "number", [{ kind: "number", min: 1, max: 9, step: 2, unit: "bar" }]],
    ["activate: s", "button", [{ kind: "activate" }]],
  ])("%s: a %s", (yaml, kind, capabilities) => {
    expect(draftOf(yaml).device).toMatchObject({ kind, capabilities });
  });

  test("keeps its id when its name has one of its own, and tells where it stands", () => {
    expect(draftOf("switch: r")).toMatchObject({ name: "Thing", topic: "home.yaml", device: { id: "generic.thing" } });
    expect(draftOf("id: pump-1\nswitch: r\narea: Garden\naliases: [motor]\nguard: pin\nneverByVoice: true")).toMatchObject({
      device: { id: "generic.pump-1" }, area: { name: "Garden", from: "home.yaml" }, aliases: ["motor"], rules: { guard: "pin", neverByVoice: true },
    });
  });
});
