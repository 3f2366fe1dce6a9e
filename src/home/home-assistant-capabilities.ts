// (pure) What an announced entity can do, from its config.
import type { HomeAssistantComponent } from "./binding.ts";
import { flagOf, numberOf, readingFilterOf, textOf, topicOf, type EntityConfig } from "./config-values.ts";
import { alarmModesOf, choicesOf, climateModesOf, fanModesOf, onModeOf, vacuumActivities } from "./home-assistant-choices.ts";
import { kelvinRange, lightAbilities } from "./home-assistant-light.ts";
import { setpointRange } from "./home-assistant-units.ts";
import type { Activity, Capability } from "./home.ts";

/** Capabilities by component. A command that has no usable topic gives no capability. */
export function capabilitiesOf(component: HomeAssistantComponent, config: EntityConfig): readonly Capability[] {
  switch (component) {
    case "light": return lightCapabilities(config);
    case "switch": case "siren": return commandable(config, { kind: "onOff" });
    case "lock": return config["code_format"] === undefined || config["code_format"] === null
      ? commandable(config, { kind: "lock", ...(textOf(config, "payload_open") === undefined ? {} : { canOpen: true }) }) : [];
    case "scene": case "button": return commandable(config, { kind: "activate" });
    case "fan": return fanCapabilities(config);
    case "cover": return coverCapabilities(config);
    case "valve": return valveCapabilities(config);
    case "climate": return climateCapabilities(config);
    case "humidifier": return humidifierCapabilities(config);
    case "vacuum": return vacuumCapabilities(config);
    case "lawn_mower": return some(mowerActivities(config), (can) => ({ kind: "activity", can }));
    case "select": return commandable(config, ...some(choicesOf(config, "options"), (options) => ({ kind: "option", options })));
    case "number": return commandable(config, numberCapability(config));
    case "alarm_control_panel": return commandable(config, ...some(alarmModesOf(config), (modes) => ({ kind: "alarm", modes })));
    case "event": return told(config, ...some(choicesOf(config, "event_types"), (events) => ({ kind: "event", events })));
    case "sensor": case "binary_sensor": return told(config, { kind: "reading", quantity: quantityOf(config), unit: unitOf(config) });
  }
}

function commandable(config: EntityConfig, ...capabilities: readonly Capability[]): readonly Capability[] {
  return topicOf(config, "command_topic") === undefined ? [] : capabilities;
}

function told(config: EntityConfig, ...capabilities: readonly Capability[]): readonly Capability[] {
  return readingFilterOf(config, "state_topic") === undefined ? [] : capabilities;
}

/** A capability that consists of choices is none without them. */
function some<T>(choices: readonly T[], capability: (choices: readonly T[]) => Capability): readonly Capability[] {
  return choices.length === 0 ? [] : [capability(choices)];
}

function when(has: boolean, ...capabilities: readonly Capability[]): readonly Capability[] {
  return has ? capabilities : [];
}

function lightCapabilities(config: EntityConfig): readonly Capability[] {
  const can = lightAbilities(config);
  return commandable(config,
    { kind: "onOff" },
    ...when(can.brightness, { kind: "brightness" }),
    ...when(can.color, { kind: "color" }),
    ...when(can.colorTemperature, { kind: "colorTemperature", ...kelvinRange(config) }));
}

function fanCapabilities(config: EntityConfig): readonly Capability[] {
  const has = (key: string) => topicOf(config, key) !== undefined;
  return commandable(config,
    { kind: "onOff" },
    ...when(has("percentage_command_topic"), { kind: "fanSpeed" }),
    ...(has("preset_mode_command_topic") ? some(choicesOf(config, "preset_modes"), (presets) => ({ kind: "preset", presets })) : []),
    ...when(has("oscillation_command_topic"), { kind: "oscillation" }),
    ...when(has("direction_command_topic"), { kind: "direction" }));
}

function coverCapabilities(config: EntityConfig): readonly Capability[] {
  const commands = topicOf(config, "command_topic") !== undefined && !(config["payload_open"] === null && config["payload_close"] === null);
  const positions = topicOf(config, "set_position_topic") !== undefined;
  const canStop = topicOf(config, "command_topic") !== undefined && config["payload_stop"] !== null;
  return [
    ...when(commands || positions, { kind: "opening", canStop }),
    ...when(positions, { kind: "position" }),
    ...when(topicOf(config, "tilt_command_topic") !== undefined, { kind: "tilt" }),
  ];
}

