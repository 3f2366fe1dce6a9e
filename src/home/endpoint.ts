// (pure) One value of a device and its place in MQTT messages: what sources write down and the endpoint adapter carries out.

/**
 * The values that can be read and written. Most are fields of `DeviceState`; "activate" is written only, "reading" and
 * the currents are read only. Words that are written differ from those that are read where a command is no state:
 * lock: locked unlocked open; opening: open closed stopped; playback: play pause stop next previous;
 * activity: start pause stop dock locate; mute, on and oscillating: "true" "false".
 */
export type EndpointProperty =
  | "on" | "brightnessPct" | "color" | "colorTemperatureK" | "lock" | "opening" | "positionPct" | "tiltPct"
  | "setpointC" | "currentC" | "mode" | "preset" | "fanMode" | "fanSpeedPct" | "oscillating" | "direction"
  | "humiditySetPct" | "currentHumidityPct" | "volumePct" | "muted" | "playback" | "activity" | "option" | "number"
  | "alarm" | "activate" | "event" | "reading" | "weather";

export type Endpoint = {
  readonly property: EndpointProperty;
  /** Each is tried on every message of its topic. */
  readonly read?: readonly ReadPoint[];
  readonly write?: WritePoint;
  /** Written only while the thermostat's mode is one of these: what heats and cools has a set temperature for each. */
  readonly whileMode?: readonly string[];
};

/** A value inside messages of `topic`: at a path of JSON keys, or the payload itself when the path is empty. */
export type ReadPoint = {
  readonly topic: string;
  readonly at: readonly string[];
  readonly codec: Codec;
  /** With an empty path: the payload is JSON, such as a text in quotation marks or a list. */
  readonly json?: true;
  /** Counts only while another value of the same message is one of these; an absent one is no hindrance. */
  readonly when?: { readonly at: readonly string[]; readonly is: readonly WireValue[] };
};

export type WireValue = string | number | boolean | null;
export type Json = WireValue | readonly Json[] | { readonly [key: string]: Json };

/** How a value is sent: by its own message each, or put into one message. */
export type WritePoint =
  | { readonly how: "cases"; readonly cases: Readonly<Record<string, readonly WireMessage[]>> }
  | {
      readonly how: "value";
      readonly topic: string;
      /** JSON keys down to the value; empty: the value is the payload. */
      readonly at: readonly string[];
      /** What else the JSON payload holds. */
      readonly with?: { readonly [key: string]: Json };
      readonly codec: Codec;
      /** Sent before it, such as a switch to the mode in which the value counts. */
      readonly first?: readonly WireMessage[];
    };

export type WireMessage = { readonly topic: string; readonly payload: string };

/**
 * Between what Sotto counts in and what stands in the message.
 * words: our word → what is read and written for it. number: `least` is our 0 and `most` our 100 when both are there,
 * else the number as it is. steps: what stands for each speed, the slowest first; off is 0 percent.
 * The rest are units and notations of colour.
 */
export type Codec =
  | { readonly as: "words"; readonly words: Readonly<Record<string, WireValue>>; readonly also?: Readonly<Record<string, string>> }
  | { readonly as: "percent"; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly as: "steps"; readonly steps: readonly WireValue[] }
  | { readonly as: "number" }
  | { readonly as: "celsius"; readonly unit: "C" | "F" }
  | { readonly as: "colorTemperature"; readonly unit: "mired" | "kelvin" }
  | { readonly as: "color"; readonly notation: ColorNotation }
  /** `not`: what the device says when it has nothing to say. */
  | { readonly as: "text"; readonly not?: readonly string[] };

/**
 * xy: {x,y} 0..1; hs: {h,s} and hueSaturation: {hue,saturation} 0..360 and 0..100; rgbObject: {r,g,b}; rgbList: [r,g,b];
 * rgbText: "r,g,b"; rgbTextKeep: "r,g,b=", which leaves further channels as they are (Tasmota); hsvText: "h,s,v"; hex: "rrggbb";
 * homieRgb: "rgb,r,g,b"; homieHsv: "hsv,h,s,v"; homieXyz: "xyz,x,y".
 */
export type ColorNotation = "xy" | "hs" | "hueSaturation" | "rgbObject" | "rgbList" | "hsList" | "rgbText" | "rgbTextKeep" | "hsvText" | "hex" | "homieRgb" | "homieHsv" | "homieXyz";
