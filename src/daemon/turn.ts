// One interaction, top to bottom: utterance → transcript → commands → decisions → outcomes → reply.
import type { Dispatch } from "../act/dispatcher.ts";
import type { DispatchReport } from "../act/outcome.ts";
import { AssistantError, isAbort } from "../base/errors.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";
import { type AnswerWords, spokenPin } from "../decide/answer.ts";
import type { Approved } from "../decide/approval.ts";
import type { AskedGuard } from "../decide/decision.ts";
import type { PinDesk } from "../decide/pin-desk.ts";
import type { Policy } from "../decide/policy.ts";
import type { Utterance } from "../hear/audio.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, Home } from "../home/home.ts";
import type { Replies } from "../speak/replies.ts";
import type { Transcript } from "../transcribe/speech-to-text.ts";
import type { CommandParser, ParseResult } from "../understand/command-parser.ts";
import { askFirst } from "./ask-first.ts";
import type { AssistantEvent, Stage, TurnEvent, TurnResult } from "./events.ts";

export type TurnParts = {
  readonly transcribe: (utterance: Utterance, signal: AbortSignal) => Promise<Transcript>;
  /** How long speech to text may take, in ms. */
  readonly transcribeWithinMs: number;
  readonly parse: CommandParser;
  readonly home: () => Home;
  readonly policy: Policy;
  readonly dispatch: Dispatch;
  readonly replies: Replies;
  readonly answerWords: AnswerWords;
  readonly pin: PinDesk;
  /** Local time, for quiet hours: 0..1439. */
  readonly minuteOfDay: () => number;
  /** How long a confirmation waits; silence then means no. */
  readonly answerWithinMs: number;
  /** Says it aloud; resolves to false where there is no voice, so that the text alone is the reply. */
  readonly say: (text: string, signal: AbortSignal) => Promise<boolean>;
  readonly nowMs: NowMs;
  readonly newId: () => string;
  readonly onEvent: (event: AssistantEvent) => void;
};

export type TurnInput = { readonly kind: "sound"; readonly utterance: Utterance } | { readonly kind: "text"; readonly text: string };

export type TurnSetting = {
  readonly heardInAreaId: AreaId | undefined;
  /** The next thing the same person says or types; undefined when nothing came. A PIN that is typed must not be shown. */
  readonly nextAnswer: (signal: AbortSignal, expects: AskedGuard) => Promise<TurnInput | undefined>;
};

/** Runs one turn and tells how it ended. Expected failures are spoken and end the turn; a bug is thrown on. */
export async function runTurn(parts: TurnParts, input: TurnInput, setting: TurnSetting, signal: AbortSignal): Promise<TurnResult> {
  const turn = openTurn(parts);
  turn.emit({ type: "turn.started", source: input.kind, ...(input.kind === "text" ? { text: shown(parts, input.text, "openly") } : {}) });
  let result: TurnResult;
  try {
    result = await understandAndAct(parts, turn, input, setting, signal);
  } catch (error) {
    result = await turnFailed(parts, turn, error, signal);
  }
  turn.emit({ type: "turn.ended", result, tookMs: turn.sinceMs(turn.startedMs) });
  return result;
}

type Turn = {
  readonly startedMs: number;
  stage: Stage;
  readonly emit: (event: TurnEvent) => void;
  readonly sinceMs: (startMs: number) => number;
};

function openTurn(parts: TurnParts): Turn {
  const turnId = parts.newId();
  return {
    startedMs: parts.nowMs(),
    stage: "hear",
    emit: (event) => parts.onEvent({ ...event, turnId, atMs: parts.nowMs() }),
    sinceMs: (startMs) => parts.nowMs() - startMs,
  };
}

async function understandAndAct(parts: TurnParts, turn: Turn, input: TurnInput, setting: TurnSetting, signal: AbortSignal): Promise<TurnResult> {
  const text = await wordsOf(parts, turn, { input, how: "openly" }, signal);
  if (text === "") return "nothingHeard";
  // A PIN that comes when nobody asks for it, after a question whose time was over: no command, and nobody else's business.
  if (isPin(parts, text)) {
    await reply(parts, turn, parts.replies.notUnderstood({ kind: "notUnderstood", heard: "", reason: "noMatch" }, parts.home()), signal);
    return "notUnderstood";
  }
  const parsed = await understand(parts, turn, text, setting, signal);
  if (parsed.kind === "notUnderstood") {
    await reply(parts, turn, parts.replies.notUnderstood(parsed, parts.home()), signal);
    return "notUnderstood";
  }
  const acts = await decideAndAct(parts, turn, parsed, setting, signal);
  await reply(parts, turn, acts.map((act) => act.sentence).join(" "), signal);
  return acts.find((act) => act.result !== "done")?.result ?? "done";
}

/** Words of the input; typed text as it is, sound through speech to text. "" when there was nothing to hear. */
async function wordsOf(parts: TurnParts, turn: Turn, { input, how }: { readonly input: TurnInput; readonly how: "openly" | "secretly" }, signal: AbortSignal): Promise<string> {
  if (input.kind === "text") return input.text.trim();
  turn.emit({ type: "captured", durationMs: input.utterance.durationMs, endedBy: input.utterance.endedBy });
  turn.stage = "transcribe";
  const startMs = parts.nowMs();
  const transcript = await within(parts.transcribeWithinMs, "speech to text", signal, (deadline) => parts.transcribe(input.utterance, deadline));
  turn.emit({ type: "transcribed", text: shown(parts, transcript.text, how), confidence: transcript.confidence, tookMs: turn.sinceMs(startMs) });
  return transcript.text.trim();
}

