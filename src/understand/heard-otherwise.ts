// (pure) What some words of a sentence may have been: misheard, mistyped, cut elsewhere, or said in another order.
import { isUnspaced } from "../base/scripts.ts";
import type { HomeWordsIndex } from "./home-words.ts";
import { type Phrases, phrasesAt } from "./phrases.ts";
import { type Likeness, limits, type NearWords } from "./sound-words.ts";
import type { Word } from "./words.ts";

/**
 * Words `start` to `end` read as `words`. `distance` 0..1 is how far that is from what was said: 0 for the same letters or sounds.
 * `isGuess`: other letters were said; else the words only stand together or in order differently.
 */
export type Edit = { readonly start: number; readonly end: number; readonly words: readonly string[]; readonly distance: number; readonly likeness: Likeness; readonly isGuess: boolean };

/** What of a language and a home the edits need. */
export type Hearing = {
  readonly home: HomeWordsIndex;
  readonly soundOf: (word: string) => string;
  readonly isOrdinary: (word: string) => boolean;
  readonly articles: ReadonlySet<string>;
  readonly links: readonly string[];
  /** What "'s" is without its apostrophe. */
  readonly possessives: readonly string[];
  readonly ordinals: ReadonlyMap<string, number>;
  readonly numberSigns: ReadonlySet<string>;
  readonly belongsTo: Phrases<true>;
};

/** Words of one name that are said as one or cut further: "t v set". */
const mostJoined = 3;
/** Shorter parts of a compound are endings rather than words. */
const shortestPart = 3;
/** Words of each side in "the lamp of the writing desk". */
const mostOnASide = 2;

/** Words that are neither of the language nor of the home. */
export function unknownAt(words: readonly string[], { home, isOrdinary }: Hearing): readonly number[] {
  return words.flatMap((word, at) => /\d/.test(word) || isOrdinary(word) || home.has(word) || home.isOption(word) ? [] : [at]);
}

/** All edits of a sentence; a word that is known is never taken for another, only put together with its neighbours. None where an unknown word would stay. */
export function editsOf(sentence: readonly Word[], unknown: ReadonlySet<number>, hearing: Hearing): readonly Edit[] {
  const words = sentence.map(({ text }) => text);
  const edits: Edit[] = [];
  let lastUnknown: number | undefined;
  // Nothing is half understood, and most talk ends at its first strange word: the rest of it is not looked at.
  const isCovered = (at: number | undefined) => at === undefined || edits.some(({ start, end }) => start <= at && at < end);
  for (const at of words.keys()) {
    if (lastUnknown !== undefined && at > lastUnknown + 1 && !isCovered(lastUnknown)) return [];
    if (unknown.has(at)) {
      lastUnknown = at;
      edits.push(...compoundOrMisheard(words, at, hearing));
    } else if (unknown.size === 0) edits.push(...sameSound(words, at, hearing));
    edits.push(...together(sentence, at, unknown, hearing), ...sameSyllables(words, at, unknown, hearing), ...numbered(words, at, hearing), ...turned(words, at, hearing));
  }
  return isCovered(lastUnknown) ? edits : [];
}

/** One word that is nearly one of the home's. */
function misheard(words: readonly string[], at: number, { home, soundOf, isOrdinary }: Hearing): readonly Edit[] {
  const said = words[at] ?? "";
  return home.near({ letters: said, sounds: soundOf(said) }).flatMap((near): readonly Edit[] => {
    const [only = ""] = near.words;
    const isSupported = near.words.length > 1 || isBeside(words, at, only, home);
    // "rec" is too short to stand by itself, but not beside the "room" of "rec room". Nor is "flight" a question about all lights.
    const isWeak = near.isShort || (near.likeness !== "alike" && isOrdinary(only));
    return isWeak && !isSupported ? [] : againstRival(guess(at, at + 1, near), near.rival, isSupported ? 0 : limits.margin);
  });
}

