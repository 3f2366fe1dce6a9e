// (pure) Shellys of the second generation and later. They do not announce what they are: whoever says `<prefix>/online` or
// `<prefix>/events/rpc` is asked, and only who answers as a Shelly becomes a device.
import { type EntityConfig, objectOf, parseJsonObject } from "./config-values.ts";
import type { WireMessage } from "./endpoint.ts";
import { type HomeMessage, type HomeSource, noChange, type ReportProblem, type SourceChange } from "./home-source.ts";
import { topicProblem } from "./mqtt-topic.ts";
import { readComponents, readConfig, readInfo, readStatus } from "./shelly-device.ts";
import { createShellyDevices, type KnownShelly } from "./shelly-devices.ts";
import { ask, commandId, componentsQuestion, questionIds, readShellyTopic, shellyFilters } from "./shelly-rpc.ts";

/** Longest answer looked at, in characters: the largest of real devices have some twenty thousand. */
const maxAnswerLength = 200_000;
/** Other software says "online" too: who does not answer is not asked more often on one connection. */
const maxAsked = 3;

/** Whose failing a person should know of. */
const reported: ReadonlySet<unknown> = new Set([questionIds.info, questionIds.config, questionIds.status, commandId]);

export function createShellySource({ report }: { readonly report: ReportProblem }): HomeSource {
  const devices = createShellyDevices();
  const introduce = (known: KnownShelly): SourceChange => {
    if (known.asked >= maxAsked) return noChange;
    known.asked++;
    return { changed: false, ask: [ask(known.prefix, questionIds.info, "Shelly.GetDeviceInfo")] };
  };

  const onOnline = (prefix: string, { payload, retained }: HomeMessage): SourceChange => {
    if (payload === "") return { changed: devices.forget(prefix) };
    if (payload !== "true" && payload !== "false") return noChange;
    const known = devices.get(prefix);
    if (known !== undefined) known.replayed ||= retained;
    if (payload === "false") return noChange;
    if (known?.info === undefined) {
      const met = known ?? devices.meet(prefix);
      if (met !== undefined) met.replayed ||= retained;
      return met === undefined ? noChange : introduce(met);
    }
    // It was away, and may have come back as another one.
    return retained ? noChange : { changed: false, ask: [ask(prefix, questionIds.info, "Shelly.GetDeviceInfo")] };
  };

  const onEvents = (prefix: string, { payload }: HomeMessage): SourceChange => {
    const known = devices.get(prefix) ?? devices.meet(prefix);
    if (known === undefined) return noChange;
    const full = payload.includes("\"NotifyFullStatus\"");
    const renewed = payload.includes("\"config_changed\"");
    if (known.info !== undefined && !full && !renewed) return noChange;
    const said = payload.length <= maxAnswerLength ? parseJsonObject(payload) : undefined;
    const params = objectOf(said?.["params"]);
    if (said === undefined || params === undefined || !String(said["method"]).startsWith("Notify")) return noChange;
    if (full) return onFullStatus(known, said, params);
    return known.info === undefined ? introduce(known) : { changed: false, ask: configQuestions(known) };
  };

  /** A device that sleeps may be gone before it has answered anything: what it says on waking is enough to know it. */
  const onFullStatus = (known: KnownShelly, said: EntityConfig, params: EntityConfig): SourceChange => {
    known.status = readStatus(params);
    const asked = known.config === undefined ? introduce(known) : noChange;
    known.info ??= readInfo({ id: said["src"], mac: objectOf(params["sys"])?.["mac"], gen: 2 });
    if (known.info === undefined || (known.config === undefined && known.status.get("sys")?.["sleeps"] !== true)) return asked;
    const { changed, ask: more = [] } = devices.renew(known);
    return { changed, ask: [...asked.ask ?? [], ...more] };
  };

  const onAnswer = (prefix: string, { topic, payload }: HomeMessage): SourceChange => {
    const known = devices.get(prefix);
    if (known === undefined) return noChange;
    const said = payload.length <= maxAnswerLength ? parseJsonObject(payload) : undefined;
    if (said === undefined) report(topic, payload.length > maxAnswerLength ? `an answer of ${payload.length} characters is too long` : "the answer is not a JSON object");
    const error = objectOf(said?.["error"]);
    // Older firmware knows nothing of components that people add, and has no answer to questions about them.
    if (error !== undefined && reported.has(said?.["id"])) report(topic, errorText(error));
    const result = objectOf(said?.["result"]);
    return said === undefined || result === undefined ? noChange : onResult(known, said["id"], result, topic);
  };

  const onResult = (known: KnownShelly, id: unknown, result: EntityConfig, topic: string): SourceChange => {
    if (id === questionIds.info) {
      const info = readInfo(result);
      if (info === undefined) report(topic, "it answers, but not as a Shelly of the second generation or later: \"id\", \"mac\" or \"gen\" is missing");
      if (info === undefined) return noChange;
      return { changed: devices.introduced(known, info), ask: configQuestions(known) };
    }
    if (id === questionIds.config) known.config = readConfig(result);
    else if (id === questionIds.status) known.status = readStatus(result);
    else if (id === questionIds.components) {
      const { config, status, next } = readComponents(result);
      const isFirst = result["offset"] === 0 || known.added === undefined;
      known.added = isFirst ? { config, status } : { config: new Map([...known.added?.config ?? [], ...config]), status: new Map([...known.added?.status ?? [], ...status]) };
      const renewed = devices.renew(known);
      return next === undefined ? renewed : { ...renewed, ask: [...renewed.ask ?? [], componentsQuestion(known.prefix, next)] };
    } else return noChange;
    return devices.renew(known);
  };

  return {
    name: "shelly",
    filters: shellyFilters,
    receive(message) {
      const read = readShellyTopic(message.topic);
      if (read === undefined || topicProblem(`${read.prefix}/status/component:000`) !== undefined) return noChange;
      switch (read.kind) {
        case "online": return onOnline(read.prefix, message);
        case "events": return onEvents(read.prefix, message);
        case "answer": return onAnswer(read.prefix, message);
      }
    },
    drafts: devices.drafts,
    claims: devices.claims,
    questions: () => devices.reconnected().flatMap((known) => [...configQuestions(known), ...devices.statusQuestions(known)]),
    forgetMissing: (topics) => devices.forgetWhere(({ prefix, replayed }) => replayed && !topics.has(`${prefix}/online`)),
  };
}

/** 401: it wants a password, which Sotto cannot give over MQTT (shelly-api-docs General/Authentication). */
function errorText({ code, message }: EntityConfig): string {
  if (code === 401) return "it wants a password for RPC over MQTT, which Sotto does not have. Switch its authentication off, or let Home Assistant speak to it";
  return `it answers with error ${String(code).slice(0, 10)} ${JSON.stringify(message)?.slice(0, 100) ?? ""}`;
}

function configQuestions({ prefix }: KnownShelly): readonly WireMessage[] {
  return [ask(prefix, questionIds.config, "Shelly.GetConfig"), componentsQuestion(prefix, 0), ask(prefix, questionIds.status, "Shelly.GetStatus")];
}
