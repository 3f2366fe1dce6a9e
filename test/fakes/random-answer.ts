import type { AnswerGraph } from "../../src/understand/answer-graph.ts";
import { pickFrom } from "./seeded-random.ts";

/** The text along a random path through a graph. */
export function randomAnswer(graph: AnswerGraph, random: () => number): string {
  let at = 0;
  let repeatsLeft = graph.maxRepeats;
  let text = "";
  for (;;) {
    const node = graph.nodes[at];
    if (node === undefined) throw new RangeError(`no node ${at}`);
    const ways = node.edges.filter(([, next]) => next > at || repeatsLeft > 0);
    if (ways.length === 0 || (node.accept && random() < 0.4)) return text;
    const [piece, next] = pickFrom(ways, random);
    if (next <= at) repeatsLeft--;
    text += piece;
    at = next;
  }
}
