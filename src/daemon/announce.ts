// Joins the daemon to Home Assistant: the announcer as one more spectator of the turns.
import { readdir } from "node:fs/promises";
import { basename, extname } from "node:path";
import { type AnnouncerParts, startAnnouncer } from "../bridges/announcer.ts";
import { removeTraces } from "../bridges/farewell.ts";
import { allTopicsOf } from "../bridges/own-topics.ts";
import { AssistantError, isAbort } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import type { Assembly } from "./assemble.ts";
import { readVersion } from "./command-version.ts";
import type { AssistantEvent } from "./events.ts";
import type { LoadedConfig } from "./load-config.ts";
import type { Presence } from "./presence.ts";
import type { Shell } from "./shell.ts";

export type Announcing = {
  readonly heard: (event: AssistantEvent) => void;
  readonly homeChanged: () => void;
  /** To be called before the connection is closed. */
  readonly leave: () => void;
};

export type AnnouncingParts = {
  readonly shell: Shell;
  readonly loaded: LoadedConfig;
  readonly assembly: Assembly;
  readonly presence: Presence;
  readonly log: Logger;
  /** The voice, between two turns and with the ears closed meanwhile. */
  readonly say: (text: string, signal: AbortSignal) => Promise<boolean>;
};

/** Announces, or takes back once what was announced before. */
export async function startAnnouncing(parts: AnnouncingParts, signal: AbortSignal): Promise<Announcing | undefined> {
  const { presence: { kind, topics, stale, remember } } = parts;
  if (stale !== undefined) void takeBack(parts, [stale.discovery], signal);
  if (kind === "silent") {
    void takeBack(parts, allTopicsOf(topics), signal).then((done) => { if (done) remember(undefined); });
    return undefined;
  }
  const announcer = startAnnouncer(await announcerParts(parts), signal);
  return {
    heard(event) {
      switch (event.type) {
        case "turn.started": case "parsed": case "decided": case "acted": case "replied": case "failed": case "turn.ended": announcer.heard(event); break;
        default: break;
      }
    },
    homeChanged: announcer.homeChanged,
    leave: announcer.leave,
  };
}

async function announcerParts({ shell, loaded, assembly, presence, log, say }: AnnouncingParts): Promise<AnnouncerParts> {
  const { site, homeAssistant } = loaded.config;
  const { home, intents, settings, turn } = assembly;
  return {
    bus: home.bus, topics: presence.topics,
    facts: { name: homeAssistant.name ?? (site.area === undefined ? "Sotto" : `Sotto ${site.area}`), area: site.area, version: await readVersion(shell) },
    heardText: homeAssistant.lastHeard, intents: intents.intents, shipped: await shippedIntents(shell, loaded, assembly),
    home: home.link.home, settings,
    speak: async (text, signal) => {
      if (!await say(text, signal)) log.warn("a text from Home Assistant was not said aloud: there is no voice, or its volume is 0");
    },
    before: presence.before, onAnnounced: presence.remember,
    onRemoved: () => {
      presence.remember(undefined);
      log.info("this Sotto was removed from Home Assistant. It announces itself again at its next start; homeAssistant.announce: false in the config keeps it away");
    },
    onProblem: createReportOnce((error) => log.warn(error.message, { code: error.code })),
    nowMs: turn.nowMs, nowIso: () => new Date().toISOString(),
  };
}

/** True when it is done. A broker that does not let it be is told of, and the next start tries again. */
async function takeBack({ assembly, log }: AnnouncingParts, topicFilters: readonly string[], signal: AbortSignal): Promise<boolean> {
  try {
    const topics = await removeTraces(assembly.home.bus, topicFilters, signal);
    log.info("what Sotto announced to Home Assistant before is taken back", { topics: topics.length });
    return true;
  } catch (error) {
    if (isAbort(error, signal)) return false;
    if (!(error instanceof AssistantError)) throw error;
    log.warn(error.message, { code: error.code });
    return false;
  }
}

/** The ids of the intents that come with Sotto, whichever folder is used: what is not among them is the people's own. */
async function shippedIntents(shell: Shell, { config }: LoadedConfig, assembly: Assembly): Promise<ReadonlySet<string>> {
  if (config.understand.intentsDirectory === undefined) return new Set(assembly.intents.intents.map(({ id }) => id));
  const files = await readdir(new URL(`intents/${config.understand.language}/`, shell.packageRoot)).catch(() => []);
  return new Set(files.map((file) => basename(file, extname(file))));
}

/** Most different faults that are told: topics are anybody's to write to. */
const mostFaults = 50;

function createReportOnce(report: (error: AssistantError) => void): (error: AssistantError) => void {
  const said = new Set<string>();
  return (error) => {
    if (said.has(error.message) || said.size >= mostFaults) return;
    said.add(error.message);
    report(error);
  };
}
