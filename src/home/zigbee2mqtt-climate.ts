// (pure) Thermostats and fans of Zigbee2MQTT (zigbee2mqtt.io, exposes.md "climate", "fan").
import type { Codec, Endpoint, WireValue } from "./endpoint.ts";
import type { Capability } from "./home.ts";
import type { Expose } from "./zigbee2mqtt-inventory.ts";
import { canSet, canTell } from "./zigbee2mqtt-inventory.ts";
import { getsOf, keyOf, named, onOffCodec, type Part, type Place, sameWords, settable, valueAt } from "./zigbee2mqtt-part.ts";

/** Modes that are spoken of, in Home Assistant's words, which are Zigbee2MQTT's as well. */
const knownModes = ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"];
/** The mode that "on" means: heating before anything that cools. */
const onModes = ["heat", "heat_cool", "auto", "cool"];
/** Modes that are told but not spoken of. SOURCE: ZCL 6.3.2.2.2.9, SystemMode "emergency heating" and "sleep". */
const otherModes = { emergency_heating: "heat", sleep: "heat" };

export function climatePart(place: Place, climate: Expose): Part | undefined {
  const { features } = climate;
  const heating = features.find((feature) => (feature.name === "occupied_heating_setpoint" || feature.name === "current_heating_setpoint") && canSet(feature));
  const cooling = features.find((feature) => feature.name === "occupied_cooling_setpoint" && canSet(feature));
  const mode = named(features, "system_mode");
  const measured = named(features, "local_temperature");
  const [preset, fanMode] = [named(features, "preset"), named(features, "fan_mode")];
  if (heating === undefined && cooling === undefined && measured === undefined) return undefined;
  const codec = celsius(heating ?? cooling ?? measured);
  const endpoints: readonly Endpoint[] = [
    ...setpoints(place, { heating, cooling, mode, codec }),
    ...valueAt(place, "currentC", measured, { codec }),
    ...(mode === undefined ? [] : modeEndpoints(place, mode)),
    ...(preset === undefined ? [] : valueAt(place, "preset", preset, { codec: sameWords(preset.values) })),
    ...(fanMode === undefined ? [] : valueAt(place, "fanMode", fanMode, { codec: sameWords(fanMode.values) })),
  ];
  return {
    key: keyOf("climate", climate), kind: "climate", deviceClass: "", label: undefined, endpoint: climate.endpoint, endpoints,
    capabilities: [
      ...setpointCapability(heating, cooling), ...(mode === undefined ? [] : modeCapabilities(mode)),
      ...(settable(preset) && preset.values.length > 1 ? [{ kind: "preset", presets: preset.values.map(String) } as const] : []),
      ...(settable(fanMode) && fanMode.values.length > 1 ? [{ kind: "fanMode", fanModes: fanMode.values.map(String) } as const] : []),
      ...(measured !== undefined && canTell(measured) ? [{ kind: "reading", quantity: "temperature", unit: "°C" } as const] : []),
    ],
    gets: getsOf(mode ?? measured),
  };
}

/**
 * Adapters of air conditioners (ONOKOM) tell their set temperature, mode and fan beside each other: together they are a
 * thermostat, and their switch and fan are a part of it.
 */
export function withAirConditioner(exposes: readonly Expose[]): readonly Expose[] {
  const top = (name: string) => exposes.find((expose) => expose.name === name && expose.features.length === 0);
  const [target, mode, measured] = [top("target_temperature"), top("system_mode"), top("current_temperature")];
  if (!settable(target) || !settable(mode)) return exposes;
  const features = [{ ...target, name: "occupied_heating_setpoint" }, mode, ...(measured === undefined ? [] : [{ ...measured, name: "local_temperature" }])];
  const rest = exposes.filter((expose) => expose.type !== "switch" && expose !== target && expose !== mode && expose !== measured);
  return [{ ...mode, type: "climate", name: "climate", category: undefined, features }, ...rest];
}

function celsius(expose: Expose | undefined): Codec {
  return { as: "celsius", unit: expose?.unit?.includes("F") === true ? "F" : "C" };
}

type Setpoints = { readonly heating: Expose | undefined; readonly cooling: Expose | undefined; readonly mode: Expose | undefined; readonly codec: Codec };

/** A thermostat that heats and cools has two set temperatures; the one of its mode counts, and heating's when both do. */
function setpoints(place: Place, { heating, cooling, mode, codec }: Setpoints): readonly Endpoint[] {
  if (heating === undefined || cooling === undefined || mode === undefined) return valueAt(place, "setpointC", heating ?? cooling, { codec });
  const warm = mode.values.filter((value) => value !== "cool");
  return [
    ...valueAt(place, "setpointC", cooling, { codec, when: { at: [mode.property], is: ["cool"] } }).map((endpoint) => ({ ...endpoint, whileMode: ["cool"] })),
    ...valueAt(place, "setpointC", heating, { codec, when: { at: [mode.property], is: warm } }),
  ];
}

