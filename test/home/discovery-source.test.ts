import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { templateProblem } from "../../src/act/template.ts";
import type { HomeAssistantBinding } from "../../src/home/binding.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { deviceAbbreviations, entityAbbreviations } from "../../src/home/home-assistant-abbreviations.ts";
import { createHomeTracker } from "../../src/home/home-tracker.ts";
import type { Capability, Device } from "../../src/home/home.ts";
import { cpuMs } from "../fakes/cpu-time.ts";

function discovered() {
  const problems: string[] = [];
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: (topic, problem) => { problems.push(`${topic}: ${problem}`); } });
  const tracker = createHomeTracker([source]);
  const say = (topic: string, payload: unknown, retained = true) =>
    tracker.receive(source, { topic: `homeassistant/${topic}/config`, payload: typeof payload === "string" ? payload : JSON.stringify(payload), retained }).changed;
  const devices = () => [...tracker.home().devices.values()];
  const topicsNow = () => devices().map(({ id, facts }) => `${id} by ${facts?.topic ?? ""}`);
  return { tracker, source, say, devices, topicsNow, problems };
}

function only(component: string, config: object): { readonly device: Device | undefined; readonly problems: readonly string[] } {
  const { say, devices, problems } = discovered();
  say(`${component}/x`, { name: "Thing", ...config });
  return { device: devices()[0], problems };
}

const single = { name: "Lamp", unique_id: "l", command_topic: "lamp/set", state_topic: "lamp" };
const whole = { dev: { ids: "thing", name: "Thing" }, o: { name: "maker" }, cmps: { lamp: { p: "light", ...single } } };
const moving = { migrate_discovery: true };
const bySingle = ["light.l by homeassistant/light/l/config"];
const byWhole = ["light.l by homeassistant/device/thing/config"];

describe("a device that moves from a topic of its own to one of the whole device", () => {
  test.each<[string, readonly (readonly [topic: string, payload: unknown, expected: readonly string[]])[]]>([
    ["as documented", [["light/l", single, bySingle], ["light/l", moving, bySingle], ["device/thing", whole, byWhole], ["light/l", "", byWhole]]],
    ["abbreviated", [["light/l", single, bySingle], ["light/l", { migr_discvry: true }, bySingle], ["device/thing", whole, byWhole]]],
    ["the new one first", [["light/l", single, bySingle], ["device/thing", whole, bySingle], ["light/l", moving, byWhole], ["light/l", "", byWhole]]],
    ["never announced elsewhere", [["light/l", single, bySingle], ["light/l", moving, bySingle], ["light/l", "", []]]],
    ["heard of while it is on its way", [["light/l", moving, []], ["device/thing", whole, byWhole], ["light/l", "", byWhole]]],
    ["and back again", [["device/thing", whole, byWhole], ["device/thing", moving, byWhole], ["light/l", single, bySingle], ["device/thing", "", bySingle]]],
    ["and then goes for good", [["light/l", single, bySingle], ["light/l", moving, bySingle], ["device/thing", whole, byWhole], ["device/thing", "", []]]],
    ["but stays", [["light/l", single, bySingle], ["light/l", moving, bySingle], ["light/l", single, bySingle]]],
  ])("%s is there all the time, and once", (_how, steps) => {
    const { say, topicsNow } = discovered();
    for (const [topic, payload, expected] of steps) {
      say(topic, payload);
      expect(topicsNow()).toEqual(expected);
    }
  });

  test("is forgotten when the broker no longer keeps either", () => {
    const { say, source, topicsNow } = discovered();
    say("light/l", single);
    say("light/l", moving);
    expect(source.forgetMissing?.(new Set(["homeassistant/other"]))).toBe(true);
    expect(topicsNow()).toEqual([]);
  });

  test("leaves those that do not move with it", () => {
    const { say, topicsNow } = discovered();
    say("device/thing", { ...whole, cmps: { ...whole.cmps, plug: { p: "switch", unique_id: "s", command_topic: "plug/set" } } });
    say("device/thing", moving);
    say("light/l", single);
    expect(topicsNow()).toEqual(["switch.s by homeassistant/device/thing/config", ...bySingle]);
  });

  test("costs no more for having moved a thousand times", () => {
    const { say, devices } = discovered();
    const startMs = cpuMs();
    for (let count = 0; count < 3000; count++) {
      say(`light/l${count}`, { ...single, unique_id: `l${count}` });
      say(`light/l${count}`, moving);
    }
    for (let count = 0; count < 3000; count++) say(`light/new${count}`, { ...single, unique_id: `l${count}` });
    expect(devices().length).toBe(3000);
    expect(cpuMs() - startMs).toBeLessThan(5000);
  });
});

