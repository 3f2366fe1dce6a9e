// (pure) Sensors of Zigbee2MQTT: which of its many values are worth asking for, and what Home Assistant calls them.
import type { Codec } from "./endpoint.ts";
import { canTell, type Expose } from "./zigbee2mqtt-inventory.ts";
import { keyOf, onOffCodec, type Part, type Place, readAt } from "./zigbee2mqtt-part.ts";

/**
 * Binary values by name and their `device_class`. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts,
 * BINARY_DISCOVERY_LOOKUP; "" there is none of Home Assistant's.
 */
const binaryClasses: Readonly<Record<string, string>> = {
  contact: "door", garage_door_contact: "garage_door", window: "window", window_open: "window", open_window_detected: "window", occupancy: "occupancy", presence: "occupancy",
  water_leak: "moisture", active_water_leak: "moisture", rain: "moisture", rain_status: "moisture", smoke: "smoke", gas: "gas", carbon_monoxide: "carbon_monoxide",
  vibration: "vibration", moving: "moving", noise_detected: "sound", sos: "safety", tamper: "tamper", battery_low: "battery", charging: "battery_charging",
  fault: "problem", fault_alarm: "problem", motor_fault: "problem",
};

/** Numbers by name and their `device_class`. SOURCE: the same file, NUMERIC_DISCOVERY_LOOKUP; those without a class are asked for by name. */
const numberClasses: Readonly<Record<string, string>> = {
  temperature: "temperature", humidity: "humidity", pressure: "atmospheric_pressure", illuminance: "illuminance", battery: "battery",
  co2: "carbon_dioxide", co: "carbon_monoxide", voc: "volatile_organic_compounds", voc_parts: "volatile_organic_compounds_parts", voc_index: "", eco2: "volatile_organic_compounds_parts", formaldehyde: "", formaldehyd: "",
  pm1: "pm1", pm25: "pm25", pm10: "pm10", aqi: "aqi", noise: "sound_pressure", uv_index: "", soil_moisture: "moisture", soil_fertility: "conductivity",
  power: "power", energy: "energy", voltage: "voltage", current: "current", flow: "volume_flow_rate", water_consumed: "water", gas: "gas",
  precipitation: "precipitation", rain_rate: "precipitation_intensity", wind_speed: "wind_speed", distance: "distance", people: "",
};

/** Numbers whose name is unknown, by their unit. SOURCE: the same file, case "numeric"; °C as well. */
const unitClasses: Readonly<Record<string, string>> = { Wh: "energy", kWh: "energy", A: "current", mA: "current", mW: "power", W: "power", kW: "power", "°C": "temperature", "°F": "temperature" };

/** Diagnoses that older versions do not mark as such. SOURCE: the same file, entity_category "diagnostic". */
const diagnoses: ReadonlySet<string> = new Set(["device_temperature", "cpu_temperature", "internalTemperature", "battery_voltage"]);

/** Words that are told and worth asking for. */
const tellingWords: ReadonlySet<string> = new Set(["air_quality", "weather_condition", "door_state", "window_state", "opening_state", "light_level", "illumination", "charging_status", "alarm_state"]);

/** What a device without anything to command is asked for by its name alone: the first of these. */
const chiefReadings: readonly string[] = [
  "contact", "garage_door_contact", "opening_state", "door_state", "window", "smoke", "gas", "carbon_monoxide", "water_leak", "occupancy", "presence", "vibration",
  "rain", "rain_status", "soil_moisture", "temperature", "humidity", "illuminance", "air_quality", "power", "energy", "co2", "pm25",
];

/** How near to the chief reading a part is: smaller is nearer. The events of a remote control come before its battery. */
export function readingRank({ key, kind }: Part): number {
  const rank = chiefReadings.indexOf(key.replace(/^(binary|sensor)_/, ""));
  if (rank !== -1) return rank;
  return kind === "event" ? chiefReadings.length : chiefReadings.length + 1;
}

/** A sensor for one ability, or undefined for what is a setting, a diagnosis or of no use to a listener. */
export function readingPart(place: Place, expose: Expose): Part | undefined {
  if (!canTell(expose) || expose.category === "config") return undefined;
  switch (expose.type) {
    case "binary": return binaryPart(place, expose);
    case "numeric": return numberPart(place, expose);
    case "enum": return expose.name === "action" ? eventPart(place, expose) : wordPart(place, expose);
    default: return undefined;
  }
}

