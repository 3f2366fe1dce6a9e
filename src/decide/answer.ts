// What a person said after "Unlock the front door?". Reading it is pure; looking at a PIN is not.
import { approve, type Approved, closeQuestion } from "./approval.ts";
import type { Confirm } from "./decision.ts";
import type { PinDesk } from "./pin-desk.ts";
import { setApart } from "../base/scripts.ts";
import { type PinWords, readPin } from "./spoken-pin.ts";

/** What counts as an approval: "yes" where a yes was asked for, "pinRight" where the PIN was. */
export type Answer = "yes" | "no" | "unclear" | "pinRight" | "pinWrong" | "pinLocked";

/** The words of one language that mean yes and no, each a whole phrase in lower case, and how it says digits. */
export type AnswerWords = { readonly yes: readonly string[]; readonly no: readonly string[]; readonly pin?: PinWords };

/**
 * Only an answer made of nothing but yes-words is a yes: "yes" and "yes please" are, "yes but not now" is not.
 * Any no-word makes it a no. Silence and everything else is "unclear", which counts as no where it matters.
 */
export function readAnswer(text: string, words: AnswerWords): "yes" | "no" | "unclear" {
  // A hostile or broken transcript is no answer; nobody says yes in 200 characters.
  if (text.length > 200) return "unclear";
  const apart = (said: string) => setApart(said.toLowerCase().normalize("NFKC").replace(/[^\p{L}\p{N}' ]+/gu, " ")).replace(/\s+/g, " ").trim();
  let rest = ` ${apart(text)} `;
  if (words.no.some((phrase) => rest.includes(` ${apart(phrase)} `))) return "no";
  let said = false;
  for (const phrase of words.yes.map(apart).sort((a, b) => b.length - a.length)) {
    while (rest.includes(` ${phrase} `)) { rest = rest.replace(` ${phrase} `, " "); said = true; }
  }
  return said && rest.trim() === "" ? "yes" : "unclear";
}

const onlyDigits: PinWords = { ones: {}, tens: {}, digits: {}, repeats: {}, around: [] };

/** The digits, if this is a PIN and nothing else. */
export function spokenPin(text: string, { pin }: AnswerWords): string | undefined {
  return readPin(text, pin ?? onlyDigits);
}

export type Settled = { readonly answer: Answer; readonly approved: Approved | undefined };
export type Desk = { readonly words: AnswerWords; readonly pin: PinDesk; readonly atMs: () => number };

/**
 * The one way from an answer to an approval: a clear yes where a yes was asked for, the right PIN where that was.
 * Silence is "". What is no PIN at all is not counted as a try.
 * @throws TypeError for a question that is not the policy's own, and for a second answer to one: a bug
 */
export async function settleConfirmation(confirm: Confirm, said: string, { words, pin, atMs }: Desk): Promise<Settled> {
  if (!closeQuestion(confirm)) throw new TypeError("an answer to a question that the policy did not ask, or that was answered already");
  const { guard, command } = confirm;
  const answer = guard === "yes" ? readAnswer(said, words) : await lookAt(said, words, pin);
  const isGiven = answer === (guard === "yes" ? "yes" : "pinRight");
  return { answer, approved: isGiven ? approve(command, atMs()) : undefined };
}

async function lookAt(said: string, words: AnswerWords, pin: PinDesk): Promise<Answer> {
  const digits = spokenPin(said, words);
  if (digits === undefined) return readAnswer(said, words) === "no" ? "no" : "unclear";
  switch (await pin.check(digits)) {
    case "right": return "pinRight";
    case "wrong": return "pinWrong";
    case "locked": return "pinLocked";
  }
}
