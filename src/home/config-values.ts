// (pure) Reading values out of an announced config, whose shape a stranger chose.
import { readingFilterProblem, topicProblem } from "./mqtt-topic.ts";

/** An announced config: JSON as it came, keys expanded. */
export type EntityConfig = Readonly<Record<string, unknown>>;

/** A payload or name as text. Numbers and booleans become what Home Assistant's `str()` makes of them. */
export function textOf(config: EntityConfig, key: string): string | undefined {
  const value = config[key];
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return undefined;
}

/** A finite number, also when it was written as text. */
export function numberOf(config: EntityConfig, key: string): number | undefined {
  const value = config[key];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The list of texts under `key`; anything else in the list is left out. */
export function textsOf(config: EntityConfig, key: string): readonly string[] {
  const value = config[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** A yes or no, in the words that Home Assistant takes for one (config_validation, `boolean`). */
export function flagOf(config: EntityConfig, key: string, byDefault = false): boolean {
  const value = textOf(config, key)?.toLowerCase();
  if (value === undefined) return byDefault;
  return /^(1|true|yes|on|enable)$/.test(value) || (byDefault && !/^(0|false|no|off|disable)$/.test(value));
}

/** The topic under `key`, or undefined when there is none that may be used. */
export function topicOf(config: EntityConfig, key: string): string | undefined {
  const value = config[key];
  return typeof value === "string" && topicProblem(value) === undefined ? value : undefined;
}

/** The topic under `key` that one only listens to, which may have `+` for whole levels; undefined when it may not be used. */
export function readingFilterOf(config: EntityConfig, key: string): string | undefined {
  const value = config[key];
  return typeof value === "string" && readingFilterProblem(value) === undefined ? value : undefined;
}

/** A JSON object, or undefined for anything else. */
export function objectOf(value: unknown): EntityConfig | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as EntityConfig) : undefined;
}

/** JSON text as what it says, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON text as an object, or undefined when it is not one. */
export function parseJsonObject(text: string): EntityConfig | undefined {
  return objectOf(parseJson(text));
}

/** Longest name kept, in characters: what a person can say and a screen can show. */
const maxNameLength = 64;

/** A name without control and direction characters, spaces collapsed, cut; undefined when nothing is left. */
export function cleanName(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const head = String(value).slice(0, 4 * maxNameLength);
  const text = head.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").replace(/\s+/g, " ").trim();
  const cut = Array.from(text).slice(0, maxNameLength).join("").trim();
  return cut === "" ? undefined : cut;
}

/** Lower-case words joined by `_`: "Living room" → "living_room". */
export function slugOf(text: string): string {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "").replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");
}
