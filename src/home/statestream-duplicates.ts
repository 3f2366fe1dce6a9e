// (pure) The entities that Home Assistant makes of MQTT discovery, by the ids and names that it gives them. Devices that Sotto
// leaves out on purpose (settings, diagnostics, Sotto itself) are among them: they must not come in by this back door.
import { type EntityConfig, objectOf, parseJsonObject, slugOf, textOf } from "./config-values.ts";
import type { HomeMessage } from "./home-source.ts";

/** An entity as statestream knows it. */
export type StreamedIdentity = { readonly id: string; readonly domain: string; readonly nameSlug: string };

export interface MqttEntities {
  /** Takes a message of the discovery topics. True when the entities have changed. */
  receive(message: HomeMessage): boolean;
  has(entity: StreamedIdentity): boolean;
  /** What was announced by topics that the broker no longer keeps is forgotten. */
  forgetMissing(topics: ReadonlySet<string>): void;
}

/** Most components read of one announcement, as in discovery. */
const maxComponents = 500;

export function createMqttEntities(prefix: string): MqttEntities {
  const byTopic = new Map<string, { readonly payload: string; readonly keys: ReadonlySet<string>; replayed: boolean }>();
  const counts = new Map<string, number>();
  const count = (keys: ReadonlySet<string>, by: 1 | -1) => {
    for (const key of keys) {
      const left = (counts.get(key) ?? 0) + by;
      if (left <= 0) counts.delete(key);
      else counts.set(key, left);
    }
  };
  const forget = (topic: string) => {
    count(byTopic.get(topic)?.keys ?? new Set(), -1);
    byTopic.delete(topic);
  };
  return {
    receive({ topic, payload, retained }) {
      const before = byTopic.get(topic);
      if (before?.payload === payload) {
        before.replayed ||= retained;
        return false;
      }
      forget(topic);
      const keys = keysOf(topic, payload, prefix);
      if (keys.size > 0) byTopic.set(topic, { payload, keys, replayed: retained });
      count(keys, 1);
      return keys.size > 0 || before !== undefined;
    },
    has: ({ id, domain, nameSlug }) => counts.has(`${domain}=${nameSlug}`) || counts.has(id),
    forgetMissing(topics) {
      for (const [topic, { replayed }] of byTopic) if (replayed && !topics.has(topic)) forget(topic);
    },
  };
}

/** Entity ids ("light.kitchen_lamp") and names by domain ("light=kitchen_lamp") of one announcement. */
function keysOf(topic: string, payload: string, prefix: string): ReadonlySet<string> {
  const component = topic.slice(prefix.length + 1).split("/")[0] ?? "";
  const config = payload === "" ? undefined : parseJsonObject(payload);
  if (config === undefined) return new Set();
  const device = objectOf(valueOf(config, "device")) ?? {};
  if (component !== "device") return new Set(keysOfEntity(component, config, device));
  const parts = Object.values(objectOf(valueOf(config, "components")) ?? {}).slice(0, maxComponents);
  return new Set(parts.flatMap((part) => {
    const own = objectOf(part);
    const platform = own === undefined ? undefined : valueOf(own, "platform");
    return own === undefined || typeof platform !== "string" ? [] : keysOfEntity(platform, own, device);
  }));
}

/**
 * Home Assistant calls an entity "<device> <entity>", as its device when its name is null, and by its class or kind when it has
 * none; its id is the one that was asked for, else the name as a slug (helpers/entity_registry.py, components/mqtt/entity.py).
 */
function keysOfEntity(domain: string, config: EntityConfig, device: EntityConfig): readonly string[] {
  const deviceName = textOf(device, "name") ?? "";
  const name = valueOf(config, "name");
  const words = typeof name === "string" ? name : name === null ? "" : textAt(config, "device_class") ?? `MQTT ${domain.replaceAll("_", " ")}`;
  const slugs = [`${deviceName} ${words}`, ...(words !== "" && slugOf(words).startsWith(slugOf(deviceName)) ? [words] : [])].map(slugOf);
  const asked = textAt(config, "default_entity_id") ?? textAt(config, "object_id");
  const objectId = asked === undefined ? undefined : slugOf(asked.slice(asked.indexOf(".") + 1));
  return [...slugs.flatMap((slug) => [`${domain}=${slug}`, `${domain}.${slug}`]), ...(objectId === undefined ? [] : [`${domain}.${objectId}`])];
}

/** SOURCE: home-assistant/core, components/mqtt/abbreviations.py. */
const shortForms = {
  device: "dev", components: "cmps", platform: "p", name: "name", device_class: "dev_cla", object_id: "obj_id", default_entity_id: "def_ent_id",
} as const;

/** The value under a key or its abbreviation. */
function valueOf(config: EntityConfig, key: keyof typeof shortForms): unknown {
  return Object.hasOwn(config, key) ? config[key] : Object.hasOwn(config, shortForms[key]) ? config[shortForms[key]] : undefined;
}

function textAt(config: EntityConfig, key: keyof typeof shortForms): string | undefined {
  const value = valueOf(config, key);
  return typeof value === "string" ? value : undefined;
}
