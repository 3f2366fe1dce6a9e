import { expect, test } from "vitest";
import { binaryWord, meantByWord } from "../../src/home/binary-words.ts";

test.each([
  ["window", true, "open"], ["window", false, "closed"], ["lock", true, "unlocked"], ["battery", true, "low"], ["battery", false, "charged"], ["safety", true, "unsafe"],
  ["presence", true, "at_home"], ["", true, "on"], ["a class of tomorrow", false, "off"], ["constructor", true, "on"],
])("%s that is on: %s says %s", (deviceClass, on, word) => {
  expect(binaryWord({ deviceClass }, on)).toBe(word);
});

test.each([
  ["window", "open", true], ["window", "closed", false], ["window", "wet", undefined], ["window", "on", true], ["moisture", "detected", true], ["motion", "occupied", true],
  ["occupancy", "empty", false], ["update", "outdated", true], ["", "off", false], ["", "open", undefined], ["__proto__", "open", undefined],
])("%s asked whether it is %s has to be on: %s", (deviceClass, expect_, on) => {
  expect(meantByWord({ deviceClass }, expect_)).toBe(on);
});
