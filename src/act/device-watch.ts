// One device, listened to from the moment it is told something.
import { createChannel } from "../base/async.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";
import type { CommandAction } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { verdictAtRest, verdictOn } from "./confirmation.ts";
import { isAtRest } from "./opening-verdict.ts";
import type { HeardState } from "./state-memory.ts";
import type { StateStore } from "./state-store.ts";
import type { Verdict } from "./verdict.ts";

/** "gone": it said, or the broker said for it, that it went offline. */
export type Sign = Verdict | "gone";

export type DeviceWatch = Disposable & {
  /**
   * Waits at most `withinMs` for what shows how the command went; "until" says whether having begun is an answer.
   * Rejects only with the signal's reason.
   */
  listen(until: "begun" | "over", withinMs: number, signal: AbortSignal): Promise<Sign>;
  /** From now on: what was heard before this time, in ms, does not count. */
  since(sentAtMs: number): void;
};

export type WatchParts = {
  readonly states: Pick<StateStore, "watch">;
  readonly nowMs: NowMs;
  readonly deviceId: DeviceId;
  /** Absolute, as sent and as the device can do it. */
  readonly expected: CommandAction;
  readonly before: DeviceState | undefined;
  /** `CommandTimes.quietMs`. */
  readonly quietMs: number;
};

export function watchDevice({ states, nowMs, deviceId, expected, before, quietMs }: WatchParts): DeviceWatch {
  const heard = createChannel<HeardState>(64);
  const watching = states.watch(deviceId, heard.push);
  let fromMs = 0;
  let fresh: DeviceState | undefined;
  let last: Verdict = "no";
  let lastMs = 0;
  let hasMoved = false;
  /** What its silence will mean. What ran, and rests elsewhere, has not got there: a gate that met a car and came back. */
  const meantBySilence = (): Verdict | undefined => {
    if (fresh === undefined) return undefined;
    if (verdictAtRest(expected, fresh, before) === "yes") return "yes";
    return hasMoved && isAtRest(fresh) ? "contrary" : undefined;
  };
  /** Adds up what the device says after the command went out; what came before does not count, however well it fits. */
  const judge = ({ state, atMs }: HeardState): Sign => {
    if (atMs < fromMs) return last;
    if (state.available === false) return "gone";
    fresh = { ...fresh, ...state };
    lastMs = atMs;
    hasMoved ||= !isAtRest(state);
    last = verdictOn(expected, fresh, before);
    return last;
  };
  return {
    since(sentAtMs) { fromMs = sentAtMs; },
    async listen(until, withinMs, signal) {
      const endMs = nowMs() + withinMs;
      for (;;) {
        const leftMs = Math.max(0, endMs - nowMs());
        const meant = meantBySilence();
        const restMs = Math.max(0, lastMs + quietMs - nowMs());
        const item = await nextOf(heard.iterate, meant === undefined ? leftMs : Math.min(leftMs, restMs), signal);
        if (item === undefined) return meant !== undefined && restMs <= leftMs ? meant : last;
        const sign = judge(item);
        if (sign === "yes" || sign === "contrary" || sign === "gone" || (sign === "underway" && until === "begun")) return sign;
      }
    },
    [Symbol.dispose]() {
      watching[Symbol.dispose]();
      heard.end();
    },
  };
}

/** The next item, or undefined when the time is over. */
async function nextOf<T>(iterate: (signal: AbortSignal) => AsyncIterable<T>, withinMs: number, signal: AbortSignal): Promise<T | undefined> {
  using deadline = deadlineSignal(signal, withinMs);
  for await (const item of iterate(deadline.signal)) return item;
  signal.throwIfAborted();
  return undefined;
}
