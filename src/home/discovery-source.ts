// (pure) Devices that announce themselves by Home Assistant MQTT discovery.
import { draftDevice, type TemplateProblem } from "./home-assistant-device.ts";
import { discoveryFilters, readAnnouncement } from "./home-assistant-config.ts";
import { type DeviceDraft, type HomeSource, noChange, type ReportProblem } from "./home-source.ts";
import type { DeviceId } from "./home.ts";

export type DiscoverySettings = {
  /** Home Assistant's discovery prefix, by default "homeassistant". */
  readonly prefix: string;
  /** Tells whether a template can be rendered; the adapter knows. */
  readonly templateProblem: TemplateProblem;
  readonly report: ReportProblem;
  /** Announcements with this hardware id are Sotto's own and no devices. */
  readonly ownHardwareId?: string;
  /** True for hardware that speaks for itself: what is wrong with a copy of it harms nobody and is not told. */
  readonly isClaimed?: (hardwareIds: readonly string[]) => boolean;
};

/** A Sotto announces itself under an id that begins so: this one, and others at the same broker, are no devices to command. */
const sottoHardware = "sotto_";

/** `moving`: the topic was given up for another one; its devices stay until that one announces them. */
type Announced = { readonly payload: string; readonly drafts: readonly DeviceDraft[]; replayed: boolean; readonly moving: boolean };

export function createDiscoverySource({ prefix, templateProblem, report, ownHardwareId, isClaimed }: DiscoverySettings): HomeSource {
  const announced = createAnnouncements();
  const read = (topic: string, payload: string): readonly DeviceDraft[] | "moving" | undefined => {
    const announcement = readAnnouncement(topic, payload, prefix);
    if (announcement.kind === "ignored") return undefined;
    if (announcement.kind === "moving") return "moving";
    for (const problem of announcement.problems) report(topic, problem);
    const isOwn = (id: string) => id === ownHardwareId || id.startsWith(sottoHardware);
    const entities = announcement.entities.filter(({ hardwareIds }) => !hardwareIds.some(isOwn));
    const results = entities.map((entity) => ({ entity, ...draftDevice(entity, topic, templateProblem) }));
    for (const { entity, problems } of results) if (problems.length > 0 && isClaimed?.(entity.hardwareIds) !== true) for (const problem of problems) report(topic, problem);
    return results.flatMap((result) => result.draft ?? []);
  };
  return {
    name: "discovery",
    filters: discoveryFilters(prefix),
    receive({ topic, payload, retained }) {
      const before = announced.byTopic.get(topic);
      if (before?.payload === payload) {
        before.replayed ||= retained;
        return noChange;
      }
      const drafts = read(topic, payload);
      if (drafts === undefined) return noChange;
      if (drafts === "moving") return { changed: announced.move(topic, payload, retained) };
      return { changed: announced.set(topic, { payload, drafts, replayed: retained, moving: false }) };
    },
    *drafts() {
      for (const entry of announced.byTopic.values()) yield* entry.drafts;
    },
    claims: () => [],
    forgetMissing(topics) {
      const gone = [...announced.byTopic].filter(([topic, { replayed }]) => replayed && !topics.has(topic));
      for (const [topic] of gone) announced.drop(topic);
      return gone.length > 0;
    },
  };
}

type Announcements = {
  readonly byTopic: ReadonlyMap<string, Announced>;
  /** True when there is, or was, something under that topic. */
  readonly set: (topic: string, entry: Announced) => boolean;
  readonly drop: (topic: string) => void;
  /** True when devices went with it, because another topic announces them already. */
  readonly move: (topic: string, payload: string, retained: boolean) => boolean;
};

/**
 * What is announced, by topic. A device that moves from one topic to another is announced by both, by neither or by one of
 * them for a while, in whatever order the messages come (home-assistant.io, "Migration from single component to
 * device-based discovery"): it is kept from the topic that is given up until it is announced elsewhere, and no longer.
 */
function createAnnouncements(): Announcements {
  const byTopic = new Map<string, Announced>();
  /** How many topics announce a device that do not move, and which one that moves still stands in for it. */
  const announcers = new Map<DeviceId, number>();
  const standIns = new Map<DeviceId, string>();
  const count = (topic: string, entry: Announced | undefined, change: 1 | -1) => {
    for (const { device: { id } } of entry?.drafts ?? []) {
      const now = (announcers.get(id) ?? 0) + change;
      if (entry?.moving !== true && now > 0) announcers.set(id, now);
      else if (entry?.moving !== true) announcers.delete(id);
      else if (change === 1) standIns.set(id, topic);
      else standIns.delete(id);
    }
  };
  /** In its old place when there was one: of two topics with the same device the first counts. */
  const put = (topic: string, entry: Announced | undefined) => {
    count(topic, byTopic.get(topic), -1);
    if (entry === undefined || entry.drafts.length === 0) byTopic.delete(topic);
    else byTopic.set(topic, entry);
    count(topic, entry, 1);
  };
  const withoutAnnounced = (drafts: readonly DeviceDraft[]) => drafts.filter(({ device }) => !announcers.has(device.id));
  return {
    byTopic,
    drop: (topic) => put(topic, undefined),
    set(topic, entry) {
      const known = byTopic.has(topic);
      put(topic, entry);
      for (const left of new Set(entry.drafts.flatMap(({ device }) => standIns.get(device.id) ?? []))) {
        const old = byTopic.get(left);
        if (old !== undefined) put(left, { ...old, drafts: withoutAnnounced(old.drafts) });
      }
      return entry.drafts.length > 0 || known;
    },
    move(topic, payload, retained) {
      const entry = byTopic.get(topic);
      if (entry === undefined || entry.moving) return false;
      put(topic, undefined);
      const drafts = withoutAnnounced(entry.drafts);
      put(topic, { payload, drafts, replayed: retained, moving: true });
      return drafts.length < entry.drafts.length;
    },
  };
}
