// (pure) light, default schema: a topic for each thing.
import type { CommandAction } from "../home/command.ts";
import { numberOf, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { colorTopics, kelvinOfMireds, usesKelvin } from "../home/home-assistant-light.ts";
import type { DeviceState, Rgb } from "../home/state.ts";
import { chromaticityOf, hueSaturationOf, rgbOfChromaticity, rgbOfHueSaturation } from "./color.ts";
import { commandNamed, commandTo, numberFrom, onFrom, onOffPayload, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const defaultLightPlatform: Platform = {
  messages(command, config, state) {
    if (command.type === "onOff.set") return command.on ? switchedOn(config, state) : [commandTo(config, "command_topic", onOffPayload(config, false))];
    if (command.type === "brightness.set" && command.brightnessPct <= 0) return [commandTo(config, "command_topic", onOffPayload(config, false))];
    const style = styleMessage(command, config);
    if (style === undefined) return undefined;
    return withOn(config, style, command.type === "brightness.set" ? undefined : state);
  },
  read(message, config) {
    const brightness = numberFrom(message, config, "brightness_state_topic", "brightness_value_template");
    return stateOf({
      on: onFrom(valueFrom(message, config, "state_topic", "state_value_template"), config),
      brightnessPct: brightness === undefined ? undefined : toPct((brightness / brightnessScale(config)) * 100),
      color: colorFrom(message, config),
      colorTemperatureK: kelvinFrom(config, numberFrom(message, config, "color_temp_state_topic", "color_temp_value_template")),
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
    case "brightness.set": return commandNamed(config, "brightness", scaledBrightness(config, command.brightnessPct));
    case "colorTemperature.set": return commandNamed(config, "color_temp", deviceTemperature(config, command.kelvin));
    case "color.set": return colorMessage(command.color, config);
    default: return undefined;
  }
}

function colorMessage(color: Rgb, config: EntityConfig): MqttMessage | undefined {
  const notation = colorTopics.find((name) => topicOf(config, `${name}_command_topic`) !== undefined);
  const { red, green, blue } = color;
  switch (notation) {
    case undefined: return undefined;
    case "rgb": return commandNamed(config, "rgb", `${red},${green},${blue}`, { red, green, blue });
    // Colour comes from the coloured diodes alone.
    case "rgbw": return commandNamed(config, "rgbw", `${red},${green},${blue},0`, { red, green, blue, white: 0 });
    case "rgbww": return commandNamed(config, "rgbww", `${red},${green},${blue},0,0`, { red, green, blue, cold_white: 0, warm_white: 0 });
    case "hs": {
      const { hue, saturation } = hueSaturationOf(color);
      return commandNamed(config, "hs", `${hue},${saturation}`, { hue, sat: saturation });
    }
    case "xy": {
      const { x, y } = chromaticityOf(color);
      return commandNamed(config, "xy", `${x},${y}`, { x, y });
    }
  }
}

/** A light that a brightness switches on gets the last one, or all of it; never a payload of its own. */
function switchedOn(config: EntityConfig, state: DeviceState | undefined): readonly (MqttMessage | undefined)[] {
  if (!switchesByBrightness(config)) return [commandTo(config, "command_topic", onOffPayload(config, true))];
  return [commandNamed(config, "brightness", scaledBrightness(config, state?.brightnessPct || 100))];
}

function switchesByBrightness(config: EntityConfig): boolean {
  return textOf(config, "on_command_type") === "brightness" && topicOf(config, "brightness_command_topic") !== undefined;
}

/** `on_command_type`: whether "on" goes after the style ("last"), before it ("first"), or a brightness switches on by itself. */
function withOn(config: EntityConfig, style: MqttMessage, state: DeviceState | undefined): readonly (MqttMessage | undefined)[] {
  if (switchesByBrightness(config)) return style.topic === topicOf(config, "brightness_command_topic") ? [style] : [style, ...switchedOn(config, state)];
  const on = commandTo(config, "command_topic", onOffPayload(config, true));
  return textOf(config, "on_command_type") === "first" ? [on, style] : [style, on];
}

/** A colour temperature of the device in kelvin. */
export function kelvinFrom(config: EntityConfig, temperature: number | undefined): number | undefined {
  if (temperature === undefined || temperature <= 0) return undefined;
  return usesKelvin(config) ? Math.round(temperature) : kelvinOfMireds(temperature);
}

function colorFrom(message: MqttMessage, config: EntityConfig): Rgb | undefined {
  const parts = (name: string, count: number) => partsFrom(valueFrom(message, config, `${name}_state_topic`, `${name}_value_template`), count);
  for (const [name, count] of [["rgb", 3], ["rgbw", 4], ["rgbww", 5]] as const) {
    const [red, green, blue, ...whites] = parts(name, count);
    if (red !== undefined && green !== undefined && blue !== undefined) return rgbAndWhite([red, green, blue], whites);
  }
  const [hue, saturation] = parts("hs", 2);
  if (hue !== undefined && saturation !== undefined) return rgbOfHueSaturation({ hue: ((hue % 360) + 360) % 360, saturation: toPct(saturation) });
  const [x, y] = parts("xy", 2);
  return x === undefined || y === undefined ? undefined : rgbOfChromaticity({ x, y });
}

/** White diodes make every colour paler. */
export function rgbAndWhite([red, green, blue]: readonly [number, number, number], whites: readonly number[]): Rgb {
  const white = whites.reduce((sum, part) => sum + part, 0);
  return rgbWithin(red + white, green + white, blue + white);
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
