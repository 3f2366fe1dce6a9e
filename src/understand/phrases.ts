// (pure) Phrases looked up word by word: the shape behind device names, colours, kinds and polite words.

/** A tree of words; the values of a phrase hang at its last word. */
export type Phrases<T> = { readonly next: Map<string, Phrases<T>>; readonly values: T[] };

export function createPhrases<T>(entries: Iterable<readonly [phrase: readonly string[], value: T]> = []): Phrases<T> {
  const root: Phrases<T> = { next: new Map(), values: [] };
  for (const [phrase, value] of entries) addPhrase(root, phrase, value);
  return root;
}

/** Adds one phrase; a phrase without words is left out, for it would match everywhere. */
export function addPhrase<T>(root: Phrases<T>, phrase: readonly string[], value: T): void {
  if (phrase.length > 0) nodeAt(root, phrase).values.push(value);
}

/** The one value of a phrase, made when there is none yet. */
export function valueAt<T>(root: Phrases<T>, phrase: readonly string[], make: () => T): T {
  const { values } = nodeAt(root, phrase);
  const [known] = values;
  if (known !== undefined) return known;
  const made = make();
  values.push(made);
  return made;
}

function nodeAt<T>(root: Phrases<T>, phrase: readonly string[]): Phrases<T> {
  let node = root;
  for (const word of phrase) {
    let next = node.next.get(word);
    if (next === undefined) {
      next = { next: new Map(), values: [] };
      node.next.set(word, next);
    }
    node = next;
  }
  return node;
}

/** `end` is the index after the last word of the phrase. */
export type Found<T> = { readonly end: number; readonly values: readonly T[] };

/** All phrases that start at `start`, shortest first. */
export function phrasesAt<T>(root: Phrases<T>, words: readonly string[], start: number): readonly Found<T>[] {
  const found: Found<T>[] = [];
  let node: Phrases<T> | undefined = root;
  for (let at = start; at < words.length; at++) {
    node = node.next.get(words[at] ?? "");
    if (node === undefined) break;
    if (node.values.length > 0) found.push({ end: at + 1, values: node.values });
  }
  return found;
}

/** The longest phrase that starts at `start`. */
export function longestAt<T>(root: Phrases<T>, words: readonly string[], start: number): Found<T> | undefined {
  return phrasesAt(root, words, start).at(-1);
}
