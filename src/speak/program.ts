// A program at work for the voice: never a shell, ended at once on abort, and its last words kept for the error.
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { orAbort } from "../base/async.ts";
import { AssistantError, messageOf } from "../base/errors.ts";
import { oneLine } from "../base/log.ts";
import { deadlineSignal } from "../base/time.ts";

export type ProgramEnd =
  /** `complaint` is the last line that it wrote to stderr, "" when there was none. `code` is null when a signal ended it. */
  | { readonly kind: "ended"; readonly code: number | null; readonly complaint: string }
  | { readonly kind: "notInstalled" }
  | { readonly kind: "notStarted"; readonly reason: string };

export type RunningProgram = {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /** Ends it now. A program that plays sound and is asked politely first finishes its sentence. */
  readonly stop: () => void;
};

/** `environment` is this process's own when left out. */
export type ProgramOptions = { readonly signal: AbortSignal; readonly environment?: Readonly<Record<string, string | undefined>> | undefined };

const mostComplaint = 4000;

/** Starts a program found on the PATH. An abort of `signal` ends it. */
export function startProgram(command: string, args: readonly string[], { signal, environment }: ProgramOptions): RunningProgram {
  const child = spawn(command, args, { stdio: "pipe", ...(environment === undefined ? {} : { env: environment }) });
  return superviseProgram(child, { signal, kill: () => { child.kill("SIGKILL"); } });
}

/** As `startProgram`, for a child that somebody else has just started with pipes. Call it in the same turn of the event loop. */
export function superviseProgram(child: ChildProcess, { signal, kill }: { readonly signal: AbortSignal; readonly kill: () => void }): RunningProgram {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("a program without pipes");
  let lastWords = "";
  stderr.on("data", (data: Buffer | string) => { lastWords = (lastWords + data.toString()).slice(-mostComplaint); });
  // A program that ends before it has read everything is told of by its end, not by the broken pipe.
  for (const pipe of [stdin, stdout, stderr]) pipe.on("error", () => undefined);
  let stopped = false;
  let isOver = false;
  const stop = () => {
    // Its number may belong to somebody else by now.
    if (isOver) return;
    stopped = true;
    kill();
  };
  const ended = new Promise<ProgramEnd>((resolve) => {
    const end = (code: number | null) => resolve({ kind: "ended", code, complaint: lastLine(lastWords) });
    child.once("error", (error) => {
      isOver = child.pid === undefined;
      resolve("code" in error && error.code === "ENOENT" ? { kind: "notInstalled" } : { kind: "notStarted", reason: messageOf(error) });
    });
    // Pipes may be held open by what it started itself; once it is to be silent, nobody waits for those.
    child.once("exit", (code) => { if (stopped) end(code); });
    child.once("close", (code) => {
      isOver = true;
      end(code);
    });
  });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return { stdin, stdout, stop, ended: ended.finally(() => signal.removeEventListener("abort", stop)) };
}

/**
 * Waits for a program, but not for one that hangs.
 * @throws SPEECH_OUTPUT_FAILED with `hanging` after `stallMs`
 */
export async function orStall<T>(work: Promise<T>, { signal, stallMs, hanging }: { readonly signal: AbortSignal; readonly stallMs: number; readonly hanging: string }): Promise<T> {
  using deadline = deadlineSignal(signal, stallMs);
  try {
    return await orAbort(work, deadline.signal);
  } catch (error) {
    if (!deadline.timedOut() || signal.aborted) throw error;
    throw new AssistantError("SPEECH_OUTPUT_FAILED", hanging, { cause: error });
  }
}

function lastLine(text: string): string {
  return oneLine(text.trim().split("\n").at(-1) ?? "").slice(0, 300);
}
