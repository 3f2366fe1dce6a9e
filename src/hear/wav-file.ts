import { open } from "node:fs/promises";
import { AssistantError, messageOf } from "../base/errors.ts";
import { sleep } from "../base/time.ts";
import { type AudioFrame, type AudioSource, frameSamples, sampleRateHz } from "./audio.ts";
import { decodeWav } from "./wav-samples.ts";

/** Ten minutes, the longest that is decoded, of 48 kHz stereo with 32 bits: a wrong file is refused before it fills the memory. */
const mostBytes = 10 * 60 * 48_000 * 2 * 4;

/**
 * Reads a WAV file of any rate, width and number of channels.
 * @returns mono s16 at 16 kHz
 * @throws WAV_INVALID with the file's name and the reason
 */
export async function readWavFile(path: string): Promise<Int16Array> {
  const bytes = await readWhole(path);
  try {
    return decodeWav(bytes);
  } catch (cause) {
    if (!(cause instanceof AssistantError)) throw cause;
    throw refused(`${path} is no recording that Sotto can hear: ${cause.message}. Convert it: ffmpeg -i IN -ar 16000 -ac 1 OUT.wav`, cause);
  }
}

/** Checked on the open file, so that what was checked is what is read; a pipe or a device could go on for ever. */
async function readWhole(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path, "r");
    const facts = await file.stat();
    if (!facts.isFile()) throw refused(`${path} is not a file. Name a WAV file`);
    if (facts.size > mostBytes) throw refused(`${path} has ${facts.size} bytes, and ${mostBytes} is the most. Cut it shorter`);
    return await file.readFile();
  } catch (cause) {
    if (cause instanceof AssistantError) throw cause;
    throw refused(`${path} cannot be read: ${messageOf(cause)}. Check its name and who may read it`, cause);
  }
}

/** More silence than ends speech by default. */
const trailingSilenceMs = 1000;
/** A pause after so many frames (a second of sound) lets timers, signals and the network have their turn. */
const framesPerPause = 50;

/**
 * A recording as a source of sound, followed by silence, so that the end of speech is found as it is with a microphone.
 * It waits for its reader: nothing is lost while nobody reads. Times count from 0.
 * @param recording mono s16 at 16 kHz
 * @param options.silenceMs how much silence follows; more than the end-pointer's `silenceMs`
 */
export function createWavSource(recording: Int16Array, options: { readonly silenceMs?: number } = {}): AudioSource {
  const silenceSamples = Math.round(((options.silenceMs ?? trailingSilenceMs) * sampleRateHz) / 1000);
  const samples = new Int16Array(recording.length + silenceSamples);
  samples.set(recording);
  return {
    pace: "onDemand",
    async *frames(signal): AsyncGenerator<AudioFrame> {
      for (let at = 0; at < samples.length; at += frameSamples) {
        const isPause = (at / frameSamples) % framesPerPause === framesPerPause - 1;
        if (isPause) await sleep(0, signal).catch(() => undefined);
        if (signal.aborted) return;
        yield { samples: samples.slice(at, at + frameSamples), startMs: (at / sampleRateHz) * 1000 };
      }
    },
  };
}

function refused(message: string, cause?: unknown): AssistantError {
  return new AssistantError("WAV_INVALID", message, { cause });
}
