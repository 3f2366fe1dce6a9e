// (pure) All templates together as one machine over words, so that matching never tries template after template.
import type { Intent, SlotSpec } from "./intent.ts";
import type { Template } from "./template.ts";
import { type Normalise, textOf } from "./words.ts";

/** A sentence of an intent, as the machine accepts it. `slots` in the order they stand. */
export type Accepted = { readonly intent: Intent; readonly text: string; readonly slots: readonly string[] };

export type SlotEdge = { readonly spec: SlotSpec; readonly to: number };

/** One state of the machine: where each word and each slot leads, and which sentences end here. */
export type State = { readonly words: ReadonlyMap<string, number>; readonly slots: readonly SlotEdge[]; readonly accepts: readonly Accepted[] };

/** State 0 is the start. Sentences share their beginnings and their ends of equal words, whatever intent they are of. */
export type Automaton = readonly State[];

/** Slots that take the same words are one edge; range and sign are looked at when the value is known. */
export function slotKey(spec: SlotSpec): string {
  switch (spec.list) {
    case "number": return `{number ${spec.unit}}`;
    case "kind": return `{kind ${spec.only?.join(" ") ?? ""}}`;
    case "words": return `{words ${spec.name}}`;
    case "name": case "area": case "color": case "state": case "quantity": case "option": case "label": case "duration": return `{${spec.list}}`;
  }
}

/** Builds the machine: templates → states with free moves → states without (subset construction). */
export function buildAutomaton(intents: readonly Intent[], normalise: Normalise): Automaton {
  const draft = createDraft(normalise);
  for (const intent of intents) {
    for (const sentence of intent.sentences) {
      const slots: string[] = [];
      const end = draft.add(sentence.template, 0, intent, slots);
      draft.accepts(end).push({ intent, text: sentence.text, slots });
    }
  }
  return determine(draft);
}

type DraftState = { readonly edges: Map<string, { readonly spec: SlotSpec | undefined; readonly to: number[] }>; readonly free: number[]; readonly accepts: Accepted[] };

function createDraft(normalise: Normalise) {
  const states: DraftState[] = [];
  const wordsOf = new Map<string, readonly string[]>();
  const plain = (text: string) => {
    const words = wordsOf.get(text) ?? (normalise(text) ?? []).map(textOf);
    wordsOf.set(text, words);
    return words;
  };
  const newState = () => states.push({ edges: new Map(), free: [], accepts: [] }) - 1;
  const stateAt = (index: number) => states[index] as DraftState;
  const edge = (from: number, key: string, spec: SlotSpec | undefined) => {
    const to = newState();
    const known = stateAt(from).edges.get(key);
    if (known === undefined) stateAt(from).edges.set(key, { spec, to: [to] });
    else known.to.push(to);
    return to;
  };
  newState();
  /** Adds a template after state `from`; gives its last state and collects its slots. */
  function add(template: Template, from: number, intent: Intent, slots: string[]): number {
    switch (template.kind) {
      case "word": return plain(template.text).reduce((at, word) => edge(at, word, undefined), from);
      case "slot": {
        const spec = intent.slots[template.name];
        if (spec === undefined) throw new TypeError(`slot ${template.name} of ${intent.id} was not checked`);
        slots.push(template.name);
        return edge(from, slotKey(spec), spec);
      }
      case "sequence": return template.items.reduce((at, item) => add(item, at, intent, slots), from);
      case "choice": {
        const end = newState();
        for (const option of template.options) stateAt(add(option, from, intent, slots)).free.push(end);
        return end;
      }
      case "rule": throw new TypeError(`rule ${template.name} of ${intent.id} was not expanded`);
    }
  }
  return { add, stateAt, accepts: (index: number) => stateAt(index).accepts };
}

/** Joins all states that the same words reach into one. */
function determine(draft: ReturnType<typeof createDraft>): Automaton {
  const numberOf = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const numbered = (members: readonly number[]): number => {
    const closed = closure(draft, members);
    const key = closed.join(" ");
    let index = numberOf.get(key);
    if (index === undefined) {
      index = sets.push(closed) - 1;
      numberOf.set(key, index);
    }
    return index;
  };
  numbered([0]);
  const states: State[] = [];
  for (let at = 0; at < sets.length; at++) states.push(joinedState(draft, sets[at] ?? [], numbered));
  return states;
}

function joinedState(draft: ReturnType<typeof createDraft>, members: readonly number[], numbered: (members: readonly number[]) => number): State {
  const joined = new Map<string, { readonly spec: SlotSpec | undefined; readonly to: number[] }>();
  const accepts: Accepted[] = [];
  for (const member of members) {
    const state = draft.stateAt(member);
    accepts.push(...state.accepts);
    for (const [key, edge] of state.edges) {
      const known = joined.get(key);
      if (known === undefined) joined.set(key, { spec: edge.spec, to: [...edge.to] });
      else known.to.push(...edge.to);
    }
  }
  const words = new Map<string, number>();
  const slots: SlotEdge[] = [];
  for (const [key, edge] of joined) {
    const to = numbered(edge.to);
    if (edge.spec === undefined) words.set(key, to);
    else slots.push({ spec: edge.spec, to });
  }
  return { words, slots, accepts };
}

function closure(draft: ReturnType<typeof createDraft>, members: readonly number[]): readonly number[] {
  const reached = new Set(members);
  for (const member of reached) for (const next of draft.stateAt(member).free) reached.add(next);
  return [...reached].sort((a, b) => a - b);
}
