// Faults, one after another on each of several brokers, while commands go out all the time; counted at the end.
import { createDispatcher } from "../../src/act/dispatcher.ts";
import type { MqttBus } from "../../src/act/bus.ts";
import { createStateStore } from "../../src/act/state-store.ts";
import { monotonicNowMs, sleep } from "../../src/base/time.ts";
import type { Device, DeviceId, Home } from "../../src/home/home.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";
import { startMosquitto } from "../fakes/mosquitto.ts";
import { aMoment, approved } from "../fakes/started-bus.ts";
import { between, bring, type FaultKind, faultKinds, type Scene } from "./fault-kinds.ts";
import { type Count, countUp, type Entry, nothing, toldBy } from "./ledger.ts";
import { keyOf, startDevices, startObserver } from "./observer.ts";
import { startFaultProxy } from "./proxy.ts";

/** What is put to the test: something that publishes and subscribes, and when it lost its connection. */
export type Candidate = AsyncDisposable & Pick<MqttBus, "publish" | "subscribe"> & { readonly isConnected: () => boolean; readonly outages: readonly number[] };
export type StartCandidate = (url: string, clientId: string) => Candidate;

export type FaultRun = { readonly faults: number; readonly seed: number; readonly lanes: number; readonly start: StartCandidate };

export type FaultReport = { readonly faults: ReadonlyMap<FaultKind, number>; readonly counts: ReadonlyMap<FaultKind, Count>; /** Each thing that must not be, told. */ readonly stories: readonly string[]; readonly tookMs: number };

/** One device answers at once, one late, one never. Milliseconds. */
const answers = { quick: 2, late: 150, silent: "never" } as const;

export async function runFaults({ faults, seed, lanes, start }: FaultRun): Promise<FaultReport> {
  const startMs = monotonicNowMs();
  const random = seededRandom(seed);
  // The kinds take turns, so that a short run has them all, and come in a random order.
  const kinds = Array.from({ length: faults }, (_, index) => ({ kind: faultKinds[index % faultKinds.length] ?? "killed", order: random() })).sort((one, other) => one.order - other.order).map(({ kind }) => kind);
  const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(kinds.filter((_kind, index) => index % lanes === lane), seededRandom(seed * 1000 + lane), start)));
  const counts = new Map(faultKinds.map((kind) => [kind, results.map((result) => result.counts.get(kind) ?? nothing()).reduce(plus, nothing())]));
  return { faults: new Map(faultKinds.map((kind) => [kind, kinds.filter((one) => one === kind).length])), counts, stories: results.flatMap((result) => result.stories), tookMs: monotonicNowMs() - startMs };
}

export function plus(one: Count, other: Count): Count {
  return Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value + other[key as keyof Count]])) as Count;
}

type LaneResult = Pick<FaultReport, "counts" | "stories">;

async function runLane(kinds: readonly FaultKind[], random: () => number, start: StartCandidate): Promise<LaneResult> {
  const over = new AbortController();
  const broker = await startMosquitto();
  const proxy = await startFaultProxy(broker.port);
  const observer = startObserver(broker.url, "+/set");
  const devices = startDevices(broker.url, answers, over.signal);
  const clientId = `faulty-${Math.floor(random() * 1e9)}`;
  const candidate = start(proxy.url, clientId);
  const events: { readonly atMs: number; readonly text: string }[] = [];
  const scene: Scene = { broker, proxy, observer, clientId, random, signal: over.signal, freezes: [] };
  const entries: Entry[] = [];
  const now: { fault: FaultKind } = { fault: kinds[0] ?? "killed" };
  await healthy(scene, candidate);
  const ending = new AbortController();
  const issuing = issue({ candidate, entries, during: () => now.fault, random, over: over.signal }, ending.signal);
  for (const kind of kinds) {
    now.fault = kind;
    await aMoment(between(random, 60, 200));
    events.push({ atMs: monotonicNowMs(), text: kind });
    await bring(kind, scene);
    events.push({ atMs: monotonicNowMs(), text: `end of ${kind}` });
    await healthy(scene, candidate);
    await aMoment(between(random, 20, 100));
  }
  ending.abort();
  await issuing;
  await aMoment(1500);                     // for what would come late
  over.abort();
  await candidate[Symbol.asyncDispose]();
  devices.close();
  observer.close();
  await proxy[Symbol.asyncDispose]();
  await broker.cleanUp();
  const stories: string[] = [];
  const counts = countUp(entries, observer, { outages: candidate.outages, freezes: scene.freezes }, (what, entry, arrivals) => {
    const sentMs = entry.told?.sentAtMs ?? entry.askedMs;
    const around = events.filter(({ atMs }) => Math.abs(atMs - sentMs) < 500).map(({ atMs, text }) => `${text} at ${(atMs - sentMs).toFixed(1)}`);
    stories.push(`${what}: ${entry.key} (${entry.told?.what ?? "never told"} at ${((entry.told?.atMs ?? sentMs) - sentMs).toFixed(1)}, ${entry.outcome ?? "no outcome"}) arrived at ${arrivals.map(({ atMs }) => (atMs - sentMs).toFixed(1)).join(", ") || "never"} ms; ${around.join("; ")}`);
  });
  return { counts, stories };
}

