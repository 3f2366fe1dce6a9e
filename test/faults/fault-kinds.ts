// The ways in which a broker, or the way to it, goes wrong; each for a random while.
import { connect } from "mqtt";
import { monotonicNowMs } from "../../src/base/time.ts";
import { aMoment } from "../fakes/started-bus.ts";
import type { Mosquitto } from "../fakes/mosquitto.ts";
import type { Freeze } from "./ledger.ts";
import type { FaultProxy } from "./proxy.ts";
import type { Observer } from "./observer.ts";

export const faultKinds = ["killed", "restarted", "paused", "slow", "half-open", "refused", "duplicate client"] as const;
export type FaultKind = (typeof faultKinds)[number];

export type Scene = {
  readonly broker: Mosquitto;
  readonly proxy: FaultProxy;
  readonly observer: Observer;
  readonly clientId: string;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly freezes: Freeze[];
};

/** Brings one fault and takes it away again. */
export async function bring(kind: FaultKind, scene: Scene): Promise<void> {
  const { broker, proxy, random } = scene;
  switch (kind) {
    case "killed": return away(scene, broker.stop);
    case "restarted": return away(scene, broker.shutDown);
    case "paused": {
      const fromMs = monotonicNowMs();
      broker.freeze();
      await aMoment(whileMs(random));
      broker.thaw();
      scene.freezes.push({ fromMs, toMs: monotonicNowMs() });
      return;
    }
    case "slow":
      await proxy.set({ kind: random() < 0.5 ? "slow" : "narrow", delayMs: between(random, 20, 700) });
      await aMoment(between(random, 300, 1200));
      await proxy.set({ kind: "pass" });
      return;
    case "half-open":
      await proxy.set({ kind: "mute" });
      await aMoment(whileMs(random));
      await proxy.set({ kind: "pass" });
      return;
    case "refused":
      await proxy.set({ kind: "refuse" });
      await proxy.cut();
      await aMoment(between(random, 50, 500));
      await proxy.set({ kind: "pass" });
      return;
    case "duplicate client": return twin(scene);
  }
}

/** The broker is gone for a while. Until the observer watches again nobody else is let in: what he cannot see cannot be counted. */
async function away({ broker, proxy, observer, random, signal }: Scene, stop: () => Promise<void>): Promise<void> {
  await stop();
  await proxy.set({ kind: "shut" });
  await aMoment(between(random, 0, 400));
  await broker.start();
  await observer.watching(signal);
  await proxy.set({ kind: "pass" });
}

/** Another client comes with the same id, stays for a while, and goes. */
async function twin({ broker, clientId, random }: Scene): Promise<void> {
  const client = connect(broker.url, { protocolVersion: 5, clientId, reconnectPeriod: random() < 0.5 ? 0 : 50, clean: true });
  client.on("error", () => undefined);
  await aMoment(between(random, 50, 500));
  client.end(true);
}

/** Mostly short, at times longer than a pulse waits (2 s), and at times longer than commands live (5 s). Milliseconds. */
function whileMs(random: () => number): number {
  const how = random();
  return how < 0.75 ? between(random, 20, 600) : how < 0.95 ? between(random, 600, 2800) : between(random, 2800, 6500);
}

export function between(random: () => number, least: number, most: number): number {
  return least + (most - least) * random();
}
