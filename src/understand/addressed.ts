// (pure) Talk that was not for Sotto: told from a command that it did not understand.
import type { Home } from "../home/home.ts";
import type { Intents, KindWord } from "./intent.ts";
import { createNameIndexes } from "./known-names.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import { nameRanks } from "./names.ts";
import { textOf } from "./words.ts";

export type ConcernsHome = (text: string, home: Home) => boolean;

/**
 * Makes the test whether words that gave no command could have been meant for this home: they begin with the verb of
 * a command (a question begins as everybody's do, so its words do not count), or hold a kind of device that it has, one of its rooms, or a name.
 * A television that says "what is the meaning of life" ends in silence; "turn on the charm" is answered.
 */
export function createConcernsHome(intents: Intents): ConcernsHome {
  const { language, context, lists, normalise } = intents;
  const plain = (text: string) => (normalise(text) ?? []).map(textOf);
  const withoutPoliteness = createWithoutPoliteness(language, normalise);
  const nouns = createPhrases(lists.kinds.flatMap((noun) => [...noun.one, ...noun.many].map((word) => [plain(word), noun] as const)));
  const verbs = createPhrases([...context.verbs, ...language.vocabulary].map((phrase) => [plain(phrase), true] as const));
  const indexOf = createNameIndexes(intents);
  return (text, home) => {
    const words = withoutPoliteness(normalise(text) ?? []).map(textOf);
    if (longestAt(verbs, words, 0) !== undefined) return true;
    const index = indexOf(home);
    const isHere = (noun: KindWord) => (index.ofKind.get(noun.kind) ?? []).some((device) => index.isA(device, noun));
    return words.some((_word, at) => longestAt(nouns, words, at)?.values.some(isHere) === true || index.areasAt(words, at).some(({ areas }) => areas !== "here")
      || index.namesAt(words, at).some(({ groups }) => groups.some(({ names, atLeast }) => atLeast < nameRanks.otherNumber && names.anywhere.length > 0)));
  };
}
