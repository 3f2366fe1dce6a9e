// Someone else on the broker, with a connection and code of his own: he sees every command that devices get.
import { connect, type MqttClient } from "mqtt";
import { monotonicNowMs, sleep } from "../../src/base/time.ts";

/** One command message as it reached the devices' side. `expiryS` is undefined when it came without an expiry. */
export type Arrival = { readonly key: string; readonly atMs: number; readonly retained: boolean; readonly expiryS: number | undefined };

export interface Observer {
  readonly arrivals: readonly Arrival[];
  /** Did he watch without a break from `fromMs` to `toMs`? */
  watched(fromMs: number, toMs: number): boolean;
  /** Resolves when he watches. */
  watching(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What makes a command message unique in a run. */
export const keyOf = ({ topic, payload }: { readonly topic: string; readonly payload: string }) => `${topic} ${payload}`;

export function startObserver(url: string, topicFilter: string): Observer {
  const arrivals: Arrival[] = [];
  const watches: { fromMs: number; toMs: number }[] = [];
  const client = plainClient(url);
  let open: { fromMs: number; toMs: number } | undefined;
  client.on("connect", () => {
    // "Retain as published": a retained flag that a sender sets is seen also by those who listen already (MQTT 5, 3.8.3.1).
    client.subscribe(topicFilter, { qos: 0, rap: true }, (error) => {
      if (error !== null) return;
      open = { fromMs: monotonicNowMs(), toMs: Number.POSITIVE_INFINITY };
      watches.push(open);
    });
  });
  client.on("close", () => {
    if (open !== undefined) open.toMs = monotonicNowMs();
    open = undefined;
  });
  client.on("message", (topic, payload, { retain, properties }) => {
    arrivals.push({ key: keyOf({ topic, payload: payload.toString() }), atMs: monotonicNowMs(), retained: retain, expiryS: properties?.messageExpiryInterval });
  });
  return {
    arrivals,
    watched: (fromMs, toMs) => watches.some((watch) => watch.fromMs <= fromMs && toMs <= watch.toMs),
    async watching(signal) { while (open === undefined) await sleep(5, signal); },
    close() { client.end(true); },
  };
}

/** Devices that take every command and, unless they are silent, tell their new state: `<name>/set` → `<name>`. */
export function startDevices(url: string, answerAfterMs: Readonly<Record<string, number | "never">>, signal: AbortSignal): { close(): void } {
  const client = plainClient(url);
  client.on("connect", () => { client.subscribe(Object.keys(answerAfterMs).map((name) => `${name}/set`), { qos: 0 }, () => undefined); });
  client.on("message", (topic, payload) => {
    const name = topic.replace(/\/set$/, "");
    const afterMs = answerAfterMs[name] ?? "never";
    if (afterMs === "never") return;
    sleep(afterMs, signal).then(() => { if (client.connected) client.publish(name, payload, { qos: 0 }, () => undefined); }, () => undefined);
  });
  return { close() { client.end(true); } };
}

function plainClient(url: string): MqttClient {
  const client = connect(url, { protocolVersion: 5, reconnectPeriod: 10, keepalive: 0, queueQoSZero: false, resubscribe: false, clean: true });
  client.on("error", () => undefined);
  return client;
}
