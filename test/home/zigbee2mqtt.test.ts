import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { queryProblem } from "../../src/act/query-problem.ts";
import type { EndpointBinding } from "../../src/home/binding.ts";
import type { NetworkInfo } from "../../src/home/zigbee2mqtt-inventory.ts";
import { readInfo } from "../../src/home/zigbee2mqtt-inventory.ts";
import { type Announced, network, rawDevice, type RawDevice, recorded, recordedText, wholeNetwork } from "./zigbee2mqtt-network.ts";

const copies = recorded<readonly { topic: string; payload: { readonly device: { readonly identifiers: readonly string[] } } }[]>("discovery").map(({ topic, payload }): Announced => [topic, payload]);
const own: readonly Announced[] = [["info", recordedText("info")], ["devices", recordedText("devices")], ["groups", recordedText("groups")]];
const only = (...names: readonly string[]): RawDevice[] => names.map(rawDevice);
const lamp = (more: object = {}): RawDevice => ({ ...rawDevice("Kitchen ceiling"), ...more });
const sources = (home: ReturnType<typeof network>) => new Set(home.devices().map(({ facts }) => facts?.source));

describe("the copies that Zigbee2MQTT announces for Home Assistant", () => {
  test.each<[string, readonly Announced[]]>([["before", [...copies, ...own]], ["after", [...own, ...copies]]])("count for nothing when they come %s its own word", (_when, messages) => {
    const both = network(...messages);
    expect(both.names().toSorted()).toEqual(wholeNetwork().names().toSorted());
    expect(sources(both)).toEqual(new Set(["zigbee2mqtt"]));
    expect(both.names().filter((name) => name.startsWith("Kitchen ceiling"))).toEqual(["Kitchen ceiling"]);
  });

  test("return when its own word is taken back", () => {
    const home = network(...own, ...copies);
    for (const what of ["devices", "groups", "info"]) home.receive(what, "");
    expect(sources(home)).toEqual(new Set(["discovery"]));
    expect(home.names()).toContain("Kitchen ceiling");
    home.receive("devices", recordedText("devices"));
    expect(home.devices().filter(({ name }) => name === "Kitchen ceiling").map(({ facts }) => facts?.source)).toEqual(["zigbee2mqtt"]);
  });

  test("do not bring back a device that is disabled, nor the bridge", () => {
    const home = network(...own, ...copies);
    expect(home.names().filter((name) => /Night light|bridge|Permit join|Restart|Log level/i.test(name))).toEqual([]);
  });

  test("carry ids that are claimed, each of them", () => {
    const zigbee = network(...own).sources[0];
    const claimed = new Set(zigbee?.claims());
    expect(copies.flatMap(([, payload]) => (payload as { device: { identifiers: readonly string[] } }).device.identifiers).filter((id) => !claimed.has(id))).toEqual([]);
  });

  test("of another network stay", () => {
    const other: Announced = ["homeassistant/light/0xff_zigbee/light/config", { name: null, command_topic: "other/Lamp/set", state_topic: "other/Lamp", unique_id: "x", device: { identifiers: ["zigbee2mqtt_0x00000000000000ff"], name: "Other lamp" } }];
    expect(network(...own, other).named("Other lamp").facts?.source).toBe("discovery");
  });
});

