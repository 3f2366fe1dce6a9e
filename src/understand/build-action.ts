// (pure) The action of a command, its values taken from the file or from the slots.
import type { CommandAction } from "../home/command.ts";
import { activities, capabilityOf, type CapabilityKind, type Device, playbackActions } from "../home/home.ts";
import { alarmModes } from "../home/state.ts";
import { expectFor, saidWords } from "./fit.ts";
import { wordedAction } from "./own-words.ts";
import type { SlotSpec } from "./intent.ts";
import { slotOf, type Match } from "./template-match.ts";

/** `fitTo` gives the action for these devices, or undefined when their range does not hold the value. */
export type ActionResult = { readonly ok: true; readonly fitTo: (devices: readonly Device[], capability: CapabilityKind) => CommandAction | undefined } | { readonly ok: false };

/** Builds the action; not ok when a number lies outside its slot's range. */
export function buildAction(match: Match): ActionResult {
  const { command } = match.accepted.intent;
  const value = (field: string): number => numberOf(match, field);
  const same = (action: CommandAction): ActionResult => Object.values(action).some((part) => Number.isNaN(part)) ? { ok: false } : { ok: true, fitTo: () => action };
  switch (command.type) {
    case "onOff.set": return same({ type: "onOff.set", on: flagOf(match, "on") });
    case "brightness.set": return same({ type: "brightness.set", brightnessPct: value("brightnessPct") });
    case "brightness.change": return same({ type: "brightness.change", deltaPct: value("deltaPct") });
    case "colorTemperature.set": return kelvinAction(match);
    case "color.set": return colorAction(match);
    case "setpoint.set": return setpointAction(match);
    case "setpoint.change": return same({ type: "setpoint.change", deltaC: rounded(value("deltaC"), 0.1) });
    case "lock.set": return same({ type: "lock.set", locked: flagOf(match, "locked") });
    case "opening.set": return same({ type: "opening.set", open: flagOf(match, "open") });
    case "opening.stop": return same({ type: "opening.stop" });
    case "position.set": return same({ type: "position.set", positionPct: value("positionPct") });
    case "fanSpeed.set": return same({ type: "fanSpeed.set", speedPct: value("speedPct") });
    case "timer.start": case "timer.change": case "timer.cancel": case "timer.pause": case "timer.resume": case "timer.get":
    case "schedule.add": case "schedule.list": case "schedule.cancel": case "alert.add": case "alert.list": case "alert.cancel": return { ok: false };
    case "onOff.toggle": return same({ type: "onOff.toggle" });
    case "lock.open": return same({ type: "lock.open" });
    case "position.change": return same({ type: "position.change", deltaPct: value("deltaPct") });
    case "tilt.set": return same({ type: "tilt.set", tiltPct: value("tiltPct") });
    case "fanSpeed.change": return same({ type: "fanSpeed.change", deltaPct: value("deltaPct") });
    case "oscillation.set": return same({ type: "oscillation.set", on: flagOf(match, "on") });
    case "direction.set": return same({ type: "direction.set", direction: wordOf(match, "direction") === "reverse" ? "reverse" : "forward" });
    case "humidity.set": return fitted(value("humidityPct"), (humidityPct, devices) => devices.every((device) => within(humidityPct, rangeOfHumidity(device))) ? { type: "humidity.set", humidityPct } : undefined);
    case "volume.set": return same({ type: "volume.set", volumePct: value("volumePct") });
    case "volume.change": return same({ type: "volume.change", deltaPct: value("deltaPct") });
    case "mute.set": return same({ type: "mute.set", muted: flagOf(match, "muted") });
    case "number.set": return fitted(value("value"), (number, devices) => devices.every((device) => within(number, capabilityOf(device, "number") ?? noRange)) ? { type: "number.set", value: number } : undefined);
    case "mode.set": case "preset.set": case "fanMode.set": case "option.set": return wordAction(match);
    case "playback.set": return chosen(playbackActions, wordOf(match, "action"), (action) => ({ type: "playback.set", action }));
    case "activity.set": return chosen(activities, wordOf(match, "activity"), (activity) => ({ type: "activity.set", activity }));
    case "alarm.set": return chosen(alarmModes, wordOf(match, "mode"), (mode) => ({ type: "alarm.set", mode }));
    case "scene.activate": return same({ type: "scene.activate" });
    case "state.get": return questionAction(match);
  }
}

function fitted(value: number, action: (value: number, devices: readonly Device[]) => CommandAction | undefined): ActionResult {
  return Number.isNaN(value) ? { ok: false } : { ok: true, fitTo: (devices) => action(value, devices) };
}