/** A word of the language that sounds the same as one of a name, beside the rest of that name: "pull table". Asked after, for it was said. */
function sameSound(words: readonly string[], at: number, { home, soundOf }: Hearing): readonly Edit[] {
  const said = words[at] ?? "";
  const near = home.near({ letters: said, sounds: soundOf(said) });
  return near.filter(({ words: [only = "", ...more], distance }) => distance === 0 && only !== said && more.length === 0 && isBeside(words, at, only, home))
    .map((one) => ({ ...guess(at, at + 1, one), likeness: "perhaps" }));
}

/** Two characters that both were written with others of the same sound: "我是" for "臥室". Asked after where one of them is a word of the language. */
function sameSyllables(words: readonly string[], at: number, unknown: ReadonlySet<number>, { home, soundOf }: Hearing): readonly Edit[] {
  const [first = "", second = ""] = words.slice(at, at + 2);
  if (!isUnspaced(first) || !isUnspaced(second)) return [];
  return home.near({ letters: first + second, sounds: soundOf(first) + soundOf(second) })
    .filter(({ words: [one, other], distance }) => distance === 0 && other !== undefined && one !== first && other !== second)
    .map((near) => ({ ...guess(at, at + 2, near), likeness: unknown.has(at) && unknown.has(at + 1) ? "alike" : "perhaps" }));
}

/** Would this word stand beside its neighbour as it does in a name of the home? */
function isBeside(words: readonly string[], at: number, word: string, home: HomeWordsIndex): boolean {
  return home.follows(words[at - 1] ?? "", word) || home.follows(word, words[at + 1] ?? "");
}

/** Taken only when it is nearer by `margin` than what other houses have, and not even asked after when that is nearer by as much. */
function againstRival(edit: Edit, rival: number, margin: number): readonly Edit[] {
  if (edit.distance > rival + limits.margin) return [];
  return [edit.likeness === "alike" && edit.distance + margin > rival ? { ...edit, likeness: "perhaps" } : edit];
}

function guess(start: number, end: number, { words, distance, likeness }: NearWords): Edit {
  return { start, end, words, distance, likeness, isGuess: true };
}

function sure(start: number, end: number, words: readonly string[]): Edit {
  return { start, end, words, distance: 0, likeness: "alike", isGuess: false };
}

/**
 * "livingroom", "Wohnzimmerlicht", "Küchenlampe": two known parts, perhaps with a linking letter between them, the first of which
 * may be misheard. "Kellerlampe" is no such thing where there is no cellar, and then no other lamp either.
 */
function compoundOrMisheard(words: readonly string[], at: number, hearing: Hearing): readonly Edit[] {
  const { home, possessives } = hearing;
  const said = words[at] ?? "";
  const owners = possessives.filter((ending) => said.endsWith(ending)).map((ending) => said.slice(0, -ending.length)).filter((owner) => home.has(owner));
  const whole = [...home.joined(said).map((found) => found.words), ...owners.map((owner) => [owner])];
  const cuts = cutsOf(said, hearing);
  const known = [...whole, ...cuts.flatMap(({ heads, tails }) => heads.flatMap((head) => home.joined(head).flatMap((first) => tails.map((last) => [...first.words, ...last]))))];
  if (known.length > 0) return known.map((found) => sure(at, at + 1, found));
  if (cuts.some(({ heads }) => heads.some((head) => home.isCommon(head)))) return [];
  return [...misheard(words, at, hearing), ...cuts.flatMap((cut) => misheardHead(cut, at, hearing))];
}

type Cut = { readonly heads: readonly string[]; readonly tails: readonly (readonly string[])[] };

/** The ways to cut a word in two of which the second is known; of the first, with and without a link. */
function cutsOf(said: string, { home, links }: Hearing): readonly Cut[] {
  const cuts: Cut[] = [];
  for (let cut = shortestPart; cut <= said.length - shortestPart; cut++) {
    const tails = home.joined(said.slice(cut)).map(({ words }) => words);
    if (tails.length === 0) continue;
    const head = said.slice(0, cut);
    cuts.push({ tails, heads: ["", ...links].filter((link) => head.endsWith(link)).map((link) => head.slice(0, head.length - link.length)).filter((part) => part.length >= shortestPart) });
  }
  return cuts;
}

