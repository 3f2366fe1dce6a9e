// (pure) The rooms and floors of a home, made as devices are put into them.
import { slugOf } from "./config-values.ts";
import type { HomeOverlay } from "./home-overlay.ts";
import type { Area, AreaId, DeviceFacts, Floor, FloorId, Home } from "./home.ts";

export type PlacedArea = { readonly id: AreaId; readonly name: string; readonly from: NonNullable<DeviceFacts["areaFrom"]> };

export type AreaPlaces = {
  /** The room that goes by this name or alias; undefined for a name without a letter. */
  readonly named: (name: string, from: PlacedArea["from"]) => PlacedArea | undefined;
  /** Makes the room when a device is the first one in it. Written in two ways it is one, by the first. */
  readonly use: (area: PlacedArea | undefined) => void;
  readonly areas: ReadonlyMap<AreaId, Area>;
};

/** Starts with the rooms that were laid down. @param before a room that is the same stays the same object */
export function createAreaPlaces(overlay: HomeOverlay, before: ReadonlyMap<AreaId, Area>): AreaPlaces {
  const areas = new Map<AreaId, Area>();
  const byAlias = new Map<string, AreaId>();
  const slugs = new Map<string, string>();
  const add = (area: Area) => { areas.set(area.id, keepUnchanged(before.get(area.id), area)); };
  for (const { name, aliases, floor } of overlay.areas) {
    const id = slugOf(name) as AreaId;
    add({ id, name, aliases, ...(floor === undefined ? {} : { floorId: slugOf(floor) as FloorId }) });
    for (const alias of aliases) byAlias.set(slugOf(alias), id);
  }
  return {
    areas,
    named(name, from) {
      const slug = slugs.get(name) ?? slugOf(name);
      slugs.set(name, slug);
      return slug === "" ? undefined : { id: byAlias.get(slug) ?? (slug as AreaId), name, from };
    },
    use(area) {
      if (area !== undefined && !areas.has(area.id)) add({ id: area.id, name: area.name, aliases: [] });
    },
  };
}

function keepUnchanged(before: Area | undefined, now: Area): Area {
  if (before === undefined || before.name !== now.name || before.floorId !== now.floorId) return now;
  const sameAliases = before.aliases.length === now.aliases.length && before.aliases.every((alias, index) => alias === now.aliases[index]);
  return sameAliases ? before : now;
}

/** The former map when nothing in it is different. */
export function samePlaces(before: Home["areas"], now: Home["areas"]): Home["areas"] {
  if (before.size !== now.size) return now;
  const [old, fresh] = [[...before.values()], [...now.values()]];
  return fresh.every((area, index) => area === old[index]) ? before : now;
}

export function floorsOf({ floors }: HomeOverlay): ReadonlyMap<FloorId, Floor> {
  return new Map(floors.map(({ name, aliases }): [FloorId, Floor] => {
    const id = slugOf(name) as FloorId;
    return [id, { id, name, aliases }];
  }));
}
