import { describe, expect, test } from "vitest";
import { absoluteCommand } from "../../src/act/absolute-command.ts";
import { homeAssistantAdapter as adapter } from "../../src/act/home-assistant.ts";
import type { HomeAssistantBinding, HomeAssistantComponent } from "../../src/home/binding.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { capabilitiesOf } from "../../src/home/home-assistant-capabilities.ts";
import type { Device, DeviceId, DeviceKind } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";

function deviceOf(component: HomeAssistantComponent, config: object): Device & { readonly binding: HomeAssistantBinding } {
  const known = { command_topic: "set", state_topic: "state", ...config } as Record<string, unknown>;
  return {
    id: "x" as DeviceId, name: "Thing", aliases: [], areaId: undefined, kind: component as DeviceKind, deviceClass: "",
    capabilities: capabilitiesOf(component, known), binding: { adapter: "homeAssistant", component, config: known },
  };
}

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const orange = { type: "color.set", name: "orange", color: { red: 255, green: 128, blue: 0 } } as const;
const bright = (brightnessPct: number) => ({ type: "brightness.set", brightnessPct }) as const;
const warm = { type: "colorTemperature.set", kelvin: 2700 } as const;
const json = { schema: "json", supported_color_modes: ["rgb", "color_temp"] };

describe("commands", () => {
  test.each<[string, HomeAssistantComponent, object, CommandAction, readonly string[]]>([
    ["a switch", "switch", {}, on, ["set ON"]],
    ["a switch with payloads that are no text", "switch", { payload_on: 1, payload_off: false }, off, ["set False"]],
    ["a switch with a template", "switch", { command_template: '{"state":"{{ value }}"}' }, on, ['set {"state":"ON"}']],
    ["a lock", "lock", {}, { type: "lock.set", locked: true }, ["set LOCK"]],
    ["a lock of its own words", "lock", { payload_unlock: "open sesame" }, { type: "lock.set", locked: false }, ["set open sesame"]],
    ["a scene", "scene", { payload_on: "go" }, { type: "scene.activate" }, ["set go"]],
    ["a light", "light", {}, off, ["set OFF"]],
    ["a light's brightness", "light", { brightness_command_topic: "bri" }, bright(50), ["bri 128", "set ON"]],
    ["a light's brightness in its scale", "light", { brightness_command_topic: "bri", brightness_scale: 100, on_command_type: "first" }, bright(50), ["set ON", "bri 50"]],
    ["a light that brightness switches on", "light", { brightness_command_topic: "bri", on_command_type: "brightness" }, bright(1), ["bri 3"]],
    ["a light's brightness by a template", "light", { brightness_command_topic: "bri", brightness_command_template: "{{ (value / 2.55) | round(0) }}%" }, bright(50), ["bri 50%", "set ON"]],
    ["a light's brightness of nothing", "light", { brightness_command_topic: "bri" }, bright(0), ["set OFF"]],
    ["a light's colour", "light", { rgb_command_topic: "rgb" }, orange, ["rgb 255,128,0", "set ON"]],
    ["a light's colour by a template", "light", { rgb_command_topic: "rgb", rgb_command_template: "{{ red }}/{{ green }}/{{ blue }}" }, orange, ["rgb 255/128/0", "set ON"]],
    ["a light's hue", "light", { hs_command_topic: "hs" }, orange, ["hs 30.1,100", "set ON"]],
    ["a light's chromaticity", "light", { xy_command_topic: "xy" }, orange, ["xy 0.543,0.407", "set ON"]],
    ["a light's white in mireds", "light", { color_temp_command_topic: "ct" }, warm, ["ct 370", "set ON"]],
    ["a light's white in kelvin", "light", { color_temp_command_topic: "ct", color_temp_kelvin: true }, warm, ["ct 2700", "set ON"]],
    ["a JSON light", "light", json, on, ['set {"state":"ON"}']],
    ["a JSON light's brightness", "light", json, bright(50), ['set {"state":"ON","brightness":128}']],
    ["a JSON light's brightness of nothing", "light", json, bright(0), ['set {"state":"OFF"}']],
    ["a JSON light's colour", "light", json, orange, ['set {"state":"ON","color":{"r":255,"g":128,"b":0}}']],
    ["a JSON light's hue", "light", { schema: "json", supported_color_modes: ["hs"] }, orange, ['set {"state":"ON","color":{"h":30.1,"s":100}}']],
    ["a JSON light's chromaticity", "light", { schema: "json", supported_color_modes: ["xy"] }, orange, ['set {"state":"ON","color":{"x":0.543,"y":0.407}}']],
    ["a JSON light's white", "light", json, warm, ['set {"state":"ON","color_temp":370}']],
    ["a thermostat", "climate", { temperature_command_topic: "t" }, { type: "setpoint.set", temperatureC: 21.5 }, ["t 21.5"]],
    ["a thermostat in Fahrenheit", "climate", { temperature_command_topic: "t", temperature_unit: "F" }, { type: "setpoint.set", temperatureC: 20 }, ["t 68"]],
    ["a thermostat that is switched on", "climate", { mode_command_topic: "m", modes: ["off", "auto", "heat"] }, on, ["m heat"]],
    ["a thermostat that is switched off", "climate", { mode_command_topic: "m" }, off, ["m off"]],
    ["a thermostat with a switch", "climate", { power_command_topic: "p", mode_command_topic: "m" }, off, ["p OFF"]],
    ["a cover", "cover", {}, { type: "opening.set", open: false }, ["set CLOSE"]],
    ["a cover that is stopped", "cover", { payload_stop: "HALT" }, { type: "opening.stop" }, ["set HALT"]],
    ["a cover that knows positions", "cover", { set_position_topic: "p" }, { type: "position.set", positionPct: 30 }, ["p 30"]],
    ["a cover that counts backwards", "cover", { set_position_topic: "p", position_open: 0, position_closed: 100 }, { type: "position.set", positionPct: 30 }, ["p 70"]],
    ["a cover that knows only positions", "cover", { command_topic: undefined, set_position_topic: "p", position_open: 10 }, { type: "opening.set", open: true }, ["p 10"]],
    ["a cover by a template", "cover", { set_position_topic: "p", set_position_template: '{"position":{{ position }}}' }, { type: "position.set", positionPct: 30 }, ['p {"position":30}']],
    ["a valve", "valve", {}, { type: "opening.set", open: true }, ["set OPEN"]],
    ["a valve that reports positions", "valve", { reports_position: true }, { type: "opening.set", open: true }, ["set 100"]],
    ["a valve's position", "valve", { reports_position: true, position_open: 10 }, { type: "position.set", positionPct: 50 }, ["set 5"]],
    ["a fan", "fan", { payload_on: "1" }, on, ["set 1"]],
    ["a fan's speed", "fan", { percentage_command_topic: "p" }, { type: "fanSpeed.set", speedPct: 7 }, ["set ON", "p 7"]],
    ["a fan of three speeds", "fan", { percentage_command_topic: "p", speed_range_max: 3 }, { type: "fanSpeed.set", speedPct: 50 }, ["set ON", "p 2"]],
    ["a fan of no speed", "fan", { percentage_command_topic: "p" }, { type: "fanSpeed.set", speedPct: 0 }, ["set OFF"]],
  ])("%s", (_name, component, config, command, expected) => {
    const messages = adapter.commandMessages(command, deviceOf(component, config).binding, undefined, "Thing");
    expect(messages.map(({ topic, payload }) => `${topic} ${payload}`)).toEqual(expected);
  });

  test("a fan that is on gets its speed alone", () => {
    expect(adapter.commandMessages({ type: "fanSpeed.set", speedPct: 40 }, deviceOf("fan", { percentage_command_topic: "p" }).binding, { on: true }, "Thing")).toEqual([{ topic: "p", payload: "40" }]);
  });

  test.each<[string, HomeAssistantComponent, object, CommandAction]>([
    ["a colour to a plain light", "light", {}, orange],
    ["a position to a cover without", "cover", {}, { type: "position.set", positionPct: 1 }],
    ["a stop to a cover that cannot", "cover", { payload_stop: null }, { type: "opening.stop" }],
    ["a stop to a valve without a word for it", "valve", {}, { type: "opening.stop" }],
    ["a position to a valve without", "valve", {}, { type: "position.set", positionPct: 1 }],
    ["a speed to a fan without", "fan", {}, { type: "fanSpeed.set", speedPct: 1 }],
    ["a set temperature to a thermostat without", "climate", {}, { type: "setpoint.set", temperatureC: 20 }],
    ["anything to a sensor", "sensor", {}, on],
    ["a brightness to a lock", "lock", {}, bright(1)],
    ["anything through a template that gives nothing", "switch", { command_template: "{{ value.x.y }}" }, on],
    ["anything on a topic with a wildcard", "switch", { command_topic: "a/#" }, on],
  ])("%s are refused", (_name, component, config, command) => {
    expect(() => adapter.commandMessages(command, deviceOf(component, config).binding, undefined, "Thing")).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
  });
});

