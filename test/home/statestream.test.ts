import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { lineTo } from "../../src/act/device-adapter.ts";
import { templateProblem } from "../../src/act/template.ts";
import type { EndpointBinding } from "../../src/home/binding.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { createHomeTracker } from "../../src/home/home-tracker.ts";
import type { Device } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { streamedDomains } from "../../src/home/statestream-abilities.ts";
import { measuredAttributes, shapeAttributes } from "../../src/home/statestream-entity.ts";
import { createStatestreamSource } from "../../src/home/statestream-source.ts";
import { statestreamEntities as entities } from "../fixtures/statestream-entities.ts";

function streamed() {
  const problems: string[] = [];
  const report = (topic: string, problem: string) => problems.push(`${topic}: ${problem}`);
  const discovery = createDiscoverySource({ prefix: "homeassistant", templateProblem, report });
  const source = createStatestreamSource({ base: "statestream/", discoveryPrefix: "homeassistant", report });
  const tracker = createHomeTracker([discovery, source]);
  const say = (topic: string, payload: string, retained = true) => tracker.receive(source, { topic, payload, retained });
  const entity = (id: string, state: string, attributes: Readonly<Record<string, unknown>> = {}, retained = true) => {
    const topic = `statestream/${id.replace(".", "/")}`;
    say(`${topic}/state`, state, retained);
    for (const [key, value] of Object.entries(attributes)) say(`${topic}/${key}`, JSON.stringify(value), retained);
  };
  const announce = (topic: string, config: unknown) => {
    const message = { topic: `homeassistant/${topic}/config`, payload: config === "" ? "" : JSON.stringify(config), retained: true };
    tracker.receive(discovery, message);
    tracker.receive(source, message);
  };
  const devices = () => [...tracker.home().devices.values()];
  const ids = () => devices().map(({ id }) => id);
  return { tracker, source, say, entity, announce, devices, ids, problems, first: () => devices()[0] as Device };
}

/** Everything that an entity's topics say, one message each, as the state that comes of it. */
function stateOf(device: Device, id: string, state: string, attributes: Readonly<Record<string, unknown>>): DeviceState {
  const topic = `statestream/${id.replace(".", "/")}`;
  const line = lineTo(device.binding);
  return [[`${topic}/state`, state] as const, ...Object.entries(attributes).map(([key, value]) => [`${topic}/${key}`, JSON.stringify(value)] as const)]
    .reduce<DeviceState>((known, [at, payload]) => ({ ...known, ...line.readState({ topic: at, payload }) }), {});
}

