import { AssistantError } from "../base/errors.ts";
import { announcement, componentsOf } from "./announcement.ts";
import { announcedAfter, goneEntities, sameEntities } from "./announced-entities.ts";
import type { AnnouncerParts } from "./announcer.ts";
import { eventEntities, eventKeysFor } from "./event-entities.ts";
import type { Told } from "./turn-story.ts";

/** All that Sotto says of itself. */
export interface Teller {
  /** The announcement and all states, on each connection and whenever Home Assistant has started. */
  everything(scenes: "known" | "comingIn"): void;
  /** The announcement, when it says something new. */
  whatIsNew(scenes: "known" | "comingIn"): void;
  online(): void;
  offline(): void;
  settings(): void;
  /** The text that is being said, "" when there is none. The broker does not keep it. */
  saying(text: string): void;
  pass(told: Told): void;
  /** Empties all topics that the broker keeps and falls silent. */
  withdraw(): void;
}

export function createTeller(parts: AnnouncerParts): Teller {
  const { bus, topics } = parts;
  let announced = parts.before;
  let last = "";
  let silent = false;
  const kept = new Map<string, string>();
  const send = (topic: string, payload: string, retain = true) => {
    if (silent) return;
    try {
      bus.tell({ topic, payload, retain });
    } catch (error) {
      if (!(error instanceof AssistantError)) throw error;
      parts.onProblem(error);
    }
  };
  const keep = (key: string, payload: string) => { kept.set(key, payload); send(topics.state(key), payload); };
  const announce = (scenes: "known" | "comingIn", when: "always" | "whenNew") => {
    if (bus.status().kind !== "connected") return;
    const now = componentsOf({ ...parts, events: eventEntities({ ...parts, home: parts.home() }) });
    const gone = goneEntities(announced, now, scenes === "known");
    const text = announcement(parts.facts, topics, now);
    if (when === "whenNew" && text === last && gone.size === 0) return;
    if (gone.size > 0) send(topics.discovery, announcement(parts.facts, topics, now, gone));
    send(topics.discovery, text);
    last = text;
    const before = announced;
    announced = announcedAfter(before, now, gone);
    if (!sameEntities(before, announced)) parts.onAnnounced(announced);
  };
  const settings = () => {
    const { muted, volumePct, sensitivityPct } = parts.settings.get();
    send(topics.state("mute"), muted ? "ON" : "OFF");
    send(topics.state("volume"), String(volumePct));
    send(topics.state("sensitivity"), String(sensitivityPct));
  };
  const report = (key: string, attributes: Readonly<Record<string, unknown>>) => keep(key, JSON.stringify({ ...attributes, at: parts.nowIso() }));
  return {
    everything(scenes) {
      announce(scenes, "always");
      send(topics.availability, "online");
      settings();
      for (const [key, payload] of kept) send(topics.state(key), payload);
      send(topics.state("say"), "", false);
    },
    whatIsNew: (scenes) => announce(scenes, "whenNew"),
    online: () => send(topics.availability, "online"),
    offline: () => send(topics.availability, "offline"),
    settings,
    saying: (text) => send(topics.state("say"), text, false),
    pass(told) {
      switch (told.kind) {
        case "heard": if (parts.heardText) send(topics.state("last_heard"), told.text, false); break;
        case "command": report("last_command", told.attributes); break;
        case "outcome": report("last_outcome", told.attributes); break;
        case "event": for (const key of eventKeysFor(told.command, told.intent, { ...parts, home: parts.home() })) if (announced.has(key)) send(topics.event(key), JSON.stringify(told.attributes), false);
      }
    },
    withdraw() {
      for (const key of ["mute", "volume", "sensitivity", "last_command", "last_outcome"]) send(topics.state(key), "");
      send(topics.availability, "");
      silent = true;
    },
  };
}
