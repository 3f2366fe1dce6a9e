import { AssistantError } from "../base/errors.ts";
import { draftDevice, type DeviceDraft, type TemplateProblem } from "./home-assistant-device.ts";
import { readAnnouncement } from "./home-assistant-config.ts";
import { emptyHome, type Home } from "./home.ts";
import { placeDevices, type PlacedDevices } from "./place-devices.ts";

/** Follows MQTT discovery and gives the home as it is now. */
export interface HomeTracker {
  /** Takes one message; true when the home has changed by it. Bad ones are reported and change nothing else. */
  receive(message: { readonly topic: string; readonly payload: string }): boolean;
  /** The home as of the last message. Made when asked for: ten thousand messages cost one snapshot, not ten thousand. */
  home(): Home;
}

export type HomeTrackerSettings = {
  /** Home Assistant's discovery prefix, by default "homeassistant". */
  readonly prefix: string;
  /** Tells whether a template can be rendered; the adapter knows. */
  readonly templateProblem: TemplateProblem;
  /** Gets each HOME_MESSAGE_INVALID once per topic and reason. */
  readonly onProblem: (error: AssistantError) => void;
};

type Announced = { readonly payload: string; readonly drafts: readonly DeviceDraft[] };

export function createHomeTracker(settings: HomeTrackerSettings): HomeTracker {
  const announced = new Map<string, Announced>();
  const report = createReporter(settings.onProblem);
  let snapshot: Home | undefined = emptyHome;
  let placed: PlacedDevices = new Map();
  return {
    receive({ topic, payload }) {
      const before = announced.get(topic);
      if (before?.payload === payload) return false;
      const read = readAnnouncement(topic, payload, settings.prefix);
      if (read.kind === "ignored") return false;
      for (const problem of read.problems) report(topic, problem);
      const results = read.entities.map((entity) => draftDevice(entity, settings.templateProblem));
      for (const result of results) for (const problem of result.problems) report(topic, problem);
      const drafts = results.flatMap((result) => result.draft ?? []);
      if (drafts.length === 0) announced.delete(topic);
      else announced.set(topic, { payload, drafts });
      if (drafts.length === 0 && before === undefined) return false;
      snapshot = undefined;
      return true;
    },
    home() {
      if (snapshot === undefined) {
        const result = placeDevices([...announced.values()].flatMap((entry) => entry.drafts), placed);
        snapshot = result.home;
        placed = result.placed;
      }
      return snapshot;
    },
  };
}

/** Most faults kept in mind: a broken device must not fill the memory by announcing itself under ever new topics. */
const maxReports = 1000;

/** Says each thing once, and that it will say no more when there are too many. */
function createReporter(onProblem: (error: AssistantError) => void): (topic: string, problem: string) => void {
  const said = new Set<string>();
  return (topic, problem) => {
    const line = `${topic.slice(0, 200)}: ${problem.slice(0, 500)}`;
    if (said.has(line) || said.size > maxReports) return;
    said.add(line);
    const message = said.size > maxReports
      ? `MQTT discovery: more than ${maxReports} faults; further ones are not told. Look for a device that announces itself wrongly.`
      : `MQTT discovery ${line}. Correct the announcement of that device; until then what is faulty in it is not used.`;
    onProblem(new AssistantError("HOME_MESSAGE_INVALID", message));
  };
}
