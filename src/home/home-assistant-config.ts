// (pure) Home Assistant MQTT discovery messages → announced entities. SOURCE: home-assistant.io, `_integrations/mqtt.markdown`.
import { homeAssistantComponents, type HomeAssistantComponent } from "./binding.ts";
import { cleanName, flagOf, objectOf, parseJsonObject, textOf, type EntityConfig } from "./config-values.ts";
import { deviceAbbreviations, entityAbbreviations } from "./home-assistant-abbreviations.ts";

/** One entity as announced. `key` is the same each time the same thing is announced. */
export type AnnouncedEntity = {
  readonly key: string;
  readonly component: HomeAssistantComponent;
  readonly config: EntityConfig;
  /** The entity's own name; undefined when it is called as its device. */
  readonly name: string | undefined;
  readonly deviceName: string | undefined;
  readonly suggestedArea: string | undefined;
  /** `identifiers` and `connections` of the device. */
  readonly hardwareIds: readonly string[];
};

export type ReadAnnouncement =
  | { readonly kind: "entities"; readonly entities: readonly AnnouncedEntity[]; readonly problems: readonly string[] }
  /** Its entities move to another topic: those known stay until they are announced there, or this topic is emptied. */
  | { readonly kind: "moving" }
  /** Not a discovery topic, or a component that Sotto has no words for. */
  | { readonly kind: "ignored" };

/** Most availability topics kept of one entity. */
const maxAvailabilities = 20;

/** Most entities in one device announcement; the largest real devices have some hundred. */
const maxComponents = 500;

