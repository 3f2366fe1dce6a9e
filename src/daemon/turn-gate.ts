import { deferred, orAbort } from "../base/async.ts";
import type { AssistantEvent } from "./events.ts";

/** A text from elsewhere waits until nobody speaks or is answered: it must neither talk over them nor be taken for an answer. */
export function createTurnGate() {
  let isListening = false;
  let turns = 0;
  let freed = deferred<void>();
  const open = () => {
    if (isListening || turns > 0) return;
    freed.resolve();
    freed = deferred();
  };
  return {
    heard({ type }: Pick<AssistantEvent, "type">) {
      if (type !== "turn.started" && type !== "turn.ended") return;
      turns += type === "turn.started" ? 1 : -1;
      isListening = false;
      open();
    },
    /** Somebody is being listened to, which is no turn yet; it ends with the turn that it begins, or with `deaf`. */
    listening() { isListening = true; },
    deaf() { isListening = false; open(); },
    /** Resolves between two turns. */
    async free(signal: AbortSignal) {
      while (isListening || turns > 0) await orAbort(freed.promise, signal);
    },
  };
}
