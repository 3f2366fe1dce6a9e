// (pure) The nodes of a Homie device → things to speak to. SOURCE: homieiot/convention convention.md 5.
import type { Codec } from "./endpoint.ts";
import { type HomieDevice, type HomieNode, type HomieProperty, wordsOf } from "./homie-description.ts";
import { type HomieBase, openingByPosition, roleEndpoint, topicOfProperty, trueFalse } from "./homie-endpoints.ts";
import { nodeWords, readingClassOf, rolesIn, rolesOfThing, thingOf } from "./homie-rules.ts";
import type { DeviceKind } from "./home.ts";
import { binaryEndpoints, coverClassOf, type Part, reading } from "./native-draft.ts";

type Found = { readonly node: HomieNode; readonly main: Part | undefined; readonly rest: readonly HomieProperty[] };

export function homieParts(base: HomieBase, device: HomieDevice): readonly Part[] {
  const nodes = joinedNodes(device);
  const found = nodes.map((node) => findIn(base, node, device));
  const alone = found.filter(({ main }) => main !== undefined).length === 1;
  return found.flatMap(({ node, main, rest }) => [
    ...(main === undefined ? [] : [alone ? { ...main, name: undefined } : main]),
    ...rest.flatMap((property) => singlePart(base, property, singleName(property, node, nodes))),
  ]);
}

/** A lamp by the device profiles has a node for each capability (homie5-device-profiles, Light): they are one thing. */
function joinedNodes({ type, nodes }: HomieDevice): readonly HomieNode[] {
  const isCapability = (node: HomieNode) => /type=(switch|dimmer|colorlight)$/.test(node.type);
  const [first, ...others] = type.endsWith("type=light") ? nodes.filter(isCapability) : [];
  if (first === undefined) return nodes;
  const joined = { ...first, type: "light", properties: [first, ...others].flatMap(({ properties }) => properties) };
  return [joined, ...nodes.filter((node) => !isCapability(node))];
}

function findIn(base: HomieBase, node: HomieNode, device: HomieDevice): Found {
  const words = nodeWords(node);
  const byRole = rolesIn(node.properties, words);
  // A node called "relay1" of a device called "Ceiling light" is that light.
  const thing = thingOf(new Set(byRole.keys()), device.nodes.length === 1 ? `${words} ${device.name.toLowerCase()} ${device.type.toLowerCase()}` : words);
  if (thing === undefined) return { node, main: undefined, rest: node.properties };
  const used = new Map(rolesOfThing[thing].flatMap((role) => {
    const property = byRole.get(role);
    return property === undefined ? [] : [[role, property] as const];
  }));
  const position = used.get("position");
  const made = [
    ...[...used].map(([role, property]) => roleEndpoint(base, role, property, used)),
    ...(position === undefined || used.has("opening") ? [] : [openingByPosition(base, position)]),
  ];
  const measured = thing === "climate" ? node.properties.find((property) => !property.settable && /^°[CF]$/.test(property.unit ?? "")) : undefined;
  const taken = new Set<HomieProperty>([...used.values(), ...(measured === undefined ? [] : [measured])]);
  const main: Part = {
    key: node.id, name: node.name, kind: kinds[thing],
    ...(thing === "cover" ? { deviceClass: coverClassOf(`${wordsOf(node.id)} ${node.name} ${node.type} ${device.name}`) } : {}),
    capabilities: [...made.map(({ capability }) => capability), ...(measured === undefined ? [] : reading("temperature", "°C"))],
    endpoints: [...made.map(({ endpoint }) => endpoint), ...(measured === undefined ? [] : [{ property: "currentC", read: [{ topic: topicOfProperty(base, measured), at: [], codec: numberCodec(measured) }] } as const])],
  };
  return { node, main, rest: node.properties.filter((property) => !taken.has(property)) };
}

const kinds: Readonly<Record<keyof typeof rolesOfThing, DeviceKind>> = { lock: "lock", cover: "cover", valve: "valve", climate: "climate", fan: "fan", light: "light", switch: "switch" };

/** By its own name, and its node's where several nodes have one of that id. */
function singleName(property: HomieProperty, node: HomieNode, nodes: readonly HomieNode[]): string {
  const own = property.name ?? wordsOf(property.id);
  const several = nodes.filter(({ properties }) => properties.some(({ id }) => id === property.id)).length > 1;
  return several && !own.toLowerCase().includes(node.name.toLowerCase()) ? `${node.name} ${own}` : own;
}

