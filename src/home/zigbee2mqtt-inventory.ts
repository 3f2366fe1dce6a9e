// (pure) What Zigbee2MQTT says of its network (zigbee2mqtt.io, mqtt_topics_and_messages.md), read with suspicion.
import { numberOf, objectOf, textOf, textsOf, type EntityConfig } from "./config-values.ts";
import type { WireValue } from "./endpoint.ts";

/** One ability of a device (zigbee2mqtt.io, exposes.md). `access`: 1 it is told in the state, 2 it can be set, 4 it can be asked for. */
export type Expose = {
  readonly type: string;
  readonly name: string;
  /** Its key in messages: the name, and the endpoint where a device has several. */
  readonly property: string;
  readonly endpoint: string | undefined;
  readonly label: string;
  readonly access: number;
  readonly category: string | undefined;
  readonly unit: string | undefined;
  readonly values: readonly (string | number)[];
  readonly valueOn: WireValue | undefined;
  readonly valueOff: WireValue | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly step: number | undefined;
  readonly features: readonly Expose[];
};

export type NetworkDevice = {
  readonly ieeeAddress: string;
  readonly friendlyName: string;
  readonly disabled: boolean;
  /** False where Zigbee2MQTT has guessed its abilities. */
  readonly supported: boolean;
  readonly onBattery: boolean;
  /** Whether it hears what is said to a group: a Tuya device that speaks in data points does not. */
  readonly hearsGroups: boolean;
  /** What it is, in Zigbee2MQTT's words. */
  readonly description: string;
  readonly exposes: readonly Expose[];
  readonly endpoints: readonly NetworkEndpoint[];
};

export type Scene = { readonly id: number; readonly name: string };
export type NetworkEndpoint = { readonly number: number; readonly name: string | undefined; readonly scenes: readonly Scene[] };
export type NetworkGroup = { readonly id: number; readonly friendlyName: string; readonly scenes: readonly Scene[]; readonly members: readonly GroupMember[] };
export type GroupMember = { readonly ieeeAddress: string; readonly endpoint: number };

/** Most abilities read of one device; the richest real one (Inovelli VZM35-SN) has 125. */
const maxExposes = 400;
/** Abilities lie in each other: a siren's `warning` holds `mode`. Real ones have two levels. */
const maxDepth = 3;
/** Most words kept of one list: the longest real one (effects of Hue lamps, actions of remotes) has some dozens. */
const maxValues = 200;

export const canTell = ({ access }: Expose): boolean => (access & 1) !== 0;
export const canSet = ({ access }: Expose): boolean => (access & 2) !== 0;
export const canAsk = ({ access }: Expose): boolean => (access & 4) !== 0;

/** The coordinator's address when this entry is the coordinator. */
export function coordinatorAddress(raw: EntityConfig): string | undefined {
  return raw["type"] === "Coordinator" ? textOf(raw, "ieee_address") : undefined;
}

/**
 * One entry of `bridge/devices`. Undefined while it has no definition: during its first interview, or when Zigbee2MQTT
 * does not know the model at all. One that is interviewed anew keeps its definition.
 */
export function readDevice(raw: EntityConfig): NetworkDevice | undefined {
  const ieeeAddress = textOf(raw, "ieee_address");
  const definition = objectOf(raw["definition"]);
  if (ieeeAddress === undefined || definition === undefined || raw["type"] === "Coordinator") return undefined;
  return {
    ieeeAddress,
    friendlyName: textOf(raw, "friendly_name") ?? ieeeAddress,
    disabled: raw["disabled"] === true,
    supported: raw["supported"] !== false,
    onBattery: textOf(raw, "power_source") === "Battery",
    // SOURCE: zigbee-herdsman-converters, lib/tuya.ts; tried: "Not supported for groups".
    hearsGroups: textOf(raw, "model_id") !== "TS0601",
    description: ["vendor", "model", "description"].flatMap((key) => textOf(definition, key) ?? []).join(" ").slice(0, 300),
    exposes: readExposes(definition["exposes"], 1),
    endpoints: Object.entries(objectOf(raw["endpoints"]) ?? {}).slice(0, maxExposes).flatMap(([number, value]) => readEndpoint(number, value) ?? []),
  };
}

