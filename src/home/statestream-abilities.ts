// (pure) What an entity of Home Assistant can do, by its domain: one row each. SOURCE: the bits of `supported_features` and
// the names of services, states and attributes are those of home-assistant/core, components/<domain>/const.py and services.yaml.
import { numberOf, textOf, textsOf } from "./config-values.ts";
import type { DeviceKind } from "./home.ts";
import { climateAbilities, lightAbilitiesOf, weatherAbilities } from "./statestream-levels.ts";
import { alarmAbilities, mediaPlayerAbilities, mowerAbilities, vacuumAbilities } from "./statestream-players.ts";
import { type Ability, onOff, sameWords, someText, type StreamedEntity, type Wire, wholePercent, yesNo } from "./statestream-wire.ts";

export type StreamedDomain = {
  readonly kind: DeviceKind;
  /** `supported_features` of an entity that did not tell them: what each of its domain can do. */
  readonly usualFeatures?: number;
  readonly abilities: (entity: StreamedEntity, wire: Wire) => readonly Ability[];
  /** Why it cannot be commanded. */
  readonly problem?: (entity: StreamedEntity) => string | undefined;
};

export const streamedDomains: ReadonlyMap<string, StreamedDomain> = new Map(Object.entries<StreamedDomain>({
  light: { kind: "light", abilities: lightAbilitiesOf },
  switch: { kind: "switch", abilities: switchAbilities },
  input_boolean: { kind: "switch", abilities: switchAbilities },
  siren: { kind: "siren", usualFeatures: 3, abilities: (entity, wire) => (entity.has(1) && entity.has(2) ? switchAbilities(entity, wire) : []) },
  climate: { kind: "climate", usualFeatures: 1, abilities: climateAbilities },
  lock: { kind: "lock", abilities: lockAbilities, problem: codeProblem },
  cover: { kind: "cover", usualFeatures: 3, abilities: coverAbilities },
  valve: { kind: "valve", usualFeatures: 3, abilities: valveAbilities },
  fan: { kind: "fan", abilities: fanAbilities },
  humidifier: { kind: "humidifier", abilities: humidifierAbilities },
  vacuum: { kind: "vacuum", usualFeatures: 8192 + 16, abilities: vacuumAbilities },
  lawn_mower: { kind: "lawnMower", usualFeatures: 1 + 4, abilities: mowerAbilities },
  media_player: { kind: "mediaPlayer", abilities: mediaPlayerAbilities },
  alarm_control_panel: { kind: "alarm", abilities: alarmAbilities, problem: codeProblem },
  scene: { kind: "scene", abilities: activated("turn_on") },
  script: { kind: "scene", abilities: activated("turn_on") },
  button: { kind: "button", abilities: activated("press") },
  input_button: { kind: "button", abilities: activated("press") },
  select: { kind: "select", abilities: selectAbilities },
  input_select: { kind: "select", abilities: selectAbilities },
  number: { kind: "number", abilities: numberAbilities },
  input_number: { kind: "number", abilities: numberAbilities },
  sensor: { kind: "sensor", abilities: sensorAbilities },
  binary_sensor: { kind: "binarySensor", abilities: binarySensorAbilities },
  person: { kind: "person", abilities: whereabouts },
  // A phone or a car is no person: it can be asked after, but does not count among those who are at home.
  device_tracker: { kind: "sensor", abilities: whereabouts },
  weather: { kind: "weather", abilities: weatherAbilities },
}));

/** A code is not for the voice, and Home Assistant refuses a call without it. */
function codeProblem({ attributes }: StreamedEntity): string | undefined {
  return attributes["code_format"] === undefined || attributes["code_format"] === null ? undefined : "it wants a code, which cannot be given by voice";
}

function switchAbilities(_entity: StreamedEntity, { state, cases, call }: Wire): readonly Ability[] {
  return [{ can: { kind: "onOff" }, endpoints: [{ property: "on", read: state(onOff), write: cases({ true: call("turn_on"), false: call("turn_off") }) }] }];
}

function activated(service: string): StreamedDomain["abilities"] {
  return (_entity, { cases, call }) => [{ can: { kind: "activate" }, endpoints: [{ property: "activate", write: cases({ true: call(service) }) }] }];
}

function lockAbilities({ has }: StreamedEntity, { state, cases, call }: Wire): readonly Ability[] {
  const canOpen = has(1);
  const write = cases({ locked: call("lock"), unlocked: call("unlock"), ...(canOpen ? { open: call("open") } : {}) });
  const read = state(sameWords(["locked", "unlocked", "locking", "unlocking", "jammed", "open", "opening"]));
  return [{ can: { kind: "lock", ...(canOpen ? { canOpen } : {}) }, endpoints: [{ property: "lock", read, write }] }];
}

/** Bits: open 1, close 2, position 4, stop 8; of covers also the tilt's position 128. */
function coverAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  const { attribute, set } = wire;
  const tilt: Ability = { can: { kind: "tilt" }, endpoints: [{ property: "tiltPct", read: attribute("current_tilt_position", wholePercent), write: set("set_cover_tilt_position", "tilt_position", wholePercent) }] };
  return [...openingAbilities(entity, wire, "cover"), ...(entity.has(128) ? [tilt] : [])];
}

function valveAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  return openingAbilities(entity, wire, "valve");
}

