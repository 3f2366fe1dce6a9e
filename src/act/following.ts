import { onAbort } from "../base/abort.ts";
import type { DeviceId } from "../home/home.ts";

/** What is still under way after its reply, one thing for each device. */
export interface Following {
  /** Runs `work` beside everything else; `done` is called at its end, however it ends. A bug in it is not caught. */
  follow(id: DeviceId, work: (until: AbortSignal) => Promise<void>, done: () => void): void;
  /** Something newer has been sent: how the older would have ended is no news any more. */
  stop(id: DeviceId): void;
}

/** @param lifetime ends everything */
export function createFollowing(lifetime: AbortSignal | undefined): Following {
  const current = new Map<DeviceId, AbortController>();
  const stop = (id: DeviceId) => {
    current.get(id)?.abort(new DOMException("a newer command has been sent", "AbortError"));
    current.delete(id);
  };
  if (lifetime !== undefined) onAbort(lifetime, () => { for (const id of current.keys()) stop(id); });
  return {
    stop,
    follow(id, work, done) {
      stop(id);
      if (lifetime?.aborted === true) return done();
      const mine = new AbortController();
      current.set(id, mine);
      work(mine.signal).catch((error: unknown) => { if (!mine.signal.aborted) throw error; }).finally(() => {
        done();
        if (current.get(id) === mine) current.delete(id);
      });
    },
  };
}
