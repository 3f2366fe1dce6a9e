// (pure) Who wants which messages.
import type { ReceivedMessage } from "./mqtt-message.ts";

export type Handler = (message: ReceivedMessage) => void;

export interface Subscriptions {
  /** Adds a handler; returns a function that removes it and gives the filters that nobody wants any more. */
  add(topicFilters: readonly string[], handler: Handler): () => readonly string[];
  filters(): readonly string[];
  deliver(message: ReceivedMessage): void;
}

export function createSubscriptions(): Subscriptions {
  const handlers = new Map<string, Set<Handler>>();
  /** Filters with `#` or `+`, in levels: some twenty, looked at for every message. */
  const wildcards = new Map<string, readonly string[]>();
  return {
    add(topicFilters, handler) {
      // A handler of its own for each call, so that the same function may subscribe twice.
      const own: Handler = (message) => handler(message);
      for (const filter of topicFilters) {
        const known = handlers.get(filter);
        if (known === undefined) handlers.set(filter, new Set([own]));
        else known.add(own);
        if (/[#+]/.test(filter)) wildcards.set(filter, filter.split("/"));
      }
      return () => topicFilters.filter((filter) => {
        const known = handlers.get(filter);
        known?.delete(own);
        if (known === undefined || known.size > 0) return false;
        wildcards.delete(filter);
        return handlers.delete(filter);
      });
    },
    filters: () => [...handlers.keys()],
    deliver(message) {
      const wanted = new Set(handlers.get(message.topic));
      const levels = message.topic.split("/");
      for (const [filter, pattern] of wildcards) if (levelsMatch(pattern, levels)) for (const handler of handlers.get(filter) ?? []) wanted.add(handler);
      for (const handler of wanted) handler(message);
    },
  };
}

/** MQTT 5, 4.7: `+` stands for one level, a trailing `#` for all that follow and the level above. */
export function topicMatches(filter: string, topic: string): boolean {
  return levelsMatch(filter.split("/"), topic.split("/"));
}

function levelsMatch(pattern: readonly string[], levels: readonly string[]): boolean {
  for (let index = 0; index < pattern.length; index++) {
    const level = pattern[index];
    if (level === "#") return true;
    if (index >= levels.length || (level !== "+" && level !== levels[index])) return false;
  }
  return pattern.length === levels.length;
}
