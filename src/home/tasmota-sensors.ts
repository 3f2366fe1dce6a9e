// (pure) `tasmota/discovery/<MAC>/sensors` → sensors. SOURCE: emontnemery/hatasmota sensor.py, home-assistant/core tasmota/sensor.py.
import { cleanName, type EntityConfig, objectOf, parseJsonObject } from "./config-values.ts";
import type { Codec } from "./endpoint.ts";
import { type Part, reading } from "./native-draft.ts";
import type { TasmotaConfig } from "./tasmota-config.ts";
import { sensorReads } from "./tasmota-topics.ts";

/** The message keeps the last values too; only where values stand is kept, in the order of the message. */
export type TasmotaSensor = { readonly path: readonly string[]; readonly quantity: Quantity; readonly unit: string | undefined };
export type ReadTasmotaSensors = { readonly kind: "sensors"; readonly sensors: readonly TasmotaSensor[] } | { readonly kind: "invalid"; readonly problem: string };

type Quantity = {
  /** Home Assistant's device_class. */
  readonly deviceClass: string;
  /** Undefined: the message tells it, under `unitKey`. */
  readonly unit?: string;
  readonly unitKey?: "TempUnit" | "PressureUnit";
  readonly word: string;
};

/** What people ask after, by Tasmota's key. Minutes of meters, raw colours and the like are left out. */
const quantities: Readonly<Record<string, Quantity>> = {
  Temperature: { deviceClass: "temperature", unitKey: "TempUnit", word: "temperature" },
  DewPoint: { deviceClass: "temperature", unitKey: "TempUnit", word: "dew point" },
  Humidity: { deviceClass: "humidity", unit: "%", word: "humidity" },
  Pressure: { deviceClass: "pressure", unitKey: "PressureUnit", word: "pressure" },
  SeaPressure: { deviceClass: "pressure", unitKey: "PressureUnit", word: "sea level pressure" },
  Illuminance: { deviceClass: "illuminance", unit: "lx", word: "brightness" },
  Power: { deviceClass: "power", unit: "W", word: "power" },
  Total: { deviceClass: "energy", unit: "kWh", word: "energy" },
  Today: { deviceClass: "energy", unit: "kWh", word: "energy today" },
  Voltage: { deviceClass: "voltage", unit: "V", word: "voltage" },
  Current: { deviceClass: "current", unit: "A", word: "current" },
  CarbonDioxide: { deviceClass: "carbon_dioxide", unit: "ppm", word: "carbon dioxide" },
  TVOC: { deviceClass: "volatile_organic_compounds_parts", unit: "ppb", word: "volatile compounds" },
  "PM2.5": { deviceClass: "pm25", unit: "µg/m³", word: "fine dust" },
  PM10: { deviceClass: "pm10", unit: "µg/m³", word: "coarse dust" },
  Moisture: { deviceClass: "moisture", unit: "%", word: "moisture" },
  Battery: { deviceClass: "battery", unit: "%", word: "battery" },
  Distance: { deviceClass: "distance", unit: "cm", word: "distance" },
  Weight: { deviceClass: "weight", unit: "kg", word: "weight" },
};

/** Most values of one device. */
const maxSensors = 100;
/** Longest key that may stand in a path. */
const maxKeyLength = 64;

export function readTasmotaSensors(payload: string): ReadTasmotaSensors {
  const raw = parseJsonObject(payload);
  const said = objectOf(raw?.["sn"]);
  if (said === undefined) return { kind: "invalid", problem: "the payload is not a JSON object with an object \"sn\"" };
  return { kind: "sensors", sensors: [...found(said, said, [])].slice(0, maxSensors) };
}

/** `{"DS18B20":{"Temperature":21}}`, a list of phases, or one level more. */
function* found(said: EntityConfig, inside: EntityConfig, path: readonly string[]): Generator<TasmotaSensor> {
  for (const [key, value] of Object.entries(inside).slice(0, maxSensors)) {
    if (key.length > maxKeyLength) continue;
    const here = [...path, key];
    const quantity = path.length > 0 && Object.hasOwn(quantities, key) ? quantities[key] : undefined;
    const inner = objectOf(value);
    if (inner !== undefined && path.length < 2) yield* found(said, inner, here);
    if (quantity === undefined || inner !== undefined) continue;
    const unit = unitOf(quantity, said);
    if (Array.isArray(value)) yield* value.slice(0, 3).map((_phase, index) => ({ path: [...here, String(index)], quantity, unit }));
    else yield { path: here, quantity, unit };
  }
}

/** Temperatures are told in °C, whatever the device counts in. */
function unitOf({ unit, unitKey }: Quantity, said: EntityConfig): string | undefined {
  if (unitKey === undefined) return unit;
  const told = cleanName(said[unitKey])?.slice(0, 16);
  return unitKey === "TempUnit" ? `°${told?.toUpperCase() === "F" ? "F" : "C"}` : told;
}

export function sensorParts(config: TasmotaConfig, sensors: readonly TasmotaSensor[]): readonly Part[] {
  return sensors.map(({ path, quantity, unit }) => {
    const isTemperature = quantity.unitKey === "TempUnit";
    const codec: Codec = isTemperature ? { as: "celsius", unit: unit === "°F" ? "F" : "C" } : { as: "number" };
    // Told apart by the chip where several measure the same, and by the phase where one does so several times.
    const several = sensors.some((other) => other.quantity.word === quantity.word && other.path[0] !== path[0]);
    const phase = /^\d$/.test(path.at(-1) ?? "") ? ` ${Number(path.at(-1)) + 1}` : "";
    return {
      key: `sensor.${path.join(".")}`, name: cleanName(`${several ? `${path[0]} ` : ""}${quantity.word}${phase}`),
      kind: "sensor", deviceClass: quantity.deviceClass, capabilities: reading(quantity.deviceClass, isTemperature ? "°C" : unit),
      endpoints: [{ property: "reading", read: sensorReads(config, path, codec) }],
    };
  });
}
