// (pure) "the left one", "the one in the bedroom": a few words that tell some devices or rooms apart, though they name none by themselves.
import type { Area, Device, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { textOf, type Word } from "./words.ts";

export type NameWords = {
  /** Those of `devices` that all the words speak of; none when a word speaks of none of them. */
  readonly devicesCalled: (words: readonly Word[], devices: readonly Device[], home: Home) => readonly Device[];
  readonly areasCalled: (words: readonly Word[], areas: readonly Area[]) => readonly Area[];
  /** The words without those that tell nothing: "the one in the". */
  readonly telling: (words: readonly Word[]) => readonly Word[];
};

/** Makes the reader. Only ever for a handful that is known already: for a question's candidates, or for what a sweep holds. */
export function createNameWords({ language, lists, context, normalise }: Intents): NameWords {
  const plain = (text: string) => (normalise(text) ?? []).map(textOf);
  const fillers = new Set([...context.choices.around.flatMap(plain), ...language.articles]);
  const telling = (words: readonly Word[]) => words.filter(({ text }) => !fillers.has(text));
  const areaWords = ({ name, aliases }: Area) => [name, ...aliases].flatMap(plain);
  const deviceWords = (device: Device, home: Home) => {
    const area = device.areaId === undefined ? undefined : home.areas.get(device.areaId);
    const nouns = lists.kinds.filter(({ kind }) => kind === device.kind).flatMap(({ one, many }) => [...one, ...many]);
    return new Set([...[device.name, ...device.aliases, ...nouns].flatMap(plain), ...area === undefined ? [] : areaWords(area)]);
  };
  /** A number may be part of a name ("lamp one") or of "the left one": first as it was said. */
  const among = <T>(words: readonly Word[], items: readonly T[], wordsOf: (item: T) => ReadonlySet<string>): readonly T[] => {
    const known = items.map((item) => ({ item, own: wordsOf(item) }));
    for (const said of [words.filter(({ text }) => !language.articles.includes(text)), telling(words)]) {
      const called = said.length === 0 ? [] : known.filter(({ own }) => said.every(({ text }) => own.has(text)));
      if (called.length > 0) return called.map(({ item }) => item);
    }
    return [];
  };
  return {
    telling,
    devicesCalled: (words, devices, home) => among(words, devices, (device) => deviceWords(device, home)),
    areasCalled: (words, areas) => among(words, areas, (area) => new Set(areaWords(area))),
  };
}
