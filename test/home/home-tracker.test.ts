import { describe, expect, test } from "vitest";
import { templateProblem } from "../../src/act/template.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import type { HomeAssistantBinding } from "../../src/home/binding.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { createHomeTracker, createReporter } from "../../src/home/home-tracker.ts";
import type { Device } from "../../src/home/home.ts";

function tracked(...messages: readonly (readonly [topic: string, payload: unknown])[]) {
  const problems: AssistantError[] = [];
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: createReporter((error) => problems.push(error)) });
  const tracker = createHomeTracker([source]);
  const receive = (topic: string, payload: unknown) => tracker.receive(source, { topic: `homeassistant/${topic}/config`, payload: typeof payload === "string" ? payload : JSON.stringify(payload), retained: true }).changed;
  for (const [topic, payload] of messages) receive(topic, payload);
  const devices = () => [...tracker.home().devices.values()];
  return { tracker, source, receive, problems, devices, first: () => devices()[0] as Device, areas: () => [...tracker.home().areas.values()].map((area) => area.name) };
}

const plainLight = { name: "Lamp", command_topic: "lamp/set", state_topic: "lamp" };
const kinds = (device: Device) => device.capabilities.map((capability) => capability.kind);

describe("an announcement", () => {
  test("with abbreviations and a base topic is written out", () => {
    const { first } = tracked(["light/lamp", { "~": "home/lamp", name: "Lamp", uniq_id: "l1", cmd_t: "~/set", stat_t: "home/all~", bri_cmd_t: "~/bri", avty: [{ t: "~/lwt" }], dev: { name: "Device", sa: "Attic" } }]);
    expect(first()).toMatchObject({ id: "light.l1", name: "Lamp", areaId: "attic", kind: "light" });
    expect((first().binding as HomeAssistantBinding).config).toMatchObject({ command_topic: "home/lamp/set", state_topic: "home/allhome/lamp", brightness_command_topic: "home/lamp/bri", availability: [{ topic: "home/lamp/lwt" }] });
  });

  test("of a whole device gives each of its components, with what they share", () => {
    const { devices } = tracked(["device/plug", {
      dev: { ids: "plug", name: "Kitchen plug" }, o: { name: "x" }, avty_t: "plug/lwt", stat_t: "plug",
      cmps: {
        relay: { p: "switch", uniq_id: "plug_relay", name: null, cmd_t: "plug/set" },
        power: { p: "sensor", uniq_id: "plug_power", name: "Power", dev_cla: "power", unit_of_meas: "W" },
        gone: { p: "sensor" },
        odd: { p: "camera", uniq_id: "v" },
      },
    }]);
    expect(devices().map(({ id, name, aliases, areaId, kind }) => ({ id, name, aliases, areaId, kind }))).toEqual([
      { id: "switch.plug_relay", name: "Kitchen plug", aliases: [], areaId: "kitchen", kind: "switch" },
      { id: "sensor.plug_power", name: "Power", aliases: ["Kitchen plug Power"], areaId: "kitchen", kind: "sensor" },
    ]);
    expect(devices()[1]).toMatchObject({ binding: { config: { state_topic: "plug", availability_topic: "plug/lwt" } } });
  });

  test("that is empty takes the device away", () => {
    const { receive, devices, areas } = tracked(["light/kitchen_lamp", { ...plainLight, name: "Kitchen lamp" }]);
    expect(receive("light/kitchen_lamp", "")).toBe(true);
    expect([devices(), areas()]).toEqual([[], []]);
  });

  test("that says the same again changes nothing", () => {
    const { receive, tracker } = tracked(["light/lamp", plainLight]);
    const before = tracker.home();
    expect(receive("light/lamp", plainLight)).toBe(false);
    expect(tracker.home()).toBe(before);
  });

  test("of another device leaves this one the same object", () => {
    const { receive, first } = tracked(["light/lamp", plainLight]);
    const before = first();
    receive("light/other", { ...plainLight, name: "Other" });
    expect(first()).toBe(before);
  });

  test.each([["another prefix", "elsewhere/light/x/config"], ["another component", "homeassistant/camera/x/config"], ["no config", "homeassistant/light/x/state"], ["too deep", "homeassistant/light/a/b/c/config"]])("on a topic with %s is none", (_name, topic) => {
    const { source, devices } = tracked();
    expect(source.receive({ topic, payload: JSON.stringify(plainLight), retained: true }).changed).toBe(false);
    expect(devices()).toEqual([]);
  });

  test.each([["a setting", { entity_category: "config" }], ["a diagnosis", { entity_category: "diagnostic" }], ["what its maker switched off", { enabled_by_default: false }]])("of %s is left out without a word", (_name, more) => {
    const { devices, problems } = tracked(["switch/x", { ...plainLight, ...more }]);
    expect([devices(), problems]).toEqual([[], []]);
  });

  test("of two devices with the same id counts once, until the first is gone", () => {
    const { receive, devices } = tracked(["light/a", { ...plainLight, unique_id: "same", name: "A" }], ["light/b", { ...plainLight, unique_id: "same", name: "B" }]);
    expect(devices().map(({ name }) => name)).toEqual(["A"]);
    receive("light/a", "");
    expect(devices().map(({ name }) => name)).toEqual(["B"]);
  });
});

