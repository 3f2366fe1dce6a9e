// (pure) light, template schema: one topic to command, one to tell, and a template for each thing told.
import type { CommandAction } from "../home/command.ts";
import { textOf, topicOf, type EntityConfig } from "../home/config-values.ts";
import { lightAbilities } from "../home/home-assistant-light.ts";
import { hueSaturationOf } from "./color.ts";
import { deviceTemperature, kelvinFrom, rgbWithin } from "./home-assistant-light-default.ts";
import { finite, stateOf, toPct, valueFrom, type Platform } from "./home-assistant-platform.ts";
import type { MqttMessage } from "./mqtt-message.ts";
import { renderTemplate } from "./template.ts";

/** Brightness is 0..255 in these templates, whatever scale the device has. */
const fullBrightness = 255;

export const templateLightPlatform: Platform = {
  messages(command, config) {
    if (command.type === "onOff.set") return [rendered(config, command.on, {})];
    if (command.type === "brightness.set" && command.brightnessPct <= 0) return [rendered(config, false, {})];
    const variables = variablesFor(command, config);
    return variables === undefined ? undefined : [rendered(config, true, variables)];
  },
  read(message, config) {
    const told = (name: string) => valueFrom(message, config, "state_topic", `${name}_template`);
    const number = (name: string) => textOf(config, `${name}_template`) === undefined ? undefined : finite(told(name));
    const state = textOf(config, "state_template") === undefined ? undefined : told("state");
    const brightness = number("brightness");
    const [red, green, blue] = [number("red"), number("green"), number("blue")];
    return stateOf({
      on: state === "on" ? true : state === "off" ? false : undefined,
      // A brightness of 0 is how some say "off"; what it was stays what it was.
      brightnessPct: brightness === undefined || brightness <= 0 ? undefined : toPct((brightness / fullBrightness) * 100),
      color: red === undefined || green === undefined || blue === undefined ? undefined : rgbWithin(red, green, blue),
      colorTemperatureK: kelvinFrom(config, number("color_temp")),
    });
  },
};

/** What the "on" template may use for this command; undefined when the light cannot do it. */
function variablesFor(command: CommandAction, config: EntityConfig): Readonly<Record<string, unknown>> | undefined {
  const can = lightAbilities(config);
  switch (command.type) {
    case "brightness.set": return can.brightness ? { brightness: Math.max(1, Math.round((command.brightnessPct / 100) * fullBrightness)) } : undefined;
    case "colorTemperature.set": return can.colorTemperature ? { color_temp: deviceTemperature(config, command.kelvin) } : undefined;
    case "color.set": {
      const { hue, saturation } = hueSaturationOf(command.color);
      return can.color ? { ...command.color, hue, sat: saturation } : undefined;
    }
    default: return undefined;
  }
}

function rendered(config: EntityConfig, on: boolean, variables: Readonly<Record<string, unknown>>): MqttMessage | undefined {
  const topic = topicOf(config, "command_topic");
  const template = textOf(config, on ? "command_on_template" : "command_off_template");
  const payload = template === undefined ? undefined : renderTemplate(template, { state: on, ...variables });
  return topic === undefined || payload === undefined || payload === "" ? undefined : { topic, payload };
}
