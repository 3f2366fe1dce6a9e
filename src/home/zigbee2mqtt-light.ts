// (pure) Lights of Zigbee2MQTT (zigbee2mqtt.io, exposes.md "light").
import type { Endpoint } from "./endpoint.ts";
import type { Capability } from "./home.ts";
import type { Expose } from "./zigbee2mqtt-inventory.ts";
import { getsOf, keyOf, named, onOffCodec, type Part, type Place, readAt, settable, valueAt } from "./zigbee2mqtt-part.ts";

/** Brightness of a full lamp where the ability does not say it. SOURCE: exposes.md, "brightness (0-254)". */
const fullBrightness = 254;
/** Limits of colour temperature where the ability does not say them, in mireds. SOURCE: the usual range in zigbee-herdsman-converters, 153..500. */
const usualMireds = { min: 153, max: 500 };

export function lightPart(place: Place, light: Expose): Part | undefined {
  const state = named(light.features, "state");
  if (!settable(state)) return undefined;
  const brightness = named(light.features, "brightness");
  const temperature = named(light.features, "color_temp");
  // Of both notations the device prefers the one that it names first.
  const color = light.features.find(({ name, access }) => (name === "color_xy" || name === "color_hs") && (access & 2) !== 0);
  const tone = colorMode(light);
  // Some lamps stay dark when only their brightness or colour is set (Tuya data points), so that "on" goes along.
  const on = { [state.property]: state.valueOn ?? "ON" };
  const endpoints: readonly Endpoint[] = [
    ...valueAt(place, "on", state, { codec: onOffCodec(state) }),
    ...valueAt(place, "brightnessPct", brightness, { codec: { as: "percent", least: 0, most: brightness?.max ?? fullBrightness, whole: true }, with: on }),
    ...valueAt(place, "colorTemperatureK", temperature, { codec: { as: "colorTemperature", unit: "mired" }, when: { at: [tone], is: ["color_temp"] }, with: on }),
    ...(color === undefined ? [] : colorEndpoints(place, color, tone, on)),
  ];
  return {
    key: keyOf("light", light), kind: "light", deviceClass: "", label: undefined, endpoint: light.endpoint,
    capabilities: capabilitiesOf({ brightness, temperature, color }), endpoints, gets: getsOf(state),
  };
}

/** The key that says which of colour and colour temperature counts now. */
function colorMode({ endpoint }: Expose): string {
  return endpoint === undefined ? "color_mode" : `color_mode_${endpoint}`;
}

/** Colour is told in both notations at once; the one named in `color_mode` is exact. */
function colorEndpoints(place: Place, color: Expose, tone: string, on: { readonly [key: string]: string | number | boolean | null }): readonly Endpoint[] {
  const notation = color.name === "color_xy" ? "xy" : "hueSaturation";
  const mode = color.name === "color_xy" ? "xy" : "hs";
  const [otherNotation, otherMode] = notation === "xy" ? (["hueSaturation", "hs"] as const) : (["xy", "xy"] as const);
  return [
    readAt(place, "color", color.property, { as: "color", notation: otherNotation }, { at: [tone], is: [otherMode] }),
    ...valueAt(place, "color", color, { codec: { as: "color", notation }, when: { at: [tone], is: [mode] }, with: on }),
  ];
}

type Abilities = { readonly brightness: Expose | undefined; readonly temperature: Expose | undefined; readonly color: Expose | undefined };

function capabilitiesOf({ brightness, temperature, color }: Abilities): readonly Capability[] {
  return [
    { kind: "onOff" },
    ...(settable(brightness) ? [{ kind: "brightness" } as const] : []),
    ...(color === undefined ? [] : [{ kind: "color" } as const]),
    ...(settable(temperature) && kelvinRange(temperature).minK < kelvinRange(temperature).maxK ? [{ kind: "colorTemperature", ...kelvinRange(temperature) } as const] : []),
  ];
}

function kelvinRange({ min, max }: Expose): { readonly minK: number; readonly maxK: number } {
  const coldest = min !== undefined && min > 0 ? min : usualMireds.min;
  const warmest = max !== undefined && max >= coldest ? max : Math.max(coldest, usualMireds.max);
  return { minK: Math.round(1_000_000 / warmest), maxK: Math.round(1_000_000 / coldest) };
}
