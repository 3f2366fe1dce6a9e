import { readFile } from "node:fs/promises";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** Prints the version of package.json. */
export async function runVersion(shell: Shell): Promise<ExitCode> {
  const manifest = JSON.parse(await readFile(new URL("package.json", shell.packageRoot), "utf8")) as { version: string };
  printLine(shell.output, manifest.version);
  return 0;
}
