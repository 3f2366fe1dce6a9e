import { createMutex, orAbort } from "../base/async.ts";
import { monotonicNowMs, type NowMs } from "../base/time.ts";
import { type AudioFrame, type AudioSource, durationMsOf, frameMs, sampleRateHz, type Utterance } from "./audio.ts";
import { completeEndpointerSettings, createEndpointer, type EndpointerSettings } from "./endpointer.ts";
import { createOnDemandFeed, type FrameFeed } from "./frame-feed.ts";
import type { Listener } from "./listener.ts";
import { createLiveFeed } from "./live-feed.ts";
import { createRechunker, joinSamples } from "./rechunk.ts";
import { createRingBuffer } from "./ring-buffer.ts";
import type { Scorer } from "./scorer.ts";

export type SpeechListenerSettings = {
  readonly source: AudioSource;
  /** Voice activity. It stays the caller's to dispose. */
  readonly scorer: Scorer;
  /** What is left out has the values of `endpointerDefaults`. */
  readonly endpointer?: Partial<EndpointerSettings>;
  /** What counts as a voice, asked before each utterance; in place of `endpointer.threshold`. */
  readonly threshold?: () => number;
  /** How long after speaking Sotto stays deaf. Default 200 ms, the recorder's buffer; a room's echo fades in that time too. */
  readonly deafTailMs?: number;
  /** The clock of a live source's frames. */
  readonly nowMs?: NowMs;
};

/** A listener that reads its source until it is disposed. */
export type SpeechListener = Listener & AsyncDisposable & {
  /** Frames of a live source that went by while nobody listened, or while Sotto itself spoke. */
  readonly droppedFrames: () => number;
  /** Whether the source has no more sound, as at the end of a file: `captureUtterance` then finds nothing more. */
  readonly hasEnded: () => boolean;
};

const defaultDeafTailMs = 200;

/**
 * Starts to listen at once: a live source is read without a break, and dropped but for the pre-roll, while nobody asks
 * for an utterance. The scorer works only during a capture. Captures asked for at the same time take turns.
 */
export function createListener(settings: SpeechListenerSettings): SpeechListener {
  const { source, scorer, deafTailMs = defaultDeafTailMs, nowMs = monotonicNowMs } = settings;
  const endpointer = completeEndpointerSettings(settings.endpointer ?? {});
  const preRollFrames = framesFor(endpointer.preRollMs);
  const feed: FrameFeed = source.pace === "live"
    ? createLiveFeed({ source, preRollFrames, tailMs: deafTailMs, nowMs })
    : createOnDemandFeed(source);
  const inTurn = createMutex();
  const now = () => settings.threshold === undefined ? endpointer : completeEndpointerSettings({ ...settings.endpointer, threshold: settings.threshold() });
  return {
    captureUtterance: (signal) => inTurn(() => capture(feed, scorer, now(), signal), signal),
    async deafWhile(speak) {
      const deaf = feed.deafen();
      try {
        return await speak();
      } finally {
        deaf.hear();
      }
    },
    droppedFrames: feed.dropped,
    hasEnded: feed.hasEnded,
    [Symbol.asyncDispose]: () => feed[Symbol.asyncDispose](),
  };
}

async function capture(feed: FrameFeed, scorer: Scorer, settings: EndpointerSettings, signal: AbortSignal): Promise<Utterance | undefined> {
  scorer.reset();
  const rechunk = createRechunker(scorer.samplesPerScore);
  const chunkMs = (scorer.samplesPerScore / sampleRateHz) * 1000;
  const endpointer = createEndpointer(settings);
  // Until speech has started only as much is kept as it may turn out to have begun with.
  const before = createRingBuffer<AudioFrame>(framesFor(settings.preRollMs + settings.minSpeechMs + chunkMs));
  let spoken: AudioFrame[] | undefined;
  for await (const frame of feed.frames(signal)) {
    if (spoken === undefined) before.push(frame);
    else spoken.push(frame);
    for (const chunk of rechunk(frame.samples)) {
      const event = endpointer(await orAbort(scorer.score(chunk), signal), chunkMs);
      if (event === "speechStarted") spoken = [...before.take()];
      if (event === "noSpeech") return undefined;
      if (event === "speechEnded") return toUtterance(spoken, "silence", settings.maxMs);
      if (event === "tooLong") return toUtterance(spoken, "maxDuration", settings.maxMs);
    }
  }
  signal.throwIfAborted();
  return toUtterance(spoken, "endOfAudio", settings.maxMs);
}

function toUtterance(frames: readonly AudioFrame[] | undefined, endedBy: Utterance["endedBy"], maxMs: number): Utterance | undefined {
  const first = frames?.[0];
  if (frames === undefined || first === undefined) return undefined;
  const samples = joinSamples(frames.map((frame) => frame.samples)).slice(0, Math.round((maxMs * sampleRateHz) / 1000));
  return { samples, startMs: first.startMs, durationMs: durationMsOf(samples), endedBy };
}

function framesFor(durationMs: number): number {
  return Math.ceil(durationMs / frameMs);
}
