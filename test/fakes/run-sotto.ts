// The compiled program, started as a person starts it: a process of its own with an empty home directory.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./started-bus.ts";

const program = join(import.meta.dirname, "..", "..", "dist", "main.js");

export type Place = { readonly folder: string; readonly file: (name: string, text: string | Uint8Array) => string; readonly program: (name: string, text: string) => string; readonly cleanUp: () => void };

/** A folder of its own, which is the program's home directory too. */
export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "sotto-run-"));
  const file = (name: string, text: string | Uint8Array) => { writeFileSync(join(folder, name), text); return join(folder, name); };
  return {
    folder, file,
    program: (name, text) => { const path = file(name, text); chmodSync(path, 0o755); return path; },
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Running = {
  readonly output: () => string;
  readonly errors: () => string;
  readonly type: (line: string) => void;
  readonly says: (text: string | RegExp) => Promise<unknown>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
};

export function startSotto(place: Place, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    cwd: place.folder, stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: place.folder, XDG_CACHE_HOME: join(place.folder, "cache"), ...env },
  });
  let output = "";
  let errors = "";
  child.stdout?.on("data", (data: Buffer) => { output += data.toString(); });
  child.stderr?.on("data", (data: Buffer) => { errors += data.toString(); });
  child.stdin?.on("error", () => undefined);
  return {
    output: () => output, errors: () => errors,
    type: (line) => child.stdin?.write(`${line}\n`),
    says: (text) => eventually(() => typeof text === "string" ? output.includes(text) : text.test(output), `the output of ${String(text)} (so far: ${output} ${errors})`),
    kill: (signal) => { child.kill(signal); },
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal }))),
  };
}

/** Runs one command to its end, with nobody to answer questions. */
export async function runSotto(place: Place, args: readonly string[], typed: readonly string[] = []): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const running = startSotto(place, args);
  for (const line of typed) running.type(line);
  if (typed.length === 0) running.type("");
  const { code } = await running.ended;
  return { code, output: running.output(), errors: running.errors() };
}

/** A Whisper file with a header and no weights: enough for a program that only looks at the header. */
export function emptyWhisperModel(): Uint8Array {
  const header = [0x67676d6c, 51864, 1500, 384, 6, 4, 448, 384, 6, 4, 80, 1];
  const filters = [80, 201];
  const words = 50_257;
  const front = Buffer.alloc(4 * (header.length + filters.length + 80 * 201 + 1));
  [...header, ...filters].forEach((value, index) => front.writeInt32LE(value, 4 * index));
  front.writeInt32LE(words, front.length - 4);
  const vocabulary = Buffer.alloc(5 * words);
  for (let word = 0; word < words; word++) vocabulary.writeInt32LE(1, 5 * word);
  return Buffer.concat([front, vocabulary]);
}

/** A `whisper-server` that hears the given sentences, one for each utterance, whatever was said. */
export function scriptedWhisperServer(place: Place, sentences: readonly string[], mode = "says"): string {
  const fake = join(import.meta.dirname, "fake-whisper-server.mjs");
  return place.program("whisper-server", `#!/bin/sh\nFAKE_WHISPER='${mode}||${sentences.join(";")}' exec ${process.execPath} ${fake} "$@"\n`);
}
