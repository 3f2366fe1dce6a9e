// (pure) Which entities Home Assistant knows of, and which it is to forget.
import { type Component, eventComponent } from "./announcement.ts";
import { isSceneKey } from "./event-entities.ts";
import type { OwnTopics } from "./own-topics.ts";

/** Entities by key, with what a later announcement needs to take them back, or to hold on to them. */
export type AnnouncedEntities = ReadonlyMap<string, { readonly platform: string; readonly name: string }>;

/**
 * Scenes are devices of the home and take a while to be heard of again after a start. Until then those that were
 * announced before are held on to: an entity that is taken back loses what people made of it.
 */
export function withEarlierScenes(now: ReadonlyMap<string, Component>, before: AnnouncedEntities, topics: OwnTopics): ReadonlyMap<string, Component> {
  const earlier = [...before].filter(([key]) => isSceneKey(key) && !now.has(key));
  return new Map([...now, ...earlier.map(([key, { name }]) => [key, eventComponent(topics, { key, name, icon: "mdi:palette" })] as const)]);
}

/** The entities that are no more. */
export function goneEntities(before: AnnouncedEntities, now: ReadonlyMap<string, Component>): AnnouncedEntities {
  return new Map([...before].filter(([key]) => !now.has(key)));
}

export function entitiesOf(components: ReadonlyMap<string, Component>): AnnouncedEntities {
  return new Map([...components].map(([key, { platform, name }]) => [key, { platform, name }]));
}

export function sameEntities(one: AnnouncedEntities, other: AnnouncedEntities): boolean {
  return one.size === other.size && [...one].every(([key, { platform, name }]) => other.get(key)?.platform === platform && other.get(key)?.name === name);
}
