import { AssistantError } from "../base/errors.ts";
import { deferred, orAbort, type Deferred } from "../base/async.ts";
import { backoffMs, sleep, type NowMs } from "../base/time.ts";
import { topicProblem } from "../home/mqtt-topic.ts";
import type { MqttBus, MqttConnection, MqttProtocolVersion, MqttStatus, OpenConnection, OpenResult } from "./bus.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { createSubscriptions } from "./mqtt-subscriptions.ts";

export type SessionSettings = {
  /** Pause before the first retry and the longest one, in milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** A connection that lasts this long counts as good: after its loss the pauses start anew. Milliseconds. */
  readonly stableAfterMs: number;
  readonly nowMs: NowMs;
  /** Told on every change; an outage is told once, and again only when its kind changes. */
  readonly onStatus: (status: MqttStatus) => void;
};

/** Most filters in one SUBSCRIBE packet: far below every broker's limit. */
const filtersPerPacket = 100;

/** Keeps one connection after another open and carries the subscriptions over. */
export function createSession(open: OpenConnection, settings: SessionSettings): MqttBus {
  const closing = new AbortController();
  const subscriptions = createSubscriptions();
  const pending = new Set<string>();
  let status: MqttStatus = { kind: "connecting" };
  let current: MqttConnection | undefined;
  let whenConnected: Deferred<void> = deferred();

  const setStatus = (next: MqttStatus) => {
    const same = next.kind === "offline" && status.kind === "offline" && next.error.code === status.error.code;
    status = next;
    if (!same) settings.onStatus(next);
  };

  const subscribeInPackets = (filters: readonly string[]) => {
    for (let start = 0; start < filters.length; start += filtersPerPacket) current?.subscribe(filters.slice(start, start + filtersPerPacket));
  };

  /** Filters asked for in one breath go out together: a thousand devices must not send a thousand packets. */
  const subscribeSoon = (filters: readonly string[]) => {
    if (pending.size === 0) queueMicrotask(() => {
      const wanted = [...pending];
      pending.clear();
      subscribeInPackets(wanted);
    });
    for (const filter of filters) pending.add(filter);
  };

  const serve = async (connection: MqttConnection): Promise<number> => {
    const startedMs = settings.nowMs();
    current = connection;
    pending.clear();
    subscribeInPackets(subscriptions.filters());
    setStatus({ kind: "connected", protocolVersion: connection.protocolVersion });
    whenConnected.resolve();
    const error = await orAbort(connection.ended, closing.signal).catch(() => undefined);
    current = undefined;
    whenConnected = deferred();
    if (error === undefined) await connection.close();
    else setStatus({ kind: "offline", error });
    return settings.nowMs() - startedMs;
  };

  const tryOpen = createOpener(open, (message) => subscriptions.deliver(message), closing.signal);
  const run = async () => {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      const result = await tryOpen();
      if (result.kind === "failed") setStatus({ kind: "offline", error: result.error });
      else if (await serve(result.connection) >= settings.stableAfterMs) attempt = 0;
      await sleep(backoffMs(attempt, settings.backoff), closing.signal);
    }
  };
  const running = run().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });

  return {
    status: () => status,
    connected: (signal) => orAbort(whenConnected.promise, signal),
    subscribe(topicFilters, onMessage, signal) {
      if (signal.aborted) return;
      const remove = subscriptions.add(topicFilters, onMessage);
      subscribeSoon(topicFilters);
      signal.addEventListener("abort", () => {
        const unwanted = remove();
        for (const filter of unwanted) pending.delete(filter);
        if (unwanted.length > 0) current?.unsubscribe(unwanted);
      }, { once: true });
    },
    async publish(message, signal) {
      signal.throwIfAborted();
      refuseBadTopic(message);
      const connection = current;
      if (connection === undefined) throw notConnected(status);
      await orAbort(connection.answering(), signal);
      if (current !== connection) throw notConnected(status);
      // From here to the wire nothing waits: an abort after this line comes too late, one before it sends nothing.
      const sentAtMs = settings.nowMs();
      await connection.publish(message);
      return { sentAtMs };
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new DOMException("the MQTT bus is closed", "AbortError"));
      await running;
    },
  };
}

/** Opens with MQTT 5, and with 3.1.1 when the broker seems too old for it; keeps to what worked. */
function createOpener(open: OpenConnection, onMessage: Parameters<OpenConnection>[0]["onMessage"], signal: AbortSignal): () => Promise<OpenResult> {
  let known: MqttProtocolVersion | undefined;
  return async () => {
    const newest = await open({ protocolVersion: known ?? 5, onMessage, signal });
    if (newest.kind === "open" || !newest.mayBeTooOld || known !== undefined) return newest;
    const older = await open({ protocolVersion: 4, onMessage, signal });
    if (older.kind === "open") known = 4;
    return older;
  };
}

function refuseBadTopic({ topic }: MqttMessage): void {
  const problem = topicProblem(topic);
  if (problem === undefined) return;
  throw new AssistantError("MQTT_PUBLISH_FAILED", `Refused to publish: the topic ${JSON.stringify(topic.slice(0, 100))} ${problem}. Correct that device's command topic.`);
}

function notConnected(status: MqttStatus): AssistantError {
  if (status.kind === "offline") return new AssistantError("MQTT_NOT_CONNECTED", `Nothing was sent: ${status.error.message}`, { cause: status.error });
  return new AssistantError("MQTT_NOT_CONNECTED", "Nothing was sent: there is no connection to the MQTT broker yet. Wait a moment and say it again.");
}
