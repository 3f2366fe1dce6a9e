// (pure) What was said of a time + the clock → when that is.
import type { NonEmpty } from "../base/types.ts";
import { addDays, dateOf, isoWeekday, minuteOfDayOf } from "../base/local-time.ts";
import type { When } from "../home/plan.ts";
import type { TimeReading } from "./time-reading.ts";

/** "over": that time was earlier today. Undefined: it says no time that there is. */
export type DueTime = When | "over" | undefined;

const minutesOfDay = 1440;
/** Hours of the day in which people plan something, for an hour that could be two and a day that is not today: "tomorrow at three". */
const wakingFrom = 6 * 60;

/** `now`: local time is asked of it. */
export function dueTime(reading: TimeReading, now: Date): DueTime {
  if (reading.durationS !== undefined) return reading.durationS > 0 ? { type: "in", delayS: reading.durationS } : undefined;
  const minutes = minutesSaid(reading);
  if (minutes === undefined) return undefined;
  if (reading.section === "every") return reading.weekdays === undefined ? undefined : { type: "every", days: reading.weekdays, minuteOfDay: mod(waking(minutes)) };
  if (reading.date !== undefined) return onDate(reading, minutes, now);
  if (reading.weekdays !== undefined) return onWeekday(reading.weekdays[0], waking(minutes), now);
  if (reading.inDays === undefined || reading.inDays === 0) return reading.inDays === 0 ? today(minutes, now) : next(minutes, now);
  return at(addDays(now, reading.inDays), waking(minutes));
}

/** The minutes of the day that the words leave; from 1440 on it is the next day's. Two where they do not say which half of the day. */
export function minutesSaid({ minutes, hour, past = 0, part }: TimeReading): NonEmpty<number> | undefined {
  if (minutes !== undefined) return [minutes];
  if (hour === undefined) return undefined;
  if (hour.isSure) return [hour.hour * 60 + past];
  const half = hour.hour % 12;
  if (part !== undefined) return [firstFrom(part, half) * 60 + past];
  return [half * 60 + past, (half + 12) * 60 + past];
}

/** The first of `hour`, `hour` + 12, … that is not before `from`. */
function firstFrom(from: number, hour: number): number {
  return hour >= from ? hour : firstFrom(from, hour + 12);
}

/** Where a day was said, an unclear hour is the one that people are up at. */
function waking(minutes: NonEmpty<number>): number {
  return minutes.find((minute) => minute >= wakingFrom && minute < wakingFrom + 720) ?? minutes[0];
}

/** The next of all that it could be. */
function next(minutes: NonEmpty<number>, now: Date): When {
  const nowMinute = minuteOfDayOf(now);
  const ahead = minutes.map((minute) => mod(minute) > nowMinute ? mod(minute) : mod(minute) + minutesOfDay);
  return at(now, Math.min(...ahead));
}

function today(minutes: NonEmpty<number>, now: Date): DueTime {
  const ahead = minutes.filter((minute) => minute > minuteOfDayOf(now));
  return ahead.length === 0 ? "over" : at(now, Math.min(...ahead));
}

function onWeekday(weekday: number, minute: number, now: Date): When {
  const days = (weekday - isoWeekday(now) + 7) % 7;
  return at(addDays(now, days === 0 && minute <= minuteOfDayOf(now) ? 7 : days), minute);
}

/** A date that this month, or this year, does not have is none. */
function onDate({ date = 1, month }: TimeReading, minutes: NonEmpty<number>, now: Date): DueTime {
  const minute = waking(minutes);
  for (let ahead = 0; ahead <= 12; ahead++) {
    const day = new Date(now.getFullYear(), now.getMonth() + ahead, date, 12);
    const isRight = day.getDate() === date && (month === undefined || day.getMonth() + 1 === month);
    if (isRight && (ahead > 0 || date > now.getDate() || (date === now.getDate() && minute > minuteOfDayOf(now)))) return at(day, minute);
  }
  return undefined;
}

function at(day: Date, minute: number): When {
  return { type: "at", date: dateOf(addDays(day, Math.floor(minute / minutesOfDay))), minuteOfDay: mod(minute) };
}

function mod(minute: number): number {
  return ((minute % minutesOfDay) + minutesOfDay) % minutesOfDay;
}