describe("devices come and go:", () => {
  test("a new name keeps the id and moves the topics", () => {
    const home = network(["devices", only("Kitchen ceiling")]);
    const before = home.named("Kitchen ceiling");
    home.receive("devices", [lamp({ friendly_name: "pantry/ceiling_lamp" })]);
    const after = home.named("pantry ceiling lamp");
    expect(after.id).toBe(before.id);
    expect(lineTo(after.binding).stateTopics).toEqual(["zigbee2mqtt/pantry/ceiling_lamp"]);
    expect(home.names()).toEqual(["pantry ceiling lamp"]);
  });

  test("one that left is gone", () => {
    const home = network(["devices", only("Kitchen ceiling", "Coffee machine")]);
    expect(home.receive("devices", only("Coffee machine")).changed).toBe(true);
    expect(home.names()).toEqual(["Coffee machine"]);
  });

  test("the others stay the same objects, whatever else is said of them", () => {
    const home = network(["devices", only("Kitchen ceiling", "Coffee machine")]);
    const before = home.devices();
    const again = only("Kitchen ceiling", "Coffee machine").map((device) => ({ ...device, network_address: 7, date_code: "new" }));
    expect(home.receive("devices", again).changed).toBe(false);
    home.receive("devices", [...again, rawDevice("Hue bulb")]);
    expect(home.devices().slice(0, 2).map((device, index) => device === before[index])).toEqual([true, true]);
    expect(home.devices().length).toBe(3);
  });

  test.each<[string, object, number]>([
    ["is disabled", { disabled: true }, 0],
    ["is interviewed for the first time", { interviewing: true, interview_completed: false, definition: null }, 0],
    ["is interviewed anew", { interviewing: true, interview_completed: false }, 1],
    ["is not known at all", { supported: false, definition: null }, 0],
    ["is the coordinator", { type: "Coordinator" }, 0],
  ])("one that %s", (_what, more, count) => {
    const home = network(["devices", [lamp(more)]]);
    expect([home.devices().length, home.problems]).toEqual([count, []]);
  });

  test("of one whose abilities were guessed only the readings are used, quietly", () => {
    const home = wholeNetwork();
    const guessed = home.devices().filter(({ facts }) => facts?.topic === "zigbee2mqtt/Unknown module");
    expect(guessed.flatMap(({ capabilities }) => capabilities.map(({ kind }) => kind)).filter((kind) => kind !== "reading" && kind !== "event")).toEqual([]);
    expect(guessed.every(({ facts }) => facts?.problem?.includes("guessed") === true)).toBe(true);
    expect(guessed.flatMap(({ binding }) => (binding as EndpointBinding).endpoints).some(({ write }) => write !== undefined)).toBe(false);
    expect(home.problems).toEqual([]);
  });

  test("what was removed while nobody listened is forgotten after the replay", () => {
    const home = network(["devices", only("Kitchen ceiling")]);
    expect(home.tracker.replayed(new Set(["zigbee2mqtt/bridge/devices"]))).toBe(false);
    expect(home.tracker.replayed(new Set(["zigbee2mqtt/bridge/info"]))).toBe(true);
    expect(home.devices()).toEqual([]);
    expect(home.receive("devices", only("Kitchen ceiling")).changed).toBe(true);
  });

  test("networks under other base topics are found, and kept apart", () => {
    const home = network(["attic/bridge/devices", only("Kitchen ceiling")], ["home/cellar/bridge/devices", only("Coffee machine")], ["a/b/c/bridge/devices", only("Hue bulb")]);
    expect(home.devices().map(({ binding }) => lineTo(binding).stateTopics)).toEqual([["attic/Kitchen ceiling"], ["home/cellar/Coffee machine"]]);
  });
});

