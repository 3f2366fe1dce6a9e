import { expect, it } from "vitest";
import { readAnswer } from "../../src/decide/answer.ts";

const words = { yes: ["yes", "yes please", "yeah", "do it", "go ahead", "please"], no: ["no", "don't", "cancel", "stop"] };
const rows: readonly (readonly [string, string])[] = [
  ["yes", "yes"], ["Yes.", "yes"], [" YES, please! ", "yes"], ["yeah do it", "yes"], ["yes yes", "yes"],
  ["no", "no"], ["No thanks", "no"], ["yes no", "no"], ["don't", "no"], ["yes, but don't", "no"],
  ["", "unclear"], ["maybe", "unclear"], ["yes but not now", "unclear"], ["yesterday", "unclear"], ["nothing", "unclear"],
  ["the weather tomorrow, yes, will be fine", "unclear"], ["yes ".repeat(100), "unclear"], ["\u0000\u0000", "unclear"],
];
it.each(rows)("%j is read as %s", (text, expected) => {
  expect(readAnswer(text, words)).toBe(expected);
});
