// (pure) All templates together as one machine over words, so that matching never tries template after template.
import type { Intent, Sentence, SlotSpec } from "./intent.ts";
import { createDraft, type Draft, partMark } from "./automaton-draft.ts";
import type { Normalise } from "./words.ts";

/** A sentence of an intent, as the machine accepts it. */
export type Accepted = { readonly intent: Intent; readonly text: string };

export type SlotEdge = { readonly name: string; readonly spec: SlotSpec; readonly to: number };

/** One state of the machine: where each word and each slot leads, and which sentences end here. */
export type State = {
  readonly words: ReadonlyMap<string, number>;
  readonly slots: readonly SlotEdge[];
  readonly accepts: readonly Accepted[];
  /** Where letters lead that share their word with a slot before them. */
  readonly parts: ReadonlyMap<string, number>;
  /** Those of them behind which a slot may begin in the same word. */
  readonly openParts: readonly (readonly [letters: string, to: number])[];
  /** A slot may begin here in the middle of a word. */
  readonly opens: boolean;
};

/**
 * Sentences share their beginnings and their ends of equal words, whatever intent they are of. States are made when they are first
 * reached: a start costs no more than the sentences that are said, however many there could be.
 */
export type Automaton = {
  /** The state before the first word; numbers from an earlier start may then be void. */
  readonly start: () => number;
  readonly stateAt: (index: number) => State;
  /** Makes and gives every state; for checks. */
  readonly everyState: () => Iterable<State>;
  /** Every word of every sentence. */
  readonly words: ReadonlySet<string>;
  /** Sentences that can be said in too many ways, and are left out. */
  readonly tooWide: readonly Sentence[];
};

/** Far more than the sentences of one language reach; beyond it all are made anew, so that no talk fills the memory. */
const mostStates = 100_000;

/** Builds the machine: templates → states with free moves → states without (subset construction, a state at a time). */
export function buildAutomaton(intents: readonly Intent[], normalise: Normalise): Automaton {
  const draft = createDraft(normalise);
  for (const intent of intents) for (const sentence of intent.sentences) draft.addSentence(intent, sentence);
  return determine(draft);
}

/** Joins all states that the same words reach into one. */
function determine(draft: Draft): Automaton {
  const numberOf = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const states: State[] = [];
  const numbered = (members: readonly number[]): number => {
    const own = [...new Set(members)].sort((a, b) => a - b);
    const key = own.join(" ");
    let index = numberOf.get(key);
    if (index === undefined) {
      index = sets.push(own) - 1;
      numberOf.set(key, index);
    }
    return index;
  };
  const stateAt = (index: number): State => {
    let state = states[index];
    if (state === undefined) {
      state = joinedState(draft, closure(draft, sets[index] ?? []), numbered);
      states[index] = state;
    }
    return state;
  };
  return {
    start() {
      if (sets.length > mostStates) {
        numberOf.clear();
        sets.length = 0;
        states.length = 0;
      }
      return sets.length === 0 ? numbered([0]) : 0;
    },
    stateAt,
    words: draft.words,
    tooWide: draft.tooWide,
    *everyState() {
      if (sets.length === 0) numbered([0]);
      for (let at = 0; at < sets.length; at++) yield stateAt(at);
    },
  };
}

function joinedState(draft: Draft, members: readonly number[], numbered: (members: readonly number[]) => number): State {
  const joined = new Map<string, { readonly slot: { readonly name: string; readonly spec: SlotSpec } | undefined; readonly to: number[] }>();
  const accepts: Accepted[] = [];
  let opens = false;
  for (const member of members) {
    const state = draft.stateAt(member);
    opens ||= state.opens;
    accepts.push(...state.accepts);
    for (const [key, edge] of state.edges) {
      const known = joined.get(key);
      if (known === undefined) joined.set(key, { slot: edge.slot, to: [...edge.to] });
      else known.to.push(...edge.to);
    }
  }
  const words = new Map<string, number>();
  const slots: SlotEdge[] = [];
  const parts = new Map<string, number>();
  const openParts: (readonly [string, number])[] = [];
  for (const [key, { slot, to }] of joined) {
    const next = numbered(to);
    if (slot !== undefined) slots.push({ ...slot, to: next });
    else if (!key.startsWith(partMark)) words.set(key, next);
    else {
      parts.set(key.slice(partMark.length), next);
      if (closure(draft, to).some((member) => draft.stateAt(member).opens)) openParts.push([key.slice(partMark.length), next]);
    }
  }
  return { words, slots, accepts, parts, openParts, opens };
}

function closure(draft: Draft, members: readonly number[]): readonly number[] {
  const reached = new Set(members);
  for (const member of reached) for (const next of draft.stateAt(member).free) reached.add(next);
  return [...reached].sort((a, b) => a - b);
}