describe("a whole device", () => {
  test("shares its topics, its availability and its encoding with the components that have none of their own", () => {
    const { say, devices } = discovered();
    say("device/thing", {
      dev: { ids: "thing", name: "Thing" }, o: { name: "maker" }, "~": "base", avty: [{ t: "~/lwt" }], avty_mode: "all", stat_t: "~/state", cmd_t: "~/set", e: "utf-8", qos: 2,
      cmps: { a: { p: "switch", uniq_id: "a" }, b: { p: "switch", uniq_id: "b", stat_t: "own/state", avty_t: "own/lwt" } },
    });
    const configs = devices().map(({ binding }) => (binding as HomeAssistantBinding).config);
    expect(configs[0]).toMatchObject({ state_topic: "base/state", command_topic: "base/set", availability: [{ topic: "base/lwt" }], availability_mode: "all", encoding: "utf-8", qos: 2 });
    expect(configs[1]).toMatchObject({ state_topic: "own/state", command_topic: "base/set", availability_topic: "own/lwt" });
    expect(configs[1]?.["availability"]).toBeUndefined();
  });

  test("takes a component away by naming nothing but its platform, or by leaving it out", () => {
    const { say, topicsNow } = discovered();
    const both = { ...whole, cmps: { ...whole.cmps, plug: { p: "switch", unique_id: "s", command_topic: "plug/set" } } };
    say("device/thing", both);
    say("device/thing", { ...both, cmps: { ...both.cmps, lamp: { platform: "light" } } });
    expect(topicsNow()).toEqual(["switch.s by homeassistant/device/thing/config"]);
    say("device/thing", whole);
    expect(topicsNow()).toEqual(byWhole);
  });

  test("and a topic with a node id name the same component when neither has a unique id", () => {
    const { say, devices } = discovered();
    const plain = { name: "Lamp", command_topic: "lamp/set" };
    say("light/thing/lamp", plain);
    say("device/thing", { dev: { ids: "thing" }, cmps: { lamp: { p: "light", ...plain } } });
    expect(devices().map(({ id }) => id)).toHaveLength(1);
  });
});

test.each(["", "  ", "{}"])("a payload of %j takes the device away without a word", (payload) => {
  const { say, devices, problems } = discovered();
  say("light/l", single);
  expect([say("light/l", payload), devices(), problems]).toEqual([true, [], []]);
});

test("ten thousand announcements of all kinds make a home within three seconds of computing", () => {
  const folder = join(import.meta.dirname, "../fixtures/discovery");
  const all = readdirSync(folder).flatMap((file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { readonly announcements: readonly { readonly topic: string; readonly payload: object }[] }).announcements);
  const { say, tracker } = discovered();
  const startMs = cpuMs();
  for (let count = 0; count < 10_000; count++) {
    const one = all[count % all.length];
    say(`${one?.topic ?? ""}${count}`, { ...one?.payload, unique_id: `u${count}`, uniq_id: undefined, name: `Thing ${count}` });
  }
  const { devices } = tracker.home();
  expect(cpuMs() - startMs).toBeLessThan(3000);
  expect(devices.size).toBeGreaterThan(9000);
});

test("of two topics with the same unique id the first counts, also after it was told anew", () => {
  const { say, devices } = discovered();
  say("light/a", { ...single, name: "A" });
  say("light/b", { ...single, name: "B" });
  say("light/a", { ...single, name: "A again" });
  expect(devices().map(({ name }) => name)).toEqual(["A again"]);
});

test.each([
  ["its entity id", { default_entity_id: "light.desk_lamp" }, "desk lamp"],
  ["its object id", { object_id: "desk_lamp" }, "desk lamp"],
  ["its topic", {}, "x"],
  ["its device before them", { object_id: "desk_lamp", device: { name: "Desk" } }, "Desk"],
])("what has no name is called by %s", (_what, more, expected) => {
  const { say, devices } = discovered();
  say("light/x", { command_topic: "c", ...more });
  expect(devices()[0]?.name).toBe(expected);
});

test.each<[unknown, readonly string[]]>([["a", ["a", "5C:CF"]], [["a", 7, null, {}], ["a", "7", "5C:CF"]], [7, ["7", "5C:CF"]], [undefined, ["5C:CF"]]])("identifiers of %j and its connections tell the hardware", (ids, expected) => {
  const { say, source } = discovered();
  say("light/x", { ...single, dev: { name: "X", ids, cns: [["mac", "5C:CF"], ["ip"], "odd", null] } });
  expect([...source.drafts()][0]?.hardwareIds).toEqual(expected);
});

