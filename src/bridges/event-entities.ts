// (pure) One event entity for each thing that people ask for, so that automations can wait for it.
import type { Command, CommandType } from "../home/command.ts";
import { type Device, type DeviceKind, devicesOf, type Home } from "../home/home.ts";
import { nameFromWords, plainName } from "./plain-text.ts";
import { publicIntent, publicIntentsOf } from "../home/home-assistant-intent.ts";

export type EventEntity = { readonly key: string; readonly name: string; readonly icon: string };

/** What of a loaded intent counts here. */
export type IntentFace = { readonly id: string; readonly command: { readonly type: CommandType } };

export type EventSources = {
  readonly intents: readonly IntentFace[];
  /** Ids of the intents that come with Sotto; the others are the people's own and get an entity each. */
  readonly shipped: ReadonlySet<string>;
  readonly home: Home;
};

/** Most entities for people's own intents, and for scenes: the announcement has to stay readable for a broker and for eyes. */
const mostOfAKind = 64;

/** Keys become levels of topics and parts of unique ids. */
const longestKey = 64;

/** The public intents, then the people's own, then the scenes; within each by name. */
export function eventEntities({ intents, shipped, home }: EventSources): readonly EventEntity[] {
  const families = [...new Set(intents.flatMap(({ command }) => publicIntentsOf(command.type)))].sort();
  const own = intents.filter(({ id }) => !shipped.has(id)).map(({ id }) => id).sort().slice(0, mostOfAKind);
  const scenes = scenesOf(home);
  return [
    ...families.map((name) => ({ key: familyKey(name), name, icon: "mdi:account-voice" })),
    ...own.map((id) => ({ key: ownKey(id), name: nameFromWords(id), icon: "mdi:account-voice" })),
    ...scenes.map(({ id, name }) => ({ key: sceneKey(id), name: plainName(name) || "Scene", icon: "mdi:palette" })),
  ];
}

/** The keys of all entities that an understood command fires. @param intent the id of the intent that matched, when known */
export function eventKeysFor(command: Command, intent: string | undefined, { shipped, home }: Pick<EventSources, "shipped" | "home">): readonly string[] {
  const scenes = command.type === "scene.activate" ? devicesOf(home, command.deviceIds).filter(({ kind }) => kind === "scene") : [];
  return [
    familyKey(publicIntent(command, kindOf(command, home))),
    ...(intent === undefined || shipped.has(intent) ? [] : [ownKey(intent)]),
    ...scenes.map(({ id }) => sceneKey(id)),
  ];
}

/** The kind of the devices, when they are all of one. */
export function kindOf({ deviceIds }: Pick<Command, "deviceIds">, home: Home): DeviceKind | undefined {
  const kinds = new Set(devicesOf(home, deviceIds).map(({ kind }) => kind));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

function scenesOf(home: Home): readonly Device[] {
  return [...home.devices.values()].filter(({ kind }) => kind === "scene").sort((one, other) => one.name.localeCompare(other.name, "en")).slice(0, mostOfAKind);
}

/** "HassTurnOn" → "intent_hass_turn_on" */
function familyKey(name: string): string {
  return `intent_${name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase()}`;
}

function ownKey(id: string): string {
  return plainKey("own", id);
}

function sceneKey(id: string): string {
  return plainKey(scenePrefix, id);
}

const scenePrefix = "scene";

/** Whether this is the entity of a scene. */
export function isSceneKey(key: string): boolean {
  return key.startsWith(`${scenePrefix}_`);
}

/** Letters, digits, _ and - only (Home Assistant's rule for ids in topics); a device id has its fingerprint at its end. */
function plainKey(prefix: string, id: string): string {
  return `${prefix}_${id.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(-longestKey)}`;
}
