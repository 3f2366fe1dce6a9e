// (pure) Templates → states with free moves: the first half of making the machine.
import { isUnspaced, unspacedLetter } from "../base/scripts.ts";
import type { Accepted } from "./automaton.ts";
import type { Intent, Sentence, SlotSpec } from "./intent.ts";
import type { Template } from "./template.ts";
import { type Normalise, textOf } from "./words.ts";

type Slot = { readonly name: string; readonly spec: SlotSpec };
/** `opens`: a slot may begin here in the middle of a word. */
export type DraftState = { readonly edges: Map<string, { readonly slot: Slot | undefined; readonly to: number[] }>; readonly free: Set<number>; readonly accepts: Accepted[]; opens: boolean };

export type Draft = {
  readonly addSentence: (intent: Intent, sentence: Sentence) => void;
  readonly stateAt: (index: number) => DraftState;
  /** Every word of every template. */
  readonly words: ReadonlySet<string>;
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

/** Before letters that are part of a word of which a slot takes the rest: the "n" of "{area}n", the "l" of "l'{name}". */
export const partMark = "\u0002";

/** Where a template has come to: a state, and the letters behind it that are no whole word yet. `glued`: they touch a slot before them. */
type Front = { readonly state: number; readonly pending: string; readonly glued: boolean };

export function createDraft(normalise: Normalise): Draft {
  const states: DraftState[] = [];
  const wordsOf = new Map<string, readonly string[]>();
  const plain = (text: string) => {
    const words = wordsOf.get(text) ?? (normalise(text) ?? []).map(textOf);
    wordsOf.set(text, words);
    return words;
  };
  const words = new Set<string>();
  const newState = () => states.push({ edges: new Map(), free: new Set(), accepts: [], opens: false }) - 1;
  const stateAt = (index: number) => states[index] as DraftState;
  const edge = (from: number, key: string, slot: Slot | undefined, to = newState()) => {
    if (slot === undefined) words.add(key);
    const known = stateAt(from).edges.get(key);
    if (known === undefined) stateAt(from).edges.set(key, { slot, to: [to] });
    else known.to.push(to);
    return to;
  };
  /** `before`: a slot follows at once. Its letters and those behind a slot may share a word with it. */
  const flushed = ({ state, pending, glued }: Front, before: "slot" | "other" = "other"): number => {
    const texts = plain(pending);
    return texts.reduce((at, word, index) => {
      const to = edge(at, word, undefined);
      const touches = (glued && index === 0 && beginsWord.test(pending)) || (before === "slot" && index === texts.length - 1 && joining.test(pending));
      if (touches && !isUnspaced(word)) edge(at, partMark + word, undefined, to);
      return to;
    }, state);
  };
  /** Fronts with the same letters pending go on as one. */
  const joined = (fronts: readonly Front[]): readonly Front[] => {
    const groups = new Map<string, Front[]>();
    for (const front of fronts) {
      const key = `${front.glued ? "+" : " "}${front.pending}`;
      groups.set(key, [...(groups.get(key) ?? []), front]);
    }
    return [...groups.values()].flatMap((members): readonly Front[] => {
      const [first] = members;
      const own = new Set(members.map(({ state }) => state));
      if (first === undefined || own.size === 1) return first === undefined ? [] : [first];
      const end = newState();
      for (const member of own) stateAt(member).free.add(end);
      return [{ ...first, state: end }];
    });
  };
  const addText = (text: string, front: Front): Front => {
    const all = front.pending + text;
    const cut = wholeWordsEnd(all);
    return { state: flushed({ ...front, pending: all.slice(0, cut) }), pending: all.slice(cut), glued: front.glued && cut === 0 };
  };
  const idOf = createTemplateIds();
  const made = new Map<string, readonly Front[]>();
  /** What sentences have in common from their start on is made once: one "(turn|switch) on {name}" for all that begin so. */
  const add = (template: Template, fronts: readonly Front[], intent: Intent): readonly Front[] => {
    const key = `${idOf(template, intent)} ${fronts.map(({ state, pending, glued }) => `${state}${glued ? "+" : " "}${pending}`).join("|")}`;
    const ends = made.get(key) ?? addNew(template, fronts, intent);
    made.set(key, ends);
    return ends;
  };
  const addNew = (template: Template, fronts: readonly Front[], intent: Intent): readonly Front[] => {
    switch (template.kind) {
      case "text": return joined(fronts.map((front) => addText(template.text, front)));
      case "slot": {
        const spec = intent.slots[template.name];
        if (spec === undefined) throw new TypeError(`slot ${template.name} of ${intent.id} was not checked`);
        const [from] = joined(fronts.map((front) => ({ state: flushed(front, "slot"), pending: "", glued: false })));
        if (from === undefined) return [];
        if (fronts.some(({ pending, glued }) => pending === "" ? glued : joining.test(pending))) stateAt(from.state).opens = true;
        return [{ state: edge(from.state, `${template.name} ${slotKey(spec)}`, { name: template.name, spec }), pending: "", glued: true }];
      }
      case "sequence": return template.items.reduce((before, item) => add(item, before, intent), fronts);
      case "choice": return joined(template.options.flatMap((option) => add(option, fronts, intent)));
      case "rule": throw new TypeError(`rule ${template.name} of ${intent.id} was not expanded`);
    }
  };
  newState();
  return {
    stateAt,
    words,
    addSentence(intent, { template, text }) {
      for (const front of add(template, [{ state: 0, pending: "", glued: false }], intent)) stateAt(flushed(front)).accepts.push({ intent, text });
    },
  };
}

function slotText(spec: SlotSpec | undefined): string {
  return spec === undefined ? "" : slotKey(spec);
}

/** Numbers for templates: the same for two that say the same, whose slots take the same words. */
function createTemplateIds(): (template: Template, intent: Intent) => number {
  const numbers = new Map<string, number>();
  let known = new Map<Template, number>();
  let of: Intent | undefined;
  const number = (text: string) => {
    const id = numbers.get(text) ?? numbers.size;
    numbers.set(text, id);
    return id;
  };
  const describe = (template: Template, slots: Intent["slots"]): string => {
    switch (template.kind) {
      case "text": return `"${template.text}`;
      case "slot": return `${template.name} ${slotText(slots[template.name])}`;
      case "rule": return `<${template.name}`;
      case "sequence": return `(${template.items.map((item) => idIn(item, slots)).join(" ")}`;
      case "choice": return `|${template.options.map((option) => idIn(option, slots)).join(" ")}`;
    }
  };
  const idIn = (template: Template, slots: Intent["slots"]): number => {
    const id = known.get(template) ?? number(describe(template, slots));
    known.set(template, id);
    return id;
  };
  return (template, intent) => {
    if (intent !== of) known = new Map();
    of = intent;
    return idIn(template, intent.slots);
  };
}

/** A letter or digit that belongs to the word before it; scripts without spaces have a word in each letter. */
const joining = /[\p{L}\p{M}\p{N}'’.-]$/u;
const beginsWord = /^[\p{L}\p{M}\p{N}]/u;
const unspacedEnd = new RegExp(`${unspacedLetter}$`, "v");

/** Up to where a text is whole words, whatever may follow it. */
function wholeWordsEnd(text: string): number {
  if (!joining.test(text) || unspacedEnd.test(text)) return text.length;
  const tail = /[\p{L}\p{M}\p{N}'’.-]+$/u.exec(text)?.index ?? text.length;
  const letters = Array.from(text.slice(tail));
  const unspaced = letters.findLastIndex((letter) => unspacedEnd.test(letter));
  return tail + letters.slice(0, unspaced + 1).join("").length;
}
