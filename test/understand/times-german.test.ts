// Times of German: what is taken off a sentence, and when that is. The clock says a quarter past two on Tuesday, 24 November 2026.
import { expect, test } from "vitest";
import type { When } from "../../src/home/plan.ts";
import { withTimes } from "../../src/understand/with-times.ts";
import { summary } from "./english.ts";
import { spokenIn } from "./spoken-in.ts";

const { intents, home, parser } = await spokenIn("de");
const parse = withTimes(parser, intents, () => new Date(2026, 10, 24, 14, 15));

function whenWords(when: When): string {
  if (when.type === "in") return `in ${when.delayS}`;
  const time = `${String(Math.floor(when.minuteOfDay / 60)).padStart(2, "0")}:${String(when.minuteOfDay % 60).padStart(2, "0")}`;
  return when.type === "at" ? `${when.date} ${time}` : `every ${when.days.join("")} ${time}`;
}

async function when(text: string): Promise<string> {
  const result = await parse(text, { home, heardInAreaId: undefined, signal: new AbortController().signal });
  if (result.kind !== "commands") return summary(result);
  return result.commands.map((command) => command.type === "schedule.add" ? `${command.reverse === true ? "back " : ""}${whenWords(command.when)}` : command.type).join(" + ");
}

test.each([
  ["in zehn Minuten", "in 600"], ["in anderthalb Stunden", "in 5400"], ["in einer Stunde und zwanzig Minuten", "in 4800"], ["in einer halben Stunde", "in 1800"], ["in einer Viertelstunde", "in 900"], ["nach fünf Minuten", "in 300"],
  ["um sieben", "2026-11-24 19:00"], ["um sieben Uhr", "2026-11-24 19:00"], ["um 18 Uhr 30", "2026-11-24 18:30"], ["um 18:30 Uhr", "2026-11-24 18:30"], ["um 6.45 Uhr", "2026-11-24 18:45"], ["um zwanzig Uhr fünfzehn", "2026-11-24 20:15"],
  ["um halb acht", "2026-11-24 19:30"], ["um halb zwei", "2026-11-25 01:30"], ["um Viertel nach fünf", "2026-11-24 17:15"], ["um Viertel vor acht", "2026-11-24 19:45"], ["um drei viertel acht", "2026-11-24 19:45"], ["um zehn vor sechs", "2026-11-24 17:50"], ["um zwanzig nach sechs", "2026-11-24 18:20"], ["um fünf nach halb sechs", "2026-11-24 17:35"], ["um fünf vor halb sechs", "2026-11-24 17:25"],
  ["um sieben Uhr morgens", "2026-11-25 07:00"], ["um acht Uhr abends", "2026-11-24 20:00"], ["um drei Uhr nachts", "2026-11-25 03:00"], ["mittags um zwölf", "2026-11-25 12:00"], ["um Mitternacht", "2026-11-25 00:00"],
  ["heute Abend um acht", "2026-11-24 20:00"], ["heute um fünf", "2026-11-24 17:00"], ["morgen um sieben", "2026-11-25 07:00"], ["morgen früh um halb sieben", "2026-11-25 06:30"], ["morgen Abend um sieben", "2026-11-25 19:00"], ["übermorgen um zwölf Uhr", "2026-11-26 12:00"],
  ["am Freitag um acht", "2026-11-27 08:00"], ["um acht am Freitag", "2026-11-27 08:00"], ["nächsten Montag um sechs Uhr", "2026-11-30 06:00"], ["am 24. Dezember um 17 Uhr", "2026-12-24 17:00"], ["am zweiten Januar um 10 Uhr 15", "2027-01-02 10:15"], ["am fünfundzwanzigsten Dezember um neun", "2026-12-25 09:00"],
  ["jeden Tag um sieben", "every 1234567 07:00"], ["werktags um halb sieben", "every 12345 06:30"], ["jeden Montag um acht", "every 1 08:00"], ["jeden Montag und Donnerstag um fünf", "every 14 17:00"], ["am Wochenende um halb zehn", "every 67 09:30"], ["täglich um 12 Uhr", "every 1234567 12:00"], ["jeden Abend um acht", "every 1234567 20:00"], ["jeden Morgen um sieben", "every 1234567 07:00"],
  ["heute um zwei", "timeOver"],
])("%s: %s", async (phrase, expected) => {
  expect([await when(`schalte ${phrase} die Nachttischlampe aus`), await when(`schalte die Nachttischlampe ${phrase} aus`), await when(`${phrase} die Nachttischlampe ausschalten`)]).toEqual([expected, expected, expected]);
});

test("what is on for a while goes back", async () => {
  expect([await when("schalte die Nachttischlampe für zehn Minuten ein"), await when("schalte die Nachttischlampe bis 18 Uhr ein")]).toEqual(["onOff.set + back in 600", "onOff.set + back 2026-11-24 18:00"]);
});
