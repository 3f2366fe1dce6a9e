import { performance } from "node:perf_hooks";
import { onAbort } from "./abort.ts";

/** Monotonic milliseconds; a parameter everywhere so that tests need no fake timers. */
export type NowMs = () => number;

export const monotonicNowMs: NowMs = () => performance.now();

/** Waits `durationMs`; rejects with the signal's reason when it aborts first. The only timer of the program. */
export function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const timer = setTimeout(() => { letGo(); resolve(); }, durationMs);
    const letGo = onAbort(signal, () => { clearTimeout(timer); reject(signal.reason as Error); });
  });
}

/**
 * A signal that aborts when `signal` does, or after `durationMs`. Dispose it to let go of the timer and the listener:
 * `using deadline = deadlineSignal(...)` keeps a long-lived `signal` from collecting one listener per turn.
 */
export function deadlineSignal(signal: AbortSignal, durationMs: number): { readonly signal: AbortSignal; readonly timedOut: () => boolean; [Symbol.dispose](): void } {
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => { timedOut = true; controller.abort(new DOMException(`no answer within ${durationMs} ms`, "TimeoutError")); }, durationMs);
  const follow = () => controller.abort(signal.reason);
  if (signal.aborted) follow();
  const letGo = onAbort(signal, follow);
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    [Symbol.dispose]() { clearTimeout(timer); letGo(); },
  };
}

/** Delays of an exponential back-off in milliseconds with ±20 % jitter, so that many daemons do not retry in step. */
export function backoffMs(attempt: number, options: { readonly firstMs: number; readonly maxMs: number; readonly random?: () => number }): number {
  const plainMs = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt, 30));
  return plainMs * (0.8 + 0.4 * (options.random ?? Math.random)());
}
