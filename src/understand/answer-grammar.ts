// (pure) Compiles a shortlist into the answers that a model may give, and reads such an answer back as commands.
//
// The answer language, one line: `none`, or up to five phrases joined by "; ":
//   on kitchen light; brightness hall lamp 40%; lock front door; temperature thermostat 21; off all bedroom lights
// A phrase is a verb, a label and, where the verb needs one, a value. Only what exists and what it can do has a phrase.
import { nonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, Capability, CapabilityKind, Device, DeviceId, DeviceKind } from "../home/home.ts";
import type { AnswerEdge, AnswerGraph, AnswerNode } from "./answer-graph.ts";
import { labelFor, takeLabel } from "./answer-labels.ts";
import { basicColors, offersOf } from "./answer-verbs.ts";
import type { NamedColors } from "./answer-verbs.ts";
import type { DeviceGroup, Shortlist } from "./shortlist.ts";

export type AnswerLanguage = {
  readonly graph: AnswerGraph;
  /** How each candidate is called in an answer. */
  readonly labels: ReadonlyMap<DeviceId, string>;
  readonly areaLabels: ReadonlyMap<AreaId, string>;
  /** The commands of an answer, none for "none"; undefined when it is not one of the legal answers. */
  parse(answer: string): readonly ParsedPhrase[] | undefined;
};

export type ParsedPhrase = { readonly phrase: string; readonly command: Command };

export const noCommandAnswer = "none";
/** How many commands one breath may hold. */
export const mostCommands = 5;

/** How a group is called: "all lights", "all kitchen lights". */
const pluralOf: Readonly<Record<DeviceKind, string>> = {
  light: "lights", switch: "switches", climate: "thermostats", lock: "locks", cover: "covers", fan: "fans",
  scene: "scenes", valve: "valves", sensor: "sensors", binarySensor: "detectors", siren: "sirens", humidifier: "humidifiers",
  vacuum: "vacuums", lawnMower: "mowers", mediaPlayer: "players", button: "buttons", select: "selectors", number: "numbers",
  event: "doorbells", alarm: "alarms", person: "people", weather: "forecasts",
};

/** How a device without a name that can be said is called. */
export const nounOf: Readonly<Record<DeviceKind, string>> = {
  light: "light", switch: "switch", climate: "thermostat", lock: "lock", cover: "cover", fan: "fan",
  scene: "scene", valve: "valve", sensor: "sensor", binarySensor: "detector", siren: "siren", humidifier: "humidifier",
  vacuum: "vacuum", lawnMower: "mower", mediaPlayer: "player", button: "button", select: "selector", number: "number",
  event: "doorbell", alarm: "alarm", person: "person", weather: "weather",
};

/** verb → label → value → what it means; value "" where nothing follows the label. */
type Phrases = Map<string, Map<string, Map<string, Command>>>;

/** What one label stands for: a device, or a group with the devices that have each capability. */
type Target = {
  readonly label: string;
  readonly scope: Command["scope"];
  readonly abilities: readonly { readonly capability: Capability; readonly devices: readonly Device[] }[];
};

/** The answers that are possible for these candidates; `colors` are those that a lamp may be given. */
export function compileAnswers(shortlist: Shortlist, colors: NamedColors = basicColors): AnswerLanguage {
  const taken = new Set<string>();
  const areaLabels = labelAreas(shortlist);
  const groups = shortlist.groups.map((group): Target => (
    { label: takeLabel(taken, groupLabel(group, areaLabels)), scope: "group", abilities: abilitiesOf(group.devices) }
  ));
  const labels = labelDevices(shortlist.devices, areaLabels, taken);
  const single = shortlist.devices.map((device): Target => (
    { label: labels.get(device.id) ?? nounOf[device.kind], scope: "named", abilities: abilitiesOf([device]) }
  ));
  const phrases = phrasesOf([...single, ...groups], colors);
  return { graph: graphOf(phrases), labels, areaLabels, parse: (answer) => parseAnswer(phrases, answer) };
}

function labelAreas(shortlist: Shortlist): ReadonlyMap<AreaId, string> {
  const taken = new Set<string>();
  return new Map(shortlist.areas.map((area) => [area.id, takeLabel(taken, labelFor(area.name, "room"))]));
}

function groupLabel(group: DeviceGroup, areaLabels: ReadonlyMap<AreaId, string>): string {
  const place = group.area === undefined ? "" : `${areaLabels.get(group.area.id) ?? ""} `;
  return `all ${place}${pluralOf[group.kind]}`;
}

/** Devices of one name are told apart by their room, then by number. */
function labelDevices(devices: readonly Device[], areaLabels: ReadonlyMap<AreaId, string>, taken: Set<string>): ReadonlyMap<DeviceId, string> {
  const plain = devices.map((device) => labelFor(device.name, nounOf[device.kind]));
  return new Map(devices.map((device, index) => {
    const label = plain[index] ?? nounOf[device.kind];
    const isShared = plain.indexOf(label) !== plain.lastIndexOf(label);
    const area = device.areaId === undefined ? undefined : areaLabels.get(device.areaId);
    return [device.id, takeLabel(taken, isShared && area !== undefined ? `${area} ${label}` : label)];
  }));
}

