// (pure) What covers, gates and valves show of being opened, closed, stopped and sent to a position.
import type { DeviceState } from "../home/state.ts";
import type { Verdict } from "./verdict.ts";

/** Percent that a value may differ by: two roundings between 0..100 and 0..255. */
const tolerancePct = 2;

export function near(value: number | undefined, wanted: number): boolean {
  return value !== undefined && Math.abs(value - wanted) <= tolerancePct;
}

export function openingVerdict(open: boolean, fresh: DeviceState, before: DeviceState | undefined): Verdict {
  const endPct = open ? 100 : 0;
  if (!isAtRest(fresh)) return fresh.opening === (open ? "opening" : "closing") ? "underway" : "no";
  if (fresh.opening === "closed" && !open) return "yes";
  if (fresh.positionPct === undefined) return fresh.opening === (open ? "open" : "closed") ? "yes" : "no";
  if (near(fresh.positionPct, endPct) && fresh.opening !== (open ? "closed" : "open")) return "yes";
  return movesTowards(endPct, fresh, before) ? "underway" : "no";
}

export function positionVerdict(positionPct: number, fresh: DeviceState, before: DeviceState | undefined): Verdict {
  if (near(fresh.positionPct, positionPct) && isAtRest(fresh)) return "yes";
  return movesTowards(positionPct, fresh, before) ? "underway" : "no";
}

/** "open" after "opening" says that it has stopped; from a cover that tells only positions it says nothing of that. */
export function hasStopped(fresh: DeviceState, before: DeviceState | undefined): boolean {
  if (fresh.opening === "stopped" || fresh.opening === "closed") return true;
  const tellsMotion = before !== undefined && !isAtRest(before);
  return fresh.opening === "open" && (tellsMotion || (fresh.positionPct === undefined && before?.positionPct === undefined));
}

/** It does not say that it moves. */
export function isAtRest({ opening }: DeviceState): boolean {
  return opening !== "opening" && opening !== "closing";
}

/** Its place is told, and is the one it had before. */
export function isWhereItWas(fresh: DeviceState, before: DeviceState | undefined): boolean {
  return fresh.positionPct !== undefined && fresh.positionPct === before?.positionPct && !near(fresh.positionPct, 100);
}

function movesTowards(targetPct: number, fresh: DeviceState, before: DeviceState | undefined): boolean {
  const startPct = before?.positionPct;
  if (startPct === undefined) return (fresh.opening === "opening" && targetPct > 0) || (fresh.opening === "closing" && targetPct < 100);
  if (targetPct > startPct) return fresh.opening === "opening" || (fresh.positionPct ?? startPct) > startPct;
  return targetPct < startPct && (fresh.opening === "closing" || (fresh.positionPct ?? startPct) < startPct);
}
