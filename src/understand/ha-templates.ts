// (pure) The sentences of Home Assistant's files as templates: rules in their place, every list known.
import type { Place, SlotSpec } from "./intent.ts";
import type { HaBlock, HaSource, PlacedText } from "./ha-source.ts";
import type { RawList } from "./ha-schema.ts";
import { addPhrase, createPhrases, type Phrases } from "./phrases.ts";
import { parseTemplate, rulesOf, slotsOf, type Template } from "./template.ts";
import { sampleTemplate } from "./template-samples.ts";
import { type Normalise, textOf } from "./words.ts";
import type { Problem } from "./yaml-file.ts";

/** A sentence with its slots. A slot is called `list:slot` here, for one block may take one slot from several lists. */
export type HaSentence = { readonly text: string; readonly template: Template; readonly place: Place };
/** `scales`: what a slot's list multiplies its numbers with, where it does. */
export type HaTemplates = { readonly sentences: readonly HaSentence[]; readonly slots: Readonly<Record<string, SlotSpec>>; readonly scales: Readonly<Record<string, number>> };

/** The lists that Home Assistant fills from the home. */
const fromTheHome: Readonly<Record<string, SlotSpec>> = { name: { list: "name" }, area: { list: "area" }, floor: { list: "area" } };

/** Between the meanings of one word: a French "store" is a blind or a shade. */
export const severalMark = "\n";

/** Words in what may be anything: a message, an item of a shopping list. */
const longestWildcard = 12;
/** Ways to say one value of a list; more is no list of words. */
const mostWays = 5_000;

/** Reads the sentences of all blocks of `source`. What is wrong with one is a problem, and it is left out. */
export function createHaTemplates(source: HaSource, normalise: Normalise, problems: Problem[]): (block: HaBlock) => HaTemplates {
  const shared = createRules(source.rules, new Map(), problems);
  const lists = createLists(source.lists, shared, normalise, problems);
  return (block) => {
    const rules = block.rules.size === 0 ? shared : createRules(new Map([...source.rules, ...block.rules]), block.rules, problems);
    const own = block.lists.size === 0 ? lists : createLists(new Map([...source.lists, ...block.lists]), rules, normalise, problems, `${block.place.path}:${block.place.line} `);
    const slots: Record<string, SlotSpec> = {};
    const scales: Record<string, number> = {};
    const sentences = block.sentences.flatMap((sentence): readonly HaSentence[] => {
      const template = readTemplate(sentence, rules, problems);
      if (template === undefined) return [];
      const found = slotsOf(template).map(({ name, list }) => ({ list, key: keyOf(list, name), spec: fromTheHome[list] ?? own(list, sentence) }));
      const missing = found.find(({ spec }) => spec === undefined);
      if (missing !== undefined) problems.push({ place: sentence.placeAt(Math.max(0, sentence.text.indexOf(`{${missing.list}`))), message: `unknown list {${missing.list}}, expected one below lists:, or name, area or floor` });
      for (const { list, key, spec } of found) {
        if (spec !== undefined) slots[key] = spec;
        const scale = (block.lists.get(list) ?? source.lists.get(list))?.range?.multiplier ?? 1;
        if (scale !== 1) scales[key] = scale;
      }
      return missing === undefined ? [{ text: sentence.text, template: withKeys(template), place: sentence.placeAt() }] : [];
    });
    return { sentences, slots, scales };
  };
}

function keyOf(list: string, slot: string): string {
  return `${list}:${slot}`;
}

