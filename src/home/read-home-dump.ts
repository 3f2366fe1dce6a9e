// (pure) A home written down as one JSON object: {floors, areas, entities}, each with its name. Test sets and scripts use it.
import { cleanName, type EntityConfig, objectOf, slugOf, textOf } from "./config-values.ts";
import { featureBits } from "./entity-features.ts";
import type { Area, AreaId, Floor, FloorId } from "./home.ts";
import { type ListedEntity, splitId } from "./listed-entity.ts";
import type { ListedHome } from "./listed-home.ts";

/** The home, or what is wrong with it in words. */
export type ReadHome = { readonly ok: true; readonly home: ListedHome } | { readonly ok: false; readonly problem: string };

/** Whether a JSON object is such a home. */
export function isHomeDump(value: EntityConfig): boolean {
  return Array.isArray(value["entities"]) && Array.isArray(value["areas"]);
}

/** Reads it; entries without a name or id are told, all at once. */
export function readHomeDump(value: EntityConfig): ReadHome {
  const problems: string[] = [];
  const floors = listOf(value, "floors", problems).map((entry) => floorOf(entry));
  const floorIds = idsByName(floors);
  const areas = listOf(value, "areas", problems).map((entry) => areaOf(entry, floorIds));
  const areaIds = idsByName(areas);
  const entities = listOf(value, "entities", problems).map((entry) => entityOf(entry, areaIds));
  for (const [what, list] of [["floors", floors], ["areas", areas], ["entities", entities]] as const) {
    for (const [index, entry] of list.entries()) if (typeof entry === "string") problems.push(`${what}[${index + 1}]: ${entry}`);
  }
  if (problems.length > 0) return { ok: false, problem: problems.join("\n") };
  return { ok: true, home: { floors: floors.filter(isRead), areas: areas.filter(isRead), entities: entities.filter(isRead) } };
}

function isRead<T extends object>(entry: T | string): entry is T {
  return typeof entry !== "string";
}

function listOf(value: EntityConfig, key: string, problems: string[]): readonly EntityConfig[] {
  const list = value[key] ?? [];
  if (!Array.isArray(list)) {
    problems.push(`${key}: expected a list`);
    return [];
  }
  return list.map((entry) => objectOf(entry) ?? {});
}

function idsByName<T extends { readonly id: string; readonly name: string }>(list: readonly (T | string)[]): ReadonlyMap<string, T["id"]> {
  return new Map(list.filter((entry): entry is T => typeof entry !== "string").flatMap(({ id, name }) => [[id, id] as const, [name, id] as const]));
}

function floorOf(entry: EntityConfig): Floor | string {
  const names = namesOf(entry);
  if (typeof names === "string") return names;
  return { id: (textOf(entry, "id") ?? slugOf(names.name)) as FloorId, ...names };
}

function areaOf(entry: EntityConfig, floors: ReadonlyMap<string, FloorId>): Area | string {
  const names = namesOf(entry);
  if (typeof names === "string") return names;
  const said = textOf(entry, "floor");
  const floorId = said === undefined ? undefined : floors.get(said);
  if (said !== undefined && floorId === undefined) return `floor ${JSON.stringify(said)} is not among the floors`;
  return { id: (textOf(entry, "id") ?? slugOf(names.name)) as AreaId, ...names, ...(floorId === undefined ? {} : { floorId }) };
}

function entityOf(entry: EntityConfig, areas: ReadonlyMap<string, AreaId>): ListedEntity | string {
  const names = namesOf(entry);
  if (typeof names === "string") return names;
  const id = textOf(entry, "id") ?? textOf(entry, "entity_id");
  if (id === undefined || splitId(id)[0] === "") return `id ${JSON.stringify(id ?? null)}, expected one such as "light.kitchen"`;
  const area = textOf(entry, "area");
  const areaId = area === undefined ? undefined : areas.get(area);
  if (area !== undefined && areaId === undefined) return `area ${JSON.stringify(area)} is not among the areas`;
  return { id, ...names, areaId, attributes: attributesOf(objectOf(entry["attributes"]) ?? {}) };
}

/** A name may have a part that can be left out, as Home Assistant's tests write it: "Joe[']s". */
function namesOf(entry: EntityConfig): { readonly name: string; readonly aliases: readonly string[] } | string {
  const written = cleanName(entry["name"]);
  if (written === undefined) return "without a name";
  const name = written.replace(/[[\]]/g, "");
  const short = written.replace(/\[[^\]]*\]/g, "");
  const told = Array.isArray(entry["aliases"]) ? entry["aliases"].map(cleanName).filter((alias) => alias !== undefined) : [];
  return { name, aliases: [...new Set([...(short === name ? [] : [short]), ...told])] };
}

/** Some lists were dumped with Python's names: "cover.CoverDeviceClass.GARAGE", ["cover.CoverEntityFeature.OPEN"]. */
function attributesOf(attributes: EntityConfig): EntityConfig {
  const deviceClass = textOf(attributes, "device_class")?.split(".").at(-1)?.toLowerCase();
  const unit = attributes["unit_of_measurement"] ?? attributes["native_unit_of_measurement"];
  const features = attributes["supported_features"];
  return {
    ...attributes,
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
    ...(unit === undefined ? {} : { unit_of_measurement: unit }),
    ...(Array.isArray(features) ? { supported_features: featureBits(features.map(String)) } : {}),
  };
}
