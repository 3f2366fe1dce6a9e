// (pure) How often a PIN may be tried.

/** Wrong PINs in a row, and until when none is looked at. `untilMs`: on the monotonic clock. */
export type PinGuard = { readonly wrong: number; readonly untilMs: number };

export const freshPinGuard: PinGuard = { wrong: 0, untilMs: Number.NEGATIVE_INFINITY };

/** So many may be wrong before the first pause. */
export const freeTries = 3;

/**
 * Pauses after the third wrong PIN, the fourth, …; the last one stays. Milliseconds. In the long run 24 tries a day: half
 * of all PINs of four digits take 208 days. OWASP's ASVS 2.2.1 allows a hundred in an hour.
 */
export const pausesMs = [30_000, 120_000, 600_000, 1_800_000, 3_600_000] as const;

export function isLocked({ untilMs }: PinGuard, nowMs: number): boolean {
  // A clock that cannot be read keeps it locked.
  return !(nowMs >= untilMs);
}

/**
 * Counts a try as wrong before it is looked at: guesses that are made side by side then count each, and one that is
 * never finished counts too. `settled` takes it back when it was right.
 */
export function tried(guard: PinGuard, nowMs: number): PinGuard {
  const wrong = guard.wrong + 1;
  const pauseMs = wrong < freeTries ? undefined : pausesMs[Math.min(wrong - freeTries, pausesMs.length - 1)];
  return { wrong, untilMs: pauseMs === undefined ? guard.untilMs : nowMs + pauseMs };
}

export function settled(guard: PinGuard, isRight: boolean): PinGuard {
  return isRight ? freshPinGuard : guard;
}
