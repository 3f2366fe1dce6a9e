// (pure) What a phrase of `_times.yaml` says, piece by piece, before a clock is asked.
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import { type Weekday, weekdays } from "../home/plan.ts";
import type { TimeSection } from "./read-times.ts";
import type { FilledSlot, Match } from "./template-match.ts";

/** An hour as it was said; "07" and 18 leave no other half of the day. */
type Hour = { readonly hour: number; readonly isSure: boolean };

/**
 * The pieces that were said. A time of the day is `minutes` (0..1440), or an `hour` with `past` minutes (below zero before it)
 * and perhaps the `part` of the day: the first of the twelve hours that it falls in.
 */
export type TimeReading = {
  readonly section: TimeSection;
  readonly durationS?: number;
  readonly minutes?: number;
  readonly hour?: Hour;
  readonly past?: number;
  readonly part?: number;
  readonly inDays?: number;
  readonly weekdays?: NonEmpty<Weekday>;
  readonly month?: number;
  readonly date?: number;
};

/** Undefined when a number lies outside what its place allows. */
export function readingOf(match: Match, words: readonly string[]): TimeReading | undefined {
  const { id, slots } = match.accepted.intent;
  let reading: TimeReading = { section: id as TimeSection };
  for (const filled of match.slots) {
    const spec = slots[filled.name];
    const range = spec?.list === "number" ? spec : { min: -Infinity, max: Infinity };
    const value = numberOf(filled);
    if (value === undefined || !Number.isInteger(value) || value < range.min || value > range.max) return undefined;
    reading = { ...reading, ...pieceOf(filled.name.split(" ")[0] ?? "", value, { reading, word: words[filled.start] ?? "" }) };
  }
  return reading;
}

function numberOf({ value }: FilledSlot): number | undefined {
  switch (value.list) {
    case "number": return value.value;
    case "duration": return value.durationS;
    case "oneOf": return Number(value.chosen);
    default: return undefined;
  }
}

function pieceOf(list: string, value: number, { reading, word }: { readonly reading: TimeReading; readonly word: string }): Partial<TimeReading> {
  const past = reading.past ?? 0;
  switch (list) {
    case "duration": return { durationS: value };
    case "time": return { minutes: value };
    case "hour": return { hour: { hour: value, isSure: value > 12 || word.startsWith("0") } };
    case "minute": return { past: past + value };
    case "before": return { past: past - value };
    case "offset": return { past: past + value };
    case "part": return { part: value };
    case "todayPart": return { part: value, inDays: 0 };
    case "dailyPart": return { part: value, weekdays };
    case "day": return { inDays: value };
    case "weekday": return { weekdays: joined(reading.weekdays ?? [], [value]) };
    case "days": return { weekdays: joined(reading.weekdays ?? [], Array.from(String(value), Number)) };
    case "month": return { month: value };
    case "date": return { date: value };
    default: return {};
  }
}

function joined(known: readonly Weekday[], more: readonly number[]): NonEmpty<Weekday> {
  return nonEmpty(weekdays.filter((day) => known.includes(day) || more.includes(day))) ?? weekdays;
}

/** It says when, and not only on which day. */
export function isComplete({ durationS, minutes, hour }: TimeReading): boolean {
  return durationS !== undefined || minutes !== undefined || hour !== undefined;
}

/** "tomorrow … at half past six": two pieces of one time. Undefined where both say the same thing, or things that do not go together. */
export function mergedReading(first: TimeReading, second: TimeReading): TimeReading | undefined {
  const [whole, part] = isComplete(first) ? [first, second] : [second, first];
  if (isComplete(part) || !isComplete(whole) || whole.durationS !== undefined || whole.section === "for" || part.section === "for" || part.section === "until") return undefined;
  const says = (reading: TimeReading) => Object.keys(reading).filter((key) => key !== "section");
  if (says(part).some((key) => says(whole).includes(key))) return undefined;
  return { ...part, ...whole, section: part.section === "every" ? "every" : whole.section };
}
