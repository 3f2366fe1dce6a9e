// Secrets come from files of their own: never from the config, the command line or the environment.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AssistantError, messageOf } from "../base/errors.ts";
import type { Config } from "./config.ts";

export type Secret = {
  readonly text: string;
  /** One sentence to log, when others on this machine can read the file. */
  readonly warning: string | undefined;
};

/** A password has no 4 kB; a file that has was named by mistake. */
const mostBytes = 4096;
const groupOrOthersRead = 0o044;
/** The name that a unit gives the password: `LoadCredential=mqtt-password:FILE`. */
const credentialName = "mqtt-password";

/**
 * The secret in a file, without the newline that editors add.
 * @throws CONFIG_UNREADABLE when it is missing, not a regular file, too large, empty or not text
 */
export async function readSecret(file: string): Promise<Secret> {
  const { bytes, mode } = await readBytes(file);
  const text = decode(bytes, file).replace(/\r?\n$/, "");
  // oxlint-disable-next-line no-control-regex
  if (text === "" || /[\u0000-\u001f]/.test(text)) throw unreadable(file, text === "" ? "is empty" : "holds more than one line");
  const readable = (mode & groupOrOthersRead) !== 0;
  return { text, warning: readable ? `${file} can be read by other users of this machine. Run: chmod 600 ${file}` : undefined };
}

/**
 * The broker's password: the file that the config names, else systemd's credential, else none.
 * @param credentialsDirectory `Directories.credentials`
 * @throws CONFIG_UNREADABLE
 */
export async function readMqttPassword(mqtt: Config["mqtt"], credentialsDirectory: string | undefined): Promise<Secret | undefined> {
  if (mqtt.passwordFile !== undefined) return readSecret(mqtt.passwordFile);
  if (credentialsDirectory === undefined || mqtt.username === undefined) return undefined;
  try {
    // systemd keeps others out by the directory; the file's own bits say nothing.
    return { ...await readSecret(join(credentialsDirectory, credentialName)), warning: undefined };
  } catch (error) {
    if (error instanceof AssistantError && isMissing(error.cause)) return undefined;
    throw error;
  }
}

async function readBytes(file: string): Promise<{ readonly bytes: Buffer; readonly mode: number }> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error("is not a regular file");
    if (facts.size > mostBytes) throw new Error(`holds ${facts.size} bytes, a password has ${mostBytes} at most`);
    return { bytes: await readFile(file), mode: facts.mode };
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(file, "is not UTF-8 text", error);
  }
}

function unreadable(file: string, reason: string, cause?: unknown): AssistantError {
  return new AssistantError("CONFIG_UNREADABLE", `secret ${file}: ${reason}. It must be a file that holds the password alone and that this user may read.`, { cause });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
