// (pure) Devices that announce themselves by the Homie convention 5. SOURCE: homieiot/convention convention.md,
// Auto-Discovery, Device Lifecycle, Device hierarchy.
import type { EndpointBinding } from "./binding.ts";
import { homieId, type HomieDevice, readDescription } from "./homie-description.ts";
import { homieParts } from "./homie-parts.ts";
import { type DeviceDraft, type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { topicProblem } from "./mqtt-topic.ts";
import { draftOf, type Hardware, keepEqualDrafts } from "./native-draft.ts";

const attribute = /^([^/]+)\/5\/([^/]+)\/\$(state|description)$/;

/** The device is there and takes commands, or is not; "init" comes before it has said all. */
const there = ["ready", "sleeping"] as const;
const away = ["init", "disconnected", "lost"] as const;

/** Most devices kept. */
const maxDevices = 5000;

type Known = {
  readonly domain: string;
  readonly id: string;
  hasState: boolean;
  replayed: boolean;
  payload?: string;
  device?: HomieDevice | undefined;
  drafts: readonly DeviceDraft[];
};

export function createHomieSource({ report }: { readonly report: ReportProblem }): HomeSource {
  const devices = new Map<string, Known>();
  return {
    name: "homie",
    filters: ["+/5/+/$state", "+/5/+/$description"],
    receive(message) {
      const [, domain, id, part] = attribute.exec(message.topic) ?? [];
      // Ids that break the convention are other software's, or somebody's who means harm.
      if (domain === undefined || id === undefined || !homieId.test(id) || topicProblem(message.topic) !== undefined) return noChange;
      const key = `${domain}/${id}`;
      const known = devices.get(key) ?? { domain, id, hasState: false, replayed: false, drafts: [] };
      if (!devices.has(key) && (message.payload === "" || devices.size >= maxDevices)) return noChange;
      devices.set(key, known);
      const change = part === "state" ? takeState(known, message, report) : takeDescription(known, message, report);
      if (!known.hasState && known.device === undefined) devices.delete(key);
      return change;
    },
    *drafts() {
      for (const { drafts } of devices.values()) yield* drafts;
    },
    *claims() {
      for (const [key, { drafts }] of devices) if (drafts.length > 0) yield `homie/${key}`;
    },
    forgetMissing(topics) {
      const gone = [...devices].filter(([, { replayed, domain, id }]) => replayed && !topics.has(`${domain}/5/${id}/$state`));
      for (const [key] of gone) devices.delete(key);
      return gone.some(([, { drafts }]) => drafts.length > 0);
    },
  };
}

/** It exists as long as it has a state. */
function takeState(known: Known, { topic, payload, retained }: HomeMessage, report: ReportProblem): SourceChange {
  if (payload !== "" && ![...there, ...away].some((state) => state === payload)) {
    report(topic, `the state ${JSON.stringify(payload.slice(0, 30))} is none of Homie 5: ${[...there, ...away].join(", ")}`);
    return noChange;
  }
  known.replayed ||= retained;
  known.hasState = payload !== "";
  return renew(known);
}

/** One that cannot be read is reported and leaves the device as it was. */
function takeDescription(known: Known, { topic, payload }: HomeMessage, report: ReportProblem): SourceChange {
  if (known.payload === payload) return noChange;
  if (payload === "") delete known.device;
  else {
    const read = readDescription(payload, known.id);
    if (read.kind === "invalid") {
      report(topic, read.problem);
      return noChange;
    }
    for (const problem of read.problems) report(topic, problem);
    known.device = read.device;
  }
  known.payload = payload;
  return renew(known);
}

function renew(known: Known): SourceChange {
  const before = known.drafts;
  known.drafts = keepEqualDrafts(before, known.hasState && known.device !== undefined ? draftsOf(known, known.device) : []);
  return known.drafts === before ? noChange : { changed: true };
}

function draftsOf({ domain, id }: Known, device: HomieDevice): readonly DeviceDraft[] {
  const base = `${domain}/5/${id}`;
  const own = { topic: `${base}/$state`, at: [], yes: there, no: away };
  // The last will is the root's alone: when the root is lost, so are its children. Its other states are not theirs.
  const roots = device.root === undefined || device.root === id ? [] : [{ topic: `${domain}/5/${device.root}/$state`, at: [], yes: [...there, "init", "disconnected"], no: ["lost"] }];
  const availability: EndpointBinding["availability"] = { topics: [own, ...roots], mode: "all" };
  const hardware: Hardware = { key: `homie.${domain}.${id}`, name: device.name, hardwareIds: [`homie/${domain}/${id}`], topic: `${base}/$description`, availability };
  return homieParts(base, device).map((part) => draftOf(hardware, part));
}
