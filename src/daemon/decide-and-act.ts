// Commands → decisions → outcomes: the part of a turn in which something happens.
import type { DispatchReport } from "../act/outcome.ts";
import type { Approved } from "../decide/approval.ts";
import type { Command } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { DeviceState, HomeStates } from "../home/state.ts";
import type { ParseResult } from "../understand/command-parser.ts";
import { askFirst, type Asking } from "./ask-first.ts";
import type { Turn, TurnParts } from "./turn.ts";

export type Deciding = { readonly parts: TurnParts; readonly turn: Turn; readonly asking: Asking };

export type Act = { readonly result: "done" | "refused" | "declined"; readonly sentence: string };

/**
 * Each command is decided on its own and sent in the order it was said. The waiting for devices overlaps: a lamp must
 * not wait until a lock has turned. A question holds back what was said after it. `before` is what the devices of the
 * commands that were carried out had told until then.
 */
export async function decideAndAct(parsed: Extract<ParseResult, { kind: "commands" }>, { parts, turn, asking }: Deciding, signal: AbortSignal): Promise<{ readonly acts: readonly Act[]; readonly before: HomeStates }> {
  const acts: Promise<Act>[] = [];
  const before = new Map<DeviceId, DeviceState>();
  const carryOut = (task: Task) => {
    for (const id of task.command.deviceIds) {
      const state = parts.stateOf(id);
      if (state !== undefined && !before.has(id)) before.set(id, state);
    }
    return act(parts, turn, task, signal);
  };
  try {
    for (const [index, command] of parsed.commands.entries()) {
      const intent = parsed.matches[index]?.intent;
      turn.stage = "decide";
      const startMs = parts.nowMs();
      const decision = parts.policy(command, { home: parts.home(), matchedBy: parsed.matchedBy, confidence: parsed.confidence, minuteOfDay: parts.minuteOfDay(), pin: parts.pin.status(), atMs: parts.nowMs() });
      turn.emit({ type: "decided", command, decision, tookMs: turn.sinceMs(startMs) });
      switch (decision.kind) {
        case "refuse": acts.push(Promise.resolve({ result: "refused", sentence: parts.replies.refused(decision, parts.home()) })); break;
        case "allow": acts.push(carryOut({ approved: decision.command, command, intent })); break;
        case "confirm": {
          const { approved, answer } = await askFirst(decision, asking, signal);
          acts.push(approved !== undefined ? carryOut({ approved, command, intent }) : Promise.resolve({ result: "declined", sentence: parts.replies.declined(decision.question, answer) }));
          break;
        }
      }
    }
    return { acts: await Promise.all(acts), before };
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
