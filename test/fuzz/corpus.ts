// What real devices and bridges say, as the starting point for damage: the virtual home and every fixture of the sources.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVirtualDevices } from "../../src/virtual/virtual-devices.ts";
import { homieDevices, type HomieFixture } from "../fixtures/homie/devices.ts";
import { shellyDevices, type ShellyFixture } from "../fixtures/shelly/devices.ts";
import { tasmotaDevices, type TasmotaFixture } from "../fixtures/tasmota/devices.ts";
import type { Message } from "./fuzz-home.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** Each message once, in an order in which the devices come to be known. */
export function fuzzCorpus(): readonly Message[] {
  const virtual = createVirtualDevices(() => undefined).map(({ discovery }) => message(`homeassistant/${discovery.component}/${discovery.objectId}/config`, discovery.config));
  const states = ['{"state":"ON","brightness":127,"color":{"x":0.4,"y":0.3},"color_mode":"xy"}', "ON", "online", '{"state":"offline"}', "21.5", "LOCKED", "opening", '{"position":40}', "None", "[1,2]"]
    .map((payload) => message("zigbee2mqtt/lamp", payload));
  const all = [...virtual, ...zigbee2mqtt(), ...tasmota(), ...shelly(), ...homie(), ...discovery(), ...collect(read("statestream/home-assistant-2026.2.json")), ...states];
  return [...new Map(all.map((one) => [`${one.topic} ${one.payload}`, one])).values()];
}

/** Three devices to a network, so that a damaged inventory leaves the others as they are. */
function zigbee2mqtt(): readonly Message[] {
  const devices = read("zigbee2mqtt/devices.json") as readonly unknown[];
  const networks = Array.from({ length: Math.ceil(devices.length / 3) }, (_, index) => message(`z2m${index}/bridge/devices`, devices.slice(3 * index, 3 * index + 3)));
  const info = message("z2m0/bridge/info", read("zigbee2mqtt/info.json"));
  return [info, message("z2m0/bridge/state", { state: "online" }), message("z2m0/bridge/groups", read("zigbee2mqtt/groups.json")), ...networks, message("zigbee2mqtt/bridge/devices", devices), ...collect(read("zigbee2mqtt/states.json")), ...collect(read("zigbee2mqtt/discovery.json"))];
}

function tasmota(): readonly Message[] {
  return Object.values(tasmotaDevices as Readonly<Record<string, TasmotaFixture>>).flatMap(({ config, sensors }) => [
    message(`tasmota/discovery/${config.mac}/config`, config),
    ...(sensors === undefined ? [] : [message(`tasmota/discovery/${config.mac}/sensors`, sensors)]),
  ]);
}

/** What a Shelly says of itself and answers, in the order of the questions. */
function shelly(): readonly Message[] {
  return Object.values(shellyDevices as Readonly<Record<string, ShellyFixture>>).flatMap(({ prefix, info, config, status, components = [] }) => [
    message(`${prefix}/online`, "true"),
    ...[{ id: 1, result: info }, { id: 2, result: config }, { id: 4, result: { components, cfg_rev: 7, offset: 0, total: components.length } }, { id: 3, result: status }]
      .map((answer) => message(`sotto/shelly/${prefix}/rpc`, { ...answer, src: info.id, dst: `sotto/shelly/${prefix}` })),
  ]);
}

function homie(): readonly Message[] {
  return Object.values(homieDevices as Readonly<Record<string, HomieFixture>>).flatMap(({ topic, description }) => [
    message(`${topic}/$state`, "init"), message(`${topic}/$description`, description), message(`${topic}/$state`, "ready"),
  ]);
}

function discovery(): readonly Message[] {
  return readdirSync(`${fixtures}discovery/`).flatMap((file) => (read(`discovery/${file}`) as { readonly announcements: readonly { readonly topic: string; readonly payload: unknown }[] }).announcements
    .map(({ topic, payload }) => message(`homeassistant/${topic}/config`, payload)));
}

function message(topic: string, payload: unknown): Message {
  return { topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload) };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(fixtures + file, "utf8"));
}

/** Every object with a topic and a payload, however deep. */
function collect(value: unknown): readonly Message[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== "object" || value === null) return [];
  const { topic, payload } = value as { readonly topic?: unknown; readonly payload?: unknown };
  return [...(typeof topic === "string" && payload !== undefined ? [message(topic, payload)] : []), ...Object.values(value).flatMap(collect)];
}
