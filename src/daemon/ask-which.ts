// "The desk lamp or the floor lamp?": one question inside a turn when words mean several devices, and the answer to it.
import { deadlineSignal } from "../base/time.ts";
import type { DeviceId } from "../home/home.ts";
import type { ParseResult } from "../understand/command-parser.ts";
import type { MeantChoice } from "../understand/recent.ts";
import type { Asking } from "./ask-first.ts";
import type { TurnParts } from "./turn.ts";

type Unclear = Extract<ParseResult, { kind: "notUnderstood" }>;

/** What the answer was. "said": no answer to the question, but words that may be a command of their own. */
export type Which =
  | { readonly kind: "picked"; readonly meant: MeantChoice; readonly left: readonly DeviceId[] }
  | { readonly kind: "none" }
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "silence" };

export type AskingWhich = Omit<Asking, "parts"> & { readonly parts: Pick<TurnParts, "replies" | "say" | "answerWithinMs" | "readChoice" | "home">; /** A PIN that nobody asked for: no answer, and nobody else's business. */ readonly isSecret: (text: string) => boolean };

/** Asks which one is meant. Nothing of the question survives this call; silence and anything unclear choose nothing. */
export async function askWhich(unclear: Unclear, { parts, nextAnswer, emit, wordsOf, onWaiting, isSecret }: AskingWhich, signal: AbortSignal): Promise<Which> {
  const question = parts.replies.which(unclear);
  emit({ type: "asked", question });
  await parts.say(question, signal);
  onWaiting();
  using deadline = deadlineSignal(signal, parts.answerWithinMs);
  let which: Which;
  try {
    const input = await nextAnswer(deadline.signal, "yes");
    const text = input === undefined ? "" : await wordsOf(input, "openly", deadline.signal);
    deadline.signal.throwIfAborted();
    which = text === "" || isSecret(text) ? { kind: "silence" } : read(text, unclear, parts);
  } catch (error) {
    if (!deadline.timedOut() || signal.aborted) throw error;
    which = { kind: "silence" };
  }
  emit({ type: "chosen", which: which.kind });
  return which;
}

function read(text: string, unclear: Unclear, { readChoice, home }: AskingWhich["parts"]): Which {
  const choice = readChoice(text, unclear, home());
  return choice.kind === "other" ? { kind: "said", text } : choice;
}
