// (pure) When a plan is due, as milliseconds since 1970. Local time is that of this machine, summer time included.
import { addDays, dateOf, isoWeekday, momentOf } from "../base/local-time.ts";
import type { When } from "../home/plan.ts";

/** The moment that is meant; of one that comes again, the next. */
export function momentDue(when: When, wallMs: number): number {
  switch (when.type) {
    case "in": return wallMs + when.delayS * 1000;
    case "at": return momentOf(when.date, when.minuteOfDay);
    case "every": return nextAfter(when, wallMs);
  }
}

/** The first moment after `afterMs`. */
export function nextAfter({ days, minuteOfDay }: Extract<When, { type: "every" }>, afterMs: number): number {
  const from = new Date(afterMs);
  // A week and a day: today's may be over, and of one day a week the next is seven days on.
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = addDays(from, ahead);
    const moment = momentOf(dateOf(day), minuteOfDay);
    if (moment > afterMs && days.some((one) => one === isoWeekday(day))) return moment;
  }
  return momentOf(dateOf(addDays(from, 8)), minuteOfDay);
}
