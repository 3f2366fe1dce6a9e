// (pure) fan: on, off, a speed in a range of its own, presets, oscillation and direction.
import { numberOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { choicesOf } from "../home/home-assistant-choices.ts";
import { oneOf } from "./home-assistant-climate.ts";
import { commandNamed, commandTo, finite, onFrom, onOffPayload, payloadOf, samePayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";

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
        const speed = commandNamed(config, "percentage", levelOfPct(command.speedPct, config));
        return state?.on === true ? [speed] : [onOff(config, true), speed];
      }
      case "preset.set": {
        const preset = commandNamed(config, "preset_mode", oneOf(command.preset, choicesOf(config, "preset_modes")));
        return state?.on === true || preset === undefined ? [preset] : [onOff(config, true), preset];
      }
      case "oscillation.set": return [commandNamed(config, "oscillation", oscillationPayload(config, command.on))];
      case "direction.set": return [commandNamed(config, "direction", command.direction)];
      default: return undefined;
    }
  },
  read(message, config) {
    const speed = valueFrom(message, config, "percentage_state_topic", "percentage_value_template");
    const level = speed === payloadOf(config, "payload_reset_percentage", "None") ? undefined : finite(speed);
    const preset = valueFrom(message, config, "preset_mode_state_topic", "preset_mode_value_template");
    const oscillation = valueFrom(message, config, "oscillation_state_topic", "oscillation_value_template");
    const direction = valueFrom(message, config, "direction_state_topic", "direction_value_template");
    return stateOf({
      on: onFrom(valueFrom(message, config, "state_topic", "state_value_template"), config),
      fanSpeedPct: level === undefined ? undefined : pctOfLevel(level, config),
      preset: preset === payloadOf(config, "payload_reset_preset_mode", "None") ? undefined : choicesOf(config, "preset_modes").find((known) => known === preset),
      oscillating: oscillation === undefined ? undefined : [true, false].find((on) => samePayload(oscillation, oscillationPayload(config, on))),
      direction: direction === "forward" || direction === "reverse" ? direction : undefined,
    });
  },
};

function onOff(config: EntityConfig, on: boolean) {
  return commandTo(config, "command_topic", onOffPayload(config, on), { key: "command_template" });
}

function oscillationPayload(config: EntityConfig, on: boolean): string {
  return on ? payloadOf(config, "payload_oscillation_on", "oscillate_on") : payloadOf(config, "payload_oscillation_off", "oscillate_off");
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
