// A question inside a turn, and the answer to it.
import { AssistantError } from "../base/errors.ts";
import { deadlineSignal } from "../base/time.ts";
import { type Settled, settleConfirmation } from "../decide/answer.ts";
import type { Confirm } from "../decide/decision.ts";
import type { TurnEvent } from "./events.ts";
import type { TurnInput, TurnParts, TurnSetting } from "./turn.ts";

export type Asking = {
  readonly parts: Pick<TurnParts, "replies" | "say" | "answerWords" | "answerWithinMs" | "pin" | "nowMs">;
  readonly nextAnswer: TurnSetting["nextAnswer"];
  readonly emit: (event: TurnEvent) => void;
  /** The words of an answer. "secretly": no event holds them. */
  readonly wordsOf: (input: TurnInput, how: "openly" | "secretly", signal: AbortSignal) => Promise<string>;
  /** Told when it begins to wait for the answer. */
  readonly onWaiting: () => void;
};

/** Asks, and takes only a clear yes, or the PIN, in time. Nothing of the question survives this call. */
export async function askFirst(decision: Confirm, { parts, nextAnswer, emit, wordsOf, onWaiting }: Asking, signal: AbortSignal): Promise<Settled> {
  const question = parts.replies.question(decision.question);
  emit({ type: "asked", question });
  await parts.say(question, signal);
  onWaiting();
  using deadline = deadlineSignal(signal, parts.answerWithinMs);
  try {
    const input = await nextAnswer(deadline.signal, decision.guard);
    const words = input === undefined ? "" : decision.guard === "pin" ? await secretly(() => wordsOf(input, "secretly", deadline.signal)) : await wordsOf(input, "openly", deadline.signal);
    deadline.signal.throwIfAborted();
    const settled = await settleConfirmation(decision, words, { words: parts.answerWords, pin: parts.pin, atMs: parts.nowMs });
    signal.throwIfAborted();
    emit({ type: "answered", answer: settled.answer });
    return settled;
  } catch (error) {
    if (!deadline.timedOut() || signal.aborted) throw error;
    emit({ type: "answered", answer: "unclear" });
    return { answer: "unclear", approved: undefined };
  }
}

/** An engine that fails may tell in its message what it made of the sound so far; of a PIN nobody is told. */
async function secretly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AssistantError)) throw error;
    throw new AssistantError(error.code, "the PIN could not be heard, and what was heard is kept out of here. A command that needs no PIN shows the whole message.");
  }
}
