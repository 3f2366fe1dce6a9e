// Which program records, and with which arguments: raw 16 kHz mono s16 on its standard output. (pure)
import { sampleRateHz } from "./audio.ts";

export const recorderNames = ["arecord", "sox"] as const;
export type RecorderName = (typeof recorderNames)[number];

/** A program to start, in the shape that node-record-lpcm16 takes. */
export type RecorderCommand = { readonly cmd: string; readonly args: readonly string[]; readonly spawnOptions: RecorderSpawnOptions };
export type RecorderSpawnOptions = { readonly stdio: readonly ["ignore", "pipe", "pipe"]; readonly env: Environment };
export type Environment = Readonly<Record<string, string | undefined>>;

/** The Debian package of each program, for the message that it is missing. */
export const recorderPackages: Readonly<Record<RecorderName, string>> = { arecord: "alsa-utils", sox: "sox" };

/** Bytes that sox gathers before it writes: one frame of 20 ms. Its own default, 8192 (sox(1), --buffer), is 256 ms. */
const soxBufferBytes = 640;

/**
 * @param device an ALSA device such as "default" or "plughw:1,0"
 * @param env the environment that the program gets; sox takes its device from there
 */
export function recorderCommand(name: RecorderName, device: string, env: Environment): RecorderCommand {
  const stdio = ["ignore", "pipe", "pipe"] as const;
  switch (name) {
    case "arecord": {
      const format = ["-f", "S16_LE", "-r", String(sampleRateHz), "-c", "1", "-t", "raw"];
      // Raw, because a WAV ends at 2 GB, which is 18.6 hours. In µs: a period of one 20 ms frame, ten of them in the buffer.
      const timing = ["--period-time=20000", "--buffer-time=200000"];
      return { cmd: "arecord", args: ["-q", "-D", device, ...format, ...timing], spawnOptions: { stdio, env } };
    }
    case "sox": {
      const format = ["-r", String(sampleRateHz), "-c", "1", "-e", "signed-integer", "-b", "16"];
      // Asked of the device too, and converted where it cannot.
      const args = ["-q", "--buffer", String(soxBufferBytes), ...format, "-d", "-t", "raw", ...format, "-L", "-"];
      return { cmd: "sox", args, spawnOptions: { stdio, env: device === "default" ? env : { ...env, AUDIODEV: device } } };
    }
  }
}
