// The names of a home as the text that Whisper believes it has just written (pure)
import { endsUnspaced } from "../base/scripts.ts";

/** Whisper keeps the last 224 tokens of a prompt, half of its text window (whisper.cpp, n_text_ctx / 2). */
export const maxPromptTokens = 224;

/** Longer than any name that a person says; what is longer came from a machine. */
const maxNameLength = 60;
/** A home of this many names fills every prompt many times over; the rest is not looked at. */
const maxNamesLookedAt = 2000;

/** How a list is written; where words have no spaces an English opening would only pull Whisper away from the language. */
const lists = {
  spaced: { opening: "Words of this home: ", comma: ", ", end: "." },
  unspaced: { opening: "", comma: "、", end: "。" },
} as const;

/**
 * A prompt such as `Words of this home: kitchen light, front door.` or `客廳燈、前門。`; "" when there is no usable word.
 * @param words most important first; what does not fit is left out, so the first ones always stay
 * @param tokenLimit the prompt's bound in tokens, at most 224. Every token costs decoding time before the first word.
 */
export function vocabularyPrompt(words: readonly string[], tokenLimit: number): string {
  const chosen: string[] = [];
  const seen = new Set<string>();
  const lookedAt = words.slice(0, maxNamesLookedAt);
  const { opening, comma, end } = lookedAt.filter(endsUnspaced).length > lookedAt.length / 2 ? lists.unspaced : lists.spaced;
  let left = Math.min(tokenLimit, maxPromptTokens) - tokensAtMost(opening.trim());
  for (const word of lookedAt) {
    const name = cleanName(word);
    const key = name.toLowerCase();
    if (name === "" || seen.has(key)) continue;
    left -= tokensAtMost(`${comma}${name}`);
    if (left < 0) break;
    seen.add(key);
    chosen.push(name);
  }
  return chosen.length === 0 ? "" : `${opening}${chosen.join(comma)}${end}`;
}

/** A name as it may be spoken: letters, digits, and what sits inside words. A hostile one has nothing left to say. */
function cleanName(word: string): string {
  if (word.length > maxNameLength * 4) return "";
  const spoken = word.normalize("NFC").replace(/[^\p{L}\p{M}\p{N}'’ -]+/gu, " ").replace(/\s+/g, " ").trim();
  return spoken.length > maxNameLength || !/\p{L}/u.test(spoken) ? "" : spoken;
}

/**
 * No text has more tokens than this. Whisper's byte-pair vocabulary covers an English word in one or two pieces, about
 * three letters each in rare words; outside of ASCII a byte can be a token of its own.
 */
function tokensAtMost(text: string): number {
  let count = 0;
  for (const piece of text.split(" ")) {
    // oxlint-disable-next-line no-control-regex
    count += /^[\u0000-\u007f]*$/.test(piece) ? Math.ceil(piece.length / 3) : new TextEncoder().encode(piece).length;
  }
  return count;
}
