// (pure) The words of a language that are no names: those of its sentences, lists and word tables.
import type { Intents } from "./intent.ts";
import { textOf } from "./words.ts";

/** Every word that the sentences and lists of a language hold. What somebody says with these is never taken for a misheard name. */
export function ordinaryWordsOf(intents: Intents): ReadonlySet<string> {
  const { automaton, lists } = intents;
  const { commonNames: _names, everydayWords: _everyday, sounds: _sounds, ...language } = intents.language;
  const words = new Set(automaton.words);
  const tables = [lists.colors, lists.states, lists.quantities, lists.options, ...lists.numbers.values()].flatMap((table) => [...table.keys()]);
  for (const text of [...textsIn(language), ...tables, ...kindNamesOf(intents)]) for (const word of intents.normalise(text) ?? []) words.add(textOf(word));
  return words;
}

/** What kinds of devices are called. */
export function kindNamesOf({ lists }: Intents): readonly string[] {
  return lists.kinds.flatMap(({ one, many }) => [...one, ...many]);
}

/** All texts in a table of texts, and the keys of its parts: "half" of { half: 50 }. */
function* textsIn(table: unknown): Generator<string> {
  if (typeof table === "string") yield table;
  else if (Array.isArray(table)) for (const item of table) yield* textsIn(item);
  else if (typeof table === "object" && table !== null) {
    for (const [key, value] of Object.entries(table)) {
      yield key;
      yield* textsIn(value);
    }
  }
}
