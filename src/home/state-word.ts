// (pure) What a device is, in one word, by what it said of itself.
import { binaryWord } from "./binary-words.ts";
import { type CapabilityKind, capabilityOf, type Device } from "./home.ts";
import type { DeviceState } from "./state.ts";

/** The state word of one capability: "on", "locked", "open". Undefined when the device did not say. */
export function stateOf(capability: CapabilityKind, device: Device, state: DeviceState): string | undefined {
  switch (capability) {
    case "onOff": case "brightness": case "fanSpeed": case "color": return state.on === undefined ? undefined : state.on ? "on" : "off";
    case "lock": return state.lock;
    case "opening": return state.opening ?? (state.positionPct === undefined ? undefined : state.positionPct > 0 ? "open" : "closed");
    case "reading": return tellsPlace(device) ? presenceState(state) : binaryState(device, state);
    case "alarm": return state.alarm;
    case "mute": return state.muted === undefined ? undefined : state.muted ? "muted" : "unmuted";
    case "playback": return state.playback;
    case "activity": return state.activity;
    case "oscillation": return state.oscillating === undefined ? undefined : state.oscillating ? "oscillating" : "still";
    case "event": return state.event;
    case "colorTemperature": case "setpoint": case "position": case "tilt": case "mode": case "preset": case "fanMode": case "humidity":
    case "direction": case "volume": case "option": case "number": case "activate": return undefined;
  }
}

/** "open" for a window sensor that is on. */
export function binaryState(device: Device, state: DeviceState): string | undefined {
  return state.on === undefined ? undefined : binaryWord(device, state.on);
}

/** Persons, and phones and cars that are followed. */
export function tellsPlace(device: Device): boolean {
  return device.kind !== "binarySensor" && capabilityOf(device, "reading")?.quantity === "presence";
}

/** Whoever is in some zone that has a name is not at home. */
function presenceState({ reading }: DeviceState): string | undefined {
  return reading === undefined ? undefined : reading === "home" ? "at_home" : "not_home";
}
