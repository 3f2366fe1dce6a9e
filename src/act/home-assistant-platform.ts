// (pure) What every Home Assistant platform needs to write commands and to read states.
import type { CommandAction } from "../home/command.ts";
import { textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { topicMatches } from "./mqtt-subscriptions.ts";
import { renderTemplate, renderValue } from "./template.ts";

/**
 * One component's conventions. SOURCE for all platforms: home-assistant.io, `_integrations/<platform>.mqtt.markdown`.
 * Whatever a device announces of `qos` and `retain` is not taken from it: a command is sent once and never kept.
 */
export type Platform = {
  /** Undefined when this device has no way to do it. */
  readonly messages: (command: CommandAction, config: EntityConfig, state: DeviceState | undefined) => readonly (MqttMessage | undefined)[] | undefined;
  readonly read: (message: MqttMessage, config: EntityConfig) => DeviceState | undefined;
  readonly achievable?: (command: CommandAction, config: EntityConfig) => CommandAction;
};

/** A template's config key, and what it may use besides `value`. */
export type CommandTemplate = { readonly key: string; readonly variables?: Readonly<Record<string, unknown>> };

/**
 * One command to the topic under `topicKey`, through the template under `templateKey` when there is one.
 * Undefined when there is no such topic or no payload, or the template gives nothing for these values.
 */
export function commandTo(config: EntityConfig, topicKey: string, payload: string | number | undefined, template?: CommandTemplate): MqttMessage | undefined {
  const topic = topicOf(config, topicKey);
  if (topic === undefined || payload === undefined || (typeof payload === "number" && !Number.isFinite(payload))) return undefined;
  const source = template === undefined ? undefined : textOf(config, template.key);
  if (source === undefined) return { topic, payload: String(payload) };
  const rendered = renderTemplate(source, { value: payload, ...template?.variables });
  return rendered === undefined || rendered === "" ? undefined : { topic, payload: rendered };
}

/** `<name>_command_topic` through `<name>_command_template`. */
export function commandNamed(config: EntityConfig, name: string, payload: string | number | undefined, variables?: CommandTemplate["variables"]): MqttMessage | undefined {
  return commandTo(config, `${name}_command_topic`, payload, { key: `${name}_command_template`, ...(variables === undefined ? {} : { variables }) });
}

/** How devices and Home Assistant's templates say that there is no value. */
const noValue: ReadonlySet<string> = new Set(["", "None", "unknown", "unavailable"]);

/** What the message says under a state topic, through its value template; undefined when it is another topic's, or says nothing. */
export function valueFrom(message: MqttMessage, config: EntityConfig, topicKey: string, templateKey: string, variables?: Readonly<Record<string, unknown>>): string | undefined {
  const filter = textOf(config, topicKey);
  if (filter !== message.topic && !(filter?.includes("+") === true && topicMatches(filter, message.topic))) return undefined;
  const source = textOf(config, templateKey);
  const value = source === undefined ? message.payload : renderValue(source, message.payload, variables);
  return value === undefined || noValue.has(value.trim()) ? undefined : value;
}

/** The same as a number; undefined when it is not a finite one. */
export function numberFrom(message: MqttMessage, config: EntityConfig, topicKey: string, templateKey: string, variables?: Readonly<Record<string, unknown>>): number | undefined {
  return finite(valueFrom(message, config, topicKey, templateKey, variables));
}

export function finite(value: string | undefined): number | undefined {
  const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** One of `words`, as announced; undefined for any other. */
export function wordFrom(message: MqttMessage, config: EntityConfig, keys: { readonly topic: string; readonly template: string }, words: readonly string[]): string | undefined {
  const value = valueFrom(message, config, keys.topic, keys.template);
  return value === undefined ? undefined : words.find((word) => samePayload(value, word));
}

/** Equal payloads. Python writes `True` where JSON has `true`. */
export function samePayload(one: string, other: string): boolean {
  return one === other || (/^(true|false)$/i.test(one) && one.toLowerCase() === other.toLowerCase());
}

/** The configured payload under `key`, or its default. */
export function payloadOf(config: EntityConfig, key: string, byDefault: string): string {
  return textOf(config, key) ?? byDefault;
}

/** The same; undefined where the device announced `null`: it has no such command. */
export function commandPayloadOf(config: EntityConfig, key: string, byDefault: string): string | undefined {
  return config[key] === null ? undefined : payloadOf(config, key, byDefault);
}

/** True for the "on" value, false for "off", undefined for anything else. */
export function onFrom(value: string | undefined, config: EntityConfig): boolean | undefined {
  if (value === undefined) return undefined;
  if (samePayload(value, payloadOf(config, "state_on", payloadOf(config, "payload_on", "ON")))) return true;
  if (samePayload(value, payloadOf(config, "state_off", payloadOf(config, "payload_off", "OFF")))) return false;
  return undefined;
}

/** The payload that switches on or off. */
export function onOffPayload(config: EntityConfig, on: boolean): string {
  return on ? payloadOf(config, "payload_on", "ON") : payloadOf(config, "payload_off", "OFF");
}

/** A state of the fields that have a value; undefined when none has. Limits beyond all measure can make a number infinite. */
export function stateOf(fields: { readonly [Field in keyof DeviceState]: DeviceState[Field] | undefined }): DeviceState | undefined {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && isMeasurable(value));
  return known.length === 0 ? undefined : (Object.fromEntries(known) as DeviceState);
}

function isMeasurable(value: NonNullable<DeviceState[keyof DeviceState]>): boolean {
  if (typeof value === "object") return Object.values(value).every((part) => Number.isFinite(part));
  return typeof value !== "number" || Number.isFinite(value);
}

/** 0..100, rounded. */
export function toPct(value: number): number {
  return Math.round(Math.min(100, Math.max(0, value)));
}
