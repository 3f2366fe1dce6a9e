// (pure) "hey, could you please … for me, thanks": words around a command that change nothing.
import type { LanguageData } from "./language.ts";
import { createPhrases, longestAt, phrasesAt } from "./phrases.ts";
import { type Normalise, textOf, type Word } from "./words.ts";

type Polite = Pick<LanguageData, "politeStart" | "politeEnd" | "politeAround">;

/** Makes the function that takes polite words off both ends. A sentence of nothing else becomes empty. */
export function createWithoutPoliteness({ politeStart, politeEnd, politeAround = [] }: Polite, normalise: Normalise): (words: readonly Word[]) => readonly Word[] {
  const plain = (phrase: string) => (normalise(phrase) ?? []).map(textOf);
  const starts = createPhrases(politeStart.map((phrase) => [plain(phrase), true] as const));
  const around = createPhrases(politeAround.map(({ start, end }) => [plain(start), plain(end)] as const));
  const ends = createPhrases(politeEnd.map((phrase) => [plain(phrase).reverse(), true] as const));
  return (words) => {
    const texts = words.map(textOf);
    let start = 0;
    let cut = 0;
    for (;;) {
      const closing = phrasesAt(around, texts, start).map(({ end, values }) => ({ end, length: values.find((ending) => endsWith(texts, ending, end))?.length })).at(-1);
      if (closing?.length !== undefined) cut = closing.length;
      const end = closing?.length === undefined ? longestAt(starts, texts, start)?.end : closing.end;
      if (end === undefined) break;
      start = end;
    }
    const backwards = texts.slice(start).reverse();
    for (let found = longestAt(ends, backwards, cut); found !== undefined; found = longestAt(ends, backwards, cut)) cut = found.end;
    return words.slice(start, words.length - cut);
  };
}

/** Whether the words end so, with something left between `from` and there. */
function endsWith(texts: readonly string[], ending: readonly string[], from: number): boolean {
  const at = texts.length - ending.length;
  return at > from && ending.every((word, index) => texts[at + index] === word);
}
