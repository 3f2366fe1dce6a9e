// (pure) A list of floors, rooms and entities → a home, for trying out words on it and for writing its home.yaml.
import type { Area, Device, DeviceId, Floor, Home } from "./home.ts";
import { deviceOfEntity, type ListedEntity } from "./listed-entity.ts";

export type ListedHome = { readonly floors: readonly Floor[]; readonly areas: readonly Area[]; readonly entities: readonly ListedEntity[] };

/** The home as it would be with all of these entities. Nothing in it can be acted on: it has no wires. */
export function homeOfList({ floors, areas, entities }: ListedHome): Home {
  const devices = entities.map(deviceOfEntity).filter((device) => device !== undefined);
  return {
    floors: new Map(floors.map((floor) => [floor.id, floor])),
    areas: new Map(areas.map((area) => [area.id, area])),
    devices: new Map(devices.map((device): [DeviceId, Device] => [device.id, device])),
  };
}
