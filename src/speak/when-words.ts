// (pure) Times as they are said: "in 10 minutes", "tomorrow at 6:30 in the morning", "every weekday at 7 in the evening".
import { addDays, dateOf, isoWeekday, minuteOfDayOf } from "../base/local-time.ts";
import type { When } from "../home/plan.ts";
import type { ReplyTexts } from "../understand/intent.ts";
import type { PlanTexts } from "../understand/read-plan-texts.ts";
import { fillOne } from "./reply-text.ts";
import { exactDuration } from "./timer-reply.ts";

export type WhenTexts = { readonly plans: PlanTexts; readonly replies: Pick<ReplyTexts, "timers" | "and"> };

/** When something is to be done. `dueMs`: the next time, for what is planned already. */
export function whenWords(when: When, texts: WhenTexts, now: Date): string {
  switch (when.type) {
    case "in": return fillOne(texts.plans.when.in, { duration: exactDuration(when.delayS, texts.replies.timers) });
    case "at": return dayWords(when.date, when.minuteOfDay, texts, now);
    case "every": return fillOne(texts.plans.when.every, { days: daysWords(when.days, texts), time: timeWords(when.minuteOfDay, texts.plans) });
  }
}

/** A moment: of what was to be "in ten minutes" some time ago, nobody knows any more from when. */
export function momentWords(ms: number, texts: WhenTexts, now: Date): string {
  const moment = new Date(ms);
  return dayWords(dateOf(moment), minuteOfDayOf(moment), texts, now);
}

const weekDays = 7;

function dayWords(date: string, minuteOfDay: number, { plans }: WhenTexts, now: Date): string {
  const time = timeWords(minuteOfDay, plans);
  const ahead = (days: number) => dateOf(addDays(now, days)) === date;
  if (ahead(0)) return fillOne(plans.when.today, { time });
  if (ahead(1)) return fillOne(plans.when.tomorrow, { time });
  if (ahead(-1)) return fillOne(plans.when.yesterday, { time });
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const inDays = Array.from({ length: weekDays - 2 }, (_, index) => index + 2).find(ahead);
  if (inDays !== undefined) return fillOne(plans.when.weekday, { time, weekday: plans.weekdays[isoWeekday(new Date(year, month - 1, day, 12)) - 1] });
  return fillOne(plans.when.date, { time, month: plans.months[month - 1], date: day });
}

function daysWords(days: readonly number[], { plans, replies }: WhenTexts): string {
  const named = plans.days[days.join("")];
  if (named !== undefined) return named;
  const words = days.map((day) => plans.weekdays[day - 1] ?? "");
  const last = words.at(-1) ?? "";
  return fillOne(plans.days.some, { days: words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${replies.and} ${last}` });
}

/** "half past six" is said in its digits, so that nobody mistakes which half. */
export function timeWords(minuteOfDay: number, { when, hours, parts }: PlanTexts): string {
  if (minuteOfDay === 720) return when.noon;
  if (minuteOfDay === 0) return when.midnight;
  const hour = Math.floor(minuteOfDay / 60);
  const minute = minuteOfDay % 60;
  const part = Object.entries(parts).filter(([from]) => Number(from) <= minuteOfDay).sort(([a], [b]) => Number(b) - Number(a))[0]?.[1] ?? "";
  return fillOne(minute === 0 ? when.fullHour : when.clock, { hour: hours === 12 ? (hour + 11) % 12 + 1 : hour, minute: String(minute).padStart(2, "0"), part });
}
