// (pure) One Homie property → how it is read and set. SOURCE: homieiot/convention convention.md 5, Payloads, Target
// attribute, Property command topic.
import type { Codec, ColorNotation, Endpoint, EndpointProperty, WritePoint } from "./endpoint.ts";
import type { HomieProperty } from "./homie-description.ts";
import type { HomieRole } from "./homie-rules.ts";
import type { Capability } from "./home.ts";

/** `<domain>/5/<device>` */
export type HomieBase = string;

export type PropertyEndpoint = { readonly capability: Capability; readonly endpoint: Endpoint };

export function topicOfProperty(base: HomieBase, { nodeId, id }: HomieProperty): string {
  return `${base}/${nodeId}/${id}`;
}

export const trueFalse: Codec = { as: "words", words: { true: "true", false: "false" } };

/** Values that change slowly: what it is on its way to counts as what it shows, because it has taken the command. */
const gradual: ReadonlySet<HomieRole> = new Set(["brightness", "color", "colorTemperature", "fanSpeed"]);

/** @param others of the same thing: a lamp that is off is switched on before it is dimmed */
export function roleEndpoint(base: HomieBase, role: HomieRole, property: HomieProperty, others: ReadonlyMap<HomieRole, HomieProperty>): PropertyEndpoint {
  const topic = topicOfProperty(base, property);
  const power = others.get("on");
  const first = power !== undefined && gradual.has(role) ? [{ topic: `${topicOfProperty(base, power)}/set`, payload: "true" }] : undefined;
  const made = (endpointProperty: EndpointProperty, capability: Capability, codec: Codec, write?: WritePoint): PropertyEndpoint => ({
    capability,
    endpoint: {
      property: endpointProperty,
      read: [topic, ...(gradual.has(role) ? [`${topic}/$target`] : [])].map((from) => ({ topic: from, at: [], codec })),
      write: write ?? { how: "value", topic: `${topic}/set`, at: [], codec, ...(first === undefined ? {} : { first }) },
    },
  });
  switch (role) {
    case "on": return made("on", { kind: "onOff" }, trueFalse);
    case "brightness": return made("brightnessPct", { kind: "brightness" }, percentOf(property));
    case "fanSpeed": return made("fanSpeedPct", { kind: "fanSpeed" }, percentOf(property));
    case "position": return made("positionPct", { kind: "position" }, percentOf(property));
    case "tilt": return made("tiltPct", { kind: "tilt" }, percentOf(property));
    case "color": return made("color", { kind: "color" }, { as: "color", notation: notationOf(property, others.has("brightness")) });
    case "colorTemperature": return colorTemperature(property, made);
    case "setpoint": return made("setpointC", setpointOf(property), { as: "celsius", unit: property.unit === "°F" ? "F" : "C" });
    case "mode": return made("mode", { kind: "mode", modes: property.values.map((value) => value.toLowerCase()) }, lowerCase(property.values));
    case "lock": return wordEndpoint(topic, lockWords(property), made, "lock");
    case "opening": return wordEndpoint(topic, openingWords(property), made, "opening");
  }
}

/** A cover that only knows positions opens by going to its end. */
export function openingByPosition(base: HomieBase, property: HomieProperty): PropertyEndpoint {
  const { min = 0, max = 100 } = property.range;
  return {
    capability: { kind: "opening", canStop: false },
    endpoint: { property: "opening", read: [{ topic: topicOfProperty(base, property), at: [], codec: { as: "words", words: { closed: min, open: max } } }] },
  };
}

type Made = (property: EndpointProperty, capability: Capability, codec: Codec, write?: WritePoint) => PropertyEndpoint;

/** From 1 or from 0 upwards it is the same scale: 0 is "off" (homie5-device-profiles, Dimmer). */
function percentOf({ range: { min = 0, max = 100 }, datatype }: HomieProperty): Codec {
  return { as: "percent", least: min === 1 ? 0 : min, most: max, whole: datatype === "integer" };
}

/** A notation without brightness is better where brightness is a property of its own. */
function notationOf({ values }: HomieProperty, hasBrightness: boolean): ColorNotation {
  const notations: Readonly<Record<string, ColorNotation>> = { rgb: "homieRgb", hsv: "homieHsv", xyz: "homieXyz" };
  const wanted = hasBrightness && values.includes("xyz") ? "xyz" : values.find((value) => Object.hasOwn(notations, value)) ?? "rgb";
  return notations[wanted] ?? "homieRgb";
}

