import type { Alert, DispatchReport, Plan, RunningTimer, Settled } from "../act/outcome.ts";
import type { ErrorCode } from "../base/errors.ts";
import type { Answer } from "../decide/answer.ts";
import type { ConfirmationQuestion, Decision } from "../decide/decision.ts";
import type { Command } from "../home/command.ts";
import type { DeviceId, Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { ParseResult } from "../understand/command-parser.ts";

/** Every sentence that Sotto says, in one language. Each tells what happened, never what was meant. */
export interface Replies {
  notUnderstood(result: Extract<ParseResult, { kind: "notUnderstood" }>, home: Home): string;
  /** "The desk lamp or the floor lamp?" */
  which(result: Extract<ParseResult, { kind: "notUnderstood" }>): string;
  /** After a "which one?" that was not answered with one of them: nothing was done. */
  notChosen(): string;
  refused(decision: Extract<Decision, { kind: "refuse" }>, home: Home): string;
  /** "Unlock the front door? Say yes or no.", or what asks for the PIN. */
  question(question: ConfirmationQuestion): string;
  /** After a question that was not answered with a yes, or not with the PIN. */
  declined(question: ConfirmationQuestion, answer: Answer): string;
  /** What became of one command. `intentId`: the intent it came from, whose own reply texts then go first. */
  acted(command: Command, report: DispatchReport, home: Home, intentId?: string): string;
  /** The time of a timer is over. */
  timerDone(timer: Pick<RunningTimer, "name" | "durationS" | "overSinceS">): string;
  /** What was planned and not done, for nobody was there. */
  planMissed(plan: Plan, home: Home): string;
  /** What was planned and is due, and could not be done. `said`: what became of it. */
  planFailed(plan: Pick<Plan, "commands">, said: string, home: Home): string;
  /** What somebody wanted to be told has happened. `state`: what the device says now. */
  alertTold(alert: Alert, happened: { readonly deviceId: DeviceId; readonly state: DeviceState | undefined }, home: Home): string;
  /** How something ended that was "moving" when the reply was due: "" when it ended well. */
  settled(settled: Settled, home: Home): string;
  /** A part of Sotto failed; `stage` says which. A broker that is away has words of its own. */
  failed(stage: "hear" | "transcribe" | "understand" | "decide" | "act" | "speak", code: ErrorCode): string;
}
