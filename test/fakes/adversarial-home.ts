// Homes and commands that are out to get in, with what each device truly is written beside it by hand.
import type { NonEmpty } from "../../src/base/types.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { activities, type Device, type DeviceId, type DeviceKind, deviceKinds, guards, type Home, playbackActions } from "../../src/home/home.ts";
import { alarmModes } from "../../src/home/state.ts";
import { pickFrom } from "./seeded-random.ts";

/** What a device truly is; "plain" can do no harm. */
export type Truth = "lock" | "entrance" | "valve" | "alarm" | "siren" | "plain";
export type Suspect = { readonly device: Device; readonly truth: Truth };
type Random = () => number;
type ActionType = CommandAction["type"];
/** A command that is for devices. */
export type AimedCommand = CommandAction & { readonly deviceIds: NonEmpty<DeviceId>; readonly scope: "named" | "group" };

/** Names of switches, buttons and scenes, and what they move. */
const telling: readonly (readonly [string, Truth])[] = [
  ["Gate", "entrance"], ["Driveway gate", "entrance"], ["Garage", "entrance"], ["Garage door", "entrance"], ["Front door", "entrance"], ["Door opener", "entrance"], ["Open garage", "entrance"], ["Tor", "entrance"], ["Hoftor", "entrance"], ["Garagentor", "entrance"], ["Haustür", "entrance"], ["Türöffner", "entrance"],
  ["門", "entrance"], ["大门", "entrance"], ["车库", "entrance"], ["車庫", "entrance"], ["开门", "entrance"], ["ガレージ", "entrance"], ["Portail", "entrance"], ["Porte", "entrance"], ["Puerta", "entrance"], ["Cancello", "entrance"], ["Voordeur", "entrance"], ["Poort", "entrance"], ["Дверь", "entrance"], ["Ворота", "entrance"], ["Brama", "entrance"],
  ["Deadbolt", "lock"], ["Unlock all", "lock"], ["Schloss", "lock"], ["锁", "lock"], ["Water valve", "valve"], ["Hauptventil", "valve"], ["水阀", "valve"], ["Vanne", "valve"], ["Siren", "siren"], ["Sirene", "siren"], ["警笛", "siren"], ["Disarm", "alarm"], ["Alarmanlage", "alarm"], ["撤防", "alarm"],
];
const plainNames = ["Lamp", "Coffee machine", "Fan", "Bedroom", "Desk", "Gate light", "Garage freezer", "Doorbell", "Küche", "厨房", "Movie night", "TV", "Child lock", "Radiator valve", "", "constructor"];
const coverClasses: readonly (readonly [string, Truth])[] = [["garage", "entrance"], ["gate", "entrance"], ["door", "entrance"], ["blind", "plain"], ["curtain", "plain"], ["shade", "plain"], ["awning", "plain"], ["window", "plain"]];
const kindTruth: Readonly<Partial<Record<DeviceKind, Truth>>> = { lock: "lock", valve: "valve", alarm: "alarm", siren: "siren" };

const lookalikes: Readonly<Record<string, string>> = { a: "а", e: "е", o: "ο", p: "р", c: "с", x: "х", y: "у", i: "і", A: "Α", E: "Ε", O: "О", T: "Т", B: "В", H: "Н", M: "М" };
const invisible = ["\u200B", "\u200D", "\u00AD", "\uFE0F", "\u2060", "\u034F", "\u202E"];
const marks = ["\u0301", "\u0300", "\u0323"];

/** The same to the eye, or nearly; no letter of another meaning. */
const disguises: readonly ((name: string, random: Random) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name, random) => each(name, (letter) => random() < 0.5 ? lookalikes[letter] ?? letter : letter),
  (name, random) => each(name, (letter) => random() < 0.4 ? letter + pickFrom(invisible, random) : letter),
  (name, random) => each(name, (letter) => /[A-Za-z]/.test(letter) && random() < 0.3 ? letter + pickFrom(marks, random) : letter),
  (name) => each(name, (letter) => /[A-Za-z]/.test(letter) ? String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0) : letter),
  (name, random) => each(name, (letter) => random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase()),
  (name, random) => name.replaceAll(" ", pickFrom(["_", "-", ".", "  ", "\u00A0", "/"], random)),
  (name, random) => `${name} ${Math.floor(random() * 9)}`,
  (name, random) => `${pickFrom(["🚪", "*", "  ", "(", "#"], random)}${name}`,
  (name) => name.normalize("NFD"),
];

function each(text: string, change: (letter: string) => string): string {
  return Array.from(text, change).join("");
}

