import { unlessAborted } from "../base/abort.ts";
import { type NowMs, sleep } from "../base/time.ts";

/**
 * Two clocks. `nowMs` runs evenly and only while this process does; `wallMs` is the time of day, milliseconds since 1970: it
 * jumps when somebody sets it, and goes on while the process is gone.
 */
export type Clocks = { readonly nowMs: NowMs; readonly wallMs: NowMs };

/** What comes due, by whichever clock its `leftMs` asks. */
export interface Agenda {
  /** Calls `onDue` once, when `leftMs` is no longer above zero. Disposing takes it off. */
  add(leftMs: () => number, onDue: () => void): Disposable;
}

/** A clock may be set at any moment, and nobody tells: so often it is looked at. Milliseconds. */
const usualLookMs = 10_000;

type Entry = { readonly leftMs: () => number; readonly onDue: () => void };

/** @param signal ends it without a word */
export function createAgenda(signal: AbortSignal, lookEveryMs = usualLookMs): Agenda {
  const entries = new Set<Entry>();
  let wake = new AbortController();
  let running = false;
  const run = async () => {
    running = true;
    while (entries.size > 0) {
      const leftMs = Math.min(lookEveryMs, ...[...entries].map((entry) => entry.leftMs()));
      wake = new AbortController();
      const waiting = AbortSignal.any([wake.signal, signal]);
      if (leftMs > 0) await sleep(leftMs, waiting).catch((error: unknown) => { if (!waiting.aborted) throw error; });
      if (signal.aborted) return;
      const dueNow = [...entries].filter((entry) => entry.leftMs() <= 0);
      for (const entry of dueNow) {
        // One of them may have taken off another.
        if (entries.delete(entry)) entry.onDue();
      }
    }
    running = false;
  };
  return {
    add(leftMs, onDue) {
      const entry = { leftMs, onDue };
      entries.add(entry);
      wake.abort();
      if (!running) run().catch(unlessAborted(signal));
      return { [Symbol.dispose]: () => void entries.delete(entry) };
    },
  };
}

/** How far the wall clock was set since it was last asked: what is left of a second is no setting. Milliseconds. */
export function createJumpWatch({ nowMs, wallMs }: Clocks): () => number {
  let offsetMs = wallMs() - nowMs();
  return () => {
    const jumpMs = wallMs() - nowMs() - offsetMs;
    if (Math.abs(jumpMs) < 1000) return 0;
    offsetMs += jumpMs;
    return jumpMs;
  };
}
