// Platforms beyond the plain ones: commands, states, limits and units. SOURCE of what is expected: Home Assistant 2026.2,
// `_integrations/<platform>.mqtt.markdown` and components/mqtt.
import { describe, expect, test } from "vitest";
import { homeAssistantAdapter as adapter } from "../../src/act/home-assistant.ts";
import type { HomeAssistantBinding, HomeAssistantComponent } from "../../src/home/binding.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceState } from "../../src/home/state.ts";

function bindingOf(component: HomeAssistantComponent, config: object): HomeAssistantBinding {
  return { adapter: "homeAssistant", component, config: { command_topic: "set", state_topic: "state", ...config } };
}

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const bright = { type: "brightness.set", brightnessPct: 50 } as const;
const orange = { type: "color.set", name: "orange", color: { red: 255, green: 128, blue: 0 } } as const;
const warm = { type: "colorTemperature.set", kelvin: 2700 } as const;
const activity = (what: "start" | "pause" | "stop" | "dock" | "locate") => ({ type: "activity.set", activity: what }) as const;
const setpoint = (temperatureC: number) => ({ type: "setpoint.set", temperatureC }) as const;
const percentLight = { schema: "template", command_on_template: "on{% if brightness is defined %},{{ brightness }}{% endif %}{% if red is defined %},{{ red }}-{{ green }}-{{ blue }},{{ hue }}-{{ sat }}{% endif %}{% if color_temp is defined %},{{ color_temp }}{% endif %}", command_off_template: "off{{ state }}", brightness_template: "b", red_template: "r", green_template: "g", blue_template: "b", color_temp_template: "t" };
const allFeatures = ["start", "pause", "stop", "return_home", "locate", "fan_speed"];