/** Discovery filters below `prefix`: single entities, with and without a node id, and whole devices. */
export function discoveryFilters(prefix: string): readonly string[] {
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`];
}

/** Reads one message. An empty payload, or one that cannot be read, announces no entities: what was there is gone. */
export function readAnnouncement(topic: string, payload: string, prefix: string): ReadAnnouncement {
  const path = pathOf(topic, prefix);
  if (path === undefined) return { kind: "ignored" };
  if (payload.trim() === "") return { kind: "entities", entities: [], problems: [] };
  const raw = parseJsonObject(payload);
  if (raw === undefined) return invalid("the payload is not a JSON object");
  if (Object.keys(raw).length === 0) return { kind: "entities", entities: [], problems: [] };
  const config = expand(raw, entityAbbreviations);
  if (config["migrate_discovery"] === true) return { kind: "moving" };
  return path.component === "device" ? readDevice(config, path.id) : readEntity(config, path.component, path.id);
}

/** `<prefix>/<component>/[<node>/]<object>/config` → component and id. */
function pathOf(topic: string, prefix: string): { readonly component: HomeAssistantComponent | "device"; readonly id: string } | undefined {
  if (!topic.startsWith(`${prefix}/`) || !topic.endsWith("/config")) return undefined;
  const parts = topic.slice(prefix.length + 1, -"/config".length).split("/");
  const [component, ...ids] = parts;
  if (ids.length < 1 || ids.length > 2 || !isKnown(component)) return undefined;
  return { component, id: ids.join("/") };
}

function isKnown(component: unknown): component is HomeAssistantComponent | "device" {
  return component === "device" || homeAssistantComponents.some((known) => known === component);
}

function readEntity(config: EntityConfig, component: HomeAssistantComponent, id: string): ReadAnnouncement {
  return { kind: "entities", entities: entityOf({ config, component, id }), problems: [] };
}

function readDevice(config: EntityConfig, id: string): ReadAnnouncement {
  const components = objectOf(config["components"]);
  if (components === undefined) return invalid("a device announcement without components");
  const shared = sharedOf(config);
  const problems: string[] = [];
  const entities: AnnouncedEntity[] = [];
  for (const [key, value] of Object.entries(components).slice(0, maxComponents)) {
    const raw = objectOf(value);
    if (raw === undefined) {
      problems.push(`component ${JSON.stringify(key.slice(0, 64))} is not an object`);
      continue;
    }
    const own = expand(raw, entityAbbreviations, config["~"]);
    const component = own["platform"];
    // A component with nothing but its platform is one that was removed.
    if (!isKnown(component) || component === "device" || Object.keys(raw).length < 2) continue;
    entities.push(...entityOf({ config: { ...(ownsAvailability(own) ? withoutAvailability(shared) : shared), ...own }, component, id: `${id}/${key}` }));
  }
  return { kind: "entities", entities, problems };
}

const sharedKeys: ReadonlySet<string> = new Set(["device", "state_topic", "command_topic", "payload_available", "payload_not_available", "qos", "encoding"]);

/** What the components of a device announcement inherit from its root. */
function sharedOf(config: EntityConfig): EntityConfig {
  const inherited = Object.entries(config).filter(([key]) =>
    key.startsWith("availability") || sharedKeys.has(key));
  return Object.fromEntries(inherited);
}

/** One that says for itself where it tells whether it is there is not judged by what the rest of the device says. */
function ownsAvailability(config: EntityConfig): boolean {
  return config["availability"] !== undefined || config["availability_topic"] !== undefined;
}

function withoutAvailability(shared: EntityConfig): EntityConfig {
  return Object.fromEntries(Object.entries(shared).filter(([key]) => !key.startsWith("availability")));
}

type EntityParts = { readonly config: EntityConfig; readonly component: HomeAssistantComponent; readonly id: string };

/** Settings and diagnostics of a device, and what its maker switched off, are not things one speaks to. */
function entityOf({ config, component, id }: EntityParts): readonly AnnouncedEntity[] {
  if (config["entity_category"] !== undefined && config["entity_category"] !== null) return [];
  if (!flagOf(config, "enabled_by_default", true)) return [];
  const device = objectOf(config["device"]) ?? {};
  const key = `${component}.${textOf(config, "unique_id") ?? id}`;
  return [{
    key, component, config,
    name: cleanName(config["name"]),
    deviceName: cleanName(device["name"]) ?? (config["name"] === undefined || config["name"] === null ? cleanName(nameFromId(entityIdOf(config) ?? id)) : undefined),
    suggestedArea: cleanName(device["suggested_area"]),
    hardwareIds: hardwareIdsOf(device),
  }];
}

/** Most ids kept of one device. */
const maxHardwareIds = 20;

/** Identifiers as they are; connections, pairs of a kind and an id, by their id: a MAC address is one whoever writes it. */
function hardwareIdsOf(device: EntityConfig): readonly string[] {
  const listed = Array.isArray(device["identifiers"]) ? device["identifiers"].slice(0, maxHardwareIds) : [device["identifiers"]];
  const identifiers = listed.flatMap((id: unknown) => textOf({ id }, "id") ?? []);
  const connections = Array.isArray(device["connections"]) ? device["connections"].slice(0, maxHardwareIds).flatMap((pair) => Array.isArray(pair) && typeof pair[1] === "string" ? [pair[1]] : []) : [];
  return [...identifiers, ...connections].slice(0, maxHardwareIds);
}

/** "light.kitchen_lamp" or "kitchen_lamp": what the maker would have the entity called where it has no name. */
function entityIdOf(config: EntityConfig): string | undefined {
  return textOf(config, "default_entity_id")?.replace(/^\w+\./, "") ?? textOf(config, "object_id");
}

function nameFromId(id: string): string {
  return (id.split("/").at(-1) ?? id).replaceAll(/[_-]+/g, " ");
}

/** Keys written out, `~` put in its place in every topic. */
function expand(raw: EntityConfig, abbreviations: ReadonlyMap<string, string>, inheritedBase?: unknown): EntityConfig {
  const base = typeof raw["~"] === "string" ? raw["~"] : typeof inheritedBase === "string" ? inheritedBase : undefined;
  return Object.fromEntries(Object.entries(raw).map(([short, value]) => {
    const key = abbreviations.get(short) ?? short;
    return [key, expandValue(key, value, base)];
  }));
}

function expandValue(key: string, value: unknown, base: string | undefined): unknown {
  if (typeof value === "string" && (key === "topic" || key.endsWith("_topic"))) return withBase(value, base);
  const object = objectOf(value);
  if (key === "device" && object !== undefined) return expand(object, deviceAbbreviations);
  if (key === "availability") {
    return (Array.isArray(value) ? value : [value]).slice(0, maxAvailabilities).map((item) => expand(objectOf(item) ?? {}, entityAbbreviations, base));
  }
  return value;
}

/** `~` stands for the base topic at the start or the end of a topic. */
function withBase(topic: string, base: string | undefined): string {
  if (base === undefined) return topic;
  if (topic.startsWith("~")) return base + topic.slice(1);
  if (topic.endsWith("~")) return topic.slice(0, -1) + base;
  return topic;
}

function invalid(problem: string): ReadAnnouncement {
  return { kind: "entities", entities: [], problems: [problem] };
}