describe("an entity that Home Assistant publishes", () => {
  test.each(entities)("%s (%s) is known, read and told", (id, state, attributes, expected) => {
    const { entity, first, problems } = streamed();
    entity(id, state, attributes);
    const device = first();
    expect({ id: device.id, name: device.name, kind: device.kind, can: device.capabilities.map(({ kind }) => kind) }).toEqual({ id: `ha.${id}`, name: attributes["friendly_name"], kind: expected.kind, can: expected.can });
    expect(stateOf(device, id, state, attributes)).toEqual(expected.state);
    for (const [command, service, data] of expected.orders) {
      const [message, ...more] = lineTo(device.binding).commandMessages(command, undefined, device.name);
      expect([more, message?.topic, JSON.parse(message?.payload ?? "")]).toEqual([[], `sotto/ha/${service}`, { entity_id: id, ...data }]);
    }
    expect(problems).toEqual([]);
  });

  test("is in every domain of the table", () => {
    expect(new Set(entities.map(([id]) => id.split(".")[0]))).toEqual(new Set(streamedDomains.keys()));
  });

  test("of a domain without words for it is none, nor is an attribute without a state", () => {
    const { entity, say, devices } = streamed();
    for (const id of ["sun.sun", "automation.sotto", "update.core", "camera.door", "constructor.x"]) entity(id, "on", { friendly_name: "X" });
    say("statestream/light/lamp/friendly_name", '"Lamp"');
    say("statestream/light/lamp/effect", '"rainbow"');
    expect(devices()).toEqual([]);
  });

  test("is called by its id and only switched while Home Assistant publishes no attributes", () => {
    const { entity, first } = streamed();
    entity("light.bed_light", "on");
    expect([first().name, first().capabilities]).toEqual(["bed light", [{ kind: "onOff" }]]);
  });

  test("is unavailable when its state says so or Home Assistant is gone, and available with any other state", () => {
    const { entity, first } = streamed();
    entity("sensor.door", "unavailable", { friendly_name: "Door" });
    const line = lineTo(first().binding);
    const available = (topic: string, payload: string) => line.readAvailability({ topic, payload });
    expect([available("statestream/sensor/door/state", "unavailable"), available("statestream/sensor/door/state", "ajar"), available("homeassistant/status", "offline"), available("homeassistant/status", "online"), available("homeassistant/status", "?")])
      .toEqual([false, true, false, true, undefined]);
    expect(line.availability.mode).toBe("all");
    expect(["unavailable", "unknown"].map((payload) => line.readState({ topic: "statestream/sensor/door/state", payload }))).toEqual([undefined, undefined]);
  });

  test("goes with an empty state, and what changes of it is news while the same again is none", () => {
    const { say, entity, devices, first } = streamed();
    entity("light.lamp", "on", { friendly_name: "Lamp" });
    const before = first();
    expect([say("statestream/light/lamp/state", "off").changed, say("statestream/light/lamp/friendly_name", '"Lamp"').changed, first() === before]).toEqual([false, false, true]);
    expect(say("statestream/light/lamp/friendly_name", '"Reading lamp"').changed).toBe(true);
    expect(first().name).toBe("Reading lamp");
    say("statestream/light/lamp/state", "");
    expect(devices()).toEqual([]);
  });

  test("stays the same object while others come", () => {
    const { entity, first, devices } = streamed();
    entity("light.lamp", "on", { friendly_name: "Lamp" });
    const before = first();
    entity("light.other", "on", { friendly_name: "Other" });
    expect([devices().length, first() === before]).toEqual([2, true]);
  });

  test("that was removed while nobody listened is forgotten after the replay, and so is one that the inventory lacks", () => {
    const { entity, say, tracker, ids } = streamed();
    entity("light.lamp", "on");
    entity("light.other", "on");
    entity("light.old", "on");
    expect(tracker.replayed(new Set(["statestream/light/lamp/state", "statestream/light/old/state"]))).toBe(true);
    expect(ids()).toEqual(["ha.light.lamp", "ha.light.old"]);
    say("sotto/ha/inventory", '["light.lamp"]');
    expect(ids()).toEqual(["ha.light.lamp"]);
    say("sotto/ha/inventory", "no list");
    expect(ids()).toEqual(["ha.light.lamp"]);
  });

  test("that is new is asked after, one question at a time, and is there when the inventory has it", () => {
    const { say, ids, source } = streamed();
    const ask = [{ topic: "sotto/ha/inventory/get", payload: "{}" }];
    const comes = (name: string, retained = false) => say(`statestream/light/${name}/state`, "on", retained).ask;
    expect(source.questions?.()).toEqual(ask);
    expect(comes("early")).toBeUndefined();
    say("sotto/ha/inventory", '["light.early"]');
    expect([comes("early"), comes("kept", true), comes("kept")]).toEqual([undefined, undefined, undefined]);
    expect([comes("new"), comes("new"), comes("newer"), comes("newer")]).toEqual([ask, undefined, undefined, undefined]);
    expect(say("sotto/ha/inventory", '["light.early", "light.new"]').ask).toEqual(ask);
    expect(ids()).toEqual(["ha.light.early", "ha.light.new"]);
    expect(say("sotto/ha/inventory", '["light.early", "light.new", "light.newer"]').ask).toBeUndefined();
    expect(ids()).toEqual(["ha.light.early", "ha.light.new", "ha.light.newer"]);
  });

  test("is in the room that the automation tells", () => {
    const { entity, say, first } = streamed();
    entity("light.lamp", "on", { friendly_name: "Lamp" });
    say("statestream/light/lamp/sotto", '{"area": "Kitchen", "mqtt": false}');
    expect([first().areaId, first().facts]).toEqual(["kitchen", { source: "statestream", topic: "statestream/light/lamp/state", nameFrom: "announced", areaFrom: "announced" }]);
  });

  test("that wants a code is told why it can only be read", () => {
    const { entity, first } = streamed();
    entity("lock.safe", "locked", { friendly_name: "Safe", code_format: "^\\d{4}$" });
    expect([first().capabilities, first().facts?.problem]).toEqual([[], "it wants a code, which cannot be given by voice"]);
    expect((first().binding as EndpointBinding).endpoints.every(({ write }) => write === undefined)).toBe(true);
  });
});

describe("what a Home Assistant published, recorded", () => {
  const recorded = JSON.parse(readFileSync(join(import.meta.dirname, "..", "fixtures", "statestream", "home-assistant-2026.2.json"), "utf8")) as readonly { readonly topic: string; readonly payload: string }[];

  test("is read without a fault, whatever the order of the messages", () => {
    const inOrder = (messages: typeof recorded) => {
      const { say, devices, problems } = streamed();
      for (const { topic, payload } of messages) say(topic, payload);
      return { devices: devices().map(({ id, name, capabilities }) => ({ id, name, capabilities })).sort((one, other) => (one.id < other.id ? -1 : 1)), problems };
    };
    const { devices, problems } = inOrder(recorded);
    expect(problems).toEqual([]);
    expect(devices.map(({ id }) => id).sort()).toEqual(recorded.filter(({ topic }) => topic.endsWith("/state")).map(({ topic }) => `ha.${topic.split("/").slice(1, 3).join(".")}`).sort());
    // The alarm panel wants a code; the others have no bit of something that can be said.
    expect(devices.filter(({ capabilities }) => capabilities.length === 0).map(({ id }) => id))
      .toEqual(["ha.alarm_control_panel.security", "ha.media_player.browse", "ha.media_player.search", "ha.vacuum.demo_vacuum_3_third_floor", "ha.vacuum.demo_vacuum_4_fourth_floor"]);
    expect(inOrder([...recorded].reverse()).devices).toEqual(devices);
  });
});

