// (pure) What is said now and done later is decided twice: here, when it is said, and like any other command when it is due.
import { nonEmpty } from "../base/types.ts";
import type { DeviceCommand, ScheduleCommand } from "../home/command.ts";
import type { When } from "../home/plan.ts";
import { reverseOf } from "../home/reverse.ts";
import { approve, frozenCopy } from "./approval.ts";
import type { Decision } from "./decision.ts";

type Later = Extract<ScheduleCommand, { type: "schedule.add" }>;

const minutesOfDay = 1440;

/**
 * Nobody is there to say yes or a PIN when the time comes, and a yes from before is none: what would need one is refused
 * now. What is approved is the plan; its commands are stripped of what the policy would leave out, and of every approval.
 * @param decide gives the decision on one of its commands at a minute of the day
 */
export function decideLater(command: Later, at: { readonly minuteOfDay: number; readonly atMs: number }, decide: (command: DeviceCommand, minuteOfDay: number) => Decision): Decision {
  const minuteDue = minuteOf(command.when, at.minuteOfDay);
  const commands: DeviceCommand[] = [];
  for (const one of command.commands) {
    const done = command.reverse === true ? wayBack(one) : one;
    if (done === undefined || done.type === "state.get") return { kind: "refuse", reason: "notLater", command };
    const decision = decide(done, minuteDue);
    if (decision.kind === "refuse") return { ...decision, command };
    if (decision.kind === "confirm") return { kind: "refuse", reason: "notLater", command, deviceNames: decision.question.deviceNames };
    const deviceIds = nonEmpty(decision.command.deviceIds);
    if (deviceIds !== undefined) commands.push(frozenCopy({ ...one, deviceIds }));
  }
  const all = nonEmpty(commands);
  return all === undefined ? { kind: "refuse", reason: "noDevices", command } : { kind: "allow", command: approve({ ...command, commands: all }, at.atMs) };
}

/** The way back, at the most that it can come to. */
function wayBack(command: DeviceCommand): DeviceCommand | undefined {
  const back = reverseOf(command);
  if (back === undefined) return undefined;
  return { ...(back.kind === "opposite" ? back.action : back.utmost), deviceIds: command.deviceIds, scope: command.scope };
}

function minuteOf(when: When, now: number): number {
  return when.type === "in" ? (now + Math.floor(when.delayS / 60)) % minutesOfDay : when.minuteOfDay;
}
