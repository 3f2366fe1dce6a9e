// (pure) Lights and thermostats of Home Assistant: how bright, which colour, how warm. SOURCE: home-assistant/core,
// components/light and components/climate, const.py and services.yaml.
import { type EntityConfig, numberOf, textOf, textsOf } from "./config-values.ts";
import type { Capability } from "./home.ts";
import { type Ability, onOff, sameWords, someText, type StreamedEntity, type Wire } from "./statestream-wire.ts";

const colorModes: ReadonlySet<string> = new Set(["hs", "xy", "rgb", "rgbw", "rgbww"]);
/** Modes without a brightness. "unknown" is that of a group that has not heard of its members. */
const plainModes: ReadonlySet<string> = new Set(["onoff", "unknown"]);

/** Every colour can be told as `rgb_color`: Home Assistant converts it to what the lamp takes. */
export function lightAbilitiesOf({ attributes }: StreamedEntity, { state, attribute, cases, call, set }: Wire): readonly Ability[] {
  const modes = textsOf(attributes, "supported_color_modes");
  const minK = numberOf(attributes, "min_color_temp_kelvin") ?? 2000;
  const maxK = Math.max(minK, numberOf(attributes, "max_color_temp_kelvin") ?? 6535);
  const abilities: Ability[] = [{ can: { kind: "onOff" }, endpoints: [{ property: "on", read: state(onOff), write: cases({ true: call("turn_on"), false: call("turn_off") }) }] }];
  if (modes.some((mode) => !plainModes.has(mode))) {
    const read = attribute("brightness", { as: "percent", least: 0, most: 255, whole: true });
    abilities.push({ can: { kind: "brightness" }, endpoints: [{ property: "brightnessPct", read, write: set("turn_on", "brightness_pct", { as: "percent", least: 0, most: 100, whole: true }) }] });
  }
  if (modes.some((mode) => colorModes.has(mode))) {
    const codec = { as: "color", notation: "rgbList" } as const;
    abilities.push({ can: { kind: "color" }, endpoints: [{ property: "color", read: attribute("rgb_color", codec), write: set("turn_on", "rgb_color", codec) }] });
  }
  if (modes.includes("color_temp")) {
    const codec = { as: "colorTemperature", unit: "kelvin" } as const;
    abilities.push({ can: { kind: "colorTemperature", minK, maxK }, endpoints: [{ property: "colorTemperatureK", read: attribute("color_temp_kelvin", codec), write: set("turn_on", "color_temp_kelvin", codec) }] });
  }
  return abilities;
}

/** The condition ("rainy", "sunny") and how warm it is. */
export function weatherAbilities({ attributes }: StreamedEntity, { state, attribute }: Wire): readonly Ability[] {
  const unit = textOf(attributes, "temperature_unit")?.endsWith("F") === true ? "F" : "C";
  return [{
    can: { kind: "reading", quantity: "weather", unit: undefined },
    endpoints: [{ property: "weather", read: state(someText) }, { property: "currentC", read: attribute("temperature", { as: "celsius", unit }) }],
  }];
}

/** Every mode of climate/const.py; each but "off" means that it is on. */
const hvacModes = ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"] as const;
const onByMode = Object.fromEntries(hvacModes.map((mode) => [mode, String(mode !== "off")]));

/** Bits: set temperature 1, fan mode 8, preset 16, turn off 128, turn on 256. */
export function climateAbilities({ attributes, has }: StreamedEntity, { state, attribute, cases, call, set }: Wire): readonly Ability[] {
  const celsius = { as: "celsius", unit: usesFahrenheit(attributes) ? "F" : "C" } as const;
  const modes = textsOf(attributes, "hvac_modes").filter((mode) => hvacModes.some((known) => known === mode));
  const presets = textsOf(attributes, "preset_modes");
  const fanModes = textsOf(attributes, "fan_modes");
  const switches = has(128) && has(256);
  const abilities: Ability[] = [{
    ...(switches ? { can: { kind: "onOff" } as const } : {}),
    endpoints: [{ property: "on", read: state({ as: "words", words: {}, also: onByMode }), ...(switches ? { write: cases({ true: call("turn_on"), false: call("turn_off") }) } : {}) }],
  }];
  if (has(1)) abilities.unshift({ can: { kind: "setpoint", ...setpointRange(attributes) }, endpoints: [{ property: "setpointC", read: attribute("temperature", celsius), write: set("set_temperature", "temperature", celsius) }] });
  if (modes.length > 0) abilities.push({ can: { kind: "mode", modes }, endpoints: [{ property: "mode", read: state(sameWords(modes)), write: set("set_hvac_mode", "hvac_mode", sameWords(modes)) }] });
  if (has(16) && presets.length > 0) abilities.push({ can: { kind: "preset", presets }, endpoints: [{ property: "preset", read: attribute("preset_mode", someText), write: set("set_preset_mode", "preset_mode", someText) }] });
  if (has(8) && fanModes.length > 0) abilities.push({ can: { kind: "fanMode", fanModes }, endpoints: [{ property: "fanMode", read: attribute("fan_mode", someText), write: set("set_fan_mode", "fan_mode", someText) }] });
  if (attributes["current_temperature"] !== undefined) abilities.push({ can: { kind: "reading", quantity: "temperature", unit: "°C" }, endpoints: [{ property: "currentC", read: attribute("current_temperature", celsius) }] });
  return abilities;
}

/**
 * A highest temperature above this is one in °F: thermostats of rooms end at 35 °C (climate/const.py, DEFAULT_MAX_TEMP), and
 * 35 °C are 95 °F. Home Assistant publishes no unit beside the temperatures of a thermostat.
 */
const hottestC = 60;

function usesFahrenheit(attributes: EntityConfig): boolean {
  return (numberOf(attributes, "max_temp") ?? 0) > hottestC;
}

/** Defaults: 7..35 °C. Steps are told seldom; half a degree suits every thermostat that does not. */
function setpointRange(attributes: EntityConfig): Omit<Extract<Capability, { kind: "setpoint" }>, "kind"> {
  const fahrenheit = usesFahrenheit(attributes);
  const toC = (temperature: number) => (fahrenheit ? Math.round(((temperature - 32) / 1.8) * 10) / 10 : temperature);
  const minC = toC(numberOf(attributes, "min_temp") ?? (fahrenheit ? 45 : 7));
  const maxC = Math.max(minC, toC(numberOf(attributes, "max_temp") ?? 35));
  const step = numberOf(attributes, "target_temp_step") ?? (fahrenheit ? 1 : 0.5);
  const stepC = fahrenheit ? Math.round((step / 1.8) * 100) / 100 : step;
  return { minC, maxC, stepC: stepC > 0 ? stepC : 0.5 };
}
