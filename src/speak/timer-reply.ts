// (pure) What timers do, in words.
import type { RunningTimer, TimerReport } from "../act/outcome.ts";
import type { TimerCommand } from "../home/command.ts";
import type { ReplyTexts } from "../understand/intent.ts";
import { fill, fillOne, sentence, type Values } from "./reply-text.ts";

/** More than anyone follows by ear. */
const mostTold = 4;

export function timerReply(command: TimerCommand, report: TimerReport | undefined, { timers: texts }: ReplyTexts): string {
  const { result, timers, isKept } = report ?? { result: "none", timers: [], isKept: undefined };
  const key = result === "cancelled" && command.type === "timer.cancel" && command.all === true ? "cancelledAll" : result;
  if (result !== "told") return sentence([text(texts, key, timers[0], command.name), ...(isKept === false ? [fillOne(texts["notKept"]?.one ?? "", {})] : [])]);
  return sentence(timers.slice(0, mostTold).map((timer) => text(texts, timer.isPaused ? "toldPaused" : "told", timer, timer.name)));
}

export function timerDone({ name, durationS, overSinceS }: Pick<RunningTimer, "name" | "durationS" | "overSinceS">, { timers }: ReplyTexts): string {
  return sentence([text(timers, overSinceS === undefined ? "done" : "doneLate", { durationS, leftS: wholeMinutes(overSinceS ?? 0) }, name)]);
}

/** How long ago something was is told in minutes, once it is some. */
function wholeMinutes(seconds: number): number {
  return seconds < 60 ? seconds : Math.round(seconds / 60) * 60;
}

/** Texts come twice: with a name, and (key + "Unnamed") without. */
function text(texts: ReplyTexts["timers"], key: string, timer: Pick<RunningTimer, "durationS" | "leftS"> | undefined, name: string | undefined): string {
  const found = texts[name === undefined ? `${key}Unnamed` : key] ?? texts[key];
  if (found === undefined) return "";
  return fill(found, 1, { name, duration: timer === undefined ? undefined : exactDuration(timer.durationS, texts), left: timer === undefined ? undefined : durationWords(timer.leftS, texts) });
}

/** "1 hour and 20 minutes": the two largest units, seconds only below ten minutes. */
export function durationWords(durationS: number, texts: ReplyTexts["timers"]): string {
  return exactDuration(durationS >= 600 ? Math.round(durationS / 60) * 60 : durationS, texts);
}

/** "1 hour, 15 minutes and 30 seconds" */
export function exactDuration(durationS: number, texts: ReplyTexts["timers"]): string {
  const wholeS = Math.round(durationS);
  const parts = [["hour", Math.floor(wholeS / 3600)], ["minute", Math.floor(wholeS / 60) % 60], ["second", wholeS % 60]] as const;
  const told = parts.filter(([unit, count]) => count > 0 || (wholeS === 0 && unit === "second")).map(([unit, count]) => filled(texts, unit, count, { count }));
  return told.reduce((first, second, index) => filled(texts, index === told.length - 1 ? "and" : "join", 1, { first, second }));
}

function filled(texts: ReplyTexts["timers"], key: string, count: number, values: Values): string {
  const text = texts[key];
  return text === undefined ? "" : fill(text, count, values);
}
