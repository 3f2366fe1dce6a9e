// (pure) A command in words and values that hold nothing but what Sotto knew before anybody spoke: names of devices and
// areas, options of theirs, numbers. What was said never gets here.
import type { Action, Command } from "../home/command.ts";
import { devicesOf, type Home } from "../home/home.ts";
import { plainName } from "./plain-text.ts";
import { publicIntent } from "../home/home-assistant-intent.ts";
import { kindOf } from "./event-entities.ts";

/** The fields of commands that may be told, by what they are called outside: Home Assistant's slots where it has one. Anything else stays here. */
const toldFields: Readonly<Record<string, string>> = {
  on: "on", locked: "locked", open: "open", muted: "muted",
  brightnessPct: "brightness", positionPct: "position", tiltPct: "tilt", speedPct: "percentage", volumePct: "volume_level", humidityPct: "humidity",
  deltaPct: "by_percent", deltaC: "by_degrees", temperatureC: "temperature", kelvin: "color_temperature",
  name: "color", mode: "mode", preset: "preset", fanMode: "fan_mode", direction: "direction", action: "action", activity: "activity", option: "option", value: "value",
  capability: "about", expect: "state", durationS: "duration", deltaS: "by_seconds", all: "all",
};

/** The values of a command by their outside names: numbers, truth values and short texts. */
export function valuesOf(command: Action): Readonly<Record<string, string | number | boolean>> {
  const fields: Readonly<Record<string, unknown>> = command;
  return Object.fromEntries(Object.entries(fields).flatMap(([field, value]): readonly (readonly [string, string | number | boolean])[] => {
    const name = Object.hasOwn(toldFields, field) ? toldFields[field] : undefined;
    // What a timer is called is what somebody said.
    if (name === undefined || (field === "name" && command.type !== "color.set")) return [];
    if (typeof value === "string") return [[name, plainName(value)]];
    return typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [];
  }));
}

/** "HassTurnOn Kitchen light", "HassLightSet Hall lamp and 3 more (brightness 40)" */
export function commandSummary(command: Command, home: Home): string {
  const [first, ...others] = devicesOf(home, command.deviceIds).map(({ name }) => plainName(name));
  const devices = first === undefined ? "nothing" : others.length === 0 ? first : others.length === 1 ? `${first} and ${others[0]}` : `${first} and ${others.length} more`;
  const values = Object.entries(valuesOf(command)).filter(([, value]) => typeof value !== "boolean").map(([name, value]) => `${name} ${value}`);
  return `${publicIntent(command, kindOf(command, home))} ${devices}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

/** The area's name, when all devices are in one. */
export function areaOf({ deviceIds }: Pick<Command, "deviceIds">, home: Home): string | undefined {
  const [only, ...others] = new Set(devicesOf(home, deviceIds).map(({ areaId }) => areaId));
  const area = only === undefined || others.length > 0 ? undefined : home.areas.get(only);
  return area === undefined ? undefined : plainName(area.name);
}