function setpointCapability(heating: Expose | undefined, cooling: Expose | undefined): readonly Capability[] {
  const both = [heating, cooling].filter((setpoint) => setpoint !== undefined);
  const [first] = both;
  if (first === undefined) return [];
  const unit = celsius(first);
  const inC = (value: number) => (unit.as === "celsius" && unit.unit === "F" ? Math.round((value - 32) / 0.18) / 10 : value);
  // What either of the two may be set to.
  const minC = inC(Math.max(...both.map(({ min }) => min ?? 5)));
  const maxC = inC(Math.min(...both.map(({ max }) => max ?? 35)));
  // Hot water that is only ever on or off has a range of one temperature (Hive SLR2).
  if (minC >= maxC) return [];
  const step = first.step !== undefined && first.step > 0 ? first.step : 0.5;
  return [{ kind: "setpoint", minC, maxC, stepC: unit.as === "celsius" && unit.unit === "F" ? Math.round(step / 0.18) / 10 : step }];
}

function modesOf({ values }: Expose): readonly string[] {
  return values.map(String).filter((value) => knownModes.includes(value));
}

function modeEndpoints(place: Place, mode: Expose): readonly Endpoint[] {
  const modes = modesOf(mode);
  const on = onModes.find((word) => modes.includes(word));
  const shown = Object.fromEntries(Object.keys({ ...otherModes, ...sameOf(modes) }).map((word) => [word, word === "off" ? "false" : "true"]));
  return [
    ...valueAt(place, "mode", mode, { codec: { as: "words", words: sameOf(modes), also: otherModes } }),
    ...valueAt(place, "on", mode, { codec: { as: "words", words: { ...(on === undefined ? {} : { true: on }), ...(modes.includes("off") ? { false: "off" } : {}) }, also: shown } }),
  ];
}

function sameOf(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

function modeCapabilities(mode: Expose): readonly Capability[] {
  const modes = modesOf(mode);
  if (!canSet(mode) || modes.length < 2) return [];
  const canTurnOff = modes.includes("off") && onModes.some((word) => modes.includes(word));
  return [...(canTurnOff ? [{ kind: "onOff" } as const] : []), { kind: "mode", modes }];
}

/** Fan modes that are speeds, slowest first; the rest are presets. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, case "fan". */
const speedWords = ["low", "medium", "high", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function fanPart(place: Place, fan: Expose): Part | undefined {
  const [state, mode, speed] = [named(fan.features, "state"), named(fan.features, "mode"), named(fan.features, "speed")];
  if (!settable(state) && !settable(mode)) return undefined;
  const values = mode?.values ?? [];
  const wireOf = (word: string): readonly WireValue[] => values.filter((value) => String(value) === word);
  // Four speeds where "on" is the fastest (Hampton Bay 99432), said of the same place in the source.
  const steps = [...speedWords.flatMap(wireOf), ...(/\b99432\b/.test(place.description) ? wireOf("on") : [])];
  const presets = values.filter((value) => value !== "off" && !steps.includes(value) && value !== "on");
  const on = state === undefined ? {} : { [state.property]: state.valueOn ?? "ON" };
  return {
    key: keyOf("fan", fan), kind: "fan", deviceClass: "", label: undefined, endpoint: fan.endpoint,
    capabilities: [
      ...(settable(state) ? [{ kind: "onOff" } as const] : []), ...(settable(speed) || (settable(mode) && steps.length > 1) ? [{ kind: "fanSpeed" } as const] : []),
      ...(settable(mode) && presets.length > 0 ? [{ kind: "preset", presets: presets.map(String) } as const] : []),
    ],
    endpoints: [
      ...(state === undefined ? [] : valueAt(place, "on", state, { codec: onOffCodec(state) })),
      ...(steps.length > 1 ? valueAt(place, "fanSpeedPct", mode, { codec: { as: "steps", steps } }) : []),
      ...valueAt(place, "preset", presets.length > 0 ? mode : undefined, { codec: sameWords(presets) }),
      ...valueAt(place, "fanSpeedPct", speed, { codec: { as: "percent", least: 0, most: speed?.max ?? 100, whole: true }, with: on }),
    ],
    gets: getsOf(state ?? mode),
  };
}

/** A wall switch for a fan has its speed beside its state (Tuya TS0601_fan_switch). */
export function switchedFanPart(place: Place, state: Expose, speed: Expose): Part {
  const count = (speed.max ?? 1) - (speed.min ?? 1) + 1;
  const steps = Array.from({ length: Math.min(count, 100) }, (_, index) => (speed.min ?? 1) + index).filter((step) => step > 0);
  return {
    key: keyOf("fan", state), kind: "fan", deviceClass: "", label: undefined, endpoint: state.endpoint,
    capabilities: [{ kind: "onOff" }, { kind: "fanSpeed" }],
    endpoints: [
      ...valueAt(place, "on", state, { codec: onOffCodec(state) }),
      ...valueAt(place, "fanSpeedPct", speed, { codec: { as: "steps", steps }, with: { [state.property]: state.valueOn ?? "ON" } }),
    ],
    gets: getsOf(state),
  };
}
