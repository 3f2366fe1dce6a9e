// What the faults are tried on: Sotto's bus, and what it must not be.
import { connect } from "mqtt";
import { AssistantError } from "../../src/base/errors.ts";
import { createMqttBus } from "../../src/act/mqtt-bus.ts";
import { orAbort } from "../../src/base/async.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import type { Candidate } from "./fault-run.ts";

/** The bus as the daemon has it, but with short pauses between attempts: a thousand faults must fit into minutes. */
export function sottoBus(url: string, clientId: string): Candidate {
  const outages: number[] = [];
  const bus = createMqttBus({ url, clientId, backoff: { firstMs: 20, maxMs: 150 }, stableAfterMs: 100, quarrelMaxMs: 150, connectTimeoutMs: 1000 }, {
    onStatus: ({ kind }) => { if (kind === "offline") outages.push(monotonicNowMs()); },
    onProblem: () => undefined,
  });
  return {
    outages,
    isConnected: () => bus.status().kind === "connected",
    publish: bus.publish,
    subscribe: bus.subscribe,
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
}

/** How long the other client is waited for before its command is reported as failed, in milliseconds. */
const giveUpAfterMs = 100;

/** MQTT.js as it comes: it queues what is published while there is no connection, at QoS 0 as well, and connects again by itself. */
export function queueingClient(url: string, clientId: string): Candidate {
  const outages: number[] = [];
  const client = connect(url, { clientId, protocolVersion: 5, reconnectPeriod: 50, reconnectOnConnackError: true });
  client.on("error", () => undefined);
  client.on("close", () => { outages.push(monotonicNowMs()); });
  return {
    outages,
    isConnected: () => client.connected,
    async publish({ topic, payload }) {
      const sentAtMs = monotonicNowMs();
      try {
        await orAbort(client.publishAsync(topic, payload), AbortSignal.timeout(giveUpAfterMs));
      } catch (error) {
        throw new AssistantError("MQTT_NOT_CONNECTED", "nothing was sent, as far as one can tell", { cause: error });
      }
      return { sentAtMs };
    },
    subscribe(topicFilters, onMessage) {
      client.on("message", (topic, payload, { retain }) => { if (topicFilters.includes(topic)) onMessage({ topic, payload: payload.toString(), retained: retain }); });
      client.subscribe([...topicFilters]);
    },
    async [Symbol.asyncDispose]() { client.end(true); },
  };
}