function binaryPart(place: Place, expose: Expose): Part | undefined {
  const { name, category, access } = expose;
  const known = Object.hasOwn(binaryClasses, name) ? binaryClasses[name] : undefined;
  if (known === undefined || (access & 2) !== 0) return undefined;
  if (name === "battery_low" ? place.exposes.some((other) => other.name === "battery") : category === "diagnostic" && known !== "tamper") return undefined;
  return {
    key: keyOf(`binary_${name}`, expose), kind: "binarySensor", deviceClass: openingClass(known, place), label: labelOf(expose), endpoint: expose.endpoint,
    capabilities: [{ kind: "reading", quantity: openingClass(known, place), unit: undefined }],
    endpoints: [readAt(place, "on", expose.property, binaryCodec(expose)), readAt(place, "reading", expose.property, binaryWords(expose))],
    gets: [],
  };
}

/** One and the same sensor is sold for doors and windows: its name tells. */
function openingClass(known: string, { name }: Place): string {
  if (known !== "door") return known;
  return /\bwindow\b/i.test(name) ? "window" : /\bgarage\b/i.test(name) ? "garage_door" : known;
}

/**
 * "true" is what is worth telling: open, wet, moving. A contact is false when it is open, and says so by its values; the
 * one of a garage door does not. SOURCE: the same file, garage_door_contact.
 */
function binaryCodec(expose: Expose): Codec {
  return expose.name === "garage_door_contact" ? { as: "words", words: { true: false, false: true } } : onOffCodec(expose);
}

function binaryWords(expose: Expose): Codec {
  const codec = binaryCodec(expose);
  return codec.as === "words" ? { as: "words", words: { on: codec.words["true"] ?? true, off: codec.words["false"] ?? false } } : codec;
}

function numberPart(place: Place, expose: Expose): Part | undefined {
  const { name, unit, category } = expose;
  if ((expose.access & 2) !== 0 || (category === "diagnostic" && name !== "battery") || diagnoses.has(name)) return undefined;
  // Millivolts are those of its battery.
  if (unit === "mV" && place.exposes.some((other) => other.name === "battery")) return undefined;
  const deviceClass = numberClass(name, unit);
  if (deviceClass === undefined || (name === "local_temperature" && place.exposes.some(({ type }) => type === "climate"))) return undefined;
  return {
    key: keyOf(`sensor_${name}`, expose), kind: "sensor", deviceClass, label: labelOf(expose), endpoint: expose.endpoint,
    capabilities: [{ kind: "reading", quantity: deviceClass, unit }], endpoints: [readAt(place, "reading", expose.property, { as: "number" })], gets: [],
  };
}

function numberClass(name: string, unit: string | undefined): string | undefined {
  const key = name === "voc" && (unit === "ppb" || unit === "ppm") ? "voc_parts" : name;
  if (Object.hasOwn(numberClasses, key)) return numberClasses[key];
  return unit !== undefined && Object.hasOwn(unitClasses, unit) ? unitClasses[unit] : undefined;
}

function wordPart(place: Place, expose: Expose): Part | undefined {
  if (!tellingWords.has(expose.name) || (expose.access & 2) !== 0) return undefined;
  return {
    key: keyOf(`sensor_${expose.name}`, expose), kind: "sensor", deviceClass: "", label: labelOf(expose), endpoint: expose.endpoint,
    capabilities: [{ kind: "reading", quantity: "", unit: undefined }], endpoints: [readAt(place, "reading", expose.property, { as: "text" })], gets: [],
  };
}

/** Home Assistant's event classes, by a word of the description; what a lock or a thermostat tells has none. */
function eventClass({ description }: Place): string {
  if (/\bdoor ?bell\b/i.test(description)) return "doorbell";
  return /\b(remote|button|switch|dimmer|cube|knob)\b/i.test(description) ? "button" : "";
}

function eventPart(place: Place, expose: Expose): Part {
  return {
    key: keyOf("event", expose), kind: "event", deviceClass: eventClass(place), label: "action", endpoint: expose.endpoint,
    capabilities: [{ kind: "event", events: expose.values.map(String) }], endpoints: [readAt(place, "event", expose.property, { as: "text" })], gets: [],
  };
}

/** "Soil moisture" → "soil moisture" within a name; "CO2" and "PM2.5" stay. */
export function labelOf({ label }: Expose): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
