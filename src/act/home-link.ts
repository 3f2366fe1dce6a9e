import { unlessAborted } from "../base/abort.ts";
import type { AssistantError } from "../base/errors.ts";
import { sleep, type NowMs } from "../base/time.ts";
import type { HomeOverlay } from "../home/home-overlay.ts";
import type { ReportProblem } from "../home/home-source.ts";
import { createHomeSources } from "../home/home-sources.ts";
import { createHomeTracker, createReporter, type HomeTracker } from "../home/home-tracker.ts";
import type { DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import { createAsker } from "./asker.ts";
import type { MqttBus } from "./bus.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { createStateStore, type StateStore } from "./state-store.ts";
import { templateProblem } from "./template.ts";

export type HomeLink = {
  readonly home: () => Home;
  readonly states: StateStore;
  /** Takes home.yaml anew. */
  readonly layOver: (overlay: HomeOverlay) => void;
  /** Devices that home.yaml keeps out of the home, and those of its entries that no device has taken up. */
  readonly hidden: HomeTracker["hidden"];
  readonly unmatched: HomeTracker["unmatched"];
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
  /** Told of each thing wrong with an announcement, instead of `onProblem`, as often as it is said. */
  readonly onFault?: ReportProblem;
  /** Told when devices have come, gone or changed, once per burst of announcements. */
  readonly onHome?: (home: Home) => void;
  readonly onState?: (id: DeviceId, state: DeviceState) => void;
};

/** After a change, wait this long for more: a broker replays hundreds of announcements at once. Milliseconds. */
const settleMs = 30;
/** After a connection, so much quiet means that the broker has replayed all that it keeps. Milliseconds. */
const replayQuietMs = 2000;

/** Learns the home from the broker and keeps its states, until `signal` aborts. */
export function linkHome({ bus, nowMs, discoveryPrefix = "homeassistant", statestreamTopic, overlay, ownHardwareId, onProblem, onFault, onHome, onState }: HomeLinkSettings, signal: AbortSignal): HomeLink {
  const report = onFault ?? createReporter(onProblem);
  const sources = createHomeSources({ discoveryPrefix, ...(statestreamTopic === undefined ? {} : { statestreamTopic }), templateProblem, report, ...(ownHardwareId === undefined ? {} : { ownHardwareId }) });
  const tracker = createHomeTracker(sources, overlay);
  const states = createStateStore({ bus, nowMs, onProblem, ...(onState === undefined ? {} : { onState }) }, signal);
  const asker = createAsker(bus, signal);
  let settling = false;
  let followed: Home | undefined;
  /** Whoever is commanded is listened to: a device that was renamed a moment ago would else stay "did not answer". */
  const home = () => {
    const now = tracker.home();
    if (now !== followed) states.follow(now);
    followed = now;
    return now;
  };
  /** An answer that comes before its topic is subscribed to is lost: questions about new devices wait until they are followed. */
  const questions: MqttMessage[] = [];
  const settle = async () => {
    if (settling) return;
    settling = true;
    await sleep(settleMs, signal);
    settling = false;
    onHome?.(home());
    // The bus gathers what is subscribed to in one breath and sends it at its end.
    await Promise.resolve();
    asker.ask(questions.splice(0));
  };
  const changed = () => { settle().catch(unlessAborted(signal)); };
  const replay = createReplay(tracker, { nowMs, changed }, signal);
  for (const source of sources) {
    bus.subscribe(source.filters, (message) => {
      replay.heard(message.topic, message.retained);
      const change = tracker.receive(source, message);
      if (change.changed) {
        questions.push(...change.ask ?? []);
        changed();
      } else asker.ask(change.ask ?? []);
    }, signal);
  }
  bus.onConnected(() => {
    replay.begin();
    asker.begin();
    for (const source of sources) asker.ask(source.questions?.() ?? []);
  }, signal);
  if (overlay !== undefined && overlay.drafts.length > 0) changed();
  return { home, states, hidden: tracker.hidden, unmatched: tracker.unmatched, layOver: (next) => { tracker.layOver(next); changed(); } };
}

type Replay = { readonly begin: () => void; readonly heard: (topic: string, retained: boolean) => void };

/** Watches what the broker replays after each connection, so that devices which were removed meanwhile are forgotten. */
function createReplay(tracker: HomeTracker, { nowMs, changed }: { readonly nowMs: NowMs; readonly changed: () => void }, signal: AbortSignal): Replay {
  let round = 0;
  let topics = new Set<string>();
  let replays = false;
  let isOver = true;
  let lastMs = 0;
  const finish = async (mine: number) => {
    while (nowMs() - lastMs < replayQuietMs) {
      await sleep(replayQuietMs - (nowMs() - lastMs), signal);
      if (mine !== round) return;
    }
    isOver = true;
    // A broker that forgot everything, or never kept anything, tells nothing about what is gone.
    if (replays && tracker.replayed(topics)) changed();
  };
  return {
    begin() {
      topics = new Set();
      replays = false;
      isOver = false;
      lastMs = nowMs();
      finish(++round).catch(unlessAborted(signal));
    },
    heard(topic, retained) {
      if (isOver) return;
      // What is said just now is there as well: a device that announces itself anew after its broker was restarted.
      topics.add(topic);
      if (!retained) return;
      replays = true;
      lastMs = nowMs();
    },
  };
}
