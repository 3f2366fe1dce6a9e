// (pure) fan: on, off, and a speed in a range of its own.
import { numberOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { commandTo, numberFrom, onFrom, onOffPayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";

export const fanPlatform: Platform = {
  achievable(command, config) {
    return command.type === "fanSpeed.set" ? { ...command, speedPct: pctOfLevel(levelOfPct(command.speedPct, config), config) } : command;
  },
  messages(command, config, state) {
    switch (command.type) {
      case "onOff.set": return [onOff(config, command.on)];
      case "fanSpeed.set": {
        if (topicOf(config, "percentage_command_topic") === undefined) return undefined;
        if (command.speedPct <= 0) return [onOff(config, false)];
        const speed = commandTo(config, "percentage_command_topic", levelOfPct(command.speedPct, config), { key: "percentage_command_template" });
        return state?.on === true ? [speed] : [onOff(config, true), speed];
      }
      default: return undefined;
    }
  },
  stateTopicKeys: ["state_topic", "percentage_state_topic"],
  read(message, config) {
    const level = numberFrom(message, config, "percentage_state_topic", "percentage_value_template");
    return stateOf({
      on: onFrom(valueFrom(message, config, "state_topic", "state_value_template"), config),
      fanSpeedPct: level === undefined ? undefined : pctOfLevel(level, config),
    });
  },
};

function onOff(config: EntityConfig, on: boolean) {
  return commandTo(config, "command_topic", onOffPayload(config, on), { key: "command_template" });
}

/** Speeds count from `speed_range_min` (1) to `speed_range_max` (100); what is below the range is off. */
function rangeOf(config: EntityConfig): { readonly below: number; readonly levels: number } {
  const min = Math.max(1, numberOf(config, "speed_range_min") ?? 1);
  const max = Math.max(min, numberOf(config, "speed_range_max") ?? 100);
  return { below: min - 1, levels: max - min + 1 };
}

function levelOfPct(pct: number, config: EntityConfig): number {
  const { below, levels } = rangeOf(config);
  // Rounded first: 7 percent of 100 levels is 7.000000000000001 in binary.
  return pct <= 0 ? below : below + Math.ceil(Number(((pct * levels) / 100).toFixed(6)));
}

function pctOfLevel(level: number, config: EntityConfig): number {
  const { below, levels } = rangeOf(config);
  return toPct(((level - below) * 100) / levels);
}
