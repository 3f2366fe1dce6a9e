// (pure) sensor, binary_sensor and event: nothing to command.
import { parseJsonObject, textOf } from "../home/config-values.ts";
import { choicesOf } from "../home/home-assistant-choices.ts";
import { onFrom, stateOf, valueFrom, type Platform } from "./home-assistant-platform.ts";

/** Longest reading kept as text, in characters: Home Assistant's limit for a state. */
const maxReadingLength = 255;

/** What libraries make of a value that is not there. */
const nothing = /^(none|null|nan|undefined|unknown|unavailable)$/i;

export const sensorPlatform: Platform = {
  messages: () => undefined,
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", "value_template")?.trim();
    if (value === undefined || value === "" || value.length > maxReadingLength || value.includes("\uFFFD") || nothing.test(value)) return undefined;
    const number = Number(value);
    return { reading: Number.isFinite(number) ? number : value };
  },
};

export const binarySensorPlatform: Platform = {
  messages: () => undefined,
  read(message, config) {
    const on = onFrom(valueFrom(message, config, "state_topic", "value_template"), config);
    return on === undefined ? undefined : stateOf({ on, reading: on ? "on" : "off" });
  },
};

/** An event comes as JSON with its type among the announced ones. */
export const eventPlatform: Platform = {
  messages: () => undefined,
  read(message, config) {
    const value = valueFrom(message, config, "state_topic", "value_template");
    const type = value === undefined ? undefined : textOf(parseJsonObject(value) ?? {}, "event_type");
    return stateOf({ event: choicesOf(config, "event_types").find((known) => known === type) });
  },
};
