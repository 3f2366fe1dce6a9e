// (pure) Commands and states of devices whose values each have a place in some message (home/endpoint.ts).
import { AssistantError } from "../base/errors.ts";
import type { EndpointBinding } from "../home/binding.ts";
import type { CommandAction } from "../home/command.ts";
import type { Endpoint, EndpointProperty, Json, ReadPoint, WireValue } from "../home/endpoint.ts";
import { parseJson } from "../home/config-values.ts";
import type { DeviceState } from "../home/state.ts";
import type { DeviceAdapter } from "./device-adapter.ts";
import { decode, encode, sameWire } from "./endpoint-codec.ts";
import type { MqttMessage } from "./mqtt-message.ts";

export const endpointAdapter: DeviceAdapter<EndpointBinding> = {
  name: "endpoints",
  achievable(command, binding) {
    switch (command.type) {
      case "brightness.set": return { ...command, brightnessPct: steppedPct("brightnessPct", command.brightnessPct, binding) };
      case "fanSpeed.set": return { ...command, speedPct: steppedPct("fanSpeedPct", command.speedPct, binding) };
      case "volume.set": return { ...command, volumePct: steppedPct("volumePct", command.volumePct, binding) };
      default: return command;
    }
  },
  commandMessages(command, binding, state, deviceName) {
    const wanted = wantedBy(command);
    const messages = wanted === undefined ? undefined : firstWritten(wanted, binding, state?.mode);
    if (messages === undefined) throw new AssistantError("DEVICE_UNSUPPORTED", `${deviceName}: there is no way to tell it ${command.type}. Look at what it announces.`);
    return messages;
  },
  stateTopics: ({ endpoints }) => [...new Set(endpoints.flatMap(({ read }) => read?.map(({ topic }) => topic) ?? []))],
  availability: ({ availability }) => ({ topics: [...new Set(availability.topics.map(({ topic }) => topic))], mode: availability.mode }),
  readState({ topic, payload }, { endpoints }) {
    const parsed = lazily(() => parseJson(payload));
    const fields: Record<string, unknown> = {};
    for (const { property, read } of endpoints) {
      for (const point of read ?? []) {
        if (point.topic !== topic) continue;
        const value = valueAt(point, payload, parsed);
        const told = value === undefined ? undefined : decode(point.codec, value);
        if (told !== undefined) Object.assign(fields, fieldOf(property, told));
      }
    }
    return Object.keys(fields).length === 0 ? undefined : (fields as DeviceState);
  },
  readAvailability({ topic, payload }, { availability }) {
    for (const source of availability.topics) {
      if (source.topic !== topic) continue;
      const value = source.at.length === 0 ? payload : memberAt(parseJson(payload), source.at) ?? payload;
      // An object may have a `toString` of its own making.
      const text = typeof value === "object" ? payload : String(value);
      if (source.yes.includes(text)) return true;
      if (source.no.includes(text)) return false;
      if (source.yes.length === 0) return true;
    }
    return undefined;
  },
};

/** A value to be written, and where: several places where a device may have one of them. */
type Wanted = readonly (readonly [property: EndpointProperty, value: unknown])[];

function wantedBy(command: CommandAction): Wanted | undefined {
  switch (command.type) {
    case "onOff.set": return [["on", String(command.on)]];
    // Nothing is brighter than "off" to a lamp that knows no brightness of 0.
    case "brightness.set": return command.brightnessPct <= 0 ? [["on", "false"]] : [["brightnessPct", command.brightnessPct]];
    case "color.set": return [["color", command.color]];
    case "colorTemperature.set": return [["colorTemperatureK", command.kelvin]];
    case "setpoint.set": return [["setpointC", command.temperatureC]];
    case "mode.set": return [["mode", command.mode]];
    case "preset.set": return [["preset", command.preset]];
    case "fanMode.set": return [["fanMode", command.fanMode]];
    case "humidity.set": return [["humiditySetPct", command.humidityPct]];
    case "lock.set": return [["lock", command.locked ? "locked" : "unlocked"]];
    case "lock.open": return [["lock", "open"]];
    case "opening.set": return [["opening", command.open ? "open" : "closed"], ["positionPct", command.open ? 100 : 0]];
    case "opening.stop": return [["opening", "stopped"]];
    case "position.set": return [["positionPct", command.positionPct]];
    case "tilt.set": return [["tiltPct", command.tiltPct]];
    case "fanSpeed.set": return command.speedPct <= 0 ? [["on", "false"], ["fanSpeedPct", 0]] : [["fanSpeedPct", command.speedPct]];
    case "oscillation.set": return [["oscillating", String(command.on)]];
    case "direction.set": return [["direction", command.direction]];
    case "volume.set": return [["volumePct", command.volumePct]];
    case "mute.set": return [["muted", String(command.muted)]];
    case "playback.set": return [["playback", command.action]];
    case "activity.set": return [["activity", command.activity]];
    case "option.set": return [["option", command.option]];
    case "number.set": return [["number", command.value]];
    case "alarm.set": return [["alarm", command.mode]];
    case "scene.activate": return [["activate", "true"]];
    // Relative commands are made absolute before they come here, questions send nothing.
    case "onOff.toggle": case "brightness.change": case "setpoint.change": case "position.change": case "fanSpeed.change": case "volume.change": case "state.get": return undefined;
  }
}

