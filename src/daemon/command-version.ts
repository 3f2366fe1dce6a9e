import { readFile } from "node:fs/promises";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** Prints the version of package.json. */
export async function runVersion(shell: Shell): Promise<ExitCode> {
  printLine(shell.output, await readVersion(shell));
  return 0;
}

/** The version of package.json. */
export async function readVersion(shell: Shell): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL("package.json", shell.packageRoot), "utf8")) as { version: string };
  return manifest.version;
}
