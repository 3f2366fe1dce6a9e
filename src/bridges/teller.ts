import { AssistantError } from "../base/errors.ts";
import { type AnnouncedEntities, entitiesOf, goneEntities, sameEntities, withEarlierScenes } from "./announced-entities.ts";
import { announcement, componentsOf } from "./announcement.ts";
import type { AnnouncerParts } from "./announcer.ts";
import { eventEntities, eventKeysFor } from "./event-entities.ts";
import type { Told } from "./turn-story.ts";

/** Whether all scenes of the home have been heard of since the connection was made. */
export type Scenes = "known" | "comingIn";

/** All that Sotto says of itself. */
export interface Teller {
  /** The announcement and all states, on each connection and whenever Home Assistant has started. */
  everything(scenes: Scenes): void;
  /** The announcement, when it says something new. */
  whatIsNew(scenes: Scenes): void;
  online(): void;
  offline(): void;
  settings(): void;
  /** The text that is being said, "" when there is none. The broker does not keep it. */
  saying(text: string): void;
  /** That again. */
  whatIsSaid(): void;
  pass(told: Told): void;
  /** Empties all topics that the broker keeps and falls silent. */
  withdraw(): void;
}

/** States of settings, and what is kept of the last turn. */
const keptKeys = ["mute", "volume", "sensitivity", "last_command", "last_outcome"] as const;

export function createTeller(parts: AnnouncerParts): Teller {
  const { topics } = parts;
  const { send, fallSilent } = createSender(parts);
  const announce = createAnnounce(parts, send);
  const lastTurn = new Map<string, string>();
  let said = "";
  const settings = () => {
    const { muted, volumePct, sensitivityPct } = parts.settings.get();
    send(topics.state("mute"), muted ? "ON" : "OFF");
    send(topics.state("volume"), String(volumePct));
    send(topics.state("sensitivity"), String(sensitivityPct));
  };
  const whatIsSaid = () => send(topics.state("say"), said, "passing");
  return {
    everything(scenes) {
      announce.always(scenes);
      send(topics.availability, "online");
      settings();
      for (const [key, payload] of lastTurn) send(topics.state(key), payload);
      whatIsSaid();
    },
    whatIsNew: announce.whenNew,
    settings, whatIsSaid,
    online: () => send(topics.availability, "online"),
    offline: () => send(topics.availability, "offline"),
    saying(text) { said = text; whatIsSaid(); },
    pass(told) {
      for (const [key, payload] of kept(told, parts.nowIso)) { lastTurn.set(key, payload); send(topics.state(key), payload); }
      if (told.kind === "heard" && parts.heardText) send(topics.state("last_heard"), told.text, "passing");
      if (told.kind !== "event") return;
      const keys = eventKeysFor(told.command, told.intent, { ...parts, home: parts.home() }).filter(announce.knows);
      for (const key of keys) send(topics.event(key), JSON.stringify(told.attributes), "passing");
    },
    withdraw() {
      for (const key of keptKeys) send(topics.state(key), "");
      send(topics.availability, "");
      fallSilent();
    },
  };
}

function kept(told: Told, nowIso: () => string): readonly (readonly [key: string, payload: string])[] {
  if (told.kind !== "command" && told.kind !== "outcome") return [];
  return [[`last_${told.kind}`, JSON.stringify({ ...told.attributes, at: nowIso() })]];
}

/** "kept": the broker tells it to those who come later. */
type Send = (topic: string, payload: string, stay?: "kept" | "passing") => void;

function createSender({ bus, onProblem }: AnnouncerParts): { readonly send: Send; readonly fallSilent: () => void } {
  let isSilent = false;
  return {
    send(topic, payload, stay = "kept") {
      if (isSilent) return;
      try {
        bus.tell({ topic, payload, retain: stay === "kept" });
      } catch (error) {
        if (!(error instanceof AssistantError)) throw error;
        onProblem(error);
      }
    },
    fallSilent() { isSilent = true; },
  };
}

/** Says what Sotto consists of, and takes back what it no longer does. */
function createAnnounce(parts: AnnouncerParts, send: Send) {
  const { bus, topics, facts } = parts;
  let announced: AnnouncedEntities = parts.before;
  let last = "";
  const announce = (scenes: Scenes, isDue: (text: string) => boolean) => {
    // Without a connection nothing would be told, and must not count as if it were.
    if (bus.status().kind !== "connected") return;
    const known = componentsOf({ ...parts, events: eventEntities({ ...parts, home: parts.home() }) });
    const now = scenes === "known" ? known : withEarlierScenes(known, announced, topics);
    const gone = goneEntities(announced, now);
    const text = announcement(facts, topics, now);
    if (!isDue(text)) return;
    if (gone.size > 0) send(topics.discovery, announcement(facts, topics, now, gone));
    send(topics.discovery, text);
    last = text;
    const entities = entitiesOf(now);
    if (!sameEntities(announced, entities)) parts.onAnnounced(entities);
    announced = entities;
  };
  return {
    always: (scenes: Scenes) => announce(scenes, () => true),
    whenNew: (scenes: Scenes) => announce(scenes, (text) => text !== last),
    knows: (key: string) => announced.has(key),
  };
}