describe("whether a device is there", () => {
  const availability = (info: unknown, name = "Kitchen ceiling") => {
    const home = network(["info", info], ["devices", only("Kitchen ceiling", "Cube")], ["groups", [{ id: 1, friendly_name: "All", scenes: [], members: [{ ieee_address: rawDevice("Kitchen ceiling").ieee_address, endpoint: 1 }] }]]);
    return lineTo(home.named(name).binding).availability;
  };
  const settings = (availabilityOf: unknown, devices: object = {}) => ({ config: { availability: availabilityOf, devices } });
  const address = rawDevice("Kitchen ceiling").ieee_address;
  const both = ["zigbee2mqtt/bridge/state", "zigbee2mqtt/Kitchen ceiling/availability"];
  const bridge = ["zigbee2mqtt/bridge/state"];
  test.each<[string, unknown, readonly string[]]>([
    ["as recorded", recordedText("info"), both],
    ["without any settings", {}, bridge],
    ["not followed", settings({ enabled: false, active: { timeout: 10 } }), bridge],
    ["followed since 2.0", settings({ enabled: true }), both],
    ["followed before 2.0", settings(true), both],
    ["followed before 2.0, with limits", settings({ active: { timeout: 10 } }), both],
    ["followed but for this one", settings({ enabled: true }, { [address]: { availability: false } }), bridge],
    ["followed for this one alone", settings({ enabled: false }, { [address]: { availability: { timeout: 5 } } }), both],
    ["__proto__", settings({ enabled: false }, JSON.parse('{"__proto__":{"availability":true}}') as object), bridge],
  ])("%s", (_what, info, topics) => {
    expect(availability(info)).toEqual({ topics, mode: "all" });
  });

  test("is told by the bridge and by the device, as JSON or as a plain word", () => {
    const line = lineTo(wholeNetwork().named("Kitchen ceiling").binding);
    const said = (topic: string, payload: string) => line.readAvailability({ topic: `zigbee2mqtt/${topic}`, payload });
    expect([said("bridge/state", '{"state":"online"}'), said("bridge/state", "offline"), said("Kitchen ceiling/availability", '{"state":"offline"}'), said("Kitchen ceiling/availability", "online"), said("Kitchen ceiling/availability", "")])
      .toEqual([true, false, false, true, undefined]);
  });

  test("a group tells it when all its members do, and the recorded exception does not", () => {
    const home = wholeNetwork();
    expect(lineTo(home.named("Living room").binding).availability.topics).toEqual(["zigbee2mqtt/bridge/state", "zigbee2mqtt/Living room/availability"]);
    expect(lineTo(home.named("Cube").binding).availability.topics).toEqual(bridge);
    expect(availability(settings({ enabled: true }, { [address]: { availability: false } }), "All").topics).toEqual(bridge);
  });

  test("turning it on makes new bindings only for the devices that it concerns", () => {
    const home = network(["info", settings({ enabled: false })], ["devices", only("Kitchen ceiling", "Coffee machine")]);
    const before = home.named("Coffee machine");
    expect(home.receive("info", settings({ enabled: false }, { [address]: { availability: true } })).changed).toBe(true);
    expect(home.named("Coffee machine")).toBe(before);
    expect(lineTo(home.named("Kitchen ceiling").binding).availability.topics).toEqual(both);
  });

  test("states that are not sent as JSON are said to be out of reach", () => {
    const home = network(["info", { config: { advanced: { output: "attribute" } } }]);
    expect(home.problems.map(({ message }) => message)).toEqual([expect.stringContaining("advanced.output")]);
    const info: NetworkInfo = readInfo({ config: { advanced: { output: "attribute_and_json" } } });
    expect(info.json).toBe(true);
  });
});

