// (pure) What a person said after "Unlock the front door?".
import { approve, type Approved } from "./approval.ts";
import type { Confirm } from "./decision.ts";

export type Answer = "yes" | "no" | "unclear";

/** The words of one language that mean yes and no, each a whole phrase in lower case. */
export type AnswerWords = { readonly yes: readonly string[]; readonly no: readonly string[] };

/**
 * Only an answer made of nothing but yes-words is a yes: "yes" and "yes please" are, "yes but not now" is not.
 * Any no-word makes it a no. Silence and everything else is "unclear", which counts as no where it matters.
 */
export function readAnswer(text: string, words: AnswerWords): Answer {
  // A hostile or broken transcript is no answer; nobody says yes in 200 characters.
  if (text.length > 200) return "unclear";
  let rest = ` ${text.toLowerCase().normalize("NFKC").replace(/[^\p{L}\p{N}' ]+/gu, " ").replace(/\s+/g, " ").trim()} `;
  if (words.no.some((phrase) => rest.includes(` ${phrase} `))) return "no";
  let said = false;
  for (const phrase of [...words.yes].sort((a, b) => b.length - a.length)) {
    while (rest.includes(` ${phrase} `)) { rest = rest.replace(` ${phrase} `, " "); said = true; }
  }
  return said && rest.trim() === "" ? "yes" : "unclear";
}

/** What an answer to a question means: the approval only for a clear yes. Silence is "". */
export function settleConfirmation({ command }: Confirm, said: string, words: AnswerWords): { readonly answer: Answer; readonly approved: Approved | undefined } {
  const answer = readAnswer(said, words);
  return { answer, approved: answer === "yes" ? approve(command) : undefined };
}
