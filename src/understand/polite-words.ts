// (pure) "hey, could you please … for me, thanks": words around a command that change nothing.
import type { LanguageData } from "./language.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import { type Normalise, textOf, type Word } from "./words.ts";

/** Makes the function that takes polite words off both ends. A sentence of nothing else becomes empty. */
export function createWithoutPoliteness({ politeStart, politeEnd }: Pick<LanguageData, "politeStart" | "politeEnd">, normalise: Normalise): (words: readonly Word[]) => readonly Word[] {
  const plain = (phrase: string) => (normalise(phrase) ?? []).map(textOf);
  const starts = createPhrases(politeStart.map((phrase) => [plain(phrase), true] as const));
  const ends = createPhrases(politeEnd.map((phrase) => [plain(phrase).reverse(), true] as const));
  return (words) => {
    const texts = words.map(textOf);
    let start = 0;
    for (let found = longestAt(starts, texts, start); found !== undefined; found = longestAt(starts, texts, start)) start = found.end;
    const backwards = texts.slice(start).reverse();
    let cut = 0;
    for (let found = longestAt(ends, backwards, cut); found !== undefined; found = longestAt(ends, backwards, cut)) cut = found.end;
    return words.slice(start, words.length - cut);
  };
}
