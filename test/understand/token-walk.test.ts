import { describe, expect, it } from "vitest";
import { answerGraphFault, isLegalAnswer } from "../../src/understand/answer-graph.ts";
import type { AnswerGraph } from "../../src/understand/answer-graph.ts";
import { rememberPieces, startWalk } from "../../src/understand/token-walk.ts";
import { randomAnswer } from "../fakes/random-answer.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";

const end = 0;
/** Pairs of letters as tokens, so that pieces share tokens in part; the text can be read back. */
const pairs = (text: string) => (text.match(/.{1,2}/gsu) ?? []).map((pair) => (pair.codePointAt(0) ?? 0) * 70_000 + (pair.codePointAt(1) ?? 1));
const letters = (text: string) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
const code = (letter: string) => letter.codePointAt(0) ?? 0;

const accept = (...edges: (readonly [string, number])[]) => ({ edges, accept: true });
const inner = (...edges: (readonly [string, number])[]) => ({ edges, accept: false });

const lights: AnswerGraph = { nodes: [inner(["on", 1], ["off", 1]), inner([" light", 2], [" light strip", 2], [" lamp", 2]), accept([";", 0])], maxRepeats: 2 };

describe("an answer graph", () => {
  it.each([
    ["without nodes", { nodes: [], maxRepeats: 0 }],
    ["with an edge to nowhere", { nodes: [accept(["a", 5])], maxRepeats: 0 }],
    ["with an empty edge", { nodes: [inner(["", 1]), accept()], maxRepeats: 0 }],
    ["with a dead end", { nodes: [inner(["a", 1], ["b", 2]), inner(), accept()], maxRepeats: 0 }],
    ["that only ends by a way back", { nodes: [accept(["a", 1]), inner(["b", 0])], maxRepeats: 1 }],
    ["with half a repeat", { nodes: [accept()], maxRepeats: 0.5 }],
  ])("%s has a fault", (_, graph) => {
    expect(answerGraphFault(graph as AnswerGraph)).toBeTypeOf("string");
  });
  it("knows its answers", () => {
    expect(answerGraphFault(lights)).toBeUndefined();
    const table = ["on light", "off lamp;on light strip;on lamp", "on", "on light;", "on light;on light;on light;on light", "unlock door", ""];
    expect(table.map((text) => isLegalAnswer(lights, text))).toEqual([true, true, false, false, false, false, false]);
  });
});

describe("a token walk", () => {
  it("offers the first token of each way, once", () => {
    expect(startWalk(lights, letters, end).legalTokens()).toEqual([code("o")]);
  });
  it("takes what is forced up to the next choice", () => {
    const walk = startWalk(lights, letters, end);
    walk.takeForced();
    walk.take(code("f"));
    expect(String.fromCodePoint(...walk.takeForced())).toBe("f l");
    expect(walk.legalTokens()).toEqual([code("i"), code("a")]);
  });
  it("may end where one name is the beginning of another", () => {
    const walk = startWalk(lights, letters, end);
    for (const token of letters("on light")) walk.take(token);
    expect(new Set(walk.legalTokens())).toEqual(new Set([code(" "), code(";"), end]));
    walk.take(end);
    expect([walk.ended(), walk.text(), walk.legalTokens()]).toEqual([true, "on light", []]);
  });
  it("ends by itself when its repeats are spent", () => {
    const walk = startWalk(lights, letters, end);
    for (const token of letters("on lamp;on lamp;on lamp")) walk.take(token);
    expect([walk.takeForced(), walk.ended(), walk.text()]).toEqual([[], true, "on lamp;on lamp;on lamp"]);
  });
  it("refuses a token that is not legal and stays where it was", () => {
    const walk = startWalk(lights, letters, end);
    expect(() => walk.take(code("x"))).toThrow(RangeError);
    expect(() => walk.take(end)).toThrow(RangeError);
    expect(walk.legalTokens()).toEqual([code("o")]);
  });
  it("takes nothing after its end", () => {
    const walk = startWalk({ nodes: [accept()], maxRepeats: 0 }, letters, end);
    expect(walk.takeForced()).toEqual([]);
    expect(() => walk.take(end)).toThrow(RangeError);
  });
  it("steps over pieces that a tokenizer has nothing for", () => {
    const walk = startWalk({ nodes: [inner(["?", 1]), inner(["a", 2]), accept()], maxRepeats: 0 }, (text) => letters(text.replace("?", "")), end);
    expect(walk.takeForced()).toEqual(letters("a"));
    expect(walk.text()).toBe("?a");
  });
  it("refuses a graph with a fault", () => {
    expect(() => startWalk({ nodes: [], maxRepeats: 0 }, letters, end)).toThrow(TypeError);
  });
  it("reaches every answer by its tokens, and whatever it reaches is an answer", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      const graph = randomGraph(random);
      const walk = startWalk(graph, pairs, end);
      while (!walk.ended()) walk.take(pickFrom(walk.legalTokens(), random));
      expect(isLegalAnswer(graph, walk.text())).toBe(true);
      expect(isLegalAnswer(graph, randomAnswer(graph, random))).toBe(true);
    }
  });
});

describe("the memory of a tokenizer", () => {
  it("asks once for each text", () => {
    const asked: string[] = [];
    const tokenize = rememberPieces((text) => { asked.push(text); return letters(text); });
    expect([tokenize("a"), tokenize("b"), tokenize("a")]).toEqual([letters("a"), letters("b"), letters("a")]);
    expect(asked).toEqual(["a", "b"]);
  });
});

/** A few nodes, pieces of three letters that often begin alike, a way back now and then. */
function randomGraph(random: () => number): AnswerGraph {
  const count = 2 + Math.floor(random() * 5);
  const piece = () => Array.from({ length: 1 + Math.floor(random() * 5) }, () => pickFrom(["a", "b", "é"], random)).join("");
  const nodes = Array.from({ length: count }, (_, index) => {
    const isLast = index === count - 1;
    const forward = isLast ? [] : Array.from({ length: 1 + Math.floor(random() * 3) }, () => [piece(), index + 1 + Math.floor(random() * (count - index - 1))] as const);
    const back = random() < 0.3 ? [[piece(), Math.floor(random() * (index + 1))] as const] : [];
    return { edges: [...forward, ...back], accept: isLast || random() < 0.2 };
  });
  return { nodes, maxRepeats: Math.floor(random() * 4) };
}
