// (pure) Home Assistant's own lists → a home: the registries of `.storage/`, the same lists as its WebSocket gives them, and
// states with their attributes. SOURCE: home-assistant/core, helpers/{area,floor,device,entity}_registry.py, `_data_to_save`.
import { cleanName, type EntityConfig, objectOf, slugOf, textOf, textsOf } from "./config-values.ts";
import type { Area, AreaId, Floor, FloorId } from "./home.ts";
import { type ListedEntity, splitId } from "./listed-entity.ts";
import type { ListedHome } from "./listed-home.ts";

/** What a list holds. */
export type ListKind = "floors" | "areas" | "devices" | "entities" | "states";
export type Registries = { readonly [kind in ListKind]: readonly EntityConfig[] };

export const noRegistries: Registries = { floors: [], areas: [], devices: [], entities: [], states: [] };

/** `.storage/core.<kind>_registry` keeps its list under the plural. */
const storageKeys: Readonly<Record<string, ListKind>> = { "core.floor_registry": "floors", "core.area_registry": "areas", "core.device_registry": "devices", "core.entity_registry": "entities" };

/** Which list of Home Assistant's a JSON value is; undefined for anything else. */
export function listIn(value: unknown): { readonly kind: ListKind; readonly list: readonly EntityConfig[] } | undefined {
  if (Array.isArray(value)) return listOf(kindOf(objectOf(value[0])), value);
  const stored = objectOf(value);
  const kind = stored === undefined ? undefined : storageKeys[textOf(stored, "key") ?? ""];
  const list = kind === undefined ? undefined : objectOf(stored?.["data"])?.[kind];
  return Array.isArray(list) ? listOf(kind, list) : undefined;
}

function listOf(kind: ListKind | undefined, list: readonly unknown[]): ReturnType<typeof listIn> {
  return kind === undefined ? undefined : { kind, list: list.map((entry) => objectOf(entry) ?? {}) };
}

/** By a key that only entries of that list have. */
function kindOf(first: EntityConfig | undefined): ListKind | undefined {
  if (first === undefined) return undefined;
  if (first["entity_id"] !== undefined) return first["attributes"] === undefined ? "entities" : "states";
  if (first["identifiers"] !== undefined) return "devices";
  return first["area_id"] !== undefined ? "areas" : first["floor_id"] !== undefined ? "floors" : undefined;
}

/** The home of these lists. Entries without the id that their list has are left out: Home Assistant writes none. */
export function homeOfRegistries(registries: Registries): ListedHome {
  const floors = registries.floors.flatMap((entry) => floorOf(entry));
  const areas = registries.areas.flatMap((entry) => areaOf(entry, floors));
  const areaIds = new Map(areas.map(({ id }) => [String(id), id]));
  const devices = new Map(registries.devices.map((device) => [textOf(device, "id"), device]));
  const states = new Map(registries.states.map((state) => [textOf(state, "entity_id") ?? "", objectOf(state["attributes"]) ?? {}]));
  const registered = new Map(registries.entities.map((entry) => [textOf(entry, "entity_id") ?? "", entry]));
  const ids = [...new Set([...registered.keys(), ...states.keys()])].filter((id) => splitId(id)[0] !== "");
  const entities = ids.flatMap((id): readonly ListedEntity[] => {
    const entry = registered.get(id);
    if (entry === undefined) return [ofState(id, states.get(id) ?? {})];
    const device = devices.get(textOf(entry, "device_id"));
    return isLeftOut(entry, device) ? [] : [entityOf(id, { entry, device, attributes: states.get(id), areaIds })];
  });
  return { floors, areas, entities };
}

function floorOf(entry: EntityConfig): readonly Floor[] {
  const id = textOf(entry, "floor_id");
  const name = cleanName(entry["name"]);
  return id === undefined || name === undefined ? [] : [{ id: id as FloorId, name, aliases: aliasesOf(entry) }];
}

