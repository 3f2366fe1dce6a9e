// (pure) A device or group of Zigbee2MQTT → devices of the home.
import type { EndpointBinding } from "./binding.ts";
import { cleanName, slugOf } from "./config-values.ts";
import { type DeviceDraft, deviceIdOf } from "./home-source.ts";
import type { DeviceKind } from "./home.ts";
import { climatePart, fanPart, withAirConditioner } from "./zigbee2mqtt-climate.ts";
import type { Expose, NetworkDevice, NetworkGroup, Scene } from "./zigbee2mqtt-inventory.ts";
import { lightPart } from "./zigbee2mqtt-light.ts";
import { coverPart, lockPart } from "./zigbee2mqtt-openings.ts";
import type { Part, Place } from "./zigbee2mqtt-part.ts";
import { readingPart, readingRank } from "./zigbee2mqtt-readings.ts";
import { loosePart, switchPart } from "./zigbee2mqtt-switches.ts";

/** What the network around a device decides about its drafts. */
export type Surroundings = {
  /** The topic before `/bridge/`. */
  readonly base: string;
  /** Whether it tells on `…/availability` that it is there. */
  readonly tellsAvailability: boolean;
  /** The room that a group puts it in. */
  readonly room: string | undefined;
};

/** What can be asked for of a device, besides its drafts. */
export type Drafted = { readonly drafts: readonly DeviceDraft[]; readonly gets: readonly string[] };

/** Ids as Home Assistant's discovery copies carry them in `device.identifiers`. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, getDevicePayload. */
export function deviceHardwareId(ieeeAddress: string): string {
  return `zigbee2mqtt_${ieeeAddress}`;
}

export function bridgeHardwareId(coordinator: string): string {
  return `zigbee2mqtt_bridge_${coordinator}`;
}

/** A group's id is told apart from that of another network by the base topic, each character as its number. SOURCE: the same file, getEncodedBaseTopic. */
export function groupHardwareId(base: string, id: number): string {
  return `zigbee2mqtt_${Array.from({ length: base.length }, (_, index) => base.charCodeAt(index)).join("")}_${id}`;
}

/** A name as it is said: Zigbee2MQTT allows "kitchen/ceiling_lamp". */
export function spokenName(friendlyName: string): string {
  return cleanName(friendlyName.replace(/[/_]+/g, " ")) ?? friendlyName;
}

export function draftsOfDevice(device: NetworkDevice, around: Surroundings): Drafted {
  const { friendlyName, ieeeAddress, description } = device;
  const exposes = withAirConditioner(device.exposes);
  const place: Place = { topic: `${around.base}/${friendlyName}`, name: spokenName(friendlyName), description, exposes };
  const able = partsOf(place);
  const parts = device.supported ? able : able.map(readOnly).filter(({ capabilities }) => capabilities.length > 0);
  const spoken = parts.filter((part) => !isReading(part));
  const problem = device.supported ? undefined : "Zigbee2MQTT does not know this model and has guessed what it can do";
  const maker = { place, around, hardwareId: deviceHardwareId(ieeeAddress), id: deviceHardwareId(ieeeAddress), problem };
  const scenes = device.endpoints.flatMap(({ number, scenes: own }) => own.map((scene) => scenePart(place, scene, device.endpoints.length > 1 ? `/${number}/set` : "/set")));
  return {
    drafts: nameParts(parts, place).concat(scenes).map((part) => draftOf(part, maker)),
    gets: device.supported ? [...new Set(spoken.filter((part) => answers(part, device)).flatMap(({ gets }) => gets))] : [],
  };
}

/** What runs on a battery is seldom awake; what must obey at any time is, but a thermostat takes minutes and Zigbee2MQTT gives up before. */
function answers({ kind }: Part, { onBattery }: NetworkDevice): boolean {
  return !(onBattery && kind === "climate");
}

export function draftsOfGroup(group: NetworkGroup, shared: Expose | undefined, around: Surroundings): readonly DeviceDraft[] {
  const place: Place = { topic: `${around.base}/${group.friendlyName}`, name: spokenName(group.friendlyName), description: "", exposes: shared === undefined ? [] : [shared] };
  const parts = partsOf(place);
  const hardwareId = groupHardwareId(around.base, group.id);
  const scenes = group.scenes.map((scene) => scenePart(place, scene, "/set"));
  const maker = { place, around, hardwareId, id: `zigbee2mqtt_${around.base}_group_${group.id}`, problem: undefined };
  return [...nameParts(parts, place), ...scenes].map((part) => draftOf(part, maker)).map((draft) => ({ ...draft, device: { ...draft.device, isGroup: true } }));
}

/** Most parts of one device; the richest real ones have some twenty. */
const maxParts = 100;

/** Each key once: of two abilities with the same key in messages the first counts. */
function partsOf(place: Place): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const expose of place.exposes) {
    const part = parts.size < maxParts ? partOf(place, expose) : undefined;
    if (part !== undefined && !parts.has(part.key)) parts.set(part.key, part);
  }
  return [...parts.values()];
}

