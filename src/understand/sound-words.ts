// (pure) The words of a home's names, found by how they sound, with a letter wrong, or written together.
import type { Sounds } from "./sounds.ts";

/** A word of a name, or two that follow each other in one. */
export type HomeWords = {
  readonly words: readonly string[];
  /** Written together. */
  readonly letters: string;
  readonly sounds: string;
};

/** "alike": may be acted on. "perhaps": may be asked after. "hardly": worth neither, but keeps a farther one from being taken. */
export const likenesses = ["alike", "perhaps", "hardly"] as const;
export type Likeness = (typeof likenesses)[number];

/** Something like what was said. `distance` 0..1. `isShort`: one word too short to be told by itself. `isTypo`: one letter is wrong. */
export type NearWords = HomeWords & { readonly distance: number; readonly likeness: Likeness; readonly isShort: boolean; readonly isTypo: boolean };

export type SoundWords = {
  readonly add: (phrase: readonly string[]) => void;
  readonly remove: (phrase: readonly string[]) => void;
  readonly has: (word: string) => boolean;
  /** Does a name hold these two in a row? */
  readonly follows: (first: string, second: string) => boolean;
  /** What is the same when spaces are left out. */
  readonly joined: (letters: string) => readonly HomeWords[];
  /** What is nearly the same, the nearest first. */
  readonly near: (said: { readonly letters: string; readonly sounds: string }) => readonly NearWords[];
};

/** Names this short have no letter to spare: they are heard exactly or not at all. */
const shortestWord = 4;
/** The longest German compound in everyday lists of rooms has 24 letters; beyond it nothing is told apart by one. */
const longestWord = 24;
/** A key that more words share tells nothing, and a nearer one could be among those left out. Keeps a look-up quick in every home. */
const mostInBucket = 200;
const mostNear = 4;
/** Keys of fewer sounds say too little to spare one. */
const shortestKey = 3;

/**
 * 0..1 of a word. What sounds or is written at most so far apart is taken, or asked after. SOURCE: the tables of
 * test/understand/misheard.test.ts: of the right ones "incubi" for "Ecobee" sounds farthest (0.13), of the wrong ones "cuisine" for
 * "kitchen" nearest (0.19); one letter of five is 0.2, and one of four is worth a question only.
 * A wrong letter says more than a sound that is as far, and may be asked after for longer.
 * `margin`: how much farther any other meaning must be. "Bathroom" for "bedroom" is 0.11, "Millie" for "Molly" 0.08: people mix up the latter themselves.
 */
export const limits = { soundsAlike: 0.16, soundsPerhaps: 0.2, writtenAlike: 0.2, perhaps: 0.25, margin: 0.1 } as const;

type Entry = HomeWords & { count: number };
type Table = Map<string, Set<Entry>>;

export function createSoundWords(sounds: Sounds): SoundWords {
  const entries = new Map<string, Entry>();
  const tables = { letters: new Map() as Table, keys: new Map() as Table, spellings: new Map() as Table };
  const change = (words: readonly string[], by: 1 | -1) => {
    const id = words.join(" ");
    let entry = entries.get(id);
    if (entry === undefined) {
      entry = { words, letters: words.join(""), sounds: words.map(sounds.of).join(""), count: 0 };
      entries.set(id, entry);
      for (const [table, key] of placesOf(entry, sounds, tables)) collect(table, key, entry);
    }
    entry.count += by;
    if (entry.count > 0) return;
    entries.delete(id);
    for (const [table, key] of placesOf(entry, sounds, tables)) release(table, key, entry);
  };
  const changeAll = (phrase: readonly string[], by: 1 | -1) => {
    for (const [at, word] of phrase.entries()) {
      change([word], by);
      const next = phrase[at + 1];
      if (next !== undefined) change([word, next], by);
    }
  };
  return {
    add: (phrase) => changeAll(phrase, 1),
    remove: (phrase) => changeAll(phrase, -1),
    has: (word) => entries.has(word),
    follows: (first, second) => entries.has(`${first} ${second}`),
    joined: (letters) => [...tables.letters.get(letters) ?? []],
    near: (said) => nearest(said, candidates(said, sounds, tables), sounds),
  };
}

