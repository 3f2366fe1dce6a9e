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
