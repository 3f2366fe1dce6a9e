// (pure) Entities of Home Assistant that are no MQTT devices, as its mqtt_statestream publishes them.
import { cleanName, numberOf, parseJsonObject, slugOf, textOf } from "./config-values.ts";
import { discoveryFilters } from "./home-assistant-config.ts";
import { type DeviceDraft, deviceIdOf, type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { type StreamedDomain, streamedDomains } from "./statestream-abilities.ts";
import { createMqttEntities, type MqttEntities } from "./statestream-duplicates.ts";
import { createWire, serviceRoot } from "./statestream-wire.ts";

export type StatestreamSettings = {
  /** `base_topic` of mqtt_statestream. */
  readonly base: string;
  /** Home Assistant's discovery prefix: what is announced there is known already, and `<prefix>/status` says whether Home Assistant runs. */
  readonly discoveryPrefix: string;
  readonly report: ReportProblem;
};

/** Attributes that say what an entity is; the others say how it is. */
export const shapeAttributes: ReadonlySet<string> = new Set([
  "friendly_name", "supported_features", "device_class", "supported_color_modes", "min_color_temp_kelvin", "max_color_temp_kelvin",
  "hvac_modes", "preset_modes", "fan_modes", "min_temp", "max_temp", "target_temp_step", "code_format", "available_modes", "min_humidity", "max_humidity",
  "options", "min", "max", "step", "unit_of_measurement", "state_class",
]);
/** Attributes of which it matters only whether there are any. */
export const measuredAttributes: ReadonlySet<string> = new Set(["current_temperature", "current_humidity"]);
/** What the blueprint's automation adds: {"area": …, "mqtt": …}. No attribute of Home Assistant's has this name. */
export const markKey = "sotto";
/** A retained list of the entities that there are: statestream leaves behind what was removed. */
export const inventoryTopic = `${serviceRoot}/inventory`;

type Mark = { readonly area: string | undefined; readonly mqtt: boolean };
type Entity = {
  readonly domain: StreamedDomain;
  readonly domainName: string;
  readonly objectId: string;
  readonly attributes: Map<string, { readonly payload: string; readonly value: unknown }>;
  mark: Mark | undefined;
  exists: boolean;
  /** Its state was a retained one; `live`: heard while Sotto listened, hence there. */
  replayed: boolean;
  live: boolean;
  draft: DeviceDraft | undefined;
};

/** Most entities kept: the largest homes have some thousand. */
const maxEntities = 20_000;
/** Longest attribute read, in characters: a list of options is the longest. */
const maxAttributeLength = 16_384;

export function createStatestreamSource({ base: written, discoveryPrefix, report }: StatestreamSettings): HomeSource {
  // Home Assistant takes the topic with and without a slash at its end.
  const base = written.replace(/\/+$/, "");
  const entities = new Map<string, Entity>();
  const others = createMqttEntities(discoveryPrefix);
  let inventory: ReadonlySet<string> | undefined;
  // The birth topic is a setting of its own and seldom moved along with the prefix (components/mqtt/const.py, DEFAULT_BIRTH_WILL_TOPIC).
  const statusTopics = [...new Set([`${discoveryPrefix}/status`, "homeassistant/status"])];
  return {
    name: "statestream",
    filters: [`${base}/+/+/+`, inventoryTopic, ...discoveryFilters(discoveryPrefix)],
    receive(message) {
      if (message.topic === inventoryTopic) {
        inventory = readInventory(message.payload) ?? inventory;
        return { changed: entities.size > 0 };
      }
      const place = placeOf(message.topic, base);
      if (place === undefined) return { changed: others.receive(message) && entities.size > 0 };
      if (!isWanted(place)) return noChange;
      return takeIn(entities, place, message, report);
    },
    *drafts() {
      for (const [id, entity] of entities) {
        if (!entity.exists || isKnownOtherwise(id, entity, others)) continue;
        if (inventory !== undefined && !entity.live && !inventory.has(id)) continue;
        entity.draft ??= draftOf(entity, { base, statusTopics });
        yield entity.draft;
      }
    },
    claims: () => [],
    questions: () => [{ topic: `${inventoryTopic}/get`, payload: "{}" }],
    forgetMissing(topics) {
      others.forgetMissing(topics);
      const gone = [...entities].filter(([, entity]) => entity.replayed && !topics.has(`${base}/${entity.domainName}/${entity.objectId}/state`));
      for (const [id] of gone) entities.delete(id);
      return gone.length > 0;
    },
  };
}

type Place = { readonly domainName: string; readonly objectId: string; readonly key: string };

/** `<base>/<domain>/<object id>/<key>`; undefined for another topic. */
function placeOf(topic: string, base: string): Place | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [domainName = "", objectId = "", key = "", ...more] = topic.slice(base.length + 1).split("/");
  // The base may lie above the discovery prefix or be the same: "config" is no attribute of Home Assistant's.
  return more.length > 0 || key === "" || key === "config" ? undefined : { domainName, objectId, key };
}

