import { describe, expect, it } from "vitest";
import { homeOfList } from "../../src/home/listed-home.ts";
import { readHomeDump } from "../../src/home/read-home-dump.ts";

const dump = {
  floors: [{ name: "Upstairs" }],
  areas: [{ name: "Bedroom", id: "bedroom_id", floor: "Upstairs", aliases: ["master bedroom"] }, { name: "厨房" }],
  entities: [
    { id: "light.lamp", name: "Bed Lamp", area: "Bedroom", aliases: ["reading light"], attributes: {} },
    { id: "light.plain", name: "Plain", area: "bedroom_id", attributes: { supported_color_modes: ["onoff"] } },
    { id: "cover.garage", name: "Garage", attributes: { device_class: "cover.CoverDeviceClass.GARAGE", supported_features: ["cover.CoverEntityFeature.OPEN", "cover.CoverEntityFeature.CLOSE"] } },
    { id: "sensor.灯", name: "Joe[']s", area: "厨房", attributes: { native_unit_of_measurement: "%", device_class: "battery" } },
    { id: "todo.list", name: "Groceries", attributes: null },
  ],
};

function read(value: Readonly<Record<string, unknown>>) {
  const result = readHomeDump(value);
  if (!result.ok) throw new Error(result.problem);
  return homeOfList(result.home);
}

describe("a home written down as JSON", () => {
  const home = read(dump);
  it("has its floors and rooms, with the ids that it gives or those of their names", () => {
    expect([...(home.floors?.values() ?? [])]).toEqual([{ id: "upstairs", name: "Upstairs", aliases: [] }]);
    expect([...home.areas.values()]).toEqual([{ id: "bedroom_id", name: "Bedroom", aliases: ["master bedroom"], floorId: "upstairs" }, { id: "厨房", name: "厨房", aliases: [] }]);
  });
  it("has a device for every entity of a domain that Sotto has words for", () => {
    expect([...home.devices.values()].map(({ id, name, aliases, areaId, kind, deviceClass }) => [id, name, aliases, areaId, kind, deviceClass])).toEqual([
      ["light.lamp", "Bed Lamp", ["reading light"], "bedroom_id", "light", ""],
      ["light.plain", "Plain", [], "bedroom_id", "light", ""],
      ["cover.garage", "Garage", [], undefined, "cover", "garage"],
      ["sensor.灯", "Joe's", ["Joes"], "厨房", "sensor", "battery"],
    ]);
  });
  it.each([
    ["light.lamp", ["onOff", "brightness", "color", "colorTemperature"]],
    ["light.plain", ["onOff"]],
    ["cover.garage", ["opening"]],
    ["sensor.灯", ["reading"]],
  ])("%s can do what it tells, and all that is usual when it tells nothing: %s", (id, kinds) => {
    expect([...home.devices.values()].find((device) => device.id === id)?.capabilities.map(({ kind }) => kind)).toEqual(kinds);
  });
});

it.each([
  [{ areas: {}, entities: [] }, "areas: expected a list"],
  [{ areas: [{ name: " " }], entities: [{ id: "lamp", name: "Lamp" }] }, "areas[1]: without a name\nentities[1]: id \"lamp\", expected one such as \"light.kitchen\""],
  [{ areas: [{ name: "Hall", floor: "Attic" }], entities: [] }, "areas[1]: floor \"Attic\" is not among the floors"],
  [{ areas: [], entities: [{ id: "light.lamp", name: "Lamp", area: "Hall" }] }, "entities[1]: area \"Hall\" is not among the areas"],
  [{ areas: [], entities: [7, null] }, "entities[1]: without a name\nentities[2]: without a name"],
])("%j is refused with all that is wrong: %s", (value, problem) => {
  expect(readHomeDump(value)).toEqual({ ok: false, problem });
});
