// (pure) Several commands in one breath: "turn on the kitchen light and lock the front door".
import { longestAt, type Phrases } from "./phrases.ts";
import { textOf, type Word } from "./words.ts";

/** A place where one command may end and the next begin; a joining word between them belongs to neither. */
type Seam = { readonly before: number; readonly after: number };

/** More commands than fit into one breath. */
const mostSeams = 9;
/** Words of one command in a breath; longer parts are not looked at. */
const longestPiece = 30;

/** What reads a piece: by its own words, or with words of the piece beside it. */
export type PieceReader<T> = {
  readonly own: (piece: readonly Word[], previous: T | undefined) => T | undefined;
  readonly borrowed: (piece: readonly Word[], lender: T) => T | undefined;
};

/**
 * Cuts the words at joiners and commas into the fewest pieces that are each understood. A piece may borrow from the one
 * before it; those at the start, from the first that is understood ("the lamp and the fan off"). Undefined when some
 * words belong to no command: nothing is ever half understood. What is a command between two seams never ends a
 * longer one, and each stretch of words is read once for each piece that may stand before it: the cost grows with a small
 * power of the seams, never with the ways to cut.
 */
export function splitCommands<T extends object>(words: readonly Word[], joiners: Phrases<true>, reader: PieceReader<T>): readonly T[] | undefined {
  const elements = elementsOf(words, joiners);
  if (elements.length < 2) return undefined;
  const read = remembering(words, elements, reader);
  const solved = new Map<string, readonly T[] | undefined>();
  const rest = (from: number, previous: T): readonly T[] | undefined => {
    if (from === elements.length) return [];
    const key = `${from} ${read.numberOf(previous)}`;
    if (!solved.has(key)) solved.set(key, fewest(read.endsFrom(from).map((last) => () => followed(read.own(from, last, previous) ?? read.borrowed(from, last, previous), last))));
    return solved.get(key);
  };
  const followed = (piece: T | undefined, last: number): readonly T[] | undefined => {
    const others = piece === undefined ? undefined : rest(last + 1, piece);
    return piece === undefined || others === undefined ? undefined : [piece, ...others];
  };
  const startingAt = (first: number) => read.endsFrom(first).map((last) => () => {
    const piece = read.own(first, last, undefined);
    const waiting = piece === undefined ? [] : range(0, first).map((index) => read.borrowed(index, index, piece));
    const others = followed(waiting.includes(undefined) ? undefined : piece, last);
    return others === undefined ? undefined : [...waiting.filter((one) => one !== undefined), ...others];
  });
  return fewest(range(0, elements.length).flatMap(startingAt).map((solve) => () => { const found = solve(); return found !== undefined && found.length > 1 ? found : undefined; }));
}

/** The words cut at every seam, for telling which piece was not understood. */
export function piecesOf(words: readonly Word[], joiners: Phrases<true>): readonly (readonly Word[])[] {
  const elements = elementsOf(words, joiners);
  return elements.length === 0 ? [words] : elements.map(({ start, end }) => words.slice(start, end)).filter((piece) => piece.length > 0);
}

type Element = { readonly start: number; readonly end: number };

/** The stretches between seams; none when there are too many seams. */
function elementsOf(words: readonly Word[], joiners: Phrases<true>): readonly Element[] {
  const seams = seamsOf(words, joiners);
  if (seams.length > mostSeams) return [];
  const starts = [0, ...seams.map(({ after }) => after)];
  return starts.map((start, index) => ({ start, end: seams[index]?.before ?? words.length }));
}

/** Each stretch is read once by itself and once for each piece before it. */
function remembering<T extends object>(words: readonly Word[], elements: readonly Element[], reader: PieceReader<T>) {
  const numbers = new Map<T, number>();
  const known = new Map<string, T | undefined>();
  const numberOf = (piece: T | undefined): number => {
    if (piece === undefined) return -1;
    const number = numbers.get(piece) ?? numbers.size;
    numbers.set(piece, number);
    return number;
  };
  const once = (key: string, from: number, last: number, look: (piece: readonly Word[]) => T | undefined): T | undefined => {
    const piece = words.slice(elements[from]?.start, elements[last]?.end);
    if (piece.length === 0 || piece.length > longestPiece) return undefined;
    if (!known.has(key)) known.set(key, look(piece));
    return known.get(key);
  };
  const own = (from: number, last: number, previous: T | undefined) => once(`own ${from} ${last} ${numberOf(previous)}`, from, last, (piece) => reader.own(piece, previous));
  return {
    numberOf, own,
    /** Where a piece that begins here may end: before the next stretch that is a command by itself. */
    endsFrom(from: number): readonly number[] {
      const next = range(from + 1, elements.length).find((at) => own(at, at, undefined) !== undefined);
      return range(from, next ?? elements.length);
    },
    borrowed: (from: number, last: number, lender: T) => once(`borrowed ${from} ${last} ${numberOf(lender)}`, from, last, (piece) => reader.borrowed(piece, lender)),
  };
}

function range(from: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index);
}

/** The shortest of the answers; of equals the first. */
function fewest<T>(answers: readonly (() => readonly T[] | undefined)[]): readonly T[] | undefined {
  let best: readonly T[] | undefined;
  for (const answer of answers) {
    const found = answer();
    if (found !== undefined && (best === undefined || found.length < best.length)) best = found;
  }
  return best;
}

/** Where the words may be cut; none of them at an end. */
export function seamsOf(words: readonly Word[], joiners: Phrases<true>): readonly Seam[] {
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
