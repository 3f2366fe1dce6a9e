// Plans written as one line, for the tables of times.
import type { Command } from "../../src/home/command.ts";
import type { When } from "../../src/home/plan.ts";
import { summary } from "./english.ts";

function whenWords(when: When): string {
  if (when.type === "in") return `in ${when.delayS}`;
  const time = `${String(Math.floor(when.minuteOfDay / 60)).padStart(2, "0")}:${String(when.minuteOfDay % 60).padStart(2, "0")}`;
  return when.type === "at" ? `${when.date} ${time}` : `every ${when.days.join("")} ${time}`;
}

/** `in 600 [onOff.set on=false: lamp]`; "back" where it is the way back. */
export function shownPlan(command: Command): string {
  const one = (given: Command) => summary({ kind: "commands", commands: [given], matchedBy: "template", confidence: undefined, matches: [] }).replace(" (named)", "");
  if (command.type !== "schedule.add") return one(command);
  return `${whenWords(command.when)} ${command.reverse === true ? "back " : ""}[${command.commands.map(one).join("; ")}]`;
}
