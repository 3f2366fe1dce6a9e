import { AssistantError } from "../base/errors.ts";
import { slugOf } from "./config-values.ts";
import { namingOf } from "./draft-naming.ts";
import { type DeviceOverlay, type HomeOverlay, noOverlay } from "./home-overlay.ts";
import type { DeviceDraft, HomeMessage, HomeSource, ReportProblem, SourceChange } from "./home-source.ts";
import { type Device, emptyHome, type Home } from "./home.ts";
import { hiddenDevices, nothingPlaced, placeDevices, type SourcedDraft, unmatchedEntries } from "./place-devices.ts";

/** Joins what all sources say into the home as it is now. */
export interface HomeTracker {
  readonly sources: readonly HomeSource[];
  /** Hands one message to a source; the home has changed when the answer says so. */
  receive(source: HomeSource, message: HomeMessage): SourceChange;
  /** The broker has replayed the retained messages with these topics; what was taken back meanwhile is forgotten. True when the home has changed. */
  replayed(topics: ReadonlySet<string>): boolean;
  /** Takes home.yaml anew. */
  layOver(overlay: HomeOverlay): void;
  /** The home as of the last message. Made when asked for: ten thousand messages cost one snapshot, not ten thousand. */
  home(): Home;
  /** Devices that home.yaml keeps out of the home. */
  hidden(): readonly Device[];
  /** Entries of home.yaml that no device has taken up. */
  unmatched(): readonly DeviceOverlay[];
}

/** @param sources the preferred first: hardware for which an earlier one speaks is left out of the later ones */
export function createHomeTracker(sources: readonly HomeSource[], laid: HomeOverlay = noOverlay): HomeTracker {
  let overlay = laid;
  let snapshot: Home | undefined = overlay === noOverlay ? emptyHome : undefined;
  let placing = nothingPlaced();
  const home = () => {
    if (snapshot === undefined) {
      const result = placeDevices(draftsOf(sources, overlay), overlay, placing);
      snapshot = result.home;
      placing = result.placing;
    }
    return snapshot;
  };
  return {
    sources,
    receive(source, message) {
      const change = source.receive(message);
      if (change.changed) snapshot = undefined;
      return change;
    },
    replayed(topics) {
      const changed = sources.filter((source) => source.forgetMissing?.(topics) === true).length > 0;
      if (changed) snapshot = undefined;
      return changed;
    },
    layOver(next) {
      overlay = next;
      snapshot = undefined;
    },
    home,
    hidden: () => { home(); return hiddenDevices(placing); },
    unmatched: () => { home(); return unmatchedEntries(placing); },
  };
}

function* draftsOf(sources: readonly HomeSource[], overlay: HomeOverlay): Generator<SourcedDraft> {
  const claimed = new Set<string>(overlay.drafts.flatMap((draft) => draft.hardwareIds));
  for (const draft of overlay.drafts) yield { draft, source: "home.yaml" };
  // Home Assistant knows devices by integrations of its own as well, without an id to tell: the same kind under the same name is the same.
  const before: DeviceDraft[] = [...overlay.drafts];
  let named: ReadonlySet<string> | undefined;
  const isNamed = (draft: DeviceDraft) => (named ??= new Set(before.map(nameKey))).has(nameKey(draft));
  for (const source of sources) {
    for (const draft of source.drafts()) {
      if (claimed.size > 0 && draft.hardwareIds.some((id) => claimed.has(id))) continue;
      if (source.name === "statestream" && isNamed(draft)) continue;
      if (source.name !== "statestream") before.push(draft);
      yield { draft, source: source.name };
    }
    for (const id of source.claims()) claimed.add(id);
  }
}

const nameKeys = new WeakMap<DeviceDraft, string>();

function nameKey(draft: DeviceDraft): string {
  const known = nameKeys.get(draft);
  if (known !== undefined) return known;
  const key = `${draft.device.kind}=${slugOf(namingOf(draft).full)}`;
  nameKeys.set(draft, key);
  return key;
}

/** Most faults kept in mind: a broken device must not fill the memory by announcing itself under ever new topics. */
const maxReports = 1000;

/** Says each thing once as HOME_MESSAGE_INVALID, and that it will say no more when there are too many. */
export function createReporter(onProblem: (error: AssistantError) => void): ReportProblem {
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
