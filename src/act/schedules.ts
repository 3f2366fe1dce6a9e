import { unlessAborted } from "../base/abort.ts";
import { minuteOfDayOf } from "../base/local-time.ts";
import type { NowMs } from "../base/time.ts";
import { type Approved, redeem } from "../decide/approval.ts";
import { type DeviceCommand, isPlanCommand, isScheduleCommand, type ScheduleCommand } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { ScheduleChoice } from "../home/plan.ts";
import type { DeviceState } from "../home/state.ts";
import { type Agenda, type Clocks, createJumpWatch } from "./agenda.ts";
import type { Dispatch } from "./dispatcher.ts";
import { momentDue, nextAfter } from "./due-moment.ts";
import type { Keep, Plan, ScheduleReport } from "./outcome.ts";
import { createReversals } from "./reversals.ts";

/** What is planned in one house. What is acknowledged is on the disk; what is done was taken off the disk before. */
export interface Schedules {
  run(command: ScheduleCommand): Promise<ScheduleReport>;
  /** A command goes to its devices now: how they were is what "for ten minutes" ends with. */
  note(command: DeviceCommand): void;
  list(): readonly Plan[];
  /** From now on plans are carried out. Those whose time was over while nobody was there are missed. */
  begin(): void;
}

export type SchedulesSettings = Clocks & {
  readonly agenda: Agenda;
  readonly kept: readonly Plan[];
  readonly keep: Keep<Plan>;
  readonly stateOf: (id: DeviceId) => DeviceState | undefined;
  /** The time of one has come. It is decided on anew by whoever is told. */
  readonly onDue: (plan: Plan) => void;
  /** Nobody was there when it was due, or the clock was set past it: it is not done. */
  readonly onMissed: (plan: Plan) => void;
};

/** More than anybody keeps in mind. */
const mostPlans = 100;
/** "In" a year: longer is said as a date. */
const longestS = 366 * 86_400;
/**
 * A restart, or a clock that is put right by a minute, is no reason to leave something undone; what is done later than that
 * comes unexpected. Milliseconds.
 */
export const mostLateMs = 60_000;

/** `endsMs`: by the even clock, for what was to be "in ten minutes"; undefined where the time of day counts. */
type Entry = { plan: Plan; endsMs: number | undefined; due: Disposable | undefined };

/** @param signal ends it; what is planned stays kept */
export function createSchedules(settings: SchedulesSettings, signal: AbortSignal): Schedules {
  const { agenda, nowMs, wallMs, keep, stateOf, onDue, onMissed } = settings;
  const entries = new Set<Entry>(settings.kept.slice(0, mostPlans).map((plan): Entry => ({ plan, endsMs: undefined, due: undefined })));
  const reversals = createReversals(nowMs, stateOf);
  let hasBegun = false;
  const planOf = ({ plan, endsMs }: Entry): Plan => endsMs === undefined ? plan : { ...plan, dueMs: Math.round(wallMs() + endsMs - nowMs()) };
  const keepAll = () => keep([...entries].map(planOf));
  const jump = createJumpWatch(settings);
  const due = async (entry: Entry) => {
    const plan = planOf(entry);
    if (plan.when.type === "every") {
      entry.plan = { ...plan, dueMs: nextAfter(plan.when, Math.max(plan.dueMs, wallMs())) };
      wait(entry);
    } else entries.delete(entry);
    // First off the disk, then done: what a crash comes between is done by nobody rather than twice.
    await keepAll();
    if (wallMs() - plan.dueMs > mostLateMs) onMissed(plan);
    else onDue(plan);
  };
  const wait = (entry: Entry) => {
    entry.due?.[Symbol.dispose]();
    if (hasBegun) entry.due = agenda.add(() => entry.endsMs === undefined ? entry.plan.dueMs - wallMs() : entry.endsMs - nowMs(), () => { due(entry).catch(unlessAborted(signal)); });
  };
  const add = (command: Extract<ScheduleCommand, { type: "schedule.add" }>): ScheduleReport => {
    const { when } = command;
    const reversed = command.reverse === true ? reversals.of(command.commands) : { ok: true, commands: command.commands } as const;
    if (!reversed.ok) return { result: reversed.reason, plans: [] };
    if (entries.size >= mostPlans || (when.type === "in" && !(when.delayS > 0 && when.delayS <= longestS))) return { result: "tooMany", plans: [] };
    const endsMs = when.type === "in" ? nowMs() + when.delayS * 1000 : undefined;
    const entry: Entry = { plan: { when, dueMs: momentDue(when, wallMs()), commands: reversed.commands }, endsMs, due: undefined };
    entries.add(entry);
    wait(entry);
    return { result: "added", plans: [entry.plan] };
  };
  const act = (command: ScheduleCommand): ScheduleReport => {
    if (command.type === "schedule.add") return add(command);
    const meant = inOrder([...entries]).filter(({ plan }) => isMeant(plan, command));
    const plans = meant.map(planOf);
    if (meant.length === 0) return { result: "none", plans };
    if (command.type === "schedule.list") return { result: "listed", plans };
    if (meant.length > 1 && command.all !== true) return { result: "several", plans };
    for (const entry of meant) {
      entry.due?.[Symbol.dispose]();
      entries.delete(entry);
    }
    return { result: "cancelled", plans };
  };
  return {
    note: reversals.note,
    list: () => inOrder([...entries]).map(planOf),
    async run(command) {
      if (jump() !== 0) await keepAll();
      const report = act(command);
      return (report.result === "added" || report.result === "cancelled") && !await keepAll() ? { ...report, isKept: false } : report;
    },
    begin() {
      hasBegun = true;
      for (const entry of entries) wait(entry);
    },
  };
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => a.plan.dueMs - b.plan.dueMs);
}

function isMeant({ commands, dueMs }: Plan, { aboutIds, minutesOfDay }: ScheduleChoice): boolean {
  if (aboutIds !== undefined && !commands.some(({ deviceIds }) => deviceIds.some((id) => aboutIds.includes(id)))) return false;
  return minutesOfDay === undefined || minutesOfDay.includes(minuteOfDayOf(new Date(dueMs)));
}

/** Where the process ends with the reply, nothing could be done later. */
export const noSchedules: Schedules = { run: async () => ({ result: "elsewhere", plans: [] }), note: () => undefined, list: () => [], begin: () => undefined };

/** Commands about plans are carried out here, all others by `dispatch`. `nowMs`: the clock that approvals are given by. */
export function withSchedules(dispatch: Dispatch, schedules: Schedules, nowMs: NowMs): Dispatch {
  return async (command: Approved, signal) => {
    if (!isScheduleCommand(command)) {
      if (!isPlanCommand(command)) schedules.note(command);
      return dispatch(command, signal);
    }
    signal.throwIfAborted();
    const { type } = command;
    const stamp = redeem(command, nowMs());
    if (stamp === "forged" || stamp === "used") throw new TypeError(`a ${type} whose approval is ${stamp}`);
    return { messages: [], outcomes: [], schedule: await schedules.run(command) };
  };
}

