// What a device can do and how it is, in a few words for a table (pure).
import type { Capability, Device } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";

/** `on/off, brightness, 2200–6500 K`; what the people of the house have laid down comes last. */
export function describeAbilities({ capabilities, rules }: Device): string {
  const laid = [...(rules?.neverByVoice === true ? ["never by voice"] : []), ...(rules?.guard === undefined ? [] : [`guard: ${rules.guard}`])];
  const words = [...new Set(capabilities.map(abilityWord)), ...laid];
  return words.length === 0 ? "nothing" : words.join(", ");
}

function abilityWord(capability: Capability): string {
  switch (capability.kind) {
    case "onOff": return "on/off";
    case "brightness": return "brightness";
    case "color": return "colour";
    case "colorTemperature": return `${capability.minK}–${capability.maxK} K`;
    case "setpoint": return `${capability.minC}–${capability.maxC} °C`;
    case "mode": return `mode (${listed(capability.modes)})`;
    case "preset": return `preset (${listed(capability.presets)})`;
    case "fanMode": return `fan mode (${listed(capability.fanModes)})`;
    case "humidity": return `humidity ${capability.minPct}–${capability.maxPct} %`;
    case "lock": return capability.canOpen === true ? "lock, latch" : "lock";
    case "opening": return capability.canStop ? "open/close/stop" : "open/close";
    case "fanSpeed": return "speed";
    case "playback": case "activity": return capability.can.join("/");
    case "option": return `option (${listed(capability.options)})`;
    case "number": return `number ${capability.min}–${capability.max}${capability.unit === undefined ? "" : ` ${capability.unit}`}`;
    case "alarm": return `alarm (${listed(capability.modes)})`;
    case "event": return `tells ${listed(capability.events)}`;
    case "reading": return `reads ${capability.quantity === "" ? "a value" : capability.quantity.replaceAll("_", " ")}${capability.unit === undefined ? "" : ` in ${capability.unit}`}`;
    case "position": case "tilt": case "oscillation": case "direction": case "volume": case "mute": case "activate": return capability.kind;
  }
}

/** The first few: a player may have hundreds of stations. */
function listed(words: readonly string[]): string {
  return words.length <= 5 ? words.join(" ") : `${words.slice(0, 4).join(" ")} … ${words.length} in all`;
}

/** `on, 80 %`; "?" while the device has not said anything, "offline" in front when it said that it is not there. */
export function describeShortState(state: DeviceState | undefined): string {
  if (state === undefined) return "?";
  const told = [
    state.available === false ? "offline" : undefined, state.stale === true ? "stale" : undefined,
    state.on === undefined ? undefined : state.on ? "on" : "off",
    percent(state.on === false ? undefined : state.brightnessPct, ""),
    state.color === undefined || state.on === false ? undefined : `rgb ${state.color.red} ${state.color.green} ${state.color.blue}`,
    state.colorTemperatureK === undefined || state.on === false ? undefined : `${Math.round(state.colorTemperatureK)} K`,
    state.lock, state.opening, percent(state.positionPct, ""), percent(state.tiltPct, "tilt "),
    degrees(state.currentC, ""), degrees(state.setpointC, "set to "), state.mode, state.preset, state.fanMode,
    percent(state.on === false ? undefined : state.fanSpeedPct, ""), state.direction, percent(state.currentHumidityPct, "humidity "), percent(state.humiditySetPct, "set to "),
    percent(state.volumePct, "volume "), state.muted === true ? "muted" : undefined, state.playback, state.activity, state.option,
    state.number === undefined ? undefined : String(state.number), state.alarm, state.event, state.weather,
    // What a thermostat measures and whether a contact is on stand there already.
    state.reading === undefined || state.currentC !== undefined || state.currentHumidityPct !== undefined || state.on !== undefined ? undefined : String(state.reading),
  ].filter((word) => word !== undefined);
  return told.length === 0 ? "?" : told.join(", ");
}

function percent(value: number | undefined, what: string): string | undefined {
  return value === undefined ? undefined : `${what}${Math.round(value)} %`;
}

function degrees(value: number | undefined, what: string): string | undefined {
  return value === undefined ? undefined : `${what}${Math.round(value * 10) / 10} °C`;
}
