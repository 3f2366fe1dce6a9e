import { expect, test } from "vitest";
import { english } from "./english.ts";

const cases: readonly (readonly [string, string])[] = [
  ["Turn ON the Kitchen-Light!", "turn on the kitchen light"],
  ["What’s the temperature?", "what is the temperature"],
  ["Bob's lamp", "bob lamp"],
  ["the sensor’s level", "the sensor level"],
  ["five o'clock", "5 oclock"],
  ["Café Lamp", "cafe lamp"],
  ["fifty percent", "50 percent"],
  ["50%", "50 percent"],
  ["twenty-one point five degrees", "21.5 degrees"],
  ["21 and a half", "21.5"],
  ["a hundred", "100"],
  ["one hundred and five", "100 and 5"],
  ["one hundred twenty", "120"],
  ["lamp two fifty", "lamp 2 50"],
  ["twenty, five", "20 5"],
  ["2,700 kelvin", "2700 kelvin"],
  ["2700K", "2700 k"],
  ["two thousand seven hundred kelvin", "2700 kelvin"],
  ["twenty seven hundred kelvin", "2700 kelvin"],
  ["one hundred five", "105"],
  ["minus five point five degrees", "-5.5 degrees"],
  ["hundred, twenty", "100 20"],
  ["K2 lamp, 21k3", "k2 lamp 21k3"],
  ["21.5°C", "21.5 degrees celsius"],
  ["-5 degrees", "-5 degrees"],
  ["ten-five", "10 5"],
  ["constructor toString", "constructor tostring"],
  ["$(reboot)", "reboot"],
  ["#/+", ""],
  ["🦄", ""],
  ["\u0000\u0007", ""],
];
test.each(cases)("%s is read as %s", (text, expected) => {
  expect(english.normalise(text)?.map((word) => word.text).join(" ")).toBe(expected);
});

test("a text of a million characters is no sentence", () => {
  expect(english.normalise("a ".repeat(500_000))).toBeUndefined();
});

test("a comma and the end of a sentence are breaks, a decimal point is not", () => {
  expect(english.normalise("lock, then 21.5. stop")?.map(({ text, afterBreak }) => `${afterBreak ? "|" : ""}${text}`)).toEqual(["lock", "|then", "21.5", "|stop"]);
});
