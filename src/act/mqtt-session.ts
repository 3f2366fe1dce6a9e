import { onAbort } from "../base/abort.ts";
import { orAbort } from "../base/async.ts";
import { AssistantError } from "../base/errors.ts";
import { backoffMs, deadlineSignal, sleep, type NowMs } from "../base/time.ts";
import { type Approved, isApproved } from "../decide/approval.ts";
import { topicProblem } from "../home/mqtt-topic.ts";
import type { MqttBus, MqttConnection, MqttStatus, OpenConnection, OpenResult } from "./bus.ts";
import { createLine, type Line } from "./mqtt-line.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { createQuarrel } from "./mqtt-quarrel.ts";
import { queryProblem } from "./query-problem.ts";
import { createSubscriptions, type Subscriptions } from "./mqtt-subscriptions.ts";

export type SessionSettings = {
  /** Pause before the first retry and the longest one, in milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** A connection that lasts this long counts as good: after its loss the pauses start anew. Milliseconds. */
  readonly stableAfterMs: number;
  /** Longest pause while a twin takes the connections over, in milliseconds. */
  readonly quarrelMaxMs: number;
  readonly nowMs: NowMs;
  readonly onStatus: (status: MqttStatus) => void;
  /** Topic prefixes under which Sotto may speak of itself. */
  readonly ownTopics: readonly string[];
};

/** Keeps one connection after another open and carries the subscriptions over. */
export function createSession(open: OpenConnection, settings: SessionSettings): MqttBus {
  const closing = new AbortController();
  const subscriptions = createSubscriptions();
  const newcomers = new Set<() => void>();
  const line = createLine(settings.onStatus, () => { for (const listener of newcomers) listener(); });
  const subscribeSoon = createBatch((filters) => subscribeInPackets(line.current(), filters));
  const tryOpen = createOpener(open, (message) => subscriptions.deliver(message), closing.signal);
  const running = keepOpen({ tryOpen, line, subscriptions, settings }, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return {
    status: line.status,
    connected: line.connected,
    subscribe(topicFilters, onMessage, signal) {
      if (signal.aborted) return;
      const remove = subscriptions.add(topicFilters, onMessage);
      subscribeSoon(topicFilters);
      signal.addEventListener("abort", () => {
        const unwanted = remove();
        if (unwanted.length > 0) line.current()?.unsubscribe(unwanted);
      }, { once: true });
    },
    publish: (message, approved, signal) => publish(line, settings.nowMs, { message, approved }, signal),
    ask(message) {
      refuse(message, queryProblem(message), "Questions never move anything");
      line.current()?.say({ ...message, retain: false });
    },
    tell(message) {
      const isOwn = settings.ownTopics.some((prefix) => message.topic === prefix || message.topic.startsWith(`${prefix}/`));
      refuse(message, isOwn ? topicProblem(message.topic) : "is not one of Sotto's own", "Sotto speaks of itself only under its own topics");
      line.current()?.say(message);
    },
    onConnected(listener, signal) {
      if (signal.aborted) return;
      newcomers.add(listener);
      onAbort(signal, () => newcomers.delete(listener));
      if (line.current() !== undefined) listener();
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new DOMException("the MQTT bus is closed", "AbortError"));
      await running;
    },
  };
}

type ApprovedMessage = { readonly message: MqttMessage; readonly approved: Approved };

async function publish(line: Line, nowMs: NowMs, { message, approved }: ApprovedMessage, signal: AbortSignal): Promise<{ readonly sentAtMs: number }> {
  if (!isApproved(approved)) throw new TypeError(`a message to ${message.topic} for a command that decide/ did not approve`);
  signal.throwIfAborted();
  refuse(message, topicProblem(message.topic), "Correct that device's command topic");
  const connection = line.current();
  if (connection === undefined) throw notConnected(line.status());
  await orAbort(connection.answering(), signal);
  if (line.current() !== connection) throw notConnected(line.status());
  // From here to the wire nothing waits: an abort after this line comes too late, one before it sends nothing.
  const sentAtMs = nowMs();
  await connection.publish(message);
  return { sentAtMs };
}

type SessionParts = { readonly tryOpen: () => Promise<OpenResult>; readonly line: Line; readonly subscriptions: Subscriptions; readonly settings: SessionSettings };

