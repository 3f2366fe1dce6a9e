// (pure) A device written by hand in home.yaml → the draft of a device, with a place in some message for each value.
import { slugOf } from "./config-values.ts";
import type { Endpoint } from "./endpoint.ts";
import { activateEndpoint, choiceEndpoint, contactEndpoints, type Made, plainEndpoint, wordEndpoint } from "./generic-endpoints.ts";
import type { GenericDevice } from "./generic-schema.ts";
import { kindsWith, percentValues, readOnlyValues, type ValueKey, valueKeys } from "./generic-words.ts";
import { type DeviceDraft, deviceIdOf } from "./home-source.ts";
import type { Capability, DeviceKind, DeviceRules } from "./home.ts";

/** `keys` lead from the device to what is wrong. */
export type GenericProblem = { readonly keys: readonly string[]; readonly message: string };

/** The draft, when nothing is wrong. @param file the path of home.yaml, for `facts` */
export function draftGeneric(form: GenericDevice, file: string): { readonly draft: DeviceDraft | undefined; readonly problems: readonly GenericProblem[] } {
  const present = valueKeys.filter((key) => form[key] !== undefined);
  const kind = form.kind ?? kindOf(present);
  const made = present.map((key) => ({ key, ...makeValue(key, form) }));
  const problems = [...kindProblems(kind, present, form), ...made.flatMap(({ key, problems: found }) => found.map(({ keys, message }) => ({ keys: [key, ...keys], message })))];
  if (problems.length > 0 || kind === undefined) return { draft: undefined, problems };
  const rules: DeviceRules = { ...(form.neverByVoice === undefined ? {} : { neverByVoice: form.neverByVoice }), ...(form.guard === undefined ? {} : { guard: form.guard }) };
  const draft: DeviceDraft = {
    device: {
      id: genericId(form), kind, deviceClass: form.class ?? "",
      capabilities: made.flatMap(({ capabilities }) => capabilities),
      binding: { adapter: "endpoints", endpoints: made.flatMap(({ endpoints }): readonly Endpoint[] => endpoints), availability: availabilityOf(form) },
    },
    name: form.name, deviceName: undefined, hardwareIds: [], topic: file,
    area: form.area === undefined ? undefined : { name: form.area, from: "home.yaml" },
    ...(form.aliases === undefined ? {} : { aliases: form.aliases }),
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
  };
  return { draft, problems: [] };
}

/** The same each time as long as the id, or else the name, stays. */
export function genericId({ id, name }: Pick<GenericDevice, "id" | "name">) {
  return deviceIdOf(`generic.${id ?? slugOf(name)}`);
}

function kindOf(present: readonly ValueKey[]): DeviceKind | undefined {
  const [deciding] = present;
  return deciding === undefined ? undefined : kindsWith[deciding][0];
}

function kindProblems(kind: DeviceKind | undefined, present: readonly ValueKey[], form: GenericDevice): readonly GenericProblem[] {
  if (kind === undefined || present.length === 0) return [{ keys: [], message: `has nothing to read or to command, expected one of ${valueKeys.join(", ")}` }];
  const strange = present.filter((key) => !kindsWith[key].some((allowed) => allowed === kind));
  const readings = present.filter((key) => readOnlyValues.has(key));
  const wrong = strange.map((key) => ({ keys: [key], message: `does not go with ${form.kind === undefined ? `${present[0]}, which makes it` : "kind:"} ${kind}, expected a device of kind ${kindsWith[key].join(", ")}` }));
  const crowded = kind === "sensor" && readings.length > 1 ? [{ keys: [readings[1] ?? ""], message: "is a second reading, expected a device of its own for each" }] : [];
  return [...wrong, ...crowded];
}

type MadeValue = Made & { readonly capabilities: readonly Capability[] };

function makeValue(key: ValueKey, form: GenericDevice): MadeValue {
  switch (key) {
    case "switch": case "oscillation": case "mute": case "direction": case "lock": case "opening": case "playback": case "activity": case "alarm": {
      const made = wordEndpoint(key, form[key] ?? {});
      return { ...made, capabilities: wordCapability(key, made.commandWords) };
    }
    case "contact": return { ...contactEndpoints(form.contact), capabilities: [{ kind: "reading", quantity: form.class ?? "", unit: undefined }] };
    case "activate": return { ...activateEndpoint(form.activate), capabilities: [{ kind: "activate" }] };
    case "mode": case "preset": case "fanMode": case "option": case "event": return { ...choiceEndpoint(key, form[key]), capabilities: choiceCapability(key, Object.keys(form[key]?.options ?? {})) };
    default: return plainValue(key, form);
  }
}