describe("commands", () => {
  test.each<[string, HomeAssistantComponent, object, CommandAction, readonly string[]]>([
    ["a latch", "lock", { payload_open: "PULL" }, { type: "lock.open" }, ["set PULL"]],
    ["a latch by a template", "lock", { payload_open: "OPEN", command_template: '{"a":"{{ value }}","code":"{{ code }}"}' }, { type: "lock.open" }, ['set {"a":"OPEN","code":"None"}']],
    ["a siren", "siren", {}, on, ['set {"state":"ON"}']],
    ["a siren of its own words", "siren", { payload_off: "quiet" }, off, ['set {"state":"quiet"}']],
    ["a siren by a template", "siren", { command_template: "{{ value }}{{ tone }}" }, on, ["set ON"]],
    ["a siren with a template for off", "siren", { command_template: "x", command_off_template: "stop {{ value }}" }, off, ["set stop OFF"]],
    ["a button", "button", {}, { type: "scene.activate" }, ["set PRESS"]],
    ["a button by a template", "button", { payload_press: "go", command_template: '{"do":"{{ value }}"}' }, { type: "scene.activate" }, ['set {"do":"go"}']],
    ["a select", "select", { options: ["Low", "High"] }, { type: "option.set", option: "low" }, ["set Low"]],
    ["a select by a template", "select", { options: ["1", "2"], command_template: "mode={{ value | int }}" }, { type: "option.set", option: "2" }, ["set mode=2"]],
    ["a number", "number", { min: 0, max: 10, step: 0.1 }, { type: "number.set", value: 0.30000000000000004 }, ["set 0.3"]],
    ["a number between its steps", "number", { min: 5, max: 50, step: 10 }, { type: "number.set", value: 21 }, ["set 25"]],
    ["a number beyond its end", "number", { min: 0, max: 7, step: 2 }, { type: "number.set", value: 99 }, ["set 6"]],
    ["a number by a template", "number", { command_template: "{{ value * 10 }}" }, { type: "number.set", value: 3 }, ["set 30"]],
    ["a humidifier", "humidifier", { payload_on: "true" }, on, ["set true"]],
    ["a humidifier's target", "humidifier", { target_humidity_command_topic: "h", target_humidity_command_template: "{{ value }}%" }, { type: "humidity.set", humidityPct: 44.6 }, ["h 45%"]],
    ["a humidifier's mode", "humidifier", { mode_command_topic: "m", modes: ["eco", "Baby"] }, { type: "preset.set", preset: "baby" }, ["m Baby"]],
    ["a vacuum", "vacuum", { supported_features: allFeatures }, activity("start"), ["set start"]],
    ["a vacuum's way home", "vacuum", { supported_features: allFeatures, payload_return_to_base: "HOME" }, activity("dock"), ["set HOME"]],
    ["a vacuum that is lost", "vacuum", { supported_features: allFeatures }, activity("locate"), ["set locate"]],
    ["a vacuum's strength", "vacuum", { supported_features: allFeatures, set_fan_speed_topic: "f", fan_speed_list: ["min", "max"] }, { type: "fanMode.set", fanMode: "max" }, ["f max"]],
    ["a mower", "lawn_mower", { start_mowing_command_topic: "go" }, activity("start"), ["go start_mowing"]],
    ["a mower by a template", "lawn_mower", { dock_command_topic: "m", dock_command_template: '{"activity":"{{ value }}"}' }, activity("dock"), ['m {"activity":"dock"}']],
    ["a mower that pauses", "lawn_mower", { pause_command_topic: "m" }, activity("pause"), ["m pause"]],
    ["a mower that stops", "lawn_mower", { stop_command_topic: "m" }, activity("stop"), ["m stop"]],
    ["an alarm", "alarm_control_panel", {}, { type: "alarm.set", mode: "vacation" }, ["set ARM_VACATION"]],
    ["an alarm's bypass", "alarm_control_panel", {}, { type: "alarm.set", mode: "bypass" }, ["set ARM_CUSTOM_BYPASS"]],
    ["an alarm that is disarmed", "alarm_control_panel", { payload_disarm: "open" }, { type: "alarm.set", mode: "disarmed" }, ["set open"]],
    ["an alarm by a template", "alarm_control_panel", { command_template: '{"action":"{{ action }}","code":"{{ code }}"}' }, { type: "alarm.set", mode: "home" }, ['set {"action":"ARM_HOME","code":"None"}']],
    ["a fan's preset", "fan", { preset_mode_command_topic: "p", preset_modes: ["auto"] }, { type: "preset.set", preset: "auto" }, ["set ON", "p auto"]],
    ["a fan's oscillation", "fan", { oscillation_command_topic: "o", payload_oscillation_off: "still" }, { type: "oscillation.set", on: false }, ["o still"]],
    ["a fan's direction by a template", "fan", { direction_command_topic: "d", direction_command_template: "{{ 1 if value == 'forward' else 0 }}" }, { type: "direction.set", direction: "reverse" }, ["d 0"]],
    ["a fan by a template", "fan", { command_template: "{{ value | lower }}" }, off, ["set off"]],
    ["slats", "cover", { tilt_command_topic: "t" }, { type: "tilt.set", tiltPct: 30 }, ["t 30"]],
    ["slats in degrees", "cover", { tilt_command_topic: "t", tilt_min: -90, tilt_max: 90 }, { type: "tilt.set", tiltPct: 75 }, ["t 45"]],
    ["slats that are open halfway", "cover", { tilt_command_topic: "t", tilt_opened_value: 50 }, { type: "tilt.set", tiltPct: 100 }, ["t 50"]],
    ["slats that are shut at an end", "cover", { tilt_command_topic: "t", tilt_closed_value: 5 }, { type: "tilt.set", tiltPct: 0 }, ["t 5"]],
    ["slats by a template", "cover", { tilt_command_topic: "t", tilt_max: 180, tilt_command_template: "{{ tilt_position }}/{{ value }}/{{ tilt_max }}" }, { type: "tilt.set", tiltPct: 50 }, ["t 50/90/180"]],
    ["a position by a template, in percent", "cover", { set_position_topic: "p", position_open: 200, set_position_template: "{{ position }} of {{ position_open }} is {{ value }}" }, { type: "position.set", positionPct: 25 }, ["p 25 of 200 is 50"]],
    ["a cover that opens by its position", "cover", { payload_open: null, set_position_topic: "p" }, { type: "opening.set", open: true }, ["p 100"]],
    ["a valve's stop by a template", "valve", { payload_stop: "STOP", command_template: "{{ value | lower }}" }, { type: "opening.stop" }, ["set stop"]],
    ["a valve that reports positions in words of a config file", "valve", { reports_position: "yes", position_open: 50 }, { type: "position.set", positionPct: 50 }, ["set 25"]],
    ["a thermostat's mode", "climate", { mode_command_topic: "m", modes: ["off", "heat_cool"] }, { type: "mode.set", mode: "heat_cool" }, ["m heat_cool"]],
    ["a thermostat's preset", "climate", { preset_mode_command_topic: "p", preset_modes: ["Eco"], preset_mode_command_template: '{"p":"{{ value }}"}' }, { type: "preset.set", preset: "eco" }, ['p {"p":"Eco"}']],
    ["a thermostat's fan", "climate", { fan_mode_command_topic: "f" }, { type: "fanMode.set", fanMode: "medium" }, ["f medium"]],
    ["a thermostat's humidity", "climate", { target_humidity_command_topic: "h" }, { type: "humidity.set", humidityPct: 50 }, ["h 50"]],
    ["a thermostat in whole degrees Fahrenheit", "climate", { temperature_command_topic: "t", temperature_unit: "F" }, setpoint(21), ["t 70"]],
    ["a thermostat in halves of Fahrenheit", "climate", { temperature_command_topic: "t", temperature_unit: "F", temp_step: 0.5 }, setpoint(21), ["t 70"]],
    ["a thermostat in tenths", "climate", { temperature_command_topic: "t", temp_step: 0.1 }, setpoint(20.25), ["t 20.3"]],
    ["a light that brightness switches on", "light", { brightness_command_topic: "b", on_command_type: "brightness" }, on, ["b 255"]],
    ["colour of a light that brightness switches on", "light", { brightness_command_topic: "b", rgb_command_topic: "r", on_command_type: "brightness" }, orange, ["r 255,128,0", "b 255"]],
    ["colour without white", "light", { rgbw_command_topic: "r", rgbw_command_template: "{{ value }}|{{ white }}" }, orange, ["r 255,128,0,0|0", "set ON"]],
    ["colour without two whites", "light", { rgbww_command_topic: "r" }, orange, ["r 255,128,0,0,0", "set ON"]],
    ["a JSON light with white", "light", { schema: "json", supported_color_modes: ["rgbw"] }, orange, ['set {"state":"ON","color":{"r":255,"g":128,"b":0,"w":0}}']],
    ["a JSON light with two whites", "light", { schema: "json", supported_color_modes: ["rgbww"] }, orange, ['set {"state":"ON","color":{"r":255,"g":128,"b":0,"c":0,"w":0}}']],
    ["a JSON light in kelvin", "light", { schema: "json", supported_color_modes: ["color_temp"], color_temp_kelvin: true }, warm, ['set {"state":"ON","color_temp":2700}']],
    ["a light by templates", "light", percentLight, on, ["set on"]],
    ["a light by templates that goes off", "light", percentLight, off, ["set offFalse"]],
    ["brightness by a template", "light", percentLight, bright, ["set on,128"]],
    ["colour by a template", "light", percentLight, orange, ["set on,255-128-0,30.1-100"]],
    ["white by a template", "light", percentLight, warm, ["set on,370"]],
    ["white in kelvin by a template", "light", { ...percentLight, color_temp_kelvin: true }, warm, ["set on,2700"]],
    ["a command that asks to be kept", "switch", { retain: true, qos: 2 }, on, ["set ON"]],
  ])("%s", (_name, component, config, command, expected) => {
    const messages = adapter.commandMessages(command, bindingOf(component, config), undefined, "Thing");
    expect(messages.map(({ topic, payload }) => `${topic} ${payload}`)).toEqual(expected);
    expect(messages.every((message) => Object.keys(message).sort().join() === "payload,topic")).toBe(true);
  });

  test("a light that brightness switches on comes back as bright as it was, one that was at nothing in full", () => {
    const binding = bindingOf("light", { brightness_command_topic: "b", brightness_scale: 100, on_command_type: "brightness" });
    expect([30, 0].map((brightnessPct) => adapter.commandMessages(on, binding, { on: false, brightnessPct }, "Lamp")[0]?.payload)).toEqual(["30", "100"]);
  });

  test.each<[string, HomeAssistantComponent, object, CommandAction]>([
    ["a latch where there is none", "lock", {}, { type: "lock.open" }],
    ["an option that was not announced", "select", { options: ["a"] }, { type: "option.set", option: "b" }],
    ["a mode that was not announced", "climate", { mode_command_topic: "m", modes: ["heat"] }, { type: "mode.set", mode: "off; reboot" }],
    ["a preset that was not announced", "fan", { preset_mode_command_topic: "p", preset_modes: ["a"] }, { type: "preset.set", preset: "b" }],
    ["a strength that was not announced", "vacuum", { set_fan_speed_topic: "f", fan_speed_list: ["a"] }, { type: "fanMode.set", fanMode: "b" }],
    ["a pause to a vacuum that cannot", "vacuum", {}, activity("pause")],
    ["a search for a mower", "lawn_mower", { start_mowing_command_topic: "a" }, activity("locate")],
    ["arming in a way that was not announced", "alarm_control_panel", { supported_features: ["arm_home"] }, { type: "alarm.set", mode: "away" }],
    ["disarming without the code", "alarm_control_panel", { code: "1234" }, { type: "alarm.set", mode: "disarmed" }],
    ["arming without the code", "alarm_control_panel", { code: "REMOTE_CODE_TEXT" }, { type: "alarm.set", mode: "home" }],
    ["opening what only shuts", "cover", { payload_open: null }, { type: "opening.set", open: true }],
    ["a tilt to a cover without slats", "cover", {}, { type: "tilt.set", tiltPct: 1 }],
    ["a volume to a siren", "siren", { support_volume_set: true }, { type: "volume.set", volumePct: 10 }],
    ["a colour to a light whose templates know none", "light", { schema: "template", command_on_template: "on", command_off_template: "off" }, orange],
    ["anything to a light whose template gives nothing", "light", { schema: "template", command_on_template: "{{ x }}", command_off_template: "off" }, on],
    ["anything through a template with an error", "switch", { command_template: "{{ value.x.y }}" }, on],
    ["a press to an event", "event", { event_types: ["press"] }, { type: "scene.activate" }],
  ])("%s is refused", (_name, component, config, command) => {
    expect(() => adapter.commandMessages(command, bindingOf(component, config), undefined, "Thing")).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
  });

  test.each<[string, HomeAssistantComponent, object, CommandAction, object]>([
    ["a whole degree Fahrenheit", "climate", { temperature_unit: "F" }, setpoint(20.7), { temperatureC: 20.6 }],
    ["slats that open halfway", "cover", { tilt_opened_value: 50 }, { type: "tilt.set", tiltPct: 100 }, { tiltPct: 50 }],
    ["a number's step", "number", { min: 0, step: 5 }, { type: "number.set", value: 12 }, { value: 10 }],
    ["a whole percent of humidity", "humidifier", {}, { type: "humidity.set", humidityPct: 44.6 }, { humidityPct: 45 }],
  ])("%s is what the device will show", (_name, component, config, command, expected) => {
    expect(adapter.achievable(command, bindingOf(component, config))).toMatchObject(expected);
  });
});

