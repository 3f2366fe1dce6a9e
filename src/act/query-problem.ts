// (pure) Questions that may be sent without a decision, because they cannot move anything.
import { parseJson } from "../home/config-values.ts";
import { topicProblem } from "../home/mqtt-topic.ts";
import type { MqttMessage } from "./mqtt-message.ts";

/** Methods of Shelly's RPC that only read (shelly-api-docs.shelly.cloud, gen2: every `Get…` and `List…`). */
const readingMethod = /^[A-Za-z]+\.(Get|List)[A-Za-z]*$/;

/** Tasmota commands that ask when their payload is empty (tasmota/docs, Commands.md). */
const readingCommand = /^(STATE|STATUS|POWER\d*|Dimmer|CT|HSBColor|Shutterposition\d*)$/i;

/** Tasmota's `Status` tells and changes nothing with these numbers: sensors and shutters, and the state (Commands.md, Status). */
const readingStatus = /^STATUS$/i;
const statusNumbers: ReadonlySet<string> = new Set(["8", "10", "11"]);

/**
 * Why this message is no mere question, or undefined when it is one: `…/get` of Zigbee2MQTT with nothing but empty values,
 * `cmnd/…/COMMAND` of Tasmota with an empty payload or a number of `STATUS`, `…/rpc` of Shelly with a method that reads.
 */
export function queryProblem({ topic, payload }: MqttMessage): string | undefined {
  const problem = topicProblem(topic);
  if (problem !== undefined) return problem;
  const levels = topic.split("/");
  const last = levels.at(-1) ?? "";
  if (last === "get" && hasOnlyEmptyValues(payload)) return undefined;
  if (levels.includes("cmnd") && readingCommand.test(last) && payload === "") return undefined;
  if (levels.includes("cmnd") && readingStatus.test(last) && statusNumbers.has(payload)) return undefined;
  if (last === "rpc" && isReadingCall(payload)) return undefined;
  return "is no question that Sotto knows";
}

function hasOnlyEmptyValues(payload: string): boolean {
  const value = parseJson(payload);
  return typeof value === "object" && value !== null && Object.values(value).every((member) => member === "");
}

function isReadingCall(payload: string): boolean {
  const value = parseJson(payload);
  return typeof value === "object" && value !== null && "method" in value && typeof value.method === "string" && readingMethod.test(value.method);
}
