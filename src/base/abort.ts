import { setMaxListeners } from "node:events";

/**
 * Calls `listener` when `signal` aborts, unless the returned function was called before. Hundreds may wait on one signal
 * (every device of a large group does); each lets go again, which Node's warning of a leak cannot know.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  setMaxListeners(0, signal);
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** For `.catch` behind work that nobody waits for: the end of `signal` ends it too; anything else that it throws is a bug. */
export function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => { if (!signal.aborted) throw error; };
}
