// (pure) switch, siren, lock, scene, button, select and number: one command topic, a few payloads.
import { numberOf, parseJsonObject, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { choicesOf } from "../home/home-assistant-choices.ts";
import type { DeviceState } from "../home/state.ts";
import { oneOf } from "./home-assistant-climate.ts";
import { commandTo, numberFrom, onFrom, onOffPayload, payloadOf, samePayload, stateOf, toPct, valueFrom, wordFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

/** The payload through `command_template`. */
function plainCommand(config: EntityConfig, payload: string | number | undefined, variables?: Readonly<Record<string, unknown>>): MqttMessage | undefined {
  return commandTo(config, "command_topic", payload, { key: "command_template", ...(variables === undefined ? {} : { variables }) });
}

function plainValue(message: MqttMessage, config: EntityConfig): string | undefined {
  return valueFrom(message, config, "state_topic", "value_template");
}

export const switchPlatform: Platform = {
  messages: (command, config) => command.type === "onOff.set" ? [plainCommand(config, onOffPayload(config, command.on))] : undefined,
  read: (message, config) => stateOf({ on: onFrom(plainValue(message, config), config) }),
};

/** A siren without templates takes and tells JSON; how loud it is can only be said while it is switched on, so it is read, not set. */
export const sirenPlatform: Platform = {
  messages(command, config) {
    if (command.type !== "onOff.set") return undefined;
    const payload = onOffPayload(config, command.on);
    const key = !command.on && textOf(config, "command_off_template") !== undefined ? "command_off_template" : "command_template";
    const templated = textOf(config, key) !== undefined;
    return [commandTo(config, "command_topic", templated ? payload : JSON.stringify({ state: payload }), { key, variables: { state: payload } })];
  },
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", config["state_value_template"] === undefined ? "value_template" : "state_value_template");
    const object = value === undefined ? undefined : parseJsonObject(value);
    if (object === undefined) return stateOf({ on: onFrom(value, config) });
    const volume = numberOf(object, "volume_level");
    return stateOf({ on: onFrom(textOf(object, "state"), config), volumePct: volume === undefined ? undefined : toPct(volume * 100) });
  },
};

export const lockPlatform: Platform = {
  messages(command, config) {
    switch (command.type) {
      case "lock.set": return [plainCommand(config, command.locked ? payloadOf(config, "payload_lock", "LOCK") : payloadOf(config, "payload_unlock", "UNLOCK"), { code: null })];
      case "lock.open": return [plainCommand(config, textOf(config, "payload_open"), { code: null })];
      default: return undefined;
    }
  },
  read: (message, config) => stateOf({ lock: lockFrom(plainValue(message, config), config) }),
};

const lockStates = ["locked", "unlocked", "locking", "unlocking", "jammed", "open", "opening"] as const;

function lockFrom(value: string | undefined, config: EntityConfig): DeviceState["lock"] {
  if (value === undefined || value === payloadOf(config, "payload_reset", "None")) return undefined;
  return lockStates.find((state) => samePayload(value, payloadOf(config, `state_${state}`, state.toUpperCase())));
}

export const scenePlatform: Platform = {
  messages: (command, config) => command.type === "scene.activate" ? [commandTo(config, "command_topic", payloadOf(config, "payload_on", "ON"))] : undefined,
  read: () => undefined,
};

export const buttonPlatform: Platform = {
  messages: (command, config) => command.type === "scene.activate" ? [plainCommand(config, payloadOf(config, "payload_press", "PRESS"))] : undefined,
  read: () => undefined,
};

export const selectPlatform: Platform = {
  messages: (command, config) => command.type === "option.set" ? [plainCommand(config, oneOf(command.option, choicesOf(config, "options")))] : undefined,
  read: (message, config) => stateOf({ option: wordFrom(message, config, { topic: "state_topic", template: "value_template" }, choicesOf(config, "options")) }),
};

export const numberPlatform: Platform = {
  achievable: (command, config) => command.type === "number.set" ? { ...command, value: stepped(command.value, config) } : command,
  messages: (command, config) => command.type === "number.set" ? [plainCommand(config, stepped(command.value, config))] : undefined,
  read(message, config) {
    if (topicOf(config, "state_topic") === undefined || plainValue(message, config) === payloadOf(config, "payload_reset", "None")) return undefined;
    return stateOf({ number: numberFrom(message, config, "state_topic", "value_template") });
  },
};

/** The nearest value that the device counts, from `min` in steps; to six digits, since 0.1 is no sum of binary halves. */
function stepped(value: number, config: EntityConfig): number {
  const min = numberOf(config, "min") ?? 1;
  const step = Math.abs(numberOf(config, "step") ?? 1) || 1;
  const most = min + Math.floor(Number((((numberOf(config, "max") ?? 100) - min) / step).toFixed(6))) * step;
  return Number(Math.max(min, Math.min(most, min + Math.round((value - min) / step) * step)).toFixed(6));
}
