// (pure) "the lights", "everything in the kitchen", "the thermostat": devices by kind and room.
import { together } from "../base/scripts.ts";
import type { Area, AreaId, Device, DeviceKind } from "../home/home.ts";
import { ambiguous, type Choice, type Chosen, type Failure, type Surroundings } from "./choice.ts";
import { devicesIn, type Where } from "./choose-devices.ts";
import { expectedState, type Fit } from "./fit.ts";
import type { KindWord } from "./intent.ts";
import { nameRanks } from "./names.ts";
import { slotOf, type Match } from "./template-match.ts";

/**
 * All devices of the kind in the room, or the only one where one is asked for.
 * "the lights" means the room the words were heard in. Without such a room it means the only room that has some, and is
 * otherwise ambiguous: a whole house going dark is no good guess.
 */
export function chooseSwept(match: Match, where: Where, around: Surroundings, fit: Fit): Choice {
  const { kind } = match.accepted.intent.command.target;
  const said = kind === undefined ? undefined : slotOf(match, kind)?.value;
  const kinds = said?.list === "kind" ? said.each ?? [said] : [undefined];
  const choices = kinds.map((nouns) => chooseKind(match, { where, sweep: sweepOf(match, nouns, around) }, around, fit));
  const failure = choices.find((choice) => !choice.ok);
  if (failure !== undefined) return failure;
  const chosen = new Map(choices.flatMap((choice) => choice.ok ? choice.chosen : []).map((one) => [one.device, one]));
  return { ok: true, chosen: [...chosen.values()], rank: nameRanks.sweep };
}

/** The devices of one kind; of "the blinds and the curtains" each is looked for by itself. */
function chooseKind(match: Match, { where, sweep }: { readonly where: Where; readonly sweep: Sweep }, around: Surroundings, fit: Fit): Choice {
  const all = (pool: readonly Device[]) => firstMeant(match, withoutOnlookers(bestMeasures(fitting(pool, sweep, around, fit), where), sweep));
  const { count } = match.accepted.intent.command.target;
  switch (where.is) {
    case "anywhere": return settle(all(everyDevice(sweep, around)), undefined);
    case "areas": {
      const there = all(devicesIn(where.areaIds, around));
      return settle(there.length > 0 || !sweep.isMeasured ? there : all(namedAfter(where.areaIds, sweep, around)), around.index.home.areas.get(where.areaIds[0] as AreaId));
    }
    case "here": {
      const near = where.areaId === undefined ? [] : all(devicesIn([where.areaId], around));
      const here = where.areaId === undefined ? undefined : around.index.home.areas.get(where.areaId);
      if (near.length > 0) return settle(near, here);
      const called = where.areaId === undefined || !sweep.isMeasured ? [] : all(namedAfter([where.areaId], sweep, around));
      if (called.length > 0) return settle(called, here);
      const anywhere = all(everyDevice(sweep, around));
      // "the ceiling fan" may be the only one of the house; "the lights" of another room are not meant.
      return here !== undefined && !sweep.mayBeElsewhere && !(sweep.single && anywhere.length === 1) ? settle(near, here) : settleWithoutRoom(anywhere, sweep, around);
    }
  }
  function settle(chosen: readonly Chosen[], area: Area | undefined): Choice {
    // "set the bedroom to 20": the room is known, it only has nothing that could.
    if (chosen.length === 0 && area !== undefined && sweep.nouns === undefined) return { ok: false, reason: "unsupported", subject: area.name };
    if (chosen.length === 0) return { ok: false, reason: "unknownName", subject: together([area?.name ?? "", sweep.words]) };
    const onlyOne = count === "one" || (count === "oneHere" && where.is === "here");
    if (onlyOne && chosen.length > 1) return answered(chosen, around) ?? ambiguous(sweep.words, chosen.map(({ device }) => device), around);
    return { ok: true, chosen, rank: nameRanks.sweep };
  }
}

type Sweep = {
  readonly kinds: readonly DeviceKind[];
  readonly nouns: readonly KindWord[] | undefined;
  readonly deviceClass: string | undefined;
  /** How a reply calls them. */
  readonly words: string;
  /** One thing of the house ("the thermostat") may stand in another room than the speaker; "the lights" may not. */
  readonly mayBeElsewhere: boolean;
  /** "the light", not "the lights". */
  readonly single: boolean;
  /** It is about what is measured. */
  readonly isMeasured: boolean;
};

function sweepOf(match: Match, said: { readonly nouns: readonly KindWord[]; readonly many: boolean } | undefined, { index }: Surroundings): Sweep {
  const { target } = match.accepted.intent.command;
  const nouns = said?.nouns;
  const quantity = target.quantity === undefined ? undefined : target.quantity.is === "value" ? target.quantity.value : quantityIn(match, target.quantity.slot);
  const kinds = nouns?.map(({ kind }) => kind) ?? target.kinds ?? (quantity === undefined ? [] : ["sensor", "climate", "binarySensor"] as const);
  const words = nouns?.[0]?.many[0] ?? quantity?.replaceAll("_", " ") ?? (kinds[0] === undefined || kinds.length > 1 ? "" : index.callOf(kinds[0]));
  return { kinds: [...new Set(kinds)], nouns, deviceClass: target.deviceClass, words, mayBeElsewhere: target.count !== "all", single: said?.many === false, isMeasured: quantity !== undefined };
}