function wordCapability(key: "switch" | "oscillation" | "mute" | "direction" | "lock" | "opening" | "playback" | "activity" | "alarm", words: readonly string[]): readonly Capability[] {
  const among = <const T extends string>(...known: readonly T[]) => known.filter((word) => words.includes(word));
  switch (key) {
    case "switch": return [{ kind: "onOff" }];
    case "oscillation": case "mute": case "direction": return [{ kind: key }];
    case "lock": return [{ kind: "lock", canOpen: words.includes("open") }];
    case "opening": return [{ kind: "opening", canStop: words.includes("stop") }];
    case "playback": return [{ kind: "playback", can: among("play", "pause", "stop", "next", "previous") }];
    case "activity": return [{ kind: "activity", can: among("start", "pause", "stop", "dock", "locate") }];
    case "alarm": return [{ kind: "alarm", modes: among("disarmed", "home", "away", "night", "vacation", "bypass") }];
  }
}

function choiceCapability(key: "mode" | "preset" | "fanMode" | "option" | "event", words: readonly string[]): readonly Capability[] {
  switch (key) {
    case "mode": return [{ kind: "mode", modes: words }];
    case "preset": return [{ kind: "preset", presets: words }];
    case "fanMode": return [{ kind: "fanMode", fanModes: words }];
    case "option": return [{ kind: "option", options: words }];
    case "event": return [{ kind: "event", events: words }];
  }
}

function plainValue(key: Exclude<ValueKey, Parameters<typeof wordCapability>[0] | Parameters<typeof choiceCapability>[0] | "contact" | "activate">, form: GenericDevice): MadeValue {
  switch (key) {
    case "brightness": case "tilt": case "fanSpeed": case "volume": case "position": {
      const { range: [least, most] = [0, 100] as const, decimals, ...places } = form[key] ?? {};
      // A share of 1 has digits behind the point, one of 255 does not.
      const codec = { as: "percent", least, most, whole: decimals === undefined ? Math.abs(most - least) > 1 : !decimals } as const;
      const opens = key === "position" && form.opening === undefined ? [{ kind: "opening", canStop: false } as const] : [];
      return { ...plainEndpoint(percentValues[key], codec, places), capabilities: [...opens, { kind: key }] };
    }
    case "color": return { ...plainEndpoint("color", { as: "color", notation: form.color?.notation ?? "rgbText" }, form.color), capabilities: [{ kind: "color" }] };
    case "colorTemperature": {
      const { unit = "mired", range = unit === "mired" ? [153, 500] as const : [2000, 6535] as const } = form.colorTemperature ?? {};
      const kelvins = range.map((number) => Math.round(unit === "kelvin" ? number : 1_000_000 / number));
      return { ...plainEndpoint("colorTemperatureK", { as: "colorTemperature", unit }, form.colorTemperature), capabilities: [{ kind: "colorTemperature", minK: Math.min(...kelvins), maxK: Math.max(...kelvins) }] };
    }
    case "setpoint": return setpointValue(form);
    case "humidity": return { ...plainEndpoint("humiditySetPct", { as: "number" }, form.humidity, inOrder(form.humidity)), capabilities: [{ kind: "humidity", minPct: form.humidity?.min ?? 0, maxPct: form.humidity?.max ?? 100 }] };
    case "number": return { ...plainEndpoint("number", { as: "number" }, form.number, inOrder(form.number)), capabilities: [{ kind: "number", min: form.number?.min ?? 0, max: form.number?.max ?? 0, step: form.number?.step ?? 1, unit: form.number?.unit }] };
    case "temperature": return { ...plainEndpoint("currentC", { as: "celsius", unit: form.temperature?.unit ?? "C" }, form.temperature), capabilities: [{ kind: "reading", quantity: "temperature", unit: "°C" }] };
    case "currentHumidity": return { ...plainEndpoint("currentHumidityPct", { as: "number" }, form.currentHumidity), capabilities: [{ kind: "reading", quantity: "humidity", unit: "%" }] };
    case "reading": return { ...plainEndpoint("reading", { as: form.reading?.text === true ? "text" : "number" }, form.reading), capabilities: [{ kind: "reading", quantity: form.class ?? "", unit: form.reading?.unit }] };
  }
}

/** Limits are written in the device's unit. Without them, those of Home Assistant's climate.mqtt: 7 to 35 °C. */
function setpointValue(form: GenericDevice): MadeValue {
  const { unit = "C", min, max, step } = form.setpoint ?? {};
  const toC = (degrees: number) => Math.round((unit === "F" ? (degrees - 32) / 1.8 : degrees) * 10) / 10;
  const stepC = step === undefined ? 0.5 : Math.max(0.1, Math.round((unit === "F" ? step / 1.8 : step) * 10) / 10);
  const range = { minC: min === undefined ? 7 : toC(min), maxC: max === undefined ? 35 : toC(max) };
  return { ...plainEndpoint("setpointC", { as: "celsius", unit }, form.setpoint, inOrder({ min: range.minC, max: range.maxC })), capabilities: [{ kind: "setpoint", ...range, stepC }] };
}

function inOrder(range: { readonly min: number; readonly max: number } | undefined): Made["problems"] {
  return range === undefined || range.min < range.max ? [] : [{ keys: ["max"], message: `is not above min, expected a larger number` }];
}

function availabilityOf({ availability = [] }: GenericDevice) {
  return { topics: availability.map(({ topic, path, online, offline }) => ({ topic, at: path, yes: online.map(String), no: offline.map(String) })), mode: "all" as const };
}
