// (pure) Nothing reaches MQTT without passing here. Keyed on what a device is and what would happen to it, never on an
// intent's name: Home Assistant's HassTurnOff on a lock unlocks it.
import { nonEmpty } from "../base/types.ts";
import { type Command, type DeviceCommand, isTimerCommand } from "../home/command.ts";
import { type Device, devicesOf, type Home } from "../home/home.ts";
import { approve } from "./approval.ts";
import type { Decision } from "./decision.ts";

export type Evidence = { readonly home: Home; readonly matchedBy: "template" | "model"; readonly confidence: number | undefined };
export type Policy = (command: Command, evidence: Evidence) => Decision;

/** Covers that let people or vehicles in (Home Assistant cover `device_class` values). */
const entranceClasses: ReadonlySet<string> = new Set(["garage", "gate", "door"]);

/** A relay at a gate's or a door's motor announces itself as a plain switch. */
const relayName = /\b(gate|garage door|door (opener|lock|strike|release))\b/i;
const lampWord = /\b(light|lights|lamp|lamps|lighting)\b/i;
const entranceName = /\b(garage|gate|door)\b/i;

/**
 * The house policy:
 * unlocking, and opening a garage, gate or door, needs a confirmation;
 * a command that sweeps up devices by room or kind never touches locks, entrances or valves;
 * everything else is allowed.
 */
export const housePolicy: Policy = (command, { home }) => {
  if (command.type === "state.get" || isTimerCommand(command)) return { kind: "allow", command: approve(command) };
  const devices = devicesOf(home, command.deviceIds);
  const touched = command.scope === "group" ? devices.filter((device) => !isProtected(device)) : devices;
  const deviceIds = nonEmpty(touched.map((device) => device.id));
  if (deviceIds === undefined) return { kind: "refuse", reason: devices.length === 0 ? "noDevices" : "protectedGroup", command };
  const narrowed: DeviceCommand = { ...command, deviceIds };
  const guarded = touched.filter((device) => letsSomebodyIn(narrowed, device));
  if (guarded.length === 0) return { kind: "allow", command: approve(narrowed) };
  return {
    kind: "confirm",
    question: { action: command.type === "lock.set" || guarded.every((device) => device.kind === "lock") ? "unlock" : "open", deviceNames: guarded.map((device) => device.name) },
    command: narrowed,
  };
};

/** Swept up by a room or "everything", these are left alone. */
function isProtected(device: Device): boolean {
  return device.kind === "lock" || device.kind === "valve" || isEntrance(device);
}

function isEntrance(device: Device): boolean {
  if (device.kind === "switch") return relayName.test(device.name) && !lampWord.test(device.name);
  if (device.kind !== "cover") return false;
  // Many devices announce no class; then the name is all there is, and a garage door mistaken for a blind is the worse error.
  return device.deviceClass === "" ? entranceName.test(device.name) : entranceClasses.has(device.deviceClass);
}

/**
 * Would this command make the house easier to enter? A lock driven as a switch, and a gate told to go to a position or
 * to switch on, count as well: whatever the words, it is the resulting action that matters.
 */
function letsSomebodyIn(command: DeviceCommand, device: Device): boolean {
  if (device.kind === "lock") return !(command.type === "lock.set" && command.locked);
  if (!isEntrance(device)) return false;
  switch (command.type) {
    case "opening.set": return command.open;
    case "position.set": return command.positionPct > 0;
    case "opening.stop": return false;
    default: return true;
  }
}
