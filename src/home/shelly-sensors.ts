// (pure) Components of a Shelly that only tell something. SOURCE: shelly-api-docs.shelly.cloud gen2 ComponentsAndServices
// (Input, Temperature, Humidity, Illuminance, Voltmeter, DevicePower, Smoke, Flood, EM, EM1, PM1, PresenceZone, BTHomeSensor).
import type { Codec } from "./endpoint.ts";
import { binaryEndpoints, type Part, reading } from "./native-draft.ts";
import type { ShellyComponent, ShellyDevice } from "./shelly-device.ts";
import { outputName } from "./shelly-outputs.ts";
import { eventReads, statusReads } from "./shelly-rpc.ts";

type Row = {
  readonly at: readonly string[];
  /** Home Assistant's device_class. */
  readonly deviceClass: string;
  /** Undefined: it is true or false. */
  readonly unit?: string;
  readonly word: string;
  /** Not every model tells it. */
  readonly optional?: true;
};

const power: Row = { at: ["apower"], deviceClass: "power", unit: "W", word: "power", optional: true };
const energy: Row = { at: ["aenergy", "total"], deviceClass: "energy", unit: "Wh", word: "energy", optional: true };
const meters: readonly Row[] = [power, energy];

/** What each type of component tells, by the place in its status. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  switch: meters, light: meters, rgb: meters, rgbw: meters, cct: meters, rgbcct: meters, cover: meters, pm1: meters,
  temperature: [{ at: ["tC"], deviceClass: "temperature", unit: "°C", word: "temperature" }],
  humidity: [{ at: ["rh"], deviceClass: "humidity", unit: "%", word: "humidity" }],
  illuminance: [{ at: ["lux"], deviceClass: "illuminance", unit: "lx", word: "brightness", optional: true }],
  voltmeter: [{ at: ["voltage"], deviceClass: "voltage", unit: "V", word: "voltage" }],
  devicepower: [{ at: ["battery", "percent"], deviceClass: "battery", unit: "%", word: "battery", optional: true }],
  smoke: [{ at: ["alarm"], deviceClass: "smoke", word: "smoke alarm" }],
  flood: [{ at: ["alarm"], deviceClass: "moisture", word: "flood alarm" }],
  presencezone: [{ at: ["value"], deviceClass: "occupancy", word: "presence" }],
  em: [{ at: ["total_act_power"], deviceClass: "power", unit: "W", word: "power" }],
  emdata: [{ at: ["total_act"], deviceClass: "energy", unit: "Wh", word: "energy" }],
  em1: [{ at: ["act_power"], deviceClass: "power", unit: "W", word: "power" }],
  em1data: [{ at: ["total_act_energy"], deviceClass: "energy", unit: "Wh", word: "energy" }],
};

/** Object ids of BTHome sensors behind a gateway (bthome.io, format; home-assistant-libs/aioshelly rpc_device/const). */
const bluetoothRows: Readonly<Record<number, Row>> = {
  1: { at: ["value"], deviceClass: "battery", unit: "%", word: "battery" },
  5: { at: ["value"], deviceClass: "illuminance", unit: "lx", word: "brightness" },
  33: { at: ["value"], deviceClass: "motion", word: "motion" },
  45: { at: ["value"], deviceClass: "window", word: "window" },
  46: { at: ["value"], deviceClass: "humidity", unit: "%", word: "humidity" },
  69: { at: ["value"], deviceClass: "temperature", unit: "°C", word: "temperature" },
};

/** Sensors inside power meters measure the meter, not the room. */
const meterTypes: ReadonlySet<string> = new Set(["em", "em1", "pm1"]);
/** Ids of the sensors of an add-on begin here (shelly-api-docs, SensorAddon). */
const firstAddonId = 100;

