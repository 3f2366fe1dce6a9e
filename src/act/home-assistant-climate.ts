// (pure) climate: a set temperature, a measured one, and modes of which "off" is one.
import { topicOf } from "../home/config-values.ts";
import { fromCelsius, onModeOf, toCelsius } from "../home/home-assistant-capabilities.ts";
import { commandTo, numberFrom, onFrom, onOffPayload, stateOf, valueFrom, type Platform } from "./home-assistant-platform.ts";

export const climatePlatform: Platform = {
  messages(command, config) {
    switch (command.type) {
      case "setpoint.set": return [commandTo(config, "temperature_command_topic", fromCelsius(config, command.temperatureC), { key: "temperature_command_template" })];
      case "onOff.set": {
        if (topicOf(config, "power_command_topic") !== undefined) return [commandTo(config, "power_command_topic", onOffPayload(config, command.on), { key: "power_command_template" })];
        const mode = command.on ? onModeOf(config) : "off";
        return mode === undefined ? undefined : [commandTo(config, "mode_command_topic", mode, { key: "mode_command_template" })];
      }
      default: return undefined;
    }
  },
  stateTopicKeys: ["temperature_state_topic", "current_temperature_topic", "mode_state_topic", "power_state_topic"],
  read(message, config) {
    const mode = valueFrom(message, config, "mode_state_topic", "mode_state_template");
    const power = onFrom(valueFrom(message, config, "power_state_topic", "power_state_template"), config);
    const currentC = toCelsius(config, numberFrom(message, config, "current_temperature_topic", "current_temperature_template"));
    return stateOf({
      setpointC: toCelsius(config, numberFrom(message, config, "temperature_state_topic", "temperature_state_template")),
      currentC,
      reading: currentC,
      on: power ?? (mode === undefined ? undefined : mode !== "off"),
    });
  },
};
