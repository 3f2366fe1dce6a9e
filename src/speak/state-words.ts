// (pure) What a state says, as the values that reply texts may name.
import type { DeviceCommand } from "../home/command.ts";
import { type CapabilityKind, capabilityOf, type Device } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { binaryState, stateOf, tellsPlace } from "../home/state-word.ts";
import type { ReplyTexts } from "../understand/intent.ts";
import { isMostlyUnspaced } from "../base/scripts.ts";
import type { Values } from "./reply-text.ts";

/** The values of a state after a command; what the device left out is taken from what was asked, which it confirmed. */
export function valuesAfter(command: DeviceCommand, capability: CapabilityKind, device: Device, state: DeviceState, texts: ReplyTexts): Values {
  const asked = askedFor(command);
  const word = stateOf(capability, device, state) ?? asked.state;
  // A lamp that is off may remember how bright it was; that is not how bright it is.
  const lit = state.on !== false;
  const option = optionOf(capability, state) ?? asked.option;
  const zone = tellsPlace(device) && state.reading !== "home" && state.reading !== "not_home" ? state.reading : undefined;
  return {
    zone: zone === undefined ? undefined : String(zone).slice(0, 100),
    weather: state.weather === undefined ? undefined : texts.states[state.weather] ?? state.weather.slice(0, 100),
    state: word === undefined ? undefined : texts.states[word] ?? word,
    brightness: rounded((lit ? state.brightnessPct : undefined) ?? asked.brightness),
    speed: rounded((lit ? state.fanSpeedPct : undefined) ?? asked.speed),
    position: rounded(state.positionPct ?? asked.position),
    tilt: rounded(state.tiltPct ?? asked.tilt),
    volume: rounded(state.volumePct ?? asked.volume),
    humidity: rounded(state.humiditySetPct ?? asked.humidity),
    number: written(state.number ?? asked.number, 2, texts),
    option: option === undefined ? undefined : texts.options[option] ?? option,
    setpoint: written(state.setpointC ?? asked.setpoint, 1, texts),
    current: written(state.currentC, 1, texts),
    kelvin: rounded(state.colorTemperatureK ?? asked.kelvin),
    color: asked.color,
    value: readingOf(device, state, texts),
  };
}

type Asked = { readonly state?: string; readonly brightness?: number; readonly speed?: number; readonly position?: number; readonly tilt?: number; readonly volume?: number; readonly humidity?: number; readonly number?: number; readonly option?: string; readonly setpoint?: number; readonly kelvin?: number; readonly color?: string };

function askedFor(command: DeviceCommand): Asked {
  switch (command.type) {
    case "onOff.set": return { state: command.on ? "on" : "off" };
    case "brightness.set": return { brightness: command.brightnessPct };
    case "color.set": return { color: command.name };
    case "colorTemperature.set": return { kelvin: command.kelvin };
    case "setpoint.set": return { setpoint: command.temperatureC };
    case "lock.set": return { state: command.locked ? "locked" : "unlocked" };
    case "opening.set": return { state: command.open ? "open" : "closed" };
    case "position.set": return { position: command.positionPct };
    case "fanSpeed.set": return { speed: command.speedPct };
    case "mode.set": return { option: command.mode };
    case "preset.set": return { option: command.preset };
    case "fanMode.set": return { option: command.fanMode };
    case "option.set": return { option: command.option };
    case "direction.set": return { option: command.direction };
    case "humidity.set": return { humidity: command.humidityPct };
    case "tilt.set": return { tilt: command.tiltPct };
    case "volume.set": return { volume: command.volumePct };
    case "number.set": return { number: command.value };
    case "mute.set": return { state: command.muted ? "muted" : "unmuted" };
    case "oscillation.set": return { state: command.on ? "oscillating" : "still" };
    case "alarm.set": return { state: command.mode };
    case "lock.open": return { state: "open" };
    case "onOff.toggle": case "brightness.change": case "setpoint.change": case "position.change": case "fanSpeed.change": case "volume.change":
    case "playback.set": case "activity.set": case "opening.stop": case "scene.activate": case "state.get": return {};
  }
}

/** The chosen one of a device's own words. */
function optionOf(capability: CapabilityKind, state: DeviceState): string | undefined {
  switch (capability) {
    case "mode": return state.mode;
    case "preset": return state.preset;
    case "fanMode": return state.fanMode;
    case "option": return state.option;
    case "direction": return state.direction;
    default: return undefined;
  }
}

/** "21.5 degrees", 21.5度, 百分之48. */
function withUnit(number: string, unit: string): string {
  if (unit.includes("{value}")) return unit.replace("{value}", number);
  return isMostlyUnspaced(unit) ? number + unit : `${number} ${unit}`;
}

/** "21.5 degrees": a number with its unit in words, or the text of a sensor. */
export function readingOf(device: Device, state: DeviceState, texts: ReplyTexts): string | undefined {
  if (device.kind === "binarySensor") {
    const word = binaryState(device, state);
    return word === undefined ? undefined : texts.states[word] ?? word;
  }
  if (state.reading === undefined || tellsPlace(device)) return undefined;
  const unit = capabilityOf(device, "reading")?.unit;
  const number = typeof state.reading === "number" ? written(state.reading, 1, texts) : state.reading.slice(0, 100);
  return unit === undefined ? String(number) : withUnit(String(number), texts.units[unit] ?? unit);
}

/** With the decimal sign of the language: "21,5". */
function written(value: number | undefined, digits: number, { decimalSign }: ReplyTexts): string | number | undefined {
  const number = rounded(value, digits);
  return number === undefined || decimalSign === "." ? number : String(number).replace(".", decimalSign);
}

function rounded(value: number | undefined, digits = 0): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10 ** digits) / 10 ** digits;
}
