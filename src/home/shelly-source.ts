// (pure) Shellys of the second generation and later. They do not announce what they are: whoever says `<prefix>/online` or
// `<prefix>/events/rpc` is asked, and only who answers as a Shelly becomes a device.
import { type EntityConfig, objectOf, parseJsonObject, textOf } from "./config-values.ts";
import type { WireMessage } from "./endpoint.ts";
import { type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { topicProblem } from "./mqtt-topic.ts";
import { readComponents, readConfig, readInfo, readStatus } from "./shelly-device.ts";
import { createShellyDevices, type KnownShelly, type ShellyDevices } from "./shelly-devices.ts";
import { ask, commandId, componentsQuestion, questionIds, readShellyTopic, shellyFilters } from "./shelly-rpc.ts";

/** Longest answer looked at, in characters: the largest of real devices have some twenty thousand. */
const maxAnswerLength = 200_000;
/** Other software says "online" too: who does not answer is not asked more often on one connection. */
const maxAsked = 3;

/** Whose failing a person should know of. */
const reported: ReadonlySet<unknown> = new Set([questionIds.info, questionIds.config, questionIds.status, commandId]);

type Parts = { readonly devices: ShellyDevices; readonly report: ReportProblem };

export function createShellySource({ report }: { readonly report: ReportProblem }): HomeSource {
  const devices = createShellyDevices();
  const parts: Parts = { devices, report };
  return {
    name: "shelly",
    filters: shellyFilters,
    receive(message) {
      const read = readShellyTopic(message.topic);
      if (read === undefined || topicProblem(`${read.prefix}/status/component:000`) !== undefined) return noChange;
      switch (read.kind) {
        case "online": return onOnline(parts, read.prefix, message);
        case "events": return onEvents(parts, read.prefix, message);
        case "answer": return onAnswer(parts, read.prefix, message);
      }
    },
    drafts: devices.drafts,
    claims: devices.claims,
    questions: () => devices.reconnected().flatMap((known) => [...configQuestions(known), ...devices.statusQuestions(known)]),
    forgetMissing: (topics) => devices.forgetWhere(({ prefix, replayed }) => replayed && !topics.has(`${prefix}/online`)),
  };
}

function introduce(known: KnownShelly): SourceChange {
  if (known.asked >= maxAsked) return noChange;
  known.asked++;
  return { changed: false, ask: [ask(known.prefix, questionIds.info, "Shelly.GetDeviceInfo")] };
}

function onOnline({ devices }: Parts, prefix: string, { payload, retained }: HomeMessage): SourceChange {
  if (payload === "") return { changed: devices.forget(prefix) };
  const known = payload === "true" ? devices.get(prefix) ?? devices.meet(prefix) : devices.get(prefix);
  if (known === undefined || (payload !== "true" && payload !== "false")) return noChange;
  known.replayed ||= retained;
  if (payload === "false") return noChange;
  if (known.info === undefined) return introduce(known);
  // It was away, and may have come back as another one.
  return retained ? noChange : { changed: false, ask: [ask(prefix, questionIds.info, "Shelly.GetDeviceInfo")] };
}

/** News of a state is the state's business; here only new devices, new configs and waking sleepers matter. */
function onEvents({ devices }: Parts, prefix: string, { payload }: HomeMessage): SourceChange {
  const known = devices.get(prefix);
  const full = payload.includes("\"NotifyFullStatus\"");
  if (known?.info !== undefined && !full && !payload.includes("\"config_changed\"")) return noChange;
  const said = payload.length <= maxAnswerLength ? parseJsonObject(payload) : undefined;
  const params = objectOf(said?.["params"]);
  if (said === undefined || params === undefined || textOf(said, "method")?.startsWith("Notify") !== true) return noChange;
  const met = known ?? devices.meet(prefix);
  if (met === undefined) return noChange;
  if (full) return onFullStatus(devices, met, said, params);
  return met.info === undefined ? introduce(met) : { changed: false, ask: configQuestions(met) };
}

/** A device that sleeps may be gone before it has answered anything: what it says on waking is enough to know it. */
function onFullStatus(devices: ShellyDevices, known: KnownShelly, said: EntityConfig, params: EntityConfig): SourceChange {
  known.status = readStatus(params);
  const asked = known.config === undefined ? introduce(known) : noChange;
  const sleeps = known.status.get("sys")?.["sleeps"] === true;
  if (sleeps) known.info ??= readInfo({ id: said["src"], mac: objectOf(params["sys"])?.["mac"], gen: 2 });
  const { changed, ask: more = [] } = devices.renew(known);
  return { changed, ask: [...asked.ask ?? [], ...more] };
}

function onAnswer(parts: Parts, prefix: string, { topic, payload }: HomeMessage): SourceChange {
  const known = parts.devices.get(prefix);
  if (known === undefined) return noChange;
  const said = payload.length <= maxAnswerLength ? parseJsonObject(payload) : undefined;
  if (said === undefined) {
    parts.report(topic, payload.length > maxAnswerLength ? `an answer of ${payload.length} characters is too long` : "the answer is not a JSON object");
    return noChange;
  }
  const error = objectOf(said["error"]);
  // Older firmware knows nothing of components that people add, and has no answer to questions about them.
  if (error !== undefined && reported.has(said["id"])) parts.report(topic, errorText(error));
  const result = objectOf(said["result"]);
  return result === undefined ? noChange : onResult(parts, known, { id: said["id"], result, topic });
}

type Answer = { readonly id: unknown; readonly result: EntityConfig; readonly topic: string };

function onResult({ devices, report }: Parts, known: KnownShelly, { id, result, topic }: Answer): SourceChange {
  switch (id) {
    case questionIds.info: {
      const info = readInfo(result);
      if (info !== undefined) return { changed: devices.introduced(known, info), ask: configQuestions(known) };
      report(topic, "it answers, but not as a Shelly of the second generation or later: \"id\", \"mac\" or \"gen\" is missing");
      return noChange;
    }
    case questionIds.config:
      known.config = readConfig(result);
      return devices.renew(known);
    case questionIds.status:
      known.status = readStatus(result);
      return devices.renew(known);
    case questionIds.components: return onComponents(devices, known, result);
    default: return noChange;
  }
}

/** They come page by page. */
function onComponents(devices: ShellyDevices, known: KnownShelly, result: EntityConfig): SourceChange {
  const { config, status, next } = readComponents(result);
  const before = result["offset"] === 0 ? undefined : known.added;
  known.added = { config: new Map([...before?.config ?? [], ...config]), status: new Map([...before?.status ?? [], ...status]) };
  const { changed, ask: more = [] } = devices.renew(known);
  return { changed, ask: [...more, ...(next === undefined ? [] : [componentsQuestion(known.prefix, next)])] };
}

/** 401: it wants a password, which Sotto cannot give over MQTT (shelly-api-docs General/Authentication). */
function errorText(error: EntityConfig): string {
  if (error["code"] === 401) return "it wants a password for RPC over MQTT, which Sotto does not have. Switch its authentication off, or let Home Assistant speak to it";
  return `it answers with error ${textOf(error, "code")?.slice(0, 10) ?? ""} ${JSON.stringify(textOf(error, "message") ?? "").slice(0, 100)}`;
}

function configQuestions({ prefix }: KnownShelly): readonly WireMessage[] {
  return [ask(prefix, questionIds.config, "Shelly.GetConfig"), componentsQuestion(prefix, 0), ask(prefix, questionIds.status, "Shelly.GetStatus")];
}
