// A program that an engine starts: its arguments as a list (no shell), its output bounded, its end in our hands.
import { spawn, type ChildProcess } from "node:child_process";
import { AssistantError } from "../base/errors.ts";

/** The last words of a failing program are enough to tell why. */
const keptErrorBytes = 2000;
/** Text of a spoken command is far below this; whatever writes more is broken. */
const maxOutputBytes = 1024 * 1024;

export type RunningProgram = {
  /** Resolves when it is gone: "exited 0", "killed by SIGKILL", "could not be started: …". Never rejects. */
  readonly ended: Promise<string>;
  /** True once it is gone or could not be started. */
  readonly hasEnded: () => boolean;
  /** What it wrote to standard output and error, the newest part. */
  readonly output: () => string;
  readonly lastErrors: () => string;
  readonly kill: () => void;
};

export type ProgramSettings = {
  readonly path: string;
  readonly args: readonly string[];
  /** Given on standard input, which is then closed. */
  readonly input?: Uint8Array;
};

/** Starts a program. A missing one shows in `ended`, as does every other end. */
export function startProgram({ path, args, input }: ProgramSettings): RunningProgram {
  const child = spawn(path, [...args], { stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"], windowsHide: true });
  let over = false;
  const ended = endOf(child).then((how) => { over = true; return how; });
  const output = keepTail(child, "stdout", maxOutputBytes);
  const errors = keepTail(child, "stderr", keptErrorBytes);
  // A program that ends without reading its input closes the pipe; `ended` tells of it.
  child.stdin?.on("error", () => undefined);
  if (input !== undefined) child.stdin?.end(input);
  return {
    ended,
    hasEnded: () => over,
    output,
    lastErrors: () => errors().trim().split("\n").slice(-3).join(" / "),
    kill: () => { child.kill("SIGKILL"); },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => resolve(signal === null ? `exited ${code}` : `killed by ${signal}`));
  });
}

function keepTail(child: ChildProcess, name: "stdout" | "stderr", bytes: number): () => string {
  let tail = Buffer.alloc(0);
  child[name]?.on("data", (chunk: Buffer) => { tail = Buffer.concat([tail, chunk]).subarray(-bytes); });
  return () => tail.toString("utf8");
}

/** Runs a program to its end. @returns its standard output @throws ENGINE_FAILED, or the signal's reason once it is gone */
export async function runProgram(program: ProgramSettings, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const running = startProgram(program);
  signal.addEventListener("abort", running.kill, { once: true });
  const how = await running.ended.finally(() => signal.removeEventListener("abort", running.kill));
  signal.throwIfAborted();
  if (how !== "exited 0") throw new AssistantError("ENGINE_FAILED", `${program.path} ${how}: ${running.lastErrors()}`);
  return running.output();
}
