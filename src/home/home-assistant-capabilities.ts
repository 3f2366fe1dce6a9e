// (pure) What an announced entity can do, from its config.
import type { HomeAssistantComponent } from "./binding.ts";
import { numberOf, textOf, textsOf, topicOf, type EntityConfig } from "./config-values.ts";
import { kelvinRange, lightAbilities } from "./home-assistant-light.ts";
import type { Capability } from "./home.ts";

/** Capabilities by component. A command that has no usable topic gives no capability. */
export function capabilitiesOf(component: HomeAssistantComponent, config: EntityConfig): readonly Capability[] {
  switch (component) {
    case "light": return lightCapabilities(config);
    case "switch": return commandable(config, { kind: "onOff" });
    case "lock": return commandable(config, { kind: "lock" });
    case "scene": return commandable(config, { kind: "activate" });
    case "fan": return fanCapabilities(config);
    case "cover": return coverCapabilities(config);
    case "valve": return valveCapabilities(config);
    case "climate": return climateCapabilities(config);
    case "siren": case "humidifier": case "vacuum": case "lawn_mower": case "button": case "select": case "number": case "event": case "alarm_control_panel": return [];
    case "sensor": case "binary_sensor": return sensorCapabilities(config);
  }
}

function commandable(config: EntityConfig, ...capabilities: readonly Capability[]): readonly Capability[] {
  return topicOf(config, "command_topic") === undefined ? [] : capabilities;
}

function lightCapabilities(config: EntityConfig): readonly Capability[] {
  const can = lightAbilities(config);
  return commandable(config,
    { kind: "onOff" },
    ...(can.brightness ? [{ kind: "brightness" } as const] : []),
    ...(can.color ? [{ kind: "color" } as const] : []),
    ...(can.colorTemperature ? [{ kind: "colorTemperature", ...kelvinRange(config) } as const] : []));
}

function fanCapabilities(config: EntityConfig): readonly Capability[] {
  const speed = topicOf(config, "percentage_command_topic") !== undefined;
  return commandable(config, { kind: "onOff" }, ...(speed ? [{ kind: "fanSpeed" } as const] : []));
}

function coverCapabilities(config: EntityConfig): readonly Capability[] {
  const commands = topicOf(config, "command_topic") !== undefined;
  const positions = topicOf(config, "set_position_topic") !== undefined;
  if (!commands && !positions) return [];
  const opening = { kind: "opening", canStop: commands && config["payload_stop"] !== null } as const;
  return positions ? [opening, { kind: "position" }] : [opening];
}

function valveCapabilities(config: EntityConfig): readonly Capability[] {
  const opening = { kind: "opening", canStop: textOf(config, "payload_stop") !== undefined } as const;
  return commandable(config, opening, ...(config["reports_position"] === true ? [{ kind: "position" } as const] : []));
}

function climateCapabilities(config: EntityConfig): readonly Capability[] {
  const capabilities: Capability[] = [];
  if (topicOf(config, "temperature_command_topic") !== undefined) capabilities.push({ kind: "setpoint", ...setpointRange(config) });
  const canTurnOff = topicOf(config, "mode_command_topic") !== undefined && onModeOf(config) !== undefined && modesOf(config).includes("off");
  if (canTurnOff || topicOf(config, "power_command_topic") !== undefined) capabilities.push({ kind: "onOff" });
  if (topicOf(config, "current_temperature_topic") !== undefined) capabilities.push({ kind: "reading", quantity: "temperature", unit: "°C" });
  return capabilities;
}

/** Defaults of climate.mqtt: 7..35 °C, and the modes that Home Assistant assumes. */
function setpointRange(config: EntityConfig): { readonly minC: number; readonly maxC: number; readonly stepC: number } {
  const minC = toCelsius(config, numberOf(config, "min_temp")) ?? 7;
  const maxC = toCelsius(config, numberOf(config, "max_temp")) ?? 35;
  const step = numberOf(config, "temp_step") ?? 1;
  const stepC = (usesFahrenheit(config) ? step / 1.8 : step);
  return { minC, maxC: Math.max(minC, maxC), stepC: stepC > 0 ? round(stepC) : 1 };
}

export function modesOf(config: EntityConfig): readonly string[] {
  return config["modes"] === undefined ? ["auto", "off", "cool", "heat", "dry", "fan_only"] : textsOf(config, "modes");
}

/** The mode that "on" means: heating before anything that cools or only blows. */
export function onModeOf(config: EntityConfig): string | undefined {
  return ["heat", "heat_cool", "auto", "cool"].find((mode) => modesOf(config).includes(mode)) ?? modesOf(config).find((mode) => mode !== "off");
}

export function usesFahrenheit(config: EntityConfig): boolean {
  return textOf(config, "temperature_unit")?.toUpperCase() === "F";
}

/** A temperature of the device in °C, to a tenth. */
export function toCelsius(config: EntityConfig, temperature: number | undefined): number | undefined {
  if (temperature === undefined || !usesFahrenheit(config)) return temperature;
  return round((temperature - 32) / 1.8);
}

/** A temperature in °C in the device's unit, to a tenth. */
export function fromCelsius(config: EntityConfig, temperatureC: number): number {
  return round(usesFahrenheit(config) ? temperatureC * 1.8 + 32 : temperatureC);
}

function round(temperature: number): number {
  return Math.round(temperature * 10) / 10;
}

function sensorCapabilities(config: EntityConfig): readonly Capability[] {
  if (topicOf(config, "state_topic") === undefined) return [];
  const unit = textOf(config, "unit_of_measurement")?.slice(0, 16);
  return [{ kind: "reading", quantity: textOf(config, "device_class")?.slice(0, 32) ?? "", unit }];
}
