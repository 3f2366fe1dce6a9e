// (pure) Walks an answer graph token by token: which tokens may come next, and which are forced.
import { answerGraphFault, isWayBack } from "./answer-graph.ts";
import type { AnswerGraph } from "./answer-graph.ts";

/** The tokens of a piece in the middle of a text: no piece may gain a leading space. Must give the same each time. */
export type TokenizePiece = (text: string) => readonly number[];

export type TokenWalk = {
  /** Tokens that may come next; `endToken` is among them where an answer may end. Empty once ended. */
  legalTokens(): readonly number[];
  /** Goes on by one legal token. @throws RangeError when it is not legal. */
  take(token: number): void;
  /** Takes every token that is the only legal one, and gives them without the end token. */
  takeForced(): readonly number[];
  ended(): boolean;
  /** The answer, once ended. */
  text(): string;
};

/** Somewhere inside an edge: `offset` of its tokens are taken. Several are alive while edges share their first tokens. */
type Place = {
  readonly tokens: readonly number[];
  readonly offset: number;
  readonly next: number;
  readonly repeatsLeft: number;
  /** The answer up to and including this edge. */
  readonly text: string;
};

/** All places that fit the tokens so far, and the answers that end exactly here. */
type Front = { readonly places: Place[]; readonly endings: string[] };

/**
 * Starts at node 0.
 * @throws TypeError when the graph has a fault (see `answerGraphFault`)
 */
export function startWalk(graph: AnswerGraph, tokenize: TokenizePiece, endToken: number): TokenWalk {
  const fault = answerGraphFault(graph);
  if (fault !== undefined) throw new TypeError(`answer graph: ${fault}`);
  let front: Front = { places: [], endings: [] };
  let answer: string | undefined;

  function arrive(into: Front, at: number, repeatsLeft: number, text: string): void {
    const node = graph.nodes[at];
    if (node === undefined) return;
    if (node.accept) into.endings.push(text);
    for (const [edgeText, next] of node.edges) {
      const left = repeatsLeft - (isWayBack(at, next) ? 1 : 0);
      if (left < 0) continue;
      const tokens = tokenize(edgeText);
      const place: Place = { tokens, offset: 0, next, repeatsLeft: left, text: text + edgeText };
      if (tokens.length > 0) into.places.push(place);
      else arrive(into, next, left, place.text);
    }
  }

  function step(token: number): Front {
    const after: Front = { places: [], endings: [] };
    for (const place of front.places) {
      if (place.tokens[place.offset] !== token) continue;
      const offset = place.offset + 1;
      if (offset < place.tokens.length) after.places.push({ ...place, offset });
      else arrive(after, place.next, place.repeatsLeft, place.text);
    }
    return after;
  }

  const walk: TokenWalk = {
    legalTokens() {
      if (answer !== undefined) return [];
      const legal = new Set<number>();
      for (const place of front.places) {
        const token = place.tokens[place.offset];
        if (token !== undefined) legal.add(token);
      }
      if (front.endings.length > 0) legal.add(endToken);
      return [...legal];
    },
    take(token) {
      if (answer !== undefined) throw new RangeError("the answer has ended");
      if (token === endToken && front.endings[0] !== undefined) {
        answer = front.endings[0];
        return;
      }
      const after = step(token);
      if (after.places.length === 0 && after.endings.length === 0) throw new RangeError(`token ${token} is not legal here`);
      front = after;
    },
    takeForced() {
      const taken: number[] = [];
      for (let legal = walk.legalTokens(); legal.length === 1; legal = walk.legalTokens()) {
        const token = legal[0] ?? endToken;
        walk.take(token);
        if (answer === undefined) taken.push(token);
      }
      return taken;
    },
    ended: () => answer !== undefined,
    text: () => answer ?? "",
  };
  arrive(front, 0, graph.maxRepeats, "");
  return walk;
}

/** Labels and values of the homes seen so far; beyond this the memory starts anew. */
const mostPieces = 20_000;

/** The same tokenizer with a memory: pieces repeat from one utterance to the next. */
export function rememberPieces(tokenize: TokenizePiece): TokenizePiece {
  const known = new Map<string, readonly number[]>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const tokens = tokenize(text);
    if (known.size >= mostPieces) known.clear();
    known.set(text, tokens);
    return tokens;
  };
}
