import type { NonEmpty } from "../base/types.ts";
import type { Binding } from "./binding.ts";

export type DeviceId = string & { readonly __brand: "DeviceId" };
export type AreaId = string & { readonly __brand: "AreaId" };

/** What a device is, in the words of a home. The policy keys on this, never on an intent's name. */
export const deviceKinds = ["light", "switch", "climate", "lock", "cover", "fan", "scene", "valve", "sensor", "binarySensor"] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What can be commanded or asked. Percent is 0..100 at this level, temperature is °C. */
export type Capability =
  | { readonly kind: "onOff" }
  | { readonly kind: "brightness" }
  | { readonly kind: "color" }
  | { readonly kind: "colorTemperature"; readonly minK: number; readonly maxK: number }
  | { readonly kind: "setpoint"; readonly minC: number; readonly maxC: number; readonly stepC: number }
  | { readonly kind: "lock" }
  | { readonly kind: "opening"; readonly canStop: boolean }        // a cover or valve that opens and closes
  | { readonly kind: "position" }                                  // 0 closed .. 100 open
  | { readonly kind: "fanSpeed" }
  | { readonly kind: "activate" }                                  // a scene
  | { readonly kind: "reading"; readonly quantity: string; readonly unit: string | undefined };  // quantity: HA device_class, or ""

export type CapabilityKind = Capability["kind"];

export type Area = { readonly id: AreaId; readonly name: string; readonly aliases: readonly string[] };

export type Device = {
  readonly id: DeviceId;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly areaId: AreaId | undefined;
  readonly kind: DeviceKind;
  /** Home Assistant's `device_class` ("garage", "blind", "temperature", …); "" when there is none. */
  readonly deviceClass: string;
  readonly capabilities: readonly Capability[];
  readonly binding: Binding;
};

/** An immutable snapshot of what exists. A change makes a new one. */
export type Home = {
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly devices: ReadonlyMap<DeviceId, Device>;
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