function chosen<T extends string>(words: readonly T[], word: string, action: (word: T) => CommandAction): ActionResult {
  const known = words.find((one) => one === word);
  if (known === undefined) return { ok: false };
  const built = action(known);
  return { ok: true, fitTo: () => built };
}

/** Whatever the words are to the device: a mode, a preset or an option. */
function wordAction(match: Match): ActionResult {
  const [field = ""] = Object.keys(match.accepted.intent.command.fields);
  const words = saidWords(match, field);
  return words.length === 0 ? { ok: false } : { ok: true, fitTo: (devices, capability) => wordedAction(devices, capability, words) };
}

function wordOf(match: Match, field: string): string {
  const written = match.accepted.intent.command.fields[field];
  return written?.is === "value" ? String(written.value) : "";
}

function flagOf(match: Match, field: string): boolean {
  const written = match.accepted.intent.command.fields[field];
  return written?.is === "value" && written.value === true;
}

/** The number of a field; NaN when it is outside the slot's range. */
export function numberOf(match: Match, field: string): number {
  const { command, slots } = match.accepted.intent;
  const written = command.fields[field];
  if (written?.is === "value") return Number(written.value);
  const value = written === undefined ? undefined : slotOf(match, written.slot)?.value;
  if (written === undefined || value?.list !== "number") return NaN;
  const spec: SlotSpec | undefined = slots[written.slot];
  if (spec?.list !== "number") return value.value;
  if (!within(value.value, spec)) return NaN;
  return spec.negate ? -value.value : value.value;
}

function colorAction(match: Match): ActionResult {
  const field = match.accepted.intent.command.fields["color"];
  const value = field?.is === "slot" ? slotOf(match, field.slot)?.value : undefined;
  if (value?.list !== "color") return { ok: false };
  const action: CommandAction = { type: "color.set", name: value.name, color: value.color };
  return { ok: true, fitTo: () => action };
}

/** A white that has a name is the nearest that the lamps have; a number is meant as it is. */
function kelvinAction(match: Match): ActionResult {
  const field = match.accepted.intent.command.fields["kelvin"];
  const named = field?.is === "slot" && match.accepted.intent.slots[field.slot]?.list === "words";
  return fitted(numberOf(match, "kelvin"), (said, devices) => {
    const ranges = devices.map(rangeOfKelvin);
    const kelvin = named ? Math.min(...ranges.map(({ max }) => max), Math.max(...ranges.map(({ min }) => min), said)) : said;
    return ranges.every((range) => within(kelvin, range)) ? { type: "colorTemperature.set", kelvin } : undefined;
  });
}

/** Degrees Fahrenheit seldom meet a thermostat's step; a converted value is rounded to it. */
function setpointAction(match: Match): ActionResult {
  const field = match.accepted.intent.command.fields["temperatureC"];
  const value = field?.is === "slot" ? slotOf(match, field.slot)?.value : undefined;
  const converted = value?.list === "number" && value.converted;
  return fitted(numberOf(match, "temperatureC"), (said, devices) => {
    const [first] = devices;
    const step = first === undefined ? undefined : capabilityOf(first, "setpoint")?.stepC;
    const temperatureC = rounded(said, converted && step !== undefined && step > 0 ? step : 0.1);
    const held = devices.every((device) => {
      const range = capabilityOf(device, "setpoint");
      return range !== undefined && temperatureC >= range.minC && temperatureC <= range.maxC;
    });
    return held ? { type: "setpoint.set", temperatureC } : undefined;
  });
}

function questionAction(match: Match): ActionResult {
  return {
    ok: true,
    fitTo: (_devices, capability) => {
      const expect = expectFor(match, capability);
      return { type: "state.get", capability, ...(expect === undefined ? {} : { expect }) };
    },
  };
}

function rangeOfKelvin(device: Device): { readonly min: number; readonly max: number } {
  const range = capabilityOf(device, "colorTemperature");
  return range === undefined ? noRange : { min: range.minK, max: range.maxK };
}

function rangeOfHumidity(device: Device): { readonly min: number; readonly max: number } {
  const range = capabilityOf(device, "humidity");
  return range === undefined ? noRange : { min: range.minPct, max: range.maxPct };
}

/** Holds nothing. */
const noRange = { min: 0, max: -1 };

function within(value: number, range: { readonly min: number; readonly max: number }): boolean {
  return value >= range.min && value <= range.max;
}

function rounded(value: number, step: number): number {
  return Math.round(Math.round(value / step) * step * 100) / 100;
}