function quantityIn(match: Match, slot: string): string {
  const value = slotOf(match, slot)?.value;
  return value?.list === "quantity" ? value.quantity : "";
}

function everyDevice(sweep: Sweep, { index }: Surroundings): readonly Device[] {
  return sweep.kinds.flatMap((kind) => index.ofKind.get(kind) ?? []);
}

/** "Living Room Humidity" that nobody has put into a room measures the living room all the same. */
function namedAfter(areaIds: readonly AreaId[], sweep: Sweep, around: Surroundings): readonly Device[] {
  const names = areaIds.flatMap((areaId) => { const area = around.index.home.areas.get(areaId); return area === undefined ? [] : [area.name, ...area.aliases]; }).map((name) => name.toLowerCase());
  return everyDevice(sweep, around).filter(({ name, areaId }) => areaId === undefined && names.some((area) => area !== "" && name.toLowerCase().startsWith(area)));
}

/** A group and its members would be told twice and counted twice; only where there are no others do groups stand in. */
function fitting(pool: readonly Device[], sweep: Sweep, around: Surroundings, fit: Fit): readonly Chosen[] {
  const all = everyFitting(pool, sweep, around, fit);
  const single = all.filter(({ device }) => device.isGroup !== true);
  return single.length > 0 ? single : all;
}

function everyFitting(pool: readonly Device[], sweep: Sweep, { index }: Surroundings, fit: Fit): readonly Chosen[] {
  return pool.flatMap((device): readonly Chosen[] => {
    if (!sweep.kinds.includes(device.kind)) return [];
    if (sweep.deviceClass !== undefined && device.deviceClass !== sweep.deviceClass) return [];
    if (sweep.nouns !== undefined && !sweep.nouns.some((noun) => index.isA(device, noun))) return [];
    const served = fit(device);
    return served === undefined ? [] : [{ device, served }];
  });
}

/** What the air of a house has; a battery has its level wherever it is. */
const ofTheAir: ReadonlySet<string> = new Set(["temperature", "humidity"]);

/** A thermostat measures too, but is asked only where no sensor does. What stands in no room (a furnace, a freezer) measures no house. */
function bestMeasures(chosen: readonly Chosen[], where: Where): readonly Chosen[] {
  const inRooms = where.is === "anywhere" ? chosen.filter(({ device }) => device.areaId !== undefined) : [];
  const pool = inRooms.length > 0 && chosen.some(({ device }) => device.kind === "sensor" && ofTheAir.has(device.deviceClass)) ? inRooms : chosen;
  const sensors = pool.filter(({ device }) => device.kind === "sensor");
  return sensors.length > 0 ? sensors : pool;
}

/** "which lights are on" asks lights; a sensor for light is asked where there are none. Doors and their contacts both know. */
function withoutOnlookers(chosen: readonly Chosen[], { nouns }: Sweep): readonly Chosen[] {
  const own = nouns !== undefined && chosen.some(({ served }) => served === "onOff");
  return own ? chosen.filter(({ device }) => device.kind !== "binarySensor") : chosen;
}

/** Of a state word with several meanings the first counts that anything here can tell: "running" is rather the washer than the robot. */
function firstMeant(match: Match, chosen: readonly Chosen[]): readonly Chosen[] {
  const meanings = expectedState(match);
  const first = meanings.length < 2 ? undefined : meanings.find(({ capability }) => chosen.some(({ served }) => served === capability));
  return first === undefined ? chosen : chosen.filter(({ served }) => served === first.capability);
}

/** No room was heard in: one device, or one room that has them, is clear enough. */
function settleWithoutRoom(chosen: readonly Chosen[], sweep: Sweep, around: Surroundings): Choice {
  const devices = chosen.map(({ device }) => device);
  if (chosen.length === 0) return { ok: false, reason: "unknownName", subject: sweep.words };
  if (chosen.length === 1) return { ok: true, chosen, rank: nameRanks.sweep };
  const meant = answered(chosen, around);
  if (meant !== undefined) return meant;
  if (sweep.mayBeElsewhere || sweep.single) return ambiguous(sweep.words, devices, around);
  const areaIds = new Set(devices.map(({ areaId }) => areaId));
  const [only] = areaIds;
  if (areaIds.size === 1 && (only !== undefined || around.index.home.areas.size === 0)) return { ok: true, chosen, rank: nameRanks.sweep };
  return whichRoom(sweep.words, [...areaIds], around);
}

/** Those that a question was answered with, if there was one. */
function answered(chosen: readonly Chosen[], { meant }: Surroundings): Choice | undefined {
  const picked = meant === undefined ? [] : chosen.filter(({ device }) => meant.deviceIds.has(device.id) || (device.areaId !== undefined && meant.areaIds.has(device.areaId)));
  return picked.length === 0 ? undefined : { ok: true, chosen: picked, rank: nameRanks.sweep };
}

function whichRoom(words: string, areaIds: readonly (AreaId | undefined)[], { index }: Surroundings): Failure {
  const rooms = areaIds.map((areaId) => areaId === undefined ? undefined : index.home.areas.get(areaId)).filter((area) => area !== undefined).slice(0, 5);
  return { ok: false, reason: "ambiguousName", subject: words, candidates: rooms.map(({ name }) => together([name, words])), areaIds: rooms.map(({ id }) => id) };
}
