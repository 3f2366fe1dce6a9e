// (pure) Entities of Home Assistant that are no MQTT devices, as its mqtt_statestream publishes them.
import { cleanName, parseJson, slugOf } from "./config-values.ts";
import { discoveryFilters } from "./home-assistant-config.ts";
import { type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { streamedDomains } from "./statestream-abilities.ts";
import { createMqttEntities, type MqttEntities } from "./statestream-duplicates.ts";
import { draftOf, type HeardEntity, markKey, measuredAttributes, shapeAttributes, takeAttribute, takeMark, takeState } from "./statestream-entity.ts";
import { serviceRoot } from "./statestream-wire.ts";

export type StatestreamSettings = {
  /** `base_topic` of mqtt_statestream. */
  readonly base: string;
  /** Home Assistant's discovery prefix: what is announced there is known already, and `<prefix>/status` says whether Home Assistant runs. */
  readonly discoveryPrefix: string;
  readonly report: ReportProblem;
};

/** A retained list of the entities that may be used: statestream leaves behind what was removed, and knows no choice. */
export const inventoryTopic = `${serviceRoot}/inventory`;
const askForInventory = { topic: `${inventoryTopic}/get`, payload: "{}" };

/** Most entities kept: the largest homes have some thousand. */
const maxEntities = 20_000;

export function createStatestreamSource({ base: written, discoveryPrefix, report }: StatestreamSettings): HomeSource {
  // Home Assistant takes the topic with and without a slash at its end.
  const base = written.replace(/\/+$/, "");
  const entities = new Map<string, HeardEntity>();
  const others = createMqttEntities(discoveryPrefix);
  const inventory = createInventory();
  // The birth topic is a setting of its own and seldom moved along with the prefix (components/mqtt/const.py, DEFAULT_BIRTH_WILL_TOPIC).
  const statusTopics = [...new Set([`${discoveryPrefix}/status`, "homeassistant/status"])];
  return {
    name: "statestream",
    filters: [`${base}/+/+/+`, inventoryTopic, ...discoveryFilters(discoveryPrefix)],
    receive(message) {
      if (message.topic === inventoryTopic) {
        const taken = inventory.take(message.payload);
        return { changed: taken.isNew && entities.size > 0, ...asking(taken.asksAgain) };
      }
      const place = placeOf(message.topic, base);
      if (place === undefined) return { changed: others.receive(message) && entities.size > 0 };
      if (!isWanted(place)) return noChange;
      const id = `${place.domainName}.${place.objectId}`;
      const change = takeIn(entities, place, message, report);
      const isNew = place.key === "state" && change.changed && !message.retained && message.payload !== "";
      return isNew && inventory.misses(id) ? { ...change, ...asking(true) } : change;
    },
    *drafts() {
      for (const [id, entity] of entities) {
        if (!entity.exists || isKnownOtherwise(id, entity, others)) continue;
        if (!inventory.has(id)) continue;
        entity.draft ??= draftOf(entity, { base, statusTopics });
        yield entity.draft;
      }
    },
    claims: () => [],
    questions: () => [askForInventory],
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

function takeIn(entities: Map<string, HeardEntity>, place: Place, message: HomeMessage, report: ReportProblem): SourceChange {
  const entity = entityAt(entities, place, message.topic, report);
  if (entity === undefined) return noChange;
  switch (place.key) {
    case "state": return { changed: takeState(entity, message) };
    case markKey: return { changed: takeMark(entity, message.payload) };
    default: return { changed: takeAttribute(entity, place.key, message, report) && entity.exists };
  }
}

function entityAt(entities: Map<string, HeardEntity>, { domainName, objectId }: Place, topic: string, report: ReportProblem): HeardEntity | undefined {
  const id = `${domainName}.${objectId}`;
  const known = entities.get(id);
  if (known !== undefined) return known;
  const domain = streamedDomains.get(domainName);
  if (domain === undefined) return undefined;
  if (entities.size >= maxEntities) {
    report(topic.slice(0, topic.indexOf(domainName)), `more than ${maxEntities} entities; the others are not used. Narrow mqtt_statestream down with include`);
    return undefined;
  }
  const entity: HeardEntity = { domain, domainName, objectId, attributes: new Map(), mark: undefined, exists: false, replayed: false, draft: undefined };
  entities.set(id, entity);
  return entity;
}

function asking(asks: boolean): Pick<SourceChange, "ask"> {
  return asks ? { ask: [askForInventory] } : {};
}

/** The entities that Home Assistant's automation named last; all of them while it named none. One question at a time. */
function createInventory() {
  let named: ReadonlySet<string> | undefined;
  let isAsked = false;
  let cameMeanwhile = false;
  return {
    take(payload: string): { readonly isNew: boolean; readonly asksAgain: boolean } {
      const list = readListOf(payload);
      if (list === undefined) return { isNew: false, asksAgain: false };
      named = new Set(list.filter((id): id is string => typeof id === "string"));
      isAsked = cameMeanwhile;
      cameMeanwhile = false;
      return { isNew: true, asksAgain: isAsked };
    },
    has: (id: string) => named === undefined || named.has(id),
    /** Whether to ask anew because of an entity that has just come. */
    misses(id: string): boolean {
      if (named === undefined || named.has(id)) return false;
      cameMeanwhile = isAsked;
      if (isAsked) return false;
      isAsked = true;
      return true;
    },
  };
}

function readListOf(payload: string): readonly unknown[] | undefined {
  const value = parseJson(payload);
  return Array.isArray(value) ? value : undefined;
}

/** Home Assistant makes entities of MQTT devices too, Sotto's own among them. Its automation knows; else names and ids must tell. */
function isKnownOtherwise(id: string, { mark, attributes, domainName, objectId }: HeardEntity, others: MqttEntities): boolean {
  if (mark !== undefined) return mark.mqtt;
  const name = cleanName(attributes.get("friendly_name")?.value);
  return others.has({ id, domain: domainName, nameSlug: slugOf(name ?? objectId) });
}
