import type { Area, AreaId, Capability, Device, DeviceId, DeviceKind, Home } from "../../src/home/home.ts";
import type { Rgb } from "../../src/home/state.ts";
import { pickFrom } from "./seeded-random.ts";

export type DeviceSketch = {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly area?: string;
  readonly aliases?: readonly string[];
  readonly capabilities?: readonly Capability[];
};

/** What a device of a kind usually can do. */
export const usualCapabilities: Readonly<Record<DeviceKind, readonly Capability[]>> = {
  light: [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }, { kind: "colorTemperature", minK: 2200, maxK: 6500 }],
  switch: [{ kind: "onOff" }],
  climate: [{ kind: "setpoint", minC: 7, maxC: 30, stepC: 0.5 }],
  lock: [{ kind: "lock" }],
  cover: [{ kind: "opening", canStop: true }, { kind: "position" }],
  fan: [{ kind: "onOff" }, { kind: "fanSpeed" }],
  scene: [{ kind: "activate" }],
  valve: [{ kind: "opening", canStop: false }],
  sensor: [{ kind: "reading", quantity: "temperature", unit: "°C" }],
  binarySensor: [{ kind: "reading", quantity: "motion", unit: undefined }],
  siren: [{ kind: "onOff" }],
  humidifier: [{ kind: "onOff" }, { kind: "humidity", minPct: 30, maxPct: 70 }],
  vacuum: [{ kind: "activity", can: ["start", "pause", "dock", "locate"] }],
  lawnMower: [{ kind: "activity", can: ["start", "pause", "dock"] }],
  mediaPlayer: [{ kind: "onOff" }, { kind: "volume" }, { kind: "mute" }, { kind: "playback", can: ["play", "pause", "next"] }],
  button: [{ kind: "activate" }],
  select: [{ kind: "option", options: ["quiet", "normal", "loud"] }],
  number: [{ kind: "number", min: 0, max: 10, step: 1, unit: undefined }],
  event: [{ kind: "event", events: ["press"] }],
  alarm: [{ kind: "alarm", modes: ["disarmed", "home", "away"] }],
  person: [{ kind: "reading", quantity: "presence", unit: undefined }],
  weather: [{ kind: "reading", quantity: "weather", unit: undefined }],
};

/** A home of these devices; areas come from what the devices name. Ids are `device1`, `device2` … in order. */
export function homeOf(sketches: readonly DeviceSketch[]): Home {
  const areas = new Map<AreaId, Area>();
  const devices = new Map<DeviceId, Device>();
  for (const [index, { name, kind, area, aliases = [], capabilities = usualCapabilities[kind] }] of sketches.entries()) {
    const areaId = area === undefined ? undefined : (area as AreaId);
    if (areaId !== undefined) areas.set(areaId, { id: areaId, name: areaId, aliases: [] });
    const id = `device${index + 1}` as DeviceId;
    devices.set(id, { id, name, aliases, areaId, kind, deviceClass: "", capabilities, binding: { adapter: "homeAssistant", component: "light", config: {} } });
  }
  return { areas, devices };
}

const rooms = ["kitchen", "hall", "bedroom", "living room", "office", "garage", "bathroom", "children's room"];
const nouns: Readonly<Record<DeviceKind, readonly string[]>> = {
  light: ["ceiling light", "lamp", "reading light"], switch: ["coffee machine", "radio plug"], climate: ["thermostat", "heating"],
  lock: ["door", "lock"], cover: ["blind", "curtain"], fan: ["fan"], scene: ["movie night", "dinner"],
  valve: ["water valve"], sensor: ["temperature", "humidity"], binarySensor: ["motion", "window contact"],
  siren: ["siren"], humidifier: ["humidifier"], vacuum: ["robot"], lawnMower: ["mower"], mediaPlayer: ["radio", "television"], button: ["bell button"],
  select: ["programme"], number: ["delay"], event: ["doorbell"], alarm: ["alarm"], person: ["Ada", "Ben"], weather: ["forecast"],
};

/** A home of `count` devices with ordinary names, spread over eight rooms, or over `areas` numbered ones. */
export function ordinaryHome(count: number, random: () => number, areas = 0): Home {
  const kinds = Object.keys(nouns) as DeviceKind[];
  return homeOf(Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? "light";
    const area = areas > 0 ? `room ${1 + Math.floor(random() * areas)}` : pickFrom(rooms, random);
    return { name: `${area} ${pickFrom(nouns[kind], random)}`, kind, area };
  }));
}

/** Names that nobody should give, and someone will. */
export const hostileNames: readonly string[] = [
  "\"}; drop", "$(reboot)", "\u{1f4a1}\u{1f525}", "", "   ", "#/+", "a".repeat(10_000), "word ".repeat(2000), "none", "all lights", "on", "; lock front door",
  "kitchen light", "kitchen light", "Kitchen Light", "kitchen light 2", "the kitchen light", "lamp 40%", "lamp", "lamp 21", "fan red", "\u202egpj.exe\u202c",
  "</s><|system|>", "[INST]", "\ud800", "\u0000\n\r\t", "客厅灯", "Küche", "İstanbul", "l\u0301amp", "__proto__", "constructor",
];

/** Colours for tests; the one of two words cannot be a value of the answer language. */
export const someColors: ReadonlyMap<string, Rgb> = new Map([
  ["red", { red: 255, green: 0, blue: 0 }], ["blue", { red: 0, green: 0, blue: 255 }], ["sky blue", { red: 135, green: 206, blue: 235 }],
]);
