// (pure) Which entities Home Assistant knows of, and which it is to forget.
import type { Component } from "./announcement.ts";
import { isSceneKey } from "./event-entities.ts";

/** Entities by key, each with its platform: what a later announcement needs to take them back. */
export type AnnouncedEntities = ReadonlyMap<string, string>;

/**
 * The entities that are no more. Scenes are devices of the home and take a while to be heard of again after a start:
 * they are forgotten only once `scenesAreKnown`, because an entity that is taken back loses what people made of it.
 */
export function goneEntities(before: AnnouncedEntities, now: ReadonlyMap<string, Component>, scenesAreKnown: boolean): AnnouncedEntities {
  return new Map([...before].filter(([key]) => !now.has(key) && (scenesAreKnown || !isSceneKey(key))));
}

/** What is known after announcing `now` and taking back `gone`. */
export function announcedAfter(before: AnnouncedEntities, now: ReadonlyMap<string, Component>, gone: AnnouncedEntities): AnnouncedEntities {
  const kept = [...before].filter(([key]) => !gone.has(key));
  return new Map([...kept, ...[...now].map(([key, { platform }]) => [key, platform] as const)]);
}

export function sameEntities(one: AnnouncedEntities, other: AnnouncedEntities): boolean {
  return one.size === other.size && [...one].every(([key, platform]) => other.get(key) === platform);
}
