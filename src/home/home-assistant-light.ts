// (pure) What a light's config says of colours; shared by discovery and the adapter.
import { numberOf, textsOf, topicOf, type EntityConfig } from "./config-values.ts";

/** How a light is spoken to. Template lights cannot be told from their templates what they can do. */
export type LightSchema = "default" | "json" | "template";

export function lightSchemaOf(config: EntityConfig): LightSchema | undefined {
  const schema = config["schema"] ?? "default";
  return schema === "default" || schema === "basic" ? "default" : schema === "json" || schema === "template" ? schema : undefined;
}

const colorModes: ReadonlySet<string> = new Set(["hs", "xy", "rgb", "rgbw", "rgbww"]);

export type LightAbilities = { readonly brightness: boolean; readonly color: boolean; readonly colorTemperature: boolean };

/** Abilities by schema: the default schema names a topic for each, the JSON schema a list of modes (or old booleans). */
export function lightAbilities(config: EntityConfig): LightAbilities {
  if (lightSchemaOf(config) !== "json") {
    return {
      brightness: topicOf(config, "brightness_command_topic") !== undefined,
      color: ["rgb_command_topic", "hs_command_topic", "xy_command_topic"].some((key) => topicOf(config, key) !== undefined),
      colorTemperature: topicOf(config, "color_temp_command_topic") !== undefined,
    };
  }
  const modes = textsOf(config, "supported_color_modes");
  const color = modes.some((mode) => colorModes.has(mode)) || ["rgb", "hs", "xy"].some((key) => config[key] === true);
  const colorTemperature = modes.includes("color_temp") || config["color_temp"] === true;
  // Every mode but "onoff" has a brightness (light entity, `brightness_supported`).
  const brightness = config["brightness"] === true || color || colorTemperature || modes.some((mode) => mode !== "onoff");
  return { brightness, color, colorTemperature };
}

/** The notation of colour in a JSON-schema light's commands. */
export function jsonColorNotation(config: EntityConfig): "rgb" | "hs" | "xy" {
  const modes = textsOf(config, "supported_color_modes");
  if (modes.some((mode) => mode.startsWith("rgb")) || config["rgb"] === true) return "rgb";
  return modes.includes("hs") || config["hs"] === true ? "hs" : "xy";
}

/** Mireds are a million divided by kelvin. */
export function kelvinOfMireds(mireds: number): number {
  return Math.round(1_000_000 / mireds);
}

/** Coldest and warmest in kelvin. Defaults: 153..500 mireds and 2000..6535 K (light.mqtt). */
export function kelvinRange(config: EntityConfig): { readonly minK: number; readonly maxK: number } {
  if (usesKelvin(config)) return { minK: numberOf(config, "min_kelvin") ?? 2000, maxK: numberOf(config, "max_kelvin") ?? 6535 };
  const minMireds = Math.max(1, numberOf(config, "min_mireds") ?? 153);
  const maxMireds = Math.max(minMireds, numberOf(config, "max_mireds") ?? 500);
  return { minK: kelvinOfMireds(maxMireds), maxK: kelvinOfMireds(minMireds) };
}

export function usesKelvin(config: EntityConfig): boolean {
  return config["color_temp_kelvin"] === true;
}
