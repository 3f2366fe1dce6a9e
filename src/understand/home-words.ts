// (pure) Keeps the words of a home's names as the home changes: only what changed is worked on.
import type { Area, Device, Floor, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { vocabularyFor } from "./name-forms.ts";
import { kindNamesOf } from "./ordinary-words.ts";
import { ownWordsOf } from "./own-words.ts";
import { createSoundWords, limits, type NearWords, type SoundWords } from "./sound-words.ts";
import { soundsOf } from "./sounds.ts";
import { textOf } from "./words.ts";

export type HomeWordsIndex = SoundWords & {
  /** A word for a mode or an option of a device: known, and no name. */
  readonly isOption: (word: string) => boolean;
};

type Named = Device | Area | Floor;
type Taken = { readonly names: readonly (readonly string[])[]; readonly options: readonly string[] };

/** Makes the function that gives the words of a snapshot. It holds those of one home, and goes from one snapshot to the next by their differences. */
export function createHomeWords(intents: Intents): (home: Home) => HomeWordsIndex {
  const { wordsOf } = vocabularyFor(intents);
  const sounds = soundsOf(intents.language.sounds);
  const index = createSoundWords(sounds);
  const common = createSoundWords(sounds);
  for (const name of intents.language.commonNames) common.add((intents.normalise(name) ?? []).map(textOf));
  const options = new Map<string, number>();
  const held = new Map<Named, Taken>();
  let known: Home | undefined;
  // Nobody names a home's lamp "lamp" only to have it misheard, but "kitchin lites" has to find the word.
  for (const name of kindNamesOf(intents)) index.add((intents.normalise(name) ?? []).map(textOf));
  const change = (taken: Taken, by: 1 | -1) => {
    for (const name of taken.names) {
      if (by === 1) index.add(name);
      else index.remove(name);
    }
    for (const word of taken.options) {
      const count = (options.get(word) ?? 0) + by;
      if (count > 0) options.set(word, count);
      else options.delete(word);
    }
  };
  const take = (item: Named) => {
    if (held.has(item)) return;
    const own = "capabilities" in item ? item.capabilities.flatMap(ownWordsOf) : [];
    const taken = { names: [item.name, ...item.aliases].map(wordsOf), options: own.flatMap(wordsOf) };
    held.set(item, taken);
    change(taken, 1);
  };
  const words: HomeWordsIndex = { ...index, near: (said) => withoutRivals(index.near(said), common.near(said), index), isOption: (word) => options.has(word) };
  return (home) => {
    if (home === known) return words;
    const items = new Set<Named>([...home.devices.values(), ...home.areas.values(), ...home.floors?.values() ?? []]);
    for (const [item, taken] of held) {
      if (items.has(item)) continue;
      held.delete(item);
      change(taken, -1);
    }
    for (const item of items) take(item);
    known = home;
    return words;
  };
}

/** In a house without a bathroom, "bathrum" is no bedroom: what people commonly have counts as a name that was perhaps meant. */
function withoutRivals(near: readonly NearWords[], common: readonly NearWords[], index: SoundWords): readonly NearWords[] {
  const isOwn = ({ words: [first = "", second] }: NearWords) => second === undefined ? index.has(first) : index.follows(first, second);
  const rival = common.find((one) => !isOwn(one));
  if (rival === undefined) return near;
  return near.filter(({ distance }) => distance <= rival.distance + limits.margin)
    .map((one) => one.likeness === "alike" && one.distance + limits.margin > rival.distance ? { ...one, likeness: "perhaps" } : one);
}
