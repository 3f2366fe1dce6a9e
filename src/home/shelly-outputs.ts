// (pure) Components of a Shelly that can be told what to do. SOURCE: shelly-api-docs.shelly.cloud gen2 ComponentsAndServices
// (Switch, Light, RGB, RGBW, CCT, RGBCCT, Cover), home-assistant-libs/aioshelly rpc_device/device.py (Thermostat, BluTRV).
import { type EntityConfig, objectOf, textOf, textsOf } from "./config-values.ts";
import type { Codec, Endpoint, Json } from "./endpoint.ts";
import type { Capability } from "./home.ts";
import { numberedName, type Part, reading } from "./native-draft.ts";
import type { ShellyComponent, ShellyDevice } from "./shelly-device.ts";
import { command, commandWith, statusReads } from "./shelly-rpc.ts";

const percent: Codec = { as: "percent", least: 0, most: 100, whole: true };
const yesNo: Codec = { as: "words", words: { true: true, false: false } };
const celsius: Codec = { as: "celsius", unit: "C" };

/** Of the kinds of lamps: the namespace of its methods and what it can do besides on, off and brightness. */
const lamps: Readonly<Record<string, { readonly namespace: string; readonly colors?: boolean; readonly warms?: boolean }>> = {
  light: { namespace: "Light" },
  rgb: { namespace: "RGB", colors: true },
  rgbw: { namespace: "RGBW", colors: true },
  cct: { namespace: "CCT", warms: true },
  rgbcct: { namespace: "RGBCCT", colors: true, warms: true },
};

const outputTypes: ReadonlySet<string> = new Set(["switch", "cover", ...Object.keys(lamps)]);

/** The one output is called as the device; others by the name given in the app, or by the device's name and a number. */
export function outputName(component: ShellyComponent, device: ShellyDevice): string | undefined {
  if (component.name !== undefined) return component.name;
  const alone = device.components.filter(({ type }) => outputTypes.has(type)).length === 1;
  return alone ? undefined : numberedName(device.name, component.id + 1);
}

export function outputParts(component: ShellyComponent, device: ShellyDevice): readonly Part[] {
  if (component.type === "switch") return [...switchParts(component, device)];
  if (component.type === "cover") return [coverPart(component, device)];
  if (component.type === "thermostat") return [thermostatPart(component, device)];
  if (component.type === "blutrv") return [radiatorPart(component, device)];
  return Object.hasOwn(lamps, component.type) ? [lampPart(component, device)] : [];
}

function* switchParts(component: ShellyComponent, device: ShellyDevice): Generator<Part> {
  // A relay that a thermostat of the same device works with is the thermostat's.
  const taken = device.components.some(({ type, config }) => type === "thermostat" && textOf(config, "actuator")?.endsWith(`/c/${component.key}`) === true);
  if (taken) return;
  const isLight = (device.consumptionTypes[component.id] ?? "").startsWith("light");
  yield { key: component.key, name: outputName(component, device), kind: isLight ? "light" : "switch", capabilities: [{ kind: "onOff" }], endpoints: [onEndpoint(component, device, "Switch")] };
}

function onEndpoint({ key, id }: ShellyComponent, { prefix }: ShellyDevice, namespace: string): Endpoint {
  return {
    property: "on", read: statusReads(prefix, key, ["output"], yesNo),
    write: { how: "cases", cases: { true: [command(prefix, `${namespace}.Set`, { id, on: true })], false: [command(prefix, `${namespace}.Set`, { id, on: false })] } },
  };
}

function lampPart(component: ShellyComponent, device: ShellyDevice): Part {
  const { key, id, type, config } = component;
  const { namespace, colors = false, warms = false } = lamps[type] ?? { namespace: "Light" };
  const capabilities: Capability[] = [{ kind: "onOff" }, { kind: "brightness" }];
  const set = (property: Endpoint["property"], field: string, codec: Codec, mode: { readonly [key: string]: Json } = {}): Endpoint => ({
    property, read: statusReads(device.prefix, key, [field], codec),
    write: commandWith(device.prefix, `${namespace}.Set`, { id, on: true, ...mode }, [field], codec),
  });
  const endpoints = [onEndpoint(component, device, namespace), set("brightnessPct", "brightness", percent)];
  if (colors) {
    capabilities.push({ kind: "color" });
    endpoints.push(set("color", "rgb", { as: "color", notation: "rgbList" }, warms ? { mode: "rgb" } : {}));
  }
  if (warms) {
    capabilities.push({ kind: "colorTemperature", ...kelvinRange(config) });
    endpoints.push(set("colorTemperatureK", "ct", { as: "colorTemperature", unit: "kelvin" }, colors ? { mode: "cct" } : {}));
  }
  return { key, name: outputName(component, device), kind: "light", capabilities, endpoints };
}

/** What the bulbs have (shelly-api-docs Devices/Gen3, "2700 to 6500K") unless the config tells another range. */
function kelvinRange(config: EntityConfig): { readonly minK: number; readonly maxK: number } {
  const range = config["ct_range"];
  const [minK, maxK] = Array.isArray(range) ? (range as readonly unknown[]) : [];
  return typeof minK === "number" && typeof maxK === "number" && minK > 0 && minK < maxK ? { minK, maxK } : { minK: 2700, maxK: 6500 };
}