function partOf(place: Place, expose: Expose): Part | undefined {
  switch (expose.type) {
    case "light": return lightPart(place, expose);
    case "switch": return switchPart(place, expose);
    case "cover": return coverPart(place, expose);
    case "lock": return lockPart(place, expose);
    case "climate": return climatePart(place, expose);
    case "fan": return fanPart(place, expose);
    default: return loosePart(place, expose) ?? readingPart(place, expose);
  }
}

function isReading({ kind }: Part): boolean {
  return kind === "sensor" || kind === "binarySensor" || kind === "event";
}

/** What was guessed is looked at and not touched. */
function readOnly(part: Part): Part {
  return { ...part, capabilities: part.capabilities.filter(({ kind }) => kind === "reading" || kind === "event"), endpoints: part.endpoints.map(({ property, read }) => ({ property, ...(read === undefined ? {} : { read }) })) };
}

function scenePart({ topic }: Place, { id, name }: Scene, to: string): NamedPart {
  const message = { topic: `${topic}${to}`, payload: JSON.stringify({ scene_recall: id }) };
  return {
    key: `scene${to === "/set" ? "" : to.slice(0, -"/set".length).replace("/", "_")}_${id}`, kind: "scene", deviceClass: "", label: undefined, endpoint: undefined,
    capabilities: [{ kind: "activate" }], endpoints: [{ property: "activate", write: { how: "cases", cases: { true: [message] } } }], gets: [],
    name: cleanName(name) ?? `Scene ${id}`, aliases: [],
  };
}

/** A name of its own, or none when it is called as the device. */
type NamedPart = Part & { readonly name: string | undefined; readonly aliases: readonly string[] };

const kindWords: Partial<Record<DeviceKind, string>> = { climate: "thermostat" };

/**
 * The first thing that can be commanded is called as the device, others after what they are ("Ceiling fan light") and
 * where ("Hallway switch left"). The chief reading of a device without such a thing answers to the device's name as well.
 */
function nameParts(parts: readonly Part[], place: Place): readonly NamedPart[] {
  const spoken = parts.filter((part) => !isReading(part));
  const chief = spoken.some(({ label }) => label === undefined) ? undefined : parts.filter(isReading).toSorted((one, other) => readingRank(one) - readingRank(other))[0];
  const plain = spoken.find(({ endpoint, label }) => endpoint === undefined && label === undefined);
  return parts.map((part): NamedPart => {
    if (part === plain || (part === chief && part.kind === "event")) return { ...part, name: undefined, aliases: [] };
    const kindWord = isReading(part) || plain === undefined || part.kind === plain.kind ? undefined : (kindWords[part.kind] ?? part.kind);
    const where = part.endpoint === undefined ? [] : [spokenEndpoint(part.endpoint)];
    const words = part.label === undefined ? [...(kindWord === undefined ? [] : [kindWord]), ...where] : [...where, part.label];
    const name = joined(place.name, words);
    const aliases = [...(part === chief ? [place.name] : []), ...(part.endpoint !== undefined && where[0] !== part.endpoint ? [`${place.name} ${part.endpoint}`] : [])];
    return { ...part, name, aliases };
  });
}

/** "l1" is said as the first. */
function spokenEndpoint(endpoint: string): string {
  return /^l\d+$/.test(endpoint) ? endpoint.slice(1) : endpoint.replaceAll("_", " ");
}

/** "Landing smoke" has no "Landing smoke smoke", "Garage door" no "garage door garage door contact". */
function joined(name: string, words: readonly string[]): string {
  const more = words.join(" ").split(" ");
  const ends = slugOf(name).split("_");
  const said = more.findLastIndex((_word, index) => slugOf(more.slice(0, index + 1).join(" ")) === ends.slice(-1 - index).join("_")) + 1;
  return [name, ...more.slice(said)].join(" ").trim();
}

type Maker = { readonly place: Place; readonly around: Surroundings; readonly hardwareId: string; readonly id: string; readonly problem: string | undefined };

function draftOf(part: NamedPart, { place, around, hardwareId, id, problem }: Maker): DeviceDraft {
  const bridge = { topic: `${around.base}/bridge/state`, at: ["state"], yes: ["online"], no: ["offline"] };
  const own = { ...bridge, topic: `${place.topic}/availability` };
  const binding: EndpointBinding = { adapter: "endpoints", endpoints: part.endpoints, availability: { topics: around.tellsAvailability ? [bridge, own] : [bridge], mode: "all" } };
  return {
    device: { id: deviceIdOf(`${id}_${part.key}`), kind: part.kind, deviceClass: part.deviceClass, capabilities: part.capabilities, binding },
    // What is only a part of the device ("Stairs smoke siren") must not be what the device's own name means.
    name: part.name, deviceName: part.label === undefined || isReading(part) ? place.name : undefined, hardwareIds: [hardwareId],
    area: around.room === undefined ? undefined : { name: around.room, from: "group" },
    topic: place.topic, aliases: part.aliases, ...(problem === undefined ? {} : { problem }),
  };
}
