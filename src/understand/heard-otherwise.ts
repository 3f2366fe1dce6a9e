// (pure) What some words of a sentence may have been: misheard, mistyped, cut elsewhere, or said in another order.
import { againstRival, type Edit, guess, type Hearing, sure } from "./heard-edit.ts";
import { compoundOrMisheard, sameSound, sameSyllables } from "./misheard-words.ts";
import { phrasesAt } from "./phrases.ts";
import { limits } from "./sound-words.ts";
import type { Word } from "./words.ts";

/** Words of one name that are said as one or cut further: "t v set". */
const mostJoined = 3;
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
  return isCovered(lastUnknown) ? withoutIdleGuesses(edits) : [];
}

/** "bed room" is "bedroom" by its letters: what else it sounds like is not asked. */
function withoutIdleGuesses(edits: readonly Edit[]): readonly Edit[] {
  const sureOnes = edits.filter(({ isGuess }) => !isGuess);
  return edits.filter((edit) => !edit.isGuess || !sureOnes.some(({ start, end }) => start <= edit.start && edit.end <= end));
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
