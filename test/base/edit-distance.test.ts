import { expect, it } from "vitest";
import { editDistance } from "../../src/base/edit-distance.ts";

it.each([
  ["lamp", "lamp", 0, true], ["lamp", "lamb", 1, true], ["lamp", "lap", 1, true], ["lamp", "clamp", 1, true], ["lamp", "limb", 1, false],
  ["thermostat", "termostad", 2, true], ["kitchen", "chicken", 1, false], ["", "a", 1, true],
])("%s to %s is within %d: %s", (from, to, most, expected) => {
  expect(editDistance(from, to, most) <= most).toBe(expected);
});
it.each([["", "", 0], ["", "abc", 3], ["kitten", "sitting", 3], ["lamp", "lamp", 0]])("%j to %j is %d", (from, to, expected) => {
  expect(editDistance(from, to)).toBe(expected);
});
