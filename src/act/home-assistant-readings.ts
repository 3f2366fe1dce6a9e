// (pure) sensor and binary_sensor: nothing to command.
import { onFrom, stateOf, valueFrom, type Platform } from "./home-assistant-platform.ts";

/** Longest reading kept as text, in characters: Home Assistant's limit for a state. */
const maxReadingLength = 255;

export const sensorPlatform: Platform = {
  messages: () => undefined,
  stateTopicKeys: ["state_topic"],
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", "value_template")?.trim();
    if (value === undefined || value === "" || value.length > maxReadingLength || value.includes("\uFFFD")) return undefined;
    const number = Number(value);
    return { reading: Number.isFinite(number) ? number : value };
  },
};

export const binarySensorPlatform: Platform = {
  messages: () => undefined,
  stateTopicKeys: ["state_topic"],
  read(message, config) {
    const on = onFrom(valueFrom(message, config, "state_topic", "value_template"), config);
    return on === undefined ? undefined : stateOf({ on, reading: on ? "on" : "off" });
  },
};
