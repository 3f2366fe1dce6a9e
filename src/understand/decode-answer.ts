// (pure) Greedy decoding under an answer graph, for any engine that can score tokens.
import { AssistantError } from "../base/errors.ts";
import type { TokenWalk } from "./token-walk.ts";

/**
 * Appends `tokens` to what the model has read and gives the logits of the `legal` next tokens.
 * The only thing that an engine has to do.
 */
export type ScoreNext = (tokens: readonly number[], legal: readonly number[]) => Promise<ReadonlyMap<number, number>>;

export type DecodedAnswer = { readonly text: string; readonly probability: number; readonly tokens: number };

/**
 * Follows `walk` to its end, asking the model only where there is a choice. Tokens without an alternative are appended
 * in one go with the next question, which costs a fraction of deciding on each.
 * @throws ENGINE_FAILED when the answer is longer than `maxTokens` or the model scores no legal token
 */
export async function decodeAnswer(
  promptTokens: readonly number[],
  options: { readonly walk: TokenWalk; readonly scoreNext: ScoreNext; readonly maxTokens: number },
): Promise<DecodedAnswer> {
  const { walk, scoreNext, maxTokens } = options;
  let unread: readonly number[] = promptTokens;
  let probability = 1;
  let tokens = 0;
  for (;;) {
    const forced = walk.takeForced();
    tokens += forced.length;
    if (tokens > maxTokens) throw new AssistantError("ENGINE_FAILED", `language model: the answer is longer than ${maxTokens} tokens. Say fewer things at once.`);
    if (walk.ended()) return { text: walk.text(), probability, tokens };
    const legal = walk.legalTokens();
    const best = likeliest(await scoreNext([...unread, ...forced], legal), legal);
    probability *= best.share;
    walk.take(best.token);
    if (walk.ended()) return { text: walk.text(), probability, tokens };
    unread = [best.token];
    tokens++;
  }
}

/** The token with the highest logit and its softmax share among the legal ones; the first of equals. */
function likeliest(logits: ReadonlyMap<number, number>, legal: readonly number[]): { readonly token: number; readonly share: number } {
  let best: number | undefined;
  let bestLogit = -Infinity;
  for (const token of legal) {
    const logit = logits.get(token) ?? Number.NaN;
    if (logit > bestLogit) {
      best = token;
      bestLogit = logit;
    }
  }
  if (best === undefined) throw new AssistantError("ENGINE_FAILED", "language model: no legal token has a score. Is the model file damaged? Run 'sotto models verify'.");
  const total = legal.reduce((sum, token) => sum + Math.exp((logits.get(token) ?? -Infinity) - bestLogit), 0);
  return { token: best, share: Number.isFinite(total) ? 1 / total : 0 };
}