test("short keys have their meaning, in entities and in devices", () => {
  expect(["hum_state_tpl", "pos", "pos_t", "pause_mw_cmd_tpl", "strt_mw_cmd_t", "pl_arm_custom_b", "swing_h_mode_stat_tpl", "def_ent_id", "sup_dur", "whit_scl", "l_ver_tpl", "act_val_tpl"].map((key) => entityAbbreviations.get(key)))
    .toEqual(["target_humidity_state_template", "reports_position", "position_topic", "pause_command_template", "start_mowing_command_topic", "payload_arm_custom_bypass", "swing_horizontal_mode_state_template", "default_entity_id", "support_duration", "white_scale", "latest_version_template", "activity_value_template"]);
  expect(["sn", "mdl_id", "hw", "cu"].map((key) => deviceAbbreviations.get(key))).toEqual(["serial_number", "model_id", "hw_version", "configuration_url"]);
});

describe("what each component can do", () => {
  test.each<[string, string, object, readonly Capability[]]>([
    ["a lock with a latch", "lock", { command_topic: "c", payload_open: "OPEN" }, [{ kind: "lock", canOpen: true }]],
    ["a siren", "siren", { command_topic: "c", available_tones: ["a"], support_volume_set: true }, [{ kind: "onOff" }]],
    ["a button", "button", { command_topic: "c" }, [{ kind: "activate" }]],
    ["a select with numbers", "select", { command_topic: "c", options: [1, "two", "two", null, ""] }, [{ kind: "option", options: ["1", "two"] }]],
    ["a number as it comes", "number", { command_topic: "c" }, [{ kind: "number", min: 1, max: 100, step: 1, unit: undefined }]],
    ["a number with absurd limits", "number", { command_topic: "c", min: 5, max: 1, step: -2, unit_of_measurement: "A" }, [{ kind: "number", min: 5, max: 5, step: 1, unit: "A" }]],
    ["an event", "event", { state_topic: "s", event_types: ["press", "hold"] }, [{ kind: "event", events: ["press", "hold"] }]],
    ["a vacuum as it comes", "vacuum", { command_topic: "c", state_topic: "s" }, [{ kind: "activity", can: ["start", "stop", "dock"] }]],
    ["a vacuum that only tells", "vacuum", { command_topic: "c", state_topic: "s", supported_features: ["status"] }, []],
    ["a mower", "lawn_mower", { start_mowing_command_topic: "a", pause_command_topic: "b", stop_command_topic: "c", dock_command_topic: "d" }, [{ kind: "activity", can: ["start", "pause", "stop", "dock"] }]],
    ["a dehumidifier", "humidifier", { command_topic: "c", target_humidity_command_topic: "t", current_humidity_topic: "h" }, [{ kind: "onOff" }, { kind: "humidity", minPct: 0, maxPct: 100 }, { kind: "reading", quantity: "humidity", unit: "%" }]],
    ["a humidifier with absurd limits", "humidifier", { command_topic: "c", target_humidity_command_topic: "t", min_humidity: 90, max_humidity: 20 }, [{ kind: "onOff" }, { kind: "humidity", minPct: 90, maxPct: 90 }]],
    ["an alarm as it comes", "alarm_control_panel", { command_topic: "c", state_topic: "s" }, [{ kind: "alarm", modes: ["disarmed", "home", "away", "night", "vacation", "bypass"] }]],
    ["an alarm that arms without its code", "alarm_control_panel", { command_topic: "c", state_topic: "s", code: "1", code_arm_required: false, supported_features: ["arm_away", "trigger"] }, [{ kind: "alarm", modes: ["away"] }]],
    ["an alarm that disarms without its code", "alarm_control_panel", { command_topic: "c", state_topic: "s", code: "1", code_disarm_required: "false" }, [{ kind: "alarm", modes: ["disarmed"] }]],
    ["a fan with everything", "fan", { command_topic: "c", percentage_command_topic: "p", preset_mode_command_topic: "m", preset_modes: ["auto"], oscillation_command_topic: "o", direction_command_topic: "d" }, [{ kind: "onOff" }, { kind: "fanSpeed" }, { kind: "preset", presets: ["auto"] }, { kind: "oscillation" }, { kind: "direction" }]],
    ["slats alone", "cover", { tilt_command_topic: "t" }, [{ kind: "tilt" }]],
    ["a cover that cannot stop", "cover", { command_topic: "c", payload_stop: null, set_position_topic: "p" }, [{ kind: "opening", canStop: false }, { kind: "position" }]],
    ["a thermostat's humidity", "climate", { target_humidity_command_topic: "h" }, [{ kind: "humidity", minPct: 30, maxPct: 99 }]],
    ["a thermostat in whole degrees Fahrenheit", "climate", { temperature_command_topic: "t", temperature_unit: "F", min_temp: 50, max_temp: 86 }, [{ kind: "setpoint", minC: 10, maxC: 30, stepC: 0.5556 }]],
    ["a light by templates", "light", { schema: "template", command_topic: "c", command_on_template: "on", command_off_template: "off", brightness_template: "{{ value }}", red_template: "1", green_template: "2", blue_template: "3", color_temp_template: "4" }, [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }, { kind: "colorTemperature", minK: 2000, maxK: 6535 }]],
    ["a light with a white of its own", "light", { command_topic: "c", rgbww_command_topic: "r" }, [{ kind: "onOff" }, { kind: "color" }]],
  ])("%s", (_name, component, config, expected) => {
    const { device } = only(component, component === "vacuum" || component === "alarm_control_panel" ? config : { state_topic: "s", ...config });
    expect(device?.capabilities).toEqual(expected);
  });
});