/** Each kind of capability that any of the devices has. */
function abilitiesOf(devices: readonly Device[]): Target["abilities"] {
  const kinds = new Set(devices.flatMap((device) => device.capabilities.map(({ kind }) => kind)));
  return [...kinds].map((kind) => sharedAbility(devices, kind));
}

/** A capability as far as every device that has its kind goes along. */
function sharedAbility(devices: readonly Device[], kind: CapabilityKind): Target["abilities"][number] {
  const having = devices.flatMap((device) => {
    const capability = device.capabilities.find((one) => one.kind === kind);
    return capability === undefined ? [] : [{ device, capability }];
  });
  return { devices: having.map(({ device }) => device), capability: having.map(({ capability }) => capability).reduce(narrowest) };
}

function narrowest(a: Capability, b: Capability): Capability {
  if (a.kind === "setpoint" && b.kind === "setpoint") {
    return { kind: "setpoint", minC: Math.max(a.minC, b.minC), maxC: Math.min(a.maxC, b.maxC), stepC: Math.max(a.stepC, b.stepC) };
  }
  if (a.kind === "colorTemperature" && b.kind === "colorTemperature") {
    return { kind: "colorTemperature", minK: Math.max(a.minK, b.minK), maxK: Math.min(a.maxK, b.maxK) };
  }
  if (a.kind === "opening" && b.kind === "opening") return { kind: "opening", canStop: a.canStop && b.canStop };
  return a;
}

function phrasesOf(targets: readonly Target[], colors: NamedColors): Phrases {
  const phrases: Phrases = new Map();
  for (const { label, scope, abilities } of targets) {
    for (const { capability, devices } of abilities) {
      const deviceIds = nonEmpty(devices.map((device) => device.id));
      if (deviceIds === undefined) continue;
      for (const { verb, values } of offersOf(capability, colors)) {
        // One number cannot answer for a group, so only yes/no questions are asked of it.
        if (values.size === 0 || (verb === "get" && scope === "group")) continue;
        const ofLabel = into(into(phrases, verb), label);
        for (const [value, action] of values) {
          if (!ofLabel.has(value)) ofLabel.set(value, { deviceIds, scope, ...action });
        }
      }
    }
  }
  return phrases;
}

function into<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const inner = map.get(key) ?? new Map<string, V>();
  map.set(key, inner);
  return inner;
}

/** Nodes in the order start, next phrase, labels of each verb, values, end of phrase, end of "none"; equal nodes are shared. */
function graphOf(phrases: Phrases): AnswerGraph {
  const valueSets = new Map<string, readonly string[]>();
  const labelSets = new Map<string, readonly (readonly [label: string, valueKey: string])[]>();
  const labelKeys = new Map<string, string>();
  for (const [verb, labels] of phrases) {
    const entries = [...labels].map(([label, values]) => [label, [...values.keys()].join()] as const);
    for (const values of labels.values()) if (!values.has("")) valueSets.set([...values.keys()].join(), [...values.keys()]);
    const key = JSON.stringify(entries);
    labelSets.set(key, entries);
    labelKeys.set(verb, key);
  }
  const firstLabels = 2;
  const firstValues = firstLabels + labelSets.size;
  const phraseEnd = firstValues + valueSets.size;
  const indexOf = (keys: Iterable<string>, first: number) => new Map([...keys].map((key, index) => [key, first + index]));
  const labelNode = indexOf(labelSets.keys(), firstLabels);
  const valueNode = indexOf(valueSets.keys(), firstValues);
  const verbEdges = (lead: string) => [...labelKeys].map(([verb, key]): AnswerEdge => [lead + verb, labelNode.get(key) ?? phraseEnd]);
  const inner = (edges: readonly AnswerEdge[]): AnswerNode => ({ edges, accept: false });
  const nodes = [
    inner([[noCommandAnswer, phraseEnd + 1], ...verbEdges("")]),
    phrases.size === 0 ? { edges: [], accept: true } : inner(verbEdges(" ")),
    ...[...labelSets.values()].map((entries) => inner(entries.map(([label, key]) => [` ${label}`, valueNode.get(key) ?? phraseEnd]))),
    ...[...valueSets.values()].map((values) => inner(values.map((value) => [` ${value}`, phraseEnd]))),
    { edges: phrases.size === 0 ? [] : [[";", 1] as const], accept: true },
    { edges: [], accept: true },
  ];
  return { nodes, maxRepeats: mostCommands - 1 };
}

function parseAnswer(phrases: Phrases, answer: string): readonly ParsedPhrase[] | undefined {
  if (answer === noCommandAnswer) return [];
  const parsed = answer.split("; ").map((phrase) => ({ phrase, command: parsePhrase(phrases, phrase) }));
  const legal = parsed.filter((one): one is ParsedPhrase => one.command !== undefined);
  return legal.length === parsed.length && legal.length <= mostCommands ? legal : undefined;
}

function parsePhrase(phrases: Phrases, phrase: string): Command | undefined {
  const [verb = "", ...rest] = phrase.split(" ");
  const labels = phrases.get(verb);
  const value = rest.at(-1) ?? "";
  return labels?.get(rest.join(" "))?.get("") ?? labels?.get(rest.slice(0, -1).join(" "))?.get(value);
}
