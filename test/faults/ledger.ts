// What was reported of each command message, held against what the observer saw.
import { AssistantError } from "../../src/base/errors.ts";
import type { DeviceOutcome } from "../../src/act/outcome.ts";
import type { Arrival, Observer } from "./observer.ts";
import type { FaultKind } from "./fault-kinds.ts";

/** One command message: asked for under one fault, and what its sender was told. Times in milliseconds. */
export type Entry = {
  readonly key: string;
  readonly during: FaultKind;
  readonly askedMs: number;
  /** "nothingSent": refused; "perhaps": it may not have been sent; "sent": on its way. Undefined: never told. */
  told?: { readonly what: "nothingSent" | "perhaps" | "sent"; readonly atMs: number; readonly sentAtMs: number };
  outcome?: DeviceOutcome["result"];
};

/** A time in which the broker's process stood still. */
export type Freeze = { readonly fromMs: number; readonly toMs: number };
export type FaultTimes = { readonly outages: readonly number[]; readonly freezes: readonly Freeze[] };

export type Count = {
  commands: number;
  /** Refused at once: nothing was sent. */
  refused: number;
  arrived: number;
  confirmed: number;
  /** Sent into a connection that was lost before the broker answered again, and reported as not answered. */
  lostAndTold: number;
  /** Not to be judged: the observer's own connection broke around it. */
  unobserved: number;
  late: number;
  /**
   * On the wire in the very moment in which the broker froze, so delivered when it thawed, and reported as not answered. No
   * sender can take that back: what a frozen broker's kernel has received its process will read.
   */
  inFlight: number;
  duplicate: number;
  silentlyLost: number;
  retained: number;
  withoutExpiry: number;
};

type WrongKind = "late" | "inFlight" | "duplicate" | "silentlyLost" | "retained" | "withoutExpiry";

/** The expiry that commands carry, in milliseconds by the clock of the sender: later than this is late. */
export const expiryMs = 5000;
/** In flight is what was handed over within this of the moment in which the broker froze: as long as its last answer, or the message, may have been on its way. Milliseconds. */
const flightMs = 10;
/** What was reported as failed must not arrive later than this after the report, in milliseconds. */
const graceMs = 1000;
/** The observer must have watched for so long after a message was sent, to say that it never came. Milliseconds. */
const watchMs = 1000;

export const nothing = (): Count => ({ commands: 0, refused: 0, arrived: 0, confirmed: 0, lostAndTold: 0, unobserved: 0, late: 0, inFlight: 0, duplicate: 0, silentlyLost: 0, retained: 0, withoutExpiry: 0 });

/**
 * @param times when the bus told that its connection was lost, and when the broker was frozen
 * @param onWrong gets each entry that must not be, with what came of it
 */
export function countUp(entries: readonly Entry[], observer: Observer, { outages, freezes }: FaultTimes, onWrong: (what: string, entry: Entry, arrivals: readonly Arrival[]) => void): ReadonlyMap<FaultKind, Count> {
  const counts = new Map<FaultKind, Count>();
  const seen = new Map<string, Arrival[]>();
  for (const arrival of observer.arrivals) seen.set(arrival.key, [...seen.get(arrival.key) ?? [], arrival]);
  for (const entry of entries) {
    const count = counts.get(entry.during) ?? nothing();
    counts.set(entry.during, count);
    const arrivals = seen.get(entry.key) ?? [];
    count.commands++;
    if (arrivals.length > 0) count.arrived++;
    if (entry.outcome === "confirmed") count.confirmed++;
    if (entry.told?.what === "nothingSent") count.refused++;
    const wrong: WrongKind[] = [];
    if (arrivals.length > 1) wrong.push("duplicate");
    if (arrivals.some(({ retained }) => retained)) wrong.push("retained");
    if (arrivals.some(({ expiryS }) => expiryS === undefined || expiryS > expiryMs / 1000)) wrong.push("withoutExpiry");
    if (arrivals.some(({ atMs }) => isLate(entry, atMs))) wrong.push(wasInFlight(entry, freezes) ? "inFlight" : "late");
    if (arrivals.length === 0) {
      const missing = missingAs(entry, observer, outages);
      if (missing === "silentlyLost") wrong.push(missing);
      else if (missing !== undefined) count[missing]++;
    }
    for (const kind of wrong) {
      count[kind]++;
      onWrong(kind, entry, arrivals);
    }
  }
  return counts;
}

/** What was refused must never arrive; what failed, not after its failure was told; everything else, before it expires. */
function isLate({ told, askedMs }: Entry, atMs: number): boolean {
  switch (told?.what) {
    case "nothingSent": return true;
    case "perhaps": return atMs > told.atMs + graceMs;
    case "sent": return atMs > told.sentAtMs + expiryMs;
    case undefined: return atMs > askedMs + expiryMs;
  }
}

function wasInFlight({ told, outcome }: Entry, freezes: readonly Freeze[]): boolean {
  return told?.what === "sent" && outcome === "unconfirmed" && freezes.some(({ fromMs, toMs }) => toMs - fromMs > expiryMs / 2 && Math.abs(told.sentAtMs - fromMs) <= flightMs);
}

/** Nobody saw it. That is as it should be when it was refused, and no secret when the loss of the connection was told. */
function missingAs({ told, askedMs, outcome }: Entry, observer: Observer, outages: readonly number[]): "lostAndTold" | "unobserved" | "silentlyLost" | undefined {
  if (told?.what === "nothingSent" || told?.what === "perhaps") return undefined;
  const sentMs = told?.sentAtMs ?? askedMs;
  if (told !== undefined && outcome !== "confirmed" && outages.some((atMs) => atMs >= sentMs && atMs <= sentMs + noticedWithinMs)) return "lostAndTold";
  return observer.watched(sentMs, sentMs + watchMs) ? "silentlyLost" : "unobserved";
}

/** The bus notices within this that a broker is mute which has just been sent a command: the pulse's two seconds, and a busy machine. Milliseconds. */
const noticedWithinMs = 3000;

/** Whether a publish that was refused says that nothing was sent. */
export function toldBy(error: unknown): "nothingSent" | "perhaps" {
  return error instanceof AssistantError && error.code === "MQTT_NOT_CONNECTED" ? "nothingSent" : "perhaps";
}

