// (pure) The sentences that a template stands for, and which slots each of them has.
import type { Template } from "./template.ts";

/** Every sentence of a template whose rules are expanded; a slot stays `{name}`. */
export function* sampleTemplate(template: Template): Generator<string> {
  switch (template.kind) {
    case "text": yield template.text; return;
    case "slot": yield `{${template.name}}`; return;
    case "rule": yield `<${template.name}>`; return;
    case "choice": for (const option of template.options) yield* sampleTemplate(option); return;
    case "sequence": yield* sampleSequence(template.items, 0); return;
  }
}

function* sampleSequence(items: readonly Template[], at: number): Generator<string> {
  const first = items[at];
  if (first === undefined) { yield ""; return; }
  for (const start of sampleTemplate(first)) for (const end of sampleSequence(items, at + 1)) yield start + end;
}

/** Different sets of slots in one template; more is no sentence of a person. */
const mostSets = 500;

/** The sets of slots that sentences of a template have, or the slot that one of them would have twice, or "tooMany". */
export type SlotSets = { readonly ok: true; readonly sets: readonly (readonly string[])[] } | { readonly ok: false; readonly twice: string } | { readonly ok: false; readonly twice: undefined };

export function slotSetsOf(template: Template): SlotSets {
  switch (template.kind) {
    case "text": case "rule": return { ok: true, sets: [[]] };
    case "slot": return { ok: true, sets: [[template.name]] };
    case "choice": return joinedSets(template.options.map(slotSetsOf));
    case "sequence": return template.items.reduce<SlotSets>((before, item) => before.ok ? crossedSets(before.sets, slotSetsOf(item)) : before, { ok: true, sets: [[]] });
  }
}

function joinedSets(all: readonly SlotSets[]): SlotSets {
  const sets = new Map<string, readonly string[]>();
  for (const one of all) {
    if (!one.ok) return one;
    for (const set of one.sets) sets.set(set.join(" "), set);
  }
  return sets.size > mostSets ? { ok: false, twice: undefined } : { ok: true, sets: [...sets.values()] };
}

function crossedSets(before: readonly (readonly string[])[], next: SlotSets): SlotSets {
  if (!next.ok) return next;
  const sets = new Map<string, readonly string[]>();
  for (const one of before) {
    for (const other of next.sets) {
      const twice = other.find((name) => one.includes(name));
      if (twice !== undefined) return { ok: false, twice };
      const both = [...one, ...other].sort();
      sets.set(both.join(" "), both);
      if (sets.size > mostSets) return { ok: false, twice: undefined };
    }
  }
  return { ok: true, sets: [...sets.values()] };
}
