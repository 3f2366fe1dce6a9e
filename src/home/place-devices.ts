// (pure) Drafts of all devices → the home: names that tell them apart, areas, no id twice.
import { type AreaFinder, createAreaFinder } from "./area-names.ts";
import { slugOf } from "./config-values.ts";
import { type DraftNaming, namingOf } from "./draft-naming.ts";
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
  readonly overlay: HomeOverlay;
  /** How each draft was placed last; kept for as long as the draft lives. */
  readonly memory: WeakMap<DeviceDraft, Placed>;
  readonly all: readonly Placed[];
  readonly finder: { readonly key: string; readonly find: AreaFinder };
  readonly areas: Home["areas"];
  readonly floors: NonNullable<Home["floors"]>;
};

/** A draft and what is laid down for it. */
type Reading = SourcedDraft & { readonly overlay: HomeOverlay; readonly laid: DeviceOverlay; readonly naming: DraftNaming; readonly nameSlugs: readonly string[]; readonly canCommand: boolean };

type Placed = Reading & { readonly circumstances: Circumstances; readonly device: Device; readonly area: PlacedArea | undefined; readonly foundArea: string | undefined };

/** What of the other devices matters for the name of this one. */
type Circumstances = "alone" | "only" | "shared" | "shared only";

export function nothingPlaced(): Placing {
  return { overlay: noOverlay, memory: new WeakMap(), all: [], finder: { key: "", find: createAreaFinder([]) }, areas: new Map(), floors: new Map() };
}

/** One pass over all drafts. Of two with the same id the first is taken. */
export function placeDevices(drafts: Iterable<SourcedDraft>, overlay: HomeOverlay, before: Placing): { readonly home: Home; readonly placing: Placing } {
  const { memory } = before;
  const readings = readDrafts(drafts, overlay, memory);
  const counts = countNames(readings);
  const finder = finderFor(readings, overlay, before.finder);
  const places = createAreaPlaces(overlay, before.areas);
  const devices = new Map<DeviceId, Device>();
  const all = readings.map((reading) => {
    const circumstances = circumstancesOf(reading, counts);
    const foundArea = reading.laid.area === undefined && reading.draft.area === undefined ? finder.find(reading.naming.fullSlug) : undefined;
    const kept = memory.get(reading.draft);
    const isSame = kept === reading && kept.circumstances === circumstances && kept.foundArea === foundArea;
    const placed = isSame ? kept : place(reading, { circumstances, foundArea, places, kept: kept?.device });
    if (!isSame) memory.set(reading.draft, placed);
    if (reading.laid.hidden === true) return placed;
    places.use(placed.area);
    devices.set(placed.device.id, placed.device);
    return placed;
  });
  const areas = samePlaces(before.areas, places.areas);
  const floors = overlay === before.overlay ? before.floors : floorsOf(overlay);
  return { home: { areas, devices, floors }, placing: { overlay, memory, all, finder, areas, floors } };
}

export function hiddenDevices({ all }: Placing): readonly Device[] {
  return all.filter(({ laid }) => laid.hidden === true).map(({ device }) => device);
}

/** Entries for devices that no device has taken up, in the order of the file. */
export function unmatchedEntries({ all, overlay }: Placing): readonly DeviceOverlay[] {
  const taken = new Set(all.map(({ laid }) => laid));
  return [...new Set(overlay.devices.values())].filter((entry) => !taken.has(entry));
}

/** What was placed under the same overlay is read already. */
function readDrafts(drafts: Iterable<SourcedDraft>, overlay: HomeOverlay, memory: Placing["memory"]): readonly (Reading | Placed)[] {
  const seen = new Set<DeviceId>();
  const readings: (Reading | Placed)[] = [];
  for (const { draft, source } of drafts) {
    if (seen.size === seen.add(draft.device.id).size) continue;
    const known = memory.get(draft);
    readings.push(known?.overlay === overlay && known.source === source ? known : readDraft({ draft, source }, overlay));
  }
  return readings;
}

function readDraft({ draft, source }: SourcedDraft, overlay: HomeOverlay): Reading {
  const naming = namingOf(draft);
  const { ownSlug, fullSlug } = naming;
  const laid = overlayFor(overlay, draft, [fullSlug, ownSlug]);
  const laidSlug = laid.name === undefined ? ownSlug : slugOf(laid.name);
  const canCommand = draft.device.capabilities.some(({ kind }) => kind !== "reading" && kind !== "event");
  return { draft, source, overlay, laid, naming, nameSlugs: laidSlug === ownSlug ? [ownSlug] : [ownSlug, laidSlug], canCommand };
}

type Counts = { readonly names: ReadonlyMap<string, number>; /** By the name of the thing that they are part of. */ readonly commandable: ReadonlyMap<string, number> };

/** Of the devices that are shown. One that was given another name is still called by its own. */
function countNames(readings: readonly Reading[]): Counts {
  const names = new Map<string, number>();
  const commandable = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { draft, laid, nameSlugs, canCommand } of readings) {
    if (laid.hidden === true) continue;
    for (const slug of nameSlugs) add(names, slug);
    if (canCommand && draft.deviceName !== undefined) add(commandable, draft.deviceName);
  }
  return { names, commandable };
}

function circumstancesOf({ draft, laid, naming, canCommand }: Reading, { names, commandable }: Counts): Circumstances {
  const isShared = (names.get(naming.ownSlug) ?? 0) > (laid.hidden === true ? 0 : 1);
  const isOnly = canCommand && draft.deviceName !== undefined && commandable.get(draft.deviceName) === 1;
  return isShared ? isOnly ? "shared only" : "shared" : isOnly ? "only" : "alone";
}

type Surroundings = Pick<Placed, "circumstances" | "foundArea"> & { readonly places: AreaPlaces; readonly kept: Device | undefined };

function place(reading: Reading, { circumstances, foundArea, places, kept }: Surroundings): Placed {
  const { draft, source, overlay, laid, naming, nameSlugs, canCommand } = reading;
  const { own, full } = naming;
  const isShared = circumstances.startsWith("shared");
  const name = laid.name ?? (isShared ? full : own);
  const aliases = new Set([...(laid.aliases ?? []), ...(isShared ? [] : [own]), full, ...(circumstances.endsWith("only") ? [draft.deviceName ?? name] : []), ...(draft.aliases ?? [])]);
  aliases.delete(name);
  const area = areaOf(reading, foundArea, places);
  const rules = laid.rules ?? draft.rules;
  const facts: DeviceFacts = {
    source, topic: draft.topic, nameFrom: laid.name === undefined && source !== "home.yaml" ? "announced" : "home.yaml", areaFrom: area?.from,
    ...(draft.problem === undefined ? {} : { problem: draft.problem }),
  };
  const fresh: Device = { ...draft.device, name, areaId: area?.id, facts, ...(rules === undefined ? {} : { rules }), aliases: [...aliases] };
  return { draft, source, overlay, laid, naming, nameSlugs, canCommand, circumstances, foundArea, area, device: keepUnchanged(kept, fresh) };
}

function areaOf({ draft, laid }: Reading, found: string | undefined, places: AreaPlaces): PlacedArea | undefined {
  if (laid.area === null) return undefined;
  if (laid.area !== undefined) return places.named(laid.area, "home.yaml");
  if (draft.area !== undefined) return places.named(draft.area.name, draft.area.from);
  return found === undefined ? undefined : places.named(found, "name");
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
