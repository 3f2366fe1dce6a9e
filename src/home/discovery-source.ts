// (pure) Devices that announce themselves by Home Assistant MQTT discovery.
import { draftDevice, type TemplateProblem } from "./home-assistant-device.ts";
import { discoveryFilters, readAnnouncement } from "./home-assistant-config.ts";
import { type DeviceDraft, type HomeSource, noChange, type ReportProblem } from "./home-source.ts";

export type DiscoverySettings = {
  /** Home Assistant's discovery prefix, by default "homeassistant". */
  readonly prefix: string;
  /** Tells whether a template can be rendered; the adapter knows. */
  readonly templateProblem: TemplateProblem;
  readonly report: ReportProblem;
  /** Announcements with this hardware id are Sotto's own and no devices. */
  readonly ownHardwareId?: string;
};

/** A Sotto announces itself under an id that begins so: this one, and others at the same broker, are no devices to command. */
const sottoHardware = "sotto_";

type Announced = { readonly payload: string; readonly drafts: readonly DeviceDraft[]; replayed: boolean };

export function createDiscoverySource({ prefix, templateProblem, report, ownHardwareId }: DiscoverySettings): HomeSource {
  const announced = new Map<string, Announced>();
  return {
    name: "discovery",
    filters: discoveryFilters(prefix),
    receive({ topic, payload, retained }) {
      const before = announced.get(topic);
      if (before?.payload === payload) {
        before.replayed ||= retained;
        return noChange;
      }
      const read = readAnnouncement(topic, payload, prefix);
      if (read.kind === "ignored") return noChange;
      for (const problem of read.problems) report(topic, problem);
      const isOwn = (id: string) => id === ownHardwareId || id.startsWith(sottoHardware);
      const results = read.entities.filter(({ hardwareIds }) => !hardwareIds.some(isOwn)).map((entity) => draftDevice(entity, topic, templateProblem));
      for (const result of results) for (const problem of result.problems) report(topic, problem);
      const drafts = results.flatMap((result) => result.draft ?? []);
      if (drafts.length === 0) announced.delete(topic);
      else announced.set(topic, { payload, drafts, replayed: retained });
      return { changed: drafts.length > 0 || before !== undefined };
    },
    *drafts() {
      for (const entry of announced.values()) yield* entry.drafts;
    },
    claims: () => [],
    forgetMissing(topics) {
      const gone = [...announced].filter(([topic, { replayed }]) => replayed && !topics.has(topic));
      for (const [topic] of gone) announced.delete(topic);
      return gone.length > 0;
    },
  };
}
