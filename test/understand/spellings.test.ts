// What a language may say of its letters, numbers, compounds and endings, on words of a language made for the test.
import { expect, test } from "vitest";
import { createNormalise } from "../../src/understand/words.ts";
import { english } from "./english.ts";

const { language } = english;
const spoken = { ...language, rewrites: { "please": "" }, spellings: { ae: "a", ue: "u" }, compoundEnds: ["timer"], symbols: { "%": "Percent" }, numbers: { ...language.numbers, decimalSign: "," as const } };
const normalise = createNormalise(spoken);

const cases: readonly (readonly [string, string])[] = [
  ["21,5 degrees", "21.5 degrees"],
  ["2.700 kelvin", "2700 kelvin"],
  ["1.250,5", "1250.5"],
  ["one, 5 and 3", "1 5 and 3"],
  ["Küche, Kueche", "kuche kuche"],
  ["Straße, STRASSE", "strasse strasse"],
  ["Pizzatimer timer", "pizza timer timer"],
  ["50%", "50 percent"],
  ["turn please on", "turn on"],
];
test.each(cases)("%s is read as %s", (text, expected) => {
  expect(normalise(text)?.map((word) => word.text).join(" ")).toBe(expected);
});

test("a word that is compared without its accents is told back with them", () => {
  expect(normalise("Nüsse")).toEqual([{ text: "nusse", afterBreak: false, said: "nüsse" }]);
});

test("a word that is left out leaves the break before it", () => {
  expect(normalise("stop, please go")?.map(({ text, afterBreak }) => `${afterBreak ? "|" : ""}${text}`)).toEqual(["stop", "|go"]);
});
