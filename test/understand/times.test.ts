// Times of English: what is taken off a sentence, and when that is. The clock says a quarter past two on Tuesday, 24 November 2026.
import { describe, expect, test } from "vitest";
import type { AreaId } from "../../src/home/home.ts";
import type { CommandParser } from "../../src/understand/command-parser.ts";
import { firstMatchNow } from "../../src/understand/not-now.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { withTimes } from "../../src/understand/with-times.ts";
import { cpuMs } from "../fakes/cpu-time.ts";
import { testHome } from "../fixtures/home.ts";
import { english, summary } from "./english.ts";
import { shownPlan } from "./shown-plan.ts";

const templates = createTemplateParser(english);
/** With the fence around a guesser: it is asked for nothing that speaks of a time. */
const guess: CommandParser = async (text) => { throw new Error(`somebody was to guess at "${text}"`); };
const at = (now: Date): CommandParser => firstMatchNow(withTimes(templates, english, () => now), guess, english);
const tuesday = new Date(2026, 10, 24, 14, 15);

async function said(text: string, now = tuesday): Promise<string> {
  const result = await at(now)(text, { home: testHome, heardInAreaId: "kitchen" as AreaId, signal: new AbortController().signal });
  return result.kind === "commands" ? result.commands.map(shownPlan).join(" + ") : summary(result);
}
const fan = "onOff.set on=false: bedroom_lamp";
const when = async (phrase: string, now?: Date) => (await said(`turn off the bedroom lamp ${phrase}`, now)).replace(` [${fan}]`, "");

describe("a time", () => {
  test.each([
    ["in ten minutes", "in 600"], ["in an hour and a half", "in 5400"], ["in 1 hour and 20 minutes", "in 4800"], ["after five minutes", "in 300"], ["30 seconds from now", "in 30"], ["in half an hour", "in 1800"],
    ["at half past six", "2026-11-24 18:30"], ["at half past one", "2026-11-25 01:30"], ["at seven", "2026-11-24 19:00"], ["at 7", "2026-11-24 19:00"], ["at seven o'clock", "2026-11-24 19:00"], ["at two", "2026-11-25 02:00"],
    ["at quarter to eight", "2026-11-24 19:45"], ["at a quarter past five", "2026-11-24 17:15"], ["at ten to six", "2026-11-24 17:50"], ["at twenty past six", "2026-11-24 18:20"], ["at five minutes past 4", "2026-11-24 16:05"], ["at half six", "2026-11-24 18:30"],
    ["at 18:30", "2026-11-24 18:30"], ["at 13:00", "2026-11-25 13:00"], ["at 07:30", "2026-11-25 07:30"], ["at 7:30", "2026-11-24 19:30"], ["at 6.45", "2026-11-24 18:45"], ["at six thirty", "2026-11-24 18:30"], ["at eighteen thirty", "2026-11-24 18:30"], ["at seven oh five", "2026-11-24 19:05"],
    ["at 7 am", "2026-11-25 07:00"], ["at 7 pm", "2026-11-24 19:00"], ["at 7pm", "2026-11-24 19:00"], ["at 7:15 p.m.", "2026-11-24 19:15"], ["at 12 am", "2026-11-25 00:00"], ["at 12 pm", "2026-11-25 12:00"], ["at noon", "2026-11-25 12:00"], ["at midnight", "2026-11-25 00:00"], ["at 24:00", "2026-11-25 00:00"],
    ["at seven in the morning", "2026-11-25 07:00"], ["at five in the afternoon", "2026-11-24 17:00"], ["at seven in the evening", "2026-11-24 19:00"], ["at eleven at night", "2026-11-24 23:00"], ["at two at night", "2026-11-25 02:00"],
    ["tonight at eight", "2026-11-24 20:00"], ["tonight at one", "2026-11-25 01:00"], ["at nine tonight", "2026-11-24 21:00"], ["this evening at 7", "2026-11-24 19:00"], ["today at five", "2026-11-24 17:00"],
    ["tomorrow at seven", "2026-11-25 07:00"], ["at seven tomorrow", "2026-11-25 07:00"], ["tomorrow at three", "2026-11-25 15:00"], ["tomorrow morning at 6:30", "2026-11-25 06:30"], ["tomorrow evening at seven", "2026-11-25 19:00"], ["the day after tomorrow at noon", "2026-11-26 12:00"],
    ["on friday at 8", "2026-11-27 08:00"], ["at 8 on friday", "2026-11-27 08:00"], ["on tuesday at 2 pm", "2026-12-01 14:00"], ["on tuesday at 3 pm", "2026-11-24 15:00"], ["next monday at 6 am", "2026-11-30 06:00"], ["saturday night at eleven", "2026-11-28 23:00"],
    ["on december 24th at 5 pm", "2026-12-24 17:00"], ["on the twenty fifth of december at nine", "2026-12-25 09:00"], ["on january 2 at 10:15", "2027-01-02 10:15"], ["on the 3rd at 8 am", "2026-12-03 08:00"], ["on february 29th at noon", "notNow"],
    ["every day at 7", "every 1234567 07:00"], ["every weekday at 7", "every 12345 07:00"], ["at half past six every weekday", "every 12345 06:30"], ["every weekend at 9:30", "every 67 09:30"], ["on weekdays at 6 pm", "every 12345 18:00"], ["daily at noon", "every 1234567 12:00"],
    ["every monday at 8", "every 1 08:00"], ["every monday and thursday at 5", "every 14 17:00"], ["every monday, wednesday and friday at 10 pm", "every 135 22:00"], ["every morning at 7", "every 1234567 07:00"], ["every evening at eight", "every 1234567 20:00"], ["every night at 1", "every 1234567 01:00"],
    ["today at two", "timeOver"], ["this morning at seven", "timeOver"],
  ])("%s: %s", async (phrase, expected) => {
    expect(await when(phrase)).toBe(expected);
  });

  test("is the same in summer time's nights, to the wall clock", async () => {
    expect([await when("in one hour", new Date(2026, 2, 28, 23)), await when("at half past two in the morning", new Date(2026, 2, 28, 23))]).toEqual(["in 3600", "2026-03-29 02:30"]);
  });

  test("of this very minute is the next one", async () => {
    expect(await when("at two fifteen pm")).toBe("2026-11-25 14:15");
  });

  test("over the end of the year", async () => {
    expect(await when("at seven in the morning", new Date(2026, 11, 31, 22))).toBe("2027-01-01 07:00");
  });
});

