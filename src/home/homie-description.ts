// (pure) `<domain>/5/<device>/$description` → what the device has. SOURCE: homieiot/convention convention.md 5 (Device,
// Node and Property Attributes, Formats; what is illegal inside a property makes that property ignored).
import { cleanName, type EntityConfig, objectOf, parseJsonObject } from "./config-values.ts";

export const homieDatatypes = ["integer", "float", "boolean", "string", "enum", "color", "datetime", "duration", "json"] as const;
export type HomieDatatype = (typeof homieDatatypes)[number];

export type HomieProperty = {
  readonly id: string;
  readonly nodeId: string;
  /** Its own name; undefined when it has none. */
  readonly name: string | undefined;
  readonly datatype: HomieDatatype;
  readonly settable: boolean;
  readonly retained: boolean;
  readonly unit: string | undefined;
  /** Of an enum its values, of a colour its notations, of a boolean what false and true mean, of others nothing. */
  readonly values: readonly string[];
  readonly range: HomieRange;
};

/** Inclusive; undefined where it is open. */
export type HomieRange = { readonly min: number | undefined; readonly max: number | undefined; readonly step: number | undefined };

export type HomieNode = { readonly id: string; readonly name: string; readonly type: string; readonly properties: readonly HomieProperty[] };
export type HomieDevice = { readonly name: string; readonly type: string; readonly root: string | undefined; readonly nodes: readonly HomieNode[] };

export type ReadDescription =
  | { readonly kind: "device"; readonly device: HomieDevice; readonly problems: readonly string[] }
  | { readonly kind: "invalid"; readonly problem: string };

const maxNodes = 200;
const maxProperties = 250;
const maxValues = 100;

/** A topic level of Homie (convention.md, Topic IDs). */
export const homieId = /^[a-z0-9-]{1,64}$/;

export function readDescription(payload: string, deviceId: string): ReadDescription {
  const raw = parseJsonObject(payload);
  if (raw === undefined) return { kind: "invalid", problem: "the payload is not a JSON object" };
  if (typeof raw["homie"] !== "string" || !/^5\.\d+$/.test(raw["homie"])) return { kind: "invalid", problem: `"homie" is ${JSON.stringify(raw["homie"])?.slice(0, 20) ?? "missing"}; Sotto reads version 5` };
  const { root } = raw;
  if (root !== undefined && (typeof root !== "string" || !homieId.test(root))) return { kind: "invalid", problem: "\"root\" is not the id of a device" };
  const problems: string[] = [];
  let left = maxProperties;
  const nodes = Object.entries(objectOf(raw["nodes"]) ?? {}).slice(0, maxNodes).flatMap(([id, value]) => {
    const node = objectOf(value);
    if (node === undefined || !homieId.test(id)) {
      problems.push(`node ${JSON.stringify(id.slice(0, 64))} has an illegal id or is not an object`);
      return [];
    }
    const properties = readProperties(id, objectOf(node["properties"]) ?? {}, left, problems);
    left -= properties.length;
    return [{ id, name: cleanName(node["name"]) ?? wordsOf(id), type: textOr(node["type"], ""), properties }];
  });
  return { kind: "device", device: { name: cleanName(raw["name"]) ?? wordsOf(deviceId), type: textOr(raw["type"], ""), root, nodes }, problems };
}

function readProperties(nodeId: string, properties: EntityConfig, limit: number, problems: string[]): readonly HomieProperty[] {
  return Object.entries(properties).slice(0, limit).flatMap(([id, value]) => {
    const raw = objectOf(value);
    const read = raw === undefined || !homieId.test(id) ? "has an illegal id or is not an object" : readProperty(nodeId, id, raw);
    if (typeof read !== "string") return [read];
    problems.push(`property ${JSON.stringify(`${nodeId}/${id}`.slice(0, 130))} ${read}`);
    return [];
  });
}

/** A property, or why it is ignored. */
function readProperty(nodeId: string, id: string, raw: EntityConfig): HomieProperty | string {
  const datatype = homieDatatypes.find((known) => known === raw["datatype"]);
  if (datatype === undefined) return `has the datatype ${JSON.stringify(raw["datatype"])?.slice(0, 30) ?? "undefined"}, which Homie 5 does not have`;
  const { settable = false, retained = true, format, unit } = raw;
  if (typeof settable !== "boolean" || typeof retained !== "boolean") return "has a \"settable\" or \"retained\" that is not true or false";
  if (format !== undefined && typeof format !== "string") return "has a \"format\" that is not text";
  const range = datatype === "integer" || datatype === "float" ? readRange(format ?? "") : noRange;
  if (range === undefined) return `has the format ${JSON.stringify(format?.slice(0, 40))}, which is no range`;
  const values = datatype === "enum" || datatype === "color" || datatype === "boolean" ? (format ?? "").split(",").filter((part) => part !== "").slice(0, maxValues) : [];
  if ((datatype === "enum" || datatype === "color") && values.length === 0) return "has no \"format\", which it needs";
  return { id, nodeId, name: cleanName(raw["name"]), datatype, settable, retained, unit: cleanName(unit)?.slice(0, 16), values, range };
}

const noRange: HomieRange = { min: undefined, max: undefined, step: undefined };

/** `[min]:[max][:step]` */
function readRange(format: string): HomieRange | undefined {
  if (format === "") return noRange;
  const parts = format.split(":");
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => part !== "" && !Number.isFinite(Number(part)))) return undefined;
  const [min, max, step] = parts.map((part) => part.trim() === "" ? undefined : Number(part));
  const illegal = (min !== undefined && max !== undefined && min > max) || (step !== undefined && step <= 0);
  return illegal ? undefined : { min, max, step };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value.slice(0, 128) : otherwise;
}

/** Ids are lower-case words with hyphens. */
export function wordsOf(id: string): string {
  return id.replaceAll("-", " ").trim() || id;
}