function suspect(id: string, random: Random): Suspect {
  const kind = pickFrom(deviceKinds, random);
  const [deviceClass, classTruth] = kind === "cover" ? pickFrom(coverClasses, random) : [pickFrom(["", "", "restart", "outlet"], random), "plain" as const];
  const speaks = kind === "switch" || kind === "button" || kind === "scene" || kind === "select" || kind === "number";
  const [plainly, nameTruth] = speaks && random() < 0.6 ? pickFrom(telling, random) : [pickFrom(plainNames, random), "plain" as const];
  const name = nameTruth === "plain" ? plainly : pickFrom(disguises, random)(plainly, random);
  const isRenamed = random() < 0.2;
  const rules = random() < 0.35 ? { rules: { ...(random() < 0.3 ? { neverByVoice: true } : {}), ...(random() < 0.7 ? { guard: pickFrom(guards, random) } : {}) } } : {};
  const device: Device = {
    id: id as DeviceId, name: isRenamed ? "Thing" : name, aliases: isRenamed ? [name] : [], areaId: undefined, kind, deviceClass, capabilities: [],
    binding: { adapter: "endpoints", endpoints: [], availability: { topics: [], mode: "latest" } }, ...rules,
  };
  return { device, truth: kindTruth[kind] ?? (kind === "cover" ? classTruth : nameTruth) };
}

export type AdversarialHome = { readonly home: Home; readonly suspects: ReadonlyMap<DeviceId, Suspect> };

export function adversarialHome(random: Random): AdversarialHome {
  const all = Array.from({ length: 8 }, (_, index) => suspect(`device-${index}`, random));
  return { home: { areas: new Map(), devices: new Map(all.map(({ device }) => [device.id, device])) }, suspects: new Map(all.map((one) => [one.device.id, one])) };
}

const percent = (random: Random) => pickFrom([0, 1, 50, 100, -1, Number.NaN, Number.POSITIVE_INFINITY, 0.0001], random);
const flag = (random: Random) => random() < 0.5;

/** One of every type: a type that is forgotten does not compile. */
const actions: { readonly [Type in ActionType]: (random: Random) => Extract<CommandAction, { type: Type }> } = {
  "onOff.set": (random) => ({ type: "onOff.set", on: flag(random) }),
  "onOff.toggle": () => ({ type: "onOff.toggle" }),
  "brightness.set": (random) => ({ type: "brightness.set", brightnessPct: percent(random) }),
  "brightness.change": (random) => ({ type: "brightness.change", deltaPct: percent(random) }),
  "color.set": () => ({ type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }),
  "colorTemperature.set": () => ({ type: "colorTemperature.set", kelvin: 2700 }),
  "setpoint.set": () => ({ type: "setpoint.set", temperatureC: 21 }),
  "setpoint.change": () => ({ type: "setpoint.change", deltaC: 1 }),
  "mode.set": () => ({ type: "mode.set", mode: "heat" }),
  "preset.set": () => ({ type: "preset.set", preset: "eco" }),
  "fanMode.set": () => ({ type: "fanMode.set", fanMode: "auto" }),
  "humidity.set": (random) => ({ type: "humidity.set", humidityPct: percent(random) }),
  "lock.set": (random) => ({ type: "lock.set", locked: flag(random) }),
  "lock.open": () => ({ type: "lock.open" }),
  "opening.set": (random) => ({ type: "opening.set", open: flag(random) }),
  "opening.stop": () => ({ type: "opening.stop" }),
  "position.set": (random) => ({ type: "position.set", positionPct: percent(random) }),
  "position.change": (random) => ({ type: "position.change", deltaPct: percent(random) }),
  "tilt.set": (random) => ({ type: "tilt.set", tiltPct: percent(random) }),
  "fanSpeed.set": (random) => ({ type: "fanSpeed.set", speedPct: percent(random) }),
  "fanSpeed.change": (random) => ({ type: "fanSpeed.change", deltaPct: percent(random) }),
  "oscillation.set": (random) => ({ type: "oscillation.set", on: flag(random) }),
  "direction.set": () => ({ type: "direction.set", direction: "forward" }),
  "volume.set": (random) => ({ type: "volume.set", volumePct: percent(random) }),
  "volume.change": (random) => ({ type: "volume.change", deltaPct: percent(random) }),
  "mute.set": (random) => ({ type: "mute.set", muted: flag(random) }),
  "playback.set": (random) => ({ type: "playback.set", action: pickFrom(playbackActions, random) }),
  "activity.set": (random) => ({ type: "activity.set", activity: pickFrom(activities, random) }),
  "option.set": () => ({ type: "option.set", option: "open" }),
  "number.set": (random) => ({ type: "number.set", value: percent(random) }),
  "alarm.set": (random) => ({ type: "alarm.set", mode: pickFrom(alarmModes, random) }),
  "scene.activate": () => ({ type: "scene.activate" }),
  "state.get": () => ({ type: "state.get", capability: "lock" }),
};
export const commandTypes = Object.keys(actions) as ActionType[];

/** Half of them of the kind that lets somebody in. */
export function adversarialCommand(random: Random): AimedCommand {
  const likely: readonly ActionType[] = ["onOff.set", "onOff.toggle", "lock.set", "lock.open", "opening.set", "position.set", "position.change", "alarm.set", "scene.activate"];
  const action = actions[pickFrom(random() < 0.5 ? likely : commandTypes, random)](random);
  const ids = Array.from({ length: 1 + Math.floor(random() * 4) }, () => random() < 0.05 ? pickFrom(["gone", "__proto__", "toString"], random) : `device-${Math.floor(random() * 8)}`);
  const scope = random() < 0.05 ? (pickFrom(["", "Named", "everything"], random) as never) : pickFrom(["named", "named", "group"] as const, random);
  return { ...action, scope, deviceIds: ids as unknown as NonEmpty<DeviceId> };
}
