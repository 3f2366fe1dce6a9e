// (pure) Several commands in one breath: "turn on the kitchen light and lock the front door".
import { longestAt, type Phrases } from "./phrases.ts";
import { textOf, type Word } from "./words.ts";

/** A place where one command may end and the next begin; a joining word between them belongs to neither. */
type Seam = { readonly before: number; readonly after: number };

/** More commands than fit into one breath, and few enough to try all 2^8 ways to cut. */
const mostSeams = 8;

/**
 * Cuts the words at joiners and commas into the fewest pieces that are each understood by `understand`, which is given
 * what the piece before it gave. Undefined when some words belong to no command: nothing is ever half understood.
 */
export function splitCommands<T>(words: readonly Word[], joiners: Phrases<true>, understand: (piece: readonly Word[], previous: T | undefined) => T | undefined): readonly T[] | undefined {
  const seams = seamsOf(words, joiners);
  if (seams.length === 0 || seams.length > mostSeams) return undefined;
  const cut = (start: number, previous: T | undefined, pieces: number): readonly T[] | undefined => {
    if (pieces === 1) {
      const last = understand(words.slice(start), previous);
      return last === undefined ? undefined : [last];
    }
    for (const seam of seams) {
      if (seam.before <= start) continue;
      const piece = understand(words.slice(start, seam.before), previous);
      const rest = piece === undefined ? undefined : cut(seam.after, piece, pieces - 1);
      if (piece !== undefined && rest !== undefined) return [piece, ...rest];
    }
    return undefined;
  };
  for (let pieces = 2; pieces <= seams.length + 1; pieces++) {
    const found = cut(0, undefined, pieces);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The words cut at every seam, for telling which piece was not understood. */
export function piecesOf(words: readonly Word[], joiners: Phrases<true>): readonly (readonly Word[])[] {
  const seams = seamsOf(words, joiners);
  if (seams.length === 0 || seams.length > mostSeams) return [words];
  const starts = [0, ...seams.map(({ after }) => after)];
  return starts.map((start, index) => words.slice(start, seams[index]?.before ?? words.length)).filter((piece) => piece.length > 0);
}

function seamsOf(words: readonly Word[], joiners: Phrases<true>): readonly Seam[] {
  const texts = words.map(textOf);
  const seams: Seam[] = [];
  for (let at = 1; at < words.length; at++) {
    const joiner = longestAt(joiners, texts, at);
    if (joiner !== undefined && joiner.end < words.length) {
      seams.push({ before: at, after: joiner.end });
      at = joiner.end;
    } else if (words[at]?.afterBreak === true) seams.push({ before: at, after: at });
  }
  return seams;
}
