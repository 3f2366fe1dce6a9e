// (pure) One value between Sotto's units and a device's own.
import type { Codec, ColorNotation, Json, WireValue } from "../home/endpoint.ts";
import type { Rgb } from "../home/state.ts";
import { chromaticityOf, hueSaturationOf, rgbOfChromaticity, rgbOfHueSaturation } from "./color.ts";

/** Longest text kept of a state, in characters: Home Assistant's limit for a state. */
const maxTextLength = 255;

/** A value of Sotto's as the device wants it; undefined when it has no word for it. */
export function encode(codec: Codec, value: unknown): Json | undefined {
  switch (codec.as) {
    case "words": return Object.hasOwn(codec.words, String(value)) ? codec.words[String(value)] : undefined;
    case "text": return String(value);
    case "color": return encodeColor(codec.notation, value as Rgb);
    case "steps": return typeof value === "number" && value > 0 ? codec.steps[Math.min(codec.steps.length, Math.ceil((value / 100) * codec.steps.length - 1e-9)) - 1] : undefined;
    default: return typeof value === "number" && Number.isFinite(value) ? encodeNumber(codec, value) : undefined;
  }
}

type NumberCodec = Extract<Codec, { as: "percent" | "number" | "celsius" | "colorTemperature" }>;

function encodeNumber(codec: NumberCodec, value: number): number {
  switch (codec.as) {
    case "percent": {
      const raw = codec.least + (value / 100) * (codec.most - codec.least);
      return codec.whole ? Math.round(raw) : Number(raw.toFixed(2));
    }
    case "number": return value;
    case "celsius": return Number((codec.unit === "F" ? value * 1.8 + 32 : value).toFixed(1));
    case "colorTemperature": return codec.unit === "kelvin" ? Math.round(value) : Math.round(1_000_000 / value);
  }
}

/** A value of the device as Sotto counts; undefined for what is not one. Words become Sotto's words. */
export function decode(codec: Codec, value: unknown): string | number | Rgb | undefined {
  switch (codec.as) {
    case "words": return wordFor(codec, value);
    case "text": { const text = textFrom(value); return text !== undefined && codec.not?.includes(text) === true ? undefined : text; }
    case "color": return decodeColor(codec.notation, value);
    case "steps": return stepFrom(codec.steps, value);
    default: return decodeNumber(codec, numberFrom(value));
  }
}

/** The third of three speeds is 100 percent, none of them 0; another word for a speed says nothing of how fast it is. */
function stepFrom(steps: readonly WireValue[], value: unknown): number | undefined {
  if (sameWire(value, "off") || sameWire(value, 0)) return 0;
  const index = steps.findIndex((step) => sameWire(value, step));
  return index === -1 ? undefined : Math.round(((index + 1) / steps.length) * 100);
}

function wordFor(codec: Extract<Codec, { as: "words" }>, value: unknown): string | undefined {
  for (const [word, wire] of Object.entries(codec.words)) if (sameWire(value, wire)) return word;
  // States that are no commands, such as "opening", by the device's word for them.
  const text = textFrom(value)?.toLowerCase();
  if (text === undefined || codec.also === undefined) return undefined;
  return Object.hasOwn(codec.also, text) ? codec.also[text] : undefined;
}

/** The same value, also when a number or a boolean was written as text, in whatever case. */
export function sameWire(said: unknown, wire: WireValue): boolean {
  if (said === wire) return true;
  if (typeof said === "object" || said === undefined || wire === null) return false;
  return String(said).trim().toLowerCase() === String(wire).toLowerCase();
}

function textFrom(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const text = String(value).trim();
  return text === "" || text.length > maxTextLength || text.includes("\uFFFD") ? undefined : text;
}

