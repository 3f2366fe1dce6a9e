// Times of Chinese: what is taken off a sentence, and when that is. The clock says a quarter past two on Tuesday, 24 November 2026.
import { expect, test } from "vitest";
import type { AreaId } from "../../src/home/home.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { withTimes } from "../../src/understand/with-times.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { summary } from "./english.ts";
import { intentsOf } from "./all-languages.ts";
import { shownPlan } from "./shown-plan.ts";

const now = new Date(2026, 10, 24, 14, 15);
const home = homeOf([testDevice("檯燈", "light", { id: "lamp", area: "客廳" }), testDevice("電風扇", "fan", { id: "fan", area: "客廳" })], [testArea("客廳")]);

const parsers = { "zh-TW": await intentsOf("zh-TW"), "zh-CN": await intentsOf("zh-CN") };
const off = "[onOff.set on=false: lamp]";
test.each([
  ["十分鐘後關掉檯燈", `in 600 ${off}`], ["一個半小時後把檯燈關掉", `in 5400 ${off}`], ["半小時之後關掉檯燈", `in 1800 ${off}`], ["過五分鐘再關掉檯燈", `in 300 ${off}`], ["檯燈30秒後關掉", `in 30 ${off}`],
  ["晚上七點關掉檯燈", `2026-11-24 19:00 ${off}`], ["七點半關掉檯燈", `2026-11-24 19:30 ${off}`], ["晚上十點一刻把檯燈關掉", `2026-11-24 22:15 ${off}`], ["下午五點零五分關掉檯燈", `2026-11-24 17:05 ${off}`], ["十八點三十分關掉檯燈", `2026-11-24 18:30 ${off}`],
  ["明天早上六點半關掉檯燈", `2026-11-25 06:30 ${off}`], ["後天中午關掉檯燈", `2026-11-26 12:00 ${off}`], ["今晚八點關掉檯燈", `2026-11-24 20:00 ${off}`], ["星期五早上八點關掉檯燈", `2026-11-27 08:00 ${off}`], ["星期一十點關掉檯燈", `2026-11-30 10:00 ${off}`], ["十二月二十四日下午五點關掉檯燈", `2026-12-24 17:00 ${off}`],
  ["每天早上七點關掉檯燈", `every 1234567 07:00 ${off}`], ["每個平日晚上六點關掉檯燈", `every 12345 18:00 ${off}`], ["每週一和週四早上五點關掉檯燈", `every 14 05:00 ${off}`], ["每晚十一點關掉檯燈", `every 1234567 23:00 ${off}`],
  // On now, and its way back then.
  ["打開電風扇十分鐘", "onOff.set on=true: fan + in 600 back [onOff.set on=true: fan]"],
  // Timers keep their durations, and temperatures their degrees.
  ["計時十分鐘", "timer.start durationS=600"], ["把計時器延長五分鐘", "timer.change deltaS=300"], ["設定一個五分鐘的計時器", "timer.start durationS=300"],
])("%s: %s", async (text, expected) => {
  for (const intents of Object.values(parsers)) {
    const parse = withTimes(createTemplateParser(intents), intents, () => now);
    const result = await parse(text, { home, heardInAreaId: "客廳" as AreaId, signal: new AbortController().signal });
    expect(result.kind === "commands" ? result.commands.map(shownPlan).join(" + ").replace(/ heardInAreaId=\S+|: ( *)$/g, "").trim() : summary(result)).toBe(expected);
  }
});
