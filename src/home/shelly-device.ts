// (pure) What a Shelly says of itself → what Sotto needs of it. SOURCE: shelly-api-docs.shelly.cloud gen2, Shelly.GetDeviceInfo,
// Shelly.GetConfig, Shelly.GetStatus, Shelly.GetComponents.
import { cleanName, type EntityConfig, objectOf } from "./config-values.ts";

export type ShellyInfo = { readonly id: string; readonly mac: string; readonly name: string | undefined };

/** One component, "switch:0". Only what the drafts are made of is kept: a status may be large and comes often. */
export type ShellyComponent = {
  readonly key: string;
  readonly type: string;
  readonly id: number;
  readonly name: string | undefined;
  readonly config: EntityConfig;
  /** What its status tells at all. */
  readonly tells: ReadonlySet<string>;
  /** Of a cover: it knows where it stands. */
  readonly knowsPosition: boolean;
};

export type ShellyParts = ReadonlyMap<string, EntityConfig>;

export type ShellyDevice = {
  readonly prefix: string;
  readonly info: ShellyInfo;
  readonly name: string;
  readonly components: readonly ShellyComponent[];
  /** What hangs on each output ("light"), as chosen in the app. */
  readonly consumptionTypes: readonly string[];
  /** It is there only for moments, and is called offline in between. */
  readonly sleeps: boolean;
};

/** Most components of one device: the largest have some thirty, and fifty that people added. */
const maxComponents = 120;

const componentKey = /^([a-z][a-z0-9]{0,20}):(\d{1,3})$/;

/** Fields of configs that decide what a component is. SOURCE: the components' pages in shelly-api-docs. */
const configFields = ["name", "type", "enable", "in_mode", "slat", "ct_range", "actuator", "obj_id", "addr", "access", "min", "max", "options", "meta"] as const;

/** Undefined when it is no Shelly of the second generation or later. */
export function readInfo(result: EntityConfig): ShellyInfo | undefined {
  const { id, mac, gen } = result;
  if (typeof id !== "string" || id.length > 64 || typeof mac !== "string" || !/^[0-9a-f]{12}$/i.test(mac)) return undefined;
  return typeof gen === "number" && gen >= 2 ? { id, mac: mac.toUpperCase(), name: cleanName(result["name"]) } : undefined;
}

/** The components of a config, and "sys". */
export function readConfig(result: EntityConfig): ShellyParts {
  const kept = new Map<string, EntityConfig>();
  for (const [key, config] of componentsOf(result)) kept.set(key, Object.fromEntries(configFields.flatMap((field) => field in config ? [[field, config[field]]] : [])));
  const sys = objectOf(result["sys"]);
  if (sys !== undefined) kept.set("sys", { name: cleanName(objectOf(sys["device"])?.["name"]), consumption: textList(objectOf(sys["ui_data"])?.["consumption_types"]) });
  return kept;
}

/** The components of a status: which fields they have, and "sys". */
export function readStatus(result: EntityConfig): ShellyParts {
  const kept = new Map<string, EntityConfig>();
  for (const [key, status] of componentsOf(result)) {
    kept.set(key, { tells: Object.keys(status).filter((field) => field.length <= 32 && status[field] !== null).slice(0, 40), pos_control: status["pos_control"] === true });
  }
  const wakeup = objectOf(result["sys"])?.["wakeup_period"];
  kept.set("sys", { sleeps: typeof wakeup === "number" && wakeup > 0 });
  return kept;
}

/** One page of what people added: configs and statuses. */
export function readComponents(result: EntityConfig): { readonly config: ShellyParts; readonly status: ShellyParts; readonly next: number | undefined } {
  const pages = Array.isArray(result["components"]) ? (result["components"] as readonly unknown[]) : [];
  const listed = pages.slice(0, maxComponents).flatMap((item): readonly EntityConfig[] => [objectOf(item) ?? {}]);
  const by = (field: string) => Object.fromEntries(listed.flatMap((item) => typeof item["key"] === "string" ? [[item["key"], item[field] ?? {}]] : []));
  const [offset, total] = [result["offset"], result["total"]];
  const end = (typeof offset === "number" ? offset : 0) + listed.length;
  const config = new Map(readConfig(by("config")));
  const status = new Map(readStatus(by("status")));
  status.delete("sys");
  return { config, status, next: listed.length > 0 && typeof total === "number" && end < total && end < maxComponents ? end : undefined };
}

/** Only components with a known shape of key; `in` on them is safe, because they are parsed JSON objects. */
function componentsOf(result: EntityConfig): readonly (readonly [string, EntityConfig])[] {
  return Object.entries(result).flatMap(([key, value]) => {
    const object = componentKey.test(key) ? objectOf(value) : undefined;
    return object === undefined ? [] : [[key, object] as const];
  }).slice(0, maxComponents);
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, 32).map((item) => typeof item === "string" ? item.toLowerCase().slice(0, 32) : "") : [];
}

/** Joins what was said in several answers. */
export function shellyDevice(prefix: string, info: ShellyInfo, config: ShellyParts, status: ShellyParts): ShellyDevice {
  const sys = config.get("sys") ?? {};
  const keys = [...new Set([...config.keys(), ...status.keys()])].filter((key) => key !== "sys").sort(byTypeAndId);
  return {
    prefix, info,
    name: cleanName(sys["name"]) ?? info.name ?? info.id,
    components: keys.slice(0, maxComponents).map((key) => component(key, config.get(key) ?? {}, status.get(key) ?? {})),
    consumptionTypes: Array.isArray(sys["consumption"]) ? (sys["consumption"] as readonly string[]) : [],
    sleeps: status.get("sys")?.["sleeps"] === true,
  };
}

function component(key: string, config: EntityConfig, status: EntityConfig): ShellyComponent {
  const [type = "", id = ""] = key.split(":");
  const tells = Array.isArray(status["tells"]) ? (status["tells"] as readonly string[]) : [];
  return { key, type, id: Number(id), name: cleanName(config["name"]), config, tells: new Set(tells), knowsPosition: status["pos_control"] === true };
}

/** An order that does not depend on which answer came first. */
function byTypeAndId(one: string, other: string): number {
  const [[typeA = "", idA = ""], [typeB = "", idB = ""]] = [one.split(":"), other.split(":")];
  return typeA === typeB ? Number(idA) - Number(idB) : typeA < typeB ? -1 : 1;
}
