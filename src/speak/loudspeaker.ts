// Sound out of a loudspeaker, by ALSA's own player.
import { AssistantError } from "../base/errors.ts";
import { orStall, type ProgramEnd, type RunningProgram, startProgram } from "./program.ts";
import type { SpokenAudio } from "./text-to-speech.ts";

export interface Loudspeaker {
  /**
   * Plays it and returns when it was heard. Rejects with the signal's reason on abort, with the player gone.
   * @throws SPEECH_OUTPUT_MISSING, SPEECH_OUTPUT_FAILED
   */
  play(audio: SpokenAudio, signal: AbortSignal): Promise<void>;
  /** Opens the device for a moment, without a sound. Undefined when it works, else why it does not. */
  probe(signal: AbortSignal): Promise<AssistantError | undefined>;
}

export type LoudspeakerSettings = {
  /** As `aplay -L` lists them. */
  readonly device: string;
  readonly program?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A device that takes no sound for so long hangs. ALSA and the pipe together hold two seconds. */
  readonly stallMs?: number;
  /** How loud, 0..1 of the amplitude; asked for each piece of sound, so that a change is heard at once. Default 1. */
  readonly gain?: () => number;
};

const standardStallMs = 10_000;
const probeRateHz = 22_050;

/** A loudspeaker that `aplay` (Debian package alsa-utils) plays on. */
export function createLoudspeaker(settings: LoudspeakerSettings): Loudspeaker {
  const wait = { stallMs: settings.stallMs ?? standardStallMs, hanging: `loudspeaker ${settings.device}: takes no more sound. Run \`aplay -L\` and name another device as speak.device in the config (or set speak.engine to none).` };
  const start = (sampleRateHz: number, signal: AbortSignal) =>
    startProgram(settings.program ?? "aplay", ["-q", "-D", settings.device, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", String(sampleRateHz), "-"], { signal, environment: settings.environment });
  const play = async (audio: SpokenAudio, signal: AbortSignal) => {
    const player = start(audio.sampleRateHz, signal);
    try {
      await feed(player, withGain(audio.chunks, settings.gain), { signal, ...wait });
      const end = await orStall(player.ended, { signal, ...wait });
      if (end.kind !== "ended" || end.code !== 0) throw playerError(end, settings.device);
    } finally {
      player.stop();
    }
  };
  return {
    play,
    async probe(signal) {
      try {
        await play({ sampleRateHz: probeRateHz, chunks: nothing() }, signal);
        return undefined;
      } catch (error) {
        if (error instanceof AssistantError) return error;
        throw error;
      }
    },
  };
}

async function* withGain(chunks: AsyncIterable<Int16Array>, gain: () => number = () => 1): AsyncGenerator<Int16Array> {
  for await (const chunk of chunks) {
    const factor = gain();
    yield factor === 1 ? chunk : chunk.map((sample) => Math.round(sample * factor));
  }
}

async function feed(player: RunningProgram, chunks: AsyncIterable<Int16Array>, wait: Parameters<typeof orStall>[1]): Promise<void> {
  for await (const chunk of chunks) {
    const wasTaken = await orStall(written(player, chunk), wait);
    // A player that is gone tells why by its end.
    if (!wasTaken) return;
  }
  player.stdin.end();
}

/** False when nobody reads any more. */
function written(player: RunningProgram, { buffer, byteOffset, byteLength }: Int16Array): Promise<boolean> {
  return new Promise((resolve) => { player.stdin.write(Buffer.from(buffer, byteOffset, byteLength), (error) => resolve(error === null || error === undefined)); });
}

function playerError(end: ProgramEnd, device: string): AssistantError {
  switch (end.kind) {
    case "notInstalled": return new AssistantError("SPEECH_OUTPUT_MISSING", "aplay is not installed, so nothing can be said aloud. Run: sudo apt install alsa-utils (or set speak.engine to none in the config).");
    case "notStarted": return new AssistantError("SPEECH_OUTPUT_FAILED", `aplay cannot be started: ${end.reason}. Install the Debian package alsa-utils again.`);
    case "ended": return deviceError(device, end);
  }
}

/** SOURCE aplay.c: "audio open error" is what it says when the device cannot be opened. */
function deviceError(device: string, { code, complaint }: Extract<ProgramEnd, { kind: "ended" }>): AssistantError {
  // "aplay: main:831: …": where in aplay's source it happened helps nobody here.
  const reason = complaint === "" ? `aplay ended with ${code ?? "a signal"}` : complaint.replace(/^aplay: \w+:\d+: /, "");
  const isMissing = /audio open error/.test(complaint) && !/busy/.test(complaint);
  return new AssistantError(isMissing ? "SPEECH_OUTPUT_MISSING" : "SPEECH_OUTPUT_FAILED", `loudspeaker ${device}: ${reason}. Run \`aplay -L\` and name a device of this machine as speak.device in the config (or set speak.engine to none).`);
}

async function* nothing(): AsyncGenerator<Int16Array> {}