/** One entry of `bridge/groups`. */
export function readGroup(raw: EntityConfig): NetworkGroup | undefined {
  const id = numberOf(raw, "id");
  const friendlyName = textOf(raw, "friendly_name");
  if (id === undefined || friendlyName === undefined) return undefined;
  const members = listOf(raw["members"]).flatMap((member) => {
    const [ieeeAddress, endpoint] = [textOf(member, "ieee_address"), numberOf(member, "endpoint")];
    return ieeeAddress === undefined || endpoint === undefined ? [] : [{ ieeeAddress, endpoint }];
  });
  return { id, friendlyName, members, scenes: readScenes(raw["scenes"]) };
}

function readEndpoint(number: string, value: unknown): NetworkEndpoint | undefined {
  const raw = objectOf(value);
  return raw === undefined ? undefined : { number: Number(number), name: textOf(raw, "name"), scenes: readScenes(raw["scenes"]) };
}

function readScenes(value: unknown): readonly Scene[] {
  return listOf(value).flatMap((raw) => {
    const id = numberOf(raw, "id");
    return id === undefined ? [] : [{ id, name: textOf(raw, "name") ?? `Scene ${id}` }];
  });
}

function readExposes(value: unknown, depth: number): readonly Expose[] {
  if (depth > maxDepth) return [];
  return listOf(Array.isArray(value) ? value.slice(0, maxExposes) : value).flatMap((raw) => readExpose(raw, depth) ?? []);
}

function readExpose(raw: EntityConfig, depth: number): Expose | undefined {
  const type = textOf(raw, "type");
  if (type === undefined) return undefined;
  const name = textOf(raw, "name") ?? type;
  const values = raw["values"];
  return {
    type, name,
    property: textOf(raw, "property") ?? name,
    endpoint: textOf(raw, "endpoint"),
    label: textOf(raw, "label") ?? name.replaceAll("_", " "),
    access: numberOf(raw, "access") ?? 0,
    category: textOf(raw, "category"),
    unit: textOf(raw, "unit")?.slice(0, 16),
    values: Array.isArray(values) ? values.filter((item): item is string | number => typeof item === "string" || typeof item === "number").slice(0, maxValues) : textsOf(raw, "values"),
    valueOn: wireOf(raw["value_on"]),
    valueOff: wireOf(raw["value_off"]),
    min: numberOf(raw, "value_min"),
    max: numberOf(raw, "value_max"),
    step: numberOf(raw, "value_step"),
    features: readExposes(raw["features"], depth + 1),
  };
}

function wireOf(value: unknown): WireValue | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** The objects of a list; anything else in it is left out. */
export function listOf(value: unknown): readonly EntityConfig[] {
  return Array.isArray(value) ? value.map(objectOf).filter((item) => item !== undefined) : [];
}

/** What `bridge/info` tells that matters here: lib/extension/availability.ts and lib/util/utils.ts decide by the same keys. */
export type NetworkInfo = {
  readonly coordinator: string | undefined;
  /** Whether a device tells on `…/availability` that it is there. */
  readonly tellsAvailability: (ieeeAddress: string) => boolean;
  /** Whether the broker keeps a device's state. */
  readonly keepsState: (ieeeAddress: string) => boolean;
  /** Whether states are sent as JSON; else each value goes to a topic of its own. */
  readonly json: boolean;
};

export const noInfo: NetworkInfo = { coordinator: undefined, tellsAvailability: () => false, keepsState: () => false, json: true };

export function readInfo(raw: EntityConfig): NetworkInfo {
  const config = objectOf(raw["config"]) ?? {};
  const defaults = objectOf(config["device_options"]) ?? {};
  const devices = objectOf(config["devices"]) ?? {};
  const optionOf = (ieeeAddress: string, key: string): unknown => (Object.hasOwn(devices, ieeeAddress) ? objectOf(devices[ieeeAddress])?.[key] : undefined) ?? defaults[key];
  const enabled = isEnabled(config["availability"]);
  return {
    coordinator: textOf(objectOf(raw["coordinator"]) ?? {}, "ieee_address"),
    tellsAvailability: (ieeeAddress) => {
      const own = optionOf(ieeeAddress, "disabled") === true ? false : optionOf(ieeeAddress, "availability");
      return own === undefined || own === null ? enabled : Boolean(own);
    },
    keepsState: (ieeeAddress) => optionOf(ieeeAddress, "retain") === true,
    json: objectOf(config["advanced"])?.["output"] !== "attribute",
  };
}

/** Since 2.0 an object that says so; before, true or an object of time limits. */
function isEnabled(availability: unknown): boolean {
  if (availability === true) return true;
  const settings = objectOf(availability);
  return settings !== undefined && settings["enabled"] !== false;
}
