import type { AssistantError } from "../base/errors.ts";
import { sleep, type NowMs } from "../base/time.ts";
import type { HomeOverlay } from "../home/home-overlay.ts";
import { createHomeSources } from "../home/home-sources.ts";
import { createHomeTracker, createReporter, type HomeTracker } from "../home/home-tracker.ts";
import type { DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { MqttBus } from "./bus.ts";
import { createStateStore, type StateStore } from "./state-store.ts";
import { templateProblem } from "./template.ts";

export type HomeLink = {
  readonly home: () => Home;
  readonly states: StateStore;
  /** Takes home.yaml anew. */
  readonly layOver: (overlay: HomeOverlay) => void;
};

export type HomeLinkSettings = {
  readonly bus: Pick<MqttBus, "subscribe" | "ask" | "onConnected">;
  readonly nowMs: NowMs;
  /** Home Assistant's discovery prefix. Default "homeassistant". */
  readonly discoveryPrefix?: string;
  /** `base_topic` of Home Assistant's mqtt_statestream. */
  readonly statestreamTopic?: string;
  readonly overlay?: HomeOverlay;
  readonly ownHardwareId?: string;
  readonly onProblem: (error: AssistantError) => void;
  /** Told when devices have come, gone or changed, once per burst of announcements. */
  readonly onHome?: (home: Home) => void;
  readonly onState?: (id: DeviceId, state: DeviceState) => void;
};

/** After a change, wait this long for more: a broker replays hundreds of announcements at once. Milliseconds. */
const settleMs = 30;
/** After a connection, so much quiet means that the broker has replayed all that it keeps. Milliseconds. */
const replayQuietMs = 2000;

/** Learns the home from the broker and keeps its states, until `signal` aborts. */
export function linkHome({ bus, nowMs, discoveryPrefix = "homeassistant", statestreamTopic, overlay, ownHardwareId, onProblem, onHome, onState }: HomeLinkSettings, signal: AbortSignal): HomeLink {
  const sources = createHomeSources({ discoveryPrefix, ...(statestreamTopic === undefined ? {} : { statestreamTopic }), templateProblem, report: createReporter(onProblem), ...(ownHardwareId === undefined ? {} : { ownHardwareId }) });
  const tracker = createHomeTracker(sources, overlay);
  const states = createStateStore({ bus, nowMs, onProblem, ...(onState === undefined ? {} : { onState }) }, signal);
  let settling = false;
  const settle = async () => {
    if (settling) return;
    settling = true;
    await sleep(settleMs, signal);
    settling = false;
    const home = tracker.home();
    states.follow(home);
    onHome?.(home);
  };
  const changed = () => { settle().catch(unlessAborted(signal)); };
  const replay = createReplay(tracker, { nowMs, changed }, signal);
  for (const source of sources) {
    bus.subscribe(source.filters, (message) => {
      replay.heard(message.topic, message.retained);
      const change = tracker.receive(source, message);
      for (const question of change.ask ?? []) bus.ask(question);
      if (change.changed) changed();
    }, signal);
  }
  bus.onConnected(() => {
    replay.begin();
    for (const source of sources) for (const question of source.questions?.() ?? []) bus.ask(question);
  }, signal);
  if (overlay !== undefined && overlay.drafts.length > 0) changed();
  return { home: tracker.home, states, layOver: (next) => { tracker.layOver(next); changed(); } };
}

type Replay = { readonly begin: () => void; readonly heard: (topic: string, retained: boolean) => void };

/** Watches what the broker replays after each connection, so that devices which were removed meanwhile are forgotten. */
function createReplay(tracker: HomeTracker, { nowMs, changed }: { readonly nowMs: NowMs; readonly changed: () => void }, signal: AbortSignal): Replay {
  let round = 0;
  let topics = new Set<string>();
  let lastMs = 0;
  const finish = async (mine: number) => {
    while (nowMs() - lastMs < replayQuietMs) {
      await sleep(replayQuietMs - (nowMs() - lastMs), signal);
      if (mine !== round) return;
    }
    if (topics.size > 0 && tracker.replayed(topics)) changed();
  };
  return {
    begin() {
      topics = new Set();
      lastMs = nowMs();
      finish(++round).catch(unlessAborted(signal));
    },
    heard(topic, retained) {
      if (!retained) return;
      topics.add(topic);
      lastMs = nowMs();
    },
  };
}

function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => { if (!signal.aborted) throw error; };
}