describe("a group", () => {
  const group = (friendly_name: string, members: readonly (readonly [name: string, endpoint: number])[], id = 9) => ({ id, friendly_name, scenes: [], members: members.map(([name, endpoint]) => ({ ieee_address: rawDevice(name).ieee_address, endpoint })) });
  const kinds = (home: ReturnType<typeof network>, name: string) => { const { kind, capabilities } = home.named(name); return [kind, ...capabilities.map((capability) => capability.kind)]; };
  const withGroup = (...groups: readonly object[]) => network(["devices", recordedText("devices")], ["groups", groups]);

  test.each<[string, readonly (readonly [string, number])[], readonly string[]]>([
    ["of lights", [["Kitchen ceiling", 1], ["Hue bulb", 11]], ["light", "onOff", "brightness", "colorTemperature"]],
    ["of lights and plugs", [["Kitchen ceiling", 1], ["Coffee machine", 1]], ["switch", "onOff"]],
    ["of one half of a double switch", [["Hallway switch", 1]], ["switch", "onOff"]],
    ["of covers of which one can tilt", [["Ubisys shutter", 1], ["Bedroom blind", 1]], ["cover", "opening", "position"]],
    ["of locks", [["Front door", 1], ["Back door", 1]], ["lock", "lock"]],
  ])("%s can do what all its members can", (_what, members, expected) => {
    expect(kinds(withGroup(group("Some things", members)), "Some things")).toEqual(expected);
  });

  test.each<[string, readonly (readonly [string, number])[]]>([
    ["of things that have nothing in common", [["Kitchen ceiling", 1], ["Bedroom blind", 1]]],
    ["with a member that cannot hear groups", [["Living room curtain", 1], ["Guest room shade", 1]]],
    ["without members", []],
    ["of sensors", [["Kitchen window", 1]]],
  ])("%s is left out", (_what, members) => {
    const home = withGroup(group("Some things", members));
    expect([home.names().includes("Some things"), home.problems]).toEqual([false, []]);
  });

  test("has the narrower range of colour temperature", () => {
    expect(withGroup(group("Some things", [["Kitchen ceiling", 1], ["Hue bulb", 11]])).named("Some things").capabilities.at(-1)).toEqual({ kind: "colorTemperature", minK: 2203, maxK: 4000 });
  });

  test.each<[string, string | undefined]>([
    ["Study", "Study"], ["living_room", "Living room"], ["All kitchen lights", "Kitchen"], ["Kitchen group", "Kitchen"], ["Kitchen ceiling", undefined], ["Evening", undefined], ["Lights", undefined],
  ])("named %s puts its members in %s", (name, area) => {
    const home = withGroup(group(name, [["Hue bulb", 11]]));
    const { areaId, facts } = home.named("Hue bulb");
    expect([areaId === undefined ? undefined : home.tracker.home().areas.get(areaId)?.name, facts?.areaFrom]).toEqual([area, area === undefined ? undefined : "group"]);
  });

  test("that is smaller tells the room better", () => {
    const home = withGroup(group("Garden", [["Hue bulb", 11], ["Hue plug", 11]], 1), group("Terrace", [["Hue bulb", 11]], 2));
    expect([home.named("Hue bulb").areaId, home.named("Hue plug").areaId]).toEqual(["terrace", "garden"]);
  });

  test("follows its members when they change", () => {
    const home = withGroup(group("Some things", [["Kitchen ceiling", 1], ["Hue bulb", 11]]));
    home.receive("groups", [group("Some things", [["Kitchen ceiling", 1], ["Coffee machine", 1]])]);
    expect(kinds(home, "Some things")).toEqual(["switch", "onOff"]);
  });

  test("and a device recall their scenes", () => {
    const sunset = { id: 3, name: "Sunset" };
    const home = network(
      ["devices", [lamp({ endpoints: { 1: { scenes: [{ id: 5, name: "Reading" }] } } }), { ...rawDevice("Hallway switch"), endpoints: { 1: { name: "left", scenes: [] }, 2: { name: "right", scenes: [sunset] } } }]],
      ["groups", [{ ...group("Some things", [["Kitchen ceiling", 1]]), scenes: [{ id: 4 }] }]]);
    const recall = (name: string) => lineTo(home.named(name).binding).commandMessages({ type: "scene.activate" }, undefined, name);
    expect([recall("Reading"), recall("Sunset"), recall("Scene 4")].flat()).toEqual([
      { topic: "zigbee2mqtt/Kitchen ceiling/set", payload: '{"scene_recall":5}' },
      { topic: "zigbee2mqtt/Hallway switch/2/set", payload: '{"scene_recall":3}' },
      { topic: "zigbee2mqtt/Some things/set", payload: '{"scene_recall":4}' },
    ]);
    expect(home.named("Sunset")).toMatchObject({ kind: "scene", aliases: ["Hallway switch Sunset"] });
  });
});

