import { sleep, type NowMs } from "../base/time.ts";
import { type Approved, redeem } from "../decide/approval.ts";
import { isTimerCommand, type TimerCommand } from "../home/command.ts";
import type { AreaId } from "../home/home.ts";
import { oneOf, timersMeant } from "./choose-timer.ts";
import type { Dispatch } from "./dispatcher.ts";
import type { RunningTimer, TimerReport } from "./outcome.ts";

/** Timers of one house, kept in memory: they end with the process. */
export interface Timers {
  run(command: TimerCommand): TimerReport;
  list(): readonly RunningTimer[];
}

export type TimersSettings = {
  readonly nowMs: NowMs;
  /** Told when the time of one is over. */
  readonly onDone: (timer: RunningTimer) => void;
};

/** More than anybody can keep apart by ear. */
const mostTimers = 30;
/** Node's timers hold 2^31 ms, some 24 days; nobody waits for a kitchen timer longer than a day. */
const longestS = 86_400;

/** `endsMs` counts only while it runs, `leftMs` only while it is paused. */
type Entry = { readonly name: string | undefined; readonly areaId: AreaId | undefined; readonly startS: number; durationS: number; endsMs: number; leftMs: number; isPaused: boolean; wake: AbortController };

/** @param signal ends all of them without a word */
export function createTimers({ nowMs, onDone }: TimersSettings, signal: AbortSignal): Timers {
  const entries = new Set<Entry>();
  const told = (entry: Entry): RunningTimer => ({
    name: entry.name, areaId: entry.areaId, startS: entry.startS, durationS: entry.durationS, isPaused: entry.isPaused,
    leftS: Math.max(0, Math.round((entry.isPaused ? entry.leftMs : entry.endsMs - nowMs()) / 1000)),
  });
  const wait = (entry: Entry) => {
    entry.wake.abort();
    entry.wake = new AbortController();
    const waiting = AbortSignal.any([entry.wake.signal, signal]);
    sleep(Math.max(0, entry.endsMs - nowMs()), waiting).then(() => {
      entries.delete(entry);
      onDone(told(entry));
    }).catch((error: unknown) => { if (!waiting.aborted) throw error; });
  };
  const start = ({ name, areaId, heardInAreaId, durationS }: Extract<TimerCommand, { type: "timer.start" }>): TimerReport => {
    if (entries.size >= mostTimers || !(durationS > 0 && durationS <= longestS)) return { result: "tooMany", timers: [] };
    const entry: Entry = { name, areaId: areaId ?? heardInAreaId, startS: durationS, durationS, endsMs: nowMs() + durationS * 1000, leftMs: 0, isPaused: false, wake: new AbortController() };
    entries.add(entry);
    wait(entry);
    return { result: "started", timers: [told(entry)] };
  };
  const act: Readonly<Record<Exclude<TimerCommand["type"], "timer.start" | "timer.get">, (entry: Entry, command: TimerCommand) => TimerReport["result"]>> = {
    "timer.change": (entry, command) => {
      const deltaMs = command.type === "timer.change" ? command.deltaS * 1000 : 0;
      entry.durationS = Math.min(longestS, Math.max(0, entry.durationS + deltaMs / 1000));
      entry.endsMs = Math.min(nowMs() + longestS * 1000, entry.endsMs + deltaMs);
      entry.leftMs = Math.max(0, entry.leftMs + deltaMs);
      if (!entry.isPaused) wait(entry);
      return "changed";
    },
    "timer.cancel": (entry) => {
      entry.wake.abort();
      entries.delete(entry);
      return "cancelled";
    },
    "timer.pause": (entry) => {
      if (!entry.isPaused) Object.assign(entry, { isPaused: true, leftMs: entry.endsMs - nowMs() });
      entry.wake.abort();
      return "paused";
    },
    "timer.resume": (entry) => {
      if (entry.isPaused) Object.assign(entry, { isPaused: false, endsMs: nowMs() + entry.leftMs });
      wait(entry);
      return "resumed";
    },
  };
  return {
    list: () => [...entries].map(told),
    run(command) {
      if (command.type === "timer.start") return start(command);
      const fitting = timersMeant([...entries], command);
      if (fitting.length === 0) return { result: "none", timers: [] };
      if (command.type === "timer.get") return { result: "told", timers: fitting.map(told) };
      const all = command.type === "timer.cancel" && command.all === true;
      const meant = all ? fitting : oneOf(fitting, command);
      if (meant.length > 1 && !all) return { result: "several", timers: meant.map(told) };
      const results = meant.map((entry) => ({ result: act[command.type](entry, command), timer: told(entry) }));
      return { result: results[0]?.result ?? "none", timers: results.map(({ timer }) => timer) };
    },
  };
}

/** Where the process ends with the reply, a timer would never ring. */
export const noTimers: Timers = { run: () => ({ result: "elsewhere", timers: [] }), list: () => [] };

/** Commands to timers are carried out here, all others by `dispatch`. `nowMs`: the clock that approvals are given by. */
export function withTimers(dispatch: Dispatch, timers: Timers, nowMs: NowMs): Dispatch {
  return async (command: Approved, signal) => {
    if (!isTimerCommand(command)) return dispatch(command, signal);
    signal.throwIfAborted();
    const { type } = command;
    // A timer that is started late is still a timer: only what was never approved, or twice, is a fault.
    const stamp = redeem(command, nowMs());
    if (stamp === "forged" || stamp === "used") throw new TypeError(`a ${type} whose approval is ${stamp}`);
    return { messages: [], outcomes: [], timer: timers.run(command) };
  };
}
