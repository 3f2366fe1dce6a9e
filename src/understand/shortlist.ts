// (pure) The few devices and rooms that an utterance may be about, so that the cost of a model does not grow with the home.
import { nonEmpty } from "../base/types.ts";
import type { NonEmpty } from "../base/types.ts";
import type { Area, AreaId, Device, DeviceKind, Home } from "../home/home.ts";
import { homeIndexOf, matchWords } from "./home-index.ts";
import type { HomeIndex, WordMatches } from "./home-index.ts";
import { isKindWord, kindsNamedBy, tellingWords } from "./spoken-words.ts";

export type Shortlist = {
  /** At most 16, best first. */
  readonly devices: readonly Device[];
  /** Rooms named, at most 3, and the room heard in. */
  readonly areas: readonly Area[];
  readonly heardIn: Area | undefined;
  /** What can be commanded together: all of a kind in one of `areas`, and in the whole home. */
  readonly groups: readonly DeviceGroup[];
};

export type DeviceGroup = {
  /** undefined: the whole home. */
  readonly area: Area | undefined;
  readonly kind: DeviceKind;
  readonly devices: NonEmpty<Device>;
};

/** A model is to choose among so many; with more, its prompt grows by some four tokens each. */
const mostDevices = 16;
/** Enough for "the kitchen, the hall and the bathroom". */
const mostNamedAreas = 3;
/** When nothing was named, so many devices of the room are offered. */
const roomDevices = 8;
/** Rooms with more of a kind than this are still one group. Sensors and scenes are never swept up. */
const groupKinds: readonly DeviceKind[] = ["light", "switch", "climate", "lock", "cover", "fan", "valve"];

/** Beside a name's words: what a named kind, a named room and the room heard in add to a device's score. */
const bonus = { kind: 1.5, namedArea: 2, heardInArea: 1, both: 1.5 };

/** Candidates for `said`. Nothing at all when no word has to do with the home and no room is known, unless the home is tiny. */
export function shortlistFor(home: Home, said: string, heardInAreaId: AreaId | undefined): Shortlist {
  const index = homeIndexOf(home);
  const words = tellingWords(said);
  const matches = matchWords(index, words);
  const named = namedAreas(index, matches);
  const heardIn = heardInAreaId === undefined ? undefined : home.areas.get(heardInAreaId);
  const devices = bestDevices(index, { matches, kinds: kindsNamedBy(words), named, heardIn });
  const areas = heardIn === undefined || named.includes(heardIn) ? named : [...named, heardIn];
  const anything = devices.length > 0 || named.length > 0;
  return { devices, areas, heardIn, groups: anything ? groupsOf(index, areas) : [] };
}

type Evidence = {
  readonly matches: WordMatches;
  readonly kinds: ReadonlySet<DeviceKind>;
  readonly named: readonly Area[];
  readonly heardIn: Area | undefined;
};

function bestDevices(index: HomeIndex, evidence: Evidence): readonly Device[] {
  const scores = nameScores(index, evidence.matches);
  for (const [position, device] of index.devices.entries()) {
    scores[position] = (scores[position] ?? 0) + placeScore(device, evidence);
  }
  const ranked = worthOffering(index, scores, evidence.kinds);
  const nearby = evidence.heardIn === undefined ? [] : (index.byArea.get(evidence.heardIn.id) ?? []);
  const unnamed = nearby.length > 0 ? nearby.slice(0, roomDevices) : index.devices.length <= mostDevices ? index.devices : [];
  return ranked.length > 0 ? ranked : unnamed;
}

/** A device this much weaker than the best is only noise, except the first few of a kind that was named. */
const weakestShare = 0.5;
const alwaysOfNamedKind = 3;

function worthOffering(index: HomeIndex, scores: Float64Array, kinds: ReadonlySet<DeviceKind>): readonly Device[] {
  const top = topPositions(scores, mostDevices);
  const best = scores[top[0] ?? 0] ?? 0;
  const offered: Device[] = [];
  for (const position of top) {
    const device = index.devices[position];
    if (device === undefined) continue;
    const ofKind = offered.filter(({ kind }) => kind === device.kind).length;
    if ((scores[position] ?? 0) >= best * weakestShare || (kinds.has(device.kind) && ofKind < alwaysOfNamedKind)) offered.push(device);
  }
  return offered;
}

/** A word like "light" in a name tells little beside what it says of the kind. */
const kindWordWeight = 0.15;

/** Rare words tell more than common ones; a name of which all words were said more than one of which half were. */
function nameScores(index: HomeIndex, matches: WordMatches): Float64Array {
  const scores = new Float64Array(index.devices.length);
  for (const [word, weight] of matches) {
    const holders = index.devicesByWord.get(word) ?? [];
    const rarity = Math.log(1 + index.devices.length / Math.max(1, holders.length)) * (isKindWord(word) ? kindWordWeight : 1);
    for (const position of holders) {
      const share = 1 / Math.max(1, index.nameLengths[position] ?? 1);
      scores[position] = (scores[position] ?? 0) + weight * rarity * (0.5 + share);
    }
  }
  return scores;
}

function placeScore(device: Device, { kinds, named, heardIn }: Evidence): number {
  const isKind = kinds.has(device.kind);
  const isNamed = named.some((area) => area.id === device.areaId);
  const isNear = isKind && named.length === 0 && heardIn !== undefined && heardIn.id === device.areaId;
  return (isKind ? bonus.kind : 0) + (isNamed ? bonus.namedArea : 0) + (isNear ? bonus.heardInArea : 0) + (isKind && isNamed ? bonus.both : 0);
}

/** Positions of the `count` highest scores above zero, highest first; of equals the earlier. */
function topPositions(scores: Float64Array, count: number): readonly number[] {
  const top: number[] = [];
  for (const [position, score] of scores.entries()) {
    const last = top[count - 1];
    if (score <= 0 || (last !== undefined && score <= (scores[last] ?? 0))) continue;
    const at = top.findIndex((other) => (scores[other] ?? 0) < score);
    top.splice(at < 0 ? top.length : at, 0, position);
    top.length = Math.min(top.length, count);
  }
  return top;
}

/** Rooms of which every word of a name was said, most words first. */
function namedAreas(index: HomeIndex, matches: WordMatches): readonly Area[] {
  const candidates = new Set([...matches.keys()].flatMap((word) => index.areasByWord.get(word) ?? []));
  const found: { area: Area; words: number }[] = [];
  for (const { area, names } of candidates) {
    const whole = names.filter((words) => words.every((word) => matches.has(word)));
    const longest = Math.max(0, ...whole.map((words) => words.length));
    if (longest > 0) found.push({ area, words: longest });
  }
  return found.toSorted((a, b) => b.words - a.words).slice(0, mostNamedAreas).map(({ area }) => area);
}

function groupsOf(index: HomeIndex, areas: readonly Area[]): readonly DeviceGroup[] {
  return [undefined, ...areas].flatMap((area) => groupKinds.flatMap((kind) => {
    const inPlace = area === undefined ? index.byKind.get(kind) : index.byArea.get(area.id)?.filter((device) => device.kind === kind);
    // What stands for others is left out: they are in it themselves.
    const devices = nonEmpty((inPlace ?? []).filter((device) => device.isGroup !== true));
    return devices === undefined ? [] : [{ area, kind, devices }];
  }));
}
