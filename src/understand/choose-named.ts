// (pure) A spoken name → the one device it means, or why it means none.
import { type AreaId, type Device, type DeviceId } from "../home/home.ts";
import { ambiguous, type Choice, type Chosen, type Failure, type Said } from "./choice.ts";
import { chooseMeant } from "./choose-meant.ts";
import type { Where } from "./choose-devices.ts";
import type { Fit } from "./fit.ts";
import type { Target } from "./intent.ts";
import { type NameGroup, nameRanks, type NameRank, type NameSpan } from "./names.ts";
import { written } from "../base/scripts.ts";

type Setting = Said & { readonly target: Target; readonly where: Where; readonly fit: Fit };

/** Each name of a list must mean exactly one device. */
export function chooseNamed(spans: readonly NameSpan[], setting: Setting): Choice {
  const chosen = new Map<DeviceId, Chosen>();
  let rank: NameRank = nameRanks.exact;
  let isSwept = false;
  for (const span of spans) {
    const one = span.meant === undefined ? chooseOne(span, setting) : chooseMeant(span.meant, { fit: setting.fit, mayBe: (device) => isPossible(device, setting), around: setting });
    if (!one.ok) return one;
    if (one.isSwept === true) isSwept = true;
    for (const item of one.chosen) chosen.set(item.device.id, item);
    if (one.rank > rank) rank = one.rank;
  }
  return { ok: true, chosen: [...chosen.values()], rank, ...(isSwept ? { isSwept } : {}) };
}

function wordsOf({ start, end }: NameSpan, { words }: Setting): string {
  return written(words.slice(start, end));
}

/** Of a kind that is meant, and where it is meant. */
function isPossible({ kind, areaId }: Device, { target, where, index }: Setting): boolean {
  if (target.kinds !== undefined && !target.kinds.includes(kind)) return false;
  if (where.is !== "areas" || areaId === undefined || where.areaIds.includes(areaId)) return true;
  return where.isFloor && index.home.areas.get(areaId)?.floorId === undefined;
}

/** What is in no room may be in the one that was said, as may what is in a room of no floor; less surely than what is known to be there. */
function isThere({ areaId }: Device, where: Where): boolean {
  return where.is !== "areas" || (areaId !== undefined && where.areaIds.includes(areaId));
}

type Candidate = Chosen & { readonly rank: NameRank };

function chooseOne(span: NameSpan, setting: Setting): Choice {
  const areaIds = nearAreas(setting);
  const named = span.groups.flatMap((group) => candidates(group, areaIds, setting));
  const able = onePerDevice(named.flatMap(({ device, rank }): readonly Candidate[] => {
    const served = setting.fit(device);
    return served === undefined ? [] : [{ device, served, rank }];
  }));
  const [first] = named;
  if (first === undefined) return ofOtherKind(span, setting) ?? { ok: false, reason: "unknownName", subject: wordsOf(span, setting) };
  if (able.length === 0) return unsupported(named.map(({ device }) => device));
  const best = measuring(surest(inTheRoom(able, setting)), setting);
  const [only] = best;
  const meant = best.length > 1 ? best.filter(({ device }) => setting.meant?.deviceIds.has(device.id)) : [];
  if (meant.length > 0) return { ok: true, chosen: meant, rank: meant[0]?.rank ?? nameRanks.exact };
  if (only === undefined || best.length > 1) return ambiguous(first.device.name, best.map(({ device }) => device), setting);
  return { ok: true, chosen: [only], rank: only.rank };
}

/** "dim the garage door": it is known, and no light. */
function ofOtherKind(span: NameSpan, setting: Setting): Failure | undefined {
  if (setting.target.kinds === undefined) return undefined;
  const anyKind = { ...setting, target: { ...setting.target, kinds: undefined } };
  const others = span.groups.flatMap((group) => candidates(group, nearAreas(setting), anyKind));
  return others.length === 0 ? undefined : unsupported(others.map(({ device }) => device));
}

function unsupported(devices: readonly Device[]): Failure {
  return { ok: false, reason: "unsupported", subject: devices[0]?.name ?? "", deviceIds: [...new Set(devices.map(({ id }) => id))].slice(0, 8) };
}

/** The rooms in which a device may be called without its room's name. */
function nearAreas({ where, heardInAreaId }: Setting): readonly AreaId[] {
  if (where.is === "areas") return where.areaIds;
  return heardInAreaId === undefined ? [] : [heardInAreaId];
}

function candidates(group: NameGroup, near: readonly AreaId[], setting: Setting): readonly { readonly device: Device; readonly rank: NameRank }[] {
  const rooms = group.areaId === undefined ? near : [group.areaId];
  return [...group.names.anywhere, ...rooms.flatMap((areaId) => group.names.inArea.get(areaId) ?? [])]
    .filter(({ device }) => {
      if (!isPossible(device, setting)) return false;
      // A scene that is in no room can be meant for any.
      if (group.areaId !== undefined && device.areaId !== group.areaId && !(device.kind === "scene" && device.areaId === undefined)) return false;
      return group.nouns === undefined || group.nouns.some((noun) => setting.index.isA(device, noun));
    })
    .map(({ device, rank }) => ({ device, rank: inPlace(rank, atLeast(group.atLeast, isThere(device, setting.where) ? nameRanks.exact : nameRanks.loose), setting.where) }));
}

/** "the light on the first floor" is rather all of them than the one "Hall Light". */
function inPlace(rank: NameRank, least: NameRank, where: Where): NameRank {
  return rank === nameRanks.short && where.is === "areas" && where.isFloor ? nameRanks.otherNumber : atLeast(rank, least);
}

function atLeast(one: NameRank, other: NameRank): NameRank {
  return one > other ? one : other;
}

/** Asked how much, a sensor tells more than a warning that it is low. */
function measuring(best: readonly Candidate[], { target }: Setting): readonly Candidate[] {
  const sensors = target.quantity === undefined ? [] : best.filter(({ device }) => device.kind === "sensor");
  return sensors.length > 0 ? sensors : best;
}

function onePerDevice(all: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<DeviceId, Candidate>();
  for (const candidate of all) {
    const known = best.get(candidate.device.id);
    if (known === undefined || candidate.rank < known.rank) best.set(candidate.device.id, candidate);
  }
  return [...best.values()];
}

/** "the lamp", said in the bedroom, is the bedroom's, even where a device elsewhere has that very name. */
function inTheRoom(able: readonly Candidate[], { heardInAreaId }: Setting): readonly Candidate[] {
  const near = heardInAreaId === undefined ? [] : able.filter(({ device }) => device.areaId === heardInAreaId);
  return near.length > 0 ? near : able;
}

function surest(able: readonly Candidate[]): readonly Candidate[] {
  const best = Math.min(...able.slice(0, 1000).map(({ rank }) => rank));
  return able.filter(({ rank }) => rank === best);
}
