import { orAbort } from "../base/async.ts";
import type { AssistantError } from "../base/errors.ts";
import { backoffMs, deadlineSignal, monotonicNowMs, type NowMs, sleep } from "../base/time.ts";
import { type AudioFrame, type AudioSource, frameMs, frameSamples } from "./audio.ts";
import { troubleOf } from "./microphone-trouble.ts";
import { createRechunker, createSampleDecoder } from "./rechunk.ts";
import { startRecorder } from "./recorder.ts";
import { type Environment, recorderCommand, type RecorderName } from "./recorder-commands.ts";

/** Which microphone, and how patient to be with it. */
export type MicrophoneSettings = {
  readonly recorder: RecorderName;
  /** An ALSA device such as "default" or "plughw:1,0". */
  readonly device: string;
  /** The environment of the recorder: PATH to find it, HOME for .asoundrc, XDG_RUNTIME_DIR for a sound server. */
  readonly env: Environment;
  /** A recorder that gives no sound for so long hangs. Default 3 s: a sleeping PulseAudio source takes up to 2 s to wake. */
  readonly stallMs?: number;
  /** Back-off between attempts. Defaults 500 ms and 10 s: a plug put back is noticed soon, and a dead one costs nothing. */
  readonly firstRetryMs?: number;
  readonly maxRetryMs?: number;
};

/** Who is told of outages. */
export type MicrophoneEvents = {
  /** Once per outage. */
  readonly onTrouble: (error: AssistantError) => void;
  /** When sound comes again. */
  readonly onRecovered: () => void;
};

const defaults = { stallMs: 3000, firstRetryMs: 500, maxRetryMs: 10_000 } as const;
/** A recorder that ran for so long ends the memory of failures before, so that a loose plug does not restart the recorder twice a second. */
const steadyMs = 10_000;
/** A recorder whose sound has ended gets so long to exit and to say why. */
const lastWordsMs = 500;

/**
 * The microphone as 20 ms frames. It never gives up: whatever happens to the recorder is told through `onTrouble`, and
 * it is started again until sound comes. Aborting ends the recorder within 100 ms.
 */
export function createMicrophone(settings: MicrophoneSettings & MicrophoneEvents, nowMs: NowMs = monotonicNowMs): AudioSource {
  const { firstRetryMs, maxRetryMs } = { ...defaults, ...settings };
  let trouble: AssistantError | undefined;

  const onFailure = (error: AssistantError) => {
    if (trouble === undefined) settings.onTrouble(error);
    trouble ??= error;
  };
  const onSound = () => {
    if (trouble === undefined) return;
    trouble = undefined;
    settings.onRecovered();
  };

  return {
    pace: "live",
    trouble: () => trouble,
    async *frames(signal) {
      for (let failures = 0; !signal.aborted; failures++) {
        const startedMs = nowMs();
        const error = yield* recordOnce(settings, { signal, nowMs, onSound });
        if (error === undefined) return;
        onFailure(error);
        if (nowMs() - startedMs >= steadyMs) failures = 0;
        await sleep(backoffMs(failures, { firstMs: firstRetryMs, maxMs: maxRetryMs }), signal).catch(() => undefined);
      }
    },
  };
}

/** Tells whether the microphone gives sound. @returns what is wrong, or undefined when all is well or `signal` aborted */
export async function probeMicrophone(settings: MicrophoneSettings, signal: AbortSignal): Promise<AssistantError | undefined> {
  const recording = recordOnce(settings, { signal, nowMs: monotonicNowMs, onSound: () => undefined });
  const first = await recording.next();
  await recording.return(undefined);
  return first.done === true ? first.value : undefined;
}

type RecordOptions = { readonly signal: AbortSignal; readonly nowMs: NowMs; readonly onSound: () => void };

/** One recorder from start to end. @returns why it ended, or undefined when `signal` aborted */
async function* recordOnce(settings: MicrophoneSettings, options: RecordOptions): AsyncGenerator<AudioFrame, AssistantError | undefined> {
  const { signal, nowMs, onSound } = options;
  const { recorder: name, device, env, stallMs } = { ...defaults, ...settings };
  const recorder = startRecorder(recorderCommand(name, device, env));
  const onAbort = () => void recorder.stop();                 // at once, even when nobody asks for the next frame
  signal.addEventListener("abort", onAbort, { once: true });
  const toFrames = createFramer(nowMs);
  let wasHeard = false;
  try {
    const pieces = recorder.bytes[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    for (;;) {
      const piece = await nextPiece(pieces, signal, stallMs);
      if (signal.aborted) return undefined;
      if (piece === "ended" || piece === "stalled") {
        const end = await recorder.stop({ ownTimeMs: piece === "ended" ? lastWordsMs : 0 });
        return troubleOf({ recorder: name, device, end, wasHeard, stalledMs: piece === "stalled" ? stallMs : undefined });
      }
      wasHeard = true;
      onSound();
      for (const frame of toFrames(piece)) {
        if (signal.aborted) return undefined;
        yield frame;
      }
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    await recorder.stop();
  }
}

async function nextPiece(pieces: AsyncIterator<Uint8Array>, signal: AbortSignal, stallMs: number): Promise<Uint8Array | "stalled" | "ended"> {
  using deadline = deadlineSignal(signal, stallMs);
  try {
    const next = await orAbort(pieces.next(), deadline.signal);
    return next.done === true ? "ended" : next.value;
  } catch {
    // The package raises an error on the stream for every end of its program; how it ended tells more.
    return deadline.timedOut() ? "stalled" : "ended";
  }
}

/** Cuts what a recorder writes into frames and tells when each was spoken: as long ago as what came with and after it lasts. */
function createFramer(nowMs: NowMs): (bytes: Uint8Array) => readonly AudioFrame[] {
  const decode = createSampleDecoder();
  const rechunk = createRechunker(frameSamples);
  let lastMs = 0;
  return (bytes) => {
    const pieces = rechunk(decode(bytes));
    return pieces.map((samples, i) => {
      lastMs = Math.max(lastMs, nowMs() - (pieces.length - i) * frameMs);
      return { samples, startMs: lastMs };
    });
  };
}
