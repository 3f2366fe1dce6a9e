// (pure) An entity out of a list of Home Assistant's → the device that Sotto would make of it.
import { type EntityConfig, numberOf, slugOf, textOf } from "./config-values.ts";
import type { AreaId, Capability, Device, DeviceId } from "./home.ts";
import { streamedDomains } from "./statestream-abilities.ts";
import { createWire } from "./statestream-wire.ts";

/** An entity as a list tells of it: names cleaned, attributes as Home Assistant calls them. */
export type ListedEntity = {
  /** Home Assistant's entity id, "light.kitchen". */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly areaId: AreaId | undefined;
  readonly attributes: EntityConfig;
  /** What the device that Sotto hears of announces itself as, and the id that it then has; without them by its name. */
  readonly heardAs?: string;
  readonly heardId?: string;
  /** What else its owner laid down, told beside it: hidden, or not for voice assistants. */
  readonly set?: readonly ("hidden" | "unexposed")[];
};

/**
 * What things of a domain can do whose list does not tell: all that is usual, since a list written by hand names what
 * there is, not what it lacks. What really acts is asked of the devices themselves. The bits are those of
 * statestream-abilities.ts.
 */
const assumed: Readonly<Record<string, EntityConfig>> = {
  light: { supported_color_modes: ["color_temp", "hs"], min_color_temp_kelvin: 1500, max_color_temp_kelvin: 10_000 },
  climate: { supported_features: 1 + 128 + 256, hvac_modes: ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"] },
  cover: { supported_features: 1 + 2 + 4 + 8 },
  valve: { supported_features: 1 + 2 + 4 + 8 },
  fan: { supported_features: 1 + 2 + 4 },
  siren: { supported_features: 1 + 2 },
  vacuum: { supported_features: 4 + 8 + 16 + 512 + 8192 },
  lawn_mower: { supported_features: 1 + 2 + 4 },
  media_player: { supported_features: 1 + 4 + 8 + 16 + 32 + 128 + 256 + 4096 + 16384 },
  alarm_control_panel: { supported_features: 1 + 2 + 4 },
};

/** A thermostat without a range: whatever is set in a cellar or in a sauna, in °C or in °F. */
const anySetpoint: Capability = { kind: "setpoint", minC: 0, maxC: 100, stepC: 0.5 };

/** The attribute that tells what an entity of a domain can do, where it is not `supported_features`. */
const telling: Readonly<Record<string, string>> = { light: "supported_color_modes" };

/** The device, or undefined for a domain that Sotto has no words for. */
export function deviceOfEntity(entity: ListedEntity): Device | undefined {
  const [domainName = "", objectId = ""] = splitId(entity.id);
  const domain = streamedDomains.get(domainName);
  if (domain === undefined) return undefined;
  const attributes = withAssumed(domainName, entity.attributes);
  const features = numberOf(attributes, "supported_features") ?? domain.usualFeatures ?? 0;
  const streamed = { attributes, has: (feature: number) => (features & feature) !== 0 };
  const hasRange = attributes["min_temp"] !== undefined || attributes["max_temp"] !== undefined;
  const able = domain.problem?.(streamed) === undefined ? domain.abilities(streamed, createWire("", domainName, objectId)).flatMap(({ can }): readonly Capability[] => can === undefined ? [] : [can]) : [];
  return {
    id: entity.id as DeviceId,
    name: entity.name, aliases: entity.aliases, areaId: entity.areaId, kind: domain.kind,
    deviceClass: slugOf(textOf(attributes, "device_class") ?? "").slice(0, 32),
    capabilities: able.map((capability) => capability.kind === "setpoint" && !hasRange ? anySetpoint : capability),
    binding: { adapter: "endpoints", endpoints: [], availability: { mode: "all", topics: [] } },
  };
}

/** "light.kitchen" → light and kitchen. */
export function splitId(id: string): readonly [domain: string, objectId: string] {
  const dot = id.indexOf(".");
  return dot < 0 ? ["", id] : [id.slice(0, dot), id.slice(dot + 1)];
}

function withAssumed(domain: string, attributes: EntityConfig): EntityConfig {
  return attributes[telling[domain] ?? "supported_features"] === undefined ? { ...assumed[domain], ...attributes } : attributes;
}
