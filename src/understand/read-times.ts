// (pure) `_times.yaml`: how people say when something is to be done, as one machine of phrases.
import * as v from "valibot";
import { buildAutomaton, type Automaton } from "./automaton.ts";
import type { Intent, Sentence, SlotSpec } from "./intent.ts";
import { createPhrases } from "./phrases.ts";
import { expandRules, parseTemplate, rulesOf, slotsOf, type Template } from "./template.ts";
import { type Normalise, textOf } from "./words.ts";
import { type Problem, readYaml, type TextFile, type YamlFile } from "./yaml-file.ts";

/** once: a time. every: a time that comes again. for: how long something is to last. until: when it is to end. */
export const timeSections = ["once", "every", "for", "until"] as const;
export type TimeSection = (typeof timeSections)[number];

/**
 * What a list of words gives. time: minute of the day (midnight 1440). offset: minutes after the hour, -15 before it. part: the
 * first hour of twelve that an hour then falls in (am 0, pm 12); todayPart and dailyPart: the same, today or every day.
 * day: days from today. weekday: 1 Monday .. 7 Sunday; days: several of them as digits (12345). date: day of the month.
 */
const listNames = ["time", "offset", "part", "todayPart", "dailyPart", "day", "weekday", "days", "month", "date"] as const;
/** Numbers, as people say them, beside what a list of that name has. `before`: minutes to the hour. */
const numbers: Readonly<Record<string, readonly [least: number, most: number]>> = { hour: [0, 24], minute: [0, 59], before: [1, 59], date: [1, 31] };

const text = v.pipe(v.string(), v.trim(), v.minLength(1, "empty, expected some text"));
const texts = v.optional(v.array(text), []);

/** `_times.yaml` */
export const timesSchema = v.strictObject({
  lists: v.record(v.picklist(listNames), v.record(text, v.number())),
  rules: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9_]*$/, "expected a name of letters and digits")), text), {}),
  once: texts, every: texts, for: texts, until: texts,
  notAlone: texts,
});
type RawTimes = v.InferOutput<typeof timesSchema>;

/** The machine accepts phrases; the id of what is accepted is the section that it stands in. */
export type Times = {
  readonly phrases: Automaton;
  /** Phrases that mean something else when nothing of the time stands beside them: 一點 is "a little" before it is one o'clock. */
  readonly notAlone: ReadonlySet<string>;
};

/** Undefined, with `problems` added, for a file that is wrong. */
export function readTimes(file: TextFile, normalise: Normalise, problems: Problem[]): Times | undefined {
  const yaml = readYaml(file, timesSchema, problems);
  if (yaml === undefined) return undefined;
  const before = problems.length;
  const rules = readRules(yaml, problems);
  const specs = slotSpecs(yaml.value, normalise);
  const sections = timeSections.map((section) => sectionOf(section, { yaml, rules, specs, problems }));
  return problems.length > before ? undefined : { phrases: buildAutomaton(sections, normalise), notAlone: new Set(yaml.value.notAlone.map((phrase) => (normalise(phrase) ?? []).map(textOf).join(" "))) };
}

/** A rule may use those above it. */
function readRules(yaml: YamlFile<RawTimes>, problems: Problem[]): ReadonlyMap<string, Template> {
  const rules = new Map<string, Template>();
  for (const [name, text] of Object.entries(yaml.value.rules)) {
    const template = readTemplate(text, rules, (message, offset) => problems.push({ place: yaml.placeOf(["rules", name], offset), message }));
    if (template !== undefined) rules.set(name, template);
  }
  return rules;
}

function readTemplate(text: string, rules: ReadonlyMap<string, Template>, complain: (message: string, offset?: number) => void): Template | undefined {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    complain(parsed.problem.message, parsed.problem.offset);
    return undefined;
  }
  const unknown = rulesOf(parsed.template).find((name) => !rules.has(name));
  if (unknown === undefined) return expandRules(parsed.template, (name) => rules.get(name));
  complain(`unknown rule <${unknown}>, expected one of ${[...rules.keys()].join(", ") || "no rule"} (a rule uses those above it)`);
  return undefined;
}

function slotSpecs({ lists }: RawTimes, normalise: Normalise): ReadonlyMap<string, SlotSpec> {
  const specs = new Map<string, SlotSpec>([["duration", { list: "duration", negate: false }]]);
  for (const [name, [min, max]] of Object.entries(numbers)) specs.set(name, { list: "number", min, max, unit: "number", negate: false });
  for (const [name, entries] of Object.entries(lists)) {
    const [min, max] = numbers[name] ?? [1, 0];
    const digits = Array.from({ length: Math.max(0, max - min + 1) }, (_, index): readonly [string, number] => [String(min + index), min + index]);
    const phrases = createPhrases([...Object.entries(entries ?? {}), ...digits].map(([phrase, value]): readonly [readonly string[], string | number] => [(normalise(phrase) ?? []).map(textOf), value]));
    specs.set(name, { list: "oneOf", name, phrases });
  }
  return specs;
}

type Setting = { readonly yaml: YamlFile<RawTimes>; readonly rules: ReadonlyMap<string, Template>; readonly specs: ReadonlyMap<string, SlotSpec>; readonly problems: Problem[] };

/** The phrases of a section as an intent of the machine: `{weekday:second}` is a slot of the list weekday under another name. */
function sectionOf(section: TimeSection, { yaml, rules, specs, problems }: Setting): Intent {
  const slots: Record<string, SlotSpec> = {};
  const sentences = yaml.value[section].flatMap((text, index): readonly Sentence[] => {
    const place = yaml.placeOf([section, index]);
    const template = readTemplate(text, rules, (message, offset) => problems.push({ place: yaml.placeOf([section, index], offset), message }));
    for (const { name, list } of template === undefined ? [] : slotsOf(template)) {
      const spec = specs.get(list);
      if (spec === undefined) problems.push({ place, message: `unknown list ${list} in {${name}}, expected one of ${[...specs.keys()].join(", ")}` });
      else slots[slotName(name, list)] = spec;
    }
    return template === undefined ? [] : [{ text, template: renamed(template), place }];
  });
  return { id: section, command: { type: "schedule.add", target: noTarget, fields: {} }, slots, sentences, reply: {} };
}

/** A slot goes by its list, and by its own name where a list stands twice: "weekday second". */
export function slotName(name: string, list: string): string {
  return name === list ? list : `${list} ${name}`;
}

function renamed(template: Template): Template {
  switch (template.kind) {
    case "slot": return { ...template, name: slotName(template.name, template.list) };
    case "sequence": return { kind: "sequence", items: template.items.map(renamed) };
    case "choice": return { kind: "choice", options: template.options.map(renamed) };
    case "text": case "rule": return template;
  }
}

const noTarget = { name: undefined, kind: undefined, kinds: undefined, deviceClass: undefined, quantity: undefined, area: undefined, otherwise: "here", count: "all" } as const;
