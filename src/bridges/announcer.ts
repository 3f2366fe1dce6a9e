// Sotto as a device of Home Assistant: announces itself, tells what it does, and takes its own settings. It has no way
// to a device: of the bus it gets the part that speaks of itself and hears, without the one that publishes commands.
import type { MqttBus } from "../act/bus.ts";
import type { ReceivedMessage } from "../act/mqtt-message.ts";
import { AssistantError } from "../base/errors.ts";
import type { RuntimeSettingsStore } from "../base/runtime-settings.ts";
import { type NowMs, sleep } from "../base/time.ts";
import type { Home } from "../home/home.ts";
import type { AnnouncedEntities } from "./announced-entities.ts";
import type { SottoFacts } from "./announcement.ts";
import type { IntentFace } from "./event-entities.ts";
import { commandKeys, type CommandKey, type OwnCommand, readOwnCommand } from "./own-commands.ts";
import type { OwnTopics } from "./own-topics.ts";
import { createSpokenQueue } from "./spoken-queue.ts";
import { createTeller, type Teller } from "./teller.ts";
import { continueStory, noStory, type TurnNews } from "./turn-story.ts";

/** The part of the bus that a spectator may have. */
export type OwnVoice = Pick<MqttBus, "tell" | "subscribe" | "onConnected" | "status">;

export type AnnouncerParts = {
  readonly bus: OwnVoice;
  readonly topics: OwnTopics;
  readonly facts: SottoFacts;
  /** Whether what people say is told: private, off unless asked for. */
  readonly heardText: boolean;
  readonly intents: readonly IntentFace[];
  /** Ids of the intents that come with Sotto. */
  readonly shipped: ReadonlySet<string>;
  readonly home: () => Home;
  readonly settings: RuntimeSettingsStore;
  /** Says it aloud between two turns. Expected failures are its own. */
  readonly speak: (text: string, signal: AbortSignal) => Promise<unknown>;
  /** What the last announcement before this start was of. */
  readonly before: AnnouncedEntities;
  /** Told what is announced, whenever it has changed. */
  readonly onAnnounced: (entities: AnnouncedEntities) => void;
  /** Told when somebody has removed the device; nothing more is said of it until the next start. */
  readonly onRemoved: () => void;
  readonly onProblem: (error: AssistantError) => void;
  readonly nowMs: NowMs;
  /** The time of day, ISO 8601. */
  readonly nowIso: () => string;
  readonly random?: () => number;
  readonly waits?: Partial<Waits>;
};

export interface Announcer {
  heard(news: TurnNews): void;
  /** Scenes may have come, gone or been renamed. */
  homeChanged(): void;
  /** Says good-bye, before the connection is closed. */
  leave(): void;
}

export type Waits = {
  /** After Home Assistant has started: when it listens, and not with all other devices at once. */
  readonly leastJitterMs: number;
  readonly mostJitterMs: number;
  /** So long after an announcement Home Assistant has subscribed to what it names; then that is told again which the broker does not keep. */
  readonly subscribedMs: number;
  /** So long after a connection all scenes have announced themselves, or are gone. */
  readonly scenesKnownMs: number;
};

/** Our choice; Zigbee2MQTT waits 30 s before it repeats its states (its lib/extension/homeassistant.ts). */
const standardWaits: Waits = { leastJitterMs: 500, mostJitterMs: 5000, subscribedMs: 2000, scenesKnownMs: 60_000 };

/** Announces until `signal` aborts. */
export function startAnnouncer(parts: AnnouncerParts, signal: AbortSignal): Announcer {
  const { bus, topics } = parts;
  const teller = createTeller(parts);
  const scenes = watchScenes(parts, () => teller.whatIsNew("known"), signal);
  let story = noStory;
  let lastReply = "";
  listenForCommands(parts, teller, () => lastReply, signal);
  const tellEverything = async () => {
    // The bus subscribes within this turn of the event loop, and what is said after that reaches the broker after it: who
    // sees "online" may send commands at once.
    await sleep(0, signal).catch(() => undefined);
    if (signal.aborted) return;
    teller.everything(scenes.are());
    await sleep({ ...standardWaits, ...parts.waits }.subscribedMs, signal).catch(() => undefined);
    if (!signal.aborted) teller.whatIsSaid();
  };
  bus.subscribe(topics.birth, onBirth(parts, () => void tellEverything(), signal), signal);
  bus.subscribe([topics.availability, topics.discovery], createOverhearing(parts, teller), signal);
  parts.settings.onChange(teller.settings, signal);
  bus.onConnected(() => {
    scenes.comeIn();
    void tellEverything();
  }, signal);
  return {
    heard(news) {
      if (news.type === "replied") lastReply = news.text;
      const next = continueStory(story, news, parts.home());
      story = next.story;
      for (const told of next.told) teller.pass(told);
    },
    homeChanged: () => teller.whatIsNew(scenes.are()),
    leave: teller.offline,
  };
}