/** Mireds unless the unit or the size of the numbers says kelvin; 153 to 500 mireds are 2000 to 6536 kelvin. */
function colorTemperature(property: HomieProperty, made: Made): PropertyEndpoint {
  const { min, max } = property.range;
  const isKelvin = property.unit === "K" || (property.unit === undefined && (max ?? 0) > 1000);
  const [low, high] = isKelvin ? [min ?? 2000, max ?? 6500] : [1_000_000 / (max ?? 500), 1_000_000 / Math.max(1, min ?? 153)];
  return made("colorTemperatureK", { kind: "colorTemperature", minK: Math.round(low), maxK: Math.round(high) }, { as: "colorTemperature", unit: isKelvin ? "kelvin" : "mired" });
}

/** 5 to 35 °C where the format leaves it open, as thermostats have it. */
function setpointOf({ range: { min, max, step }, unit }: HomieProperty): Capability {
  const celsius = (value: number) => unit === "°F" ? Math.round((value - 32) / 0.18) / 10 : value;
  const stepC = step === undefined ? 0.5 : unit === "°F" ? Math.round(step / 0.18) / 10 : step;
  return { kind: "setpoint", minC: min === undefined ? 5 : celsius(min), maxC: max === undefined ? 35 : celsius(max), stepC: stepC > 0 ? stepC : 0.5 };
}

type Words = { readonly commands: Readonly<Record<string, string>>; readonly states: Readonly<Record<string, string>>; readonly capability: Capability };

function wordEndpoint(topic: string, { commands, states, capability }: Words, made: Made, property: EndpointProperty): PropertyEndpoint {
  const cases = Object.fromEntries(Object.entries(commands).map(([word, payload]) => [word, [{ topic: `${topic}/set`, payload }]]));
  return made(property, capability, { as: "words", words: {}, also: states }, { how: "cases", cases });
}

/** The value of an enum, or "true" or "false" of a boolean, that means one of `meanings`. */
function valueMeaning({ datatype, values }: HomieProperty, meanings: RegExp): string | undefined {
  if (datatype === "enum") return values.find((value) => meanings.test(value));
  const index = values.findIndex((value) => meanings.test(value));
  return index < 0 ? undefined : String(index === 1);
}

function lockWords(property: HomieProperty): Words {
  const locked = valueMeaning(property, /^(lock|locked)$/i) ?? "true";
  const unlocked = valueMeaning(property, /^(unlock|unlocked)$/i) ?? "false";
  const open = property.datatype === "enum" ? valueMeaning(property, /^open$/i) : undefined;
  const said = statesOf(property, { locked: /^(lock|locked)$/i, unlocked: /^(unlock|unlocked)$/i, locking: /^locking$/i, unlocking: /^unlocking$/i, jammed: /^jammed$/i, open: /^open(ed)?$/i });
  return {
    commands: { locked, unlocked, ...(open === undefined ? {} : { open }) },
    states: { [locked.toLowerCase()]: "locked", [unlocked.toLowerCase()]: "unlocked", ...said },
    capability: { kind: "lock", ...(open === undefined ? {} : { canOpen: true }) },
  };
}

function openingWords(property: HomieProperty): Words {
  const open = valueMeaning(property, /^(open|opened|up)$/i) ?? "true";
  const closed = valueMeaning(property, /^(close|closed|down)$/i) ?? "false";
  const stopped = property.datatype === "enum" ? valueMeaning(property, /^(stop|stopped|halt|pause)$/i) : undefined;
  const said = statesOf(property, { open: /^(open|opened|up)$/i, closed: /^(close|closed|down)$/i, opening: /^opening$/i, closing: /^closing$/i, stopped: /^(stop|stopped|halt|pause)$/i });
  return {
    commands: { open, closed, ...(stopped === undefined ? {} : { stopped }) },
    states: { [open.toLowerCase()]: "open", [closed.toLowerCase()]: "closed", ...said },
    capability: { kind: "opening", canStop: stopped !== undefined },
  };
}

/** An enum's values in lower case by what they mean; a boolean's are known without. */
function statesOf({ datatype, values }: HomieProperty, meanings: Readonly<Record<string, RegExp>>): Readonly<Record<string, string>> {
  if (datatype !== "enum") return {};
  return Object.fromEntries(values.flatMap((value) => {
    const meaning = Object.entries(meanings).find(([, pattern]) => pattern.test(value));
    return meaning === undefined ? [] : [[value.toLowerCase(), meaning[0]]];
  }));
}

function lowerCase(values: readonly string[]): Codec {
  return { as: "words", words: Object.fromEntries(values.map((value) => [value.toLowerCase(), value])) };
}
