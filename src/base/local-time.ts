// (pure) Days and times of the house, in the time zone of this machine, summer time included: all of it by the calendar of `Date`.

/** "2026-11-24" */
export function dateOf(day: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** 0..1439 */
export function minuteOfDayOf(time: Date): number {
  return time.getHours() * 60 + time.getMinutes();
}

/** 1 Monday .. 7 Sunday, as ISO 8601. */
export function isoWeekday(day: Date): number {
  return day.getDay() === 0 ? 7 : day.getDay();
}

/** Noon of the day so many days on: no summer time begins or ends then. */
export function addDays(day: Date, count: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + count, 12);
}

/**
 * The moment of a local time, as milliseconds since 1970. One that the clocks skip in spring is as much later; of one that comes
 * twice in autumn it is the first. SOURCE: ECMA-262, LocalTime and UTC(t).
 */
export function momentOf(date: string, minuteOfDay: number): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day, 0, minuteOfDay).getTime();
}