describe("a problem goes with the device:", () => {
  test.each<[string, string, object, readonly string[], string | undefined]>([
    ["a lock that wants a code", "lock", { command_topic: "c", state_topic: "s", code_format: "^\\d+$" }, [], "the lock wants a code, which cannot be given by voice"],
    ["an alarm that wants a code", "alarm_control_panel", { command_topic: "c", state_topic: "s", code: "REMOTE_CODE" }, [], "the alarm wants a code, which cannot be given by voice"],
    ["a state that cannot be read", "switch", { command_topic: "c", state_topic: "s", value_template: "{{ states('x') }}" }, ["onOff"], "value_template: the template cannot be read: unknown function states: only Home Assistant knows its entities"],
    ["a sensor that cannot be read", "sensor", { state_topic: "s", value_template: "{{ now() }}" }, [], "value_template: the template cannot be read: unknown function now: what it gives would depend on when it is asked"],
    ["a thermostat whose measure cannot be read", "climate", { temperature_command_topic: "t", current_temperature_topic: "c", current_temperature_template: "{{ nothing() }}" }, ["setpoint"], "current_temperature_template: the template cannot be read: unknown function nothing"],
    ["a command that cannot be written", "fan", { command_topic: "c", state_topic: "s", percentage_command_topic: "p", percentage_command_template: "{{ states('x') }}" }, [], "percentage_command_template: the template cannot be read: unknown function states: only Home Assistant knows its entities"],
    ["a hostile state topic", "climate", { temperature_command_topic: "t", mode_state_topic: "#", current_temperature_topic: "c" }, ["reading"], "mode_state_topic has a wildcard"],
    ["a sensor that any gateway may hear", "sensor", { state_topic: "+/+/BTtoMQTT/A4C1" }, ["reading"], undefined],
    ["a sensor that hears everything", "sensor", { state_topic: "zigbee2mqtt/#" }, [], "state_topic has a wildcard"],
    ["a sensor that hears every device", "binary_sensor", { state_topic: "zigbee2mqtt/+" }, [], "state_topic has a wildcard at its end"],
    ["a sensor with half a level", "event", { state_topic: "a+/b", event_types: ["press"] }, [], "state_topic has a wildcard"],
    ["a lock that any gateway may speak for", "lock", { command_topic: "c", state_topic: "+/lock" }, [], "state_topic has a wildcard"],
    ["a template that nothing reads", "switch", { command_topic: "c", position_template: "{{ broken" }, ["onOff"], undefined],
    ["an availability that cannot be read", "switch", { command_topic: "c", availability: [{ topic: "a/+" }, { topic: "b", value_template: "{{ broken" }] }, ["onOff"], expect.stringMatching(/^availability topic has a wildcard; availability value_template: the template cannot be read/) as unknown as string],
    ["a select without options", "select", { command_topic: "c", state_topic: "s" }, [], "it has no command_topic that can be used, or no options"],
  ])("%s", (_name, component, config, kinds, problem) => {
    const { device, problems } = only(component, config);
    expect([device?.capabilities.map(({ kind }) => kind) ?? [], device === undefined ? problems[0]?.split(": ").slice(1).join(": ") : device.facts?.problem]).toEqual([kinds, problem]);
    expect(problems.length > 0).toBe(problem !== undefined);
  });

  test.each(["text", "notify", "update", "device_tracker", "camera", "image", "tag", "device_automation", "water_heater"])("%s is none of Sotto's", (component) => {
    const { device, problems } = only(component, { command_topic: "c", state_topic: "s", topic: "t" });
    expect([device, problems]).toEqual([undefined, []]);
  });
});
