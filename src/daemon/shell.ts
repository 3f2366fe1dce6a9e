import type { Readable, Writable } from "node:stream";
import type { Surroundings } from "./paths.ts";

/** The process as the daemon sees it: everything of the outside world that `main.ts` hands in. */
export type Shell = {
  /** Without node and the script. */
  readonly arguments: readonly string[];
  readonly surroundings: Surroundings;
  readonly workingDirectory: string;
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** A person sits at a terminal. */
  readonly interactive: boolean;
  /** Ends the program as Ctrl-C does. */
  readonly requestStop: () => void;
  /** Folder of package.json, with `dist/`, `intents/` and `models/` in it. */
  readonly packageRoot: URL;
  readonly processId: number;
  /** Whether a process of that number runs. */
  readonly isAlive: (processId: number) => boolean;
  /** Ends a process and all that it started. */
  readonly killGroup: (processId: number) => void;
  /** Columns of the terminal; undefined when the output is no terminal. */
  readonly columns: number | undefined;
};

/** Exit codes: 0 done, 1 something failed, 2 the command line is wrong (sysexits and GNU habit). */
export type ExitCode = 0 | 1 | 2;

export function printLine(output: Writable, line: string): void {
  output.write(`${line}\n`);
}
