import type { NowMs } from "../base/time.ts";
import type { DeviceId } from "../home/home.ts";
import type { DeviceState, HomeStates } from "../home/state.ts";

/**
 * What a device said of itself, `live` when it said so while we listened and not in a replay of something older. `ageMs`:
 * since it was heard last; how old a replay was then is not known.
 */
export type KnownState = { readonly state: DeviceState; readonly live: boolean; readonly ageMs: number };

/** One live message: only the fields that it told, of its state or of being there. */
export type HeardState = { readonly state: DeviceState; readonly atMs: number };

/** One message of a device, as far as it could be read. `expiresAfterMs`: what it says is stale when not repeated by then. */
export type SaidState = { readonly said: DeviceState | undefined; readonly available: boolean | undefined; readonly retained: boolean; readonly expiresAfterMs?: number | undefined };

/** The last known states, and who waits for new ones. */
export interface StateMemory {
  states(): HomeStates;
  known(id: DeviceId): KnownState | undefined;
  watch(id: DeviceId, onHeard: (heard: HeardState) => void): Disposable;
  take(id: DeviceId, message: SaidState): void;
  forget(id: DeviceId): void;
}

export function createStateMemory(nowMs: NowMs, onState: (id: DeviceId, state: DeviceState) => void): StateMemory {
  const states = new Map<DeviceId, DeviceState>();
  const live = new Set<DeviceId>();
  const saidAtMs = new Map<DeviceId, number>();
  const expiries = new Map<DeviceId, number>();
  const watchers = new Map<DeviceId, Set<(heard: HeardState) => void>>();
  /** Looked at when somebody asks: a timer for each sensor would say nothing that anyone hears. */
  const markStale = (id: DeviceId) => {
    const state = states.get(id);
    const expired = nowMs() - (saidAtMs.get(id) ?? 0) > (expiries.get(id) ?? Number.POSITIVE_INFINITY);
    if (state !== undefined && expired && state.stale !== true) states.set(id, { ...state, stale: true });
  };
  const tell = (id: DeviceId, state: DeviceState) => {
    const heard = { state, atMs: nowMs() };
    for (const onHeard of watchers.get(id) ?? []) onHeard(heard);
  };
  return {
    states() {
      for (const id of expiries.keys()) markStale(id);
      return states;
    },
    known(id) {
      markStale(id);
      const state = states.get(id);
      return state === undefined ? undefined : { state, live: live.has(id), ageMs: nowMs() - (saidAtMs.get(id) ?? nowMs()) };
    },
    watch(id, onHeard) {
      const all = watchers.get(id) ?? new Set();
      watchers.set(id, all.add(onHeard));
      return {
        [Symbol.dispose]() {
          all.delete(onHeard);
          if (all.size === 0 && watchers.get(id) === all) watchers.delete(id);
        },
      };
    },
    take(id, { said, available, retained, expiresAfterMs }) {
      const told: DeviceState = { ...said, ...(available === undefined ? {} : { available }) };
      const { stale, ...before } = states.get(id) ?? {};
      // A reconnect brings the last word again; that does not make it any younger.
      const isNews = said !== undefined && !(retained && saidAtMs.has(id) && saysTheSame(before, said));
      const state: DeviceState = { ...before, ...(stale === true && !isNews ? { stale } : {}), ...told };
      states.set(id, state);
      if (isNews) saidAtMs.set(id, nowMs());
      if (said !== undefined) {
        if (expiresAfterMs !== undefined) expiries.set(id, expiresAfterMs);
        if (retained) live.delete(id);
        else live.add(id);
      }
      if (!retained) tell(id, told);
      onState(id, state);
    },
    forget(id) {
      states.delete(id);
      live.delete(id);
      saidAtMs.delete(id);
      expiries.delete(id);
    },
  };
}

function saysTheSame(known: DeviceState, said: DeviceState): boolean {
  return Object.entries(said).every(([field, value]) => JSON.stringify(known[field as keyof DeviceState]) === JSON.stringify(value));
}
