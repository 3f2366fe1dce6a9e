// (pure) A command to a timer, its values taken from the file or from the slots.
import type { TimerCommand } from "../home/command.ts";
import { slotOf, type Match } from "./template-match.ts";

/** Undefined for a duration that is none. */
export function buildTimer(match: Match): TimerCommand | undefined {
  const { command } = match.accepted.intent;
  const name = labelOf(match);
  const base = { deviceIds: [], scope: "named", ...(name === undefined ? {} : { name }) } as const;
  switch (command.type) {
    case "timer.start": {
      const durationS = secondsOf(match, "durationS");
      return durationS === undefined || durationS <= 0 ? undefined : { ...base, type: "timer.start", durationS };
    }
    case "timer.change": {
      const deltaS = secondsOf(match, "deltaS");
      return deltaS === undefined ? undefined : { ...base, type: "timer.change", deltaS };
    }
    case "timer.cancel": return { ...base, type: "timer.cancel", ...(command.fields["all"] === undefined ? {} : { all: true }) };
    case "timer.pause": case "timer.resume": case "timer.get": return { ...base, type: command.type };
    default: return undefined;
  }
}

function secondsOf(match: Match, field: string): number | undefined {
  const { command, slots } = match.accepted.intent;
  const written = command.fields[field];
  if (written?.is !== "slot") return undefined;
  const value = slotOf(match, written.slot)?.value;
  const spec = slots[written.slot];
  if (value?.list !== "duration") return undefined;
  return spec?.list === "duration" && spec.negate ? -value.durationS : value.durationS;
}

function labelOf(match: Match): string | undefined {
  const written = match.accepted.intent.command.fields["name"];
  const value = written?.is === "slot" ? slotOf(match, written.slot)?.value : undefined;
  return value?.list === "label" ? value.text : undefined;
}
