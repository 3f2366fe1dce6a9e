// (pure) Groups of Zigbee2MQTT: one device with what all its members can do, and a room for them if it is named as one.
import { createAreaFinder } from "./area-names.ts";
import { slugOf } from "./config-values.ts";
import type { Expose, NetworkDevice, NetworkGroup } from "./zigbee2mqtt-inventory.ts";
import { plainProperty } from "./zigbee2mqtt-part.ts";

/** Types that a group can have. SOURCE: zigbee2mqtt, lib/extension/homeassistant.ts, GROUP_SUPPORTED_TYPES. */
const groupTypes: ReadonlySet<string> = new Set(["light", "switch", "lock", "cover"]);

/** Words of a group's name that say nothing of where it is. */
const groupWords: ReadonlySet<string> = new Set(["all", "the", "group", "light", "lights", "lamp", "lamps", "lighting", "blinds", "curtains", "shades", "shutters", "covers", "switches", "plugs", "devices", "zigbee"]);

const roomIn = createAreaFinder([]);

/** The room that a group is named as: "living_room", "All kitchen lights"; not for a group that is only somewhere, as "Kitchen ceiling". */
export function roomOfGroup({ friendlyName }: NetworkGroup): string | undefined {
  const name = slugOf(friendlyName).split("_").filter((word) => !groupWords.has(word)).join("_");
  const room = name === "" ? undefined : roomIn(name);
  return room !== undefined && slugOf(room) === name ? room : undefined;
}

/** Which room each device is in, by the groups; of several the smallest tells it best. */
export function roomsByGroups(groups: Iterable<NetworkGroup>): ReadonlyMap<string, string> {
  const rooms = new Map<string, string>();
  const bySize = [...groups].sort((one, other) => other.members.length - one.members.length || other.id - one.id);
  for (const group of bySize) {
    const room = roomOfGroup(group);
    if (room !== undefined) for (const { ieeeAddress } of group.members) rooms.set(ieeeAddress, room);
  }
  return rooms;
}

/** What a group can share of an ability. */
const sharedNames: ReadonlySet<string> = new Set(["state", "brightness", "color_temp", "color_xy", "color_hs", "position", "tilt", "lock_state"]);

/** By device: what each of its endpoints brings into a group. Asked for again with every message, for every member. */
const known = new WeakMap<NetworkDevice, Map<number, Expose | undefined>>();

function brought(device: NetworkDevice, endpoint: number): Expose | undefined {
  const byEndpoint = known.get(device) ?? new Map<number, Expose | undefined>();
  known.set(device, byEndpoint);
  if (byEndpoint.has(endpoint)) return byEndpoint.get(endpoint);
  const name = device.endpoints.find(({ number }) => number === endpoint)?.name;
  const expose = device.exposes.find((candidate) => groupTypes.has(candidate.type) && isState(candidate) && (candidate.endpoint === undefined || candidate.endpoint === name));
  const features = [...new Map(expose?.features.filter((feature) => sharedNames.has(feature.name)).map((feature) => [feature.name, feature])).values()];
  const trimmed = expose === undefined || !device.supported || !device.hearsGroups ? undefined : { ...expose, features };
  byEndpoint.set(endpoint, trimmed);
  return trimmed;
}

/**
 * The ability that all members share, as one of the group itself, or undefined when there is none: lights and plugs can
 * be switched together, lights and covers have nothing in common.
 */
export function sharedExpose({ members }: NetworkGroup, deviceOf: (ieeeAddress: string) => NetworkDevice | undefined): Expose | undefined {
  const each: Expose[] = [];
  for (const { ieeeAddress, endpoint } of members) {
    const device = deviceOf(ieeeAddress);
    const expose = device === undefined ? undefined : brought(device, endpoint);
    if (expose === undefined) return undefined;
    each.push(expose);
  }
  const [first, ...others] = each;
  if (first === undefined) return undefined;
  const types = new Set(each.map(({ type }) => type));
  if (types.size > 1 && [...types].some((type) => type !== "light" && type !== "switch")) return undefined;
  const features = first.features.flatMap((feature) => sharedFeature(feature, others) ?? []);
  return { ...first, type: types.size === 1 ? first.type : "switch", endpoint: undefined, features };
}

function isState({ type, features }: Expose): boolean {
  const state = features.find(({ name }) => name === "state");
  return state !== undefined && (type !== "switch" || plainProperty(state) === "state");
}

/** What each can do of it: the narrower range, the fewer accesses, the words that all know. */
function sharedFeature(feature: Expose, others: readonly Expose[]): Expose | undefined {
  let shared: Expose = { ...feature, property: plainProperty(feature), endpoint: undefined };
  for (const { features } of others) {
    const other = features.find(({ name }) => name === feature.name);
    if (other === undefined) return undefined;
    shared = {
      ...shared, access: shared.access & other.access,
      min: narrower(Math.max, shared.min, other.min), max: narrower(Math.min, shared.max, other.max),
      values: shared.values.filter((value) => other.values.includes(value)),
    };
  }
  return shared;
}

function narrower(of: (one: number, other: number) => number, one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? one ?? other : of(one, other);
}
