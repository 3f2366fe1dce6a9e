import { describe, expect, it } from "vitest";
import { formatProblems } from "../../src/daemon/config-file.ts";
import { parseHomeFile } from "../../src/daemon/home-file.ts";
import { renderImportedHome } from "../../src/daemon/home-file-import.ts";
import type { AreaId, FloorId } from "../../src/home/home.ts";
import type { ListedEntity } from "../../src/home/listed-entity.ts";
import type { ListedHome } from "../../src/home/listed-home.ts";

const entity = (id: string, more: Partial<ListedEntity>): ListedEntity => ({ id, name: id, aliases: [], areaId: undefined, attributes: {}, ...more });
const listed: ListedHome = {
  floors: [{ id: "up" as FloorId, name: "Upstairs", aliases: ["first floor"] }],
  areas: [{ id: "k" as AreaId, name: "Kitchen", aliases: ["galley", "kitchen"], floorId: "up" as FloorId }, { id: "k2" as AreaId, name: "kitchen", aliases: [] }, { id: "h" as AreaId, name: "Hall: 1", aliases: ["Galley"] }],
  entities: [
    entity("light.a", { name: "Reading lamp", aliases: ["yes", "# lamp"], areaId: "k" as AreaId, heardAs: "Desk lamp", heardId: "light.0x1" }),
    entity("sensor.t1", { name: "Temperature", heardAs: "Temperature", heardId: "sensor.t 1", areaId: "h" as AreaId, attributes: { device_class: "temperature", unit_of_measurement: "°C" } }),
    entity("sensor.t2", { name: "Temperature", heardAs: "Temperature", heardId: "sensor.t2", set: ["hidden"] }),
    entity("switch.plug", { name: "Plug", heardAs: "ha.switch.plug", set: ["unexposed"] }),
    entity("scene.tea", { name: "Tea" }),
    entity("todo.list", { name: "Groceries" }),
  ],
};

describe("a home that is imported", () => {
  const { text, ...told } = renderImportedHome(listed);
  it("is a home.yaml with a comment for each device", () => {
    expect(text.split("\n").slice(3)).toEqual([
      "floors:", "  - name: Upstairs", "    aliases:", "      - first floor", "",
      "areas:", "  - name: Kitchen", "    aliases:", "      - galley", "    floor: Upstairs", "  - name: \"Hall: 1\"", "",
      "devices:",
      "  # light.a: light, on/off, brightness, colour, 1500–10000 K", "  Desk lamp:", "    name: Reading lamp", "    area: Kitchen", "    aliases:", "      - yes", "      - \"# lamp\"",
      "  # sensor.t1: sensor, reads temperature in °C", "  sensor.t_1.1qmxd8m:", "    name: Temperature", "    area: \"Hall: 1\"",
      "  # sensor.t2: sensor, reads a value", "  sensor.t2:", "    name: Temperature", "    hidden: true",
      "  # switch.plug: switch, on/off; not shown to voice assistants there", "  ha.switch.plug:", "    name: Plug",
      "  # scene.tea: scene, activate", "  # Tea needs nothing",
      "",
    ]);
  });
  it("tells what it left out and why", () => {
    expect(told).toEqual({ devices: 5, leftOut: 1, notes: ["the room \"kitchen\" is there a second time and was left out", "\"Galley\", an alias of the room Hall: 1, is the name of another one and was left out"] });
  });
  it("reads back as what it says", () => {
    const parsed = parseHomeFile(text, "home.yaml");
    if (parsed.kind === "invalid") throw new Error(formatProblems("home.yaml", parsed.problems));
    const { areas, floors, devices } = parsed.home.overlay;
    expect(floors).toEqual([{ name: "Upstairs", aliases: ["first floor"] }]);
    expect(areas).toEqual([{ name: "Kitchen", aliases: ["galley"], floor: "Upstairs" }, { name: "Hall: 1", aliases: [], floor: undefined }]);
    expect(devices.get("desk_lamp")).toEqual({ name: "Reading lamp", area: "Kitchen", aliases: ["yes", "# lamp"] });
    expect(devices.get("sensor.t2")).toEqual({ name: "Temperature", hidden: true });
  });
});
