// (pure) Keeps the words of a home's names as the home changes: only what changed is worked on.
import type { Area, Device, Floor, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { vocabularyFor } from "./name-forms.ts";
import { kindNamesOf } from "./ordinary-words.ts";
import { ownWordsOf } from "./own-words.ts";
import { createSoundWords, type NearWords, type SoundWords } from "./sound-words.ts";
import { soundsOf } from "./sounds.ts";
import { textOf } from "./words.ts";

/** `rival`: how near the nearest thing is that houses commonly have and this one has not, or 0 for an everyday word; 1 for none. */
export type NearName = NearWords & { readonly rival: number };

export type HomeWordsIndex = Omit<SoundWords, "near"> & {
  readonly near: (said: { readonly letters: string; readonly sounds: string }) => readonly NearName[];
  /** Is it, written together, what houses commonly have? */
  readonly isCommon: (letters: string) => boolean;
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
  const sounds = soundsOf(intents.language.sounds, intents.syllables);
  const common = createSoundWords(sounds);
  for (const name of intents.language.commonNames) common.add(plain(name));
  const everyday = new Set(intents.language.everydayWords.map((word) => plain(word).join("")));
  const newlyHeld = (home: Home): Held => {
    const index = createSoundWords(sounds);
    // Nobody names a lamp "lamp" only to have it misheard, but "kitchin lites" has to find the word.
    for (const name of kindNamesOf(intents)) index.add(plain(name));
    const options = new Map<string, number>();
    const words: HomeWordsIndex = { ...index, near: (said) => withRival(index.near(said), () => everyday.has(said.letters) ? 0 : rivalOf(common.near(said), index)), isCommon: (letters) => common.joined(letters).length > 0, isOption: (word) => options.has(word) };
    return { home, items: new Map(), index, options, words };
  };
  const takenFrom = (item: Named): Taken => {
    const own = "capabilities" in item ? item.capabilities.flatMap(ownWordsOf) : [];
    return { names: [item.name, ...item.aliases].map(wordsOf), options: own.flatMap(wordsOf) };
  };
  let all: readonly Held[] = [];
  return (home) => {
    let held = all.find((one) => one.home === home);
    if (held === undefined) {
      const items = itemsOf(home);
      held = all.find((one) => areRelated(one, items)) ?? newlyHeld(home);
      follow(held, items, takenFrom);
      held.home = home;
    }
    const chosen = held;
    if (all[0] !== chosen) all = [chosen, ...all.filter((one) => one !== chosen)].slice(0, mostHeld);
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

function withRival(near: readonly NearWords[], rivalOfAll: () => number): readonly NearName[] {
  if (near.length === 0) return [];
  const rival = rivalOfAll();
  return near.map((one) => ({ ...one, rival }));
}

/** In a house without a bathroom, "bathrum" is no bedroom: what people commonly have counts as a name that was perhaps meant. */
function rivalOf(common: readonly NearWords[], index: SoundWords): number {
  const isOwn = ({ words: [first = "", second] }: NearWords) => second === undefined ? index.has(first) : index.follows(first, second);
  return common.find((one) => !isOwn(one))?.distance ?? 1;
}