describe("states", () => {
  test.each<[string, HomeAssistantComponent, object, string, string, DeviceState | undefined]>([
    ["a switch", "switch", {}, "state", "ON", { on: true }],
    ["a switch of other words", "switch", { state_off: "0", payload_off: "1" }, "state", "0", { on: false }],
    ["a switch in JSON", "switch", { value_template: "{{ value_json.state }}", payload_on: true }, "state", '{"state":true}', { on: true }],
    ["a switch that says nonsense", "switch", {}, "state", "maybe", undefined],
    ["another topic", "switch", {}, "elsewhere", "ON", undefined],
    ["a lock", "lock", {}, "state", "JAMMED", { lock: "jammed" }],
    ["a lock of its own words", "lock", { state_locked: "zu" }, "state", "zu", { lock: "locked" }],
    ["a light", "light", { state_value_template: "{{ value_json.s }}" }, "state", '{"s":"OFF"}', { on: false }],
    ["a light's brightness", "light", { brightness_state_topic: "bri" }, "bri", "128", { brightnessPct: 50 }],
    ["a light's brightness that is no number", "light", { brightness_state_topic: "bri" }, "bri", "", undefined],
    ["a light's colour", "light", { rgb_state_topic: "rgb" }, "rgb", "255,128,300", { color: { red: 255, green: 128, blue: 255 } }],
    ["a light's colour that is half", "light", { rgb_state_topic: "rgb" }, "rgb", "255,,0", undefined],
    ["a light's hue", "light", { hs_state_topic: "hs" }, "hs", "120,100", { color: { red: 0, green: 255, blue: 0 } }],
    ["a light's white", "light", { color_temp_state_topic: "ct" }, "ct", "370", { colorTemperatureK: 2703 }],
    ["a JSON light", "light", json, "state", '{"state":"ON","brightness":255,"color_mode":"rgb","color":{"r":1,"g":2,"b":3},"color_temp":300}', { on: true, brightnessPct: 100, color: { red: 1, green: 2, blue: 3 } }],
    ["a JSON light in white", "light", json, "state", '{"state":"ON","color_mode":"color_temp","color":{"r":1,"g":2,"b":3},"color_temp":370}', { on: true, colorTemperatureK: 2703 }],
    ["a JSON light by hue and saturation", "light", json, "state", '{"color":{"hue":240,"saturation":100}}', { color: { red: 0, green: 0, blue: 255 } }],
    ["a JSON light by chromaticity", "light", json, "state", '{"color":{"x":0.64,"y":0.33}}', { color: { red: 255, green: 0, blue: 0 } }],
    ["a JSON light that says no JSON", "light", json, "state", "ON", undefined],
    ["a JSON light that says absurdities", "light", json, "state", '{"state":5,"brightness":"x","color":[1],"color_temp":-1}', undefined],
    ["a thermostat's setting", "climate", { temperature_state_topic: "t", temperature_unit: "F" }, "t", "68", { setpointC: 20 }],
    ["a thermostat's measure", "climate", { current_temperature_topic: "c", current_temperature_template: "{{ value_json.t }}" }, "c", '{"t":19.5}', { currentC: 19.5, reading: 19.5 }],
    ["a thermostat's mode", "climate", { mode_state_topic: "m" }, "m", "off", { mode: "off", on: false }],
    ["a cover", "cover", {}, "state", "opening", { opening: "opening" }],
    ["a cover's position", "cover", { position_topic: "p", position_open: 0, position_closed: 255 }, "p", "51", { positionPct: 80 }],
    ["a cover that tells only positions", "cover", { state_topic: undefined, position_topic: "p" }, "p", "0", { positionPct: 0, opening: "closed" }],
    ["a valve", "valve", {}, "state", "closed", { opening: "closed" }],
    ["a valve's position", "valve", { reports_position: true }, "state", '{"state":"opening","position":40}', { positionPct: 40, opening: "opening" }],
    ["a valve's bare position", "valve", { reports_position: true }, "state", "0", { positionPct: 0, opening: "closed" }],
    ["a fan's speed", "fan", { percentage_state_topic: "p", speed_range_max: 3 }, "p", "2", { fanSpeedPct: 67 }],
    ["a sensor's number", "sensor", { value_template: "{{ value_json.t | round(1) }}" }, "state", '{"t":20.456}', { reading: 20.5 }],
    ["a sensor's word", "sensor", {}, "state", "raining", { reading: "raining" }],
    ["a sensor's None", "sensor", {}, "state", "None", undefined],
    ["a sensor's bytes", "sensor", {}, "state", "\uFFFD\u0000", undefined],
    ["a sensor's novel", "sensor", {}, "state", "x".repeat(5000), undefined],
    ["a contact", "binary_sensor", {}, "state", "ON", { on: true, reading: "on" }],
  ])("%s", (_name, component, config, topic, payload, expected) => {
    expect(adapter.readState({ topic, payload }, deviceOf(component, config).binding)).toEqual(expected);
  });

  test("what a platform needs is subscribed to, each topic once", () => {
    const binding = deviceOf("climate", { temperature_state_topic: "all", current_temperature_topic: "all", mode_state_topic: "mode" }).binding;
    expect(adapter.stateTopics(binding)).toEqual(["all", "mode"]);
  });

  test("availability is read from one topic or several", () => {
    const binding = deviceOf("switch", { availability: [{ topic: "bridge", value_template: "{{ value_json.state }}" }, { topic: "lwt", payload_available: "up", payload_not_available: "down" }], availability_mode: "all" }).binding;
    expect(adapter.availability(binding)).toEqual({ topics: ["bridge", "lwt"], mode: "all" });
    expect([["bridge", '{"state":"online"}'], ["lwt", "down"], ["lwt", "?"]].map(([topic = "", payload = ""]) => adapter.readAvailability({ topic, payload }, binding))).toEqual([true, false, undefined]);
  });
});

