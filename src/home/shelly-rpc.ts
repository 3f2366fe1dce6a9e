// (pure) What Sotto says to a Shelly over MQTT and where the answers stand. SOURCE: shelly-api-docs.shelly.cloud gen2,
// General/RPCProtocol, General/Notifications, ComponentsAndServices/Mqtt: a call goes to `<prefix>/rpc`, its answer to `<src>/rpc`.
import type { Codec, Json, ReadPoint, WireMessage, WritePoint } from "./endpoint.ts";

/** Sotto names itself anew to each Shelly: the topic of an answer then tells whose it is. */
const ownPrefix = "sotto/shelly/";

/** Announcements and answers. A topic prefix has one level ("shellyplus1-a8032abe54dc") or two ("shellies-gen3/attic"). */
export const shellyFilters: readonly string[] = [
  "+/online", "+/+/online", "+/events/rpc", "+/+/events/rpc", `${ownPrefix}+/rpc`, `${ownPrefix}+/+/rpc`,
];

export type ShellyTopic = { readonly kind: "online" | "events" | "answer"; readonly prefix: string };

export function readShellyTopic(topic: string): ShellyTopic | undefined {
  if (topic.startsWith(ownPrefix)) return topic.endsWith("/rpc") ? { kind: "answer", prefix: topic.slice(ownPrefix.length, -"/rpc".length) } : undefined;
  if (topic.endsWith("/online")) return { kind: "online", prefix: topic.slice(0, -"/online".length) };
  return topic.endsWith("/events/rpc") ? { kind: "events", prefix: topic.slice(0, -"/events/rpc".length) } : undefined;
}

/** Numbers of the questions; an answer carries the number of its question. */
export const questionIds = { info: 1, config: 2, status: 3, components: 4 } as const;
/** Of all commands: nothing waits for their answers, the status tells what became of them. */
export const commandId = 9;

export function ask(prefix: string, id: number, method: string, params?: { readonly [key: string]: Json }): WireMessage {
  return { topic: `${prefix}/rpc`, payload: JSON.stringify({ id, src: ownPrefix + prefix, method, ...(params === undefined ? {} : { params }) }) };
}

/** A command without a value of its own. */
export function command(prefix: string, method: string, params: { readonly [key: string]: Json }): WireMessage {
  return ask(prefix, commandId, method, params);
}

/** A command with a value, put at `at` into the parameters. */
export function commandWith(prefix: string, method: string, params: { readonly [key: string]: Json }, at: readonly string[], codec: Codec): WritePoint {
  return { how: "value", topic: `${prefix}/rpc`, at: ["params", ...at], with: { id: commandId, src: ownPrefix + prefix, method, params }, codec };
}

/** A value in the status of a component, wherever it is told: as status, as news, as an answer. */
export function statusReads(prefix: string, key: string, at: readonly string[], codec: Codec): readonly ReadPoint[] {
  const answer = `${ownPrefix}${prefix}/rpc`;
  const alone = statusQuestionId(key);
  return [
    { topic: `${prefix}/status/${key}`, at, codec },
    { topic: `${prefix}/events/rpc`, at: ["params", key, ...at], codec },
    alone === undefined
      ? { topic: answer, at: ["result", key, ...at], codec, when: { at: ["id"], is: [questionIds.status] } }
      : { topic: answer, at: ["result", ...at], codec, when: { at: ["id"], is: [alone] } },
  ];
}

/** What an input tells: the last of its events in one message, which may carry several. */
export function eventReads(prefix: string, key: string, codec: Codec): readonly ReadPoint[] {
  return ["0", "1", "2"].map((index) => {
    const event = ["params", "events", index];
    return { topic: `${prefix}/events/rpc`, at: [...event, "event"], codec, when: { at: [...event, "component"], is: [key] } };
  });
}

/** Components that people add themselves are not among the answer to Shelly.GetStatus and are asked one by one. */
const dynamicNamespaces = ["blutrv", "bthomesensor", "presencezone", "boolean", "number", "enum"] as const;
const methods: Readonly<Record<(typeof dynamicNamespaces)[number], string>> = {
  blutrv: "BluTrv.GetStatus", bthomesensor: "BTHomeSensor.GetStatus", presencezone: "PresenceZone.GetStatus",
  boolean: "Boolean.GetStatus", number: "Number.GetStatus", enum: "Enum.GetStatus",
};

/** A number of its own for each: ids of such components are 200 to 299 (shelly-api-docs, DynamicComponents). */
function statusQuestionId(key: string): number | undefined {
  const [type = "", id = ""] = key.split(":");
  const index = dynamicNamespaces.findIndex((namespace) => namespace === type);
  return index < 0 ? undefined : (index + 1) * 1000 + Number(id);
}

/** Asks after the whole status, and one by one after what it leaves out. */
export function statusQuestions(prefix: string, keys: readonly string[]): readonly WireMessage[] {
  return [
    ask(prefix, questionIds.status, "Shelly.GetStatus"),
    ...keys.flatMap((key) => {
      const [type, id] = key.split(":");
      const namespace = dynamicNamespaces.find((known) => known === type);
      const number = statusQuestionId(key);
      return namespace === undefined || number === undefined ? [] : [ask(prefix, number, methods[namespace], { id: Number(id) })];
    }),
  ];
}

export function componentsQuestion(prefix: string, offset: number): WireMessage {
  return ask(prefix, questionIds.components, "Shelly.GetComponents", { offset, dynamic_only: true, include: ["config", "status"] });
}