export function sensorPartsOf(component: ShellyComponent, device: ShellyDevice): readonly Part[] {
  const { type, id } = component;
  if (type === "input") return inputParts(component, device);
  if (type === "bthomesensor") return bluetoothParts(component, device);
  if (type === "temperature" && id < firstAddonId && device.components.some((other) => meterTypes.has(other.type))) return [];
  const told = Object.hasOwn(rows, type) ? rows[type] ?? [] : [];
  const several = device.components.filter((other) => other.type === type).length > 1;
  return told.flatMap((row) => {
    if (row.optional === true && !component.tells.has(row.at[0] ?? "")) return [];
    return [rowPart(component, device, row, sensorName(component, device, row.word, several))];
  });
}

/** "power", or with whose it is where there are several: "Washing machine power". */
function sensorName(component: ShellyComponent, device: ShellyDevice, word: string, several: boolean): string {
  if (rows[component.type] === meters && component.type !== "pm1") return several ? `${outputName(component, device) ?? device.name} ${word}` : word;
  const own = component.name ?? (several ? `${device.name} ${component.id + 1}` : undefined);
  return own === undefined || own.toLowerCase().includes(word) ? own ?? word : `${own} ${word}`;
}

function rowPart({ key }: ShellyComponent, { prefix }: ShellyDevice, { at, deviceClass, unit, word }: Row, name: string): Part {
  const part = { key: `${key}.${at.join(".")}`, name: name === "" ? word : name, deviceClass };
  const read = (codec: Codec) => statusReads(prefix, key, at, codec);
  if (unit === undefined) return { ...part, kind: "binarySensor", capabilities: reading(deviceClass, undefined), endpoints: binaryEndpoints(true, false, read) };
  return { ...part, kind: "sensor", capabilities: reading(deviceClass, unit), endpoints: [{ property: "reading", read: read({ as: "number" }) }] };
}

/** How a button is pressed (shelly-api-docs, Input, Webhook events); that it goes down and up is said besides. */
const presses = ["single_push", "double_push", "triple_push", "long_push"] as const;

function inputParts(component: ShellyComponent, device: ShellyDevice): readonly Part[] {
  const { key, id, name, config } = component;
  if (config["enable"] === false) return [];
  if (config["type"] === "button") {
    const codec: Codec = { as: "words", words: Object.fromEntries(presses.map((press) => [press, press])) };
    return [{ key, name: name ?? `${device.name} button ${id + 1}`, kind: "event", capabilities: [{ kind: "event", events: presses }], endpoints: [{ property: "event", read: eventReads(device.prefix, key, codec) }] }];
  }
  // The input of an output is its wall switch, and nobody asks after it unless it has a name or is detached from it.
  const drives = device.components.some((other) => other.id === id && outputIds.has(other.type) && other.config["in_mode"] !== "detached");
  if (config["type"] !== "switch" || (drives && name === undefined)) return [];
  return [{
    key, name: name ?? `${device.name} input ${id + 1}`, kind: "binarySensor", capabilities: reading("", undefined),
    endpoints: binaryEndpoints(true, false, (codec) => statusReads(device.prefix, key, ["state"], codec)),
  }];
}

const outputIds: ReadonlySet<string> = new Set(["switch", "light", "rgb", "rgbw", "cct", "rgbcct", "cover"]);

/** A sensor without a name is called as the Bluetooth device that it is in. */
function bluetoothParts(component: ShellyComponent, device: ShellyDevice): readonly Part[] {
  const { name, config } = component;
  const row = typeof config["obj_id"] === "number" ? bluetoothRows[config["obj_id"]] : undefined;
  // A radiator valve is a device of its own, which tells what its sensors tell.
  const ofValve = device.components.some(({ type, config: other }) => type === "blutrv" && other["addr"] === config["addr"]);
  if (row === undefined || ofValve) return [];
  const owner = device.components.find(({ type, config: other }) => type === "bthomedevice" && other["addr"] === config["addr"])?.name;
  return [rowPart(component, device, row, name ?? (owner === undefined ? row.word : `${owner} ${row.word}`))];
}