function firstWritten(wanted: Wanted, { endpoints }: EndpointBinding, mode: string | undefined): readonly MqttMessage[] | undefined {
  for (const [property, value] of wanted) {
    for (const endpoint of endpoints) {
      if (endpoint.property !== property || (endpoint.whileMode !== undefined && !endpoint.whileMode.includes(mode ?? ""))) continue;
      const messages = written(endpoint, value);
      if (messages !== undefined) return messages;
    }
  }
  return undefined;
}

/** Undefined when this endpoint cannot be given that value. */
function written({ write }: Endpoint, value: unknown): readonly MqttMessage[] | undefined {
  if (write === undefined) return undefined;
  if (write.how === "cases") return Object.hasOwn(write.cases, String(value)) ? write.cases[String(value)] : undefined;
  const encoded = encode(write.codec, value);
  if (encoded === undefined) return undefined;
  const payload = write.at.length === 0 ? asText(encoded) : JSON.stringify(putAt(write.with ?? {}, write.at, encoded));
  return [...(write.first ?? []), { topic: write.topic, payload }];
}

/** What a device with few steps makes of a percentage: what is written, read back. Three speeds make 67 of 50. */
function steppedPct(property: EndpointProperty, pct: number, { endpoints }: EndpointBinding): number {
  const codec = endpoints.flatMap((endpoint) => endpoint.property === property && endpoint.write?.how === "value" ? [endpoint.write.codec] : [])[0];
  const shown = (codec?.as === "percent" || codec?.as === "steps") && pct > 0 ? decode(codec, encode(codec, pct)) : undefined;
  return typeof shown === "number" ? shown : pct;
}

function asText(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function putAt(into: { readonly [key: string]: Json }, [key = "", ...rest]: readonly string[], value: Json): { readonly [key: string]: Json } {
  const inner = Object.hasOwn(into, key) ? into[key] : undefined;
  const object = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as { readonly [key: string]: Json }) : {};
  return { ...into, [key]: rest.length === 0 ? value : putAt(object, rest, value) };
}

function valueAt(point: ReadPoint, payload: string, parsed: () => unknown): unknown {
  if (point.when !== undefined) {
    const guard = memberAt(parsed(), point.when.at);
    if (guard !== undefined && !point.when.is.some((allowed) => sameWire(guard, allowed))) return undefined;
  }
  return point.at.length === 0 && point.json !== true ? payload : memberAt(parsed(), point.at);
}

/** Own members only: a payload must not reach what JavaScript objects inherit. */
function memberAt(value: unknown, path: readonly string[]): WireValue | object | undefined {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here as WireValue | object | undefined;
}

/** Several endpoints read one message, which is parsed once, and only if a path leads into it. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The state's field for a value that was read. */
function fieldOf(property: EndpointProperty, value: unknown): Readonly<Record<string, unknown>> {
  switch (property) {
    case "on": case "oscillating": case "muted": return value === "true" || value === "false" ? { [property]: value === "true" } : {};
    case "activate": return {};
    case "reading": return { reading: value };
    // A thermostat's measured value can be asked after as a reading too.
    case "currentC": case "currentHumidityPct": return { [property]: value, reading: value };
    default: return { [property]: value };
  }
}
