// (pure) Drafts of all devices → the home: names that tell them apart, areas, no id twice.
import { createAreaFinder } from "./area-names.ts";
import { slugOf } from "./config-values.ts";
import { type HomeOverlay, overlayFor } from "./home-overlay.ts";
import type { DeviceDraft } from "./home-source.ts";
import type { Area, AreaId, Device, DeviceFacts, DeviceId, DeviceSource, Floor, FloorId, Home } from "./home.ts";

/** A draft and who made it. */
export type SourcedDraft = { readonly draft: DeviceDraft; readonly source: DeviceSource };

/**
 * What is worth keeping from one pass for the next: devices already placed (an unchanged one stays the same object, so
 * that followers see what is new) and names already taken apart, which is most of the work in a home of thousands.
 */
export type Placing = {
  readonly devices: ReadonlyMap<DeviceDraft, Device>;
  readonly areaNames: { readonly key: string; readonly found: Map<string, string | undefined> };
};

export const nothingPlaced: Placing = { devices: new Map(), areaNames: { key: "", found: new Map() } };

/** One pass over all drafts. Of two with the same id the first is taken. */
export function placeDevices(drafts: Iterable<SourcedDraft>, overlay: HomeOverlay, before: Placing): { readonly home: Home; readonly placing: Placing } {
  const unique = new Map<DeviceId, SourcedDraft>();
  for (const item of drafts) if (!unique.has(item.draft.device.id)) unique.set(item.draft.device.id, item);
  const all = [...unique.values()];
  const nameCounts = countBy(all, ({ draft }) => namingOf(draft).ownSlug);
  const commandable = countBy(all.filter(({ draft }) => canCommand(draft)), ({ draft }) => draft.deviceName ?? "");
  const areas = createAreas(all, overlay, before);
  const placed = new Map<DeviceDraft, Device>();
  const devices = new Map<DeviceId, Device>();
  for (const { draft, source } of all) {
    const { own, full, ownSlug } = namingOf(draft);
    const shared = (nameCounts.get(ownSlug) ?? 0) > 1;
    const laid = overlayFor(overlay, draft, shared ? full : own);
    if (laid.hidden === true) continue;
    const announced = shared ? full : own;
    const name = laid.name ?? announced;
    const onlyOne = canCommand(draft) && draft.deviceName !== undefined && commandable.get(draft.deviceName) === 1;
    const aliases = [...new Set([...(laid.aliases ?? []), own, full, ...(onlyOne ? [draft.deviceName ?? name] : []), ...(draft.aliases ?? [])])];
    const area = areas.of(draft, laid.area);
    const rules = laid.rules ?? draft.rules;
    const facts: DeviceFacts = {
      source, topic: draft.topic, nameFrom: laid.name === undefined ? "announced" : "home.yaml", areaFrom: area?.from,
      ...(draft.problem === undefined ? {} : { problem: draft.problem }),
    };
    const fresh: Device = {
      ...draft.device, name, areaId: area?.id, facts, ...(rules === undefined ? {} : { rules }),
      aliases: aliases.filter((alias) => alias !== name && !(shared && alias === own)),
    };
    const device = keepUnchanged(before.devices.get(draft), fresh);
    placed.set(draft, device);
    devices.set(device.id, device);
  }
  return { home: { areas: areas.byId, devices, floors: floorsOf(overlay) }, placing: { devices: placed, areaNames: areas.names } };
}

type Naming = { readonly own: string; readonly ownSlug: string; readonly full: string };
const namings = new WeakMap<DeviceDraft, Naming>();

/** As Home Assistant does: an entity without a name is called as its device; the full name is device and entity together. */
export function namingOf(draft: DeviceDraft): Naming {
  const known = namings.get(draft);
  if (known !== undefined) return known;
  const { name, deviceName, device } = draft;
  const own = name ?? deviceName ?? device.id;
  const ownSlug = slugOf(own);
  const alone = name === undefined || deviceName === undefined || slugOf(name).startsWith(slugOf(deviceName));
  const naming = { own, ownSlug, full: alone ? own : `${deviceName} ${name}` };
  namings.set(draft, naming);
  return naming;
}

function canCommand({ device }: DeviceDraft): boolean {
  return device.capabilities.some(({ kind }) => kind !== "reading" && kind !== "event");
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

type PlacedArea = { readonly id: AreaId; readonly from: NonNullable<DeviceFacts["areaFrom"]> };
type Areas = {
  readonly byId: Map<AreaId, Area>;
  readonly of: (draft: DeviceDraft, laid: string | null | undefined) => PlacedArea | undefined;
  readonly names: Placing["areaNames"];
};

/** Areas as laid down, as announced, else as the name tells; made when the first device is put into them. */
function createAreas(drafts: readonly SourcedDraft[], overlay: HomeOverlay, before: Placing): Areas {
  const byId = new Map<AreaId, Area>();
  const byAlias = new Map<string, AreaId>();
  for (const { name, aliases, floor } of overlay.areas) {
    const id = slugOf(name) as AreaId;
    byId.set(id, { id, name, aliases, ...(floor === undefined ? {} : { floorId: slugOf(floor) as FloorId }) });
    for (const alias of aliases) byAlias.set(slugOf(alias), id);
  }
  const known = new Set([...overlay.areas.map(({ name }) => name), ...drafts.flatMap(({ draft }) => draft.area?.name ?? [])]);
  const key = [...known].join("\n");
  const found = key === before.areaNames.key ? before.areaNames.found : new Map<string, string | undefined>();
  const areaFromName = createAreaFinder(known);
  const fromName = (name: string) => {
    if (!found.has(name)) found.set(name, areaFromName(name));
    return found.get(name);
  };
  const idOf = (name: string): AreaId | undefined => {
    const slug = slugOf(name);
    if (slug === "") return undefined;
    const id = byAlias.get(slug) ?? (slug as AreaId);
    if (!byId.has(id)) byId.set(id, { id, name, aliases: [] });
    return id;
  };
  return {
    byId, names: { key, found },
    of: (draft, laid) => {
      if (laid === null) return undefined;
      const name = laid ?? draft.area?.name ?? fromName(namingOf(draft).full);
      const id = name === undefined ? undefined : idOf(name);
      return id === undefined ? undefined : { id, from: laid === undefined ? draft.area?.from ?? "name" : "home.yaml" };
    },
  };
}

function floorsOf({ floors }: HomeOverlay): ReadonlyMap<FloorId, Floor> {
  return new Map(floors.map(({ name, aliases }): [FloorId, Floor] => {
    const id = slugOf(name) as FloorId;
    return [id, { id, name, aliases }];
  }));
}

/** Compared field by field: serialising ten thousand devices for every rename would cost more than placing them. */
function keepUnchanged(before: Device | undefined, now: Device): Device {
  if (before === undefined || before.name !== now.name || before.areaId !== now.areaId) return now;
  if (before.rules !== now.rules || before.facts?.areaFrom !== now.facts?.areaFrom || before.facts?.nameFrom !== now.facts?.nameFrom) return now;
  const sameAliases = before.aliases.length === now.aliases.length && before.aliases.every((alias, index) => alias === now.aliases[index]);
  return sameAliases ? before : now;
}
