import type { DispatchReport } from "../act/outcome.ts";
import type { ErrorCode } from "../base/errors.ts";
import type { Answer } from "../decide/answer.ts";
import type { Decision } from "../decide/decision.ts";
import type { Command } from "../home/command.ts";
import type { ParseResult } from "../understand/command-parser.ts";

export type Stage = "hear" | "transcribe" | "understand" | "decide" | "act" | "speak";

/** How a turn ended. "declined" is a question that was not answered with a yes or a choice; "notAddressed": talk that was not for Sotto. */
export type TurnResult = "done" | "notAddressed" | "notUnderstood" | "refused" | "declined" | "nothingHeard" | "failed" | "aborted";

/**
 * What spectators (the terminal, the log, `--json`, tests) are told, in order. Nothing waits for them and nothing they
 * do changes a turn. `text` fields hold what people said: private, and kept out of logs. Of a PIN, asked for or not, nobody
 * is told: the text is "" then.
 */
export type TurnEvent =
  | { readonly type: "turn.started"; readonly source: "sound" | "text" | "plan"; /** What was typed. */ readonly text?: string }
  | { readonly type: "captured"; readonly durationMs: number; readonly endedBy: string }
  | { readonly type: "transcribed"; readonly text: string; readonly confidence: number | undefined; readonly tookMs: number }
  | { readonly type: "parsed"; readonly text: string; readonly result: ParseResult; readonly tookMs: number }
  | { readonly type: "decided"; readonly command: Command; readonly decision: Decision; readonly tookMs: number }
  | { readonly type: "asked"; readonly question: string }
  | { readonly type: "answered"; readonly answer: Answer }
  /** The answer to "which one?"; "said" is another sentence, which is then parsed. */
  | { readonly type: "chosen"; readonly which: "picked" | "none" | "said" | "silence" }
  | { readonly type: "acted"; readonly command: Command; readonly report: DispatchReport; readonly tookMs: number }
  | { readonly type: "replied"; readonly text: string; readonly spoken: boolean; readonly tookMs: number }
  | { readonly type: "failed"; readonly stage: Stage; readonly code: ErrorCode; readonly message: string }
  | { readonly type: "turn.ended"; readonly result: TurnResult; readonly tookMs: number };

export type AssistantEvent = TurnEvent & { readonly turnId: string; readonly atMs: number };
