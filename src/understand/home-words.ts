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

/** One home as it changes. Several at once are only in tests and benches. */
type Held = { home: Home; readonly items: Map<Named, Taken>; readonly index: SoundWords; readonly options: Map<string, number>; readonly words: HomeWordsIndex };
const mostHeld = 8;

/** Makes the function that gives the words of a snapshot. It goes from one snapshot of a home to the next by their differences. */
export function createHomeWords(intents: Intents): (home: Home) => HomeWordsIndex {
  const { wordsOf } = vocabularyFor(intents);
  const plain = (text: string) => (intents.normalise(text) ?? []).map(textOf);
  const sounds = soundsOf(intents.language.sounds);
  const common = createSoundWords(sounds);
  for (const name of intents.language.commonNames) common.add(plain(name));
  const newlyHeld = (home: Home): Held => {
    const index = createSoundWords(sounds);
    // Nobody names a lamp "lamp" only to have it misheard, but "kitchin lites" has to find the word.
    for (const name of kindNamesOf(intents)) index.add(plain(name));
    const options = new Map<string, number>();
    const words = { ...index, near: (said: Parameters<SoundWords["near"]>[0]) => withoutRivals(index.near(said), common.near(said), index), isOption: (word: string) => options.has(word) };
    return { home, items: new Map(), index, options, words };
  };
  const takenFrom = (item: Named): Taken => {
    const own = "capabilities" in item ? item.capabilities.flatMap(ownWordsOf) : [];
    return { names: [item.name, ...item.aliases].map(wordsOf), options: own.flatMap(wordsOf) };
  };
  let all: readonly Held[] = [];
  return (home) => {
    const items = all[0]?.home === home ? undefined : itemsOf(home);
    const held = all.find((one) => one.home === home) ?? all.find((one) => areRelated(one, items ?? new Set())) ?? newlyHeld(home);
    all = [held, ...all.filter((one) => one !== held)].slice(0, mostHeld);
    if (items !== undefined && (held.home !== home || held.items.size === 0)) follow(held, items, takenFrom);
    held.home = home;
    return held.words;
  };
}

function itemsOf(home: Home): ReadonlySet<Named> {
  return new Set<Named>([...home.areas.values(), ...home.floors?.values() ?? [], ...home.devices.values()]);
}

/** A snapshot after another shares most of its objects: one of three is looked for. */
function areRelated({ items }: Held, others: ReadonlySet<Named>): boolean {
  const list = [...others];
  return [0, Math.floor(list.length / 2), list.length - 1].some((at) => {
    const item = list[at];
    return item !== undefined && items.has(item);
  });
}

/** Takes up what is new and drops what is gone. */
function follow({ items: known, index, options }: Held, items: ReadonlySet<Named>, takenFrom: (item: Named) => Taken): void {
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
  for (const [item, taken] of known) {
    if (items.has(item)) continue;
    known.delete(item);
    change(taken, -1);
  }
  for (const item of items) {
    if (known.has(item)) continue;
    const taken = takenFrom(item);
    known.set(item, taken);
    change(taken, 1);
  }
}

/** In a house without a bathroom, "bathrum" is no bedroom: what people commonly have counts as a name that was perhaps meant. */
function withoutRivals(near: readonly NearWords[], common: readonly NearWords[], index: SoundWords): readonly NearWords[] {
  const isOwn = ({ words: [first = "", second] }: NearWords) => second === undefined ? index.has(first) : index.follows(first, second);
  const rival = common.find((one) => !isOwn(one));
  if (rival === undefined) return near;
  return near.filter(({ distance }) => distance <= rival.distance + limits.margin)
    .map((one) => one.likeness === "alike" && one.distance + limits.margin > rival.distance ? { ...one, likeness: "perhaps" } : one);
}
