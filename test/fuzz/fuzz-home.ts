// Mutated announcements, states and commands through every source and every adapter, each one timed.
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { lineTo } from "../../src/act/device-adapter.ts";
import { topicMatches } from "../../src/act/mqtt-subscriptions.ts";
import { queryProblem } from "../../src/act/query-problem.ts";
import { templateProblem } from "../../src/act/template.ts";
import { AssistantError } from "../../src/base/errors.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { createHomeSources } from "../../src/home/home-sources.ts";
import type { HomeSource } from "../../src/home/home-source.ts";
import { createHomeTracker, createReporter, type HomeTracker } from "../../src/home/home-tracker.ts";
import type { Device } from "../../src/home/home.ts";
import { topicProblem } from "../../src/home/mqtt-topic.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";
import { mutatePayload, mutateText } from "./mutations.ts";

export type Message = { readonly topic: string; readonly payload: string };
export type FuzzReport = {
  readonly inputs: number;
  readonly announcements: number;
  readonly states: number;
  readonly commands: number;
  /** How many devices undamaged messages made, and how many there were at most. */
  readonly devicesAtFirst: number;
  readonly devicesAtMost: number;
  /** What threw anything but an AssistantError. */
  readonly crashes: readonly string[];
  /** Inputs that took longer than `slowMs`, each time of three. */
  readonly slow: readonly string[];
  readonly slowestMs: number;
  /** Messages that must never be sent: commands on bad topics, and questions that are none. */
  readonly wrong: readonly string[];
  /** Megabytes of heap after a tenth of the inputs and after all of them. */
  readonly heapMb: { readonly early: number; readonly late: number };
};

/** Different topics in use: a hostile device under ever new topics is a home that grows, which is no leak. */
const topicCount = 1500;
const slowMs = 50;

export type FuzzSettings = { readonly count: number; readonly seed: number; readonly corpus: readonly Message[]; readonly sources?: () => readonly HomeSource[] };

export function fuzzHome({ count, seed, corpus, sources = allSources }: FuzzSettings): FuzzReport {
  const random = seededRandom(seed);
  const collectGarbage = garbageCollector();
  const topics = [...new Set(corpus.map(({ topic }) => topic))];
  const pool = [...topics, ...Array.from({ length: topicCount }, () => mutateText(pickFrom(topics, random), random))].slice(0, Math.max(topicCount, topics.length));
  const tracker = createHomeTracker(sources());
  const tally = { announcements: 0, states: 0, commands: 0, devicesAtMost: 0, devicesAtFirst: 0, slowestMs: 0 };
  const [crashes, slow, wrong]: [string[], string[], string[]] = [[], [], []];
  for (const message of corpus) timed(() => announce(tracker, message, wrong), crashes, message.topic, message.payload);
  let devices: readonly Device[] = [...tracker.home().devices.values()];
  tally.devicesAtFirst = devices.length;
  let early = 0;
  for (let index = 0; index < count; index++) {
    const dice = random();
    const seedMessage = pickFrom(corpus, random);
    const payload = random() < 0.15 ? seedMessage.payload : mutatePayload(seedMessage.payload, random);
    let work: () => void;
    if (dice < 0.55 || devices.length === 0) {
      tally.announcements++;
      const message = { topic: random() < 0.5 ? seedMessage.topic : pickFrom(pool, random), payload };
      work = () => announce(tracker, message, wrong);
    } else if (dice < 0.85) {
      tally.states++;
      const device = pickFrom(devices, random);
      work = () => tellState(device, payload, random);
    } else {
      tally.commands++;
      const device = pickFrom(devices, random);
      const action = randomAction(device, random);
      work = () => command(device, action, wrong);
    }
    const tookMs = timed(work, crashes, seedMessage.topic, payload);
    tally.slowestMs = Math.max(tally.slowestMs, tookMs);
    // Only what is slow each time is slow by itself, and not because the machine did something else.
    if (tookMs > slowMs && Math.min(...[1, 2, 3].map(() => timedAnew(createHomeTracker(sources()), seedMessage.topic, payload))) > slowMs) slow.push(`${Math.round(tookMs)} ms: ${seedMessage.topic} ${payload.slice(0, 300)}`);
    if (index % 500 === 0) {
      devices = [...tracker.home().devices.values()];
      tally.devicesAtMost = Math.max(tally.devicesAtMost, devices.length);
    }
    if (index === Math.floor(count / 10)) early = collectGarbage();
  }
  return { inputs: count, ...tally, crashes, slow, wrong, heapMb: { early, late: collectGarbage() } };
}

