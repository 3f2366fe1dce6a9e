// Who this Sotto is to Home Assistant: an id that stays the same, what was announced, and what was set there.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import type { AnnouncedEntities } from "../bridges/announced-entities.ts";
import { type OwnTopics, ownTopics } from "../bridges/own-topics.ts";
import { AssistantError } from "../base/errors.ts";
import { createRuntimeSettings, type RuntimeSettingsStore, standardSettings } from "../base/runtime-settings.ts";
import type { MqttBusSettings } from "../act/mqtt-bus.ts";
import { createKeeper, readKept, removeKept, writeKept } from "./kept-file.ts";
import type { LoadedConfig } from "./load-config.ts";

/** Ids as they are made here. A part of topics, so nothing else may get through. */
export const sottoId = v.pipe(v.string(), v.regex(/^[a-z0-9]{4,32}$/));

const identitySchema = v.object({
  id: sottoId,
  announced: v.optional(v.object({ discoveryPrefix: v.string(), entities: v.record(v.string(), v.object({ platform: v.string(), name: v.string() })) })),
});
export type Identity = v.InferOutput<typeof identitySchema>;

const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const settingsSchema = v.object({ muted: v.boolean(), volumePct: percent, sensitivityPct: percent });

export type Presence = {
  /** "silent": nothing is announced, but something was and is to be taken back. */
  readonly kind: "announced" | "silent";
  readonly topics: OwnTopics;
  /** What was announced, under which prefix, when there is something. */
  readonly before: AnnouncedEntities;
  /** Topics of an announcement under a prefix that is no longer used. */
  readonly stale: OwnTopics | undefined;
  /** Keeps what is announced now; undefined: nothing any more. */
  readonly remember: (entities: AnnouncedEntities | undefined) => void;
};

function identityFile({ directories }: LoadedConfig): string {
  return join(directories.state, "home-assistant.json");
}

function settingsFile({ directories }: LoadedConfig): string {
  return join(directories.state, "settings.json");
}

/**
 * Undefined when there is nothing to announce and nothing to take back. A broker of Sotto's own has no Home Assistant.
 * @throws STATE_UNUSABLE when the id cannot be kept: a new one at each start would fill Home Assistant with ghosts
 */
export async function openPresence(loaded: LoadedConfig, onTrouble: (error: AssistantError) => void): Promise<Presence | undefined> {
  const { homeAssistant, mqtt } = loaded.config;
  if (mqtt.url === undefined) return undefined;
  const file = identityFile(loaded);
  const kept = await readKept(file, identitySchema);
  if (!homeAssistant.announce && kept?.announced === undefined) return undefined;
  const identity = kept ?? { id: randomBytes(4).toString("hex") };
  if (kept === undefined) await writeKept(file, identity);
  const { id, announced } = identity;
  const topics = ownTopics(id, mqtt.discoveryPrefix);
  const keep = createKeeper(file, onTrouble);
  const moved = announced !== undefined && announced.discoveryPrefix !== mqtt.discoveryPrefix;
  return {
    kind: homeAssistant.announce ? "announced" : "silent",
    topics,
    before: moved ? new Map() : new Map(Object.entries(announced?.entities ?? {})),
    stale: moved ? ownTopics(id, announced.discoveryPrefix) : undefined,
    remember: (entities) => keep({ id, ...(entities === undefined ? {} : { announced: { discoveryPrefix: mqtt.discoveryPrefix, entities: Object.fromEntries(entities) } }) }),
  };
}

/** Settings from Home Assistant hold while it can change them; without it a microphone that was muted there would stay so for ever. */
export async function openSettings(loaded: LoadedConfig, presence: Presence | undefined, onTrouble: (error: AssistantError) => void, signal: AbortSignal): Promise<RuntimeSettingsStore> {
  if (presence?.kind !== "announced") return createRuntimeSettings(standardSettings);
  const file = settingsFile(loaded);
  const kept = await readKept(file, settingsSchema).catch((error: unknown) => {
    if (!(error instanceof AssistantError)) throw error;
    onTrouble(error);
    return undefined;
  });
  const settings = createRuntimeSettings(kept ?? standardSettings);
  settings.onChange(createKeeper(file, onTrouble), signal);
  return settings;
}

/** The part of the connection that has to know: whose topics these are, and what the broker says when it is lost. */
export function connectionOf(presence: Presence | undefined): Pick<MqttBusSettings, "ownTopics" | "will"> {
  if (presence === undefined) return {};
  const { topics, stale } = presence;
  return {
    ownTopics: [topics.base, topics.discovery, ...(stale === undefined ? [] : [stale.discovery])],
    ...(presence.kind === "announced" ? { will: { topic: topics.availability, payload: "offline" } } : {}),
  };
}

/** The id kept here, for `sotto leave`. @throws STATE_UNUSABLE */
export async function keptIdentity(loaded: LoadedConfig): Promise<Identity | undefined> {
  return readKept(identityFile(loaded), identitySchema);
}

/** Forgets who this was and what was set. */
export async function forgetPresence(loaded: LoadedConfig): Promise<void> {
  await removeKept(identityFile(loaded));
  await removeKept(settingsFile(loaded));
}