/** The registry calls the id `id`, the WebSocket `area_id`. */
function areaOf(entry: EntityConfig, floors: readonly Floor[]): readonly Area[] {
  const id = textOf(entry, "id") ?? textOf(entry, "area_id");
  const name = cleanName(entry["name"]);
  const floor = floors.find((one) => one.id === entry["floor_id"]);
  return id === undefined || name === undefined ? [] : [{ id: id as AreaId, name, aliases: aliasesOf(entry), ...(floor === undefined ? {} : { floorId: floor.id }) }];
}

function aliasesOf(entry: EntityConfig): readonly string[] {
  return textsOf(entry, "aliases").map(cleanName).filter((alias) => alias !== undefined);
}

/** Switched off, a setting or a diagnostic that nobody named, or Sotto's own: nothing one speaks to. */
function isLeftOut(entry: EntityConfig, device: EntityConfig | undefined): boolean {
  if (isSet(entry["disabled_by"]) || isSet(device?.["disabled_by"])) return true;
  if (JSON.stringify(device?.["identifiers"] ?? "").includes('["mqtt","sotto')) return true;
  return isSet(entry["entity_category"]) && !isSet(entry["name"]) && aliasesOf(entry).length === 0;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

type Parts = { readonly entry: EntityConfig; readonly device: EntityConfig | undefined; readonly attributes: EntityConfig | undefined; readonly areaIds: ReadonlyMap<string, AreaId> };

function entityOf(id: string, { entry, device, attributes, areaIds }: Parts): ListedEntity {
  const area = textOf(entry, "area_id") ?? (device === undefined ? undefined : textOf(device, "area_id"));
  const announced = announcedName(entry, device, device?.["name"]);
  const name = cleanName(entry["name"]) ?? cleanName(attributes?.["friendly_name"]) ?? announcedName(entry, device, device?.["name_by_user"] ?? device?.["name"]) ?? spokenId(id);
  const conversation = objectOf(objectOf(entry["options"])?.["conversation"]);
  const set = [...(isSet(entry["hidden_by"]) ? ["hidden" as const] : []), ...(conversation?.["should_expose"] === false ? ["unexposed" as const] : [])];
  return {
    id, name, aliases: aliasesOf(entry), areaId: area === undefined ? undefined : areaIds.get(area),
    attributes: { ...shapeOf(entry), ...attributes },
    // What speaks MQTT is heard of as it announces itself; the rest only through Home Assistant, by its entity id.
    ...(entry["platform"] === "mqtt" ? { heardAs: announced ?? name, heardId: `${splitId(id)[0]}.${textOf(entry, "unique_id") ?? ""}` } : { heardAs: `ha.${id}` }),
    ...(set.length === 0 ? {} : { set }),
  };
}

/** What the registry keeps of the attributes. */
function shapeOf(entry: EntityConfig): EntityConfig {
  const deviceClass = entry["device_class"] ?? entry["original_device_class"];
  const unit = entry["unit_of_measurement"];
  return {
    ...objectOf(entry["capabilities"]), ...(isSet(entry["supported_features"]) ? { supported_features: entry["supported_features"] } : {}),
    ...(isSet(deviceClass) ? { device_class: deviceClass } : {}), ...(isSet(unit) ? { unit_of_measurement: unit } : {}),
  };
}

/** As Home Assistant puts it together: the device and what of it this is, or the name alone (helpers/entity.py). */
function announcedName(entry: EntityConfig, device: EntityConfig | undefined, deviceName: unknown): string | undefined {
  const own = cleanName(entry["original_name"]);
  const of = cleanName(deviceName);
  if (device === undefined || of === undefined) return own;
  if (own === undefined) return of;
  return entry["has_entity_name"] === true && !slugOf(own).startsWith(slugOf(of)) ? `${of} ${own}` : own;
}

function ofState(id: string, attributes: EntityConfig): ListedEntity {
  return { id, name: cleanName(attributes["friendly_name"]) ?? spokenId(id), aliases: [], areaId: undefined, attributes, heardAs: `ha.${id}` };
}

function spokenId(id: string): string {
  return splitId(id)[1].replaceAll("_", " ");
}