describe("an entity that is known otherwise", () => {
  const lamp = { name: null, unique_id: "l1", command_topic: "lamp/set", state_topic: "lamp", device: { identifiers: ["d1"], name: "Hall lamp" } };
  const cases: readonly (readonly [string, topic: string, config: unknown, id: string, name: string])[] = [
    ["by its device's name", "light/l1", lamp, "light.hall_lamp", "Hall lamp"],
    ["by its device's and its own name", "switch/s", { ...lamp, name: "Relay" }, "switch.hall_lamp_relay", "Hall lamp Relay"],
    ["by its name though its id was changed", "light/l1", lamp, "light.corridor", "Hall lamp"],
    ["by its id though its name was changed", "light/l1", lamp, "light.hall_lamp", "Corridor"],
    ["by the id that was asked for", "light/l1", { ...lamp, default_entity_id: "light.l_1" }, "light.l_1", "Renamed"],
    ["by the object id that was asked for, in short", "light/l1", { ...lamp, obj_id: "l_1" }, "light.l_1", "Renamed"],
    ["by its class", "sensor/t", { stat_t: "t", dev_cla: "temperature", dev: { ids: "d1", name: "Hall lamp" } }, "sensor.hall_lamp_temperature", "Hall lamp Temperature"],
    ["as a setting that Sotto leaves out", "number/n", { ...lamp, name: "Fade time", entity_category: "config" }, "number.hall_lamp_fade_time", "Hall lamp Fade time"],
    ["as a part of a device", "device/d1", { dev: { ids: "d1", name: "Hall lamp" }, o: { name: "x" }, cmps: { a: { p: "light", name: null, cmd_t: "l/set" }, b: { p: "switch", name: "Mute", cmd_t: "m/set", ent_cat: "config" } } }, "switch.hall_lamp_mute", "Hall lamp Mute"],
  ];
  test.each(cases)("%s is left out, and comes back when that is taken away", (_name, topic, config, id, friendlyName) => {
    const { announce, entity, source, ids } = streamed();
    entity(id, "on", { friendly_name: friendlyName });
    entity("light.other", "on", { friendly_name: "Other" });
    const own = () => [...source.drafts()].map(({ device }) => device.id);
    expect(own()).toEqual([`ha.${id}`, "ha.light.other"]);
    announce(topic, config);
    expect(own()).toEqual(["ha.light.other"]);
    announce(topic, "");
    expect(own()).toEqual([`ha.${id}`, "ha.light.other"]);
    expect(ids()).toContain(`ha.${id}`);
  });

  test("is one of another kind or name no longer", () => {
    const { announce, entity, ids } = streamed();
    announce("light/l1", lamp);
    entity("switch.hall_lamp", "on", { friendly_name: "Hall lamp" });
    entity("light.hall_lamp_2", "on", { friendly_name: "Hall lamp two" });
    expect(ids()).toEqual(["light.l1", "ha.switch.hall_lamp", "ha.light.hall_lamp_2"]);
  });

  test.each([[true, "Anything", ["light.l1"]], [false, "Hall lamp", ["light.l1"]], [false, "Corridor", ["light.l1", "ha.light.hall_lamp"]]])("is one where the automation says %s of %s, or the same kind has that name", (mqtt, name, expected) => {
    const { announce, entity, say, ids } = streamed();
    announce("light/l1", lamp);
    entity("light.hall_lamp", "on", { friendly_name: name });
    say("statestream/light/hall_lamp/sotto", JSON.stringify({ area: null, mqtt }));
    expect(ids()).toEqual(expected);
  });
});

