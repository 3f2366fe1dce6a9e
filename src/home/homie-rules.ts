// (pure) What a Homie property means to Sotto. The convention names datatypes and units but no meanings, so they are read
// off ids, names and units. SOURCE of the ids: homieiot/homie5-device-profiles README.md (switch, dimmer, colorlight), and
// what bridges such as nstadigs/z2m-homie5-extension take over from their devices.
import type { HomieDatatype, HomieNode, HomieProperty } from "./homie-description.ts";

/** What a settable property is to the thing that its node is. */
export type HomieRole = "lock" | "opening" | "position" | "tilt" | "setpoint" | "mode" | "on" | "brightness" | "color" | "colorTemperature" | "fanSpeed";

type RoleRule = {
  readonly role: HomieRole;
  readonly datatypes: readonly HomieDatatype[];
  /** One of the two is enough. */
  readonly ids?: RegExp;
  readonly units?: RegExp;
  /** What the node must be called, or must not. */
  readonly node?: RegExp;
  readonly notNode?: RegExp;
  /** What an enum must be able to take, or a boolean must mean. */
  readonly values?: readonly RegExp[];
};

const coverWords = /cover|blind|shutter|shade|curtain|awning|roller|garage|gate|window/;
const valveWords = /valve|water|irrigation|sprinkler/;
const openWord = /^(open|opened|up)$/i;
const closedWord = /^(close|closed|down)$/i;
const number = ["integer", "float"] as const;

/** The first that fits counts. */
const roleRules: readonly RoleRule[] = [
  { role: "lock", datatypes: ["boolean"], ids: /^(lock|locked)$/ },
  { role: "lock", datatypes: ["boolean"], values: [/^(lock|locked)$/i, /^(unlock|unlocked)$/i] },
  { role: "lock", datatypes: ["enum"], values: [/^(lock|locked)$/i, /^(unlock|unlocked)$/i] },
  // An open circuit breaker is no open blind: without "stop" the node must be called as something that opens.
  { role: "opening", datatypes: ["enum"], values: [openWord, closedWord, /^(stop|stopped|halt|pause)$/i] },
  { role: "opening", datatypes: ["enum", "boolean"], values: [openWord, closedWord], node: /cover|blind|shutter|shade|curtain|awning|roller|garage|gate|window|door|valve/ },
  { role: "position", datatypes: number, ids: /^position$/ },
  { role: "position", datatypes: number, ids: /^(level|lift|opening|percentage|state)$/, node: coverWords },
  { role: "tilt", datatypes: number, ids: /^(tilt|tilt-position|slat|slats|angle)$/ },
  { role: "setpoint", datatypes: number, units: /^°[CF]$/ },
  { role: "mode", datatypes: ["enum"], ids: /^(mode|hvac-mode|system-mode)$/, values: [/^off$/i, /^(heat|heating|cool|cooling|auto)$/i] },
  { role: "colorTemperature", datatypes: number, ids: /^(color-?temp|color-?temperature|ct)$/, units: /^(K|MK⁻¹|mireds?)$/i },
  { role: "color", datatypes: ["color"], ids: /^/ },
  { role: "fanSpeed", datatypes: number, ids: /^(speed|fan-speed|percentage)$/, node: /fan|ventilat/ },
  { role: "fanSpeed", datatypes: number, ids: /^fan-speed$/ },
  { role: "brightness", datatypes: number, ids: /^(brightness|dimmer|dim|level|intensity)$/, notNode: /cover|blind|shutter|shade|curtain|awning|roller|garage|gate|window|valve|volume|fan/ },
  { role: "on", datatypes: ["boolean"], ids: /^(on|on-?off|power|state|switch|relay|output|light|lamp|enabled?|active)$/ },
  { role: "on", datatypes: ["boolean"], node: /\b(switch|relay|outlet|plug|light|lamp)\b/ },
];

/** The words that tell what a node is: its id, its type and its name. */
export function nodeWords({ id, type, name }: Pick<HomieNode, "id" | "type" | "name">): string {
  return `${id} ${type} ${name}`.toLowerCase();
}

