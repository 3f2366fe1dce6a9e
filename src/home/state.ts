import type { DeviceId } from "./home.ts";

/** What a device last said of itself. A field is absent when it never said. Percent 0..100, temperatures in °C. */
export type DeviceState = {
  readonly available?: boolean;
  readonly on?: boolean;
  readonly brightnessPct?: number;
  readonly color?: Rgb;
  readonly colorTemperatureK?: number;
  readonly lock?: "locked" | "unlocked" | "locking" | "unlocking" | "jammed" | "open" | "opening";
  readonly opening?: "open" | "closed" | "opening" | "closing" | "stopped";
  readonly positionPct?: number;
  readonly tiltPct?: number;
  readonly setpointC?: number;
  /** The two ends that a thermostat keeps between. */
  readonly setpointLowC?: number;
  readonly setpointHighC?: number;
  readonly currentC?: number;
  /** Of a thermostat: "off" "heat" "cool" "heat_cool" "auto" "dry" "fan_only". */
  readonly mode?: string;
  /** What a thermostat or humidifier is doing: "heating" "cooling" "drying" "humidifying" "fan" "idle" "off". */
  readonly action?: string;
  /** A named setting: a thermostat's "eco", a humidifier's "baby". */
  readonly preset?: string;
  /** A thermostat's fan: "auto" "low" "high". */
  readonly fanMode?: string;
  readonly fanSpeedPct?: number;
  readonly oscillating?: boolean;
  readonly direction?: "forward" | "reverse";
  readonly humiditySetPct?: number;
  readonly currentHumidityPct?: number;
  readonly volumePct?: number;
  readonly muted?: boolean;
  readonly playback?: "playing" | "paused" | "stopped";
  /** What a vacuum or a lawn mower is about. */
  readonly activity?: "working" | "paused" | "returning" | "docked" | "idle" | "error";
  readonly option?: string;
  readonly number?: number;
  readonly alarm?: AlarmMode | "arming" | "pending" | "triggered" | "disarming";
  /** What a button or doorbell last told: "press", "double". */
  readonly event?: string;
  /** A place's weather, in Home Assistant's words: "sunny", "rainy". */
  readonly weather?: string;
  readonly reading?: string | number;
  /** True when the last reading is older than the device promised to repeat it. */
  readonly stale?: boolean;
};

/** 0..255 each. */
export type Rgb = { readonly red: number; readonly green: number; readonly blue: number };

export const alarmModes = ["disarmed", "home", "away", "night", "vacation", "bypass"] as const;
export type AlarmMode = (typeof alarmModes)[number];

/** Last known states; a device that never reported is absent. */
export type HomeStates = ReadonlyMap<DeviceId, DeviceState>;
