// A network of Zigbee2MQTT as it was recorded, and a home made of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { templateProblem } from "../../src/act/template.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { createHomeSources } from "../../src/home/home-sources.ts";
import { createHomeTracker, createReporter } from "../../src/home/home-tracker.ts";
import type { HomeSource, SourceChange } from "../../src/home/home-source.ts";
import type { Device } from "../../src/home/home.ts";

const folder = join(import.meta.dirname, "../fixtures/zigbee2mqtt");
export const recordedText = (name: string): string => readFileSync(join(folder, `${name}.json`), "utf8");
export const recorded = <T>(name: string): T => JSON.parse(recordedText(name)) as T;

export type RawDevice = { friendly_name: string; ieee_address: string; [key: string]: unknown; definition?: { model: string; vendor: string; exposes: object[]; [key: string]: unknown } | null };
export type Announced = readonly [topic: string, payload: unknown];

export const rawDevice = (name: string): RawDevice => {
  const found = recorded<RawDevice[]>("devices").find(({ friendly_name }) => friendly_name === name);
  if (found === undefined) throw new Error(`no ${name} was recorded`);
  return found;
};

/** A tracker over all sources, fed with messages; topics without a slash are under `zigbee2mqtt/bridge/`. */
export function network(...messages: readonly Announced[]) {
  const problems: AssistantError[] = [];
  const sources = createHomeSources({ discoveryPrefix: "homeassistant", templateProblem, report: createReporter((error) => problems.push(error)) });
  const tracker = createHomeTracker(sources);
  const sourceOf = (topic: string): HomeSource => {
    const name = topic.startsWith("homeassistant/") ? "discovery" : "zigbee2mqtt";
    const source = sources.find((candidate) => candidate.name === name);
    if (source === undefined) throw new Error(`no source ${name}`);
    return source;
  };
  const receive = (to: string, payload: unknown, retained = true): SourceChange => {
    const topic = to.includes("/") ? to : `zigbee2mqtt/bridge/${to}`;
    return tracker.receive(sourceOf(topic), { topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload), retained });
  };
  for (const [topic, payload] of messages) receive(topic, payload);
  const devices = (): readonly Device[] => [...tracker.home().devices.values()];
  const named = (name: string): Device => {
    const device = devices().find((candidate) => candidate.name === name);
    if (device === undefined) throw new Error(`no ${name} among ${devices().map((candidate) => candidate.name).join(", ")}`);
    return device;
  };
  return { tracker, sources, receive, devices, named, problems, names: () => devices().map(({ name }) => name) };
}

export const wholeNetwork = () => network(["info", recordedText("info")], ["devices", recordedText("devices")], ["groups", recordedText("groups")]);
