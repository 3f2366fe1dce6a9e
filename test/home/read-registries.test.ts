import { describe, expect, it } from "vitest";
import { homeOfRegistries, listIn, noRegistries } from "../../src/home/read-registries.ts";

const area = { id: "wohnzimmer", name: "Wohnzimmer", aliases: ["Stube", null], floor_id: "eg" };
const device = { id: "d1", identifiers: [["mqtt", "zigbee2mqtt_0x1"]], name: "Stehlampe", name_by_user: "Lampe am Sofa", area_id: "wohnzimmer" };
const lamp = { entity_id: "light.stehlampe", platform: "mqtt", unique_id: "0x1_light", device_id: "d1", has_entity_name: true, name: null, original_name: null, aliases: ["Leselampe"], supported_features: 40, capabilities: { supported_color_modes: ["color_temp"], min_color_temp_kelvin: 2200, max_color_temp_kelvin: 4000 } };
const power = { entity_id: "sensor.stehlampe_power", platform: "mqtt", unique_id: "0x1_power", device_id: "d1", has_entity_name: true, original_name: "Power", original_device_class: "power", unit_of_measurement: "W", hidden_by: "user" };
const hue = { entity_id: "switch.hue", platform: "hue", unique_id: "u", name: "Flur", original_name: "Hue plug", options: { conversation: { should_expose: false } } };

describe("a list of Home Assistant's", () => {
  it.each([
    ["the area registry", { version: 1, key: "core.area_registry", data: { areas: [area] } }, "areas"],
    ["the floor registry", { version: 1, key: "core.floor_registry", data: { floors: [{ floor_id: "eg" }] } }, "floors"],
    ["the device registry", { version: 1, key: "core.device_registry", data: { devices: [device], deleted_devices: [] } }, "devices"],
    ["the entity registry", { version: 1, key: "core.entity_registry", data: { entities: [lamp] } }, "entities"],
    ["areas as the WebSocket lists them", [{ area_id: "a", name: "A", floor_id: null }], "areas"],
    ["floors as the WebSocket lists them", [{ floor_id: "a", name: "A" }], "floors"],
    ["devices as the WebSocket lists them", [device], "devices"],
    ["entities as the WebSocket lists them", [lamp], "entities"],
    ["states", [{ entity_id: "light.a", state: "on", attributes: {} }], "states"],
  ])("is known by what stands in it: %s", (_, value, kind) => {
    expect(listIn(value)?.kind).toBe(kind);
  });
  it.each([[{}], [[]], [7], [null], ["text"], [{ key: "core.config_entries", data: { entries: [] } }], [{ key: "core.area_registry", data: {} }], [[{ id: "x" }]]])("is nothing else: %j", (value) => {
    expect(listIn(value)).toBeUndefined();
  });
});

describe("registries together", () => {
  const read = (more: object) => homeOfRegistries({ ...noRegistries, floors: [{ floor_id: "eg", name: "Erdgeschoss", aliases: ["unten"] }], areas: [area], devices: [device], ...more });
  it("give floors and rooms with their aliases", () => {
    expect(read({})).toEqual({ floors: [{ id: "eg", name: "Erdgeschoss", aliases: ["unten"] }], areas: [{ id: "wohnzimmer", name: "Wohnzimmer", aliases: ["Stube"], floorId: "eg" }], entities: [] });
  });
  it("give an entity the room and the name of its device, and what it can do", () => {
    expect(read({ entities: [lamp] }).entities).toEqual([{
      id: "light.stehlampe", name: "Lampe am Sofa", aliases: ["Leselampe"], areaId: "wohnzimmer", heardAs: "Stehlampe", heardId: "light.0x1_light",
      attributes: { supported_color_modes: ["color_temp"], min_color_temp_kelvin: 2200, max_color_temp_kelvin: 4000, supported_features: 40 },
    }]);
  });
  it("call a part of a device as device and part, and tell what was hidden", () => {
    expect(read({ entities: [power] }).entities).toMatchObject([{ name: "Lampe am Sofa Power", heardAs: "Stehlampe Power", attributes: { device_class: "power", unit_of_measurement: "W" }, set: ["hidden"] }]);
  });
  it("call what does not speak MQTT by its entity id, and tell what was kept from voice assistants", () => {
    expect(read({ entities: [hue] }).entities).toMatchObject([{ name: "Flur", heardAs: "ha.switch.hue", set: ["unexposed"] }]);
  });
  it("take the attributes of the states over those of the registry", () => {
    const states = [{ entity_id: "switch.hue", attributes: { friendly_name: "Not this", device_class: "outlet" } }, { entity_id: "light.new", attributes: { friendly_name: "New lamp" } }];
    expect(read({ entities: [hue], states }).entities).toMatchObject([{ name: "Flur", attributes: { device_class: "outlet" } }, { id: "light.new", name: "New lamp", heardAs: "ha.light.new" }]);
  });
  it.each([
    ["disabled", { ...hue, disabled_by: "user" }],
    ["a diagnostic that nobody named", { ...power, entity_category: "diagnostic", hidden_by: null }],
    ["without an id", { name: "x" }],
    ["with an id that is none", { entity_id: "light" }],
  ])("leave out what is %s", (_, entry) => {
    expect(read({ entities: [entry] }).entities).toEqual([]);
  });
  it("leave out what Sotto announced itself", () => {
    expect(read({ devices: [{ ...device, identifiers: [["mqtt", "sotto_kitchen"]] }], entities: [lamp] }).entities).toEqual([]);
  });
  it("keep a diagnostic that was given a name", () => {
    expect(read({ entities: [{ ...power, entity_category: "diagnostic", name: "Lamp power" }] }).entities).toMatchObject([{ name: "Lamp power" }]);
  });
});
