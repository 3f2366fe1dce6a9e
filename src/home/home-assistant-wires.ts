// (pure) Which topics and templates of an announcement each component writes to and reads from; a fault in any other key is
// none of its business. SOURCE: home-assistant.io, `_integrations/<component>.mqtt.markdown`.
import type { HomeAssistantComponent } from "./binding.ts";
import { textOf, type EntityConfig } from "./config-values.ts";

/** Config keys. Templates that only shape a command are written through, the others are read through. */
export type Wires = {
  readonly commandTopics: readonly string[];
  readonly commandTemplates: readonly string[];
  readonly stateTopics: readonly string[];
  readonly stateTemplates: readonly string[];
};

/** `a` → a_command_topic, a_command_template and so on; what is spelled otherwise is given in full. */
function wires(commands: readonly string[], states: readonly string[]): Wires {
  const ending = (keys: readonly string[], end: string) => keys.filter((key) => key.endsWith(end));
  return {
    commandTopics: ending(commands, "_topic"), commandTemplates: ending(commands, "_template"),
    stateTopics: ending(states, "_topic"), stateTemplates: ending(states, "_template"),
  };
}

function written(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}_topic`, `${name}_template`]);
}

const simple = wires(written("command"), ["state_topic", "value_template"]);
const climateReads = ["current_temperature", "current_humidity", "action", "mode_state", "fan_mode_state", "power_state",
  "temperature_state", "temperature_low_state", "temperature_high_state", "target_humidity_state"];

const byComponent: Readonly<Record<Exclude<HomeAssistantComponent, "light">, Wires>> = {
  switch: simple, lock: simple, select: simple, number: simple, valve: simple, alarm_control_panel: simple,
  sensor: wires([], simple.stateTopics.concat(simple.stateTemplates)),
  binary_sensor: wires([], simple.stateTopics.concat(simple.stateTemplates)),
  event: wires([], simple.stateTopics.concat(simple.stateTemplates)),
  scene: wires(["command_topic"], []),
  button: wires(written("command"), []),
  siren: wires([...written("command"), "command_off_template"], ["state_topic", "state_value_template", "value_template"]),
  fan: wires(written("command", "percentage_command", "preset_mode_command", "oscillation_command", "direction_command"), [
    "state_topic", "state_value_template", "percentage_state_topic", "percentage_value_template", "preset_mode_state_topic", "preset_mode_value_template",
    "oscillation_state_topic", "oscillation_value_template", "direction_state_topic", "direction_value_template"]),
  humidifier: wires(written("command", "target_humidity_command", "mode_command"),
    ["state_topic", "state_value_template", ...written("target_humidity_state", "mode_state", "current_humidity", "action")]),
  vacuum: wires(["command_topic", "set_fan_speed_topic"], ["state_topic"]),
  lawn_mower: wires(written("start_mowing_command", "pause_command", "dock_command", "stop_command"), ["activity_state_topic", "activity_value_template"]),
  cover: wires(["command_topic", ...written("set_position", "tilt_command")], ["state_topic", "value_template", ...written("position", "tilt_status")]),
  climate: wires(written("temperature_command", "mode_command", "preset_mode_command", "fan_mode_command", "power_command", "target_humidity_command"),
    [...written(...climateReads), "value_template", "preset_mode_state_topic", "preset_mode_value_template"]),
};

const lights: Readonly<Record<string, Wires>> = {
  json: wires(["command_topic"], ["state_topic"]),
  template: wires(["command_topic", "command_on_template", "command_off_template"], ["state_topic", ...["state", "brightness", "red", "green", "blue", "color_temp"].map((name) => `${name}_template`)]),
  default: wires(["command_topic", ...written("brightness_command", "color_temp_command", "rgb_command", "rgbw_command", "rgbww_command", "hs_command", "xy_command")], [
    "state_topic", "state_value_template", "color_mode_state_topic", "color_mode_value_template",
    ...["brightness", "color_temp", "rgb", "rgbw", "rgbww", "hs", "xy"].flatMap((name) => [`${name}_state_topic`, `${name}_value_template`])]),
};

/** Whether entities of this kind are only listened to: what they say confirms no command, so several gateways may say it. */
export function isOnlyRead({ commandTopics }: Wires): boolean {
  return commandTopics.length === 0;
}

export function wiresOf(component: HomeAssistantComponent, config: EntityConfig): Wires {
  if (component !== "light") return byComponent[component];
  const schema = textOf(config, "schema") ?? "default";
  return (Object.hasOwn(lights, schema) ? lights[schema] : undefined) ?? lights["default"] ?? simple;
}
