// (pure) Drafts of all devices → the home: names that tell them apart, areas, no id twice.
import { type AreaFinder, createAreaFinder } from "./area-names.ts";
import { slugOf } from "./config-values.ts";
import { draftNaming } from "./draft-naming.ts";
import { type DeviceOverlay, type HomeOverlay, noOverlay, overlayFor } from "./home-overlay.ts";
import type { DeviceDraft } from "./home-source.ts";
import type { Device, DeviceFacts, DeviceId, DeviceSource, Home } from "./home.ts";
import { type AreaPlaces, createAreaPlaces, floorsOf, type PlacedArea, samePlaces } from "./place-areas.ts";

/** A draft and who made it. */
export type SourcedDraft = { readonly draft: DeviceDraft; readonly source: DeviceSource };

/**
 * What one pass leaves for the next. A device whose circumstances are the same stays the same object, so that followers
 * see what is new, and costs two look-ups instead of being placed again: of ten thousand devices few change at a time.
 */
export type Placing = {
  readonly placed: ReadonlyMap<DeviceDraft, Placed>;
  readonly overlay: HomeOverlay;
  readonly finder: { readonly key: string; readonly find: AreaFinder };
  readonly home: Pick<Home, "areas" | "floors">;
  readonly hidden: readonly Device[];
};

type Placed = Reading & { readonly circumstances: string; readonly device: Device; readonly area: PlacedArea | undefined };

/** A draft and what is laid down for it. */
type Reading = SourcedDraft & { readonly laid: DeviceOverlay; readonly nameSlugs: readonly string[] };

export const nothingPlaced: Placing = { placed: new Map(), overlay: noOverlay, finder: { key: "", find: createAreaFinder([]) }, home: { areas: new Map(), floors: new Map() }, hidden: [] };

/** One pass over all drafts. Of two with the same id the first is taken. */
export function placeDevices(drafts: Iterable<SourcedDraft>, overlay: HomeOverlay, before: Placing): { readonly home: Home; readonly placing: Placing } {
  const all = readDrafts(drafts, overlay, before);
  const shown = all.filter(({ laid }) => laid.hidden !== true);
  const counts: Counts = { names: countNames(shown), commandable: countBy(shown.filter(({ draft }) => canCommand(draft)), ({ draft }) => draft.deviceName ?? "") };
  const finder = finderFor(all, overlay, before.finder);
  const places = createAreaPlaces(overlay, before.home.areas);
  const sameRooms = overlay === before.overlay && finder === before.finder;
  const placed = new Map<DeviceDraft, Placed>();
  const devices = new Map<DeviceId, Device>();
  const hidden: Device[] = [];
  for (const reading of all) {
    const circumstances = circumstancesOf(reading, counts);
    const kept = before.placed.get(reading.draft);
    const now = sameRooms && kept?.circumstances === circumstances && kept.source === reading.source ? kept : place(reading, circumstances, { places, find: finder.find, kept: kept?.device });
    placed.set(reading.draft, now);
    if (reading.laid.hidden === true) { hidden.push(now.device); continue; }
    places.use(now.area);
    devices.set(now.device.id, now.device);
  }
  const areas = samePlaces(before.home.areas, places.areas);
  const floors = overlay === before.overlay ? before.home.floors : floorsOf(overlay);
  return { home: { areas, devices, ...(floors === undefined ? {} : { floors }) }, placing: { placed, overlay, finder, home: { areas, ...(floors === undefined ? {} : { floors }) }, hidden } };
}

/** Entries for devices that no device has taken up, in the order of the file. */
export function unmatchedEntries({ placed, overlay }: Placing): readonly DeviceOverlay[] {
  const taken = new Set<DeviceOverlay>();
  for (const { laid } of placed.values()) taken.add(laid);
  return [...new Set(overlay.devices.values())].filter((entry) => !taken.has(entry));
}

function readDrafts(drafts: Iterable<SourcedDraft>, overlay: HomeOverlay, before: Placing): readonly Reading[] {
  const sameOverlay = overlay === before.overlay;
  const unique = new Map<DeviceId, Reading>();
  for (const { draft, source } of drafts) {
    if (unique.has(draft.device.id)) continue;
    const known = sameOverlay ? before.placed.get(draft) : undefined;
    unique.set(draft.device.id, known !== undefined && known.source === source ? known : readDraft({ draft, source }, overlay));
  }
  return [...unique.values()];
}