function openingAbilities({ has }: StreamedEntity, { state, attribute, cases, call, set }: Wire, what: "cover" | "valve"): readonly Ability[] {
  const canStop = has(8);
  const write = cases({
    ...(has(1) ? { open: call(`open_${what}`) } : {}), ...(has(2) ? { closed: call(`close_${what}`) } : {}), ...(canStop ? { stopped: call(`stop_${what}`) } : {}),
  });
  const read = state(sameWords(["open", "closed", "opening", "closing"]));
  const positions = has(4);
  const position = { property: "positionPct", read: attribute("current_position", wholePercent), ...(positions ? { write: set(`set_${what}_position`, "position", wholePercent) } : {}) } as const;
  const opens = has(1) || has(2) || positions;
  return [
    { ...(opens ? { can: { kind: "opening", canStop } as const } : {}), endpoints: [{ property: "opening", read, write }] },
    { ...(positions ? { can: { kind: "position" } as const } : {}), endpoints: [position] },
  ];
}

/** Bits: speed 1, oscillation 2, direction 4, preset 8. */
function fanAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  const { attribute, set, cases, call } = wire;
  const { has, attributes } = entity;
  const presets = textsOf(attributes, "preset_modes");
  return [
    ...switchAbilities(entity, wire),
    ...(has(1) ? [{ can: { kind: "fanSpeed" }, endpoints: [{ property: "fanSpeedPct", read: attribute("percentage", wholePercent), write: set("set_percentage", "percentage", wholePercent) }] } as const] : []),
    ...(has(2) ? [{ can: { kind: "oscillation" }, endpoints: [{ property: "oscillating", read: attribute("oscillating", yesNo), write: cases({ true: call("oscillate", { oscillating: true }), false: call("oscillate", { oscillating: false }) }) }] } as const] : []),
    ...(has(4) ? [{ can: { kind: "direction" }, endpoints: [{ property: "direction", read: attribute("direction", sameWords(["forward", "reverse"])), write: set("set_direction", "direction", sameWords(["forward", "reverse"])) }] } as const] : []),
    ...(has(8) && presets.length > 0 ? [{ can: { kind: "preset", presets }, endpoints: [{ property: "preset", read: attribute("preset_mode", someText), write: set("set_preset_mode", "preset_mode", someText) }] } as const] : []),
  ];
}

/** Bit: modes 1. Defaults of humidifier/const.py: 0..100 %. */
function humidifierAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  const { attribute, set } = wire;
  const { has, attributes } = entity;
  const presets = textsOf(attributes, "available_modes");
  const minPct = numberOf(attributes, "min_humidity") ?? 0;
  const maxPct = Math.max(minPct, numberOf(attributes, "max_humidity") ?? 100);
  return [
    ...switchAbilities(entity, wire),
    { can: { kind: "humidity", minPct, maxPct }, endpoints: [{ property: "humiditySetPct", read: attribute("humidity", wholePercent), write: set("set_humidity", "humidity", wholePercent) }] },
    ...(attributes["current_humidity"] === undefined ? [] : [{ can: { kind: "reading", quantity: "humidity", unit: "%" }, endpoints: [{ property: "currentHumidityPct", read: attribute("current_humidity", { as: "number" }) }] } as const]),
    ...(has(1) && presets.length > 0 ? [{ can: { kind: "preset", presets }, endpoints: [{ property: "preset", read: attribute("mode", someText), write: set("set_mode", "mode", someText) }] } as const] : []),
  ];
}

function selectAbilities({ attributes }: StreamedEntity, { state, set }: Wire): readonly Ability[] {
  const options = textsOf(attributes, "options");
  const read = state(someText);
  return [options.length === 0 ? { endpoints: [{ property: "option", read }] } : { can: { kind: "option", options }, endpoints: [{ property: "option", read, write: set("select_option", "option", someText) }] }];
}

/** Defaults of number/const.py: 0..100, steps of 1. A range is asked for: a value out of nowhere could be anything. */
function numberAbilities({ attributes }: StreamedEntity, { state, set }: Wire): readonly Ability[] {
  const min = numberOf(attributes, "min");
  const max = numberOf(attributes, "max");
  const read = state({ as: "number" });
  if (min === undefined || max === undefined || max < min) return [{ endpoints: [{ property: "number", read }] }];
  const step = numberOf(attributes, "step") ?? 1;
  const unit = textOf(attributes, "unit_of_measurement")?.slice(0, 16);
  return [{ can: { kind: "number", min, max, step: step > 0 ? step : 1, unit }, endpoints: [{ property: "number", read, write: set("set_value", "value", { as: "number" }) }] }];
}

/** What has a unit or a statistic is a number. */
function sensorAbilities({ attributes }: StreamedEntity, { state }: Wire): readonly Ability[] {
  const unit = textOf(attributes, "unit_of_measurement")?.slice(0, 16);
  const numeric = unit !== undefined || attributes["state_class"] !== undefined;
  const quantity = textOf(attributes, "device_class")?.slice(0, 32) ?? "";
  return [{ can: { kind: "reading", quantity, unit }, endpoints: [{ property: "reading", read: state(numeric ? { as: "number" } : someText) }] }];
}

/** "home", "not_home", or the name of a zone. SOURCE: components/person and components/device_tracker. */
function whereabouts(_entity: StreamedEntity, { state }: Wire): readonly Ability[] {
  return [{ can: { kind: "reading", quantity: "presence", unit: undefined }, endpoints: [{ property: "reading", read: state(someText) }] }];
}

function binarySensorAbilities({ attributes }: StreamedEntity, { state }: Wire): readonly Ability[] {
  const quantity = textOf(attributes, "device_class")?.slice(0, 32) ?? "";
  return [{
    can: { kind: "reading", quantity, unit: undefined },
    endpoints: [{ property: "on", read: state(onOff) }, { property: "reading", read: state(sameWords(["on", "off"])) }],
  }];
}
