// (pure) What all devices that speak for themselves have in common: one piece of hardware with several parts.
import { isDeepStrictEqual } from "node:util";
import type { EndpointBinding } from "./binding.ts";
import { cleanName } from "./config-values.ts";
import type { Codec, Endpoint, ReadPoint, WireValue } from "./endpoint.ts";
import { type DeviceDraft, deviceIdOf } from "./home-source.ts";
import type { Capability, DeviceKind } from "./home.ts";

/** The hardware that the parts belong to. */
export type Hardware = {
  /** The same each time, "tasmota.DC4F22AABBCC": the ids of the parts begin with it. */
  readonly key: string;
  readonly name: string;
  readonly hardwareIds: readonly string[];
  /** The topic that announced it. */
  readonly topic: string;
  readonly availability: EndpointBinding["availability"];
};

/** One thing to speak to: a relay, a lamp, a shutter, a sensor. */
export type Part = {
  /** Tells the parts of one piece of hardware apart: "relay1". */
  readonly key: string;
  /** Undefined when it is called as the hardware. */
  readonly name: string | undefined;
  readonly kind: DeviceKind;
  readonly deviceClass?: string;
  readonly capabilities: readonly Capability[];
  readonly endpoints: readonly Endpoint[];
};

export function draftOf(hardware: Hardware, { key, name, kind, deviceClass, capabilities, endpoints }: Part): DeviceDraft {
  return {
    device: {
      id: deviceIdOf(`${hardware.key}.${key}`), kind, capabilities,
      deviceClass: deviceClass ?? (kind === "cover" ? coverClassOf(`${hardware.name} ${name ?? ""}`) : ""),
      binding: { adapter: "endpoints", endpoints, availability: hardware.availability },
    },
    name, deviceName: hardware.name, area: undefined, hardwareIds: hardware.hardwareIds, topic: hardware.topic,
  };
}

/**
 * Drafts that say the same as before are the same objects, and so are their bindings when only the name is new: who
 * follows a device keeps what is known of it. Gives `before` itself when nothing has changed at all.
 */
export function keepEqualDrafts(before: readonly DeviceDraft[], now: readonly DeviceDraft[]): readonly DeviceDraft[] {
  const known = new Map(before.map((draft) => [draft.device.id, draft]));
  const kept = now.map((draft) => {
    const old = known.get(draft.device.id);
    if (old === undefined) return draft;
    if (isDeepStrictEqual(old, draft)) return old;
    return isDeepStrictEqual(old.device.binding, draft.device.binding) ? { ...draft, device: { ...draft.device, binding: old.device.binding } } : draft;
  });
  return kept.length === before.length && kept.every((draft, index) => draft === before[index]) ? before : kept;
}

/** The name of the `number`th of several parts that nobody named: it must tell what the hardware is, also to the policy. */
export function numberedName(hardwareName: string, number: number): string | undefined {
  return cleanName(`${hardwareName} ${number}`);
}

/** Ways in to the house first: a garage door mistaken for a blind is the worse error. Home Assistant's cover classes. */
const coverClasses: readonly (readonly [words: RegExp, deviceClass: string])[] = [
  [/\bgarage\b/i, "garage"], [/\bgate\b/i, "gate"], [/\bdoor\b/i, "door"],
  [/\bawning\b/i, "awning"], [/\bblinds?\b/i, "blind"], [/\bcurtains?\b/i, "curtain"], [/\bshades?\b/i, "shade"], [/\b(roller ?)?shutters?\b/i, "shutter"],
];

/** What kind of cover its names tell it to be; "" when they tell nothing. */
export function coverClassOf(names: string): string {
  return coverClasses.find(([words]) => words.test(names))?.[1] ?? "";
}

/** Twelve hexadecimal digits in all the ways in which announcements write a MAC address. */
export function macForms(mac: string): readonly string[] {
  const digits = mac.replace(/[^0-9a-f]/gi, "").toLowerCase();
  const pairs = digits.match(/../g)?.join(":") ?? digits;
  return [digits.toUpperCase(), digits, pairs, pairs.toUpperCase()];
}

/** The one capability of something that only tells a value. */
export function reading(quantity: string, unit: string | undefined): readonly Capability[] {
  return [{ kind: "reading", quantity, unit }];
}

/** A binary sensor: it is on or off, and reads so. */
export function binaryEndpoints(on: WireValue, off: WireValue, readWith: (codec: Codec) => readonly ReadPoint[]): readonly Endpoint[] {
  return [
    { property: "on", read: readWith({ as: "words", words: { true: on, false: off } }) },
    { property: "reading", read: readWith({ as: "words", words: { on, off } }) },
  ];
}
