import { describe, expect, test } from "vitest";
import { readTimes } from "../../src/understand/read-times.ts";
import type { Problem } from "../../src/understand/yaml-file.ts";
import { english } from "./english.ts";

function problemsOf(text: string): readonly string[] {
  const problems: Problem[] = [];
  readTimes({ path: "_times.yaml", text }, english.normalise, problems);
  return problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`);
}

describe("a file of times", () => {
  test("may say no more than how long from now", () => {
    expect(problemsOf('lists: {}\nonce: ["in {duration}"]\n')).toEqual([]);
  });
  test.each([
    ["that is no YAML", "lists: {", /expected YAML/],
    ["without lists", 'once: ["in {duration}"]', /lists/],
    ["with a list that nobody knows", "lists: { moon: { full: 1 } }", /moon/],
    ["with a word for no number", "lists: { day: { today: soon } }", /day\.today: "soon"/],
    ["with a phrase that is not closed", 'lists: {}\nonce: ["in ({duration}"]', /^2:\d+ "\(" is not closed/],
    ["with a slot of no list", 'lists: {}\nonce: ["at {moon}"]', /^2:8 unknown list moon in \{moon\}, expected one of duration, hour/],
    ["with a rule that is not there", 'lists: {}\nonce: ["<at> {hour}"]', /^2:8 unknown rule <at>/],
    ["with a rule that uses one below it", 'lists: {}\nrules: { a: "<b>", b: x }\nonce: ["<b>"]', /^2:13 unknown rule <b>/],
    ["with a section that nobody knows", 'lists: {}\nnever: ["in {duration}"]', /never/],
  ])("%s is told with its place", (_what, text, expected) => {
    expect(problemsOf(text).join("\n")).toMatch(expected);
  });
});
