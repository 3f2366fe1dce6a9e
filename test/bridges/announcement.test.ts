import { describe, expect, it } from "vitest";
import { entitiesOf, goneEntities, sameEntities, withEarlierScenes } from "../../src/bridges/announced-entities.ts";
import { announcement, componentsOf } from "../../src/bridges/announcement.ts";
import { type EventSources, eventEntities, eventKeysFor } from "../../src/bridges/event-entities.ts";
import { allTopicsOf, ownTopics } from "../../src/bridges/own-topics.ts";
import { publicIntent, publicIntentsOf } from "../../src/home/home-assistant-intent.ts";
import { capabilityNeeded, type CommandAction } from "../../src/home/command.ts";
import type { DeviceId, Home } from "../../src/home/home.ts";
import { testDevice, testHome } from "../fixtures/home.ts";
import { discoveryTopic, readAnnouncedDevice } from "../fakes/home-assistant-schema.ts";
import { english } from "../understand/english.ts";

const topics = ownTopics("1a2b3c4d", "homeassistant");
const facts = { name: "Sotto Kitchen", area: "Kitchen", version: "0.1.0" };
const shipped = new Set(english.intents.map(({ id }) => id));
const sources = (more: Partial<EventSources> = {}): EventSources => ({ intents: english.intents, shipped, home: testHome, ...more });
const components = (heardText: boolean, more: Partial<EventSources> = {}) => componentsOf({ topics, heardText, events: eventEntities(sources(more)) });
const announced = (heardText = false, more: Partial<EventSources> = {}) => readAnnouncedDevice(announcement(facts, topics, components(heardText, more)));
const homeWith = (...devices: readonly ReturnType<typeof testDevice>[]): Home => ({ areas: new Map(), devices: new Map(devices.map((device) => [device.id, device])) });
const scenesOf = (count: number) => Array.from({ length: count }, (_, index) => testDevice(`Scene ${index}`, "scene", { id: `scene.s${index}` }));

describe("the announcement", () => {
  it("is one that Home Assistant takes, with and without what was heard", () => {
    expect(() => announced(true)).not.toThrow();
    expect(() => announced(false)).not.toThrow();
  });
  it("stands where Home Assistant looks for devices", () => {
    expect(topics.discovery).toMatch(discoveryTopic);
    expect(ownTopics("1a2b3c4d", "my/ha").discovery).toBe("my/ha/device/sotto_1a2b3c4d/config");
  });
  it("gives each entity an id of its own that begins with the device's", () => {
    const ids = Object.values(announced(true).components).map(({ unique_id }) => unique_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !id.startsWith("sotto_1a2b3c4d_"))).toEqual([]);
  });
  it("uses no topic but those below its own prefix", () => {
    const device = announced(true);
    const used = [device.availability_topic, ...Object.values(device.components).flatMap((component) => Object.entries(component).filter(([key]) => key.endsWith("topic")).map(([, value]) => String(value)))];
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((topic) => !topic.startsWith("sotto/1a2b3c4d/"))).toEqual([]);
  });
  it("has no entity for what was heard unless it was asked for", () => {
    expect(Object.keys(announced(false).components)).not.toContain("last_heard");
    expect(Object.keys(announced(true).components)).toContain("last_heard");
  });
  it("offers its settings as settings", () => {
    const { mute, volume, sensitivity, say, repeat } = announced().components;
    expect([mute, volume, sensitivity]).toMatchObject([{ platform: "switch", entity_category: "config" }, { platform: "number", min: 0, max: 100, entity_category: "config" }, { platform: "number", min: 0, max: 100, entity_category: "config" }]);
    expect([say, repeat]).toMatchObject([{ platform: "text", max: 255 }, { platform: "button", payload_press: "PRESS" }]);
  });
  it("stays of a bounded size, however many scenes and intents there are", () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ id: `own_intent_${index}`, command: { type: "onOff.set" as const } }));
    const longNames = Array.from({ length: 5000 }, (_, index) => testDevice(`${index} ${"x".repeat(5000)}`, "scene", { id: `scene.s${index}.${"y".repeat(500)}` }));
    const payload = announcement(facts, topics, components(true, { intents: many, shipped: new Set(), home: homeWith(...longNames) }));
    expect(() => readAnnouncedDevice(payload)).not.toThrow();
    expect(payload.length).toBeLessThan(100_000);
  });
  it("takes scenes whose names and ids are strange", () => {
    const strange = ["\u0000", "\u0000\u001b[2J", "a\nb", "__proto__", "💡".repeat(100), "<script>", "{{ states('x') }}"].map((name, index) => testDevice(name, "scene", { id: `scene.${name}/#+${index}` }));
    const device = announced(false, { home: homeWith(...strange) });
    expect(Object.keys(device.components).filter((key) => key.startsWith("scene_")).length).toBe(strange.length);
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(Object.values(device.components).map(({ name }) => name))).not.toMatch(/[\u0000-\u001f]|\\u0000|\\u001b|\\n/);
  });
});