function coverPart(component: ShellyComponent, device: ShellyDevice): Part {
  const { key, id, config, knowsPosition } = component;
  const { prefix } = device;
  const tilts = knowsPosition && objectOf(config["slat"])?.["enable"] === true;
  const endpoints: Endpoint[] = [{
    property: "opening",
    read: statusReads(prefix, key, ["state"], { as: "words", words: { open: "open", closed: "closed", stopped: "stopped", opening: "opening", closing: "closing" } }),
    write: { how: "cases", cases: { open: [command(prefix, "Cover.Open", { id })], closed: [command(prefix, "Cover.Close", { id })], stopped: [command(prefix, "Cover.Stop", { id })] } },
  }];
  if (knowsPosition) endpoints.push({ property: "positionPct", read: statusReads(prefix, key, ["current_pos"], percent), write: commandWith(prefix, "Cover.GoToPosition", { id }, ["pos"], percent) });
  if (tilts) endpoints.push({ property: "tiltPct", read: statusReads(prefix, key, ["slat_pos"], percent), write: commandWith(prefix, "Cover.GoToPosition", { id }, ["slat_pos"], percent) });
  return {
    key, name: outputName(component, device), kind: "cover", endpoints,
    capabilities: [{ kind: "opening", canStop: true }, ...(knowsPosition ? [{ kind: "position" } as const] : []), ...(tilts ? [{ kind: "tilt" } as const] : [])],
  };
}

/** Of the Wall Display. Range as in home-assistant/core shelly/const.py, RPC_THERMOSTAT_SETTINGS. */
function thermostatPart({ key, id, name, config }: ShellyComponent, { prefix }: ShellyDevice): Part {
  const working = config["type"] === "cooling" ? "cool" : "heat";
  const enable = (on: boolean) => [command(prefix, "Thermostat.SetConfig", { config: { id, enable: on } })];
  return {
    key, name: name ?? "thermostat", kind: "climate",
    capabilities: [{ kind: "setpoint", minC: 5, maxC: 35, stepC: 0.5 }, { kind: "onOff" }, { kind: "mode", modes: [working, "off"] }, ...reading("temperature", "°C")],
    endpoints: [
      { property: "setpointC", read: statusReads(prefix, key, ["target_C"], celsius), write: commandWith(prefix, "Thermostat.SetConfig", { config: { id } }, ["config", "target_C"], celsius) },
      { property: "currentC", read: statusReads(prefix, key, ["current_C"], celsius) },
      { property: "on", read: statusReads(prefix, key, ["enable"], yesNo), write: { how: "cases", cases: { true: enable(true), false: enable(false) } } },
      { property: "mode", read: statusReads(prefix, key, ["enable"], { as: "words", words: { [working]: true, off: false } }), write: { how: "cases", cases: { [working]: enable(true), off: enable(false) } } },
    ],
  };
}

/** A radiator valve behind a BLU Gateway. Range as in home-assistant/core shelly/const.py, BLU_TRV_TEMPERATURE_SETTINGS. */
function radiatorPart({ key, id, name }: ShellyComponent, { prefix }: ShellyDevice): Part {
  return {
    key, name: name ?? `radiator ${id}`, kind: "climate",
    capabilities: [{ kind: "setpoint", minC: 4, maxC: 30, stepC: 0.1 }, ...reading("temperature", "°C")],
    endpoints: [
      {
        property: "setpointC", read: statusReads(prefix, key, ["target_C"], celsius),
        write: commandWith(prefix, "BluTRV.Call", { id, method: "Trv.SetTarget", params: { id: 0 } }, ["params", "target_C"], celsius),
      },
      { property: "currentC", read: statusReads(prefix, key, ["current_C"], celsius) },
    ],
  };
}

/** Components that people or services make themselves, with a name and the right to be written. */
export function virtualParts({ key, type, id, name, config }: ShellyComponent, { prefix }: ShellyDevice): readonly Part[] {
  if (name === undefined || !(textOf(config, "access") ?? "crw").includes("w")) return [];
  const part = { key, name };
  const value = (codec: Codec) => statusReads(prefix, key, ["value"], codec);
  if (type === "boolean") {
    const set = (on: boolean) => [command(prefix, "Boolean.Set", { id, value: on })];
    return [{ ...part, kind: "switch", capabilities: [{ kind: "onOff" }], endpoints: [{ property: "on", read: value(yesNo), write: { how: "cases", cases: { true: set(true), false: set(false) } } }] }];
  }
  if (type === "number") {
    const { min, max, meta } = config;
    const ui = objectOf(objectOf(meta)?.["ui"]) ?? {};
    const limits = { min: typeof min === "number" ? min : 0, max: typeof max === "number" ? max : 100, step: typeof ui["step"] === "number" && ui["step"] > 0 ? ui["step"] : 1 };
    const unit = typeof ui["unit"] === "string" ? ui["unit"].slice(0, 16) : undefined;
    return [{ ...part, kind: "number", capabilities: [{ kind: "number", ...limits, unit }], endpoints: [{ property: "number", read: value({ as: "number" }), write: commandWith(prefix, "Number.Set", { id }, ["value"], { as: "number" }) }] }];
  }
  const options = type === "enum" ? textsOf(config, "options").slice(0, 50) : [];
  if (options.length === 0) return [];
  return [{ ...part, kind: "select", capabilities: [{ kind: "option", options }], endpoints: [{ property: "option", read: value({ as: "text" }), write: commandWith(prefix, "Enum.Set", { id }, ["value"], { as: "text" }) }] }];
}
