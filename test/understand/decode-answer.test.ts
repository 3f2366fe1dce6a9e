import { describe, expect, it } from "vitest";
import { decodeAnswer } from "../../src/understand/decode-answer.ts";
import { startWalk } from "../../src/understand/token-walk.ts";

const letters = (text: string) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
const end = 0;
const graph = { nodes: [{ edges: [["on lamp", 1], ["off lamp", 1], ["none", 1]] as const, accept: false }, { edges: [], accept: true }], maxRepeats: 0 };
const walk = () => startWalk(graph, letters, end);

describe("decoding an answer", () => {
  it("asks only where there is a choice, and appends what is forced in one go", async () => {
    const asked: string[] = [];
    const answer = await decodeAnswer(letters("said:"), {
      walk: walk(), maxTokens: 20,
      scoreNext: async (tokens, legal) => {
        asked.push(String.fromCodePoint(...tokens));
        return new Map(legal.map((token) => [token, token === letters("o")[0] || token === letters("f")[0] ? 5 : 1]));
      },
    });
    expect(answer.text).toBe("off lamp");
    expect(asked).toEqual(["said:", "o"]);
  });
  it("multiplies the shares of what was chosen among what was legal", async () => {
    const answer = await decodeAnswer([], { walk: walk(), maxTokens: 20, scoreNext: async (_, legal) => new Map(legal.map((token, index) => [token, index === 0 ? Math.log(3) : 0])) });
    expect(answer.text).toBe("on lamp");
    expect(answer.probability).toBeCloseTo(0.75 * 0.75, 10);
  });
  it("is not sure of anything when a score is not a number", async () => {
    const answer = await decodeAnswer([], { walk: walk(), maxTokens: 20, scoreNext: async (_, legal) => new Map(legal.map((token, index) => [token, index === 0 ? 1 : Number.NaN])) });
    expect(answer.probability).toBe(0);
  });
  it("fails when the model scores nothing", async () => {
    await expect(decodeAnswer([], { walk: walk(), maxTokens: 20, scoreNext: async () => new Map() })).rejects.toMatchObject({ code: "ENGINE_FAILED" });
  });
  it("fails on an answer that is too long", async () => {
    const scoreNext = async (_: readonly number[], legal: readonly number[]) => new Map(legal.map((token) => [token, 0]));
    await expect(decodeAnswer([], { walk: walk(), maxTokens: 6, scoreNext })).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    expect((await decodeAnswer([], { walk: walk(), maxTokens: 7, scoreNext })).text).toBe("on lamp");
  });
});
