// What was planned, when its time has come: decided on anew by the policy of now, sent, and told only where it went wrong.
import type { Plan } from "../act/outcome.ts";
import { AssistantError, isAbort } from "../base/errors.ts";
import type { TurnEvent } from "./events.ts";
import type { TurnParts } from "./turn.ts";

type DueParts = Pick<TurnParts, "home" | "policy" | "dispatch" | "replies" | "pin" | "minuteOfDay" | "nowMs" | "newId" | "onEvent">;

/** Nobody asked just now, so that what went well is not said; "" then. What needs a yes or a PIN is not done: nobody is asked. */
export async function runDue(parts: DueParts, plan: Plan, signal: AbortSignal): Promise<string> {
  const turnId = parts.newId();
  const startMs = parts.nowMs();
  const emit = (event: TurnEvent) => parts.onEvent({ ...event, turnId, atMs: parts.nowMs() });
  const failed: string[] = [];
  emit({ type: "turn.started", source: "plan" });
  try {
    const all = plan.commands.map((command) => actOn(command));
    failed.push(...(await Promise.all(all)).filter((said) => said !== ""));
  } catch (error) {
    if (isAbort(error, signal)) { emit({ type: "turn.ended", result: "aborted", tookMs: parts.nowMs() - startMs }); return ""; }
    if (!(error instanceof AssistantError)) throw error;
    emit({ type: "failed", stage: "act", code: error.code, message: error.message });
    failed.push(parts.replies.failed("act", error.code));
  }
  emit({ type: "turn.ended", result: failed.length === 0 ? "done" : "failed", tookMs: parts.nowMs() - startMs });
  return failed.length === 0 ? "" : parts.replies.planFailed(plan, failed.join(" "), parts.home());

  async function actOn(command: Plan["commands"][number]): Promise<string> {
    const decidedMs = parts.nowMs();
    const decision = parts.policy(command, { home: parts.home(), matchedBy: "template", confidence: undefined, minuteOfDay: parts.minuteOfDay(), pin: parts.pin.status(), atMs: decidedMs });
    emit({ type: "decided", command, decision, tookMs: parts.nowMs() - decidedMs });
    if (decision.kind === "refuse") return parts.replies.refused(decision, parts.home());
    if (decision.kind === "confirm") return parts.replies.refused({ kind: "refuse", reason: "notLater", command, deviceNames: decision.question.deviceNames }, parts.home());
    const report = await parts.dispatch(decision.command, signal);
    emit({ type: "acted", command, report, tookMs: parts.nowMs() - decidedMs });
    const isWell = report.outcomes.length > 0 && report.outcomes.every(({ result }) => result === "confirmed" || result === "already" || result === "moving");
    return isWell ? "" : parts.replies.acted(decision.command, report, parts.home());
  }
}
