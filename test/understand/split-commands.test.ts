// How a breath is cut: the fewest pieces, each understood, at a bounded cost.
import { describe, expect, test } from "vitest";
import { createPhrases } from "../../src/understand/phrases.ts";
import { piecesOf, splitCommands } from "../../src/understand/split-commands.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import type { Word } from "../../src/understand/words.ts";
import { testHome } from "../fixtures/home.ts";
import { english } from "./english.ts";

const joiners = createPhrases([[["and"], true]] as const);
const wordsOf = (text: string): readonly Word[] => text.split(" ").map((word) => ({ text: word.replace(/,$/, ""), afterBreak: false })).map((word, index, all) => ({ ...word, afterBreak: index > 0 && text.split(" ")[index - 1]?.endsWith(",") === true && all.length > 0 }));
const said = (words: readonly Word[]) => words.map(({ text }) => text).join(" ");

/** Knows some sentences; others borrow the first word of the piece beside them. */
function cut(text: string, known: readonly string[]): string {
  const read = (sentence: string) => known.includes(sentence) ? { sentence } : undefined;
  const pieces = splitCommands(wordsOf(text), joiners, {
    own: (piece) => read(said(piece)),
    borrowed: (piece, { sentence }) => read(`${sentence.split(" ")[0] ?? ""} ${said(piece)}`) ?? read(`${said(piece)} ${sentence.split(" ").at(-1) ?? ""}`),
  });
  return pieces?.map(({ sentence }) => sentence).join(" | ") ?? "nothing";
}

describe("a breath is cut", () => {
  test.each<[string, string, readonly string[], string]>([
    ["at a joiner", "a x and b y", ["a x", "b y"], "a x | b y"],
    ["at a comma", "a x, b y", ["a x", "b y"], "a x | b y"],
    ["into the fewest pieces", "a x and y and b", ["a x and y", "a x", "a y", "b"], "a x and y | b"],
    ["so that a later piece borrows from the one before", "a x and y and z", ["a x", "a y", "a z"], "a x | a y | a z"],
    ["so that earlier pieces borrow from the first that is understood", "x and y and z off", ["x off", "y off", "z off"], "x off | y off | z off"],
    ["not at all when one piece is unknown", "a x and q and b y", ["a x", "b y"], "nothing"],
    ["not at all when there is nothing to cut", "a x", ["a x"], "nothing"],
    ["not into pieces that borrow from nobody", "x and y", ["z"], "nothing"],
  ])("%s: %s", (_how, text, known, expected) => {
    expect(cut(text, known)).toBe(expected);
  });
  test("and what is cut is told piece by piece", () => {
    expect(piecesOf(wordsOf("a x and b, c"), joiners).map(said)).toEqual(["a x", "b", "c"]);
  });
});

describe("the cost of a breath", () => {
  const hostile = [
    Array(40).fill("and").join(" "), Array(10).fill("turn on the desk lamp").join(" and "), Array(10).fill("turn on the unicorn").join(" and "), Array(10).fill("it").join(" and "),
    Array(9).fill("the kitchen light").join(" and "), `${Array(9).fill("the kitchen light").join(" and ")} off`, `turn off all lights ${Array(20).fill("except the lamp").join(" ")}`,
    `turn off all lights except ${Array(20).fill("the lamp").join(" and ")}`, Array(9).fill("turn it on").join(" and "), `${Array(9).fill("turn off the lights").join(" and ")} and unicorns`, Array(39).fill("and the").join(" "),
    Array(20).fill("no not that one but").join(" "), `and ${Array(30).fill("too").join(" ")}`,
  ];
  test.each(hostile)("is bounded for %s", async (text) => {
    let tries = 0;
    const parse = createTemplateParser(english, () => { tries++; });
    await parse(text, { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(tries).toBeLessThan(2500);
  });
});
