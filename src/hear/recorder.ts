import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { deferred } from "../base/async.ts";
import { sleep } from "../base/time.ts";
import type { RecorderCommand } from "./recorder-commands.ts";

/** Why a recorder is no longer running. */
export type RecorderEnd =
  | { readonly kind: "notStarted"; readonly error: NodeJS.ErrnoException }
  | { readonly kind: "exited"; readonly how: string; readonly said: string };

/** A recorder at work. Who started it stops it. */
export type Recorder = {
  /** Raw s16 little-endian sound, to be read from the first moment: the package lets it flow, and what flowed by is lost. */
  readonly bytes: Readable;
  /** Settles when the program is gone, and never rejects. */
  readonly ended: Promise<RecorderEnd>;
  /**
   * Ends the program, gently and then not; returns when it is gone. May be called again.
   * @param options.ownTimeMs how long it may take to end by itself and say why, when its sound has ended already
   */
  readonly stop: (options?: { readonly ownTimeMs: number }) => Promise<RecorderEnd>;
};

/** What we use of node-record-lpcm16 1.0.1. */
type RecordingPackage = { record(options: { recorder: string; audioType: "raw"; command: RecorderCommand }): { process: ChildProcess; stream(): Readable } };

/** A recorder that has not gone by then is killed: aborting takes 100 ms at most. */
const gentleStopMs = 50;
/** After a program exits, what it wrote last is waited for: a child of its own may hold the pipe open for ever. */
const lastWordsMs = 50;
/** ALSA explains itself in a dozen lines; the last ones matter. */
const mostStderrChars = 4000;

const require = createRequire(import.meta.url);
/** In `src` the module still has its TypeScript name; what tsc makes of it in `dist` ends in cjs. */
const handOverModule = fileURLToPath(new URL(`./recorder-command.${import.meta.url.endsWith(".ts") ? "cts" : "cjs"}`, import.meta.url));

/**
 * Starts a recorder through node-record-lpcm16. Around its faults:
 * a program that is missing, and one that is stopped, raise "error" events (on the process and on the stream) that end
 * the whole daemon unless somebody listens from the first moment; and it keeps what the program says to itself.
 */
export function startRecorder(command: RecorderCommand): Recorder {
  const { record } = require("node-record-lpcm16") as RecordingPackage;
  let recording: ReturnType<RecordingPackage["record"]>;
  try {
    recording = record({ recorder: handOverModule, audioType: "raw", command });
  } catch (error) {
    return failedRecorder(error as NodeJS.ErrnoException);
  }
  const child = recording.process;
  const bytes = recording.stream();
  bytes.on("error", () => undefined);                        // `ended` tells it better
  const ended = endOf(child);
  return { bytes, ended, stop: (options) => stopChild({ child, bytes, ended }, options?.ownTimeMs ?? 0) };
}

function endOf(child: ChildProcess): Promise<RecorderEnd> {
  const { promise, resolve } = deferred<RecorderEnd>();
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => { said = (said + text).slice(-mostStderrChars); });
  child.on("error", (error) => {
    if (child.pid === undefined) resolve({ kind: "notStarted", error });
  });
  const settle = (code: number | null, signal: NodeJS.Signals | null) => {
    resolve({ kind: "exited", how: signal === null ? `exited ${code}` : `was ended by ${signal}`, said });
  };
  child.on("close", settle);
  child.on("exit", (code, signal) => {
    sleep(lastWordsMs, new AbortController().signal).then(() => settle(code, signal), () => undefined);
  });
  return promise;
}

/**
 * Signals go through the child's own handle, which sends none once the child is gone: never to a stranger who got its
 * number. Closing the pipe first frees a program that is stuck writing.
 */
async function stopChild({ child, bytes, ended }: { child: ChildProcess; bytes: Readable; ended: Promise<RecorderEnd> }, ownTimeMs: number): Promise<RecorderEnd> {
  const patience = new AbortController();
  ended.then(() => patience.abort(), () => undefined);
  const isGoneWithin = (durationMs: number) => sleep(durationMs, patience.signal).then(() => false, () => true);
  if (ownTimeMs > 0 && await isGoneWithin(ownTimeMs)) return ended;
  bytes.destroy();
  child.kill("SIGTERM");
  if (!await isGoneWithin(gentleStopMs)) child.kill("SIGKILL");
  return ended;
}

function failedRecorder(error: NodeJS.ErrnoException): Recorder {
  const ended = Promise.resolve({ kind: "notStarted", error } as const);
  return { bytes: Readable.from([]), ended, stop: () => ended };
}
