// (pure) Can this device do what the command says? Asked before a name is settled, so that "lock the front door" finds the lock.
import { meantByWord } from "../home/binary-words.ts";
import { type CapabilityKind, capabilityKinds, capabilityOf, type Device } from "../home/home.ts";
import type { CommandAction } from "../home/command.ts";
import type { StateWord, Value } from "./intent.ts";
import { fitWatched } from "./fit-watched.ts";
import { wordedCapability } from "./own-words.ts";
import { slotOf, type Match } from "./template-match.ts";

/** The capability by which a device serves a command. */
export type Served = CapabilityKind;
export type Fit = (device: Device) => Served | undefined;

/** What "the state of" a device is, the most telling first. */
const telling: readonly CapabilityKind[] = ["lock", "opening", "setpoint", "reading", "onOff", "position"];

/** The test that devices must pass for this match. */
export function createFit(match: Match): Fit {
  const { command } = match.accepted.intent;
  switch (command.type) {
    case "state.get": return fitQuestion(match);
    case "onOff.set": return (device) => isSwitchedOnly(device) && has(device, "onOff") ? "onOff" : undefined;
    case "opening.stop": return (device) => capabilityOf(device, "opening")?.canStop === true ? "opening" : undefined;
    case "timer.start": case "timer.change": case "timer.cancel": case "timer.pause": case "timer.resume": case "timer.get": return () => undefined;
    case "alert.add": return fitWatched(command.fields, fitQuestion(match));
    // Whatever is planned for a device.
    case "schedule.add": case "schedule.list": case "schedule.cancel": case "alert.list": case "alert.cancel": return (device) => device.capabilities[0]?.kind;
    case "onOff.toggle": return (device) => isSwitchedOnly(device) && has(device, "onOff") ? "onOff" : undefined;
    case "lock.open": return (device) => capabilityOf(device, "lock")?.canOpen === true ? "lock" : undefined;
    case "playback.set": return (device) => accepts(capabilityOf(device, "playback")?.can, match, "action") ? "playback" : undefined;
    case "activity.set": return (device) => accepts(capabilityOf(device, "activity")?.can, match, "activity") ? "activity" : undefined;
    // A person does not tell a mode from a preset or an option: the device that knows the word does.
    case "option.set": return (device) => wordedCapability(device, saidWords(match, "option"));
    case "mode.set": return (device) => wordedCapability(device, saidWords(match, "mode"), ["mode"]);
    case "preset.set": return (device) => wordedCapability(device, saidWords(match, "preset"), ["preset"]);
    case "fanMode.set": return (device) => wordedCapability(device, saidWords(match, "fanMode"), ["fanMode"]);
    case "alarm.set": return (device) => accepts(capabilityOf(device, "alarm")?.modes, match, "mode") ? "alarm" : undefined;
    case "opening.set": case "brightness.set": case "brightness.change": case "color.set": case "colorTemperature.set":
    case "setpoint.set": case "setpoint.change": case "lock.set": case "position.set": case "position.change": case "tilt.set":
    case "fanSpeed.set": case "fanSpeed.change": case "oscillation.set": case "direction.set":
    case "humidity.set": case "volume.set": case "volume.change": case "mute.set": case "number.set": case "scene.activate":
      return need(capabilityFor(command.type));
  }
}

/** The word that is written in the intent is one that the device knows; a word that was said is checked when it is known. */
function accepts(own: readonly string[] | undefined, match: Match, field: string): boolean {
  const written = match.accepted.intent.command.fields[field];
  return own !== undefined && (written?.is !== "value" || own.includes(String(written.value)));
}

/** The written word of a field, or the words of devices that the said ones may be. */
export function saidWords(match: Match, field: string): readonly string[] {
  const written = match.accepted.intent.command.fields[field];
  if (written?.is === "value") return [String(written.value)];
  const value = written === undefined ? undefined : slotOf(match, written.slot)?.value;
  return value?.list === "option" ? value.options : [];
}

/** The capability of a command that needs no more than that. */
function capabilityFor(type: Exclude<CommandAction["type"], "state.get">): CapabilityKind {
  const [subject] = type.split(".") as [string];
  return subject === "scene" ? "activate" : (subject as CapabilityKind);
}

function need(capability: CapabilityKind): Fit {
  return (device) => has(device, capability) ? capability : undefined;
}

function has(device: Device, capability: CapabilityKind): boolean {
  return device.capabilities.some(({ kind }) => kind === capability);
}

/** Locks, covers and valves are never turned on or off, whatever they announce: the words would not say which way. */
function isSwitchedOnly(device: Device): boolean {
  return device.kind !== "lock" && device.kind !== "cover" && device.kind !== "valve";
}

function fitQuestion(match: Match): Fit {
  const { target, fields } = match.accepted.intent.command;
  if (target.quantity !== undefined) return fitQuantity(textOf(match, target.quantity, "quantity"));
  const expected = expectedState(match);
  if (expected.length > 0) {
    const swept = !callsSensors(match);
    return (device) => expected.map(({ expect, capability }) => swept && capability === "onOff" && device.kind === "binarySensor" ? undefined : tells(device, expect, capability)).find((served) => served !== undefined);
  }
  const capability = fields["capability"]?.is === "value" ? fields["capability"].value : "any";
  if (capability !== "any") return need(capability as CapabilityKind);
  return (device) => telling.find((kind) => has(device, kind));
}

/** Every sensor is on or off: only those are asked for that which were called by a name, or by what is nothing but a sensor. */
function callsSensors(match: Match): boolean {
  const { name, kind } = match.accepted.intent.command.target;
  if (name !== undefined && slotOf(match, name) !== undefined) return true;
  const said = kind === undefined ? undefined : slotOf(match, kind)?.value;
  return said?.list === "kind" && said.nouns.every((noun) => noun.kind === "binarySensor");
}

/** A thermostat measures as well, and counts where a temperature is asked for. */
function fitQuantity(quantity: string): Fit {
  return (device) => {
    const own = capabilityOf(device, "reading")?.quantity;
    if (own === quantity || (quantity === "date" && own === "timestamp")) return "reading";
    return quantity === "temperature" && has(device, "setpoint") ? "setpoint" : undefined;
  };
}

/** Sensors say on and off for what people call open or low; a person is only ever at home or not. */
function tells(device: Device, expect: string, capability: CapabilityKind): CapabilityKind | undefined {
  if (device.kind === "binarySensor") return meantByWord(device, expect) === undefined ? undefined : "reading";
  if (capability !== "reading") return has(device, capability) ? capability : undefined;
  return (expect === "at_home" || expect === "not_home") && capabilityOf(device, "reading")?.quantity === "presence" ? "reading" : undefined;
}

/** What a yes/no question asks after; nothing for another question. */
export function expectedState(match: Match): StateWord {
  const { expect: field, capability } = match.accepted.intent.command.fields;
  if (field?.is === "slot") {
    const value = slotOf(match, field.slot)?.value;
    return value?.list === "state" ? value.state : [];
  }
  const written = capabilityKinds.find((kind) => capability?.is === "value" && capability.value === kind);
  return field === undefined || written === undefined ? [] : [{ expect: String(field.value), capability: written }];
}

/** The word by which a device that was chosen for `served` is asked. */
export function expectFor(match: Match, served: Served): string | undefined {
  const expected = expectedState(match);
  return (expected.find(({ capability }) => capability === served) ?? expected[0])?.expect;
}

function textOf(match: Match, value: Value<string>, list: "quantity"): string {
  if (value.is === "value") return value.value;
  const found = slotOf(match, value.slot)?.value;
  return found?.list === list ? found.quantity : "";
}
