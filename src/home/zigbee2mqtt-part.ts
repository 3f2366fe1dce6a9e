// (pure) One device that can be spoken to, made of some abilities of a Zigbee device, before it has a name and an id.
import type { Codec, Endpoint, EndpointProperty, Json, ReadPoint, WireValue, WritePoint } from "./endpoint.ts";
import type { Capability, DeviceKind } from "./home.ts";
import { canAsk, canSet, canTell, type Expose } from "./zigbee2mqtt-inventory.ts";

export type Part = {
  /** Tells the parts of one device apart; the same each time. */
  readonly key: string;
  readonly kind: DeviceKind;
  readonly deviceClass: string;
  /** Said after the device's name; undefined for what the device is. */
  readonly label: string | undefined;
  /** Of a device with several of a kind: "left", "l1". */
  readonly endpoint: string | undefined;
  readonly capabilities: readonly Capability[];
  readonly endpoints: readonly Endpoint[];
  /** Properties that the device can be asked for. */
  readonly gets: readonly string[];
};

/** Where a device's messages go: `topic` has its state as JSON, `topic/set` takes commands (zigbee2mqtt.io, mqtt_topics_and_messages.md). */
export type Place = {
  readonly topic: string;
  /** The device's name and what it is, for what the abilities do not tell. */
  readonly name: string;
  readonly description: string;
  readonly exposes: readonly Expose[];
};

type Via = {
  readonly codec: Codec;
  readonly when?: ReadPoint["when"];
  /** Sent in the same message. */
  readonly with?: { readonly [key: string]: Json };
};

/** A value that stands at the ability's own key: read if it is told, written if it can be set, nothing if neither. */
export function valueAt({ topic }: Place, property: EndpointProperty, expose: Expose | undefined, { codec, when, with: besides }: Via): readonly Endpoint[] {
  if (expose === undefined) return [];
  const read: ReadPoint = { topic, at: [expose.property], codec, ...(when === undefined ? {} : { when }) };
  const write: WritePoint = { how: "value", topic: `${topic}/set`, at: [expose.property], codec, ...(besides === undefined ? {} : { with: besides }) };
  if (!canTell(expose) && !canSet(expose)) return [];
  return [{ property, ...(canTell(expose) ? { read: [read] } : {}), ...(canSet(expose) ? { write } : {}) }];
}

/** A value that is only looked at. */
export function readAt({ topic }: Place, property: EndpointProperty, key: string, codec: Codec, when?: ReadPoint["when"]): Endpoint {
  return { property, read: [{ topic, at: [key], codec, ...(when === undefined ? {} : { when }) }] };
}

/** "true" and "false" as the ability writes them. TOGGLE is no word of it: what it does depends on when it arrives. */
export function onOffCodec({ valueOn, valueOff }: Expose): Codec {
  return { as: "words", words: { true: valueOn ?? "ON", false: valueOff ?? "OFF" } };
}

/** Each word for itself. */
export function sameWords(words: readonly WireValue[]): Codec {
  return { as: "words", words: Object.fromEntries(words.map((word) => [String(word), word])) };
}

/** The ability of that name. */
export function named(exposes: readonly Expose[], ...names: readonly string[]): Expose | undefined {
  return exposes.find(({ name }) => names.includes(name));
}

export function settable(expose: Expose | undefined): expose is Expose {
  return expose !== undefined && canSet(expose);
}

/** What of these can be asked for. */
export function getsOf(...exposes: readonly (Expose | undefined)[]): readonly string[] {
  return exposes.flatMap((expose) => (expose !== undefined && canAsk(expose) && canTell(expose) ? [expose.property] : []));
}

/** The key of its messages without the endpoint: "state_left" → "state". */
export function plainProperty({ property, endpoint }: Expose): string {
  return endpoint !== undefined && property.endsWith(`_${endpoint}`) ? property.slice(0, -1 - endpoint.length) : property;
}

/** Key of a part of this type: "light", "switch_left". */
export function keyOf(kind: string, { endpoint }: Expose): string {
  return endpoint === undefined ? kind : `${kind}_${endpoint}`;
}
