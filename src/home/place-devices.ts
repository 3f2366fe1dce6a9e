// (pure) Drafts of all devices → the home: names that tell them apart, areas, no id twice.
import { createAreaFinder } from "./area-names.ts";
import { slugOf } from "./config-values.ts";
import type { DeviceDraft } from "./home-assistant-device.ts";
import type { Area, AreaId, Device, DeviceId, Home } from "./home.ts";

/** Devices already placed, by draft: an unchanged device stays the same object, so that followers see what is new. */
export type PlacedDevices = ReadonlyMap<DeviceDraft, Device>;

/** One pass over all drafts. Of two with the same id the first is taken. */
export function placeDevices(drafts: Iterable<DeviceDraft>, placed: PlacedDevices): { readonly home: Home; readonly placed: PlacedDevices } {
  const unique = new Map<DeviceId, DeviceDraft>();
  for (const draft of drafts) if (!unique.has(draft.device.id)) unique.set(draft.device.id, draft);
  const all = [...unique.values()];
  const nameCounts = countBy(all, (draft) => slugOf(ownNameOf(draft)));
  const commandable = countBy(all.filter(canCommand), (draft) => draft.entity.deviceName ?? "");
  const areas = createAreas(all);
  const nowPlaced = new Map<DeviceDraft, Device>();
  const devices = new Map<DeviceId, Device>();
  for (const draft of all) {
    const shared = (nameCounts.get(slugOf(ownNameOf(draft))) ?? 0) > 1;
    const name = shared ? fullNameOf(draft) : ownNameOf(draft);
    const onlyOne = canCommand(draft) && commandable.get(draft.entity.deviceName ?? "") === 1;
    const aliases = [...new Set([ownNameOf(draft), fullNameOf(draft), ...(onlyOne ? [draft.entity.deviceName ?? name] : [])])];
    const fresh: Device = { ...draft.device, name, aliases: aliases.filter((alias) => alias !== name && !(shared && alias === ownNameOf(draft))), areaId: areas.of(draft) };
    const device = keepUnchanged(placed.get(draft), fresh);
    nowPlaced.set(draft, device);
    devices.set(device.id, device);
  }
  return { home: { areas: areas.byId, devices }, placed: nowPlaced };
}

/** As Home Assistant does: an entity without a name is called as its device. */
function ownNameOf({ entity, device }: DeviceDraft): string {
  return entity.name ?? entity.deviceName ?? device.id;
}

/** Device and entity name together: "Kitchen sensor Temperature". */
function fullNameOf(draft: DeviceDraft): string {
  const { name, deviceName } = draft.entity;
  if (name === undefined || deviceName === undefined || slugOf(name).startsWith(slugOf(deviceName))) return ownNameOf(draft);
  return `${deviceName} ${name}`;
}

function canCommand({ device }: DeviceDraft): boolean {
  return device.capabilities.some((capability) => capability.kind !== "reading");
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** Areas as suggested, else as the name tells; made when the first device is put into them. */
function createAreas(drafts: readonly DeviceDraft[]): { readonly byId: Map<AreaId, Area>; readonly of: (draft: DeviceDraft) => AreaId | undefined } {
  const suggested = new Set(drafts.flatMap((draft) => draft.entity.suggestedArea ?? []));
  const areaFromName = createAreaFinder(suggested);
  const byId = new Map<AreaId, Area>();
  return {
    byId,
    of: (draft) => {
      const name = draft.entity.suggestedArea ?? areaFromName(fullNameOf(draft));
      const id = slugOf(name ?? "") as AreaId;
      if (name === undefined || id === "") return undefined;
      if (!byId.has(id)) byId.set(id, { id, name, aliases: [] });
      return id;
    },
  };
}

function keepUnchanged(before: Device | undefined, now: Device): Device {
  const same = before !== undefined && before.name === now.name && before.areaId === now.areaId && before.aliases.join("\n") === now.aliases.join("\n");
  return same ? before : now;
}
