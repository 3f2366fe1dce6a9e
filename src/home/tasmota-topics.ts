// (pure) Where a Tasmota device says and is told what. SOURCE: tasmota/docs MQTT.md and Commands.md.
import type { Codec, Endpoint, ReadPoint, WireMessage, WritePoint } from "./endpoint.ts";
import type { TasmotaConfig } from "./tasmota-config.ts";

/** With SetOption4 each command answers under its own name instead of RESULT (tasmota/docs Commands.md). */
const commandAnswers = ["DIMMER", "COLOR", "CT", "CHANNEL", "FANSPEED", "STATE"] as const;

/** A value at the top of the answers and of the regular STATE. */
export function stateReads({ answerBase, telemetryBase, answersByCommand }: TasmotaConfig, at: readonly string[], codec: Codec): readonly ReadPoint[] {
  const answers = answersByCommand ? commandAnswers : ["RESULT"];
  return [...answers.map((answer) => answerBase + answer), `${telemetryBase}STATE`].map((topic) => ({ topic, at, codec }));
}

/** A value of a sensor or a shutter: regularly, when asked for (STATUS 10), and where `answer` is given also when it moves. */
export function sensorReads({ answerBase, telemetryBase, answersByCommand }: TasmotaConfig, at: readonly string[], codec: Codec, answer?: string): readonly ReadPoint[] {
  return [
    ...(answer === undefined ? [] : [{ topic: answerBase + (answersByCommand ? answer : "RESULT"), at, codec }]),
    { topic: `${telemetryBase}SENSOR`, at, codec },
    { topic: `${answerBase}STATUS10`, at: ["StatusSNS", ...at], codec },
  ];
}

/** The switch of the relay or lamp at `index` from 0. The first of one says POWER, the first of several POWER1. */
export function powerEndpoint(config: TasmotaConfig, index: number): Endpoint {
  const keys = index === 0 ? ["POWER", "POWER1"] : [`POWER${index + 1}`];
  const codec: Codec = { as: "words", words: { true: config.onText, false: config.offText } };
  const named = config.answersByCommand ? keys.flatMap((key): ReadPoint[] => [{ topic: config.answerBase + key, at: [key], codec }, { topic: config.answerBase + key, at: [], codec }]) : [];
  return {
    property: "on",
    read: [...keys.flatMap((key) => stateReads(config, [key], codec)), ...named],
    write: { how: "cases", cases: { true: [powerMessage(config, index, "ON")], false: [powerMessage(config, index, "OFF")] } },
  };
}

/** ON and OFF are understood whatever the device calls them in its states. */
export function powerMessage(config: TasmotaConfig, index: number, payload: "ON" | "OFF"): WireMessage {
  return commandMessage(config, `POWER${index + 1}`, payload);
}

export function commandMessage({ commandBase }: TasmotaConfig, command: string, payload: string): WireMessage {
  return { topic: commandBase + command, payload };
}

export function commandValue({ commandBase }: TasmotaConfig, command: string, codec: Codec, first?: readonly WireMessage[]): WritePoint {
  return { how: "value", topic: commandBase + command, at: [], codec, ...(first === undefined ? {} : { first }) };
}

/** Questions whose answers tell all values. Sotto may only ask where the command prefix is the usual one (`queryProblem`). */
export function tasmotaQuestions({ commandBase }: TasmotaConfig): readonly WireMessage[] {
  if (!commandBase.split("/").includes("cmnd")) return [];
  return [{ topic: `${commandBase}STATE`, payload: "" }, { topic: `${commandBase}STATUS`, payload: "10" }];
}
