import { connect, type IClientOptions, type IClientPublishOptions, type MqttClient } from "mqtt";
import { AssistantError, messageOf } from "../base/errors.ts";
import { deferred, orAbort } from "../base/async.ts";
import { monotonicNowMs, type NowMs } from "../base/time.ts";
import { createBrokerPulse } from "./broker-pulse.ts";
import type { MqttBus, MqttConnection, MqttProtocolVersion, MqttStatus, OpenConnection, OpenResult } from "./bus.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { connectFailure, lostConnection, placeOf, refusesVersion } from "./mqtt-failure.ts";
import { createPayloadGuard } from "./payload-guard.ts";
import { createSession } from "./mqtt-session.ts";

export type MqttBusSettings = {
  /** mqtt://, mqtts://, ws:// or wss://, with host and port. */
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM texts: the authority to trust, our own certificate and its key. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** False accepts any certificate. Default true. */
  readonly rejectUnauthorized?: boolean;
  readonly connectTimeoutMs?: number;
  readonly backoff?: { readonly firstMs: number; readonly maxMs: number };
  readonly stableAfterMs?: number;
  /** Longest pause while another client with the same id takes each connection over, in milliseconds. */
  readonly quarrelMaxMs?: number;
  /** Larger payloads are not looked at. Bytes. */
  readonly maxPayloadBytes?: number;
  readonly nowMs?: NowMs;
  /** Topic prefixes under which Sotto speaks of itself; it says nothing anywhere else. */
  readonly ownTopics?: readonly string[];
  /** Said by the broker when this connection is lost without good-bye; retained (MQTT 5, 3.1.2.5). */
  readonly will?: MqttMessage;
};

export type MqttBusHooks = {
  readonly onStatus: (status: MqttStatus) => void;
  /** Messages that were not used: HOME_MESSAGE_INVALID once per topic; MQTT_REFUSED for a topic that may not be read. */
  readonly onProblem: (error: AssistantError) => void;
};

const defaults = {
  connectTimeoutMs: 10_000,
  backoff: { firstMs: 500, maxMs: 30_000 },
  stableAfterMs: 10_000,
  // Each reconnect throws the other one out as well: rather rarely than in step with a broker's usual pauses.
  quarrelMaxMs: 300_000,
  // The largest real discovery messages (Zigbee2MQTT) have some tens of kilobytes.
  maxPayloadBytes: 1_048_576,
};

/** A command that waits in the broker longer than this is dropped there (MQTT 5, 3.3.2.3.3). Seconds. */
const messageExpiryS = 5;
/** Silence after which mqtt pings by itself; it gives up after one and a half times this. Seconds. */
const keepaliveS = 15;
/** Time for a polite DISCONNECT. Milliseconds. */
const closeWithinMs = 200;
/** Largest packet the broker may send at all (MQTT 5, 3.1.2.11.4). Bytes. */
const maxPacketBytes = 16_777_216;

/** The bus over MQTT.js. This is the only file that knows the library. */
export function createMqttBus(settings: MqttBusSettings, hooks: MqttBusHooks): MqttBus {
  const nowMs = settings.nowMs ?? monotonicNowMs;
  return createSession(createOpen(settings, hooks, nowMs), {
    backoff: settings.backoff ?? defaults.backoff,
    stableAfterMs: settings.stableAfterMs ?? defaults.stableAfterMs,
    quarrelMaxMs: settings.quarrelMaxMs ?? defaults.quarrelMaxMs,
    nowMs,
    onStatus: hooks.onStatus,
    ownTopics: settings.ownTopics ?? [],
  });
}

function createOpen(settings: MqttBusSettings, hooks: MqttBusHooks, nowMs: NowMs): OpenConnection {
  const where = placeOf(settings.url);
  const accept = createPayloadGuard(settings.maxPayloadBytes ?? defaults.maxPayloadBytes, hooks.onProblem);
  return async ({ protocolVersion, onMessage, signal }) => {
    const result = deferred<OpenResult>();
    let failure: unknown;
    let client: MqttClient;
    try {
      client = connect(settings.url, clientOptions(settings, protocolVersion));
    } catch (error) {
      return { kind: "failed", error: connectFailure(where, error), tooOld: "no" };
    }
    client.on("error", (error) => { failure = error; });
    client.on("message", (topic, payload, packet) => {
      if (accept(topic, payload.length)) onMessage({ topic, payload: payload.toString("utf8"), retained: packet.retain });
    });
    client.once("connect", () => result.resolve({ kind: "open", connection: connectionOf({ client, protocolVersion, where, nowMs, hooks }) }));
    client.once("close", () => {
      client.end(true);
      // A broker of the old days may close without a word when it meets a version that it does not know.
      const tooOld = refusesVersion(failure) ? "yes" : failure === undefined ? "perhaps" : "no";
      const error = connectFailure(where, failure ?? new Error("it closed the connection without an answer"));
      result.resolve({ kind: "failed", error, tooOld });
    });
    return orAbort(result.promise, signal).catch((error: unknown) => { client.end(true); throw error; });
  };
}

