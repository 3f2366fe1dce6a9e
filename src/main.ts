#!/usr/bin/env node
// argv, signals and exit codes. The only file that touches `process`.
import { setMaxListeners } from "node:events";
import { homedir } from "node:os";
import { runCommandLine } from "./daemon/cli.ts";

const stop = new AbortController();
// Everything that waits, waits on this one as well; Node takes more than ten listeners for a leak.
setMaxListeners(0, stop.signal);
let signals = 0;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    stop.abort(new DOMException(`stopped by ${name}`, "AbortError"));
    // A second Ctrl-C means "now".
    if (++signals > 1) process.exit(130);
  });
}
// `sotto devices | head` closes the pipe early: that ends the program quietly, not with a stack trace.
process.stdout.on("error", (error: NodeJS.ErrnoException) => { if (error.code === "EPIPE") process.exit(0); });

process.exitCode = await runCommandLine({
  arguments: process.argv.slice(2),
  surroundings: { platform: process.platform, env: process.env, homeDirectory: homedir() },
  workingDirectory: process.cwd(),
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  interactive: process.stdin.isTTY && process.stdout.isTTY,
  requestStop: () => stop.abort(new DOMException("asked to quit", "AbortError")),
  packageRoot: new URL("../", import.meta.url),
  processId: process.pid,
  isAlive,
  killGroup: (processId) => process.kill(-processId, "SIGKILL"),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
}, stop.signal);
// Standard input keeps Node alive while somebody could still type; the work is done.
process.stdin.unref?.();
process.stdin.pause();

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