describe("states that the broker does not keep", () => {
  const asked = (home: ReturnType<typeof network>, ...[what, payload]: Announced) => (home.receive(what, payload).ask ?? []).map(({ topic, payload: text }) => `${topic} ${text}`);

  test("are asked for once in a connection, with all keys in one question", () => {
    const home = network();
    const devices = only("Kitchen ceiling", "Hallway switch", "Bedroom blind", "Front door", "Dining radiator", "Baseboard heater", "Mini button", "Bathroom climate", "Tuya siren", "Unknown module");
    expect(asked(home, "devices", devices)).toEqual([
      'zigbee2mqtt/Kitchen ceiling/get {"state":""}', 'zigbee2mqtt/Hallway switch/get {"state_left":"","state_right":""}', 'zigbee2mqtt/Bedroom blind/get {"position":""}',
      'zigbee2mqtt/Front door/get {"state":""}', 'zigbee2mqtt/Baseboard heater/get {"system_mode":""}',
    ]);
    expect(asked(home, "devices", devices.map((device) => ({ ...device, description: "new" })))).toEqual([]);
    expect(asked(home, "devices", [...devices, rawDevice("Hue plug")])).toEqual(['zigbee2mqtt/Hue plug/get {"state":""}']);
    home.sources[0]?.questions?.();
    expect(asked(home, "devices", [...devices, rawDevice("Hue plug")]).length).toBe(6);
  });

  test("are asked for again under a new name", () => {
    const home = network(["devices", only("Kitchen ceiling")]);
    expect(asked(home, "devices", [lamp({ friendly_name: "Pantry" })])).toEqual(['zigbee2mqtt/Pantry/get {"state":""}']);
  });

  test("are not asked for where the broker keeps them", () => {
    const home = network(["info", { config: { device_options: { retain: true }, devices: { [rawDevice("Hue plug").ieee_address]: { retain: false } } } }]);
    expect(asked(home, "devices", only("Kitchen ceiling", "Hue plug"))).toEqual(['zigbee2mqtt/Hue plug/get {"state":""}']);
  });

  test("are asked for by questions that the bus lets pass", () => {
    const questions = network().receive("devices", recordedText("devices")).ask ?? [];
    expect(questions.length).toBeGreaterThan(30);
    expect(questions.map(queryProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });
});

describe("a faulty inventory does no harm:", () => {
  test.each<[string, Announced, RegExp]>([
    ["no JSON", ["devices", "{oops"], /bridge\/devices: is not a JSON list/],
    ["an object", ["devices", { a: 1 }], /is not a JSON list/],
    ["deep nesting", ["groups", "[".repeat(100_000)], /bridge\/groups: is not a JSON list/],
    ["info that is a list", ["info", []], /bridge\/info: is not a JSON object/],
    ["a wildcard in a name", ["devices", [lamp({ friendly_name: "a/#" })]], /"a\/#" has a wildcard/],
    ["a control character in a name", ["devices", [lamp({ friendly_name: "a\u0000b" })]], /control characters/],
    ["a name that reaches the bridge", ["devices", [lamp({ friendly_name: "bridge/request/restart" })]], /the bridge's own topics/],
    ["a group with an endless name", ["groups", [{ id: 1, friendly_name: "x".repeat(5000), members: [] }]], /longer than/],
  ])("%s", (_what, [topic, payload], words) => {
    const home = network(["devices", only("Coffee machine")]);
    if (topic === "devices" && Array.isArray(payload)) home.receive(topic, [...(payload as object[]), rawDevice("Coffee machine")]);
    else home.receive(topic, payload);
    expect(home.names()).toEqual(["Coffee machine"]);
    expect(home.problems.map(({ message }) => message)).toEqual([expect.stringMatching(words)]);
  });

  test.each<[string, object]>([
    ["exposes that are no list", { exposes: "all" }],
    ["exposes of odd things", { exposes: [null, 1, "x", [], {}, { type: 7 }, { type: "light" }, { type: "light", features: [{ name: "state" }] }, { type: "binary", name: "contact", access: "1" }, { type: "numeric", name: "__proto__", unit: "W", access: "x" }, { type: "enum", name: "constructor", values: {}, access: 7 }] }],
    ["exposes without end", { exposes: Array.from({ length: 100_000 }, () => ({ type: "switch", features: [{ type: "binary", name: "state", property: "state", access: 0 }] })) }],
  ])("a definition with %s", (_what, more) => {
    const home = network(["devices", [lamp({ definition: { model: "x", vendor: "y", ...more } }), rawDevice("Coffee machine")]]);
    expect(home.devices().flatMap(({ binding }) => (binding as EndpointBinding).endpoints).filter(({ write }) => write !== undefined).length).toBe(1);
    expect(home.problems).toEqual([]);
  });

  test("two entries with the same address: the first counts", () => {
    expect(network(["devices", [lamp(), lamp({ friendly_name: "Twin" })]]).names()).toEqual(["Kitchen ceiling"]);
  });

  test("abilities without the right to set are only read, those without any are left out", () => {
    const state = (access: number) => ({ type: "switch", features: [{ type: "binary", name: "state", property: "state", access, value_on: "ON", value_off: "OFF" }] });
    const contact = (access: number) => ({ type: "binary", name: "contact", property: "contact", access, value_on: false, value_off: true });
    const kindsWith = (...exposes: readonly object[]) => network(["devices", [lamp({ definition: { model: "x", vendor: "y", exposes } })]]).devices().map(({ kind }) => kind);
    expect([kindsWith(state(1), contact(1)), kindsWith(state(2), contact(0)), kindsWith(state(7), contact(4))]).toEqual([["binarySensor"], ["switch"], ["switch"]]);
  });
});