/** "Wonzimmerlicht" */
function misheardHead({ heads, tails }: Cut, at: number, { home, soundOf }: Hearing): readonly Edit[] {
  const [head = ""] = heads;
  return home.near({ letters: head, sounds: soundOf(head) }).filter(({ likeness, isShort }) => likeness === "alike" && !isShort)
    .flatMap((near) => tails.flatMap((tail) => againstRival({ ...guess(at, at + 1, near), words: [...near.words, ...tail] }, near.rival, limits.margin)));
}

/** "bed room", "air con": words that are one when written together. With an unknown one among them they may be misheard too: "bed sight". */
function together(sentence: readonly Word[], at: number, unknown: ReadonlySet<number>, { home, soundOf, isOrdinary, links }: Hearing): readonly Edit[] {
  const edits: Edit[] = [];
  const texts: string[] = [sentence[at]?.text ?? ""];
  for (let end = at + 2; end <= Math.min(sentence.length, at + mostJoined); end++) {
    const next = sentence[end - 1];
    if (next === undefined || next.afterBreak) break;
    const isKnown = new Set(["", ...links].map((link) => texts.join("") + link + next.text));
    texts.push(next.text);
    for (const letters of isKnown) for (const { words } of home.joined(letters)) if (words.join(" ") !== texts.join(" ")) edits.push(sure(at, end, words));
    const mayBeMisheard = end === at + 2 && (unknown.has(at) || unknown.has(at + 1)) && texts.every((word) => home.has(word) || !isOrdinary(word));
    if (!mayBeMisheard) continue;
    const near = home.near({ letters: texts.join(""), sounds: texts.map(soundOf).join("") });
    edits.push(...near.filter(({ words, isShort, likeness }) => likeness === "alike" && !isShort && words.length === 1).flatMap((one) => againstRival(guess(at, end, one), one.rival, limits.margin)));
  }
  return edits;
}

/** "lamp number 2", "the second lamp". */
function numbered(words: readonly string[], at: number, { home, numberSigns, ordinals }: Hearing): readonly Edit[] {
  const said = words[at] ?? "";
  const edits: Edit[] = [];
  if (numberSigns.has(said) && home.follows(words[at - 1] ?? "", words[at + 1] ?? "")) edits.push(sure(at, at + 1, []));
  const number = ordinals.get(said);
  if (number === undefined) return edits;
  for (let end = at + 2; end <= Math.min(words.length, at + 1 + mostJoined); end++) {
    const named = words.slice(at + 1, end);
    if (home.follows(named.at(-1) ?? "", String(number))) edits.push(sure(at, end, [...named, String(number)]));
  }
  return edits;
}

/** "the lamp of the desk" → "desk lamp", "Lampe am Schreibtisch" → "Schreibtischlampe". */
function turned(words: readonly string[], at: number, { home, belongsTo, articles, links }: Hearing): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { end: afterWord } of phrasesAt(belongsTo, words, at)) {
    let owner = afterWord;
    while (articles.has(words[owner] ?? "")) owner++;
    for (let start = Math.max(0, at - mostOnASide); start < at; start++) {
      for (let end = owner + 1; end <= Math.min(words.length, owner + mostOnASide); end++) {
        const [thing, place] = [words.slice(start, at), words.slice(owner, end)];
        const [last = "", first = ""] = [place.at(-1), thing[0]];
        if (home.follows(last, first)) edits.push(sure(start, end, [...place, ...thing]));
        if (thing.length > 1 || place.length > 1) continue;
        for (const link of new Set(["", ...links])) for (const whole of home.joined(last + link + first)) if (whole.words.length === 1) edits.push(sure(start, end, whole.words));
      }
    }
  }
  return edits;
}
