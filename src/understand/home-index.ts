// (pure) Which words name what in a home: made once for each snapshot, asked for each utterance.
import { editDistance } from "../base/edit-distance.ts";
import type { Area, AreaId, Device, DeviceKind, Home } from "../home/home.ts";
import { tellingWords } from "./spoken-words.ts";

export type HomeIndex = {
  readonly devices: readonly Device[];
  /** Positions in `devices` whose name or alias holds the word. */
  readonly devicesByWord: ReadonlyMap<string, readonly number[]>;
  /** Count of words in each device's name, those of its room left out, by position. */
  readonly nameLengths: readonly number[];
  readonly areasByWord: ReadonlyMap<string, readonly AreaWords[]>;
  readonly byArea: ReadonlyMap<AreaId, readonly Device[]>;
  readonly byKind: ReadonlyMap<DeviceKind, readonly Device[]>;
  /** Every word of the two maps, by its first letter: where a misheard word is looked for. */
  readonly wordsByFirstLetter: ReadonlyMap<string, readonly string[]>;
};

/** A room and the words of its name and of each alias. */
export type AreaWords = { readonly area: Area; readonly names: readonly (readonly string[])[] };

/** Words of the home that were said, with 0..1 for how surely. */
export type WordMatches = ReadonlyMap<string, number>;

/** Words beyond this in one name are not indexed: a name of ten thousand letters is no name. */
const mostWords = 12;

const indexes = new WeakMap<Home, HomeIndex>();

/** The index of a home, kept as long as that snapshot lives. */
export function homeIndexOf(home: Home): HomeIndex {
  const known = indexes.get(home);
  if (known !== undefined) return known;
  const index = buildIndex(home);
  indexes.set(home, index);
  return index;
}

function buildIndex(home: Home): HomeIndex {
  const devices = [...home.devices.values()];
  const devicesByWord = new Map<string, number[]>();
  const nameLengths: number[] = [];
  const byArea = new Map<AreaId, Device[]>();
  const byKind = new Map<DeviceKind, Device[]>();
  for (const [position, device] of devices.entries()) {
    const names = [device.name, ...device.aliases].map((name) => ownWords(name, device.areaId === undefined ? undefined : home.areas.get(device.areaId)));
    nameLengths.push(names[0]?.length ?? 0);
    for (const word of new Set(names.flat())) addTo(devicesByWord, word, position);
    if (device.areaId !== undefined) addTo(byArea, device.areaId, device);
    addTo(byKind, device.kind, device);
  }
  const areasByWord = new Map<string, AreaWords[]>();
  for (const area of home.areas.values()) {
    const entry = { area, names: [area.name, ...area.aliases].map(nameWords).filter((words) => words.length > 0) };
    for (const word of new Set(entry.names.flat())) addTo(areasByWord, word, entry);
  }
  const wordsByFirstLetter = new Map<string, string[]>();
  for (const word of new Set([...devicesByWord.keys(), ...areasByWord.keys()])) addTo(wordsByFirstLetter, word.charAt(0), word);
  return { devices, devicesByWord, nameLengths, areasByWord, byArea, byKind, wordsByFirstLetter };
}

function nameWords(name: string): readonly string[] {
  return tellingWords(name).slice(0, mostWords);
}

/** A name without the words of its room, which count as the room's: "kitchen lamp" in the kitchen is a lamp. */
function ownWords(name: string, area: Area | undefined): readonly string[] {
  const words = nameWords(name);
  const roomWords = area === undefined ? [] : nameWords(area.name);
  const own = words.filter((word) => !roomWords.includes(word));
  return own.length > 0 ? own : words;
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Words of the home that `said` holds: exactly, else as a beginning ("bed" in "bedside"), else with a letter or two wrong. */
export function matchWords(index: HomeIndex, said: readonly string[]): WordMatches {
  const matches = new Map<string, number>();
  for (const word of new Set(said)) {
    const known = index.devicesByWord.has(word) || index.areasByWord.has(word);
    const near = known ? [[word, 1] as const] : similarWords(index, word);
    for (const [match, weight] of near) matches.set(match, Math.max(weight, matches.get(match) ?? 0));
  }
  return matches;
}

/** How surely a word that is not exactly the said one is meant. */
const likeness = { beginning: 0.6, misheard: 0.5 };

function similarWords(index: HomeIndex, said: string): readonly (readonly [string, number])[] {
  const found: [string, number][] = [];
  for (const word of index.wordsByFirstLetter.get(said.charAt(0)) ?? []) {
    const shorter = Math.min(word.length, said.length);
    if (shorter >= 3 && (word.startsWith(said) || said.startsWith(word))) found.push([word, likeness.beginning]);
    else if (editDistance(word, said, shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0) < Infinity) found.push([word, likeness.misheard]);
  }
  return found;
}
