// (pure) What a topic from a stranger's message must look like before it is used.

/** Longest topic used, in UTF-8 bytes. MQTT allows 65535 (MQTT 5, 1.5.4); nothing in a home needs a tenth of this. */
const maxTopicBytes = 1024;

/**
 * Why `filter` must not be subscribed to for the readings of one device, or undefined when it is fine. `+` may stand for
 * whole levels as long as the last one, which tells what it is about, is named: Theengs and OpenMQTTGateway announce the
 * sensors that any of their gateways may hear that way ("+/+/BTtoMQTT/A4C138C38EE5").
 */
export function readingFilterProblem(filter: string): string | undefined {
  const levels = filter.split("/");
  if (levels.at(-1) === "+") return "has a wildcard at its end";
  return topicProblem(levels.map((level) => (level === "+" ? "any" : level)).join("/"));
}

/**
 * Why `topic` must not be published to or subscribed to as one device's topic, or undefined when it is fine.
 * Wildcards would address other devices (MQTT 5, 4.7.1), `$share/` and `$SYS/` belong to the broker (4.7.2, 4.8.2).
 */
export function topicProblem(topic: string): string | undefined {
  if (topic === "") return "is empty";
  if (Buffer.byteLength(topic) > maxTopicBytes) return `is longer than ${maxTopicBytes} bytes`;
  if (/[#+]/.test(topic)) return "has a wildcard";
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]/.test(topic)) return "has control characters";
  if (/\p{Cs}/u.test(topic)) return "is not well-formed Unicode";
  if (topic.startsWith("$")) return "starts with $";
  return undefined;
}