/** What spectators may know of it: never a PIN. */
function shown(parts: TurnParts, text: string, how: "openly" | "secretly"): string {
  return how === "secretly" || isPin(parts, text) ? "" : text;
}

function isPin({ pin, answerWords }: TurnParts, text: string): boolean {
  return pin.status() !== "unset" && spokenPin(text, answerWords) !== undefined;
}

/** Runs `work` against the clock. @throws ENGINE_TIMEOUT */
async function within<T>(durationMs: number, what: string, signal: AbortSignal, work: (deadline: AbortSignal) => Promise<T>): Promise<T> {
  using deadline = deadlineSignal(signal, durationMs);
  try {
    return await work(deadline.signal);
  } catch (error) {
    if (!deadline.timedOut() || signal.aborted) throw error;
    throw new AssistantError("ENGINE_TIMEOUT", `${what} took longer than ${durationMs} ms and was given up. A smaller model, or a longer timeout in the config, may help`, { cause: error });
  }
}

async function understand(parts: TurnParts, turn: Turn, text: string, setting: TurnSetting, signal: AbortSignal): Promise<ParseResult> {
  turn.stage = "understand";
  const startMs = parts.nowMs();
  const result = await parts.parse(text, { home: parts.home(), heardInAreaId: setting.heardInAreaId, signal });
  turn.emit({ type: "parsed", text, result, tookMs: turn.sinceMs(startMs) });
  return result;
}

type Act = { readonly result: "done" | "refused" | "declined"; readonly sentence: string };

/**
 * Each command is decided on its own and sent in the order it was said. The waiting for devices overlaps: a lamp must
 * not wait until a lock has turned. A question holds back what was said after it.
 */
async function decideAndAct(parts: TurnParts, turn: Turn, parsed: Extract<ParseResult, { kind: "commands" }>, setting: TurnSetting, signal: AbortSignal): Promise<readonly Act[]> {
  const acts: Promise<Act>[] = [];
  try {
    for (const [index, command] of parsed.commands.entries()) {
      const intent = parsed.matches[index]?.intent;
      turn.stage = "decide";
      const startMs = parts.nowMs();
      const decision = parts.policy(command, { home: parts.home(), matchedBy: parsed.matchedBy, confidence: parsed.confidence, minuteOfDay: parts.minuteOfDay(), pin: parts.pin.status(), atMs: parts.nowMs() });
      turn.emit({ type: "decided", command, decision, tookMs: turn.sinceMs(startMs) });
      switch (decision.kind) {
        case "refuse": acts.push(Promise.resolve({ result: "refused", sentence: parts.replies.refused(decision, parts.home()) })); break;
        case "allow": acts.push(act(parts, turn, { approved: decision.command, command, intent }, signal)); break;
        case "confirm": {
          const { approved, answer } = await askFirst(decision, asking(parts, turn, setting), signal);
          acts.push(approved !== undefined ? act(parts, turn, { approved, command, intent }, signal) : Promise.resolve({ result: "declined", sentence: parts.replies.declined(decision.question, answer) }));
          break;
        }
      }
    }
    return await Promise.all(acts);
  } catch (error) {
    await Promise.allSettled(acts);
    throw error;
  }
}

type Task = { readonly approved: Approved; readonly command: Command; readonly intent: string | undefined };

async function act(parts: TurnParts, turn: Turn, { approved, command, intent }: Task, signal: AbortSignal): Promise<Act> {
  turn.stage = "act";
  const startMs = parts.nowMs();
  const report: DispatchReport = await parts.dispatch(approved, signal);
  turn.emit({ type: "acted", command, report, tookMs: turn.sinceMs(startMs) });
  return { result: "done", sentence: parts.replies.acted(approved, report, parts.home(), intent) };
}

function asking(parts: TurnParts, turn: Turn, { nextAnswer }: TurnSetting): Parameters<typeof askFirst>[1] {
  return { parts, nextAnswer, emit: turn.emit, wordsOf: (input, how, signal) => wordsOf(parts, turn, { input, how }, signal), onWaiting: () => { turn.stage = "hear"; } };
}

async function reply(parts: TurnParts, turn: Turn, text: string, signal: AbortSignal): Promise<void> {
  turn.stage = "speak";
  const startMs = parts.nowMs();
  const spoken = await parts.say(text, signal);
  turn.emit({ type: "replied", text, spoken, tookMs: turn.sinceMs(startMs) });
}

async function turnFailed(parts: TurnParts, turn: Turn, error: unknown, signal: AbortSignal): Promise<TurnResult> {
  if (isAbort(error, signal)) return "aborted";
  if (!(error instanceof AssistantError)) throw error;
  // Whatever was under way when it was noticed: a broker that is away is told as just that.
  const stage = error.code.startsWith("MQTT_") ? "act" : turn.stage;
  turn.emit({ type: "failed", stage, code: error.code, message: error.message });
  try {
    await reply(parts, turn, parts.replies.failed(stage, error.code), signal);
  } catch (second) {
    if (isAbort(second, signal)) return "aborted";
    if (!(second instanceof AssistantError)) throw second;
  }
  return "failed";
}