function allSources(): readonly HomeSource[] {
  return createHomeSources({ discoveryPrefix: "homeassistant", templateProblem, report: createReporter(() => undefined) });
}

function announce(tracker: HomeTracker, message: Message, wrong: string[]): void {
  for (const source of tracker.sources) {
    if (!source.filters.some((filter) => topicMatches(filter, message.topic))) continue;
    const change = tracker.receive(source, { ...message, retained: true });
    for (const question of change.ask ?? []) if (queryProblem(question) !== undefined && wrong.length < 20) wrong.push(`asked ${question.topic} ${question.payload}`);
  }
}

function tellState(device: Device, payload: string, random: () => number): void {
  const line = lineTo(device.binding);
  const topics = [...line.stateTopics, ...line.availability.topics];
  if (topics.length === 0) return;
  const topic = pickFrom(topics, random);
  line.readState({ topic, payload });
  line.readAvailability({ topic, payload });
}

function command(device: Device, action: CommandAction, wrong: string[]): void {
  try {
    for (const message of lineTo(device.binding).commandMessages(action, { on: false }, device.name)) {
      if (topicProblem(message.topic) !== undefined && wrong.length < 20) wrong.push(`sent ${JSON.stringify(message.topic.slice(0, 100))}`);
    }
  } catch (error) {
    if (!(error instanceof AssistantError)) throw error;
  }
}

/** Any command of a kind that the device can do, now and then one that it cannot. */
function randomAction(device: Device, random: () => number): CommandAction {
  const number = Math.floor(random() * 140) - 20;
  const flag = random() < 0.5;
  const actions: readonly CommandAction[] = [
    { type: "onOff.set", on: flag }, { type: "brightness.set", brightnessPct: number }, { type: "color.set", name: "x", color: { red: number, green: 300, blue: -5 } },
    { type: "colorTemperature.set", kelvin: number * 100 }, { type: "setpoint.set", temperatureC: number / 3 }, { type: "mode.set", mode: "heat" }, { type: "preset.set", preset: "x\u0000" },
    { type: "fanMode.set", fanMode: "auto" }, { type: "humidity.set", humidityPct: number }, { type: "lock.set", locked: flag }, { type: "lock.open" }, { type: "opening.set", open: flag },
    { type: "opening.stop" }, { type: "position.set", positionPct: number }, { type: "tilt.set", tiltPct: number }, { type: "fanSpeed.set", speedPct: number }, { type: "oscillation.set", on: flag },
    { type: "direction.set", direction: "reverse" }, { type: "volume.set", volumePct: number }, { type: "mute.set", muted: flag }, { type: "playback.set", action: "next" },
    { type: "activity.set", activity: "dock" }, { type: "option.set", option: "__proto__" }, { type: "number.set", value: number }, { type: "alarm.set", mode: "away" }, { type: "scene.activate" },
  ];
  const own = actions.filter((action) => device.capabilities.some(({ kind }) => action.type.startsWith(kind)));
  return pickFrom(own.length > 0 && random() < 0.8 ? own : actions, random);
}

function timed(work: () => void, crashes: string[], topic: string, payload: string): number {
  const startMs = performance.now();
  try {
    work();
  } catch (error) {
    if (crashes.length < 20) crashes.push(`${error instanceof Error ? error.stack?.split("\n").slice(0, 3).join(" ") : String(error)}: ${topic} ${payload.slice(0, 500)}`);
  }
  return performance.now() - startMs;
}

/** The same input on a home of its own, as an announcement: what is known already would be skipped. */
function timedAnew(tracker: HomeTracker, topic: string, payload: string): number {
  return timed(() => { announce(tracker, { topic, payload }, []); tracker.home(); }, [], topic, payload);
}

/** Collects garbage and gives the heap in MB. Node hides its collector unless asked. */
function garbageCollector(): () => number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
}
