// (pure) light, default schema: a topic for each thing.
import type { CommandAction } from "../home/command.ts";
import { numberOf, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { kelvinOfMireds, usesKelvin } from "../home/home-assistant-light.ts";
import type { Rgb } from "../home/state.ts";
import { chromaticityOf, hueSaturationOf, rgbOfChromaticity, rgbOfHueSaturation } from "./color.ts";
import { commandTo, numberFrom, onFrom, onOffPayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const defaultLightPlatform: Platform = {
  messages(command, config) {
    if (command.type === "onOff.set") return [commandTo(config, "command_topic", onOffPayload(config, command.on))];
    if (command.type === "brightness.set" && command.brightnessPct <= 0) return [commandTo(config, "command_topic", onOffPayload(config, false))];
    const style = styleMessage(command, config);
    if (style === undefined) return undefined;
    return withOn(config, style, command.type === "brightness.set");
  },
  stateTopicKeys: ["state_topic", "brightness_state_topic", "rgb_state_topic", "hs_state_topic", "xy_state_topic", "color_temp_state_topic"],
  read(message, config) {
    const brightness = numberFrom(message, config, "brightness_state_topic", "brightness_value_template");
    const temperature = numberFrom(message, config, "color_temp_state_topic", "color_temp_value_template");
    return stateOf({
      on: onFrom(valueFrom(message, config, "state_topic", "state_value_template"), config),
      brightnessPct: brightness === undefined ? undefined : toPct((brightness / brightnessScale(config)) * 100),
      color: colorFrom(message, config),
      colorTemperatureK: temperature === undefined || temperature <= 0 ? undefined : usesKelvin(config) ? Math.round(temperature) : kelvinOfMireds(temperature),
    });
  },
};

/** Full brightness as the device counts it; 255 unless it says otherwise. */
export function brightnessScale(config: EntityConfig): number {
  return Math.max(1, numberOf(config, "brightness_scale") ?? 255);
}

/** A brightness in the device's scale; never 0, which would mean off. */
export function scaledBrightness(config: EntityConfig, pct: number): number {
  return Math.max(1, Math.round((pct / 100) * brightnessScale(config)));
}

/** The colour temperature in the device's unit. */
export function deviceTemperature(config: EntityConfig, kelvin: number): number {
  return usesKelvin(config) ? kelvin : Math.round(1_000_000 / kelvin);
}

function styleMessage(command: CommandAction, config: EntityConfig): MqttMessage | undefined {
  switch (command.type) {
    case "brightness.set": return commandTo(config, "brightness_command_topic", scaledBrightness(config, command.brightnessPct), { key: "brightness_command_template" });
    case "colorTemperature.set": return commandTo(config, "color_temp_command_topic", deviceTemperature(config, command.kelvin), { key: "color_temp_command_template" });
    case "color.set": return colorMessage(command.color, config);
    default: return undefined;
  }
}

function colorMessage(color: Rgb, config: EntityConfig): MqttMessage | undefined {
  if (topicOf(config, "rgb_command_topic") !== undefined) {
    const { red, green, blue } = color;
    return commandTo(config, "rgb_command_topic", `${red},${green},${blue}`, { key: "rgb_command_template", variables: { red, green, blue } });
  }
  if (topicOf(config, "hs_command_topic") !== undefined) {
    const { hue, saturation } = hueSaturationOf(color);
    return commandTo(config, "hs_command_topic", `${hue},${saturation}`, { key: "hs_command_template", variables: { hue, sat: saturation } });
  }
  const { x, y } = chromaticityOf(color);
  return commandTo(config, "xy_command_topic", `${x},${y}`, { key: "xy_command_template", variables: { x, y } });
}

/** `on_command_type`: whether "on" goes after the style ("last"), before it ("first"), or a brightness switches on by itself. */
function withOn(config: EntityConfig, style: MqttMessage, isBrightness: boolean): readonly (MqttMessage | undefined)[] {
  const on = commandTo(config, "command_topic", onOffPayload(config, true));
  switch (textOf(config, "on_command_type")) {
    case "first": return [on, style];
    case "brightness": return isBrightness ? [style] : [style, on];
    default: return [style, on];
  }
}

function colorFrom(message: MqttMessage, config: EntityConfig): Rgb | undefined {
  const [red, green, blue] = partsFrom(valueFrom(message, config, "rgb_state_topic", "rgb_value_template"), 3);
  if (red !== undefined && green !== undefined && blue !== undefined) return rgbWithin(red, green, blue);
  const [hue, saturation] = partsFrom(valueFrom(message, config, "hs_state_topic", "hs_value_template"), 2);
  if (hue !== undefined && saturation !== undefined) return rgbOfHueSaturation({ hue: ((hue % 360) + 360) % 360, saturation: toPct(saturation) });
  const [x, y] = partsFrom(valueFrom(message, config, "xy_state_topic", "xy_value_template"), 2);
  return x === undefined || y === undefined ? undefined : rgbOfChromaticity({ x, y });
}

/** A colour whose parts are 0..255. */
export function rgbWithin(red: number, green: number, blue: number): Rgb {
  const within = (part: number) => Math.round(Math.min(255, Math.max(0, part)));
  return { red: within(red), green: within(green), blue: within(blue) };
}

function partsFrom(text: string | undefined, count: number): readonly number[] {
  const parts = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return parts.length >= count && parts.slice(0, count).every(Number.isFinite) ? parts : [];
}
