// (pure) The set of legal answers, as plain data.

/**
 * Literal texts on edges; an answer is the text along a path from node 0 to a node with `accept`.
 * An edge to a node that is not further on (`next` ≤ its own node) is a way back and spends one of `maxRepeats`:
 * this is how "up to five commands" is written without five copies of the graph.
 */
export type AnswerGraph = {
  readonly nodes: readonly AnswerNode[];
  readonly maxRepeats: number;
};

export type AnswerNode = {
  readonly edges: readonly AnswerEdge[];
  /** True when an answer may end here. */
  readonly accept: boolean;
};

export type AnswerEdge = readonly [text: string, next: number];

/**
 * What is wrong with a graph, or undefined. A graph without fault can always be walked to an end: from each node a way
 * that spends no repeat leads to an accepting one.
 */
export function answerGraphFault(graph: AnswerGraph): string | undefined {
  if (graph.nodes.length === 0) return "it has no nodes";
  if (!Number.isInteger(graph.maxRepeats) || graph.maxRepeats < 0) return "maxRepeats is not a count";
  for (const [index, node] of graph.nodes.entries()) {
    for (const [text, next] of node.edges) {
      if (text === "") return `node ${index} has an edge without text`;
      if (graph.nodes[next] === undefined) return `node ${index} leads to node ${next}, which does not exist`;
    }
  }
  const dead = deadEnd(graph);
  return dead === undefined ? undefined : `from node ${dead} no answer can end`;
}

/** True when `text` is one of the answers. */
export function isLegalAnswer(graph: AnswerGraph, text: string): boolean {
  type Place = readonly [node: number, offset: number, repeatsLeft: number];
  const seen = new Set<string>();
  const open: Place[] = [[0, 0, graph.maxRepeats]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [at, offset, repeatsLeft] = place;
    const key = place.join();
    const node = graph.nodes[at];
    if (node === undefined || seen.has(key)) continue;
    seen.add(key);
    if (node.accept && offset === text.length) return true;
    for (const [edgeText, next] of node.edges) {
      const left = repeatsLeft - (isWayBack(at, next) ? 1 : 0);
      if (left >= 0 && text.startsWith(edgeText, offset)) open.push([next, offset + edgeText.length, left]);
    }
  }
  return false;
}

/** True when the edge from node `from` to node `next` spends a repeat. */
export function isWayBack(from: number, next: number): boolean {
  return next <= from;
}

/** Forward edges only lead to higher numbers, so one pass from the end decides for every node. */
function deadEnd(graph: AnswerGraph): number | undefined {
  const ends: boolean[] = [];
  let dead: number | undefined;
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const node = graph.nodes[index];
    ends[index] = node !== undefined && (node.accept || node.edges.some(([, next]) => !isWayBack(index, next) && ends[next] === true));
    if (ends[index] === false) dead = index;
  }
  return dead;
}