function valveCapabilities(config: EntityConfig): readonly Capability[] {
  const opening = { kind: "opening", canStop: textOf(config, "payload_stop") !== undefined } as const;
  return commandable(config, opening, ...when(flagOf(config, "reports_position"), { kind: "position" }));
}

function climateCapabilities(config: EntityConfig): readonly Capability[] {
  const has = (key: string) => topicOf(config, key) !== undefined;
  const canTurnOff = has("mode_command_topic") && onModeOf(config) !== undefined && climateModesOf(config).includes("off");
  return [
    ...when(has("temperature_command_topic"), { kind: "setpoint", ...setpointRange(config) }),
    ...when(canTurnOff || has("power_command_topic"), { kind: "onOff" }),
    ...(has("mode_command_topic") ? some(climateModesOf(config), (modes) => ({ kind: "mode", modes })) : []),
    ...(has("preset_mode_command_topic") ? some(choicesOf(config, "preset_modes"), (presets) => ({ kind: "preset", presets })) : []),
    ...(has("fan_mode_command_topic") ? some(fanModesOf(config), (fanModes) => ({ kind: "fanMode", fanModes })) : []),
    ...when(has("target_humidity_command_topic"), humidityCapability(config, { min: 30, max: 99 })),
    ...when(has("current_temperature_topic"), { kind: "reading", quantity: "temperature", unit: "°C" }),
  ];
}

function humidifierCapabilities(config: EntityConfig): readonly Capability[] {
  const has = (key: string) => topicOf(config, key) !== undefined;
  return [
    ...commandable(config, { kind: "onOff" }),
    ...when(has("target_humidity_command_topic"), humidityCapability(config, { min: 0, max: 100 })),
    ...(has("mode_command_topic") ? some(choicesOf(config, "modes"), (presets) => ({ kind: "preset", presets })) : []),
    ...when(has("current_humidity_topic"), { kind: "reading", quantity: "humidity", unit: "%" }),
  ];
}

/** Defaults by component: climate.mqtt 30..99, humidifier.mqtt 0..100. */
function humidityCapability(config: EntityConfig, byDefault: { readonly min: number; readonly max: number }): Capability {
  const minPct = within(numberOf(config, "min_humidity") ?? byDefault.min, 0, 100);
  return { kind: "humidity", minPct, maxPct: within(numberOf(config, "max_humidity") ?? byDefault.max, minPct, 100) };
}

function vacuumCapabilities(config: EntityConfig): readonly Capability[] {
  const speeds = topicOf(config, "set_fan_speed_topic") !== undefined && choicesOf(config, "supported_features").includes("fan_speed") ? choicesOf(config, "fan_speed_list") : [];
  return [
    ...commandable(config, ...some(vacuumActivities(config), (can) => ({ kind: "activity", can }))),
    ...some(speeds, (fanModes) => ({ kind: "fanMode", fanModes })),
  ];
}

function mowerActivities(config: EntityConfig): readonly Activity[] {
  const topics = { start: "start_mowing_command_topic", pause: "pause_command_topic", stop: "stop_command_topic", dock: "dock_command_topic" } as const;
  return (["start", "pause", "stop", "dock"] as const).filter((activity) => topicOf(config, topics[activity]) !== undefined);
}

/** Defaults of number.mqtt: 1..100 in steps of 1. */
function numberCapability(config: EntityConfig): Capability {
  const min = numberOf(config, "min") ?? 1;
  const step = numberOf(config, "step") ?? 1;
  return { kind: "number", min, max: Math.max(min, numberOf(config, "max") ?? 100), step: step > 0 ? step : 1, unit: unitOf(config) };
}

function quantityOf(config: EntityConfig): string {
  return textOf(config, "device_class")?.slice(0, 32) ?? "";
}

function unitOf(config: EntityConfig): string | undefined {
  return textOf(config, "unit_of_measurement")?.slice(0, 16);
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
