// (pure) What every Home Assistant platform needs to write commands and to read states.
import type { CommandAction } from "../home/command.ts";
import { textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { renderTemplate, renderValue } from "./template.ts";

/** One component's conventions. SOURCE for all platforms: home-assistant.io, `_integrations/<platform>.mqtt.markdown`. */
export type Platform = {
  /** Undefined when this device has no way to do it. */
  readonly messages: (command: CommandAction, config: EntityConfig, state: DeviceState | undefined) => readonly (MqttMessage | undefined)[] | undefined;
  /** Config keys of the topics that tell states. */
  readonly stateTopicKeys: readonly string[];
  readonly read: (message: MqttMessage, config: EntityConfig) => DeviceState | undefined;
  readonly achievable?: (command: CommandAction, config: EntityConfig) => CommandAction;
};

/** A template's config key, and what it may use besides `value`. */
export type CommandTemplate = { readonly key: string; readonly variables?: Readonly<Record<string, unknown>> };

/**
 * One command to the topic under `topicKey`, through the template under `templateKey` when there is one.
 * Undefined when there is no such topic, or the template gives nothing for these values.
 */
export function commandTo(config: EntityConfig, topicKey: string, payload: string | number, template?: CommandTemplate): MqttMessage | undefined {
  const topic = topicOf(config, topicKey);
  if (topic === undefined) return undefined;
  const source = template === undefined ? undefined : textOf(config, template.key);
  if (source === undefined) return { topic, payload: String(payload) };
  const rendered = renderTemplate(source, { value: payload, ...template?.variables });
  return rendered === undefined ? undefined : { topic, payload: rendered };
}

/** What the message says under a state topic, through its value template; undefined when it is another topic's, or says nothing. */
export function valueFrom(message: MqttMessage, config: EntityConfig, topicKey: string, templateKey: string): string | undefined {
  if (config[topicKey] !== message.topic) return undefined;
  const source = textOf(config, templateKey);
  const value = source === undefined ? message.payload : renderValue(source, message.payload);
  // "None" is how Home Assistant's templates say that there is no value.
  return value === undefined || value === "" || value === "None" ? undefined : value;
}

/** The same as a number; undefined when it is not a finite one. */
export function numberFrom(message: MqttMessage, config: EntityConfig, topicKey: string, templateKey: string): number | undefined {
  const value = valueFrom(message, config, topicKey, templateKey);
  const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Equal payloads. Python writes `True` where a template here writes `true`. */
export function samePayload(one: string, other: string): boolean {
  return one === other || (/^(true|false)$/i.test(one) && one.toLowerCase() === other.toLowerCase());
}

/** The configured payload under `key`, or its default. */
export function payloadOf(config: EntityConfig, key: string, byDefault: string): string {
  return textOf(config, key) ?? byDefault;
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

/** A state of the fields that have a value; undefined when none has. */
export function stateOf(fields: { readonly [Field in keyof DeviceState]: DeviceState[Field] | undefined }): DeviceState | undefined {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : (Object.fromEntries(known) as DeviceState);
}

/** 0..100, rounded. */
export function toPct(value: number): number {
  return Math.round(Math.min(100, Math.max(0, value)));
}
