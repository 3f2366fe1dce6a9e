import { type Channel, createChannel, orAbort } from "../base/async.ts";
import { sleep } from "../base/time.ts";
import type { AudioFrame, AudioSource } from "./audio.ts";
import { createRingBuffer } from "./ring-buffer.ts";

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

export type LiveFeedSettings = {
  readonly source: AudioSource;
  /** How many frames from before are handed out first. */
  readonly preRollFrames: number;
  /** What is heard so soon after speaking is still ourselves. */
  readonly tailMs: number;
  readonly nowMs: () => number;
};

/** Frames that may wait for a scorer that is late: 20 s, more than an utterance has. */
const queuedFrames = 1000;
/** A longer gap between two frames is an outage: what was said before it must not join what is said after. */
const longestGapMs = 200;
/** How often a listener who waits looks whether the source is in trouble. */
const troublePollMs = 200;

/** Reads a live source from now until it is disposed, whether anybody listens or not, so that the source is never held up. */
export function createLiveFeed({ source, preRollFrames, tailMs, nowMs }: LiveFeedSettings): FrameFeed {
  const stop = new AbortController();
  const preRoll = createRingBuffer<AudioFrame>(preRollFrames);
  let open: Channel<AudioFrame> | undefined;
  let deafCount = 0;
  let deafUntilMs = Number.NEGATIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  let dropped = 0;
  let outcome: { readonly error: unknown } | undefined;

  const hear = (frame: AudioFrame) => {
    if (frame.startMs - lastMs > longestGapMs) preRoll.clear();
    lastMs = frame.startMs;
    if (deafCount > 0 || frame.startMs < deafUntilMs) {
      preRoll.clear();
      dropped++;
    } else if (open === undefined) {
      preRoll.push(frame);
      dropped++;
    } else {
      open.push(frame);
    }
  };
  const finish = (error: unknown) => {
    outcome = { error };
    open?.end(error);
  };
  const reading = readAll(source, stop.signal, hear).then(() => finish(undefined), finish);

  return {
    async *frames(signal) {
      const channel = createChannel<AudioFrame>(queuedFrames);
      for (const frame of preRoll.take()) channel.push(frame);
      if (outcome !== undefined) channel.end(outcome.error);
      open = channel;
      const watch = new AbortController();
      void endOnTrouble(source, channel, watch.signal);
      try {
        yield* channel.iterate(signal);
      } finally {
        watch.abort();
        open = undefined;
        dropped += channel.dropped();
      }
    },
    deafen() {
      deafCount++;
      return {
        hear() {
          deafCount--;
          deafUntilMs = nowMs() + tailMs;
        },
      };
    },
    dropped: () => dropped,
    hasEnded: () => outcome !== undefined,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}

async function readAll(source: AudioSource, signal: AbortSignal, hear: (frame: AudioFrame) => void): Promise<void> {
  for await (const frame of source.frames(signal)) hear(frame);
}

/** Half a sentence is not acted on: "unlock the door" may have been going to end in "at eight". */
async function endOnTrouble(source: AudioSource, channel: Channel<AudioFrame>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const trouble = source.trouble?.();
    if (trouble !== undefined) return channel.end(trouble);
    await sleep(troublePollMs, signal).catch(() => undefined);
  }
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
