// (pure) Texts with `{placeholders}` → clauses → a sentence. No expressions: a text says what it says.
import { isMostlyUnspaced } from "../base/scripts.ts";
import type { ReplyText } from "../understand/intent.ts";

export type Values = Readonly<Record<string, string | number | undefined>>;

/** The text for that many devices, filled. What a value holds is never read for placeholders again. */
export function fill(text: ReplyText, count: number, values: Values): string {
  const chosen = count <= 1 ? text.one : count === 2 ? text.two : text.many;
  return fillOne(chosen, values);
}

export function fillOne(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_whole, key: string) => Object.hasOwn(values, key) ? String(values[key] ?? "") : "").trim();
}

/** "the lamp is on", "the fan is off" → "The lamp is on; the fan is off." Punctuation goes with the script: 燈開著；風扇關著。 */
export function sentence(clauses: readonly string[]): string {
  const parts = clauses.map((clause) => clause.replace(/[.。]$/, "")).filter((clause) => clause !== "");
  const unspaced = parts.some(isMostlyUnspaced);
  const joined = parts.join(unspaced ? "；" : "; ");
  if (joined === "") return "";
  const [first = ""] = joined;
  return `${first.toUpperCase()}${joined.slice(first.length)}${/[.?!…？！]$/.test(joined) ? "" : unspaced ? "。" : "."}`;
}
