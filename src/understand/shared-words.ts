// (pure) "turn on the lamp and the fan": a part of a sentence that borrows its verb, or its end, from the part beside it.
import type { Match } from "./template-match.ts";
import { textOf, type Word } from "./words.ts";

/** A command that was understood, with the words that it was. */
export type Lender = { readonly match: Match; readonly words: readonly Word[] };

/** "turn off", "switch the": more words before a device are no verb that the next part would share. */
const longestVerb = 3;

/** The sentences that `piece` could be with words of `lender` around it, the likeliest first. */
export function borrowing(piece: readonly Word[], { match, words }: Lender, articles: ReadonlySet<string>): readonly (readonly Word[])[] {
  if (piece.length === 0) return [];
  const frames = framesOf(match);
  const sentences = frames.flatMap(({ start, end }) => {
    const before = withoutArticles(words.slice(0, start), articles);
    const after = words.slice(end);
    return after.length === 0 ? [[...before, ...piece]] : [[...before, ...piece, ...after], [...before, ...piece], [...piece, ...after]];
  });
  // "turn on the kitchen and off the hall": only the first words of the verb are shared.
  const verb = Math.min(longestVerb, (frames[0]?.start ?? 1) - 1);
  const starts = Array.from({ length: Math.max(0, verb) }, (_, count) => [...words.slice(0, count + 1), ...piece]);
  const all = new Map([...sentences, ...starts].map((sentence) => [sentence.map(textOf).join(" "), sentence]));
  all.delete(piece.map(textOf).join(" "));
  return [...all.values()];
}

/**
 * "open the blinds" with the end of "open the curtains in the bedroom": a room at the end of a list is the room of all.
 * Undefined when the first has a room of its own, or the last has none after its kind.
 */
export function sharingEnd(first: Lender, last: Lender): readonly Word[] | undefined {
  const [kind, lastKind] = [slotOfList(first.match, "kind"), slotOfList(last.match, "kind")];
  const area = slotOfList(last.match, "area");
  if (kind === undefined || lastKind === undefined || area === undefined || slotOfList(first.match, "area") !== undefined || area.start < lastKind.end) return undefined;
  return [...first.words.slice(0, kind.end), ...last.words.slice(lastKind.end, area.end), ...first.words.slice(kind.end)];
}

function slotOfList({ slots }: Match, list: "kind" | "area") {
  return slots.find(({ value }) => value.list === list);
}

type Frame = { readonly start: number; readonly end: number };

/** Where devices stand in the sentence: all of "the lights in the kitchen", then its first words alone. */
function framesOf({ slots }: Match): readonly Frame[] {
  const devices = slots.filter(({ value: { list } }) => list === "name" || list === "area" || list === "kind");
  const [first] = devices;
  const last = devices.at(-1);
  if (first === undefined || last === undefined) return [];
  return devices.length === 1 ? [first] : [{ start: first.start, end: last.end }, first];
}

/** "turn off the" is "turn off": the part that borrows brings its own article. */
function withoutArticles(words: readonly Word[], articles: ReadonlySet<string>): readonly Word[] {
  let end = words.length;
  while (end > 0 && articles.has(words[end - 1]?.text ?? "")) end--;
  return words.slice(0, end);
}
