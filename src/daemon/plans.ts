// Timers, plans and alerts of the running daemon: what is kept, who is told, and how they stand in the way of commands.
import { type Agenda, type Clocks, createAgenda } from "../act/agenda.ts";
import { type Alerts, type AlertsSettings, createAlerts, noAlerts, withAlerts } from "../act/alerts.ts";
import type { Dispatch } from "../act/dispatcher.ts";
import type { Alert, Plan, RunningTimer } from "../act/outcome.ts";
import { createSchedules, noSchedules, type Schedules, withSchedules } from "../act/schedules.ts";
import { createTimers, noTimers, type Timers, withTimers } from "../act/timers.ts";
import type { AssistantError } from "../base/errors.ts";
import { monotonicNowMs } from "../base/time.ts";
import type { DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { keptAlerts, keptSchedules, keptTimers } from "./kept-plans.ts";

/** What nobody asked for just now, and is told all the same. */
export type Notice =
  | { readonly kind: "timer"; readonly timer: RunningTimer }
  | { readonly kind: "alert"; readonly alert: Alert; readonly deviceId: DeviceId; readonly state: DeviceState | undefined }
  | { readonly kind: "missed"; readonly plan: Plan }
  /** A plan could not be carried out; `said` tells why. */
  | { readonly kind: "failed"; readonly said: string };

export type Plans = {
  /** Takes commands about timers, plans and alerts; all others go to `dispatch`. */
  readonly around: (dispatch: Dispatch) => Dispatch;
  /** From now on what is due happens: devices are known and somebody can be told. */
  readonly begin: () => void;
};

export type PlansSettings = {
  readonly stateDirectory: string;
  readonly home: () => Home;
  readonly stateOf: (id: DeviceId) => DeviceState | undefined;
  readonly watch: AlertsSettings["watch"];
  readonly onNotice: (notice: Notice) => void;
  readonly onDue: (plan: Plan) => void;
  readonly onTrouble: (error: AssistantError) => void;
};

const clocks: Clocks = { nowMs: monotonicNowMs, wallMs: () => Date.now() };

/** Reads what is kept. @param signal ends it; what is planned stays kept */
export async function openPlans(settings: PlansSettings, signal: AbortSignal): Promise<Plans> {
  const { stateDirectory, home, stateOf, watch, onNotice, onDue, onTrouble } = settings;
  const agenda: Agenda = createAgenda(signal);
  const [timersKept, schedulesKept, alertsKept] = await Promise.all([keptTimers(stateDirectory, onTrouble), keptSchedules(stateDirectory, onTrouble), keptAlerts(stateDirectory, onTrouble)]);
  const timers = createTimers({ ...clocks, agenda, kept: timersKept.entries, keep: timersKept.keep, onDone: (timer) => onNotice({ kind: "timer", timer }) }, signal);
  const alerts = createAlerts({
    agenda, nowMs: monotonicNowMs, kept: alertsKept.entries, keep: alertsKept.keep, home, stateOf, watch,
    onAlert: (alert, deviceId) => onNotice({ kind: "alert", alert, deviceId, state: stateOf(deviceId) }),
  }, signal);
  const schedules = createSchedules({
    ...clocks, agenda, kept: schedulesKept.entries, keep: schedulesKept.keep, stateOf, onDue,
    onMissed: (plan) => onNotice({ kind: "missed", plan }),
  }, signal);
  return { around: aroundWith(timers, schedules, alerts), begin: () => { timers.begin(); schedules.begin(); alerts.begin(); } };
}

/** Where the process ends with the reply: nothing could happen later. */
export const noPlans: Plans = { around: aroundWith(noTimers, noSchedules, noAlerts), begin: () => undefined };

function aroundWith(timers: Timers, schedules: Schedules, alerts: Alerts): Plans["around"] {
  return (dispatch) => withTimers(withSchedules(withAlerts(dispatch, alerts, monotonicNowMs), schedules, monotonicNowMs), timers, monotonicNowMs);
}
