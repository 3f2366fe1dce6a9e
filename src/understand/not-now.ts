// (pure) A fence around the parser that guesses: what speaks of a time or a condition is not for it.
import { type CommandParser, firstMatch, type NotUnderstoodReason, type ParseResult } from "./command-parser.ts";
import type { Intents } from "./intent.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import { textOf } from "./words.ts";

/** A device was found by name, and so all words of the sentence are known. */
const tellsMore: ReadonlySet<NotUnderstoodReason> = new Set(["unsupported", "ambiguousName", "outOfRange", "timeOver"]);
/** A long text is told back shortened, as the template parser does. Characters. */
const longestHeard = 200;

/**
 * `sure` first, `guess` on a miss. "Turn off the lamp when I leave" done at once is worse than not done: what `sure` does not
 * understand and what holds a word of `notNow` in `_words.yaml` is refused with the reason "notNow", and `guess` is never
 * asked. Where `sure` can say more than that, such as which of two lamps it would need to know, that is said.
 */
export function firstMatchNow(sure: CommandParser, guess: CommandParser, { language, normalise }: Pick<Intents, "language" | "normalise">): CommandParser {
  const phrases = createPhrases(language.notNow.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const isHeldBack = (text: string) => {
    const words = (normalise(text) ?? []).map(textOf);
    return words.some((_, at) => longestAt(phrases, words, at) !== undefined);
  };
  // What was heard is without its time where that was understood.
  const saysMore = (result: ParseResult) => result.kind === "commands" || tellsMore.has(result.reason) || (result.reason !== "noMatch" && result.reason !== "noCommand" && !isHeldBack(result.heard));
  const either = firstMatch(sure, guess);
  return async (text, context) => {
    if (!isHeldBack(text)) return either(text, context);
    const result = await sure(text, context);
    // "Tell me if the safe is open": that the safe cannot tell says more than that Sotto acts at once.
    return result.kind === "commands" || saysMore(result) ? result : { kind: "notUnderstood", heard: text.slice(0, longestHeard), reason: "notNow" };
  };
}
