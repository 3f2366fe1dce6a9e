// (pure) What Sotto says of itself by Home Assistant's device-based discovery.
// SOURCE homeassistant/components/mqtt/schemas.py: DEVICE_DISCOVERY_SCHEMA (dev, o and cmps are required; keys unknown at
// the root, in dev or in o make Home Assistant reject the whole), and each platform's own DISCOVERY_SCHEMA.
import type { AnnouncedEntities } from "./announced-entities.ts";
import type { EventEntity } from "./event-entities.ts";
import { longestText, outcomes } from "./turn-story.ts";
import type { OwnTopics } from "./own-topics.ts";

export type SottoFacts = {
  readonly name: string;
  /** The room it stands in, for Home Assistant to sort it into. */
  readonly area: string | undefined;
  readonly version: string;
};

/** The config of one entity, in Home Assistant's words. */
export type Component = Readonly<Record<string, unknown>> & { readonly platform: string; readonly name: string };

export type AnnouncementParts = {
  readonly topics: OwnTopics;
  /** Whether what people say is told. */
  readonly heardText: boolean;
  readonly events: readonly EventEntity[];
};

/** What can happen to something that was asked for. */
export const eventTypes = ["recognized", "done", "moving", "unconfirmed", "refused", "declined", "failed"] as const;
export type EventType = (typeof eventTypes)[number];

/** Every entity by its key, which is also its level below the base topic. */
export function componentsOf({ topics, heardText, events }: AnnouncementParts): ReadonlyMap<string, Component> {
  const heard = heardText ? [["last_heard", { platform: "sensor", name: "Last heard", icon: "mdi:ear-hearing", state_topic: topics.state("last_heard") }] as const] : [];
  const entities: readonly (readonly [string, Component])[] = [
    ...heard,
    ["last_command", told(topics, "last_command", { name: "Last command", icon: "mdi:message-processing", value_template: "{{ value_json.summary }}" })],
    ["last_outcome", told(topics, "last_outcome", { name: "Last outcome", icon: "mdi:check-circle-outline", value_template: "{{ value_json.outcome }}", device_class: "enum", options: outcomes })],
    ["mute", settable(topics, "mute", { platform: "switch", name: "Mute microphone", icon: "mdi:microphone-off", entity_category: "config" })],
    ["volume", settable(topics, "volume", { ...percent, name: "Volume", icon: "mdi:volume-high" })],
    ["sensitivity", settable(topics, "sensitivity", { ...percent, name: "Speech sensitivity", icon: "mdi:ear-hearing" })],
    ["say", settable(topics, "say", { platform: "text", name: "Say", icon: "mdi:bullhorn", min: 0, max: longestText, mode: "text" })],
    ["repeat", { platform: "button", name: "Repeat last reply", icon: "mdi:repeat", command_topic: topics.command("repeat"), payload_press: "PRESS" }],
  ];
  return new Map([
    ...entities.map(([key, config]) => [key, { ...config, unique_id: uniqueId(topics, key) }] as const),
    ...events.map((event) => [event.key, eventComponent(topics, event)] as const),
  ]);
}

export function eventComponent(topics: OwnTopics, { key, name, icon }: EventEntity): Component {
  return { platform: "event", name, icon, event_types: eventTypes, state_topic: topics.event(key), unique_id: uniqueId(topics, key) };
}

function uniqueId({ nodeId }: OwnTopics, key: string): string {
  return `${nodeId}_${key}`;
}

const percent = { platform: "number", min: 0, max: 100, step: 1, unit_of_measurement: "%", mode: "slider", entity_category: "config" } as const;

function told(topics: OwnTopics, key: string, more: Readonly<Record<string, unknown>> & { readonly name: string }): Component {
  return { platform: "sensor", state_topic: topics.state(key), json_attributes_topic: topics.state(key), ...more };
}

function settable<C extends Component>(topics: OwnTopics, key: string, more: C): C {
  return { ...more, command_topic: topics.command(key), state_topic: topics.state(key) };
}

/**
 * The retained message that makes the device.
 * @param gone entities that were announced before and are no more. Home Assistant removes a component of which nothing but
 *   the platform is left, and keeps one that is not mentioned (homeassistant/components/mqtt/discovery.py).
 */
export function announcement(facts: SottoFacts, topics: OwnTopics, components: ReadonlyMap<string, Component>, gone: AnnouncedEntities = new Map()): string {
  const { name, area, version } = facts;
  return JSON.stringify({
    device: {
      identifiers: [topics.nodeId], name, manufacturer: "Sotto", model: "Voice assistant", sw_version: version,
      ...(area === undefined ? {} : { suggested_area: area }),
    },
    origin: { name: "Sotto", sw_version: version },
    availability_topic: topics.availability,
    components: Object.fromEntries([...components, ...[...gone].map(([key, { platform }]) => [key, { platform }] as const)]),
  });
}
