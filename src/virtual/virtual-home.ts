import { sleep } from "../base/time.ts";
import { virtualBase, type VirtualDevice, type VirtualWire, type VirtualWorld } from "./virtual-device.ts";
import { createVirtualDevices } from "./virtual-devices.ts";

export type VirtualHomeSettings = {
  readonly wire: VirtualWire;
  /** Home Assistant's discovery prefix. Default "homeassistant". */
  readonly discoveryPrefix?: string;
  /** What its rooms and devices are called in the language of the house. Default: as in virtual-devices.ts, in English. */
  readonly called?: (name: string) => string;
  /** Seeds the delays and the sensors; the same seed gives the same home. */
  readonly seed?: number;
  /** How it waits; a test passes one that hardly does. */
  readonly sleep?: (durationMs: number, signal: AbortSignal) => Promise<void>;
};

export interface VirtualHome {
  readonly deviceCount: number;
  /** Takes its announcements back and stops all that moves. */
  stop(): void;
}

/** Starts the virtual home: devices that announce themselves, take commands and answer in their own time. */
export function startVirtualHome(settings: VirtualHomeSettings): VirtualHome {
  const { wire, discoveryPrefix = "homeassistant", called = (name) => name, seed = 1, sleep: wait = sleep } = settings;
  const over = new AbortController();
  const random = createRandom(seed);
  const world: VirtualWorld = {
    random,
    tell: (topic, payload) => { if (!over.signal.aborted) wire.publish({ topic, payload, retain: true }); },
    pause: (minMs, maxMs, signal) => wait(minMs + random() * (maxMs - minMs), signal === undefined ? over.signal : AbortSignal.any([over.signal, signal])),
  };
  const devices = createVirtualDevices((topic, payload) => wire.publish({ topic, payload, retain: false }));
  wire.publish({ topic: `${virtualBase}/status`, payload: "online", retain: true });
  for (const device of devices) startDevice(device, { wire, world, over: over.signal, discoveryPrefix, called });
  return {
    deviceCount: devices.length,
    stop() {
      if (over.signal.aborted) return;
      over.abort(new DOMException("the virtual home is switched off", "AbortError"));
      for (const device of devices) wire.publish({ topic: discoveryTopic(discoveryPrefix, device), payload: "", retain: true });
      wire.publish({ topic: `${virtualBase}/status`, payload: "offline", retain: true });
    },
  };
}

type DeviceSurroundings = { readonly wire: VirtualWire; readonly world: VirtualWorld; readonly over: AbortSignal; readonly discoveryPrefix: string; readonly called: (name: string) => string };

function startDevice(device: VirtualDevice, { wire, world, over, discoveryPrefix, called }: DeviceSurroundings): void {
  for (const topic of device.commandTopics) {
    wire.subscribe(topic, (message) => { if (!over.aborted) endQuietly(device.receive(message, world)); });
  }
  wire.publish({ topic: discoveryTopic(discoveryPrefix, device), payload: JSON.stringify(device.discovery.config, (key, value: unknown) => (key === "name" || key === "sa") && typeof value === "string" ? called(value) : value), retain: true });
  endQuietly(device.live(world));
}

/** A motion that was cut short is no failure; anything else is a bug and goes on to be one. */
function endQuietly(task: Promise<void>): void {
  task.catch((error: unknown) => { if (!(error instanceof DOMException && error.name === "AbortError")) throw error; });
}

function discoveryTopic(prefix: string, { discovery }: VirtualDevice): string {
  return `${prefix}/${discovery.component}/${virtualBase}/${discovery.objectId}/config`.replace(`/device/${virtualBase}/`, `/device/${virtualBase}-`);
}

/** Numbers in 0..1 by a seed: a linear congruential generator, good enough for delays. SOURCE: constants of Numerical Recipes, 7.1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
