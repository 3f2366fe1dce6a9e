// (pure) A sentence that nothing matched → the sentences it may have been, the likeliest first.
import type { Home } from "../home/home.ts";
import type { Edit, Hearing } from "./heard-edit.ts";
import { editsOf, unknownAt } from "./heard-otherwise.ts";
import { compoundOrMisheard } from "./misheard-words.ts";
import { createHomeWords } from "./home-words.ts";
import type { Intents } from "./intent.ts";
import { ordinaryWordsOf } from "./ordinary-words.ts";
import { createPhrases } from "./phrases.ts";
import { type Likeness, likenesses } from "./sound-words.ts";
import { soundsOf } from "./sounds.ts";
import { textOf, type Word } from "./words.ts";

/** A sentence that was perhaps meant. `distance` sums those of its edits, `likeness` is the least of theirs. */
export type Rehearing = { readonly words: readonly Word[]; readonly edits: readonly Edit[]; readonly distance: number; readonly likeness: Likeness; readonly isGuess: boolean };

export type HeardAgain = {
  /** Words that neither the language nor the home knows; of several, those that nothing in the home is like. */
  readonly unknown: readonly string[];
  readonly rehearings: readonly Rehearing[];
};

/** More misheard words than this in one sentence are other talk. */
const mostUnknown = 4;
/** Places that are read differently in one sentence beside those that must be, and sentences that are looked at. */
const mostFreeEdits = 2;
const mostCombined = 400;
const mostRehearings = 12;

/** Makes the function that hears a sentence again with a home's names in mind. Costs the words of the sentence, not the names of the home. */
export function createHearAgain(intents: Intents): (words: readonly Word[], home: Home) => HeardAgain {
  const { language } = intents;
  const plain = (text: string) => (intents.normalise(text) ?? []).map(textOf);
  const ordinary = ordinaryWordsOf(intents);
  const homeWordsOf = createHomeWords(intents);
  const hearing: Omit<Hearing, "home"> = {
    soundOf: soundsOf(language.sounds, intents.syllables).of,
    isOrdinary: (word) => ordinary.has(word),
    articles: new Set(language.articles.flatMap(plain)),
    links: language.compoundLinks,
    possessives: language.possessive.map((ending) => ending.replace(/[^\p{L}]/gu, "")).filter((ending) => ending !== ""),
    ordinals: new Map(Object.entries(language.ordinals).map(([word, number]) => [plain(word).join(" "), number])),
    numberSigns: new Set(language.numberSigns.flatMap(plain)),
    belongsTo: createPhrases(language.belongsTo.map((phrase) => [plain(phrase), true] as const)),
  };
  return (words, home) => {
    const own = { ...hearing, home: homeWordsOf(home) };
    const texts = words.map(textOf);
    const unknown = unknownAt(texts, own);
    const told = unknown.map((at) => texts[at] ?? "");
    if (unknown.length > mostUnknown) return { unknown: told, rehearings: [] };
    const rehearings = combined(words, editsOf(words, new Set(unknown), own), new Set(unknown));
    if (rehearings.length > 0 || unknown.length < 2) return { unknown: told, rehearings };
    // "the zorblax lamp in the kitchin": it is not the kitchen that is strange.
    const strange = unknown.filter((at) => compoundOrMisheard(texts, at, own).length === 0).map((at) => texts[at] ?? "");
    return { unknown: strange.length > 0 ? strange : told, rehearings };
  };
}

/** All ways to choose edits that do not overlap and leave no unknown word. */
function combined(words: readonly Word[], edits: readonly Edit[], unknown: ReadonlySet<number>): readonly Rehearing[] {
  const found: Rehearing[] = [];
  const most = unknown.size + mostFreeEdits;
  let looked = 0;
  const choose = (at: number, chosen: readonly Edit[]): void => {
    if (++looked > mostCombined) return;
    if (at >= words.length) {
      if (chosen.length > 0) found.push(edited(words, chosen));
      return;
    }
    if (chosen.length < most) for (const edit of edits) if (edit.start === at) choose(edit.end, [...chosen, edit]);
    if (!unknown.has(at)) choose(at + 1, chosen);
  };
  choose(0, []);
  const sorted = found.sort((a, b) => a.distance - b.distance || Number(a.isGuess) - Number(b.isGuess) || a.edits.length - b.edits.length);
  // "bed room" is "bedroom" by its letters and by its sound.
  const likeliest = new Map<string, Rehearing>();
  for (const one of sorted) {
    const key = one.words.map(textOf).join(" ");
    if (!likeliest.has(key)) likeliest.set(key, one);
  }
  return [...likeliest.values()].slice(0, mostRehearings);
}

function edited(words: readonly Word[], edits: readonly Edit[]): Rehearing {
  const result: Word[] = [];
  let at = 0;
  for (const edit of edits) {
    result.push(...words.slice(at, edit.start));
    const breaks = words[edit.start]?.afterBreak === true;
    for (const [index, text] of edit.words.entries()) result.push({ text, afterBreak: index === 0 && breaks });
    at = edit.end;
  }
  result.push(...words.slice(at));
  return { words: result, edits, distance: edits.reduce((sum, { distance }) => sum + distance, 0), likeness: likenesses.findLast((one) => edits.some(({ likeness }) => likeness === one)) ?? "alike", isGuess: edits.some(({ isGuess }) => isGuess) };
}
