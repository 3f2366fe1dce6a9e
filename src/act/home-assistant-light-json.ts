// (pure) light, JSON schema: one topic, one object.
import { numberOf, objectOf, parseJsonObject, textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { jsonColorNotation } from "../home/home-assistant-light.ts";
import type { Rgb } from "../home/state.ts";
import { chromaticityOf, hueSaturationOf, rgbOfChromaticity, rgbOfHueSaturation } from "./color.ts";
import { brightnessScale, deviceTemperature, kelvinFrom, rgbAndWhite, scaledBrightness } from "./home-assistant-light-default.ts";
import { stateOf, toPct, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const jsonLightPlatform: Platform = {
  messages(command, config) {
    switch (command.type) {
      case "onOff.set": return [toLight(config, { state: command.on ? "ON" : "OFF" })];
      case "brightness.set": return [toLight(config, command.brightnessPct <= 0 ? { state: "OFF" } : { state: "ON", brightness: scaledBrightness(config, command.brightnessPct) })];
      case "colorTemperature.set": return [toLight(config, { state: "ON", color_temp: deviceTemperature(config, command.kelvin) })];
      case "color.set": return [toLight(config, { state: "ON", color: notationOf(command.color, config) })];
      default: return undefined;
    }
  },
  read(message, config) {
    const said = config["state_topic"] === message.topic ? parseJsonObject(message.payload) : undefined;
    if (said === undefined) return undefined;
    const brightness = numberOf(said, "brightness");
    const temperature = numberOf(said, "color_temp");
    const mode = textOf(said, "color_mode");
    return stateOf({
      on: onFromState(textOf(said, "state")),
      brightnessPct: brightness === undefined ? undefined : toPct((brightness / brightnessScale(config)) * 100),
      // The light tells the white it shows as a colour too; `color_mode` says which of them is meant.
      color: mode === "color_temp" ? undefined : colorFrom(objectOf(said["color"])),
      colorTemperatureK: mode !== undefined && mode !== "color_temp" ? undefined : kelvinFrom(config, temperature),
    });
  },
};

function toLight(config: EntityConfig, payload: Readonly<Record<string, unknown>>): MqttMessage | undefined {
  const topic = topicOf(config, "command_topic");
  return topic === undefined ? undefined : { topic, payload: JSON.stringify(payload) };
}

function onFromState(state: string | undefined): boolean | undefined {
  return state === "ON" ? true : state === "OFF" ? false : undefined;
}

function notationOf(color: Rgb, config: EntityConfig): Readonly<Record<string, number>> {
  switch (jsonColorNotation(config)) {
    case "rgb": return { r: color.red, g: color.green, b: color.blue };
    case "rgbw": return { r: color.red, g: color.green, b: color.blue, w: 0 };
    case "rgbww": return { r: color.red, g: color.green, b: color.blue, c: 0, w: 0 };
    case "hs": {
      const { hue, saturation } = hueSaturationOf(color);
      return { h: hue, s: saturation };
    }
    case "xy": return chromaticityOf(color);
  }
}

function colorFrom(color: EntityConfig | undefined): Rgb | undefined {
  if (color === undefined) return undefined;
  const [red, green, blue] = [numberOf(color, "r"), numberOf(color, "g"), numberOf(color, "b")];
  if (red !== undefined && green !== undefined && blue !== undefined) return rgbAndWhite([red, green, blue], [numberOf(color, "c") ?? 0, numberOf(color, "w") ?? 0]);
  const [hue, saturation] = [numberOf(color, "h") ?? numberOf(color, "hue"), numberOf(color, "s") ?? numberOf(color, "saturation")];
  if (hue !== undefined && saturation !== undefined) return rgbOfHueSaturation({ hue: ((hue % 360) + 360) % 360, saturation: toPct(saturation) });
  const [x, y] = [numberOf(color, "x"), numberOf(color, "y")];
  return x === undefined || y === undefined ? undefined : rgbOfChromaticity({ x, y });
}
