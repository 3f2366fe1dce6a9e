// One interaction, top to bottom: utterance → transcript → commands → decisions → outcomes → reply.
import type { Dispatch } from "../act/dispatcher.ts";
import { AssistantError, isAbort } from "../base/errors.ts";
import { deadlineSignal, type NowMs } from "../base/time.ts";
import { type AnswerWords, spokenPin } from "../decide/answer.ts";
import type { AskedGuard } from "../decide/decision.ts";
import type { PinDesk } from "../decide/pin-desk.ts";
import type { Policy } from "../decide/policy.ts";
import type { Utterance } from "../hear/audio.ts";
import type { AreaId, DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { Replies } from "../speak/replies.ts";
import type { Transcript } from "../transcribe/speech-to-text.ts";
import type { ConcernsHome } from "../understand/addressed.ts";
import type { CommandParser, ParseContext, ParseResult } from "../understand/command-parser.ts";
import type { ReadChoice } from "../understand/read-choice.ts";
import { decideAndAct } from "./decide-and-act.ts";
import type { AssistantEvent, Stage, TurnEvent, TurnResult } from "./events.ts";
import type { RecentMemory } from "./recent-memory.ts";
import { placeOf, type Understanding, understandTurn } from "./understand-turn.ts";

export type TurnParts = {
  readonly transcribe: (utterance: Utterance, signal: AbortSignal) => Promise<Transcript>;
  /** How long speech to text may take, in ms. */
  readonly transcribeWithinMs: number;
  readonly parse: CommandParser;
  /** What was last spoken of at a place. */
  readonly recall: RecentMemory["recall"];
  readonly remember: RecentMemory["remember"];
  /** What a device last told of itself; undefined when it never did. */
  readonly stateOf: (id: DeviceId) => DeviceState | undefined;
  readonly readChoice: ReadChoice;
  readonly concernsHome: ConcernsHome;
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
  /** The microphone or line it came from: what was said there before is remembered there. The room, when absent. */
  readonly place?: string;
  /** "open": nobody pressed a key or typed, so it may have been said to somebody else, or by a television. "asked" when absent. */
  readonly listening?: "asked" | "open";
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

export type Turn = {
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
  const parse: Understanding["parse"] = (said, leaning) => understand(parts, turn, said, { ...leaning, home: parts.home(), heardInAreaId: setting.heardInAreaId, signal });
  const understood = await understandTurn(text, { parts, setting, parse, asking: { ...asking(parts, turn, setting), isSecret: (said) => isPin(parts, said) } }, signal);
  switch (understood.kind) {
    case "notAddressed": return "notAddressed";
    case "notChosen": await reply(parts, turn, parts.replies.notChosen(), signal); return "declined";
    case "notUnderstood": await reply(parts, turn, parts.replies.notUnderstood(understood.parsed, parts.home()), signal); return "notUnderstood";
    case "commands": {
      const { acts, before } = await decideAndAct(understood.parsed, { parts, turn, asking: asking(parts, turn, setting) }, signal);
      const done = understood.parsed.commands.filter((_command, index) => acts[index]?.result === "done");
      parts.remember(placeOf(setting), { parsed: understood.parsed, done, before, alternatives: understood.alternatives });
      await reply(parts, turn, acts.map((act) => act.sentence).join(" "), signal);
      return acts.find((act) => act.result !== "done")?.result ?? "done";
    }
  }
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

async function understand(parts: TurnParts, turn: Turn, text: string, context: ParseContext): Promise<ParseResult> {
  turn.stage = "understand";
  const startMs = parts.nowMs();
  const result = await parts.parse(text, context);
  turn.emit({ type: "parsed", text, result, tookMs: turn.sinceMs(startMs) });
  return result;
}

/** What a question inside this turn needs. */
function asking(parts: TurnParts, turn: Turn, { nextAnswer }: TurnSetting) {
  return { parts, nextAnswer, emit: turn.emit, wordsOf: (input: TurnInput, how: "openly" | "secretly", signal: AbortSignal) => wordsOf(parts, turn, { input, how }, signal), onWaiting: () => { turn.stage = "hear"; } };
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
