import { orAbort } from "../base/async.ts";
import type { AudioFrame, AudioSource } from "./audio.ts";

/** The frames of a source for one listener at a time. */
export interface FrameFeed extends AsyncDisposable {
  /**
   * Frames from now on, with the newest of those before when the source is live. Ends with the source or on abort;
   * fails as the source does, and when a live source is in trouble.
   */
  frames(signal: AbortSignal): AsyncIterable<AudioFrame>;
  /** Drops what is heard from now on until `hear` is called and `tailMs` have passed. Nothing for a file, which hears nobody. */
  deafen(): { readonly hear: () => void };
  /** Frames that nobody listened to. The newest of them may still serve as pre-roll. */
  readonly dropped: () => number;
  /** Whether the source has no more sound to give. */
  readonly hasEnded: () => boolean;
}

/** Reads a file only while somebody listens: the next listener goes on where the last one left off. */
export function createOnDemandFeed(source: AudioSource): FrameFeed {
  const stop = new AbortController();
  const iterator = source.frames(stop.signal)[Symbol.asyncIterator]();
  // A frame that was asked for by a listener who then aborted is kept for the next.
  let asked: Promise<IteratorResult<AudioFrame>> | undefined;
  let hasEnded = false;
  return {
    async *frames(signal) {
      while (!hasEnded && !signal.aborted) {
        asked ??= iterator.next();
        const next = await orAbort(asked, signal).catch((error: unknown) => {
          if (signal.aborted) return undefined;
          throw error;
        });
        if (next === undefined) return;
        asked = undefined;
        if (next.done === true) hasEnded = true;
        else yield next.value;
      }
    },
    deafen: () => ({ hear: () => undefined }),
    dropped: () => 0,
    hasEnded: () => hasEnded,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await iterator.return?.();
    },
  };
}
