// Takes back all that a Sotto has left in the broker.
import type { MqttBus } from "../act/bus.ts";
import { AssistantError } from "../base/errors.ts";
import { deadlineSignal, monotonicNowMs, sleep } from "../base/time.ts";

/** The broker replays what it keeps in one burst; this much quiet ends it. Milliseconds. */
const quietMs = 1000;
/** How long the broker may take to repeat that the topics are empty now. Milliseconds. */
const confirmWithinMs = 5000;

/**
 * Empties every retained topic that matches, and waits until the broker has said so.
 * @param topicFilters of the Sotto's own; topics that are named in full are emptied first, in this order
 * @returns the topics that were emptied; none when there was nothing
 * @throws MQTT_PUBLISH_FAILED when the broker does not let it be
 */
export async function removeTraces(bus: Pick<MqttBus, "tell" | "subscribe" | "connected">, topicFilters: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const found = new Set<string>();
  const emptied = new Set<string>();
  const listening = new AbortController();
  let lastMs = Number.NEGATIVE_INFINITY;
  bus.subscribe(topicFilters, ({ topic, payload, retained }) => {
    if (retained) lastMs = monotonicNowMs();
    if (retained && payload !== "") found.add(topic);
    if (!retained && payload === "") emptied.add(topic);
  }, AbortSignal.any([signal, listening.signal]));
  try {
    await bus.connected(signal);
    lastMs = monotonicNowMs();
    while (monotonicNowMs() - lastMs < quietMs) await sleep(20, signal);
    const topics = [...topicFilters.filter((topic) => found.has(topic)), ...[...found].filter((topic) => !topicFilters.includes(topic))];
    for (const topic of topics) bus.tell({ topic, payload: "", retain: true });
    await allOf(topics, emptied, signal);
    return topics;
  } finally {
    listening.abort();
  }
}

async function allOf(topics: readonly string[], emptied: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  using deadline = deadlineSignal(signal, confirmWithinMs);
  try {
    while (!topics.every((topic) => emptied.has(topic))) await sleep(20, deadline.signal);
  } catch (error) {
    if (!deadline.timedOut()) throw error;
    const left = topics.filter((topic) => !emptied.has(topic));
    throw new AssistantError("MQTT_PUBLISH_FAILED", `the broker has not confirmed that ${left.join(", ")} ${left.length === 1 ? "is" : "are"} empty. Look whether this user may write there, and try again.`, { cause: error });
  }
}
