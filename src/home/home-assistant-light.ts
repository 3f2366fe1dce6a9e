// (pure) What a light's config says of colours; shared by discovery and the adapter.
import { flagOf, numberOf, textOf, textsOf, topicOf, type EntityConfig } from "./config-values.ts";

/** How a light is spoken to. */
export type LightSchema = "default" | "json" | "template";

export function lightSchemaOf(config: EntityConfig): LightSchema | undefined {
  const schema = config["schema"] ?? "default";
  return schema === "default" || schema === "basic" ? "default" : schema === "json" || schema === "template" ? schema : undefined;
}

const colorModes: ReadonlySet<string> = new Set(["hs", "xy", "rgb", "rgbw", "rgbww"]);

/** Notations of colour in the default schema, the ones that keep the most of a colour first. */
export const colorTopics = ["rgb", "rgbw", "rgbww", "hs", "xy"] as const;

export type LightAbilities = { readonly brightness: boolean; readonly color: boolean; readonly colorTemperature: boolean };

/**
 * Abilities by schema: the default schema names a topic for each, the template schema a template that reads it, the JSON
 * schema a list of modes (or old booleans).
 */
export function lightAbilities(config: EntityConfig): LightAbilities {
  const schema = lightSchemaOf(config);
  if (schema === "template") {
    const has = (name: string) => textOf(config, `${name}_template`) !== undefined;
    return { brightness: has("brightness"), color: has("red") && has("green") && has("blue"), colorTemperature: has("color_temp") };
  }
  if (schema !== "json") {
    const has = (name: string) => topicOf(config, `${name}_command_topic`) !== undefined;
    return { brightness: has("brightness"), color: colorTopics.some(has), colorTemperature: has("color_temp") };
  }
  const modes = textsOf(config, "supported_color_modes");
  const color = modes.some((mode) => colorModes.has(mode)) || ["rgb", "hs", "xy"].some((key) => flagOf(config, key));
  const colorTemperature = modes.includes("color_temp") || flagOf(config, "color_temp");
  // Every mode but "onoff" has a brightness (light entity, `brightness_supported`).
  const brightness = flagOf(config, "brightness") || color || colorTemperature || modes.some((mode) => mode !== "onoff");
  return { brightness, color, colorTemperature };
}

/** The notation of colour in a JSON-schema light's commands. */
export function jsonColorNotation(config: EntityConfig): "rgb" | "rgbw" | "rgbww" | "hs" | "xy" {
  const modes = textsOf(config, "supported_color_modes");
  if (modes.includes("rgb") || flagOf(config, "rgb")) return "rgb";
  if (modes.includes("rgbw")) return "rgbw";
  if (modes.includes("rgbww")) return "rgbww";
  return modes.includes("hs") || flagOf(config, "hs") ? "hs" : "xy";
}

/** Mireds are a million divided by kelvin. */
export function kelvinOfMireds(mireds: number): number {
  return Math.round(1_000_000 / mireds);
}

/** Warmest and coldest in kelvin. Defaults 2000..6535 K (light.mqtt); limits in mireds go before those in kelvin. */
export function kelvinRange(config: EntityConfig): { readonly minK: number; readonly maxK: number } {
  const fromMireds = (key: string) => {
    const mireds = numberOf(config, key);
    return mireds === undefined || mireds < 1 ? undefined : kelvinOfMireds(mireds);
  };
  const minK = fromMireds("max_mireds") ?? numberOf(config, "min_kelvin") ?? 2000;
  return { minK, maxK: Math.max(minK, fromMireds("min_mireds") ?? numberOf(config, "max_kelvin") ?? 6535) };
}

export function usesKelvin(config: EntityConfig): boolean {
  return flagOf(config, "color_temp_kelvin");
}
