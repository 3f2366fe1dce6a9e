// (pure) Templates → states with free moves: the first half of making the machine.
import type { Accepted } from "./automaton.ts";
import type { Intent, Sentence, SlotSpec } from "./intent.ts";
import { unspacedLetter } from "../base/scripts.ts";
import type { Template } from "./template.ts";
import { type Normalise, textOf } from "./words.ts";

type Slot = { readonly name: string; readonly spec: SlotSpec };
export type DraftState = { readonly edges: Map<string, { readonly slot: Slot | undefined; readonly to: number[] }>; readonly free: Set<number>; readonly accepts: Accepted[] };

export type Draft = {
  readonly addSentence: (intent: Intent, sentence: Sentence) => void;
  readonly stateAt: (index: number) => DraftState;
};

/** Slots that take the same words, by whatever range or sign, read alike. */
export function slotKey(spec: SlotSpec): string {
  switch (spec.list) {
    case "number": return `{number ${spec.unit}}`;
    case "kind": return `{kind ${spec.only?.join(" ") ?? ""}}`;
    case "words": return `{words ${spec.name}}`;
    case "oneOf": return `{oneOf ${spec.name}}`;
    case "label": return `{label ${spec.most ?? ""}}`;
    case "name": case "area": case "color": case "state": case "quantity": case "option": case "duration": return `{${spec.list}}`;
  }
}

/** Where a template has come to: a state, and the letters behind it that are no whole word yet. */
type Front = { readonly state: number; readonly pending: string };

export function createDraft(normalise: Normalise): Draft {
  const states: DraftState[] = [];
  const wordsOf = new Map<string, readonly string[]>();
  const plain = (text: string) => {
    const words = wordsOf.get(text) ?? (normalise(text) ?? []).map(textOf);
    wordsOf.set(text, words);
    return words;
  };
  const newState = () => states.push({ edges: new Map(), free: new Set(), accepts: [] }) - 1;
  const stateAt = (index: number) => states[index] as DraftState;
  const edge = (from: number, key: string, slot: Slot | undefined) => {
    const to = newState();
    const known = stateAt(from).edges.get(key);
    if (known === undefined) stateAt(from).edges.set(key, { slot, to: [to] });
    else known.to.push(to);
    return to;
  };
  const flushed = ({ state, pending }: Front): number => plain(pending).reduce((at, word) => edge(at, word, undefined), state);
  /** Fronts with the same letters pending go on as one. */
  const joined = (fronts: readonly Front[]): readonly Front[] => {
    const groups = new Map<string, number[]>();
    for (const { state, pending } of fronts) groups.set(pending, [...(groups.get(pending) ?? []), state]);
    return [...groups].map(([pending, members]) => {
      const [first = 0, ...others] = new Set(members);
      if (others.length === 0) return { state: first, pending };
      const end = newState();
      for (const member of [first, ...others]) stateAt(member).free.add(end);
      return { state: end, pending };
    });
  };
  const addText = (text: string, front: Front): Front => {
    const all = front.pending + text;
    const cut = wholeWordsEnd(all);
    return { state: flushed({ state: front.state, pending: all.slice(0, cut) }), pending: all.slice(cut) };
  };
  const add = (template: Template, fronts: readonly Front[], intent: Intent): readonly Front[] => {
    switch (template.kind) {
      case "text": return joined(fronts.map((front) => addText(template.text, front)));
      case "slot": {
        const spec = intent.slots[template.name];
        if (spec === undefined) throw new TypeError(`slot ${template.name} of ${intent.id} was not checked`);
        const [from] = joined(fronts.map((front) => ({ state: flushed(front), pending: "" })));
        return from === undefined ? [] : [{ state: edge(from.state, `${template.name} ${slotKey(spec)}`, { name: template.name, spec }), pending: "" }];
      }
      case "sequence": return template.items.reduce((before, item) => add(item, before, intent), fronts);
      case "choice": return joined(template.options.flatMap((option) => add(option, fronts, intent)));
      case "rule": throw new TypeError(`rule ${template.name} of ${intent.id} was not expanded`);
    }
  };
  newState();
  return {
    stateAt,
    addSentence(intent, { template, text }) {
      for (const front of add(template, [{ state: 0, pending: "" }], intent)) stateAt(flushed(front)).accepts.push({ intent, text });
    },
  };
}

/** A letter or digit that belongs to the word before it; scripts without spaces have a word in each letter. */
const joining = /[\p{L}\p{M}\p{N}'’.-]$/u;
const unspacedEnd = new RegExp(`${unspacedLetter}$`, "v");

/** Up to where a text is whole words, whatever may follow it. */
function wholeWordsEnd(text: string): number {
  if (!joining.test(text) || unspacedEnd.test(text)) return text.length;
  const tail = /[\p{L}\p{M}\p{N}'’.-]+$/u.exec(text)?.index ?? text.length;
  const letters = Array.from(text.slice(tail));
  const unspaced = letters.findLastIndex((letter) => unspacedEnd.test(letter));
  return tail + letters.slice(0, unspaced + 1).join("").length;
}
