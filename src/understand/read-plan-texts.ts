// (pure) `_plans.yaml`: what is said of plans and alerts.
import * as v from "valibot";
import { replyText } from "./intent-schema.ts";
import type { ReplyText } from "./intent.ts";
import { readReplyText } from "./read-intent.ts";
import { type Problem, readYaml, type TextFile } from "./yaml-file.ts";

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected some text"));

const scheduleKeys = ["added", "listed", "more", "cancelled", "cancelledAll", "none", "noneMeant", "several", "tooMany", "unknownState", "elsewhere", "missed", "failed", "notKept"] as const;
const alertKeys = [
  "added", "addedAlways", "already", "listed", "listedAlways", "more", "cancelled", "cancelledAll", "none", "noneMeant", "several", "tooMany", "elsewhere", "notKept",
  "state", "stateFor", "above", "below", "aboveFor", "belowFor", "toldAbove", "toldBelow", "finished", "event",
] as const;
export type ScheduleKey = (typeof scheduleKeys)[number];
export type AlertKey = (typeof alertKeys)[number];

const phrases = <K extends string>(keys: readonly K[]) => v.strictObject(Object.fromEntries(keys.map((key) => [key, replyText])) as Record<K, typeof replyText>);

/** `_plans.yaml` */
export const planTextsSchema = v.strictObject({
  do: v.objectWithRest({ other: text }, text),
  when: v.strictObject({ in: text, today: text, tomorrow: text, yesterday: text, weekday: text, date: text, every: text, clock: text, fullHour: text, noon: text, midnight: text }),
  hours: v.picklist([12, 24]),
  parts: v.record(v.pipe(v.string(), v.regex(/^\d+$/, "expected a minute of the day")), v.string()),
  weekdays: v.pipe(v.array(text), v.length(7, "expected seven days, from Monday")),
  months: v.pipe(v.array(text), v.length(12, "expected twelve months")),
  days: v.objectWithRest({ some: text }, text),
  schedules: phrases(scheduleKeys),
  alerts: phrases(alertKeys),
});
type Raw = v.InferOutput<typeof planTextsSchema>;

/** Texts of `_plans.yaml`. */
export type PlanTexts = Omit<Raw, "schedules" | "alerts"> & { readonly schedules: Readonly<Record<ScheduleKey, ReplyText>>; readonly alerts: Readonly<Record<AlertKey, ReplyText>> };

/** What each kind of text can be filled with. */
const placeholders: Readonly<Record<string, readonly string[]>> = {
  do: ["name", "brightness", "speed", "position", "setpoint", "kelvin", "color", "tilt", "volume", "humidity", "number", "option", "state", "by"],
  when: ["duration", "time", "weekday", "month", "date", "days", "hour", "minute", "part"],
  days: ["days"],
  schedules: ["when", "do", "count", "plans", "name", "said"],
  alerts: ["what", "count", "alerts", "name", "state", "value", "now", "duration"],
};

/** Undefined, with `problems` added, for a file that is wrong. */
export function readPlanTexts(file: TextFile, problems: Problem[]): PlanTexts | undefined {
  const yaml = readYaml(file, planTextsSchema, problems);
  if (yaml === undefined) return undefined;
  for (const [section, known] of Object.entries(placeholders)) {
    walk(yaml.value[section as keyof Raw], [section], (found, keys) => {
      for (const [whole, name = ""] of found.matchAll(/\{([^}]*)\}?/g)) {
        if (!known.includes(name) || !whole.endsWith("}")) problems.push({ place: yaml.placeOf(keys), message: `${whole} in a reply, expected one of ${known.map((key) => `{${key}}`).join(" ")}` });
      }
    });
  }
  const { schedules, alerts } = yaml.value;
  return { ...yaml.value, schedules: read(schedules), alerts: read(alerts) };
}

function read<K extends string>(texts: Readonly<Record<K, Parameters<typeof readReplyText>[0]>>): Readonly<Record<K, ReplyText>> {
  return Object.fromEntries(Object.entries<Parameters<typeof readReplyText>[0]>(texts).map(([key, one]) => [key, readReplyText(one)])) as Record<K, ReplyText>;
}

function walk(value: unknown, keys: readonly string[], onText: (text: string, keys: readonly string[]) => void): void {
  if (typeof value === "string") onText(value, keys);
  else if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, key], onText);
}
