// Parts of a turn that do as they are told and write down what they were asked; the trace of events is the result.
import type { DispatchReport } from "../../src/act/outcome.ts";
import { AssistantError, type ErrorCode } from "../../src/base/errors.ts";
import { orAbort } from "../../src/base/async.ts";
import type { AssistantEvent } from "../../src/daemon/events.ts";
import type { TurnInput, TurnParts, TurnSetting } from "../../src/daemon/turn.ts";
import { noPin } from "../../src/decide/pin-desk.ts";
import { housePolicy } from "../../src/decide/policy.ts";
import type { Command, CommandAction, DeviceCommand } from "../../src/home/command.ts";
import type { Device, DeviceId, DeviceKind, Home } from "../../src/home/home.ts";
import { createRecentMemory } from "../../src/daemon/recent-memory.ts";
import type { ParseResult } from "../../src/understand/command-parser.ts";
import type { ChoiceAnswer } from "../../src/understand/read-choice.ts";

function device(id: string, kind: DeviceKind, deviceClass = ""): Device {
  return { id: id as DeviceId, name: id, aliases: [], areaId: undefined, kind, deviceClass, capabilities: [], binding: { adapter: "homeAssistant", component: "light", config: {} } };
}
const devices = [device("lamp", "light"), device("door", "lock"), device("garage", "cover", "garage")];
export const scriptedHome: Home = { areas: new Map(), devices: new Map(devices.map((entry) => [entry.id, entry])) };

export function command(id: string, action: CommandAction, scope: "named" | "group" = "named"): DeviceCommand {
  return { ...action, scope, deviceIds: [id as DeviceId] };
}
export const lampOn = command("lamp", { type: "onOff.set", on: true });
export const unlockDoor = command("door", { type: "lock.set", locked: false });

export function understood(...commands: readonly [Command, ...Command[]]): ParseResult {
  return { kind: "commands", commands, matchedBy: "template", confidence: undefined, matches: [] };
}

export const soundInput: TurnInput = { kind: "sound", utterance: { samples: new Int16Array(16_000), startMs: 0, durationMs: 1000, endedBy: "silence" } };

export type StageName = "transcribe" | "parse" | "dispatch" | "say" | "nextAnswer";

export type Script = {
  readonly heard?: string;
  readonly parsed?: ParseResult;
  readonly answer?: string;
  /** What each answer to "which one?" picks. */
  readonly choices?: Readonly<Record<string, ChoiceAnswer>>;
  /** A stage that throws, with the code it throws. */
  readonly fails?: Partial<Record<StageName, ErrorCode>>;
  /** A stage that never answers and must be aborted. */
  readonly hangs?: StageName;
  readonly outcome?: DispatchReport["outcomes"][number]["result"];
};

