import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { decode, encode } from "../../src/act/endpoint-codec.ts";
import type { EndpointBinding } from "../../src/home/binding.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { Codec, ColorNotation, Endpoint, WireValue } from "../../src/home/endpoint.ts";

const binding = (endpoints: readonly Endpoint[], availability: EndpointBinding["availability"] = { topics: [], mode: "all" }): EndpointBinding => ({ adapter: "endpoints", endpoints, availability });
const words = (table: Readonly<Record<string, WireValue>>, also: Readonly<Record<string, string>> = {}): Codec => ({ as: "words", words: table, also });
const onOff = words({ true: "ON", false: "OFF" });
const percent: Codec = { as: "percent", least: 0, most: 254, whole: true };

const lamp = lineTo(binding([
  { property: "on", read: [{ topic: "lamp", at: ["state"], codec: onOff }], write: { how: "value", topic: "lamp/set", at: ["state"], codec: onOff } },
  { property: "brightnessPct", read: [{ topic: "lamp", at: ["brightness"], codec: percent }], write: { how: "value", topic: "lamp/set", at: ["brightness"], codec: percent } },
  {
    property: "color",
    read: [{ topic: "lamp", at: ["color"], codec: { as: "color", notation: "xy" }, when: { at: ["color_mode"], is: ["xy", "hs"] } }],
    write: { how: "value", topic: "lamp/set", at: ["color"], codec: { as: "color", notation: "xy" } },
  },
  {
    property: "colorTemperatureK",
    read: [{ topic: "lamp", at: ["color_temp"], codec: { as: "colorTemperature", unit: "mired" }, when: { at: ["color_mode"], is: ["color_temp"] } }],
    write: { how: "value", topic: "lamp/set", at: ["color_temp"], codec: { as: "colorTemperature", unit: "mired" } },
  },
], { topics: [{ topic: "bridge", at: ["state"], yes: ["online"], no: ["offline"] }, { topic: "lamp/availability", at: ["state"], yes: ["online"], no: ["offline"] }], mode: "all" }));
const blind = lineTo(binding([
  {
    property: "opening",
    read: [{ topic: "b/state", at: [], codec: words({ open: "OPEN", closed: "CLOSE" }, { opening: "opening", "going down": "closing" }) }],
    write: { how: "cases", cases: { open: [{ topic: "b/cmd", payload: "UP" }], closed: [{ topic: "b/cmd", payload: "DOWN" }], stopped: [{ topic: "b/cmd", payload: "HALT" }] } },
  },
]));
const slider = lineTo(binding([{ property: "positionPct", write: { how: "value", topic: "p", at: ["params", "pos"], with: { id: 1, method: "Cover.GoToPosition", params: { id: 0 } }, codec: { as: "percent", least: 100, most: 0, whole: true } } }]));
const player = lineTo(binding([{ property: "volumePct", write: { how: "value", topic: "v", at: [], codec: { as: "percent", least: 0, most: 1, whole: false }, first: [{ topic: "v/on", payload: "1" }] } }]));

const orange = { type: "color.set", name: "orange", color: { red: 255, green: 128, blue: 0 } } as const;

describe("a command", () => {
  test.each<[string, typeof lamp, CommandAction, readonly string[]]>([
    ["by its place in JSON", lamp, { type: "onOff.set", on: true }, ['lamp/set {"state":"ON"}']],
    ["in the device's scale", lamp, { type: "brightness.set", brightnessPct: 50 }, ['lamp/set {"brightness":127}']],
    ["of no brightness is off", lamp, { type: "brightness.set", brightnessPct: 0 }, ['lamp/set {"state":"OFF"}']],
    ["in the notation of the lamp", lamp, orange, ['lamp/set {"color":{"x":0.543,"y":0.407}}']],
    ["in mireds", lamp, { type: "colorTemperature.set", kelvin: 2700 }, ['lamp/set {"color_temp":370}']],
    ["by a payload of its own", blind, { type: "opening.set", open: false }, ["b/cmd DOWN"]],
    ["to stop", blind, { type: "opening.stop" }, ["b/cmd HALT"]],
    ["to open, where only a position can be told, counts backwards where the device does", slider, { type: "opening.set", open: true }, ['p {"id":1,"method":"Cover.GoToPosition","params":{"id":0,"pos":0}}']],
    ["with what must come first", player, { type: "volume.set", volumePct: 35 }, ["v/on 1", "v 0.35"]],
  ])("%s", (_what, line, command, expected) => {
    expect(line.commandMessages(command, undefined, "Thing").map(({ topic, payload }) => `${topic} ${payload}`)).toEqual(expected);
  });

  test.each<[string, typeof lamp, CommandAction]>([
    ["for which there is no place", blind, { type: "onOff.set", on: true }],
    ["that is a question", lamp, { type: "state.get", capability: "onOff" }],
    ["that is relative", lamp, { type: "brightness.change", deltaPct: 10 }],
  ])("%s is refused by name", (_what, line, command) => {
    expect(() => line.commandMessages(command, undefined, "Thing")).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED", message: expect.stringContaining("Thing") as string }));
  });

  test("for which the device has no word is refused", () => {
    const lock = lineTo(binding([{ property: "lock", write: { how: "cases", cases: { locked: [{ topic: "l", payload: "L" }] } } }]));
    expect(() => lock.commandMessages({ type: "lock.set", locked: false }, undefined, "Door")).toThrow(/Door/);
    expect(lock.commandMessages({ type: "lock.set", locked: true }, undefined, "Door")).toEqual([{ topic: "l", payload: "L" }]);
  });
});

