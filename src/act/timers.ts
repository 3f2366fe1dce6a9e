import { unlessAborted } from "../base/abort.ts";
import { type Approved, redeem } from "../decide/approval.ts";
import type { NowMs } from "../base/time.ts";
import { isTimerCommand, type TimerCommand } from "../home/command.ts";
import type { AreaId } from "../home/home.ts";
import { type Agenda, type Clocks, createJumpWatch } from "./agenda.ts";
import { oneOf, timersMeant } from "./choose-timer.ts";
import type { Dispatch } from "./dispatcher.ts";
import type { Keep, RunningTimer, TimerReport } from "./outcome.ts";

/** Timers of one house. What one of them is told is on the disk before anybody hears of it. */
export interface Timers {
  run(command: TimerCommand): Promise<TimerReport>;
  list(): readonly RunningTimer[];
  /** From now on the end of timers is told, first of those whose time was over while nobody was there. */
  begin(): void;
}

/** A timer as it is kept. `dueMs`: milliseconds since 1970, while it runs; `leftMs` while it is paused. */
export type KeptTimer = { readonly name?: string | undefined; readonly areaId?: AreaId | undefined; readonly startS: number; readonly durationS: number } &
  ({ readonly dueMs: number } | { readonly leftMs: number });

export type TimersSettings = Clocks & {
  readonly agenda: Agenda;
  readonly kept: readonly KeptTimer[];
  readonly keep: Keep<KeptTimer>;
  /** Told when the time of one is over. */
  readonly onDone: (timer: RunningTimer) => void;
};

/** More than anybody can keep apart by ear. */
const mostTimers = 30;
/** Nobody waits for a kitchen timer longer than a day. */
const longestS = 86_400;
/** What is told so much too late is told as late. Milliseconds. */
const lateMs = 10_000;

/** `endsMs`, by the even clock, counts only while it runs, `leftMs` only while it is paused. */
type Entry = { readonly name: string | undefined; readonly areaId: AreaId | undefined; readonly startS: number; durationS: number; endsMs: number; leftMs: number; isPaused: boolean; readonly isRestored: boolean; due: Disposable | undefined };

/** @param signal ends all of them without a word */
export function createTimers(settings: TimersSettings, signal: AbortSignal): Timers {
  const { agenda, nowMs, keep, onDone } = settings;
  const entries = new Set<Entry>(settings.kept.slice(0, mostTimers).map((kept) => restored(kept, settings)));
  let hasBegun = false;
  const told = (entry: Entry): RunningTimer => {
    const leftMs = entry.isPaused ? entry.leftMs : entry.endsMs - nowMs();
    return { name: entry.name, areaId: entry.areaId, startS: entry.startS, durationS: entry.durationS, isPaused: entry.isPaused, leftS: Math.max(0, Math.round(leftMs / 1000)), ...(leftMs < -lateMs ? { overSinceS: Math.round(-leftMs / 1000) } : {}) };
  };
  const keepAll = () => keep([...entries].map((entry) => keptOf(entry, settings)));
  const wait = (entry: Entry) => {
    entry.due?.[Symbol.dispose]();
    if (!hasBegun || entry.isPaused) return;
    entry.due = agenda.add(() => entry.endsMs - nowMs(), () => {
      // Told first and forgotten then: one that a crash comes between is told twice rather than never.
      onDone(told(entry));
      entries.delete(entry);
      keepAll().catch(unlessAborted(signal));
    });
  };
  watchJumps(settings, (jumpMs) => {
    for (const entry of entries) if (entry.isRestored) entry.endsMs -= jumpMs;
    if (entries.size > 0) keepAll().catch(unlessAborted(signal));
  }, signal);
  const start = ({ name, areaId, heardInAreaId, durationS }: Extract<TimerCommand, { type: "timer.start" }>): TimerReport => {
    if (entries.size >= mostTimers || !(durationS > 0 && durationS <= longestS)) return { result: "tooMany", timers: [] };
    const entry: Entry = { name, areaId: areaId ?? heardInAreaId, startS: durationS, durationS, endsMs: nowMs() + durationS * 1000, leftMs: 0, isPaused: false, isRestored: false, due: undefined };
    entries.add(entry);
    wait(entry);
    return { result: "started", timers: [told(entry)] };
  };
  const changes = changesOf({ nowMs, wait, forget: (entry) => { entry.due?.[Symbol.dispose](); entries.delete(entry); } });
  const act = (command: TimerCommand): TimerReport => {
    if (command.type === "timer.start") return start(command);
    const fitting = timersMeant([...entries], command);
    if (fitting.length === 0) return { result: "none", timers: [] };
    if (command.type === "timer.get") return { result: "told", timers: fitting.map(told) };
    const all = command.type === "timer.cancel" && command.all === true;
    const meant = all ? fitting : oneOf(fitting, command);
    if (meant.length > 1 && !all) return { result: "several", timers: meant.map(told) };
    const results = meant.map((entry) => ({ result: changes[command.type](entry, command), timer: told(entry) }));
    return { result: results[0]?.result ?? "none", timers: results.map(({ timer }) => timer) };
  };
  return {
    list: () => [...entries].map(told),
    async run(command) {
      const report = act(command);
      const isChange = report.result !== "told" && report.result !== "none" && report.result !== "several" && report.result !== "tooMany";
      return isChange && !await keepAll() ? { ...report, isKept: false } : report;
    },
    begin() {
      hasBegun = true;
      for (const entry of entries) wait(entry);
    },
  };
}

