import type { AnswerGraph } from "./answer-graph.ts";

/**
 * One question to a language model. Plain data: it crosses a process boundary as it is.
 * `systemPrefix` and `examples` are the constant part: engines keep its evaluated state, so they should not change
 * from one utterance to the next.
 */
export type ChooseRequest = {
  /** What the model is and how it answers. */
  readonly systemPrefix: string;
  /** Turns that came before, as an example to follow. Each answer is written in the answer language. */
  readonly examples: readonly { readonly question: string; readonly answer: string }[];
  /** The part of this utterance. Words of people may be in it; engines must never read control tokens out of it. */
  readonly question: string;
  /** Every answer that may be given. */
  readonly answers: AnswerGraph;
  /** The longest answer, in tokens. A longer one fails with ENGINE_FAILED. */
  readonly maxTokens: number;
};

export type Choice = {
  /** One of the request's legal answers, always. */
  readonly text: string;
  /** 0..1: the product, over every place where more than one token was legal, of the chosen token's share among the legal ones. */
  readonly probability: number;
  /** Length of the answer in tokens, forced ones included. */
  readonly tokens: number;
  /** Prompt tokens that had to be evaluated; those whose state was kept do not count. */
  readonly promptTokens: number;
  /** Calls into the model, each slice of the prompt included. */
  readonly evaluations: number;
};

/** A language model that picks the likeliest of a set of legal answers. One question at a time: others wait in line. */
export interface LanguageModel extends AsyncDisposable {
  /**
   * Picks greedily. An abort is heard between two calls into the model, during the prompt too.
   * @throws ENGINE_FAILED when the prompt does not fit, the answer is longer than `maxTokens`, or the engine breaks
   * @throws ENGINE_CRASHED, ENGINE_TIMEOUT when it runs in another process that died or hangs
   */
  choose(request: ChooseRequest, signal: AbortSignal): Promise<Choice>;
}