describe("states", () => {
  test.each<[string, HomeAssistantComponent, object, string, string, DeviceState | undefined]>([
    ["a latch", "lock", {}, "state", "OPENING", { lock: "opening" }],
    ["a lock that forgot", "lock", { payload_reset: "gone" }, "state", "gone", undefined],
    ["a siren", "siren", {}, "state", "ON", { on: true }],
    ["a siren in JSON", "siren", {}, "state", '{"state":"OFF","tone":"bell","volume_level":0.5}', { on: false, volumePct: 50 }],
    ["a siren that tells only its volume", "siren", {}, "state", '{"volume_level":1}', { volumePct: 100 }],
    ["a select", "select", { options: ["a", "b"], value_template: "{{ value_json.o }}" }, "state", '{"o":"b"}', { option: "b" }],
    ["a select at something else", "select", { options: ["a"] }, "state", "c", undefined],
    ["a select of truths", "select", { options: [true, false] }, "state", "true", { option: "True" }],
    ["a number", "number", {}, "state", "4.50", { number: 4.5 }],
    ["a number that forgot", "number", { payload_reset: "0" }, "state", "0", undefined],
    ["a number that is none", "number", {}, "state", "four", undefined],
    ["an event", "event", { event_types: ["press"] }, "state", '{"event_type":"press","button":1}', { event: "press" }],
    ["an event of another type", "event", { event_types: ["press"] }, "state", '{"event_type":"hold"}', undefined],
    ["an event that is no JSON", "event", { event_types: ["press"] }, "state", "press", undefined],
    ["a humidifier", "humidifier", { payload_on: "true", payload_off: "false" }, "state", "false", { on: false }],
    ["a humidifier's measure", "humidifier", { current_humidity_topic: "h" }, "h", "47.6", { currentHumidityPct: 48, reading: 48 }],
    ["a humidifier's impossible measure", "humidifier", { current_humidity_topic: "h" }, "h", "147", undefined],
    ["a humidifier's action", "humidifier", { action_topic: "a" }, "a", "drying", { action: "drying" }],
    ["a humidifier's mode that was reset", "humidifier", { mode_state_topic: "m", modes: ["reset"], payload_reset_mode: "reset" }, "m", "reset", undefined],
    ["a vacuum", "vacuum", { fan_speed_list: ["low"] }, "state", '{"state":"returning","fan_speed":"low","battery_level":61}', { activity: "returning", fanMode: "low" }],
    ["a vacuum that says nothing", "vacuum", {}, "state", '{"state":null}', undefined],
    ["a vacuum in plain words", "vacuum", {}, "state", "cleaning", undefined],
    ["a mower", "lawn_mower", { activity_state_topic: "a", activity_value_template: "{{ value_json.activity }}" }, "a", '{"activity":"mowing"}', { activity: "working" }],
    ["a mower that forgot", "lawn_mower", { activity_state_topic: "a" }, "a", "none", undefined],
    ["an alarm", "alarm_control_panel", { value_template: "{{ value_json.state }}" }, "state", '{"state":"armed_custom_bypass"}', { alarm: "bypass" }],
    ["an alarm in another state", "alarm_control_panel", {}, "state", "armed", undefined],
    ["a fan's preset", "fan", { preset_mode_state_topic: "p", preset_modes: ["auto"] }, "p", "auto", { preset: "auto" }],
    ["a fan's preset that was reset", "fan", { preset_mode_state_topic: "p", preset_modes: ["auto"], payload_reset_preset_mode: "auto" }, "p", "auto", undefined],
    ["a fan's oscillation", "fan", { oscillation_state_topic: "o", payload_oscillation_on: true, payload_oscillation_off: false }, "o", "true", { oscillating: true }],
    ["a fan's direction", "fan", { direction_state_topic: "d", direction_value_template: "{{ value_json.dir }}" }, "d", '{"dir":"reverse"}', { direction: "reverse" }],
    ["a fan's direction sideways", "fan", { direction_state_topic: "d" }, "d", "sideways", undefined],
    ["slats", "cover", { tilt_status_topic: "t", tilt_min: -90, tilt_max: 90 }, "t", "0", { tiltPct: 50 }],
    ["a position that tells the slats too", "cover", { state_topic: undefined, position_topic: "p" }, "p", '{"position":50,"tilt_position":25}', { positionPct: 50, opening: "open", tiltPct: 25 }],
    ["a position by a template", "cover", { state_topic: undefined, position_topic: "p", position_closed: 0, position_open: 254, position_template: "{{ position_open - value | int }}" }, "p", "254", { positionPct: 0, opening: "closed" }],
    ["a cover between its ends", "cover", {}, "state", "stopped", { opening: "stopped" }],
    ["a valve that forgot", "valve", {}, "state", "None", undefined],
    ["a thermostat's preset", "climate", { preset_mode_state_topic: "p", preset_modes: ["eco"] }, "p", "eco", { preset: "eco" }],
    ["a thermostat without preset", "climate", { preset_mode_state_topic: "p", preset_modes: ["eco"] }, "p", "none", { preset: "none" }],
    ["a thermostat's action", "climate", { action_topic: "a" }, "a", "heating", { action: "heating" }],
    ["a thermostat's humidity", "climate", { current_humidity_topic: "h" }, "h", "40", { currentHumidityPct: 40 }],
    ["a thermostat's range", "climate", { temperature_low_state_topic: "l", temperature_unit: "F" }, "l", "68", { setpointLowC: 20 }],
    ["a thermostat whose states share a template", "climate", { mode_state_topic: "m", value_template: "{{ value_json.mode }}" }, "m", '{"mode":"cool"}', { mode: "cool", on: true }],
    ["a thermostat's mode that was not announced", "climate", { mode_state_topic: "m", modes: ["heat"] }, "m", "cool", undefined],
    ["a light with white", "light", { rgbw_state_topic: "r" }, "r", "255,0,0,40", { color: { red: 255, green: 40, blue: 40 } }],
    ["a light of white alone", "light", { rgbww_state_topic: "r" }, "r", "0,0,0,128,127", { color: { red: 255, green: 255, blue: 255 } }],
    ["a JSON light with white", "light", { schema: "json" }, "state", '{"color":{"r":0,"g":0,"b":255,"w":10}}', { color: { red: 10, green: 10, blue: 255 } }],
    ["a JSON light that knows nothing", "light", { schema: "json" }, "state", '{"state":null}', undefined],
    ["a light by templates", "light", { schema: "template", state_template: "{{ value.split(',')[0] }}", brightness_template: "{{ value.split(',')[1] }}", red_template: "{{ value.split(',')[2].split('-')[0] }}", green_template: "{{ value.split(',')[2].split('-')[1] }}", blue_template: "{{ value.split(',')[2].split('-')[2] }}" }, "state", "on,255,255-0-10", { on: true, brightnessPct: 100, color: { red: 255, green: 0, blue: 10 } }],
    ["a light by templates that is off", "light", { schema: "template", state_template: "{{ value_json.s }}", brightness_template: "{{ value_json.b }}" }, "state", '{"s":"off","b":0}', { on: false }],
    ["a light by templates that tells half a colour", "light", { schema: "template", red_template: "{{ value_json.r }}", green_template: "{{ value_json.g }}", blue_template: "{{ value_json.b }}" }, "state", '{"r":1,"g":2}', undefined],
    ["a position between limits beyond all measure", "cover", { state_topic: undefined, position_topic: "p", position_closed: -1e308, position_open: 1e308 }, "p", "1e308", undefined],
    ["a sensor that is unavailable", "sensor", {}, "state", "unavailable", undefined],
    ["a sensor's NaN", "sensor", {}, "state", "nan", undefined],
    ["a contact in Python's words", "binary_sensor", { payload_on: true, payload_off: false }, "state", "True", { on: true, reading: "on" }],
    ["a contact in numbers", "binary_sensor", { payload_on: 1, payload_off: 0, value_template: "{{ value_json.v }}" }, "state", '{"v":0}', { on: false, reading: "off" }],
    ["a switch that is unknown", "switch", {}, "state", "unknown", undefined],
  ])("%s", (_name, component, config, topic, payload, expected) => {
    const binding = bindingOf(component, config);
    expect(adapter.stateTopics(binding)).toContain(topic);
    expect(adapter.readState({ topic, payload }, binding)).toEqual(expected);
  });

  test.each<[object, number | undefined]>([[{ expire_after: 90 }, 90_000], [{ expire_after: "5" }, 5000], [{ off_delay: 2 }, 2000], [{ expire_after: 60, off_delay: 2 }, 60_000], [{ expire_after: 0 }, undefined], [{ expire_after: "soon" }, undefined], [{}, undefined]])("%j is old after %s ms", (config, expected) => {
    expect(adapter.expiresAfterMs?.(bindingOf("binary_sensor", config))).toBe(expected);
  });
});
