// (pure) A fence before the parser that guesses: what speaks of a time or a condition is not for it.
import type { CommandParser } from "./command-parser.ts";
import type { Intents } from "./intent.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import { textOf } from "./words.ts";

/**
 * "turn off the lamp in five minutes" done at once is worse than not done. `parser` is asked only when no word of
 * `notNow` in `_words.yaml` is in the text; else the answer is the reason "notNow".
 */
export function unlessNotNow(parser: CommandParser, { language, normalise }: Pick<Intents, "language" | "normalise">): CommandParser {
  const phrases = createPhrases(language.notNow.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  return async (text, context) => {
    const words = normalise(text) ?? [];
    const isHeldBack = words.some((_, at) => longestAt(phrases, words.map(textOf), at) !== undefined);
    return isHeldBack ? { kind: "notUnderstood", heard: text, reason: "notNow" } : parser(text, context);
  };
}
