// (pure) What a device's name tells about it, where its kind does not: a relay at a gate's motor calls itself a switch.
import type { Device } from "../home/home.ts";
import { type FoldedName, foldName, foldWord } from "./fold-name.ts";
import type { GuardGroup } from "./guard-groups.ts";
import * as data from "./telling-words.ts";

type Matcher = { readonly word: (word: string) => boolean; readonly sign: (joined: string) => boolean };

function matcher({ words, endings = "", signs = "" }: data.WordList): Matcher {
  const list = (text: string) => text.split(" ").filter((word) => word !== "").map(foldWord);
  const [whole, ends, characters] = [new Set(list(words)), list(endings), list(signs)];
  return {
    word: (word) => whole.has(word) || ends.some((ending) => word.endsWith(ending)),
    sign: (joined) => characters.some((sign) => joined.includes(sign)),
  };
}

const gate = matcher(data.gates);
const garage = matcher(data.garages);
const door = matcher(data.doors);
const drive = matcher(data.drives);
const filler = matcher(data.fillers);
const harmless = matcher(data.harmlessThings);
const lock = matcher(data.locks);
const otherLock = matcher(data.otherLocks);
const valve = matcher(data.valves);
const otherValve = matcher(data.otherValves);
const siren = matcher(data.sirens);
const disarming = matcher(data.alarms);
const alarm = matcher(data.alarm);
const alarmSystem = matcher(data.alarmSystems);
const heater = matcher(data.heaters);

/** A name in one of its readings. */
type Reading = { readonly words: readonly string[]; readonly joined: string };

const has = ({ words, joined }: Reading, { word, sign }: Matcher) => words.some(word) || (joined !== "" && sign(joined));

/** "Garage", "Garage 2 left" and "Garage relay" are its door; "Garage freezer" and "Garage radio" are not. */
function isNothingButGarage(reading: Reading): boolean {
  return has(reading, garage) && (has(reading, drive) || reading.words.every((word) => garage.word(word) || filler.word(word) || garage.sign(word)));
}

const opensByName = (reading: Reading) => !has(reading, harmless) && (has(reading, gate) || has(reading, door) || isNothingButGarage(reading));

/** What makes a name tell of each group. */
const tells: Readonly<Record<GuardGroup, (reading: Reading) => boolean>> = {
  entrance: opensByName,
  unlock: (reading) => has(reading, lock) && !has(reading, otherLock),
  valve: (reading) => has(reading, valve) && !has(reading, otherValve),
  siren: (reading) => has(reading, siren),
  disarm: (reading) => has(reading, disarming) || (has(reading, alarm) && has(reading, alarmSystem)),
};

/**
 * The groups that a name or an alias tells of. "drive": only where it also speaks of a drive, an opener or a relay, for
 * kinds that are most likely what they say.
 */
export function groupsByName(device: Device, least: "any" | "drive"): readonly GuardGroup[] {
  const readings = readingsOf(device).filter((reading) => least === "any" || has(reading, drive));
  return (Object.keys(tells) as GuardGroup[]).filter((group) => readings.some(tells[group]));
}

/** Whether a cover's name is that of an entrance; "gates": a shutter is often called by the door that it hangs at. */
export function namesOfEntrance(device: Device, which: "all" | "gates"): boolean {
  return readingsOf(device).some((reading) => has(reading, gate) || has(reading, garage) || (which === "all" && has(reading, door)));
}

const hot = new WeakMap<Device, boolean>();

/** Whether a name is that of something that gets hot. Found out once for each device. */
export function namesOfHeat(device: Device): boolean {
  const known = hot.get(device) ?? readingsOf(device).some((reading) => has(reading, heater));
  hot.set(device, known);
  return known;
}

function readingsOf({ name, aliases }: Device): readonly Reading[] {
  return [name, ...aliases].flatMap((text) => {
    const { readings, joined }: FoldedName = foldName(text);
    return readings.map((words) => ({ words, joined }));
  });
}
