// (pure) The entries of Zigbee2MQTT's inventories; those that say the same as before keep what was read of them.
import { textOf, type EntityConfig, parseJson } from "./config-values.ts";
import { sameJson } from "./same-json.ts";
import { listOf, type NetworkDevice, type NetworkGroup, readDevice, readGroup } from "./zigbee2mqtt-inventory.ts";

/** Most devices and groups read of one network. Zigbee itself has 16-bit addresses; real networks have some hundreds of devices. */
const maxEntries = 5000;

/** A device, as far as its entry is looked at, and what was read of it: undefined for one that cannot be used. */
export type Entry = { readonly raw: EntityConfig; readonly device: NetworkDevice | undefined };

/** The entries of a payload; none of an empty one, undefined when it is not a JSON list. */
export function parseEntries(payload: string): readonly EntityConfig[] | undefined {
  if (payload === "") return [];
  const parsed = parseJson(payload);
  return Array.isArray(parsed) ? listOf(parsed.slice(0, maxEntries)) : undefined;
}

export function readDevices(entries: readonly EntityConfig[], before: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const now = new Map<string, Entry>();
  for (const entry of entries) {
    const address = textOf(entry, "ieee_address");
    if (address === undefined || now.has(address)) continue;
    const raw = partThatMatters(entry);
    const known = before.get(address);
    now.set(address, known !== undefined && sameJson(known.raw, raw) ? known : { raw, device: readDevice(entry) });
  }
  return now;
}

/** What readDevice looks at. The rest (bindings, reporting, options, addresses) changes often and is long. */
function partThatMatters(entry: EntityConfig): EntityConfig {
  const { type, ieee_address, friendly_name, disabled, supported, power_source, model_id, endpoints, definition } = entry as Record<string, unknown>;
  const { vendor, model, description, exposes } = membersOf(definition);
  const scenes = Object.entries(membersOf(endpoints)).map(([number, endpoint]) => [number, membersOf(endpoint)["name"], membersOf(endpoint)["scenes"]]);
  const defined = typeof definition === "object" && definition !== null;
  return { type, ieee_address, friendly_name, disabled, supported, power_source, model_id, defined, vendor, model, description, exposes, scenes };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

export function readGroups(entries: readonly EntityConfig[], before: ReadonlyMap<number, NetworkGroup>): ReadonlyMap<number, NetworkGroup> {
  const now = new Map<number, NetworkGroup>();
  for (const entry of entries) {
    const group = readGroup(entry);
    if (group === undefined || now.has(group.id)) continue;
    const known = before.get(group.id);
    now.set(group.id, known !== undefined && sameJson(known, group) ? known : group);
  }
  return now;
}
