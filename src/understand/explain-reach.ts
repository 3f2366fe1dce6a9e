// (pure) How far the templates follow a sentence: for words that no template takes to their end.
import type { Automaton, State } from "./automaton.ts";
import type { SlotSpec } from "./intent.ts";
import type { SentenceReader } from "./slots.ts";

export type Reach = {
  /** Words that some template takes from the start. */
  readonly count: number;
  /** What templates have next there: words, and slots in braces; empty where one may end. */
  readonly next: readonly string[];
  /** Templates that begin so, the shortest way to their end first. */
  readonly templates: readonly { readonly intent: string; readonly template: string }[];
};

/** What a person reads of each. */
const mostNext = 8;
const mostTemplates = 3;
/** Enough to find the nearest ends; a machine has some thousand states. */
const mostStates = 2000;

/**
 * Each state at each word once: the cost is words times states, whatever the sentence is. A timer's name may be any words,
 * so that coming to its end alone says nothing.
 */
export function reachOf(automaton: Automaton, sentence: SentenceReader): Reach {
  const seen = new Set<string>();
  let furthest = 0;
  let fronts = new Set<number>();
  const open: (readonly [state: number, at: number, counts: boolean])[] = [[automaton.start(), 0, true]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [number, at, counts] = place;
    const key = `${number} ${at} ${counts}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (counts && at > furthest) {
      furthest = at;
      fronts = new Set();
    }
    if (counts && at === furthest) fronts.add(number);
    const state = automaton.stateAt(number);
    const word = state.words.get(sentence.words[at] ?? "");
    if (word !== undefined) open.push([word, at + 1, true]);
    for (const { spec, to } of state.slots) for (const { end } of sentence.readAt(spec, at)) open.push([to, end, spec.list !== "label"]);
  }
  return { count: furthest, next: nextOf([...fronts].map((number) => automaton.stateAt(number))), templates: furthest === 0 ? [] : templatesFrom(automaton, fronts) };
}

function nextOf(states: readonly State[]): readonly string[] {
  const slots = states.flatMap((state) => state.slots.map(({ spec }) => `{${listName(spec)}}`));
  const words = states.flatMap((state) => [...state.words.keys()]);
  return [...new Set([...slots, ...words])].slice(0, mostNext);
}

function listName(spec: SlotSpec): string {
  return spec.list === "number" && spec.unit !== "number" ? spec.unit : spec.list === "words" || spec.list === "oneOf" ? spec.name : spec.list;
}

function templatesFrom(automaton: Automaton, fronts: ReadonlySet<number>): Reach["templates"] {
  const reached = new Set(fronts);
  const found = new Map<string, Reach["templates"][number]>();
  for (const number of reached) {
    const state = automaton.stateAt(number);
    for (const { intent, text } of state.accepts) found.set(`${intent.id} ${text}`, { intent: intent.id, template: text });
    if (found.size >= mostTemplates || reached.size > mostStates) break;
    for (const to of [...state.words.values(), ...state.slots.map((slot) => slot.to)]) reached.add(to);
  }
  return [...found.values()].slice(0, mostTemplates);
}

/** The words of the sentence that stand in no template at all. */
export function strangersIn(automaton: Automaton, words: readonly string[]): ReadonlySet<string> {
  const left = new Set(words);
  for (const state of automaton.everyState()) {
    for (const word of left) if (state.words.has(word)) left.delete(word);
    if (left.size === 0) break;
  }
  return left;
}