/**
 * Each connection gets a client of its own and the library's reconnecting stays off: its queues die with it, so that an
 * UNLOCK said while the broker is away cannot be delivered when it comes back.
 */
function clientOptions(settings: MqttBusSettings, protocolVersion: MqttProtocolVersion): IClientOptions {
  const { username, password, ca, cert, key, will } = settings;
  return {
    protocolVersion,
    clientId: settings.clientId,
    clean: true,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    keepalive: keepaliveS,
    connectTimeout: settings.connectTimeoutMs ?? defaults.connectTimeoutMs,
    rejectUnauthorized: settings.rejectUnauthorized ?? true,
    ...(protocolVersion === 5 ? { properties: { maximumPacketSize: maxPacketBytes } } : {}),
    ...(will === undefined ? {} : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 0 as const, retain: true } }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

type ConnectionParts = {
  readonly client: MqttClient;
  readonly protocolVersion: MqttProtocolVersion;
  readonly where: string;
  readonly nowMs: NowMs;
  readonly hooks: MqttBusHooks;
};

function connectionOf({ client, protocolVersion, where, nowMs, hooks }: ConnectionParts): MqttConnection {
  const ended = deferred<AssistantError>();
  const over = new AbortController();
  let disconnectCode: number | undefined;
  let failure: unknown;
  const onMute = () => { failure ??= new Error("it does not answer any more"); dropUnsent(client); };
  const pulse = createBrokerPulse({ where, nowMs, over: over.signal, ping: () => { client.sendPing(); }, onMute });
  client.on("packetsend", ({ cmd }) => { if (cmd === "pingreq") pulse.asked(); });
  withoutDelay(client);
  client.on("packetreceive", ({ cmd }) => { if (cmd === "pingresp") pulse.answered(); });
  client.on("disconnect", (packet) => { disconnectCode = packet.reasonCode; });
  client.on("error", (error) => { failure = error; });
  client.once("close", () => {
    const error = lostConnection(where, disconnectCode, failure);
    over.abort(error);
    ended.resolve(error);
  });
  return {
    protocolVersion,
    ended: ended.promise,
    answering: pulse.answering,
    async publish({ topic, payload }) {
      try {
        const written = client.publishAsync(topic, payload, publishOptions(protocolVersion));
        // What the network holds back is thrown away with the connection rather than delivered when it returns.
        pulse.check();
        await orAbort(written, over.signal);
      } catch (error) {
        throw new AssistantError("MQTT_PUBLISH_FAILED", `MQTT broker ${where}: the message may not have been sent (${messageOf(error)}). Say it again when the connection is back.`, { cause: error });
      }
    },
    // What is lost with the connection is said anew on the next one.
    say({ topic, payload, retain }) { client.publish(topic, payload, { qos: 0, retain }, () => undefined); },
    subscribe: (topicFilters) => { subscribe({ client, where, hooks }, topicFilters); },
    unsubscribe: (topicFilters) => { client.unsubscribe([...topicFilters], () => undefined); },
    async close() {
      client.end(false);
      await orAbort(ended.promise, AbortSignal.timeout(closeWithinMs)).catch(() => undefined);
      dropUnsent(client);
    },
  };
}

function publishOptions(protocolVersion: MqttProtocolVersion): IClientPublishOptions {
  const properties = protocolVersion === 5 ? { properties: { messageExpiryInterval: messageExpiryS } } : {};
  return { qos: 0, retain: false, ...properties };
}

/** A broker with access rules answers for each topic whether it may be read (SUBACK, 128 and above: no). */
function subscribe({ client, where, hooks }: Pick<ConnectionParts, "client" | "where" | "hooks">, topicFilters: readonly string[]): void {
  client.subscribe([...topicFilters], { qos: 0 }, (error, granted) => {
    const denied = granted?.find(({ qos }) => qos >= 128)?.topic;
    if (!client.connected || (denied === undefined && error === null)) return;
    hooks.onProblem(new AssistantError("MQTT_REFUSED", `MQTT broker ${where} does not let Sotto read ${denied ?? topicFilters[0]}. Allow it for this user.`, { cause: error }));
  });
}

/**
 * The second of two small packets would wait for the peer's acknowledgement of the first (Nagle's algorithm, RFC 896):
 * some 40 ms between two devices of a group.
 */
function withoutDelay(client: MqttClient): void {
  const stream: { setNoDelay?: (noDelay: boolean) => void } = client.stream as never;
  stream.setNoDelay?.(true);
}

/** Closes the socket and throws away what the kernel has not sent yet, so that it cannot arrive when the network returns. */
function dropUnsent(client: MqttClient): void {
  const stream: { resetAndDestroy?: () => void; destroy: () => void } = client.stream as never;
  if (typeof stream.resetAndDestroy === "function") stream.resetAndDestroy();
  else stream.destroy();
  client.end(true);
}
