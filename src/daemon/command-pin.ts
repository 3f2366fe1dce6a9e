// `sotto pin`: lays down the PIN, as a hash alone. It is typed, never an argument: those stand in the shell's history and in `ps`.
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AssistantError, messageOf } from "../base/errors.ts";
import { hashPin, pinMatches, writePinHash } from "../decide/pin-hash.ts";
import { pinDigits } from "../decide/spoken-pin.ts";
import type { CommandLine } from "./cli.ts";
import { readHidden } from "./hidden-input.ts";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { defaultPinFile, readStoredPin } from "./secret.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

const howTo = "it is sotto pin set FILE, sotto pin set default, or sotto pin check";

/** `sotto pin set FILE|default` and `sotto pin check [FILE]`. Exit code 1 when nothing was set, or the PIN is another. */
export async function runPin(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const [action, file, ...more] = line.words;
  // A PIN on the command line is already in places where it must not be; it is not repeated in one more.
  if (more.length > 0 || (file !== undefined && /^[\d\s-]+$/.test(file))) throw new AssistantError("USAGE", `a PIN is typed when it is asked for, never on the command line: ${howTo}`);
  const loaded = await loadConfig(shell, line.config);
  if (action === "set" && file !== undefined) return setPin(shell, loaded, file, signal);
  if (action === "check") return checkPin(shell, loaded, file, signal);
  throw new AssistantError("USAGE", howTo);
}

async function setPin(shell: Shell, loaded: LoadedConfig, named: string, signal: AbortSignal): Promise<ExitCode> {
  const file = named === "default" ? loaded.config.decide.pinFile ?? defaultPinFile(loaded.directories.config) ?? "pin" : resolve(shell.workingDirectory, named);
  // A pipe gives it once: that is no slip of the fingers.
  const isPerson = (shell.input as { readonly isTTY?: boolean }).isTTY === true;
  const [first, second] = await readHidden({ input: shell.input, output: shell.errors }, [`PIN, ${pinDigits.least} to ${pinDigits.most} digits: `, ...(isPerson ? ["The same again: "] : [])], signal);
  const digits = digitsOf(first);
  if (digits === undefined) return failed(shell, `A PIN has ${pinDigits.least} to ${pinDigits.most} digits and nothing else. Nothing was set.`);
  if (isPerson && digitsOf(second) !== digits) return failed(shell, "The two are not the same. Nothing was set.");
  await writeSecret(file, `${writePinHash(await hashPin(digits))}\n`);
  printLine(shell.output, `the hash of the PIN is in ${file}, readable by you alone`);
  const counts = loaded.config.decide.pinFile ?? defaultPinFile(loaded.directories.config);
  if (counts === file) printLine(shell.output, "it counts from the next start of Sotto on");
  else printLine(shell.output, `it counts once the config says: decide: { pinFile: ${JSON.stringify(file)} }`);
  return 0;
}

async function checkPin(shell: Shell, loaded: LoadedConfig, named: string | undefined, signal: AbortSignal): Promise<ExitCode> {
  const pinFile = named === undefined ? loaded.config.decide.pinFile : resolve(shell.workingDirectory, named);
  const stored = await readStoredPin(pinFile === undefined ? {} : { pinFile }, loaded.directories);
  if (stored === undefined) return failed(shell, "No PIN is set. Run: sotto pin set default");
  if (stored.warning !== undefined) printLine(shell.errors, stored.warning);
  const [typed] = await readHidden({ input: shell.input, output: shell.errors }, ["PIN: "], signal);
  const digits = digitsOf(typed);
  if (digits === undefined || !(await pinMatches(digits, stored.hash))) return failed(shell, "That is not the PIN.");
  printLine(shell.output, "That is the PIN.");
  return 0;
}

function digitsOf(typed: string | undefined): string | undefined {
  const digits = typed?.trim() ?? "";
  return /^\d+$/.test(digits) && digits.length >= pinDigits.least && digits.length <= pinDigits.most ? digits : undefined;
}

function failed(shell: Shell, reason: string): ExitCode {
  printLine(shell.errors, reason);
  return 1;
}

/** Whole or not at all, and never readable by others, not even for a moment. */
async function writeSecret(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AssistantError("CONFIG_UNREADABLE", `cannot write ${file}: ${messageOf(error)}. Name a file in a folder that this user may write to.`, { cause: error });
  }
}
