import { type Channel, createChannel } from "../base/async.ts";
import { type NowMs, sleep } from "../base/time.ts";
import type { AudioFrame, AudioSource } from "./audio.ts";
import type { FrameFeed } from "./frame-feed.ts";
import { createRingBuffer } from "./ring-buffer.ts";

export type LiveFeedSettings = {
  readonly source: AudioSource;
  /** How many frames from before are handed out first. */
  readonly preRollFrames: number;
  /** What is heard so soon after speaking is still ourselves. */
  readonly tailMs: number;
  readonly nowMs: NowMs;
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
  const preRoll = createPreRoll(preRollFrames);
  const ears = createEars(tailMs, nowMs);
  let reader: Channel<AudioFrame> | undefined;
  let dropped = 0;
  let outcome: { readonly error: unknown } | undefined;
  const hear = (frame: AudioFrame) => {
    const isDeaf = ears.areDeafTo(frame);
    if (reader === undefined || isDeaf) dropped++;
    if (isDeaf) preRoll.clear();
    else (reader ?? preRoll).push(frame);
  };
  const reading = readAll(source, stop.signal, hear).then((error) => {
    outcome = { error };
    reader?.end(error);
  });

  return {
    async *frames(signal) {
      const channel = createChannel<AudioFrame>(queuedFrames);
      for (const frame of preRoll.take()) channel.push(frame);
      if (outcome !== undefined) channel.end(outcome.error);
      reader = channel;
      try {
        yield* untilTrouble(source, channel, signal);
      } finally {
        reader = undefined;
        dropped += channel.dropped();
      }
    },
    deafen: ears.deafen,
    dropped: () => dropped,
    hasEnded: () => outcome !== undefined,
    [Symbol.asyncDispose]: () => {
      stop.abort();
      return reading;
    },
  };
}

/** @returns what the source failed with, or undefined when it ended. Whoever listens next is told. */
async function readAll(source: AudioSource, signal: AbortSignal, hear: (frame: AudioFrame) => void): Promise<unknown> {
  try {
    for await (const frame of source.frames(signal)) hear(frame);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Half a sentence is not acted on: "unlock the door" may have been going to end in "at eight". */
async function* untilTrouble(source: AudioSource, channel: Channel<AudioFrame>, signal: AbortSignal): AsyncGenerator<AudioFrame> {
  const watch = new AbortController();
  void endOnTrouble(source, channel, watch.signal);
  try {
    yield* channel.iterate(signal);
  } finally {
    watch.abort();
  }
}

async function endOnTrouble(source: AudioSource, channel: Channel<AudioFrame>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const trouble = source.trouble?.();
    if (trouble !== undefined) return channel.end(trouble);
    await sleep(troublePollMs, signal).catch(() => undefined);
  }
}

/** The newest frames without a gap. */
function createPreRoll(capacity: number) {
  const ring = createRingBuffer<AudioFrame>(capacity);
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    take: ring.take,
    clear: ring.clear,
    push(frame: AudioFrame) {
      if (frame.startMs - lastMs > longestGapMs) ring.clear();
      lastMs = frame.startMs;
      ring.push(frame);
    },
  };
}

/** Deaf while at least one speaker speaks, and for a while after the last. */
function createEars(tailMs: number, nowMs: NowMs) {
  let speakers = 0;
  let deafUntilMs = Number.NEGATIVE_INFINITY;
  return {
    areDeafTo: (frame: AudioFrame) => speakers > 0 || frame.startMs < deafUntilMs,
    deafen() {
      speakers++;
      return {
        hear() {
          speakers--;
          deafUntilMs = nowMs() + tailMs;
        },
      };
    },
  };
}
