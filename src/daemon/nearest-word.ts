// "Did you mean …?" (pure)
import { editDistance } from "../base/edit-distance.ts";

/** The word most like `asked`, or undefined when none is near: at most a third of its letters may differ. */
export function nearestWord(asked: string, words: readonly string[]): string | undefined {
  const lower = asked.slice(0, 60).toLowerCase();
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const word of words) {
    const distance = editDistance(lower, word.toLowerCase());
    if (distance <= Math.max(1, word.length / 3) && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}
