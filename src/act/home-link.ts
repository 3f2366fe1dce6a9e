import type { AssistantError } from "../base/errors.ts";
import { sleep, type NowMs } from "../base/time.ts";
import { createHomeTracker } from "../home/discovery.ts";
import { discoveryFilters } from "../home/home-assistant-config.ts";
import type { DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { MqttBus } from "./bus.ts";
import { createStateStore, type StateStore } from "./state-store.ts";
import { templateProblem } from "./template.ts";

export type HomeLink = { readonly home: () => Home; readonly states: StateStore };

export type HomeLinkSettings = {
  readonly bus: Pick<MqttBus, "subscribe">;
  readonly nowMs: NowMs;
  /** Home Assistant's discovery prefix. Default "homeassistant". */
  readonly discoveryPrefix?: string;
  readonly onProblem: (error: AssistantError) => void;
  /** Told when devices have come, gone or changed, once per burst of announcements. */
  readonly onHome?: (home: Home) => void;
  readonly onState?: (id: DeviceId, state: DeviceState) => void;
};

/** After a change, wait this long for more: a broker replays hundreds of announcements at once. Milliseconds. */
const settleMs = 30;

/** Learns the home from the broker and keeps its states, until `signal` aborts. */
export function linkHome({ bus, nowMs, discoveryPrefix = "homeassistant", onProblem, onHome, onState }: HomeLinkSettings, signal: AbortSignal): HomeLink {
  const tracker = createHomeTracker({ prefix: discoveryPrefix, templateProblem, onProblem });
  const states = createStateStore({ bus, nowMs, onProblem, ...(onState === undefined ? {} : { onState }) }, signal);
  let settling = false;
  const settle = async () => {
    settling = true;
    await sleep(settleMs, signal);
    settling = false;
    const home = tracker.home();
    states.follow(home);
    onHome?.(home);
  };
  bus.subscribe(discoveryFilters(discoveryPrefix), (message) => {
    if (!tracker.receive(message) || settling) return;
    settle().catch((error: unknown) => { if (!signal.aborted) throw error; });
  }, signal);
  return { home: tracker.home, states };
}