describe("messages that nobody meant", () => {
  const hostile: readonly (readonly [string, topic: string, payload: string])[] = [
    ["a prototype's name", "statestream/light/__proto__/state", "on"], ["another one", "statestream/__proto__/x/state", "on"], ["an upper-case id", "statestream/light/Lamp/state", "on"],
    ["a level too many", "statestream/light/lamp/state/x", "on"], ["an empty level", "statestream/light//state", "on"], ["a control character", "statestream/light/la\u0001mp/state", "on"],
    ["an endless id", `statestream/light/${"a".repeat(300)}/state`, "on"],
  ];
  test.each(hostile)("with %s make no device", (_name, topic, payload) => {
    const { say, devices } = streamed();
    expect([say(topic, payload).changed, devices()]).toEqual([false, []]);
  });

  test.each([
    ["no JSON", "friendly_name", "Lamp", true], ["a number for a name", "friendly_name", "7", false], ["an object for a name", "friendly_name", "{}", false], ["words for features", "supported_features", '"many"', false],
    ["a list of anything", "supported_color_modes", '[null, 1, {"__proto__": 1}, "hs"]', false], ["deep nesting", "options", `${"[".repeat(8000)}${"]".repeat(8000)}`, false], ["too much", "options", `["${"x".repeat(20_000)}"]`, true],
  ])("with %s leave a device that works", (_name, key, payload, isReported) => {
    const { entity, say, first, problems } = streamed();
    entity("light.lamp", "on");
    say(`statestream/light/lamp/${key}`, payload);
    expect([first().kind, first().capabilities[0], problems.length > 0]).toEqual(["light", { kind: "onOff" }, isReported]);
  });

  test("of ten thousand entities take less than three seconds, and the twenty-thousand-and-first is refused with a reason", () => {
    const { say, problems, source } = streamed();
    const startMs = performance.now();
    for (let number = 0; number < 10_000; number++) {
      for (const [key, payload] of [["state", "on"], ["friendly_name", `"Lamp ${number}"`], ["supported_color_modes", '["hs"]'], ["brightness", "12"]]) say(`statestream/light/lamp_${number}/${key}`, payload ?? "");
    }
    expect([...source.drafts()].length).toBe(10_000);
    expect(performance.now() - startMs).toBeLessThan(3000);
    for (let number = 10_000; number < 20_010; number++) say(`statestream/light/lamp_${number}/state`, "on");
    expect([[...source.drafts()].length, problems[0]]).toEqual([20_000, "statestream/: more than 20000 entities; the others are not used. Narrow mqtt_statestream down with include"]);
  });
});

describe("the blueprint", () => {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "homeassistant", "sotto_control.yaml"), "utf8");
  const input = { tag: "!input", resolve: (name: string) => ({ input: name }) };
  type Blueprint = {
    readonly blueprint: { readonly input: { readonly kinds: { readonly default: readonly string[]; readonly selector: { readonly select: { readonly options: readonly string[] } } } } };
    readonly variables: { readonly services: Readonly<Record<string, readonly string[]>>; readonly entry_services: readonly string[]; readonly entry_cover_services: readonly string[]; readonly attributes: readonly string[] };
  };
  const { blueprint, variables } = parse(text, { customTags: [input] }) as Blueprint;

  /** Everything that some entity of the table can write: service → keys; and everything that it reads. */
  const written = new Map<string, Set<string>>();
  const read = new Set<string>();
  for (const [id, state, attributes] of entities) {
    const { entity, first } = streamed();
    entity(id, state, attributes);
    const note = (topic: string, keys: readonly string[]) => {
      const service = topic.replace("sotto/ha/", "").replace("/", ".");
      written.set(service, new Set([...written.get(service) ?? [], ...keys.filter((key) => key !== "entity_id")]));
    };
    for (const { write, read: points } of (first().binding as EndpointBinding).endpoints) {
      for (const point of points ?? []) read.add(point.topic.split("/").at(-1) ?? "");
      if (write?.how === "value") note(write.topic, write.at);
      if (write?.how === "cases") for (const message of Object.values(write.cases).flat()) note(message.topic, Object.keys(JSON.parse(message.payload) as object));
    }
  }

  test("allows each service with each key that Sotto uses, and no other", () => {
    const allowed = Object.entries(variables.services).map(([service, keys]) => [service, [...keys].sort()]).sort();
    expect(allowed).toEqual([...written].map(([service, keys]) => [service, [...keys].sort()]).sort());
  });

  test("knows the kinds that can be commanded", () => {
    const kinds = [...new Set([...written.keys()].map((service) => service.split(".")[0]))].sort();
    expect([[...blueprint.input.kinds.default].sort(), [...blueprint.input.kinds.selector.select.options].sort()]).toEqual([kinds, kinds]);
  });

  test("tells every attribute that Sotto reads, and no other", () => {
    const needed = new Set([...shapeAttributes, ...measuredAttributes, ...read]);
    needed.delete("state");
    expect([...variables.attributes].sort()).toEqual([...needed].sort());
  });

  test("keeps back what lets somebody in", () => {
    expect([variables.entry_services, variables.entry_cover_services].flat().filter((service) => !written.has(service))).toEqual([]);
    expect(variables.entry_services).toEqual(expect.arrayContaining(["lock.unlock", "lock.open", "alarm_control_panel.alarm_disarm"]));
  });
});
