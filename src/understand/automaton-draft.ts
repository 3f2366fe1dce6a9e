// (pure) Templates → states with free moves: the first half of making the machine.
import { isUnspaced } from "../base/scripts.ts";
import type { Accepted } from "./automaton.ts";
import type { Intent, Sentence, SlotSpec } from "./intent.ts";
import type { Template } from "./template.ts";
import { beginsWord, joining, wholeWordsEnd } from "./template-words.ts";
import { type Normalise, textOf } from "./words.ts";

type Slot = { readonly name: string; readonly spec: SlotSpec };
/** `opens`: a slot may begin here in the middle of a word. */
export type DraftState = { readonly edges: Map<string, { readonly slot: Slot | undefined; readonly to: number[] }>; readonly free: Set<number>; readonly accepts: Accepted[]; opens: boolean };

export type Draft = {
  readonly addSentence: (intent: Intent, sentence: Sentence) => void;
  /** Sentences that were left out: they can be said in too many ways. */
  readonly tooWide: readonly Sentence[];
  readonly stateAt: (index: number) => DraftState;
  /** Every word of every template. */
  readonly words: ReadonlySet<string>;
};

/** Slots that take the same words, by whatever range or sign, read alike. */
export function slotKey(spec: SlotSpec): string {
  const known = slotKeys.get(spec) ?? keyOfSlot(spec);
  slotKeys.set(spec, known);
  return known;
}

/** Asked for at every step of every walk: made once for each slot of the machine. */
const slotKeys = new WeakMap<SlotSpec, string>();

function keyOfSlot(spec: SlotSpec): string {
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

/** Ways to go on within one word, and states of one sentence. The most that Home Assistant's public files need are 10,272 (Turkish) and 15,456 (Hungarian). */
const mostFronts = 20_000;
const mostStatesOfOne = 60_000;
/** Ways to go on that are looked up among those of other sentences. */
const mostShared = 8;

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
    if (slot === undefined && !key.startsWith(partMark)) words.add(key);
    const known = stateAt(from).edges.get(key);
    if (known === undefined) stateAt(from).edges.set(key, { slot, to: [to] });
    else known.to.push(to);
    if (from < firstOfSentence) undo.push(() => stateAt(from).edges.get(key)?.to.pop());
    return to;
  };
  /** Home Assistant's matcher lets the word after a slot touch it even where its sentence has a space: "Wohnzimmertemperatur". */
  let isLoose = false;
  let isTooWide = false;
  let firstOfSentence = 0;
  /** Takes back what a sentence added to the states of others. */
  const undo: (() => void)[] = [];
  /** `before`: a slot follows at once. Its letters and those behind a slot may share a word with it. */
  const flushed = ({ state, pending, glued }: Front, before: "slot" | "other" = "other"): number => {
    const texts = plain(pending);
    return texts.reduce((at, word, index) => {
      const to = edge(at, word, undefined);
      const touches = (glued && index === 0 && beginsWord.test(isLoose ? pending.trimStart() : pending)) || (before === "slot" && index === texts.length - 1 && joining.test(pending));
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
    if (groups.size > mostFronts || states.length - firstOfSentence > mostStatesOfOne) isTooWide = true;
    return isTooWide ? [] : [...groups.values()].flatMap((members): readonly Front[] => {
      const [first] = members;
      const own = new Set(members.map(({ state }) => state));
      if (first === undefined || own.size === 1) return first === undefined ? [] : [first];
      const end = newState();
      for (const member of own) {
        stateAt(member).free.add(end);
        if (member < firstOfSentence) undo.push(() => stateAt(member).free.delete(end));
      }
      return [{ ...first, state: end }];
    });
  };
  const addText = (text: string, front: Front): Front => {
    const all = front.pending + text;
    const cut = wholeWordsEnd(all);
    const whole = all.slice(0, cut);
    return { state: flushed({ ...front, pending: whole }), pending: all.slice(cut), glued: front.glued && (isLoose ? whole.trim() === "" : cut === 0) };
  };
  const idOf = createTemplateIds();
  const made = new Map<string, readonly Front[]>();
  /** What sentences have in common from their start on is made once: one "(turn|switch) on {name}" for all that begin so. */
  const add = (template: Template, fronts: readonly Front[], intent: Intent): readonly Front[] => {
    if (isTooWide) return [];
    // Many ways at once are seldom those of another sentence, and their key would be long.
    if (fronts.length > mostShared) return addNew(template, fronts, intent);
    const key = `${isLoose ? "~" : ""}${idOf(template, intent)} ${fronts.map(({ state, pending, glued }) => `${state}${glued ? "+" : " "}${pending}`).join("|")}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const ends = addNew(template, fronts, intent);
    made.set(key, ends);
    undo.push(() => made.delete(key));
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
  const takeBack = () => {
    for (const one of undo.reverse()) one();
    states.length = firstOfSentence;
  };
  const tooWide: Sentence[] = [];
  newState();
  return {
    stateAt,
    words,
    tooWide,
    addSentence(intent, sentence) {
      isLoose = intent.foreign !== undefined;
      isTooWide = false;
      undo.length = 0;
      firstOfSentence = states.length;
      const ends = add(sentence.template, [{ state: 0, pending: "", glued: false }], intent);
      if (isTooWide) takeBack();
      else for (const front of ends) stateAt(flushed(front)).accepts.push({ intent, text: sentence.text });
      if (isTooWide) tooWide.push(sentence);
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
