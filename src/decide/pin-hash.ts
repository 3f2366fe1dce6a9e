// A PIN as it is stored: never itself, only what scrypt makes of it.
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { AssistantError } from "../base/errors.ts";

/** What is stored of a PIN. */
export type PinHash = { readonly cost: ScryptCost; readonly salt: Buffer; readonly hash: Buffer };

/** log2 of N, the block size r and the parallelism p (RFC 7914, 2). */
type ScryptCost = { readonly log2N: number; readonly r: number; readonly p: number };

/**
 * SOURCE OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3, one of five settings of like strength. 32 MiB,
 * which a Raspberry Pi spares beside Whisper; the first of them wants 128 MiB.
 */
const newCost: ScryptCost = { log2N: 15, r: 8, p: 3 };
/** RFC 7914 names no least length of a salt; 16 bytes is NIST SP 800-132's 128 bits. */
const saltBytes = 16;
const hashBytes = 32;
/** A file that asks for more was not written by Sotto, and would hold the daemon up. Bytes; scrypt takes 128·N·r. */
const mostMemoryBytes = 256 * 1024 * 1024;
/** Below OWASP's weakest setting (N=2^13) it is no protection. */
const leastLog2N = 13;
const mostParallel = 16;

export async function hashPin(digits: string): Promise<PinHash> {
  const salt = randomBytes(saltBytes);
  return { cost: newCost, salt, hash: await derive(digits, salt, newCost, hashBytes) };
}

/** Takes as long for a wrong PIN as for the right one. @throws ENGINE_FAILED when there is no memory for it */
export async function pinMatches(digits: string, { cost, salt, hash }: PinHash): Promise<boolean> {
  return timingSafeEqual(await derive(digits, salt, cost, hash.length), hash);
}

/** `$scrypt$ln=15,r=8,p=3$SALT$HASH`: the PHC string format, in base64 without padding. */
export function writePinHash({ cost, salt, hash }: PinHash): string {
  return `$scrypt$ln=${cost.log2N},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/** What `writePinHash` wrote; undefined for anything else, among it a PIN that somebody wrote down as it is. */
export function readPinHash(text: string): PinHash | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/.exec(text);
  if (match === null) return undefined;
  const [, log2N = "", r = "", p = "", salt = "", hash = ""] = match;
  const cost: ScryptCost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  if (cost.log2N < leastLog2N || cost.r < 1 || cost.p < 1 || cost.p > mostParallel || memoryOf(cost) > mostMemoryBytes) return undefined;
  return { cost, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

function memoryOf({ log2N, r }: ScryptCost): number {
  return 128 * 2 ** log2N * r;
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function derive(digits: string, salt: Buffer, cost: ScryptCost, lengthBytes: number): Promise<Buffer> {
  const { log2N, r, p } = cost;
  return new Promise((resolve, reject) => {
    // Node's own limit lies just below what these parameters need.
    scrypt(digits, salt, lengthBytes, { N: 2 ** log2N, r, p, maxmem: 2 * memoryOf(cost) + 1024 * 1024 }, (error, key) => {
      if (error === null) resolve(key);
      else reject(new AssistantError("ENGINE_FAILED", `The PIN could not be looked at: ${error.message}. It takes ${Math.round(memoryOf(cost) / 1024 / 1024)} MiB of memory for a moment.`, { cause: error }));
    });
  });
}