/** Only what is said now counts: what the broker kept was meant for another moment. Each command is answered by the state. */
function listenForCommands(parts: AnnouncerParts, teller: Teller, lastReply: () => string, signal: AbortSignal): void {
  const { bus, topics, settings } = parts;
  const queue = createSpokenQueue({ speak: parts.speak, nowMs: parts.nowMs, onWaiting: teller.saying }, signal);
  const complain = (key: CommandKey, problem: string) => parts.onProblem(new AssistantError("HOME_MESSAGE_INVALID", `${topics.command(key)}: ${problem}`));
  const say = (key: CommandKey, text: string) => {
    const answer = text === "" ? "taken" : queue.say(text);
    if (answer === "taken") return;
    complain(key, `${answer === "tooMany" ? "too many texts wait already" : "texts come too fast"}; this one is not said. Let the automation wait.`);
  };
  const obey = (key: CommandKey, command: OwnCommand) => {
    switch (command.kind) {
      case "settings": settings.set(command.changes); return teller.settings();
      case "say": return say(key, command.text);
      case "repeat": return say(key, lastReply());
    }
  };
  for (const key of commandKeys) {
    bus.subscribe([topics.command(key)], ({ payload, retained }) => {
      if (retained) return;
      const read = readOwnCommand(key, payload);
      if (read.kind !== "problem") return obey(key, read);
      complain(key, `${read.problem}. Nothing was changed; correct what is sent there.`);
      teller.settings();
    }, signal);
  }
}

/** Calls `tell` a while after Home Assistant has said that it started, once however often it says so meanwhile. */
function onBirth({ random = Math.random, waits }: AnnouncerParts, tell: () => void, signal: AbortSignal): (message: ReceivedMessage) => void {
  const { leastJitterMs, mostJitterMs } = { ...standardWaits, ...waits };
  let isDue = false;
  const tellSoon = async () => {
    isDue = true;
    await sleep(leastJitterMs + random() * (mostJitterMs - leastJitterMs), signal).catch(() => undefined);
    isDue = false;
    if (!signal.aborted) tell();
  };
  return ({ payload, retained }) => { if (!retained && payload === "online" && !isDue) void tellSoon(); };
}

/** Somebody else has a word on these topics: the will of an older connection, and whoever removes the device. */
function createOverhearing({ topics, onRemoved }: AnnouncerParts, teller: Teller): (message: ReceivedMessage) => void {
  let isRemoved = false;
  return ({ topic, payload, retained }) => {
    if (topic === topics.availability && payload === "offline") teller.online();
    // Home Assistant empties the topic once for each entity of a device that is deleted.
    if (topic !== topics.discovery || payload !== "" || retained || isRemoved) return;
    isRemoved = true;
    teller.withdraw();
    onRemoved();
  };
}

/** Whether all scenes of the home may be taken as known; `onKnown` is called when that becomes so. */
function watchScenes({ waits }: AnnouncerParts, onKnown: () => void, signal: AbortSignal) {
  const { scenesKnownMs } = { ...standardWaits, ...waits };
  let round = 0;
  let known = false;
  const wait = async (mine: number) => {
    await sleep(scenesKnownMs, signal).catch(() => undefined);
    if (signal.aborted || mine !== round) return;
    known = true;
    onKnown();
  };
  return {
    are: () => known ? "known" as const : "comingIn" as const,
    comeIn() {
      known = false;
      void wait(++round);
    },
  };
}