describe("relative commands become absolute", () => {
  const lamp = deviceOf("light", { brightness_command_topic: "b" });
  const heater = deviceOf("climate", { temperature_command_topic: "t", temp_step: 0.5, min_temp: 10, max_temp: 25 });
  test.each<[string, Device, CommandAction, DeviceState | undefined, object]>([
    ["brighter", lamp, { type: "brightness.change", deltaPct: 20 }, { on: true, brightnessPct: 30 }, bright(50)],
    ["brighter than bright", lamp, { type: "brightness.change", deltaPct: 80 }, { on: true, brightnessPct: 30 }, bright(100)],
    ["dimmer than dim is not off", lamp, { type: "brightness.change", deltaPct: -80 }, { on: true, brightnessPct: 30 }, bright(1)],
    ["brighter from off", lamp, { type: "brightness.change", deltaPct: 20 }, { on: false, brightnessPct: 90 }, bright(20)],
    ["warmer", heater, { type: "setpoint.change", deltaC: 1 }, { setpointC: 20 }, { type: "setpoint.set", temperatureC: 21 }],
    ["warmer than allowed", heater, { type: "setpoint.change", deltaC: 9 }, { setpointC: 20 }, { type: "setpoint.set", temperatureC: 25 }],
    ["between the steps", heater, { type: "setpoint.set", temperatureC: 20.7 }, undefined, { type: "setpoint.set", temperatureC: 20.5 }],
    ["colder white than the lamp has", deviceOf("light", { color_temp_command_topic: "c" }), { type: "colorTemperature.set", kelvin: 9000 }, undefined, { type: "colorTemperature.set", kelvin: 6535 }],
  ])("%s", (_name, device, command, state, expected) => {
    expect(absoluteCommand(command, device, state)).toMatchObject(expected);
  });

  test.each<[Device, CommandAction]>([[lamp, { type: "brightness.change", deltaPct: 10 }], [heater, { type: "setpoint.change", deltaC: 1 }]])("but not from a state that was never told", (device, command) => {
    expect(() => absoluteCommand(command, device, undefined)).toThrow(expect.objectContaining({ code: "DEVICE_STATE_UNKNOWN" }));
  });
});
