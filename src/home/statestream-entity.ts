// (pure) One entity of Home Assistant, as its messages come in, and the device that Sotto makes of it.
import { cleanName, numberOf, parseJsonObject, slugOf, textOf } from "./config-values.ts";
import { type DeviceDraft, deviceIdOf, type HomeMessage, type ReportProblem } from "./home-source.ts";
import type { StreamedDomain } from "./statestream-abilities.ts";
import { createWire } from "./statestream-wire.ts";

/** Attributes that say what an entity is; the others say how it is. */
export const shapeAttributes: ReadonlySet<string> = new Set([
  "friendly_name", "supported_features", "device_class", "supported_color_modes", "min_color_temp_kelvin", "max_color_temp_kelvin",
  "hvac_modes", "preset_modes", "fan_modes", "min_temp", "max_temp", "target_temp_step", "code_format", "available_modes", "min_humidity", "max_humidity",
  "options", "min", "max", "step", "unit_of_measurement", "state_class", "temperature_unit",
]);
/** Attributes of which it matters only whether there are any. */
export const measuredAttributes: ReadonlySet<string> = new Set(["current_temperature", "current_humidity"]);
/** What the blueprint's automation adds: {"area": …, "mqtt": …}. No attribute of Home Assistant's has this name. */
export const markKey = "sotto";

type Mark = { readonly area: string | undefined; readonly mqtt: boolean };

/** What was heard of an entity so far. */
export type HeardEntity = {
  readonly domain: StreamedDomain;
  readonly domainName: string;
  readonly objectId: string;
  readonly attributes: Map<string, { readonly payload: string; readonly value: unknown }>;
  mark: Mark | undefined;
  exists: boolean;
  /** Its state came as a retained message. */
  replayed: boolean;
  draft: DeviceDraft | undefined;
};

/** Longest attribute read, in characters: a list of options is the longest. */
const maxAttributeLength = 16_384;

/** What the state is does not matter here; that there is one does. An empty payload is a retained message that was cleared. */
export function takeState(entity: HeardEntity, { payload, retained }: HomeMessage): boolean {
  const exists = payload !== "";
  const changed = exists !== entity.exists;
  entity.exists = exists;
  entity.replayed ||= retained;
  return changed;
}

export function takeMark(entity: HeardEntity, payload: string): boolean {
  const said = parseJsonObject(payload);
  const mark = said === undefined ? undefined : { area: cleanName(said["area"]), mqtt: said["mqtt"] === true };
  if (mark?.area === entity.mark?.area && mark?.mqtt === entity.mark?.mqtt) return false;
  entity.mark = mark;
  entity.draft = undefined;
  return entity.exists;
}

export function takeAttribute(entity: HeardEntity, key: string, { topic, payload }: HomeMessage, report: ReportProblem): boolean {
  const before = entity.attributes.get(key);
  if (before?.payload === payload || (before !== undefined && measuredAttributes.has(key))) return false;
  const value = payload === "" ? undefined : readAttribute(payload);
  if (value === unreadable) {
    report(topic, `the attribute is not JSON, or longer than ${maxAttributeLength} characters`);
    return false;
  }
  if (measuredAttributes.has(key) && (value === null || value === undefined)) return false;
  if (value === undefined) entity.attributes.delete(key);
  else entity.attributes.set(key, { payload, value });
  entity.draft = undefined;
  return true;
}

const unreadable = Symbol("unreadable");

function readAttribute(payload: string): unknown {
  if (payload.length > maxAttributeLength) return unreadable;
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return unreadable;
  }
}

export function draftOf({ domain, domainName, objectId, attributes: told, mark }: HeardEntity, { base, statusTopics }: { readonly base: string; readonly statusTopics: readonly string[] }): DeviceDraft {
  const attributes = Object.fromEntries([...told].map(([key, { value }]) => [key, value]));
  const wire = createWire(base, domainName, objectId);
  const features = numberOf(attributes, "supported_features") ?? domain.usualFeatures ?? 0;
  const entity = { attributes, has: (feature: number) => (features & feature) !== 0 };
  const problem = domain.problem?.(entity);
  const abilities = domain.abilities(entity, wire);
  const reads = abilities.flatMap(({ endpoints }) => endpoints).map((endpoint) => (problem === undefined ? endpoint : { property: endpoint.property, read: endpoint.read ?? [] }));
  return {
    device: {
      id: deviceIdOf(`ha.${domainName}.${objectId}`),
      kind: domain.kind,
      deviceClass: slugOf(textOf(attributes, "device_class") ?? "").slice(0, 32),
      capabilities: problem === undefined ? abilities.flatMap(({ can }) => can ?? []) : [],
      binding: {
        adapter: "endpoints", endpoints: reads,
        availability: { mode: "all", topics: [
          { topic: wire.stateTopic, at: [], yes: [], no: ["unavailable"] },
          ...statusTopics.map((topic) => ({ topic, at: [], yes: ["online"], no: ["offline"] })),
        ] },
      },
    },
    name: cleanName(attributes["friendly_name"]) ?? objectId.replaceAll("_", " "),
    deviceName: undefined,
    area: mark?.area === undefined ? undefined : { name: mark.area, from: "announced" },
    hardwareIds: [],
    topic: wire.stateTopic,
    ...(problem === undefined ? {} : { problem }),
  };
}
