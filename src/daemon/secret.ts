// Secrets come from files of their own: never from the config, the command line or the environment.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { AssistantError, messageOf } from "../base/errors.ts";
import { type PinHash, readPinHash } from "../decide/pin-hash.ts";
import type { Config } from "./config.ts";
import type { Directories } from "./paths.ts";

export type Secret = {
  readonly text: string;
  /** One sentence to log, when others on this machine can read the file. */
  readonly warning: string | undefined;
};

/** A password has no 4 kB; a file that has was named by mistake. */
const mostBytes = 4096;
const groupOrOthersRead = 0o044;
/** The names that a unit gives them: `LoadCredential=mqtt-password:FILE`, `LoadCredential=sotto-pin:FILE`. */
const credentialNames = { password: "mqtt-password", pin: "sotto-pin" } as const;

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
  return mqtt.username === undefined ? undefined : readCredential(credentialsDirectory, credentialNames.password);
}

/** Of a PIN only what scrypt made of it. `file`: where it was found. */
export type StoredPin = { readonly hash: PinHash; readonly file: string; readonly warning: string | undefined };

/**
 * The PIN's hash: in the file that the config names, else systemd's credential, else the file where `sotto pin set default`
 * puts it, else none.
 * @throws CONFIG_UNREADABLE, also for a file that holds anything else, a bare PIN among it
 */
export async function readStoredPin({ pinFile }: Pick<Config["decide"], "pinFile">, { credentials, config }: Pick<Directories, "credentials" | "config">): Promise<StoredPin | undefined> {
  const found = await firstPin(pinFile === undefined ? [credentials === undefined ? undefined : join(credentials, credentialNames.pin), defaultPinFile(config)] : [], pinFile);
  if (found === undefined) return undefined;
  const { file, secret } = found;
  const hash = readPinHash(secret.text);
  if (hash === undefined) throw new AssistantError("CONFIG_UNREADABLE", `secret ${file}: is no hash of a PIN. A PIN is never stored as it is: run sotto pin set ${file}`);
  return { hash, file, warning: file.startsWith(`${credentials}/`) ? undefined : secret.warning };
}

/** Where a PIN is looked for that the config says nothing of: beside the config of whoever runs Sotto. */
export function defaultPinFile([first]: Directories["config"]): string | undefined {
  return first === undefined ? undefined : join(first, "pin");
}

/** A named file must be there; the usual places may be empty. */
async function firstPin(places: readonly (string | undefined)[], named: string | undefined): Promise<{ readonly file: string; readonly secret: Secret } | undefined> {
  if (named !== undefined) return { file: named, secret: await readSecret(named) };
  for (const file of places) {
    const secret = file === undefined ? undefined : await readIfThere(file);
    if (file !== undefined && secret !== undefined) return { file, secret };
  }
  return undefined;
}

/** Undefined where systemd gave none of that name. */
async function readCredential(directory: string | undefined, name: string): Promise<Secret | undefined> {
  const secret = directory === undefined ? undefined : await readIfThere(join(directory, name));
  // systemd keeps others out by the directory; the file's own bits say nothing.
  return secret === undefined ? undefined : { ...secret, warning: undefined };
}

async function readIfThere(file: string): Promise<Secret | undefined> {
  try {
    return await readSecret(file);
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
