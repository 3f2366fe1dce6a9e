// (pure) Switches, sirens, choices and buttons of Zigbee2MQTT.
import type { Json, WireMessage } from "./endpoint.ts";
import { canSet, type Expose } from "./zigbee2mqtt-inventory.ts";
import { switchedFanPart } from "./zigbee2mqtt-climate.ts";
import { isValve, valvePart } from "./zigbee2mqtt-openings.ts";
import { labelOf } from "./zigbee2mqtt-readings.ts";
import { getsOf, keyOf, named, onOffCodec, type Part, type Place, plainProperty, sameWords, settable, valueAt } from "./zigbee2mqtt-part.ts";

/** Other switches of a device are its settings: "window_detection", "auto_lock". SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, SWITCH_DIFFERENT. */
export function switchPart(place: Place, { features }: Expose): Part | undefined {
  const state = named(features, "state");
  if (!settable(state) || plainProperty(state) !== "state") return undefined;
  return statePart(place, state);
}

/** A switch, unless what it is says that it is a valve or a fan. */
function statePart(place: Place, state: Expose): Part {
  const speed = place.exposes.find(({ name, type, access, endpoint }) => name === "fan_speed" && type === "numeric" && (access & 2) !== 0 && endpoint === state.endpoint);
  if (speed !== undefined) return switchedFanPart(place, state, speed);
  if (isValve(place) || state.valueOn === "OPEN") return valvePart(place, state);
  return {
    key: keyOf("switch", state), kind: "switch", deviceClass: /\b(plug|outlet|socket)\b/i.test(place.description) ? "outlet" : "", label: undefined, endpoint: state.endpoint,
    capabilities: [{ kind: "onOff" }], endpoints: valueAt(place, "on", state, { codec: onOffCodec(state) }), gets: getsOf(state),
  };
}

/** Abilities of no larger type that people speak of; the many others that can be set are settings. */
export function loosePart(place: Place, expose: Expose): Part | undefined {
  if (!canSet(expose) || expose.category === "config" || expose.category === "diagnostic") return undefined;
  switch (expose.type) {
    case "binary": return expose.name === "state" ? statePart(place, expose) : expose.name === "alarm" ? alarmPart(place, expose) : undefined;
    case "enum": return spokenChoices.has(expose.name) && expose.values.length > 1 ? selectPart(place, expose) : expose.name === "alarm" ? tonePart(place, expose) : undefined;
    case "composite": return expose.name === "warning" && !hasAlarm(place) ? warningPart(place, expose) : undefined;
    default: return undefined;
  }
}

/** Choices that are no settings: a heater on a pilot wire is told "eco" or "comfort". */
const spokenChoices: ReadonlySet<string> = new Set(["pilot_wire_mode"]);

function selectPart(place: Place, expose: Expose): Part {
  return {
    key: keyOf(`select_${expose.name}`, expose), kind: "select", deviceClass: "", label: labelOf(expose), endpoint: expose.endpoint,
    capabilities: [{ kind: "option", options: expose.values.map(String) }], endpoints: valueAt(place, "option", expose, { codec: sameWords(expose.values) }), gets: getsOf(expose),
  };
}

const siren = { kind: "siren", deviceClass: "", capabilities: [{ kind: "onOff" }] } as const;

/** A siren is what it is; the one in a smoke detector is a part of it. */
function sirenLabel({ description }: Place): string | undefined {
  return /\b(siren|alarm)\b/i.test(description) && !/\b(smoke|fire|heat|gas|water|leak)\b/i.test(description) ? undefined : "siren";
}

function hasAlarm({ exposes }: Place): boolean {
  return exposes.some((expose) => expose.name === "alarm" && expose.type === "binary" && canSet(expose));
}

function alarmPart(place: Place, expose: Expose): Part {
  return { ...siren, key: keyOf("siren", expose), label: sirenLabel(place), endpoint: expose.endpoint, endpoints: valueAt(place, "on", expose, { codec: onOffCodec(expose) }), gets: [] };
}

/** Tones of an alarm, the plainest first; "stop" is off. */
const tones = ["burglar", "emergency", "fire"];

function tonePart(place: Place, expose: Expose): Part | undefined {
  const tone = tones.find((word) => expose.values.includes(word));
  if (tone === undefined || !expose.values.includes("stop")) return undefined;
  const also = Object.fromEntries(expose.values.map((value) => [String(value).toLowerCase(), value === "stop" ? "false" : "true"]));
  return {
    ...siren, key: keyOf("siren", expose), label: sirenLabel(place), endpoint: expose.endpoint,
    endpoints: valueAt(place, "on", expose, { codec: { as: "words", words: { true: tone, false: "stop" }, also } }), gets: [],
  };
}

/** A siren by ZCL's "start warning" sounds for so long, in seconds, and so loud. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, case "warning". */
const warningS = 10;
const warningLevel = "medium";

/** It tells nothing back. */
function warningPart({ topic, ...place }: Place, warning: Expose): Part | undefined {
  const [mode, level, duration] = [named(warning.features, "mode"), named(warning.features, "level"), named(warning.features, "duration")];
  const tone = tones.find((word) => mode?.values.includes(word) === true);
  if (tone === undefined || mode?.values.includes("stop") !== true) return undefined;
  const told = (payload: Json): readonly WireMessage[] => [{ topic: `${topic}/set`, payload: JSON.stringify({ [warning.property]: payload }) }];
  const sound = { mode: tone, ...(level?.values.includes(warningLevel) === true ? { level: warningLevel } : {}), ...(duration === undefined ? {} : { duration: warningS }) };
  return {
    ...siren, key: keyOf("siren", warning), label: sirenLabel({ topic, ...place }), endpoint: warning.endpoint,
    endpoints: [{ property: "on", write: { how: "cases", cases: { true: told(sound), false: told({ mode: "stop" }) } } }], gets: [],
  };
}
