import { createMutex } from "../../src/base/async.ts";
import { AssistantError, isAbort, messageOf } from "../../src/base/errors.ts";
import { sleep } from "../../src/base/time.ts";
import { isLegalAnswer } from "../../src/understand/answer-graph.ts";
import { decodeAnswer } from "../../src/understand/decode-answer.ts";
import type { Choice, ChooseRequest, LanguageModel } from "../../src/understand/language-model.ts";
import { startWalk } from "../../src/understand/token-walk.ts";

export type FakeLanguageModel = LanguageModel & { readonly requests: readonly ChooseRequest[] };

export type FakeLanguageModelSettings = {
  /** The answer to a request: a legal text, or how to choose wherever there is a choice. */
  readonly answer: (request: ChooseRequest) => string;
  /** Probability told for a scripted text. */
  readonly probability?: number;
  /** Time per token, waited for so that an abort can come in between. */
  readonly tokenMs?: number;
};

/** Longer prompts do not fit, as with a real engine. */
const contextLetters = 8000;
const endOfAnswer = -1;

/** One letter is one token; "first" and "last" in place of an answer pick the first or last legal token everywhere. */
export function createFakeLanguageModel({ answer, probability = 0.9, tokenMs = 0 }: FakeLanguageModelSettings): FakeLanguageModel {
  const requests: ChooseRequest[] = [];
  const oneAtATime = createMutex();
  const closing = new AbortController();

  async function decode(request: ChooseRequest, signal: AbortSignal): Promise<Choice> {
    requests.push(request);
    if (request.question.length > contextLetters) throw new AssistantError("ENGINE_FAILED", "fake model: the prompt does not fit");
    const wanted = answer(request);
    const walk = startWalk(request.answers, (text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0), endOfAnswer);
    let read = "";
    let evaluations = 0;
    const decoded = await decodeAnswer([], {
      walk, maxTokens: request.maxTokens,
      async scoreNext(tokens, legal) {
        await sleep(tokenMs, signal);
        evaluations++;
        read += String.fromCodePoint(...tokens);
        const favourite = wanted === "first" ? legal[0] : wanted === "last" ? legal.at(-1) : wanted.codePointAt(read.length) ?? endOfAnswer;
        return new Map(legal.map((token) => [token, token === favourite ? 1 : 0]));
      },
    });
    const isScripted = wanted !== "first" && wanted !== "last";
    if (isScripted && !isLegalAnswer(request.answers, wanted)) throw new RangeError(`fake model: "${wanted}" is not legal here; "${decoded.text}" would be`);
    return { ...decoded, probability: isScripted ? probability : decoded.probability, promptTokens: request.question.length, evaluations };
  }

  return {
    requests,
    async choose(request, callerSignal) {
      const signal = AbortSignal.any([callerSignal, closing.signal]);
      try {
        return await oneAtATime(() => decode(request, signal), signal);
      } catch (error) {
        if (error instanceof AssistantError || isAbort(error, callerSignal)) throw error;
        throw new AssistantError("ENGINE_FAILED", messageOf(error), { cause: error });
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new AssistantError("ENGINE_FAILED", "fake model: it was closed"));
    },
  };
}
