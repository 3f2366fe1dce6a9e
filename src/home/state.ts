import type { DeviceId } from "./home.ts";

/** What a device last said of itself. A field is absent when it never said. Percent 0..100, temperatures in °C. */
export type DeviceState = {
  readonly available?: boolean;
  readonly on?: boolean;
  readonly brightnessPct?: number;
  readonly color?: Rgb;
  readonly colorTemperatureK?: number;
  readonly lock?: "locked" | "unlocked" | "locking" | "unlocking" | "jammed";
  readonly opening?: "open" | "closed" | "opening" | "closing" | "stopped";
  readonly positionPct?: number;
  readonly setpointC?: number;
  readonly currentC?: number;
  readonly fanSpeedPct?: number;
  readonly reading?: string | number;
};

/** 0..255 each. */
export type Rgb = { readonly red: number; readonly green: number; readonly blue: number };

/** Last known states; a device that never reported is absent. */
export type HomeStates = ReadonlyMap<DeviceId, DeviceState>;