describe("a state", () => {
  test.each<[string, typeof lamp, string, string, object | undefined]>([
    ["of several values", lamp, "lamp", '{"state":"ON","brightness":127}', { on: true, brightnessPct: 50 }],
    ["of the colour that is meant", lamp, "lamp", '{"color_mode":"color_temp","color_temp":370,"color":{"x":0.46,"y":0.41}}', { colorTemperatureK: 2703 }],
    ["of a colour without a mode", lamp, "lamp", '{"color":{"x":0.7006,"y":0.2993}}', { color: { red: 255, green: 0, blue: 0 } }],
    ["of another topic", lamp, "elsewhere", '{"state":"ON"}', undefined],
    ["of other things", lamp, "lamp", '{"linkquality":80}', undefined],
    ["that is no JSON", lamp, "lamp", "ON", undefined],
    ["that is hostile JSON", lamp, "lamp", '{"__proto__":{"state":"ON"},"brightness":{"toString":1}}', undefined],
    ["by the device's word, in whatever case", blind, "b/state", "open", { opening: "open" }],
    ["that is no command", blind, "b/state", "going down", { opening: "closing" }],
    ["of inherited names", blind, "b/state", "constructor", undefined],
  ])("%s", (_what, line, topic, payload, expected) => {
    expect(line.readState({ topic, payload })).toEqual(expected);
  });
});

describe("availability", () => {
  test.each([
    ["bridge", '{"state":"online"}', true], ["bridge", "offline", false], ["lamp/availability", '{"state":"offline"}', false], ["bridge", "3", undefined], ["lamp", "online", undefined],
  ])("%s saying %s", (topic, payload, expected) => {
    expect(lamp.readAvailability({ topic, payload })).toBe(expected);
  });
  test("has its topics once each", () => {
    expect(lamp.availability).toEqual({ topics: ["bridge", "lamp/availability"], mode: "all" });
    expect(lamp.stateTopics).toEqual(["lamp"]);
  });
});

describe("codecs", () => {
  test.each<[ColorNotation, unknown]>([
    ["xy", { x: 0.543, y: 0.407 }], ["hs", { h: 30.1, s: 100 }], ["hueSaturation", { hue: 30, saturation: 100 }], ["hsList", [30.1, 100]],
    ["rgbObject", { r: 255, g: 128, b: 0 }], ["rgbList", [255, 128, 0]], ["rgbText", "255,128,0"], ["hsvText", "30,100,100"], ["hex", "ff8000"],
    ["homieRgb", "rgb,255,128,0"], ["homieHsv", "hsv,30,100,100"], ["homieXyz", "xyz,0.543,0.407"],
  ])("orange in the notation %s is written and read back", (notation, wire) => {
    const codec: Codec = { as: "color", notation };
    expect(encode(codec, orange.color)).toEqual(wire);
    const back = decode(codec, wire) as { readonly red: number; readonly green: number; readonly blue: number };
    expect(Math.abs(back.red - 255) + Math.abs(back.green - 128) + Math.abs(back.blue)).toBeLessThanOrEqual(4);
    for (const junk of [null, undefined, "", "x", 3, [], {}, [null, null], { x: "a", y: {} }, "rgb,1", "#ggg"]) expect(decode(codec, junk)).toBeUndefined();
  });

  test.each<[string, Codec, number, number]>([
    ["a percent of 254", percent, 100, 254], ["a percent of a fraction", { as: "percent", least: 0, most: 1, whole: false }, 35, 0.35],
    ["degrees Fahrenheit", { as: "celsius", unit: "F" }, 20, 68], ["degrees Celsius", { as: "celsius", unit: "C" }, 20.5, 20.5],
    ["mireds", { as: "colorTemperature", unit: "mired" }, 4000, 250], ["kelvin", { as: "colorTemperature", unit: "kelvin" }, 4000, 4000], ["a plain number", { as: "number" }, -3.25, -3.25],
  ])("%s is written and read back, also as text", (_what, codec, ours, wire) => {
    expect(encode(codec, ours)).toBe(wire);
    expect([decode(codec, wire), decode(codec, String(wire))]).toEqual([ours, ours]);
    for (const junk of ["", " ", "x", null, undefined, {}, [], Number.NaN, "Infinity", true]) expect(decode(codec, junk)).toBeUndefined();
    expect(encode(codec, "x")).toBeUndefined();
  });

  test("a scale that goes nowhere tells nothing, and values outside are cut", () => {
    expect(decode({ as: "percent", least: 5, most: 5, whole: true }, 5)).toBeUndefined();
    expect(decode(percent, 300)).toBe(100);
    expect(decode({ as: "colorTemperature", unit: "mired" }, 0)).toBeUndefined();
  });

  test("a text is bounded and readable", () => {
    expect([decode({ as: "text" }, " eco "), decode({ as: "text" }, "x".repeat(300)), decode({ as: "text" }, "\uFFFD"), decode({ as: "text" }, { a: 1 })]).toEqual(["eco", undefined, undefined, undefined]);
  });
});
