import type { NonEmpty } from "../base/types.ts";
import type { Binding } from "./binding.ts";
import type { AlarmMode } from "./state.ts";

export type DeviceId = string & { readonly __brand: "DeviceId" };
export type AreaId = string & { readonly __brand: "AreaId" };
export type FloorId = string & { readonly __brand: "FloorId" };

/** What a device is, in the words of a home. The policy keys on this, never on an intent's name. */
export const deviceKinds = [
  "light", "switch", "climate", "lock", "cover", "fan", "scene", "valve", "sensor", "binarySensor",
  "siren", "humidifier", "vacuum", "lawnMower", "mediaPlayer", "button", "select", "number", "event", "alarm",
  // Nothing to command: where a person is, and what the weather is like.
  "person", "weather",
] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What a player can be told. */
export const playbackActions = ["play", "pause", "stop", "next", "previous"] as const;
export type PlaybackAction = (typeof playbackActions)[number];

/** What a vacuum or a lawn mower can be told. */
export const activities = ["start", "pause", "stop", "dock", "locate"] as const;
export type Activity = (typeof activities)[number];

/** What can be commanded or asked. Percent is 0..100 at this level, temperature is °C. */
export type Capability =
  | { readonly kind: "onOff" }
  | { readonly kind: "brightness" }
  | { readonly kind: "color" }
  | { readonly kind: "colorTemperature"; readonly minK: number; readonly maxK: number }
  | { readonly kind: "setpoint"; readonly minC: number; readonly maxC: number; readonly stepC: number }
  | { readonly kind: "mode"; readonly modes: readonly string[] }           // of a thermostat, in Home Assistant's words
  | { readonly kind: "preset"; readonly presets: readonly string[] }
  | { readonly kind: "fanMode"; readonly fanModes: readonly string[] }
  | { readonly kind: "humidity"; readonly minPct: number; readonly maxPct: number }
  | { readonly kind: "lock"; readonly canOpen?: boolean }          // canOpen: it has a latch to pull
  | { readonly kind: "opening"; readonly canStop: boolean }        // a cover or valve that opens and closes
  | { readonly kind: "position" }                                  // 0 closed .. 100 open
  | { readonly kind: "tilt" }                                      // 0 shut .. 100 open
  | { readonly kind: "fanSpeed" }
  | { readonly kind: "oscillation" }
  | { readonly kind: "direction" }
  | { readonly kind: "volume" }
  | { readonly kind: "mute" }
  | { readonly kind: "playback"; readonly can: readonly PlaybackAction[] }
  | { readonly kind: "activity"; readonly can: readonly Activity[] }
  | { readonly kind: "option"; readonly options: readonly string[] }
  | { readonly kind: "number"; readonly min: number; readonly max: number; readonly step: number; readonly unit: string | undefined }
  | { readonly kind: "alarm"; readonly modes: readonly AlarmMode[] }
  | { readonly kind: "activate" }                                  // a scene, a script or a button
  | { readonly kind: "event"; readonly events: readonly string[] } // a push button or a doorbell tells what happened
  | { readonly kind: "reading"; readonly quantity: string; readonly unit: string | undefined };  // quantity: HA device_class, or ""

export type CapabilityKind = Capability["kind"];

export const capabilityKinds: readonly CapabilityKind[] = [
  "onOff", "brightness", "color", "colorTemperature", "setpoint", "mode", "preset", "fanMode", "humidity", "lock", "opening", "position", "tilt",
  "fanSpeed", "oscillation", "direction", "volume", "mute", "playback", "activity", "option", "number", "alarm", "activate", "event", "reading",
];

export type Area = { readonly id: AreaId; readonly name: string; readonly aliases: readonly string[]; readonly floorId?: FloorId };
export type Floor = { readonly id: FloorId; readonly name: string; readonly aliases: readonly string[] };

/** Who told Sotto of a device. */
export const deviceSources = ["home.yaml", "zigbee2mqtt", "tasmota", "shelly", "homie", "discovery", "statestream"] as const;
export type DeviceSource = (typeof deviceSources)[number];

/** Where each fact about a device came from; for people, never for decisions. */
export type DeviceFacts = {
  readonly source: DeviceSource;
  /** The topic that announced it, or the file. */
  readonly topic: string;
  readonly nameFrom: "announced" | "home.yaml";
  /** "announced": `suggested_area`; "group": a Zigbee2MQTT group named as a room; "name": a room word in its name. */
  readonly areaFrom: "announced" | "group" | "name" | "home.yaml" | undefined;
  /** What of its announcement cannot be used, and so why it may be read only, or tell less than it could. */
  readonly problem?: string;
};

/** How careful to be before a command: none, a yes, the PIN, or not at all. */
export const guards = ["none", "yes", "pin", "never"] as const;
export type Guard = (typeof guards)[number];

/** What the people of the house have laid down for one device, in home.yaml. */
export type DeviceRules = {
  /** Can be asked about, but not commanded by voice. */
  readonly neverByVoice?: boolean;
  /** What a command needs that would let somebody in; for other devices: what any command needs. */
  readonly guard?: Guard;
};

export type Device = {
  readonly id: DeviceId;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly areaId: AreaId | undefined;
  readonly kind: DeviceKind;
  /** Home Assistant's `device_class` ("garage", "blind", "temperature", …); "" when there is none. */
  readonly deviceClass: string;
  readonly capabilities: readonly Capability[];
  /** It stands for other devices of the home, such as a Zigbee group: by name it is one device, "the lights" are the others. */
  readonly isGroup?: boolean;
  readonly binding: Binding;
  readonly facts?: DeviceFacts;
  readonly rules?: DeviceRules;
};

/** An immutable snapshot of what exists. A change makes a new one. */
export type Home = {
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly devices: ReadonlyMap<DeviceId, Device>;
  readonly floors?: ReadonlyMap<FloorId, Floor>;
};

export const emptyHome: Home = { areas: new Map(), devices: new Map() };

/** The capability of that kind, narrowed to its own type. */
export function capabilityOf<K extends CapabilityKind>(device: Device, kind: K): Extract<Capability, { kind: K }> | undefined {
  return device.capabilities.find((capability): capability is Extract<Capability, { kind: K }> => capability.kind === kind);
}

/** The devices behind ids, in order; ids that no longer exist are left out. */
export function devicesOf(home: Home, ids: NonEmpty<DeviceId> | readonly DeviceId[]): readonly Device[] {
  return ids.map((id) => home.devices.get(id)).filter((device) => device !== undefined);
}