describe("the events", () => {
  it("are one for each thing that the intents can ask for", () => {
    const keys = Object.keys(announced().components);
    for (const key of ["intent_hass_turn_on", "intent_hass_turn_off", "intent_hass_light_set", "intent_hass_get_state", "intent_sotto_lock", "intent_sotto_unlock"]) expect(keys).toContain(key);
  });
  it("have one for each scene of the home, under its name", () => {
    expect(announced(false, { home: homeWith(testDevice("Good night", "scene", { id: "scene.gn" })) }).components["scene_scene_gn"]).toMatchObject({ platform: "event", name: "Good night" });
  });
  it("have one for each intent that people add themselves", () => {
    const own = { id: "good_night", command: { type: "scene.activate" as const } };
    const device = announced(false, { intents: [...english.intents, own] });
    expect(device.components["own_good_night"]).toMatchObject({ platform: "event", name: "Good night" });
  });
  it("have none for the intents that come with Sotto, of which there are too many to be looked at", () => {
    expect(Object.keys(announced().components).filter((key) => key.startsWith("own_"))).toEqual([]);
  });
  it("tell what can become of what was asked for", () => {
    expect(announced().components["intent_hass_turn_on"]).toMatchObject({ event_types: ["recognized", "done", "moving", "unconfirmed", "refused", "declined", "failed"] });
  });
  it("fire for every key that was announced, and only for those", () => {
    const home = homeWith(...scenesOf(3));
    const keys = new Set(components(false, { home }).keys());
    const command = { type: "scene.activate", deviceIds: ["scene.s1" as DeviceId], scope: "named" } as const;
    expect(eventKeysFor(command, "scene_name", sources({ home }))).toEqual(["intent_hass_turn_on", "scene_scene_s1"]);
    expect(eventKeysFor(command, "good_night", sources({ home }))).toEqual(["intent_hass_turn_on", "own_good_night", "scene_scene_s1"]);
    expect(eventKeysFor(command, "scene_name", sources({ home })).filter((key) => !keys.has(key))).toEqual([]);
  });
});

const actions: readonly (readonly [CommandAction, string])[] = [
  [{ type: "onOff.set", on: true }, "HassTurnOn"], [{ type: "onOff.set", on: false }, "HassTurnOff"], [{ type: "onOff.toggle" }, "HassToggle"],
  [{ type: "brightness.set", brightnessPct: 1 }, "HassLightSet"], [{ type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }, "HassLightSet"],
  [{ type: "setpoint.set", temperatureC: 20 }, "HassClimateSetTemperature"], [{ type: "lock.set", locked: true }, "SottoLock"], [{ type: "lock.set", locked: false }, "SottoUnlock"],
  [{ type: "opening.set", open: true }, "HassTurnOn"], [{ type: "opening.set", open: false }, "HassTurnOff"], [{ type: "opening.stop" }, "HassStopMoving"],
  [{ type: "position.set", positionPct: 1 }, "HassSetPosition"], [{ type: "fanSpeed.set", speedPct: 1 }, "HassFanSetSpeed"],
  [{ type: "volume.set", volumePct: 1 }, "HassSetVolume"], [{ type: "volume.change", deltaPct: 1 }, "HassSetVolumeRelative"],
  [{ type: "mute.set", muted: true }, "HassMediaPlayerMute"], [{ type: "mute.set", muted: false }, "HassMediaPlayerUnmute"],
  [{ type: "playback.set", action: "play" }, "HassMediaUnpause"], [{ type: "playback.set", action: "next" }, "HassMediaNext"],
  [{ type: "activity.set", activity: "start" }, "HassVacuumStart"], [{ type: "activity.set", activity: "dock" }, "HassVacuumReturnToBase"],
  [{ type: "scene.activate" }, "HassTurnOn"], [{ type: "state.get", capability: "onOff" }, "HassGetState"],
];

describe("the public name of an intent", () => {
  it.each(actions)("of %o is %s, and is announced for its type", (action, name) => {
    expect(publicIntent(action, undefined)).toBe(name);
    expect(publicIntentsOf(action.type)).toContain(name);
    expect(capabilityNeeded(action)).not.toBe("");
  });
  it("is a mower's own for a mower", () => {
    expect(publicIntent({ type: "activity.set", activity: "start" }, "lawnMower")).toBe("HassLawnMowerStartMowing");
    expect(publicIntentsOf("activity.set")).toContain("HassLawnMowerStartMowing");
  });
});

describe("what is announced no more", () => {
  const before = new Map([["last_heard", { platform: "sensor", name: "Last heard" }], ["mute", { platform: "switch", name: "Mute" }], ["scene_x", { platform: "event", name: "Good night" }]]);
  const now = new Map([["mute", { platform: "switch", name: "Mute" }]]);
  it("is taken back with its platform alone", () => {
    const payload = JSON.parse(announcement(facts, topics, new Map(), goneEntities(before, now))) as { components: Record<string, unknown> };
    expect(payload.components).toEqual({ last_heard: { platform: "sensor" }, scene_x: { platform: "event" } });
  });
  it("is held on to, whole, for scenes that may still announce themselves", () => {
    const held = withEarlierScenes(components(false), before, topics);
    expect(readAnnouncedDevice(announcement(facts, topics, held)).components["scene_x"]).toMatchObject({ platform: "event", name: "Good night", unique_id: "sotto_1a2b3c4d_scene_x" });
    expect([...goneEntities(before, held).keys()]).toEqual(["last_heard"]);
  });
  it("is no change when nothing is", () => {
    expect(sameEntities(entitiesOf(components(true)), entitiesOf(components(true)))).toBe(true);
    expect(sameEntities(entitiesOf(components(true)), entitiesOf(components(false)))).toBe(false);
    expect(sameEntities(before, new Map([...before, ["scene_x", { platform: "event", name: "Sleep well" }]]))).toBe(false);
  });
});

it("all topics of a Sotto are its announcement and what stands below its own", () => {
  expect(allTopicsOf(topics)).toEqual(["homeassistant/device/sotto_1a2b3c4d/config", "sotto/1a2b3c4d/#"]);
  expect(ownTopics("a", "homeassistant").birth).toEqual(["homeassistant/status"]);
  expect(ownTopics("a", "ha").birth).toEqual(["ha/status", "homeassistant/status"]);
});