type Tables = { readonly letters: Table; readonly keys: Table; readonly spellings: Table };

/** Where an entry stands in the tables. Two words have no one letter wrong: each is looked for by itself. */
function* placesOf(entry: Entry, sounds: Sounds, { letters, keys, spellings }: Tables): Generator<readonly [Table, string]> {
  yield [letters, entry.letters];
  if (/\d/.test(entry.letters) || entry.letters.length > longestWord) return;
  const key = sounds.keyOf(entry.sounds);
  if (key !== "") for (const near of entry.words.length > 1 ? [key] : keysNear(key)) yield [keys, near];
  if (entry.words.length === 1 && entry.letters.length >= shortestWord) for (const near of withOneLetterLess(entry.letters)) yield [spellings, near];
}

function keysNear(key: string): readonly string[] {
  return key.length < shortestKey ? [key] : withOneLetterLess(key);
}

/** The word itself, and each that it is with one letter left out: two words one letter apart share one of these. */
function withOneLetterLess(word: string): readonly string[] {
  return [...new Set([word, ...Array.from(word, (_letter, at) => word.slice(0, at) + word.slice(at + 1))])];
}

function candidates({ letters, sounds: said }: { readonly letters: string; readonly sounds: string }, sounds: Sounds, tables: Tables): Iterable<Entry> {
  if (/\d/.test(letters) || letters.length > longestWord) return [];
  const key = sounds.keyOf(said);
  const buckets = [
    ...(key === "" ? [] : keysNear(key)).map((near) => tables.keys.get(near)),
    ...(letters.length < shortestWord ? [] : withOneLetterLess(letters)).map((near) => tables.spellings.get(near)),
  ];
  const found = new Set<Entry>();
  for (const bucket of buckets) {
    if (bucket === undefined) continue;
    if (bucket.size > mostInBucket) return [];
    for (const entry of bucket) found.add(entry);
  }
  return found;
}

function nearest(said: { readonly letters: string; readonly sounds: string }, found: Iterable<Entry>, sounds: Sounds): readonly NearWords[] {
  const near: NearWords[] = [];
  for (const { words, letters, sounds: own } of found) {
    const heard = sounds.distance(said.sounds, own, limits.perhaps);
    const isShort = letters.length < shortestWord;
    // A short word has to sound the same: "rec" and "wreck".
    if (isShort && heard > 0) continue;
    const written = words.length === 1 ? spellingDistance(said.letters, letters) : 1;
    const distance = Math.min(heard, written);
    if (heard > limits.soundsPerhaps && written > limits.perhaps) continue;
    const beginsAlike = sounds.beginAlike(said.sounds, own);
    const isAlike = beginsAlike && (heard <= limits.soundsAlike || written <= limits.writtenAlike);
    near.push({ words, letters, sounds: own, distance, isShort, isTypo: written < 1, likeness: isAlike ? "alike" : beginsAlike || written < 1 ? "perhaps" : "hardly" });
  }
  return near.sort((a, b) => a.distance - b.distance).slice(0, mostNear);
}

/** One letter wrong, missing, too many, or two in the wrong order, as a share of the word; 1 for more than that. */
export function spellingDistance(from: string, to: string): number {
  const [shorter, longer] = from.length <= to.length ? [from, to] : [to, from];
  if (longer.length - shorter.length > 1) return 1;
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at++;
  const rest = (word: string, skip: number) => word.slice(at + skip);
  const isOne = longer.length > shorter.length ? rest(longer, 1) === rest(shorter, 0)
    : rest(longer, 1) === rest(shorter, 1) || (longer[at] === shorter[at + 1] && longer[at + 1] === shorter[at] && rest(longer, 2) === rest(shorter, 2));
  if (at === longer.length) return 0;
  return isOne ? 1 / longer.length : 1;
}

function collect(table: Table, key: string, entry: Entry): void {
  const bucket = table.get(key);
  if (bucket === undefined) table.set(key, new Set([entry]));
  else bucket.add(entry);
}

function release(table: Table, key: string, entry: Entry): void {
  const bucket = table.get(key);
  if (bucket === undefined) return;
  bucket.delete(entry);
  if (bucket.size === 0) table.delete(key);
}