/** Opens, serves until it ends, pauses, and again, until `signal` aborts. */
async function keepOpen({ tryOpen, line, subscriptions, settings }: SessionParts, signal: AbortSignal): Promise<void> {
  const quarrel = createQuarrel();
  let pauseMs = 0;
  for (let attempt = 0; !signal.aborted; attempt++) {
    const result = await tryOpen();
    if (result.kind === "failed") {
      quarrel.over();
      line.down(result.error);
    } else {
      const { connection } = result;
      line.up(connection, quarrel.going() ? "quietly" : "aloud");
      subscribeInPackets(connection, subscriptions.filters());
      // Of two that quarrel each lasts as long as the other pauses, which would pass for good once the pauses are long.
      const goodAfterMs = quarrel.going() ? Math.max(settings.stableAfterMs, 2 * pauseMs) : settings.stableAfterMs;
      const { error, early } = await endOf(connection, goodAfterMs, () => { quarrel.over(); attempt = 0; line.toldUp(); }, signal);
      line.down(error === undefined || !early ? error : quarrel.endedEarly(error));
      if (error === undefined) await connection.close();
    }
    pauseMs = backoffMs(attempt, quarrel.going() ? { ...settings.backoff, maxMs: Math.max(settings.backoff.maxMs, settings.quarrelMaxMs) } : settings.backoff);
    await sleep(pauseMs, signal);
  }
}

/** Waits for the end of a connection; `error` is undefined when `signal` aborted first. */
async function endOf(connection: MqttConnection, goodAfterMs: number, onGood: () => void, signal: AbortSignal): Promise<{ readonly error: AssistantError | undefined; readonly early: boolean }> {
  using young = deadlineSignal(signal, goodAfterMs);
  const error = await orAbort(connection.ended, young.signal).catch(() => undefined);
  if (error !== undefined || signal.aborted) return { error, early: true };
  onGood();
  return { error: await orAbort(connection.ended, signal).catch(() => undefined), early: false };
}

/** Opens with MQTT 5, and with 3.1.1 when the broker is too old for it, or seems so and never showed otherwise. */
function createOpener(open: OpenConnection, onMessage: Parameters<OpenConnection>[0]["onMessage"], signal: AbortSignal): () => Promise<OpenResult> {
  let knowsNewest = false;
  return async () => {
    const newest = await open({ protocolVersion: 5, onMessage, signal });
    if (newest.kind === "open") knowsNewest = true;
    if (newest.kind === "open" || newest.tooOld === "no") return newest;
    // A broker that is just starting hangs up as well: that must not cost the commands their expiry for ever.
    if (newest.tooOld === "perhaps" && knowsNewest) return newest;
    return open({ protocolVersion: 4, onMessage, signal });
  };
}

/** Gathers what is asked for in one breath: a thousand devices must not send a thousand packets. */
function createBatch(send: (filters: readonly string[]) => void): (filters: readonly string[]) => void {
  let waiting: string[] = [];
  return (filters) => {
    if (waiting.length === 0 && filters.length > 0) {
      queueMicrotask(() => {
        const all = [...new Set(waiting)];
        waiting = [];
        send(all);
      });
    }
    waiting.push(...filters);
  };
}

/** Most filters in one SUBSCRIBE packet: far below every broker's limit. */
const filtersPerPacket = 100;

function subscribeInPackets(connection: MqttConnection | undefined, filters: readonly string[]): void {
  for (let start = 0; start < filters.length; start += filtersPerPacket) connection?.subscribe(filters.slice(start, start + filtersPerPacket));
}

function refuse({ topic }: MqttMessage, problem: string | undefined, advice: string): void {
  if (problem !== undefined) throw new AssistantError("MQTT_PUBLISH_FAILED", `Refused to publish: the topic ${JSON.stringify(topic.slice(0, 100))} ${problem}. ${advice}.`);
}

function notConnected(status: MqttStatus): AssistantError {
  if (status.kind === "offline") return new AssistantError("MQTT_NOT_CONNECTED", `Nothing was sent: ${status.error.message}`, { cause: status.error });
  return new AssistantError("MQTT_NOT_CONNECTED", "Nothing was sent: there is no connection to the MQTT broker yet. Wait a moment and say it again.");
}