/** Entity ids as Home Assistant makes them (core.py, `VALID_ENTITY_ID`), of a domain that Sotto has words for, and what matters of it. */
function isWanted({ domainName, objectId, key }: Place): boolean {
  return streamedDomains.has(domainName) && objectId.length <= 255 && /^[\da-z]+(?:_[\da-z]+)*$/.test(objectId)
    && (key === "state" || key === markKey || shapeAttributes.has(key) || measuredAttributes.has(key));
}

function takeIn(entities: Map<string, Entity>, place: Place, message: HomeMessage, report: ReportProblem): SourceChange {
  const entity = entityAt(entities, place, message.topic, report);
  if (entity === undefined) return noChange;
  switch (place.key) {
    case "state": return { changed: takeState(entity, message) };
    case markKey: return { changed: takeMark(entity, message.payload) };
    default: return { changed: takeAttribute(entity, place.key, message, report) && entity.exists };
  }
}

function entityAt(entities: Map<string, Entity>, { domainName, objectId }: Place, topic: string, report: ReportProblem): Entity | undefined {
  const id = `${domainName}.${objectId}`;
  const known = entities.get(id);
  if (known !== undefined) return known;
  const domain = streamedDomains.get(domainName);
  if (domain === undefined) return undefined;
  if (entities.size >= maxEntities) {
    report(topic.slice(0, topic.indexOf(domainName)), `more than ${maxEntities} entities; the others are not used. Narrow mqtt_statestream down with include`);
    return undefined;
  }
  const entity: Entity = { domain, domainName, objectId, attributes: new Map(), mark: undefined, exists: false, replayed: false, live: false, draft: undefined };
  entities.set(id, entity);
  return entity;
}

/** What the state is does not matter here; that there is one does. An empty payload is a retained message that was cleared. */
function takeState(entity: Entity, { payload, retained }: HomeMessage): boolean {
  const exists = payload !== "";
  const changed = exists !== entity.exists || (exists && !retained && !entity.live);
  entity.exists = exists;
  entity.replayed ||= retained;
  entity.live = exists && (entity.live || !retained);
  return changed;
}

function takeMark(entity: Entity, payload: string): boolean {
  const said = parseJsonObject(payload);
  const mark = said === undefined ? undefined : { area: cleanName(said["area"]), mqtt: said["mqtt"] === true };
  if (mark?.area === entity.mark?.area && mark?.mqtt === entity.mark?.mqtt) return false;
  entity.mark = mark;
  entity.draft = undefined;
  return entity.exists;
}

function takeAttribute(entity: Entity, key: string, { topic, payload }: HomeMessage, report: ReportProblem): boolean {
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

function readInventory(payload: string): ReadonlySet<string> | undefined {
  const list = readListOf(payload);
  return list === undefined ? undefined : new Set(list.filter((id): id is string => typeof id === "string"));
}

function readListOf(payload: string): readonly unknown[] | undefined {
  try {
    const value = JSON.parse(payload) as unknown;
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Home Assistant makes entities of MQTT devices too, Sotto's own among them. Its automation knows; else names and ids must tell. */
function isKnownOtherwise(id: string, { mark, attributes, domainName, objectId }: Entity, others: MqttEntities): boolean {
  if (mark !== undefined) return mark.mqtt;
  const name = cleanName(attributes.get("friendly_name")?.value);
  return others.has({ id, domain: domainName, nameSlug: slugOf(name ?? objectId) });
}

function draftOf({ domain, domainName, objectId, attributes: told, mark }: Entity, { base, statusTopics }: { readonly base: string; readonly statusTopics: readonly string[] }): DeviceDraft {
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
