import { expect, it } from "vitest";
import { readAnswer } from "../../src/decide/answer.ts";

const words = { yes: ["yes", "yes please", "yeah", "do it", "go ahead", "please"], no: ["no", "don't", "cancel", "stop"] };
const rows: readonly (readonly [string, string])[] = [
  ["yes", "yes"], ["Yes.", "yes"], [" YES, please! ", "yes"], ["yeah do it", "yes"], ["yes yes", "yes"],
  ["no", "no"], ["No thanks", "no"], ["yes no", "no"], ["don't", "no"], ["yes, but don't", "no"],
  ["", "unclear"], ["maybe", "unclear"], ["yes but not now", "unclear"], ["yesterday", "unclear"], ["nothing", "unclear"],
  ["the weather tomorrow, yes, will be fine", "unclear"], ["yes ".repeat(100), "unclear"], ["\u0000\u0000", "unclear"],
];
const chinese = { yes: ["好", "好的", "是", "是的", "確定", "開吧"], no: ["不", "別", "取消"] };
it.each([["好的，開吧。", "yes"], ["是", "yes"], ["確定", "yes"], ["不好", "no"], ["別開", "no"], ["好像是", "unclear"], ["是嗎", "unclear"], ["開", "unclear"]])("%j is read as %s", (text, expected) => {
  expect(readAnswer(text, chinese)).toBe(expected);
});
it.each(rows)("%j is read as %s", (text, expected) => {
  expect(readAnswer(text, words)).toBe(expected);
});
