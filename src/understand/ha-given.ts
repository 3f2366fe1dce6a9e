// (pure) What one sentence of Home Assistant's files gives: the slots that were said, and those its block gives beforehand.
import type { HaBlock } from "./ha-source.ts";
import { severalMark, slotOfKey } from "./ha-templates.ts";
import type { SlotSpec } from "./intent.ts";
import type { SlotValue } from "./slots.ts";
import type { FilledSlot, Match } from "./template-match.ts";

/** A slot by the name that Home Assistant gives it; a number is NaN where its list does not reach. */
export type HaGiven = {
  readonly words: (slot: string) => readonly string[];
  readonly number: (slot: string) => number | undefined;
  /** The part of the sentence that a slot took, where it took one of these. */
  readonly said: <L extends SlotValue["list"]>(slot: string, list: L) => (FilledSlot & { readonly value: Extract<SlotValue, { list: L }> }) | undefined;
  readonly has: (slot: string) => boolean;
};

/** @param scales what a list multiplies its numbers with, by `list:slot` */
export function givenBy(block: HaBlock, match: Match, scales: Readonly<Record<string, number>>): HaGiven {
  const bySlot = new Map(match.slots.map((slot) => [slotOfKey(slot.name), slot] as const));
  const wordsOf = (slot: string): readonly string[] => {
    const filled = bySlot.get(slot)?.value;
    if (filled?.list === "oneOf") return String(filled.chosen).split(severalMark);
    if (filled?.list === "label") return [filled.text];
    const written = filled === undefined ? block.slots[slot] : undefined;
    return written === undefined ? [] : typeof written === "object" ? written : [String(written)];
  };
  const numberOf = (slot: string): number | undefined => {
    const filled = bySlot.get(slot);
    if (filled?.value.list === "number") return scaled(filled.value.value, match.accepted.intent.slots[filled.name], scales[filled.name] ?? 1);
    const [word] = wordsOf(slot);
    return word === undefined || word.trim() === "" || Number.isNaN(Number(word)) ? undefined : Number(word);
  };
  return {
    words: wordsOf,
    number: numberOf,
    said: (slot, list) => {
      const filled = bySlot.get(slot);
      return filled !== undefined && isOf(filled, list) ? filled : undefined;
    },
    has: (slot) => bySlot.has(slot) || block.slots[slot] !== undefined,
  };
}

function isOf<L extends SlotValue["list"]>(filled: FilledSlot, list: L): filled is FilledSlot & { readonly value: Extract<SlotValue, { list: L }> } {
  return filled.value.list === list;
}

function scaled(said: number, spec: SlotSpec | undefined, scale: number): number {
  return spec?.list === "number" && (said < spec.min || said > spec.max) ? NaN : said * scale;
}