/** The property for each role: the one that fits the earlier rule, of several the first. What fits none has no role. */
export function rolesIn(properties: readonly HomieProperty[], words: string): ReadonlyMap<HomieRole, HomieProperty> {
  const found = new Map<HomieRole, HomieProperty>();
  const left = new Set(properties.filter(({ settable, retained }) => settable && retained));
  for (const rule of roleRules) {
    for (const property of left) {
      if (found.has(rule.role)) break;
      if (!fits(rule, property, words)) continue;
      found.set(rule.role, property);
      left.delete(property);
    }
  }
  return found;
}

function fits({ datatypes, ids, units, node, notNode, values }: RoleRule, property: HomieProperty, words: string): boolean {
  if (!datatypes.includes(property.datatype)) return false;
  if (node?.test(words) === false || notNode?.test(words) === true) return false;
  if (values?.every((wanted) => property.values.some((value) => wanted.test(value))) === false) return false;
  if (ids === undefined && units === undefined) return true;
  return ids?.test(property.id) === true || (property.unit !== undefined && units?.test(property.unit) === true);
}

/** What a node is, by the first role among these that one of its properties has, or by its words. */
export type HomieThing = "lock" | "cover" | "valve" | "climate" | "fan" | "light" | "switch";

export function thingOf(roles: ReadonlySet<HomieRole>, words: string): HomieThing | undefined {
  if (roles.has("lock")) return "lock";
  if (roles.has("opening") || roles.has("position")) return valveWords.test(words) && !coverWords.test(words) ? "valve" : "cover";
  if (roles.has("setpoint")) return "climate";
  if (roles.has("fanSpeed")) return "fan";
  if (roles.has("brightness") || roles.has("color") || roles.has("colorTemperature")) return "light";
  if (!roles.has("on")) return undefined;
  if (/\b(light|lamp|bulb)s?\b/.test(words)) return "light";
  return /\bfan\b/.test(words) ? "fan" : "switch";
}

/** Which roles belong to which thing; the others are things of their own. */
export const rolesOfThing: Readonly<Record<HomieThing, readonly HomieRole[]>> = {
  lock: ["lock"], cover: ["opening", "position", "tilt"], valve: ["opening", "position"], climate: ["setpoint", "mode", "on"],
  fan: ["on", "fanSpeed"], light: ["on", "brightness", "color", "colorTemperature"], switch: ["on"],
};

/** Home Assistant's device_class of what is only read: by unit, and by id where a unit is not enough. */
const readingClasses: readonly { readonly units?: RegExp; readonly ids?: RegExp; readonly deviceClass: string }[] = [
  { units: /^°[CF]$/, deviceClass: "temperature" },
  { units: /^%$/, ids: /humid/, deviceClass: "humidity" },
  { units: /^%$/, ids: /batter/, deviceClass: "battery" },
  { units: /^k?W$/, deviceClass: "power" },
  { units: /^k?Wh$/, deviceClass: "energy" },
  { units: /^V$/, deviceClass: "voltage" },
  { units: /^A$/, deviceClass: "current" },
  { units: /^Hz$/, deviceClass: "frequency" },
  { units: /^(h?Pa|psi)$/, deviceClass: "pressure" },
  { units: /^ppm$/, ids: /co2|carbon/, deviceClass: "carbon_dioxide" },
  { units: /^lx$/, deviceClass: "illuminance" },
  { ids: /^(motion)$/, deviceClass: "motion" },
  { ids: /^(occupancy|presence)$/, deviceClass: "occupancy" },
  { ids: /smoke/, deviceClass: "smoke" },
  { ids: /leak|flood/, deviceClass: "moisture" },
];

export function readingClassOf({ id, unit }: HomieProperty): string {
  return readingClasses.find(({ units, ids }) => (units === undefined || (unit !== undefined && units.test(unit))) && (ids === undefined || ids.test(id)))?.deviceClass ?? "";
}