type Change = (entry: Entry, command: TimerCommand) => TimerReport["result"];

function changesOf({ nowMs, wait, forget }: { readonly nowMs: NowMs; readonly wait: (entry: Entry) => void; readonly forget: (entry: Entry) => void }): Readonly<Record<Exclude<TimerCommand["type"], "timer.start" | "timer.get">, Change>> {
  return {
    "timer.change": (entry, command) => {
      const deltaMs = command.type === "timer.change" ? command.deltaS * 1000 : 0;
      entry.durationS = Math.min(longestS, Math.max(0, entry.durationS + deltaMs / 1000));
      entry.endsMs = Math.max(nowMs(), Math.min(nowMs() + longestS * 1000, entry.endsMs + deltaMs));
      entry.leftMs = Math.max(0, entry.leftMs + deltaMs);
      wait(entry);
      return "changed";
    },
    "timer.cancel": (entry) => { forget(entry); return "cancelled"; },
    "timer.pause": (entry) => {
      if (!entry.isPaused) Object.assign(entry, { isPaused: true, leftMs: entry.endsMs - nowMs() });
      entry.due?.[Symbol.dispose]();
      return "paused";
    },
    "timer.resume": (entry) => {
      if (entry.isPaused) Object.assign(entry, { isPaused: false, endsMs: nowMs() + entry.leftMs });
      wait(entry);
      return "resumed";
    },
  };
}

/** The even clock begins anew with each process: what is kept is the time of day. */
function keptOf(entry: Entry, { nowMs, wallMs }: Clocks): KeptTimer {
  const { name, areaId, startS, durationS } = entry;
  const base = { startS, durationS, ...(name === undefined ? {} : { name }), ...(areaId === undefined ? {} : { areaId }) };
  return entry.isPaused ? { ...base, leftMs: entry.leftMs } : { ...base, dueMs: Math.round(wallMs() + entry.endsMs - nowMs()) };
}

function restored(kept: KeptTimer, { nowMs, wallMs }: Clocks): Entry {
  const isPaused = "leftMs" in kept;
  const endsMs = isPaused ? 0 : Math.min(nowMs() + longestS * 1000, nowMs() + kept.dueMs - wallMs());
  return { name: kept.name, areaId: kept.areaId, startS: kept.startS, durationS: kept.durationS, endsMs, leftMs: isPaused ? kept.leftMs : 0, isPaused, isRestored: true, due: undefined };
}

/**
 * A timer runs on evenly when somebody sets the clock, and what is kept of it is written anew. One from before a restart knows
 * only the time of day at which it is due: a board without a clock of its own has the right time minutes after its start.
 */
function watchJumps(settings: TimersSettings, onJump: (jumpMs: number) => void, signal: AbortSignal): void {
  const jump = createJumpWatch(settings);
  const look = () => {
    if (signal.aborted) return;
    const jumpMs = jump();
    if (jumpMs !== 0) onJump(jumpMs);
    const nextMs = settings.nowMs() + lookForJumpsMs;
    settings.agenda.add(() => nextMs - settings.nowMs(), look);
  };
  look();
}

/** Between a setting of the clock and a crash. Milliseconds. */
const lookForJumpsMs = 10_000;

/** Where the process ends with the reply, a timer would never ring. */
export const noTimers: Timers = { run: async () => ({ result: "elsewhere", timers: [] }), list: () => [], begin: () => undefined };

/** Commands to timers are carried out here, all others by `dispatch`. `nowMs`: the clock that approvals are given by. */
export function withTimers(dispatch: Dispatch, timers: Timers, nowMs: NowMs): Dispatch {
  return async (command: Approved, signal) => {
    if (!isTimerCommand(command)) return dispatch(command, signal);
    signal.throwIfAborted();
    const { type } = command;
    // A timer that is started late is still a timer: only what was never approved, or twice, is a fault.
    const stamp = redeem(command, nowMs());
    if (stamp === "forged" || stamp === "used") throw new TypeError(`a ${type} whose approval is ${stamp}`);
    return { messages: [], outcomes: [], timer: await timers.run(command) };
  };
}
