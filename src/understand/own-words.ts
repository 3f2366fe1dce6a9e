// (pure) The words that a device itself has for its modes, presets and options.
import type { CommandAction } from "../home/command.ts";
import type { Capability, CapabilityKind, Device } from "../home/home.ts";

/** Every word that a capability may be set to; none where it has no words. */
export function ownWordsOf(capability: Capability): readonly string[] {
  switch (capability.kind) {
    case "mode": return capability.modes;
    case "preset": return capability.presets;
    case "fanMode": return capability.fanModes;
    case "option": return capability.options;
    default: return [];
  }
}

/** In this order: "heat" is rather the mode of a thermostat than of its fan. */
const worded: readonly CapabilityKind[] = ["mode", "preset", "option", "fanMode"];

/** The capability that knows one of the words. A person does not tell a mode from a preset; the device does. */
export function wordedCapability(device: Device, words: readonly string[], among: readonly CapabilityKind[] = worded): CapabilityKind | undefined {
  return among.find((kind) => device.capabilities.some((capability) => capability.kind === kind && ownWordsOf(capability).some((own) => words.includes(own))));
}

/** The command that sets `capability` to the one of the words that all the devices know. */
export function wordedAction(devices: readonly Device[], capability: CapabilityKind, words: readonly string[]): CommandAction | undefined {
  const word = words.find((one) => devices.every((device) => device.capabilities.some((own) => own.kind === capability && ownWordsOf(own).includes(one))));
  if (word === undefined) return undefined;
  switch (capability) {
    case "mode": return { type: "mode.set", mode: word };
    case "preset": return { type: "preset.set", preset: word };
    case "fanMode": return { type: "fanMode.set", fanMode: word };
    case "option": return { type: "option.set", option: word };
    default: return undefined;
  }
}
