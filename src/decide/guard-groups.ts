// (pure) What a device can do harm with, and which commands to it do none.
import type { CommandAction } from "../home/command.ts";
import type { Device } from "../home/home.ts";
import { groupsByName, namesOfEntrance } from "./telling-names.ts";

/** What is guarded: letting somebody in by a lock or an entrance, opening a valve, disarming, and waking the street. */
export const guardGroups = ["unlock", "entrance", "valve", "disarm", "siren"] as const;
export type GuardGroup = (typeof guardGroups)[number];

/** Covers that let people or vehicles in (Home Assistant cover `device_class` values). */
const entranceClasses: ReadonlySet<string> = new Set(["garage", "gate", "door"]);
/** Covers that do not, whatever their name; "shutter" and no class at all leave it to the name. */
const harmlessClasses: ReadonlySet<string> = new Set(["awning", "blind", "curtain", "damper", "shade", "window"]);

const groups = new WeakMap<Device, readonly GuardGroup[]>();

/** The groups that a device belongs to; none for most. A device is immutable, so this is found out once for each. */
export function groupsOf(device: Device): readonly GuardGroup[] {
  const known = groups.get(device);
  if (known !== undefined) return known;
  const found = findGroups(device);
  groups.set(device, found);
  return found;
}

function findGroups(device: Device): readonly GuardGroup[] {
  switch (device.kind) {
    case "lock": return ["unlock"];
    case "valve": return ["valve"];
    case "alarm": return ["disarm"];
    case "siren": return ["siren"];
    case "cover": return isEntranceCover(device) ? ["entrance"] : [];
    // These only tell something.
    case "sensor": case "binarySensor": case "event": case "person": case "weather": return [];
    // A relay at a gate's motor announces itself as a plain switch; what a scene or a button does, only its name tells.
    case "switch": case "button": case "scene": case "select": case "number": return groupsByName(device, "any");
    case "light": case "climate": case "fan": case "humidifier": case "vacuum": case "lawnMower": case "mediaPlayer": return groupsByName(device, "drive");
  }
}

function isEntranceCover(device: Device): boolean {
  if (entranceClasses.has(device.deviceClass)) return true;
  if (harmlessClasses.has(device.deviceClass)) return false;
  // Without a class the name is all there is, and a garage door mistaken for a blind is the worse error.
  return namesOfEntrance(device, device.deviceClass === "shutter" ? "gates" : "all");
}

type Judge = (command: CommandAction, device: Device) => boolean;

/** What does no harm in each group. Everything that is not told here does: whatever the words, the result matters. */
const harmless: Readonly<Record<GuardGroup, Judge>> = {
  unlock: (command) => command.type === "lock.set" && command.locked === true,
  entrance: (command, { kind }) => kind === "cover" && isClosing(command),
  valve: (command) => isClosing(command) || isOff(command),
  // Between two ways of being armed is no disarming; a switch that is an alarm is armed by being on.
  disarm: (command) => (command.type === "alarm.set" && command.mode !== "disarmed") || (command.type === "onOff.set" && command.on === true),
  siren: (command) => isOff(command),
};

/** The groups in which this command would do what is guarded. */
export function harmsOf(command: CommandAction, device: Device): readonly GuardGroup[] {
  if (command.type === "state.get") return [];
  return groupsOf(device).filter((group) => !harmless[group](command, device));
}

function isOff(command: CommandAction): boolean {
  return command.type === "onOff.set" && command.on === false;
}

/** Stopping counts as closing: a gate that is stopped lets in nobody who could not come in before. */
function isClosing(command: CommandAction): boolean {
  switch (command.type) {
    case "opening.set": return command.open === false;
    case "opening.stop": return true;
    case "position.set": return command.positionPct <= 0;
    case "position.change": return command.deltaPct <= 0;
    default: return false;
  }
}
