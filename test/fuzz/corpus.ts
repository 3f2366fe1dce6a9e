// What real devices and bridges say, as the starting point for damage: the virtual home and every fixture of the sources.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVirtualDevices } from "../../src/virtual/virtual-devices.ts";
import type { Message } from "./fuzz-home.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** Each message once; payloads of more than this are for the sources' own tests. */
const maxPayloadLength = 20_000;

export function fuzzCorpus(): readonly Message[] {
  const virtual = createVirtualDevices(() => undefined).map(({ discovery }) => ({
    topic: `homeassistant/${discovery.component}/${discovery.objectId}/config`, payload: JSON.stringify(discovery.config),
  }));
  const states = ['{"state":"ON","brightness":127,"color":{"x":0.4,"y":0.3},"color_mode":"xy"}', "ON", "online", '{"state":"offline"}', "21.5", "LOCKED", "opening", '{"position":40}']
    .map((payload) => ({ topic: "zigbee2mqtt/lamp", payload }));
  const recorded = ["discovery", "zigbee2mqtt", "tasmota", "shelly", "homie", "statestream"].flatMap((folder) => messagesIn(`${fixtures}${folder}/`));
  const all = [...virtual, ...states, ...recorded].filter(({ payload }) => payload.length <= maxPayloadLength);
  return [...new Map(all.map((message) => [`${message.topic} ${message.payload}`, message])).values()];
}

function messagesIn(folder: string): readonly Message[] {
  if (!existsSync(folder)) return [];
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith(".json"));
  return files.flatMap((file) => collect(JSON.parse(readFileSync(folder + file, "utf8"))));
}

/** Every object with a topic and a payload, however deep; a payload that is no text stands for its JSON. */
function collect(value: unknown): readonly Message[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== "object" || value === null) return [];
  const { topic, payload } = value as { readonly topic?: unknown; readonly payload?: unknown };
  const own = typeof topic === "string" && payload !== undefined ? [{ topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload) }] : [];
  return [...own, ...Object.values(value).flatMap(collect)];
}