/** The slot of a key. */
export function slotOfKey(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

function withKeys(template: Template): Template {
  switch (template.kind) {
    case "slot": return { ...template, name: keyOf(template.list, template.name) };
    case "sequence": return { kind: "sequence", items: template.items.map(withKeys) };
    case "choice": return { kind: "choice", options: template.options.map(withKeys) };
    case "text": case "rule": return template;
  }
}

type Rules = (name: string) => Template | undefined;

/** Parts of a template with its rules in place. The most that Home Assistant's public files have are 34,803 (Hungarian). */
const mostParts = 100_000;

/** The template of a text with all rules in it expanded. Home Assistant reads a whole sentence as if it stood in brackets. */
function readTemplate({ text, placeAt }: PlacedText, rules: Rules, problems: Problem[]): Template | undefined {
  const wrong = (offset: number, message: string) => { problems.push({ place: placeAt(Math.max(0, offset)), message }); };
  const wrapped = parseTemplate(`(${text})`);
  if (!wrapped.ok) {
    const bare = parseTemplate(text);
    wrong(bare.ok ? wrapped.problem.offset - 1 : bare.problem.offset, (bare.ok ? wrapped : bare).problem.message);
    return undefined;
  }
  const unknown = rulesOf(wrapped.template).find((name) => rules(name) === undefined);
  if (unknown !== undefined) {
    wrong(text.indexOf(`<${unknown}`), `unknown rule <${unknown}>, expected one below expansion_rules:`);
    return undefined;
  }
  const template = withRules(wrapped.template, rules);
  if (partsOf(template) <= mostParts) return template;
  wrong(0, `more than ${mostParts} parts with all of its rules, expected fewer or shorter rules`);
  return undefined;
}

/** How large rules make a template; each of their trees is counted once. */
const parts = new WeakMap<Template, number>();

function partsOf(template: Template): number {
  const known = parts.get(template);
  if (known !== undefined) return known;
  const within = template.kind === "sequence" ? template.items : template.kind === "choice" ? template.options : [];
  const count = within.reduce((sum, part) => sum + partsOf(part), 1);
  parts.set(template, count);
  return count;
}

/** A rule is the same tree wherever it stands. */
function withRules(template: Template, rules: Rules): Template {
  switch (template.kind) {
    case "rule": return rules(template.name) ?? template;
    case "sequence": return { kind: "sequence", items: template.items.map((item) => withRules(item, rules)) };
    case "choice": return { kind: "choice", options: template.options.map((option) => withRules(option, rules)) };
    case "text": case "slot": return template;
  }
}

/** Rules are read when they are first used: a checkout has some that only a part of it needs. `own`: those of one block. */
function createRules(texts: ReadonlyMap<string, PlacedText>, own: ReadonlyMap<string, PlacedText>, problems: Problem[]): Rules {
  const read = new Map<string, Template | undefined>();
  const rules: Rules = (name) => {
    const text = texts.get(name);
    if (text === undefined || read.has(name)) return read.get(name);
    // A rule within itself finds nothing here, and is told as unknown.
    read.set(name, undefined);
    const found: Problem[] = [];
    const template = readTemplate(text, rules, found);
    if (own.size === 0 || own.has(name)) problems.push(...found);
    read.set(name, template);
    return template;
  };
  return rules;
}

type Lists = (name: string, usedIn: PlacedText) => SlotSpec | undefined;

/** `scope` tells lists of one name apart. */
function createLists(lists: ReadonlyMap<string, RawList>, rules: Rules, normalise: Normalise, problems: Problem[], scope = ""): Lists {
  const specs = new Map<string, SlotSpec>();
  return (name, usedIn) => {
    const known = specs.get(name);
    const list = lists.get(name);
    if (known !== undefined || list === undefined) return known;
    const spec = specOf(`${scope}${name}`, list, (text) => waysToSay({ text, placeAt: () => usedIn.placeAt(Math.max(0, usedIn.text.indexOf(`{${name}`))) }, rules, normalise, problems));
    specs.set(name, spec);
    return spec;
  };
}

function specOf(name: string, list: RawList, waysOf: (text: string) => readonly (readonly string[])[]): SlotSpec {
  if (list.wildcard === true) return { list: "label", most: longestWildcard };
  if (list.range !== undefined) {
    const { from, to } = list.range;
    return { list: "number", min: Math.min(from, to), max: Math.max(from, to), unit: "number", negate: false };
  }
  const phrases: Phrases<string | number> = createPhrases();
  for (const value of list.values ?? []) {
    const [said, meant] = typeof value === "string" ? [value, value] : [value.in, value.out ?? value.in];
    for (const way of waysOf(said)) addPhrase(phrases, way, typeof meant === "number" ? meant : typeof meant === "object" ? meant.join(severalMark) : String(meant));
  }
  return { list: "oneOf", name, phrases };
}

/** A value of a list is a template as well: "(closed|shut)". */
function waysToSay(text: PlacedText, rules: Rules, normalise: Normalise, problems: Problem[]): readonly (readonly string[])[] {
  const template = readTemplate(text, rules, problems);
  const ways = new Map<string, readonly string[]>();
  let count = 0;
  for (const sample of template === undefined ? [] : sampleTemplate(template)) {
    const words = (normalise(sample) ?? []).map(textOf);
    ways.set(words.join(" "), words);
    if (++count < mostWays) continue;
    problems.push({ place: text.placeAt(), message: `"${text.text.slice(0, 40)}…" can be said in ${mostWays} ways or more, expected fewer` });
    break;
  }
  return [...ways.values()];
}
