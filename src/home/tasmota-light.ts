// (pure) A lamp of a Tasmota device. SOURCE: emontnemery/hatasmota light.py, tasmota/docs Lights.md and Commands.md.
import type { Codec, Endpoint } from "./endpoint.ts";
import type { Capability } from "./home.ts";
import type { TasmotaConfig } from "./tasmota-config.ts";
import { commandValue, powerEndpoint, powerMessage, stateReads } from "./tasmota-topics.ts";

/** What a lamp at a relay can do and by which commands. */
type LampShape = {
  readonly dims: boolean;
  readonly colors: boolean;
  readonly warms: boolean;
  readonly dimCommand: string;
  readonly dimState: string;
  /** How a colour is told to it. */
  readonly notation: "rgbText" | "rgbTextKeep";
};

/** Mireds of `CT` (tasmota/docs Commands.md, CT and SetOption82). */
const wholeRange = { coldMired: 153, warmMired: 500 };
const shortRange = { coldMired: 200, warmMired: 380 };

const percent: Codec = { as: "percent", least: 0, most: 100, whole: true };

export function tasmotaLight(config: TasmotaConfig, index: number): { readonly capabilities: readonly Capability[]; readonly endpoints: readonly Endpoint[] } {
  const shape = shapeOf(config, index);
  const first = config.powerStaysAsItIs ? [powerMessage(config, index, "ON")] : undefined;
  const capabilities: Capability[] = [{ kind: "onOff" }];
  const endpoints: Endpoint[] = [powerEndpoint(config, index)];
  if (shape.dims) {
    capabilities.push({ kind: "brightness" });
    endpoints.push({ property: "brightnessPct", read: stateReads(config, [shape.dimState], percent), write: commandValue(config, shape.dimCommand, percent, first) });
  }
  if (shape.colors) {
    capabilities.push({ kind: "color" });
    endpoints.push({
      // HSBColor tells the colour apart from how bright it is; Color2 leaves the brightness as it is.
      property: "color", read: stateReads(config, ["HSBColor"], { as: "color", notation: "hsvText" }),
      write: commandValue(config, "Color2", { as: "color", notation: shape.notation }, first),
    });
  }
  if (shape.warms) {
    const codec: Codec = { as: "colorTemperature", unit: "mired" };
    capabilities.push({ kind: "colorTemperature", ...kelvinRange(config) });
    endpoints.push({ property: "colorTemperatureK", read: stateReads(config, ["CT"], codec), write: commandValue(config, "CT", codec, first) });
  }
  return { capabilities, endpoints };
}

function kelvinRange({ shortTemperatureRange }: TasmotaConfig): { readonly minK: number; readonly maxK: number } {
  const { coldMired, warmMired } = shortTemperatureRange ? shortRange : wholeRange;
  return { minK: Math.round(1_000_000 / warmMired), maxK: Math.round(1_000_000 / coldMired) };
}

/**
 * One lamp, or with SetOption68 one for each channel, or with SetOption37 ≥ 128 two: colour first, white second. A colour
 * told to the first of two must not darken the second (tasmota/docs Commands.md, Color, the note on "=").
 */
function shapeOf(config: TasmotaConfig, index: number): LampShape {
  const { lightSubtype: subtype, linked, channelsAreLights, isTuya, relays } = config;
  if (channelsAreLights) return { dims: true, colors: false, warms: false, dimCommand: `Channel${index + 1}`, dimState: `Channel${index + 1}`, notation: "rgbText" };
  if (!linked && subtype >= 4) {
    const nth = index - relays.indexOf(2);
    const own = { dims: true, dimCommand: `Dimmer${nth + 1}`, dimState: `Dimmer${nth + 1}`, notation: "rgbTextKeep" } as const;
    return nth === 0 ? { colors: true, warms: false, ...own } : { colors: false, warms: subtype === 5, ...own };
  }
  return { dims: subtype >= 1, colors: subtype >= 3, warms: subtype === 2 || subtype === 5, dimCommand: isTuya ? "Dimmer3" : "Dimmer", dimState: "Dimmer", notation: "rgbText" };
}
