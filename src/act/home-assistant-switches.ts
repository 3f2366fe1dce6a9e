// (pure) switch, lock and scene: one command topic, a few payloads.
import type { EntityConfig } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import { commandTo, onFrom, onOffPayload, payloadOf, samePayload, stateOf, valueFrom, type Platform } from "./home-assistant-platform.ts";

export const switchPlatform: Platform = {
  messages: (command, config) => command.type === "onOff.set"
    ? [commandTo(config, "command_topic", onOffPayload(config, command.on), { key: "command_template" })]
    : undefined,
  stateTopicKeys: ["state_topic"],
  read: (message, config) => stateOf({ on: onFrom(valueFrom(message, config, "state_topic", "value_template"), config) }),
};

export const lockPlatform: Platform = {
  messages(command, config) {
    if (command.type !== "lock.set") return undefined;
    const payload = command.locked ? payloadOf(config, "payload_lock", "LOCK") : payloadOf(config, "payload_unlock", "UNLOCK");
    return [commandTo(config, "command_topic", payload, { key: "command_template" })];
  },
  stateTopicKeys: ["state_topic"],
  read: (message, config) => stateOf({ lock: lockFrom(valueFrom(message, config, "state_topic", "value_template"), config) }),
};

const lockStates = ["locked", "unlocked", "locking", "unlocking", "jammed"] as const;

function lockFrom(value: string | undefined, config: EntityConfig): DeviceState["lock"] {
  if (value === undefined) return undefined;
  return lockStates.find((state) => samePayload(value, payloadOf(config, `state_${state}`, state.toUpperCase())));
}

export const scenePlatform: Platform = {
  messages: (command, config) => command.type === "scene.activate" ? [commandTo(config, "command_topic", payloadOf(config, "payload_on", "ON"))] : undefined,
  stateTopicKeys: [],
  read: () => undefined,
};