/** Waits until the observer watches and the candidate is connected, at most ten seconds. */
async function healthy({ observer, signal }: Scene, candidate: Candidate): Promise<void> {
  await observer.watching(signal);
  for (let waitedMs = 0; !candidate.isConnected() && waitedMs < 10_000; waitedMs += 5) await sleep(5, signal);
}

type Issuing = { readonly candidate: Candidate; readonly entries: Entry[]; readonly during: () => FaultKind; readonly random: () => number; readonly over: AbortSignal };

/** Sends commands with payloads that never repeat, now to one device, now to all, until `ending`; resolves when the last has its outcome. */
async function issue({ candidate, entries, during, random, over }: Issuing, ending: AbortSignal): Promise<void> {
  const home = homeOf(Object.keys(answers));
  const open = new Map<string, Entry>();
  const states = createStateStore({ bus: candidate, nowMs: monotonicNowMs, onProblem: () => undefined }, over);
  states.follow(home);
  const dispatch = createDispatcher({ bus: { publish: (message, approval, signal) => recorded(open.get(keyOf(message)), () => candidate.publish(message, approval, signal)) }, home: () => home, states, nowMs: monotonicNowMs, confirmWithinMs: 1000 });
  const running: Promise<void>[] = [];
  for (let value = 1; !ending.aborted; value++) {
    const names = random() < 0.25 ? Object.keys(answers) : [pickFrom(Object.keys(answers), random)];
    const asked = names.map((name): Entry => ({ key: keyOf({ topic: `${name}/set`, payload: String(value) }), during: during(), askedMs: monotonicNowMs() }));
    for (const entry of asked) open.set(entry.key, entry);
    entries.push(...asked);
    running.push(dispatch(approved({ type: "number.set", value }, ...names), over).then(({ outcomes }) => {
      outcomes.forEach(({ result }, index) => {
        const entry = asked[index];
        if (entry === undefined) return;
        entry.outcome = result;
        open.delete(entry.key);
      });
    }));
    await sleep(between(random, 5, 60), over);
  }
  await Promise.all(running);
}

/** Writes down what the sender is told. */
async function recorded(entry: Entry | undefined, publish: () => Promise<{ readonly sentAtMs: number }>): Promise<{ readonly sentAtMs: number }> {
  try {
    const { sentAtMs } = await publish();
    if (entry !== undefined) entry.told = { what: "sent", atMs: monotonicNowMs(), sentAtMs };
    return { sentAtMs };
  } catch (error) {
    if (entry !== undefined) entry.told = { what: toldBy(error), atMs: monotonicNowMs(), sentAtMs: entry.askedMs };
    throw error;
  }
}

function homeOf(names: readonly string[]): Home {
  const devices = names.map((name): Device => ({
    id: name as DeviceId, name, aliases: [], areaId: undefined, kind: "number", deviceClass: "",
    capabilities: [{ kind: "number", min: 0, max: 1e9, step: 1, unit: undefined }],
    binding: {
      adapter: "endpoints", availability: { topics: [], mode: "latest" },
      endpoints: [{ property: "number", read: [{ topic: name, at: [], codec: { as: "number" } }], write: { how: "value", topic: `${name}/set`, at: [], codec: { as: "number" } } }],
    },
  }));
  return { areas: new Map(), devices: new Map(devices.map((device) => [device.id, device])) };
}
