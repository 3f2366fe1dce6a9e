// (pure) climate and humidifier: what is to be reached, what is measured, and modes of which "off" may be one.
import { topicOf, type EntityConfig } from "../home/config-values.ts";
import { choicesOf, climateModesOf, fanModesOf, onModeOf } from "../home/home-assistant-choices.ts";
import { fromCelsius, toCelsius } from "../home/home-assistant-units.ts";
import { commandNamed, commandTo, numberFrom, onFrom, onOffPayload, payloadOf, stateOf, toPct, valueFrom, wordFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const climatePlatform: Platform = {
  achievable(command, config) {
    return command.type === "setpoint.set" ? { ...command, temperatureC: toCelsius(config, fromCelsius(config, command.temperatureC)) ?? command.temperatureC } : command;
  },
  messages(command, config) {
    switch (command.type) {
      case "setpoint.set": return [commandNamed(config, "temperature", fromCelsius(config, command.temperatureC))];
      case "mode.set": return [commandNamed(config, "mode", oneOf(command.mode, climateModesOf(config)))];
      case "preset.set": return [commandNamed(config, "preset_mode", oneOf(command.preset, choicesOf(config, "preset_modes")))];
      case "fanMode.set": return [commandNamed(config, "fan_mode", oneOf(command.fanMode, fanModesOf(config)))];
      case "humidity.set": return [commandNamed(config, "target_humidity", Math.round(command.humidityPct))];
      case "onOff.set": {
        if (topicOf(config, "power_command_topic") !== undefined) return [commandNamed(config, "power", onOffPayload(config, command.on))];
        return [commandNamed(config, "mode", command.on ? onModeOf(config) : "off")];
      }
      default: return undefined;
    }
  },
  read(message, announced) {
    const config = throughCommonTemplate(announced);
    const degrees = (name: string) => toCelsius(config, numberFrom(message, config, `${name}_topic`, `${name}_template`));
    const mode = wordFrom(message, config, { topic: "mode_state_topic", template: "mode_state_template" }, climateModesOf(config));
    const power = onFrom(valueFrom(message, config, "power_state_topic", "power_state_template"), config);
    const currentC = degrees("current_temperature");
    return stateOf({
      setpointC: degrees("temperature_state"), setpointLowC: degrees("temperature_low_state"), setpointHighC: degrees("temperature_high_state"),
      currentC, reading: currentC, mode,
      on: power ?? (mode === undefined ? undefined : mode !== "off"),
      preset: wordFrom(message, config, { topic: "preset_mode_state_topic", template: "preset_mode_value_template" }, ["none", ...choicesOf(config, "preset_modes")]),
      fanMode: wordFrom(message, config, { topic: "fan_mode_state_topic", template: "fan_mode_state_template" }, fanModesOf(config)),
      action: wordFrom(message, config, { topic: "action_topic", template: "action_template" }, actions),
      ...humidities(message, config),
    });
  },
};

/** SOURCE: climate.mqtt and humidifier.mqtt, `action_topic`. */
const actions = ["off", "heating", "preheating", "cooling", "drying", "humidifying", "fan", "idle", "defrosting"];

const templatedKeys = ["temperature_state", "temperature_low_state", "temperature_high_state", "current_temperature", "current_humidity",
  "target_humidity_state", "mode_state", "power_state", "fan_mode_state", "action"].map((name) => `${name}_template`);

/** `value_template` is the template of every state that has none of its own (climate.mqtt). */
function throughCommonTemplate(config: EntityConfig): EntityConfig {
  const common = config["value_template"];
  if (common === undefined) return config;
  return { ...Object.fromEntries([...templatedKeys, "preset_mode_value_template"].map((key) => [key, common])), ...config };
}

function humidities(message: MqttMessage, config: EntityConfig): { readonly humiditySetPct: number | undefined; readonly currentHumidityPct: number | undefined } {
  const percent = (name: string) => {
    const value = numberFrom(message, config, `${name}_topic`, `${name}_template`);
    return value === undefined || value < 0 || value > 100 ? undefined : Math.round(value);
  };
  return { humiditySetPct: percent("target_humidity_state"), currentHumidityPct: percent("current_humidity") };
}

/** Only what was announced is sent; a word differs from it by case at most. */
export function oneOf(word: string, words: readonly string[]): string | undefined {
  return words.includes(word) ? word : words.find((known) => known.toLowerCase() === word.toLowerCase());
}

export const humidifierPlatform: Platform = {
  achievable: (command) => command.type === "humidity.set" ? { ...command, humidityPct: toPct(command.humidityPct) } : command,
  messages(command, config) {
    switch (command.type) {
      case "onOff.set": return [commandTo(config, "command_topic", onOffPayload(config, command.on), { key: "command_template" })];
      case "humidity.set": return [commandNamed(config, "target_humidity", Math.round(command.humidityPct))];
      case "preset.set": return [commandNamed(config, "mode", oneOf(command.preset, choicesOf(config, "modes")))];
      default: return undefined;
    }
  },
  read(message, config) {
    const humidity = humidities(message, config);
    const preset = valueFrom(message, config, "mode_state_topic", "mode_state_template");
    return stateOf({
      on: onFrom(valueFrom(message, config, "state_topic", "state_value_template"), config),
      preset: preset === payloadOf(config, "payload_reset_mode", "None") ? undefined : choicesOf(config, "modes").find((mode) => mode === preset),
      action: wordFrom(message, config, { topic: "action_topic", template: "action_template" }, actions),
      reading: humidity.currentHumidityPct,
      ...humidity,
    });
  },
};
