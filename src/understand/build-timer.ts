// (pure) A command to a timer, its values taken from the file or from the slots.
import type { TimerChoice, TimerCommand } from "../home/command.ts";
import type { Area, AreaId } from "../home/home.ts";
import type { Failure, Surroundings } from "./choice.ts";
import { slotOf, type Match } from "./template-match.ts";

/** Fails for a duration that is none, and for a room that could be two. */
export function buildTimer(match: Match, around: Surroundings): TimerCommand | Failure {
  const { command } = match.accepted.intent;
  const choice = choiceOf(match, around);
  if ("ok" in choice) return choice;
  const base = { deviceIds: [], scope: "named", ...choice } as const;
  switch (command.type) {
    case "timer.start": {
      const durationS = secondsOf(match, "durationS");
      return durationS === undefined || durationS <= 0 ? noTime : { ...base, type: "timer.start", durationS };
    }
    case "timer.change": {
      const deltaS = secondsOf(match, "deltaS");
      return deltaS === undefined ? noTime : { ...base, type: "timer.change", deltaS };
    }
    case "timer.cancel": return { ...base, type: "timer.cancel", ...(command.fields["all"] === undefined ? {} : { all: true }) };
    case "timer.pause": case "timer.resume": case "timer.get": return { ...base, type: command.type };
    default: return noTime;
  }
}

const noTime: Failure = { ok: false, reason: "outOfRange", subject: "" };

function choiceOf(match: Match, around: Surroundings): TimerChoice | Failure {
  const name = labelOf(match);
  const area = areaOf(match, around) ?? (name === undefined ? undefined : areaCalled(name, around));
  if (area !== undefined && "ok" in area) return area;
  const startS = secondsOf(match, "start");
  const { heardInAreaId } = around;
  return {
    ...(name === undefined ? {} : { name }),
    ...(startS === undefined ? {} : { startS }),
    ...(area === undefined ? {} : { areaId: area.id }),
    ...(heardInAreaId === undefined ? {} : { heardInAreaId }),
  };
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

/** "the timer in the kitchen". Of "here" where nobody knows where that is, nothing is left. */
function areaOf(match: Match, { heardInAreaId }: Surroundings): { readonly id: AreaId } | Failure | undefined {
  const written = match.accepted.intent.command.fields["area"];
  const value = written?.is === "slot" ? slotOf(match, written.slot)?.value : undefined;
  if (value?.list !== "area") return undefined;
  const [span, second] = value.spans;
  if (span === undefined || span.areas === "here") return heardInAreaId === undefined ? undefined : { id: heardInAreaId };
  const areas: readonly Area[] = second === undefined ? span.areas : value.spans.flatMap(({ areas: all }) => all === "here" ? [] : all);
  const [only] = areas;
  return only === undefined || areas.length > 1 ? { ok: false, reason: "ambiguousName", subject: only?.name ?? "", candidates: areas.map(({ name }) => name) } : only;
}

/** "the kitchen timer", where a kitchen is. */
function areaCalled(label: string, { index }: Surroundings): Area | undefined {
  const words = label.split(" ");
  const whole = index.areasAt(words, 0).find(({ start, end }) => start === 0 && end === words.length);
  return whole === undefined || whole.areas === "here" || whole.areas.length !== 1 ? undefined : whole.areas[0];
}