function numberFrom(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function decodeNumber(codec: NumberCodec, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  switch (codec.as) {
    case "percent": return codec.most === codec.least ? undefined : Math.round(Math.min(100, Math.max(0, ((value - codec.least) / (codec.most - codec.least)) * 100)));
    case "number": return value;
    case "celsius": return Math.round((codec.unit === "F" ? (value - 32) / 1.8 : value) * 100) / 100;
    case "colorTemperature": return value <= 0 ? undefined : Math.round(codec.unit === "kelvin" ? value : 1_000_000 / value);
  }
}

function encodeColor(notation: ColorNotation, color: Rgb): Json {
  const { red, green, blue } = color;
  const { hue, saturation } = hueSaturationOf(color);
  switch (notation) {
    case "xy": return chromaticityOf(color);
    case "hs": return { h: hue, s: saturation };
    case "hueSaturation": return { hue: Math.round(hue), saturation: Math.round(saturation) };
    case "hsList": return [hue, saturation];
    case "rgbObject": return { r: red, g: green, b: blue };
    case "rgbList": return [red, green, blue];
    case "rgbText": return `${red},${green},${blue}`;
    case "rgbTextKeep": return `${red},${green},${blue}=`;
    // The brightest colour with this hue: brightness is a thing of its own.
    case "hsvText": return `${Math.round(hue)},${Math.round(saturation)},100`;
    case "hex": return [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    case "homieRgb": return `rgb,${red},${green},${blue}`;
    case "homieHsv": return `hsv,${Math.round(hue)},${Math.round(saturation)},100`;
    case "homieXyz": { const { x, y } = chromaticityOf(color); return `xyz,${x},${y}`; }
  }
}

function decodeColor(notation: ColorNotation, value: unknown): Rgb | undefined {
  switch (notation) {
    case "xy": return fromXy(member(value, "x"), member(value, "y"));
    case "hs": return fromHs(member(value, "h"), member(value, "s"));
    case "hueSaturation": return fromHs(member(value, "hue"), member(value, "saturation"));
    case "hsList": return Array.isArray(value) ? fromHs(numberFrom(value[0]), numberFrom(value[1])) : undefined;
    case "rgbObject": return fromRgb(member(value, "r"), member(value, "g"), member(value, "b"));
    case "rgbList": return Array.isArray(value) ? fromRgb(...numbersOf(value)) : undefined;
    case "rgbText": case "rgbTextKeep": return typeof value === "string" ? fromRgb(...numbersOf(value.split(","))) : undefined;
    case "hsvText": return typeof value === "string" ? fromHs(...numbersOf(value.split(","))) : undefined;
    case "hex": return typeof value === "string" ? fromHex(value) : undefined;
    case "homieRgb": case "homieHsv": case "homieXyz": return typeof value === "string" ? fromHomie(value) : undefined;
  }
}

function member(value: unknown, key: string): number | undefined {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? numberFrom((value as Readonly<Record<string, unknown>>)[key]) : undefined;
}

type Three = readonly [number | undefined, number | undefined, number | undefined];

function numbersOf(parts: readonly unknown[]): Three {
  const [one, two, three] = parts.map(numberFrom);
  return [one, two, three];
}

function fromRgb(red: number | undefined, green: number | undefined, blue: number | undefined): Rgb | undefined {
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const byte = (part: number) => Math.round(Math.min(255, Math.max(0, part)));
  return { red: byte(red), green: byte(green), blue: byte(blue) };
}

function fromHs(hue: number | undefined, saturation: number | undefined, _value?: number): Rgb | undefined {
  if (hue === undefined || saturation === undefined) return undefined;
  return rgbOfHueSaturation({ hue: ((hue % 360) + 360) % 360, saturation: Math.min(100, Math.max(0, saturation)) });
}

function fromXy(x: number | undefined, y: number | undefined, _luminance?: number): Rgb | undefined {
  return x === undefined || y === undefined ? undefined : rgbOfChromaticity({ x, y });
}

/** "rrggbb", with or without "#", and what Tasmota adds for its white channels. */
function fromHex(text: string): Rgb | undefined {
  const digits = /^#?([0-9a-f]{6})([0-9a-f]{2}){0,2}$/i.exec(text.trim())?.[1];
  if (digits === undefined) return undefined;
  return fromRgb(...numbersOf([0, 2, 4].map((start) => Number.parseInt(digits.slice(start, start + 2), 16))));
}

/** SOURCE: Homie convention 5, "color" datatype. */
function fromHomie(text: string): Rgb | undefined {
  const [format, ...parts] = text.split(",");
  switch (format) {
    case "rgb": return fromRgb(...numbersOf(parts));
    case "hsv": return fromHs(...numbersOf(parts));
    case "xyz": return fromXy(...numbersOf(parts));
    default: return undefined;
  }
}