function readDraft({ draft, source }: SourcedDraft, overlay: HomeOverlay): Reading {
  const { ownSlug, fullSlug } = draftNaming(draft);
  const laid = overlayFor(overlay, draft, [fullSlug, ownSlug]);
  const laidSlug = laid.name === undefined ? ownSlug : slugOf(laid.name);
  return { draft, source, laid, nameSlugs: laidSlug === ownSlug ? [ownSlug] : [ownSlug, laidSlug] };
}

type Counts = { readonly names: ReadonlyMap<string, number>; readonly commandable: ReadonlyMap<string, number> };

/** What of the other devices matters for the name of this one: "shared" and "only" or "". */
function circumstancesOf({ draft, laid }: Reading, { names, commandable }: Counts): string {
  const isShared = (names.get(draftNaming(draft).ownSlug) ?? 0) > (laid.hidden === true ? 0 : 1);
  const isOnly = draft.deviceName !== undefined && canCommand(draft) && commandable.get(draft.deviceName) === 1;
  return isShared ? isOnly ? "shared only" : "shared" : isOnly ? "only" : "";
}

type Surroundings = { readonly places: AreaPlaces; readonly find: AreaFinder; readonly kept: Device | undefined };

function place(reading: Reading, circumstances: string, { places, find, kept }: Surroundings): Placed {
  const { draft, source, laid } = reading;
  const { own, full, fullSlug } = draftNaming(draft);
  const isShared = circumstances.startsWith("shared");
  const name = laid.name ?? (isShared ? full : own);
  const aliases = new Set([...(laid.aliases ?? []), ...(isShared ? [] : [own]), full, ...(circumstances.endsWith("only") ? [draft.deviceName ?? name] : []), ...(draft.aliases ?? [])]);
  aliases.delete(name);
  const area = areaOf(draft, laid.area, { places, find: () => find(fullSlug) });
  const rules = laid.rules ?? draft.rules;
  const facts: DeviceFacts = {
    source, topic: draft.topic, nameFrom: laid.name === undefined && source !== "home.yaml" ? "announced" : "home.yaml", areaFrom: area?.from,
    ...(draft.problem === undefined ? {} : { problem: draft.problem }),
  };
  const fresh: Device = { ...draft.device, name, areaId: area?.id, facts, ...(rules === undefined ? {} : { rules }), aliases: [...aliases] };
  return { ...reading, circumstances, area, device: keepUnchanged(kept, fresh) };
}

function areaOf(draft: DeviceDraft, laid: string | null | undefined, { places, find }: { readonly places: AreaPlaces; readonly find: () => string | undefined }): PlacedArea | undefined {
  if (laid === null) return undefined;
  if (laid !== undefined) return places.named(laid, "home.yaml");
  if (draft.area !== undefined) return places.named(draft.area.name, draft.area.from);
  const found = find();
  return found === undefined ? undefined : places.named(found, "name");
}

function canCommand({ device }: DeviceDraft): boolean {
  return device.capabilities.some(({ kind }) => kind !== "reading" && kind !== "event");
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** A device that was given another name is still called by its own. */
function countNames(shown: readonly Reading[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { nameSlugs } of shown) for (const slug of nameSlugs) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return counts;
}

/** Knows the rooms that were laid down or announced; the same one as before while those are the same. */
function finderFor(all: readonly Reading[], overlay: HomeOverlay, before: Placing["finder"]): Placing["finder"] {
  const known = new Set(overlay.areas.flatMap(({ name, aliases }) => [name, ...aliases]));
  for (const { draft, laid } of all) {
    if (typeof laid.area === "string") known.add(laid.area);
    if (draft.area !== undefined) known.add(draft.area.name);
  }
  const key = [...known].join("\n");
  return key === before.key ? before : { key, find: createAreaFinder(known) };
}

/** Compared field by field: serialising ten thousand devices for every rename would cost more than placing them. */
function keepUnchanged(before: Device | undefined, now: Device): Device {
  if (before === undefined || before.name !== now.name || before.areaId !== now.areaId) return now;
  if (before.rules?.guard !== now.rules?.guard || before.rules?.neverByVoice !== now.rules?.neverByVoice) return now;
  if (before.facts?.source !== now.facts?.source || before.facts?.areaFrom !== now.facts?.areaFrom || before.facts?.nameFrom !== now.facts?.nameFrom) return now;
  const sameAliases = before.aliases.length === now.aliases.length && before.aliases.every((alias, index) => alias === now.aliases[index]);
  return sameAliases ? before : now;
}
