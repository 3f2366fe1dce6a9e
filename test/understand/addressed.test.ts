// A television is told from a person whose command was not understood.
import { expect, test } from "vitest";
import { createConcernsHome } from "../../src/understand/addressed.ts";
import { testHome } from "../fixtures/home.ts";
import { english } from "./english.ts";

const concernsHome = createConcernsHome(english);

test.each([
  ["turn on the charm", true], ["Please dim everything", true], ["is the desk lamp happy", true], ["the bedroom was cold", true], ["somebody left a window open", true], ["hey, lock it all up", true],
  ["what is the meaning of life", false], ["how are you", false], ["it will rain tomorrow", false], ["and now the news at eight", false], ["I love you", false], ["", false], ["🦄", false], ["the quick brown fox", false],
  ["tell me more about yourself", false], ["they turned on each other", false],
])("%j concerns the home: %j", (text, expected) => {
  expect(concernsHome(text, testHome)).toBe(expected);
});
