// Somebody who sees everything that goes over a broker, by a connection of his own.
import { connectAsync, type MqttClient } from "mqtt";
import { aMoment, eventually } from "./started-bus.ts";

export type Seen = { readonly topic: string; readonly payload: string; readonly retained: boolean };

export type MqttObserver = {
  readonly client: MqttClient;
  /** All that came, in order. */
  readonly seen: readonly Seen[];
  /** Payloads of one topic that came live. */
  readonly live: (topic: string) => readonly string[];
  readonly say: (topic: string, payload: string, options?: { readonly retain?: boolean }) => Promise<unknown>;
  /** Waits until the newest payload of a topic is that one. */
  readonly shows: (topic: string, payload: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

export async function observe(url: string): Promise<MqttObserver> {
  const client = await connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  const seen: Seen[] = [];
  client.on("error", () => undefined);
  client.on("message", (topic, payload, { retain }) => { seen.push({ topic, payload: payload.toString(), retained: retain }); });
  await client.subscribeAsync("#");
  return {
    client, seen,
    live: (topic) => seen.filter((message) => message.topic === topic && !message.retained).map(({ payload }) => payload),
    say: (topic, payload, options = {}) => client.publishAsync(topic, payload, { retain: options.retain ?? false }),
    shows: (topic, payload) => eventually(() => seen.findLast((message) => message.topic === topic)?.payload === payload, `${payload} on ${topic}`),
    close: () => client.endAsync(true),
  };
}

/** What the broker keeps just now. */
export async function retainedOn(url: string): Promise<ReadonlyMap<string, string>> {
  const observer = await observe(url);
  await aMoment(300);
  await observer.close();
  return new Map(observer.seen.filter(({ retained }) => retained).map(({ topic, payload }) => [topic, payload]));
}