export function scriptedTurn(script: Script): { readonly parts: TurnParts; readonly setting: TurnSetting; readonly events: readonly AssistantEvent[]; readonly dispatched: readonly Command[]; readonly reached: (stage: StageName) => Promise<void> } {
  const events: AssistantEvent[] = [];
  const dispatched: Command[] = [];
  const arrivals = new Map<StageName, () => void>();
  async function at<T>(stage: StageName, signal: AbortSignal, value: () => T): Promise<T> {
    arrivals.get(stage)?.();
    const code = script.fails?.[stage];
    if (code !== undefined) throw new AssistantError(code, `${stage} is scripted to fail`);
    if (script.hangs === stage) await orAbort(new Promise<never>(() => undefined), signal);
    signal.throwIfAborted();
    return value();
  }
  const parts: TurnParts = {
    transcribe: (_utterance, signal) => at("transcribe", signal, () => ({ text: script.heard ?? "turn on the lamp", language: "en", confidence: 0.9 })),
    transcribeWithinMs: 60_000,
    parse: (_text, { signal }) => at("parse", signal, () => script.parsed ?? understood(lampOn)),
    ...createRecentMemory(() => 0),
    stateOf: () => undefined,
    readChoice: (said) => script.choices?.[said] ?? { kind: "other" },
    concernsHome: () => false,
    home: () => scriptedHome,
    policy: housePolicy,
    dispatch: (approved, signal) => at("dispatch", signal, () => {
      dispatched.push(approved);
      return { messages: [{ topic: `${approved.deviceIds[0]}/set`, payload: approved.type }], outcomes: approved.deviceIds.map((id) => outcomeOf(script.outcome ?? "confirmed", id)) };
    }),
    replies: {
      notUnderstood: (result) => `sorry: ${result.reason}`,
      which: ({ candidates }) => `${candidates?.join(" or ") ?? ""}?`,
      notChosen: () => "did nothing",
      refused: (decision) => `refused: ${decision.reason}`,
      declined: (question) => `left alone: ${question.deviceNames.join()}`,
      question: (question) => `${question.action} ${question.deviceNames.join()}?`,
      acted: (_command, report) => report.outcomes.map((entry) => `${entry.deviceId} ${entry.result}`).join(),
      timerDone: ({ name }) => `${name ?? "timer"} is done`,
      alertTold: (_alert, { deviceId }) => `${deviceId} tells`,
      planMissed: () => "missed",
      planFailed: (_plan, said) => said,
      settled: () => "",
      failed: (stage) => `sorry, ${stage} failed`,
    },
    answerWords: { yes: ["yes"], no: ["no"] },
    pin: noPin,
    minuteOfDay: () => 12 * 60,
    answerWithinMs: 60_000,
    say: (_text, signal) => at("say", signal, () => true),
    nowMs: () => 0,
    newId: () => "turn-1",
    onEvent: (event) => events.push(event),
  };
  const setting: TurnSetting = {
    heardInAreaId: undefined,
    nextAnswer: (signal) => at("nextAnswer", signal, () => script.answer === undefined ? undefined : { kind: "text", text: script.answer }),
  };
  return { parts, setting, events, dispatched, reached: (stage) => new Promise((resolve) => arrivals.set(stage, resolve)) };
}

function outcomeOf(result: DispatchReport["outcomes"][number]["result"], deviceId: DeviceId): DispatchReport["outcomes"][number] {
  switch (result) {
    case "confirmed": return { deviceId, result, state: { on: true }, tookMs: 0 };
    case "failed": return { deviceId, result, error: new AssistantError("MQTT_NOT_CONNECTED", "the broker is not connected") };
    case "unconfirmed": return { deviceId, result, state: undefined };
    case "unknown": return { deviceId, result };
    case "moving": return { deviceId, result, state: { opening: "opening" }, tookMs: 0 };
    case "already": case "answered": return { deviceId, result, state: { on: true } };
  }
}

/** An event as one short line: what a golden trace is made of. */
export function golden(event: AssistantEvent): string {
  switch (event.type) {
    case "turn.started": return `started ${event.source}`;
    case "captured": return `captured ${event.durationMs} ms by ${event.endedBy}`;
    case "transcribed": return `transcribed "${event.text}"`;
    case "parsed": return event.result.kind === "commands" ? `parsed ${event.result.commands.map((entry) => entry.type).join()}` : `parsed nothing: ${event.result.reason}`;
    case "decided": return `decided ${event.command.type} ${event.decision.kind}`;
    case "asked": return `asked ${event.question}`;
    case "chosen": return `chosen ${event.which}`;
    case "answered": return `answered ${event.answer}`;
    case "acted": return `acted ${event.report.messages.map((message) => message.topic).join()} ${event.report.outcomes.map((outcome) => outcome.result).join()}`;
    case "replied": return `replied ${event.text}${event.spoken ? "" : " (text only)"}`;
    case "failed": return `failed ${event.stage} ${event.code}`;
    case "turn.ended": return `ended ${event.result}`;
  }
}
