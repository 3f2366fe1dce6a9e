// (pure) Where Home Assistant's mqtt_statestream puts an entity's values, and how the automation of Sotto's blueprint is
// told to call a service. SOURCE: home-assistant/core, components/mqtt_statestream/__init__.py; homeassistant/sotto_control.yaml.
import type { EntityConfig } from "./config-values.ts";
import type { Codec, Endpoint, Json, ReadPoint, WireMessage, WritePoint } from "./endpoint.ts";
import type { Capability } from "./home.ts";

/** `<serviceRoot>/<domain>/<service>`, payload {"entity_id": …, …}: what the blueprint's automation listens to. */
export const serviceRoot = "sotto/ha";

/** States with which Home Assistant says that it has none. */
export const noState = ["unknown", "unavailable"] as const;

/** One thing that an entity can do: how it is asked for, and where it stands. */
export type Ability = { readonly can?: Capability; readonly endpoints: readonly Endpoint[] };

/** Writes down the places of one entity. */
export type Wire = {
  readonly stateTopic: string;
  /** The state itself, which is published as it is. */
  readonly state: (codec: Codec) => readonly ReadPoint[];
  /** An attribute, which is published as JSON. */
  readonly attribute: (key: string, codec: Codec) => readonly ReadPoint[];
  readonly call: (service: string, data?: { readonly [key: string]: Json }) => readonly WireMessage[];
  /** A service that is given a value. */
  readonly set: (service: string, key: string, codec: Codec) => WritePoint;
  /** A service for each word. */
  readonly cases: (services: Readonly<Record<string, readonly WireMessage[]>>) => WritePoint;
};

export function createWire(base: string, domain: string, objectId: string): Wire {
  const entity = { entity_id: `${domain}.${objectId}` };
  const topic = (key: string) => `${base}/${domain}/${objectId}/${key}`;
  const service = (name: string) => `${serviceRoot}/${domain}/${name}`;
  return {
    stateTopic: topic("state"),
    state: (codec) => [{ topic: topic("state"), at: [], codec }],
    attribute: (key, codec) => [{ topic: topic(key), at: [], json: true, codec }],
    call: (name, data = {}) => [{ topic: service(name), payload: JSON.stringify({ ...entity, ...data }) }],
    set: (name, key, codec) => ({ how: "value", topic: service(name), at: [key], with: entity, codec }),
    cases: (cases) => ({ how: "cases", cases }),
  };
}

/** What is known of an entity before it is written down. */
export type StreamedEntity = {
  readonly attributes: EntityConfig;
  /** Whether a bit of `supported_features` is set; of an entity without that attribute, whether every entity of its domain has it. */
  readonly has: (feature: number) => boolean;
};

/** The codec of words that are the same on both sides. */
export function sameWords(words: readonly string[]): Codec {
  return { as: "words", words: Object.fromEntries(words.map((word) => [word, word])) };
}

export const wholePercent: Codec = { as: "percent", least: 0, most: 100, whole: true };
export const someText: Codec = { as: "text", not: noState };
export const onOff: Codec = { as: "words", words: { true: "on", false: "off" } };
export const yesNo: Codec = { as: "words", words: { true: true, false: false } };
