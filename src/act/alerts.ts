import { unlessAborted } from "../base/abort.ts";
import type { NowMs } from "../base/time.ts";
import { type Approved, redeem } from "../decide/approval.ts";
import { type AlertCommand, isAlertCommand } from "../home/command.ts";
import type { Device, DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { Agenda } from "./agenda.ts";
import { hasHappened, isSo, settlingS } from "./alert-truth.ts";
import type { Dispatch } from "./dispatcher.ts";
import type { Alert, AlertReport, Keep } from "./outcome.ts";
import type { HeardState } from "./state-memory.ts";

/** What somebody wants to be told, by what devices say. What is acknowledged is on the disk. */
export interface Alerts {
  run(command: AlertCommand): Promise<AlertReport>;
  list(): readonly Alert[];
  /** From now on devices are listened to. What was so before is no news. */
  begin(): void;
}

/** `atWork`: the devices that were at work when it was kept, for what is watched until it is finished. */
export type KeptAlert = Alert & { readonly atWork?: readonly DeviceId[] };

export type AlertsSettings = {
  readonly agenda: Agenda;
  readonly nowMs: NowMs;
  readonly kept: readonly KeptAlert[];
  readonly keep: Keep<KeptAlert>;
  readonly home: () => Home;
  readonly stateOf: (id: DeviceId) => DeviceState | undefined;
  /** Live messages only: a broker that replays what it keeps tells nothing new. */
  readonly watch: (id: DeviceId, onHeard: (heard: HeardState) => void) => Disposable;
  readonly onAlert: (alert: Alert, deviceId: DeviceId) => void;
};

/** More than anybody keeps in mind. */
const mostAlerts = 50;
/** What trembles is told no more often than this. Milliseconds. */
const gapMs = 10_000;

/** `so`: whether it is so, as far as known. `due`: it is so, and has to stay so a while. */
type Track = { so: boolean | undefined; due: Disposable | undefined; toldAtMs: number; watching: Disposable | undefined };
type Entry = { readonly alert: Alert; readonly tracks: ReadonlyMap<DeviceId, Track> };

/** @param signal ends it; what is watched for stays kept */
export function createAlerts(settings: AlertsSettings, signal: AbortSignal): Alerts {
  const { agenda, nowMs, keep, home, stateOf, watch, onAlert } = settings;
  const entries = new Set<Entry>(settings.kept.slice(0, mostAlerts).map(({ atWork, ...alert }) => entryOf(alert, atWork)));
  let hasBegun = false;
  const keepAll = () => keep([...entries].map(keptOf));
  const keepLater = () => { keepAll().catch(unlessAborted(signal)); };
  const tell = (entry: Entry, id: DeviceId, track: Track) => {
    if (!entries.has(entry) || nowMs() - track.toldAtMs < gapMs) return;
    track.toldAtMs = nowMs();
    // Told first and forgotten then: one that a crash comes between is told twice rather than never.
    onAlert(entry.alert, id);
    if (entry.alert.repeat === "once") {
      drop(entry);
      keepLater();
    }
  };
  const drop = (entry: Entry) => {
    entries.delete(entry);
    for (const { due, watching } of entry.tracks.values()) { due?.[Symbol.dispose](); watching?.[Symbol.dispose](); }
  };
  /** It has become so: told at once, or when it has stayed so. */
  const rise = (entry: Entry, device: Device, track: Track) => {
    const forS = entry.alert.forS ?? settlingS(entry.alert.test, device);
    const untilMs = nowMs() + forS * 1000;
    if (forS <= 0) tell(entry, device.id, track);
    else track.due = agenda.add(() => untilMs - nowMs(), () => { track.due = undefined; if (track.so === true) tell(entry, device.id, track); });
  };
  const hear = (entry: Entry, id: DeviceId, track: Track, told: DeviceState) => {
    const device = home().devices.get(id);
    if (device === undefined) return;
    const { test } = entry.alert;
    if (test.type === "event") {
      const happened = hasHappened(device, told, track.so);
      if (told.on !== undefined) track.so = told.on;
      if (happened) tell(entry, id, track);
      return;
    }
    const so = isSo(test, device, { ...stateOf(id), ...told }, track.so);
    const before = track.so;
    if (so === undefined || so === before) return;
    track.so = so;
    if (!so) {
      track.due?.[Symbol.dispose]();
      track.due = undefined;
    // What was never seen at work has not finished.
    } else if (test.type !== "finished" || before === false) rise(entry, device, track);
    if (test.type === "finished" && entries.has(entry)) keepLater();
  };
  const listen = (entry: Entry) => {
    for (const [id, track] of entry.tracks) {
      const device = home().devices.get(id);
      const state = stateOf(id);
      if (device !== undefined && state !== undefined) track.so ??= entry.alert.test.type === "event" ? state.on : isSo(entry.alert.test, device, state, undefined);
      // "if the door is open for ten minutes", and it is open: the time counts from now.
      if (device !== undefined && track.so === true && entry.alert.forS !== undefined) rise(entry, device, track);
      track.watching = watch(id, ({ state: told }) => hear(entry, id, track, told));
    }
  };
  const add = (command: Extract<AlertCommand, { type: "alert.add" }>): AlertReport => {
    if (entries.size >= mostAlerts) return { result: "tooMany", alerts: [] };
    const { watchedIds, test, forS, repeat } = command;
    const entry = entryOf({ watchedIds, test, ...(forS === undefined ? {} : { forS }), repeat }, undefined);
    entries.add(entry);
    if (hasBegun) listen(entry);
    const isSoNow = test.type !== "event" && forS === undefined && [...entry.tracks.values()].some(({ so }) => so === true);
    return { result: isSoNow ? "already" : "added", alerts: [entry.alert] };
  };
  const act = (command: AlertCommand): AlertReport => {
    if (command.type === "alert.add") return add(command);
    const { aboutIds } = command;
    const meant = [...entries].filter(({ alert }) => aboutIds === undefined || alert.watchedIds.some((id) => aboutIds.includes(id)));
    const alerts = meant.map(({ alert }) => alert);
    if (meant.length === 0) return { result: "none", alerts };
    if (command.type === "alert.list") return { result: "listed", alerts };
    if (meant.length > 1 && command.all !== true) return { result: "several", alerts };
    for (const entry of meant) drop(entry);
    return { result: "cancelled", alerts };
  };
  return {
    list: () => [...entries].map(({ alert }) => alert),
    async run(command) {
      const report = act(command);
      const isChange = report.result === "added" || report.result === "already" || report.result === "cancelled";
      return isChange && !await keepAll() ? { ...report, isKept: false } : report;
    },
    begin() {
      hasBegun = true;
      for (const entry of entries) listen(entry);
    },
  };
}

function entryOf(alert: Alert, atWork: readonly DeviceId[] | undefined): Entry {
  return { alert, tracks: new Map(alert.watchedIds.map((id): [DeviceId, Track] => [id, { so: atWork?.includes(id) === true ? false : undefined, due: undefined, toldAtMs: -gapMs, watching: undefined }])) };
}

function keptOf({ alert, tracks }: Entry): KeptAlert {
  const atWork = alert.test.type === "finished" ? [...tracks].filter(([, { so }]) => so === false).map(([id]) => id) : [];
  return atWork.length === 0 ? alert : { ...alert, atWork };
}

/** Where the process ends with the reply, nobody would listen. */
export const noAlerts: Alerts = { run: async () => ({ result: "elsewhere", alerts: [] }), list: () => [], begin: () => undefined };

/** Commands about alerts are carried out here, all others by `dispatch`. `nowMs`: the clock that approvals are given by. */
export function withAlerts(dispatch: Dispatch, alerts: Alerts, nowMs: NowMs): Dispatch {
  return async (command: Approved, signal) => {
    if (!isAlertCommand(command)) return dispatch(command, signal);
    signal.throwIfAborted();
    const { type } = command;
    const stamp = redeem(command, nowMs());
    if (stamp === "forged" || stamp === "used") throw new TypeError(`a ${type} whose approval is ${stamp}`);
    return { messages: [], outcomes: [], alert: await alerts.run(command) };
  };
}