describe("names", () => {
  test("a device whose entity has no name is called as the device", () => {
    expect(tracked(["light/x", { ...plainLight, name: null, device: { name: "Desk lamp" } }]).first().name).toBe("Desk lamp");
  });

  test("the device's name is an alias when the entity is all that can be commanded there", () => {
    expect(tracked(["light/x", { ...plainLight, name: "Light", device: { name: "Desk" } }]).first()).toMatchObject({ name: "Light", aliases: ["Desk Light", "Desk"] });
  });

  test("two entities of the same name are told apart by their devices", () => {
    const sensor = (device: string) => ({ name: "Temperature", state_topic: device, device: { name: device } });
    const { devices } = tracked(["sensor/a", sensor("Attic sensor")], ["sensor/b", sensor("Cellar sensor")]);
    expect(devices().map(({ name, areaId }) => [name, areaId])).toEqual([["Attic sensor Temperature", "attic"], ["Cellar sensor Temperature", "cellar"]]);
  });

  test.each([
    ["control characters", "Lamp\u0007\nof\u202e evil\u0000", "Lamp of evil"],
    ["endless length", "x".repeat(10_000), "x".repeat(64)],
    ["a template", '"}; drop {{ 1 }}', '"}; drop {{ 1 }}'],
    ["shell signs", "$(reboot) `id`", "$(reboot) `id`"],
    ["wildcards", "#/+", "#/+"],
    ["a lone surrogate", "Lamp \ud800", "Lamp"],
  ])("with %s are cleaned and stay names", (_what, name, expected) => {
    const { first, problems } = tracked(["light/x", { ...plainLight, name }]);
    expect([first().name, problems]).toEqual([expected, []]);
  });

  test("ids stay the same and plain whatever the announced id holds", () => {
    const ids = ["front door #1", "front door #2", "$(reboot)", "x".repeat(500)].map((unique_id) => tracked(["light/x", { ...plainLight, unique_id }]).first().id);
    expect(ids.every((id) => /^[\w.:-]{1,110}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(4);
    expect(tracked(["light/x", { ...plainLight, unique_id: "front door #1" }]).first().id).toBe(ids[0]);
  });
});

describe("areas", () => {
  test.each([
    ["Kitchen ceiling", [], "Kitchen"], ["Lamp in the living room", [], "Living room"], ["Ceiling lamp", [], undefined],
    ["Shallow lamp", [], undefined], ["Anna's bedroom lamp", ["Anna's bedroom"], "Anna's bedroom"], ["Hall lamp in the garage", [], "Hall"],
    ["Sauna heater", ["Sauna"], "Sauna"], ["master_bedroom_lamp", [], "Master bedroom"],
  ])("%s (announced: %j) is in %s", (name, announced, area) => {
    const { devices, tracker } = tracked(...announced.map((sa, index): [string, unknown] => [`light/a${index}`, { ...plainLight, name: "Other", device: { name: "Other", sa } }]), ["light/x", { ...plainLight, name }]);
    const areaId = devices().find((device) => device.name === name)?.areaId;
    expect(areaId === undefined ? undefined : tracker.home().areas.get(areaId)?.name).toBe(area);
  });

  test("written in two ways are one", () => {
    expect(tracked(["light/a", { ...plainLight, device: { name: "A", sa: "Living Room" } }], ["light/b", { ...plainLight, name: "B", device: { name: "B", sa: "living room" } }]).areas()).toEqual(["Living Room"]);
  });

  test("without a letter are none", () => {
    expect(tracked(["light/a", { ...plainLight, device: { name: "A", sa: "???" } }]).first().areaId).toBeUndefined();
  });
});

describe("what a device can do", () => {
  const json = (more: object) => ({ ...plainLight, schema: "json", ...more });
  const topics = (...keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, key]));
  test.each<[string, string, object, readonly string[]]>([
    ["a plain light", "light", plainLight, ["onOff"]],
    ["a light with topics", "light", { ...plainLight, ...topics("brightness_command_topic", "rgb_command_topic", "color_temp_command_topic") }, ["onOff", "brightness", "color", "colorTemperature"]],
    ["a JSON light that only switches", "light", json({ supported_color_modes: ["onoff"] }), ["onOff"]],
    ["a JSON light of old", "light", json({ brightness: true }), ["onOff", "brightness"]],
    ["a JSON light with colours", "light", json({ supported_color_modes: ["xy", "color_temp"] }), ["onOff", "brightness", "color", "colorTemperature"]],
    ["a lock", "lock", plainLight, ["lock"]],
    ["a scene", "scene", { command_topic: "s" }, ["activate"]],
    ["a cover", "cover", { command_topic: "c", set_position_topic: "p" }, ["opening", "position"]],
    ["a cover that knows only positions", "cover", { set_position_topic: "p", position_topic: "q" }, ["opening", "position"]],
    ["a valve with positions", "valve", { command_topic: "v", reports_position: true }, ["opening", "position"]],
    ["a fan with speeds", "fan", { command_topic: "f", percentage_command_topic: "p" }, ["onOff", "fanSpeed"]],
    ["a thermostat", "climate", topics("temperature_command_topic", "current_temperature_topic", "mode_command_topic"), ["setpoint", "onOff", "mode", "reading"]],
    ["a thermostat that is never off", "climate", { ...topics("temperature_command_topic", "mode_command_topic"), modes: ["heat"] }, ["setpoint", "mode"]],
    ["a sensor", "sensor", { state_topic: "s", device_class: "humidity", unit_of_measurement: "%" }, ["reading"]],
  ])("%s", (_name, component, config, expected) => {
    const { first, problems } = tracked([`${component}/x`, { name: "X", ...config }]);
    expect([kinds(first()), problems]).toEqual([expected, []]);
  });

  test("limits are read in the device's units", () => {
    const mireds = tracked(["light/x", json({ supported_color_modes: ["color_temp"], min_mireds: 200, max_mireds: 400 })]).first();
    expect(mireds.capabilities.at(-1)).toEqual({ kind: "colorTemperature", minK: 2500, maxK: 5000 });
    const kelvin = tracked(["light/x", json({ supported_color_modes: ["color_temp"], color_temp_kelvin: true, max_kelvin: 6000 })]).first();
    expect(kelvin.capabilities.at(-1)).toEqual({ kind: "colorTemperature", minK: 2000, maxK: 6000 });
    const fahrenheit = tracked(["climate/x", { name: "X", temperature_command_topic: "t", temperature_unit: "F", min_temp: 50, max_temp: 86, temp_step: 1.8 }]).first();
    expect(fahrenheit.capabilities).toEqual([{ kind: "setpoint", minC: 10, maxC: 30, stepC: 1 }]);
    expect(tracked(["cover/x", { name: "X", command_topic: "c", payload_stop: null }]).first().capabilities).toEqual([{ kind: "opening", canStop: false }]);
  });
});

