// (pure) Whether a device is there: one topic or several, each with its payloads.
import { objectOf, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import type { Availability } from "./device-adapter.ts";
import { payloadOf, samePayload } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { renderValue } from "./template.ts";

type Source = { readonly topic: string; readonly template: string | undefined; readonly yes: string; readonly no: string };

export function availabilityOf(config: EntityConfig): Availability {
  const mode = config["availability_mode"];
  return { topics: [...new Set(sourcesOf(config).map(({ topic }) => topic))], mode: mode === "all" || mode === "any" ? mode : "latest" };
}

export function readAvailability(message: MqttMessage, config: EntityConfig): boolean | undefined {
  for (const { topic, template, yes, no } of sourcesOf(config)) {
    if (topic !== message.topic) continue;
    const value = template === undefined ? message.payload : renderValue(template, message.payload);
    if (value === undefined) continue;
    if (samePayload(value, yes)) return true;
    if (samePayload(value, no)) return false;
  }
  return undefined;
}

function sourcesOf(config: EntityConfig): readonly Source[] {
  const list = Array.isArray(config["availability"]) ? config["availability"] : [config["availability"]];
  const listed = list.flatMap((item) => {
    const entry = objectOf(item);
    return entry === undefined ? [] : sourceOf(entry, "topic", "value_template");
  });
  return [...sourceOf(config, "availability_topic", "availability_template"), ...listed];
}

function sourceOf(entry: EntityConfig, topicKey: string, templateKey: string): readonly Source[] {
  const topic = topicOf(entry, topicKey);
  if (topic === undefined) return [];
  return [{
    topic,
    template: textOf(entry, templateKey),
    yes: payloadOf(entry, "payload_available", "online"),
    no: payloadOf(entry, "payload_not_available", "offline"),
  }];
}
