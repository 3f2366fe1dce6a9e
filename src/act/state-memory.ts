import type { NowMs } from "../base/time.ts";
import type { DeviceId } from "../home/home.ts";
import type { DeviceState, HomeStates } from "../home/state.ts";

/** What a device said of itself, `live` when it said so while we listened and not in a replay of something older. */
export type KnownState = { readonly state: DeviceState; readonly live: boolean };

/** One live message: only the fields that it told. */
export type HeardState = { readonly state: DeviceState; readonly atMs: number };

/** One message of a device, as far as it could be read. */
export type SaidState = { readonly said: DeviceState | undefined; readonly available: boolean | undefined; readonly retained: boolean };

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
  const watchers = new Map<DeviceId, Set<(heard: HeardState) => void>>();
  return {
    states: () => states,
    known(id) {
      const state = states.get(id);
      return state === undefined ? undefined : { state, live: live.has(id) };
    },
    watch(id, onHeard) {
      const all = watchers.get(id) ?? new Set();
      watchers.set(id, all.add(onHeard));
      return { [Symbol.dispose]: () => { all.delete(onHeard); } };
    },
    take(id, { said, available, retained }) {
      const told: DeviceState = { ...said, ...(available === undefined ? {} : { available }) };
      const state = { ...states.get(id), ...told };
      states.set(id, state);
      if (said !== undefined && retained) live.delete(id);
      if (said !== undefined && !retained) {
        live.add(id);
        const heard = { state: told, atMs: nowMs() };
        for (const onHeard of watchers.get(id) ?? []) onHeard(heard);
      }
      onState(id, state);
    },
    forget(id) {
      states.delete(id);
      live.delete(id);
    },
  };
}