describe("a faulty announcement is reported once and does no harm:", () => {
  test.each<[string, string, unknown, RegExp]>([
    ["not JSON", "light/x", "{oops", /not a JSON object/],
    ["binary", "light/x", "\uFFFD\u0000\uFFFD", /not a JSON object/],
    ["a list", "light/x", [1], /not a JSON object/],
    ["a device without components", "device/x", { dev: {} }, /without components/],
    ["a component that is no object", "device/x", { cmps: { a: 1 } }, /is not an object/],
    ["no command_topic and no state_topic", "light/x", { name: "X" }, /no command_topic/],
    ["a sensor without state_topic", "sensor/x", { name: "X" }, /no state_topic/],
    ["a light of an unknown kind", "light/x", { ...plainLight, schema: "morse" }, /schema/],
    ["an event without types", "event/x", { name: "X" }, /no event_types/],
  ])("%s is left out", (_name, topic, payload, words) => {
    const { receive, devices, problems } = tracked([topic, payload]);
    receive(topic, payload);
    expect(devices()).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ code: "HOME_MESSAGE_INVALID", message: expect.stringMatching(words) })]);
    expect(problems[0]?.message).toContain(`homeassistant/${topic}/config`);
  });

  test.each<[string, object, RegExp]>([
    ["a wildcard in its command topic", { command_topic: "zigbee/+/set" }, /command_topic has a wildcard/],
    ["a hash in its state topic", { state_topic: "#" }, /state_topic has a wildcard/],
    ["a shared subscription as state topic", { state_topic: "$share/x/#" }, /state_topic has a wildcard|starts with/],
    ["a command topic that is no text", { command_topic: { a: 1 } }, /command_topic is not text/],
    ["a command template with a macro", { brightness_command_topic: "b", brightness_command_template: "{% macro f() %}{% endmacro %}" }, /brightness_command_template: .*Macro/],
    ["a command template that asks for other entities", { rgb_command_topic: "b", rgb_command_template: "{{ states('light.x') }}" }, /rgb_command_template: .*only Home Assistant knows/],
    ["an encoding that is no plain text", { encoding: "utf-16" }, /encoding "utf-16" cannot be written/],
    ["half a template schema", { schema: "template", command_on_template: "on" }, /command_off_template is missing/],
    ["no command topic", { command_topic: undefined }, /no command_topic/],
  ])("with %s it cannot be commanded", (_name, more, words) => {
    const { first, problems } = tracked(["light/x", { ...plainLight, position_topic: "p", ...more }]);
    expect(first().capabilities).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringMatching(words) })]);
  });

  test("a key named __proto__ changes nothing but itself", () => {
    const { first } = tracked(["light/x", '{"name":"Lamp","command_topic":"c","state_topic":"s","__proto__":{"command_topic":"evil","payload_on":"evil"},"device":{"__proto__":{"name":"evil"}}}']);
    expect((first().binding as HomeAssistantBinding).config["payload_on"]).toBeUndefined();
    expect(first()).toMatchObject({ name: "Lamp", aliases: [] });
  });

  test("a thousand different faults are told, then silence is announced", () => {
    const { receive, problems } = tracked();
    for (let count = 0; count < 1500; count++) receive(`light/x${count}`, "{");
    expect(problems.length).toBe(1001);
    expect(problems.at(-1)?.message).toContain("further ones are not told");
  });
});

test("ten thousand announcements make one snapshot, when it is asked for", () => {
  const { receive, tracker } = tracked();
  for (let count = 0; count < 10_000; count++) receive(`light/lamp${count}`, { ...plainLight, name: `Lamp ${count}`, device: { name: `Lamp ${count}`, sa: `Room ${count % 100}` } });
  const home = tracker.home();
  expect([home.devices.size, home.areas.size]).toEqual([10_000, 100]);
  expect(tracker.home()).toBe(home);
});
