// (pure) Colours between the notations of lights. SOURCE: sRGB (IEC 61966-2-1) for xy, the usual hexcone for hue and saturation.
import type { Rgb } from "../home/state.ts";

/** Hue 0..360 degrees, saturation 0..100 percent; brightness is a thing of its own for a light. */
export type HueSaturation = { readonly hue: number; readonly saturation: number };
/** CIE 1931 chromaticity, 0..1 each. */
export type Chromaticity = { readonly x: number; readonly y: number };

export function hueSaturationOf({ red, green, blue }: Rgb): HueSaturation {
  const max = Math.max(red, green, blue);
  const spread = max - Math.min(red, green, blue);
  if (max === 0 || spread === 0) return { hue: 0, saturation: 0 };
  const sector = max === red ? ((green - blue) / spread + 6) % 6 : max === green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
  return { hue: Math.round(sector * 600) / 10, saturation: Math.round((spread / max) * 1000) / 10 };
}

export function rgbOfHueSaturation({ hue, saturation }: HueSaturation): Rgb {
  const channel = (shift: number) => {
    const sector = (shift + hue / 60) % 6;
    return byte(1 - (saturation / 100) * Math.max(0, Math.min(sector, 4 - sector, 1)));
  };
  return { red: channel(5), green: channel(3), blue: channel(1) };
}

export function chromaticityOf(color: Rgb): Chromaticity {
  const [red, green, blue] = [linear(color.red), linear(color.green), linear(color.blue)];
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  const sum = x + y + z;
  // Black has no chromaticity: the white point D65.
  return sum === 0 ? { x: 0.3127, y: 0.329 } : { x: Number((x / sum).toFixed(4)), y: Number((y / sum).toFixed(4)) };
}

/** The brightest colour with this chromaticity. */
export function rgbOfChromaticity({ x, y }: Chromaticity): Rgb {
  if (y <= 0) return { red: 255, green: 255, blue: 255 };
  const [bigX, bigZ] = [x / y, (1 - x - y) / y];
  const linearRgb = [3.2406 * bigX - 1.5372 - 0.4986 * bigZ, -0.9689 * bigX + 1.8758 + 0.0415 * bigZ, 0.0557 * bigX - 0.204 + 1.057 * bigZ].map((part) => Math.max(0, part));
  const most = Math.max(...linearRgb);
  const [red = 0, green = 0, blue = 0] = linearRgb.map((part) => byte(companded(most === 0 ? 0 : part / most)));
  return { red, green, blue };
}

/** True when a person would call both the same colour: hue within 15 degrees, saturation within 25 percent; pale ones by saturation. */
export function looksAlike(one: Rgb, other: Rgb): boolean {
  const [a, b] = [hueSaturationOf(one), hueSaturationOf(other)];
  if (a.saturation < 15 || b.saturation < 15) return Math.abs(a.saturation - b.saturation) <= 15;
  const apart = Math.abs(a.hue - b.hue);
  return Math.min(apart, 360 - apart) <= 15 && Math.abs(a.saturation - b.saturation) <= 25;
}

function byte(part: number): number {
  return Math.round(Math.min(1, Math.max(0, part)) * 255);
}

function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function companded(part: number): number {
  return part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
}