describe("a time may stand", () => {
  test.each([
    ["at the beginning", "in ten minutes turn off the bedroom lamp", `in 600 [${fan}]`],
    ["after a please", "please in ten minutes turn off the bedroom lamp", `in 600 [${fan}]`],
    ["before a please", "turn off the bedroom lamp at half past six please", `2026-11-24 18:30 [${fan}]`],
    ["in the middle", "turn off at half past six the bedroom lamp", `2026-11-24 18:30 [${fan}]`],
    ["in two places", "tomorrow turn off the bedroom lamp at half past six", `2026-11-25 06:30 [${fan}]`],
    ["in two places, every week", "every sunday turn off the bedroom lamp at ten pm", `every 7 22:00 [${fan}]`],
    ["for several devices", "turn off the kitchen light and the bedroom lamp at half past six", "2026-11-24 18:30 [onOff.set on=false: kitchen_light, bedroom_lamp]"],
    ["for several commands", "in ten minutes turn off the kitchen light and lock the front door", "in 600 [onOff.set on=false: kitchen_light; lock.set locked=true: front_door]"],
    ["twice, once for each command", "turn on the kitchen light at six and turn off the bedroom lamp in ten minutes", "2026-11-24 18:00 [onOff.set on=true: kitchen_light] + in 600 [onOff.set on=false: bedroom_lamp]"],
  ])("%s: %s", async (_where, text, expected) => {
    expect((await said(text)).replaceAll(" (named)", "")).toBe(expected);
  });
});

describe("for a while", () => {
  test.each([
    ["turn on the bedroom lamp for ten minutes", "onOff.set on=true: bedroom_lamp + in 600 back [onOff.set on=true: bedroom_lamp]"],
    ["turn on the bedroom lamp until half past six", "onOff.set on=true: bedroom_lamp + 2026-11-24 18:30 back [onOff.set on=true: bedroom_lamp]"],
    ["for the next hour turn on the bedroom lamp", "onOff.set on=true: bedroom_lamp + in 3600 back [onOff.set on=true: bedroom_lamp]"],
    ["turn on the bedroom lamp for the next two hours", "onOff.set on=true: bedroom_lamp + in 7200 back [onOff.set on=true: bedroom_lamp]"],
    ["toggle the bedroom lamp for ten minutes", "notNow"],
  ])("%s", async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });
});

describe("no time is taken", () => {
  test.each([
    ["from a timer", "set a timer for ten minutes", "timer.start heardInAreaId=kitchen durationS=600:"],
    ["from a timer with a name", "set a 20 minute timer for the laundry", "timer.start name=laundry heardInAreaId=kitchen durationS=1200:"],
    ["from a command to a timer", "pause the timer for one hour", "timer.pause startS=3600 heardInAreaId=kitchen:"],
    ["without a command", "in ten minutes", "notNow"],
    ["for a question", "is the bedroom lamp on in ten minutes", "notNow"],
    ["that is no time", "turn off the bedroom lamp at twenty seven o'clock", "notNow"],
    ["that is only a day", "turn off the bedroom lamp tomorrow", "notNow"],
    ["with a condition beside it", "turn off the bedroom lamp at seven if it is cold", "notNow"],
      ])("%s: %s", async (_why, text, expected) => {
    expect((await said(text)).trim()).toBe(expected);
  });

  test("and a name that is not known is told as such", async () => {
    expect(await said("turn off the flux compensator in ten minutes")).toBe("unknownName: flux compensator");
  });
});

test("any words with times in them are read in time, and none throws", async () => {
  const words = ["at", "in", "ten", "7", "minutes", "every", "monday", "and", "half", "past", "tomorrow", "turn", "off", "the", "bedroom", "fan", "am", "for", "until", "noon", ",", "the day after", "24th", "of", "december"];
  const startMs = cpuMs();
  const parse = withTimes(templates, english, () => tuesday);
  const read = (text: string) => parse(text, { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal });
  for (let round = 0; round < 300; round++) await read(Array.from({ length: 3 + (round % 40) }, (_, index) => words[(round * 7 + index * index * 3 + index) % words.length]).join(" "));
  expect((cpuMs() - startMs) / 300).toBeLessThan(50);
});

describe("what is planned", () => {
  test.each([
    ["cancel the plan at half past six", "schedule.cancel minutesOfDay=390,1110:"],
    ["what is planned at 7 pm", "schedule.list minutesOfDay=1140:"],
    ["do not turn off the bedroom lamp at seven", "schedule.cancel aboutIds=bedroom_lamp minutesOfDay=420,1140:"],
  ])("is meant by its time: %s", async (text, expected) => {
    expect((await said(text)).trim()).toBe(expected);
  });
});
