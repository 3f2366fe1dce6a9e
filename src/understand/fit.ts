// (pure) Can this device do what the command says? Asked before a name is settled, so that "lock the front door" finds the lock.
import { type CapabilityKind, capabilityOf, type Device } from "../home/home.ts";
import type { Value } from "./intent.ts";
import { slotOf, type Match } from "./template-match.ts";

/** The capability by which a device serves a command. */
export type Served = CapabilityKind;
export type Fit = (device: Device) => Served | undefined;

/** Binary sensors say on and off for what people call open or locked (Home Assistant binary_sensor device classes). */
const sensorsFor: Readonly<Record<string, readonly string[] | "any">> = {
  open: ["door", "garage_door", "opening", "window"],
  closed: ["door", "garage_door", "opening", "window"],
  locked: ["lock"],
  unlocked: ["lock"],
  on: "any",
  off: "any",
};

/** What "the state of" a device is, the most telling first. */
const telling: readonly CapabilityKind[] = ["lock", "opening", "setpoint", "reading", "onOff", "position"];

/** The test that devices must pass for this match. */
export function createFit(match: Match): Fit {
  const { command } = match.accepted.intent;
  switch (command.type) {
    case "state.get": return fitQuestion(match);
    case "onOff.set": return (device) => isSwitchedOnly(device) && has(device, "onOff") ? "onOff" : undefined;
    case "opening.stop": return (device) => capabilityOf(device, "opening")?.canStop === true ? "opening" : undefined;
    case "opening.set": return need("opening");
    case "brightness.set": case "brightness.change": return need("brightness");
    case "color.set": return need("color");
    case "colorTemperature.set": return need("colorTemperature");
    case "setpoint.set": case "setpoint.change": return need("setpoint");
    case "lock.set": return need("lock");
    case "position.set": return need("position");
    case "fanSpeed.set": return need("fanSpeed");
    case "scene.activate": return need("activate");
  }
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
  if (expected !== undefined) {
    return (device) => {
      if (has(device, expected.capability)) return expected.capability;
      const classes = device.kind === "binarySensor" ? sensorsFor[expected.expect] : undefined;
      return classes === "any" || classes?.includes(device.deviceClass) === true ? "reading" : undefined;
    };
  }
  const capability = fields["capability"]?.is === "value" ? fields["capability"].value : "any";
  if (capability !== "any") return need(capability as CapabilityKind);
  return (device) => telling.find((kind) => has(device, kind));
}

/** A thermostat measures as well, and counts where a temperature is asked for. */
function fitQuantity(quantity: string): Fit {
  return (device) => {
    if (capabilityOf(device, "reading")?.quantity === quantity) return "reading";
    return quantity === "temperature" && has(device, "setpoint") ? "setpoint" : undefined;
  };
}

/** What a yes/no question asks after. */
export function expectedState(match: Match): { readonly expect: string; readonly capability: CapabilityKind } | undefined {
  const field = match.accepted.intent.command.fields["expect"];
  if (field?.is !== "slot") return undefined;
  const value = slotOf(match, field.slot)?.value;
  return value?.list === "state" ? value.state : undefined;
}

function textOf(match: Match, value: Value<string>, list: "quantity"): string {
  if (value.is === "value") return value.value;
  const found = slotOf(match, value.slot)?.value;
  return found?.list === list ? found.quantity : "";
}
