import type { NowMs } from "../base/time.ts";
import { type PinHash, pinMatches } from "./pin-hash.ts";
import { freshPinGuard, isLocked, settled, tried } from "./pin-guard.ts";

/** Where a PIN is looked at. It knows no PIN, only a hash, and counts what is tried. */
export type PinDesk = {
  readonly status: () => "unset" | "ready" | "locked";
  /** One try. "locked": it was not looked at. */
  readonly check: (digits: string) => Promise<"right" | "wrong" | "locked">;
};

/**
 * Tries are kept in memory for as long as the process lives. A restart forgets them; whoever can restart Sotto can also
 * read its broker password and needs no PIN.
 * @param matches scrypt; tests that try thousands bring a quicker one
 */
export function createPinDesk(stored: PinHash | undefined, nowMs: NowMs, matches: typeof pinMatches = pinMatches): PinDesk {
  let guard = freshPinGuard;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    status: () => stored === undefined ? "unset" : isLocked(guard, nowMs()) ? "locked" : "ready",
    async check(digits) {
      if (stored === undefined || isLocked(guard, nowMs())) return "locked";
      guard = tried(guard, nowMs());
      // One after the other: each takes 32 MiB.
      const checked = turn.then(() => matches(digits, stored));
      turn = checked.catch(() => undefined);
      const isRight = await checked;
      guard = settled(guard, isRight);
      return isRight ? "right" : "wrong";
    },
  };
}

/** Where no PIN is laid down. */
export const noPin: PinDesk = { status: () => "unset", check: async () => "locked" };