/** A property that belongs to no larger thing. Texts, times and JSON can be neither asked after nor set by voice. */
function singlePart(base: HomieBase, property: HomieProperty, name: string): readonly Part[] {
  const part = { key: `${property.nodeId}.${property.id}`, name };
  if (property.settable) return property.retained ? settablePart(base, property, part) : pressablePart(base, property, part);
  return property.retained ? readablePart(base, property, part) : eventPart(base, property, part);
}

type Named = { readonly key: string; readonly name: string };

function settablePart(base: HomieBase, property: HomieProperty, part: Named): readonly Part[] {
  const topic = topicOfProperty(base, property);
  const both = (codec: Codec) => ({ read: [{ topic, at: [], codec }], write: { how: "value", topic: `${topic}/set`, at: [], codec } }) as const;
  switch (property.datatype) {
    case "boolean": return [{ ...part, kind: "switch", capabilities: [{ kind: "onOff" }], endpoints: [{ property: "on", ...both(trueFalse) }] }];
    case "enum": return [{ ...part, kind: "select", capabilities: [{ kind: "option", options: property.values }], endpoints: [{ property: "option", ...both(exactly(property.values)) }] }];
    case "integer": case "float": {
      const { min = -openEnd, max = openEnd, step = property.datatype === "integer" ? 1 : 0.1 } = property.range;
      return [{ ...part, kind: "number", capabilities: [{ kind: "number", min, max, step, unit: property.unit }], endpoints: [{ property: "number", ...both({ as: "number" }) }] }];
    }
    default: return [];
  }
}

/** Stands for "no limit". */
const openEnd = 1e9;

/** What these do depends on how things are when they arrive. */
const relativeWords = /toggle|bright|dark|dim|step|increase|decrease|next|previous/i;

/** What is set but has no state. */
function pressablePart(base: HomieBase, property: HomieProperty, part: Named): readonly Part[] {
  const topic = `${topicOfProperty(base, property)}/set`;
  const values = property.datatype === "boolean" ? ["true"] : property.datatype === "enum" ? property.values.filter((value) => !relativeWords.test(value)) : [];
  const [only] = values;
  if (only === undefined) return [];
  if (values.length === 1) return [{ ...part, kind: "button", capabilities: [{ kind: "activate" }], endpoints: [{ property: "activate", write: { how: "cases", cases: { true: [{ topic, payload: only }] } } }] }];
  return [{ ...part, kind: "select", capabilities: [{ kind: "option", options: values }], endpoints: [{ property: "option", write: { how: "value", topic, at: [], codec: exactly(values) } }] }];
}

function readablePart(base: HomieBase, property: HomieProperty, part: Named): readonly Part[] {
  const topic = topicOfProperty(base, property);
  const deviceClass = readingClassOf(property);
  switch (property.datatype) {
    case "boolean": return [{ ...part, kind: "binarySensor", deviceClass, capabilities: reading(deviceClass, undefined), endpoints: binaryEndpoints("true", "false", (codec) => [{ topic, at: [], codec }]) }];
    case "integer": case "float": {
      const unit = deviceClass === "temperature" ? "°C" : property.unit;
      return [{ ...part, kind: "sensor", deviceClass, capabilities: reading(deviceClass, unit), endpoints: [{ property: "reading", read: [{ topic, at: [], codec: numberCodec(property) }] }] }];
    }
    case "enum": case "string": return [{ ...part, kind: "sensor", deviceClass, capabilities: reading(deviceClass, undefined), endpoints: [{ property: "reading", read: [{ topic, at: [], codec: { as: "text" } }] }] }];
    default: return [];
  }
}

function eventPart(base: HomieBase, property: HomieProperty, part: Named): readonly Part[] {
  const words = property.datatype === "enum" ? Object.fromEntries(property.values.map((value) => [value, value])) : property.datatype === "boolean" ? { press: "true" } : {};
  const events = Object.keys(words);
  if (events.length === 0) return [];
  return [{ ...part, kind: "event", capabilities: [{ kind: "event", events }], endpoints: [{ property: "event", read: [{ topic: topicOfProperty(base, property), at: [], codec: { as: "words", words } }] }] }];
}

function numberCodec({ unit }: HomieProperty): Codec {
  return unit === "°C" || unit === "°F" ? { as: "celsius", unit: unit === "°F" ? "F" : "C" } : { as: "number" };
}

function exactly(values: readonly string[]): Codec {
  return { as: "words", words: Object.fromEntries(values.map((value) => [value, value])) };
}
