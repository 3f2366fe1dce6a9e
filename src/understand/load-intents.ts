// Reads `intents/<lang>/`: every file checked, every problem told at once as file:line:column.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type * as v from "valibot";
import { AssistantError, messageOf } from "../base/errors.ts";
import type { Rgb } from "../home/state.ts";
import type { LanguageData } from "./language.ts";
import type { Intent, IntentLists, Intents, ReplyText, ReplyTexts } from "./intent.ts";
import { answersSchema, listsSchema, repliesSchema, rulesSchema } from "./intent-schema.ts";
import { languageSchema } from "./language-schema.ts";
import { type Automaton, buildAutomaton } from "./automaton.ts";
import { checkContextWords, contextSchema, noContextWords } from "./context-words.ts";
import { checkPlaceholders } from "./check-replies.ts";
import { findOvermatches } from "./overmatch.ts";
import { type Known, readIntent, readReplyText } from "./read-intent.ts";
import { readPlans } from "./read-plans.ts";
import { expandRules, parseTemplate, rulesOf, type Template } from "./template.ts";
import { readCharacters, readSyllables, sharedFiles } from "./read-characters.ts";
import { createNormalise } from "./words.ts";
import { type Problem, readYaml, type TextFile } from "./yaml-file.ts";

/** "thorough" also looks for sentences of two meanings, which takes every state of the machine; for checks rather than for a start. */
export type Thoroughness = "quick" | "thorough";

/**
 * Reads all YAML files of one language's folder, and the tables of characters beside it.
 * @throws INTENTS_INVALID with every problem, one to a line, or when the folder cannot be read
 */
export async function readIntents(directory: string, how: Thoroughness = "quick"): Promise<Intents> {
  try {
    const names = (await readdir(directory)).filter((name) => name.endsWith(".yaml")).sort();
    const files = await Promise.all(names.map(async (name) => ({ path: join(directory, name), text: await readFile(join(directory, name), "utf8") })));
    const shared = await Promise.all(sharedFiles.map(async (name) => ({ path: join(directory, "..", name), text: await readFile(join(directory, "..", name), "utf8").catch(() => "") })));
    return loadIntents([...files, ...shared.filter(({ text }) => text !== "")], how);
  } catch (error) {
    if (error instanceof AssistantError) throw error;
    throw new AssistantError("INTENTS_INVALID", `cannot read ${directory}: ${messageOf(error)}. Expected the folder of one language with its YAML files.`, { cause: error });
  }
}

/**
 * Files of one language → intents. (pure)
 * @throws INTENTS_INVALID with every problem, one to a line
 */
export function loadIntents(files: readonly TextFile[], how: Thoroughness = "quick"): Intents {
  const problems: Problem[] = [];
  const named = <T>(name: string, schema: v.GenericSchema<unknown, T>) => {
    const file = files.find(({ path }) => basename(path) === name);
    if (file === undefined) problems.push({ place: { path: name, line: 1, column: 1 }, message: "no such file, expected it beside the intents" });
    return file === undefined ? undefined : readYaml(file, schema, problems);
  };
  const language = named("_words.yaml", languageSchema);
  const lists = named("_lists.yaml", listsSchema);
  const replies = named("_replies.yaml", repliesSchema);
  if (replies !== undefined) checkPlaceholders(replies, problems);
  const answers = named("_answers.yaml", answersSchema);
  const context = files.some(({ path }) => basename(path) === "_context.yaml") ? named("_context.yaml", contextSchema) : undefined;
  if (context !== undefined) checkContextWords(context, problems);
  const rules = readRules(files, problems);
  const known: Known = { rules, numberLists: new Set(Object.keys(lists?.value.numbers ?? {})) };
  const intents = files.filter(({ path }) => !basename(path).startsWith("_")).map((file) => readIntent(file, known, problems)).filter((intent) => intent !== undefined);
  if (files.every(({ path }) => basename(path).startsWith("_"))) problems.push({ place: { path: "intents", line: 1, column: 1 }, message: "no intent, expected at least one file" });
  if (language === undefined || lists === undefined || replies === undefined || answers === undefined) throw invalid(problems);
  const normalise = createNormalise(language.value, readCharacters(language, files, problems));
  const syllables = readSyllables(language, files, problems);
  const automaton = buildAutomaton(intents, normalise);
  problems.push(...tooWideProblems(automaton));
  const plans = readPlans(files, intents, normalise, problems);
  if (how === "thorough") problems.push(...findOvermatches(intents, automaton));
  if (problems.length > 0) throw invalid(problems);
  return { language: language.value, lists: readLists(lists.value), intents: intents as readonly Intent[], replies: readReplies(replies.value), answers: readAnswers(answers.value, language.value), context: context?.value ?? noContextWords, syllables, normalise, automaton, ...plans };
}

/** Sentences that the machine left out. */
export function tooWideProblems({ tooWide }: Automaton): readonly Problem[] {
  return tooWide.map(({ place }) => ({ place, message: "it can be said in too many ways, expected fewer choices within a word and fewer in all" }));
}

function invalid(problems: readonly Problem[]): AssistantError {
  const lines = problems.map(({ place, message }) => `${place.path}:${place.line}:${place.column}: ${message}`);
  return new AssistantError("INTENTS_INVALID", [...new Set(lines)].sort(byPlace).join("\n"));
}

function byPlace(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Rules hold words, slots and other rules, never themselves. The slots are those of the intents that use them. */
function readRules(files: readonly TextFile[], problems: Problem[]): ReadonlyMap<string, Template> {
  const file = files.find(({ path }) => basename(path) === "_rules.yaml");
  const yaml = file === undefined ? undefined : readYaml(file, rulesSchema, problems);
  const rules = new Map<string, Template>();
  if (yaml === undefined) return rules;
  for (const [name, text] of Object.entries(yaml.value)) {
    const parsed = parseTemplate(text);
    if (!parsed.ok) problems.push({ place: yaml.placeOf([name], parsed.problem.offset), message: parsed.problem.message });
    else rules.set(name, parsed.template);
  }
  for (const [name, template] of rules) {
    for (const other of rulesOf(template)) if (!Object.hasOwn(yaml.value, other)) problems.push({ place: yaml.placeOf([name]), message: `unknown rule <${other}> in <${name}>` });
    if (holdsItself(name, rules)) {
      problems.push({ place: yaml.placeOf([name]), message: `<${name}> holds itself, expected rules without a circle` });
      rules.delete(name);
    }
  }
  const expanded = new Map<string, Template>();
  const expandedRule = (name: string): Template | undefined => {
    const template = rules.get(name);
    if (template === undefined || expanded.has(name)) return expanded.get(name);
    expanded.set(name, expandRules(template, expandedRule));
    return expanded.get(name);
  };
  for (const name of rules.keys()) expandedRule(name);
  return expanded;
}

function holdsItself(name: string, rules: ReadonlyMap<string, Template>): boolean {
  const reached = new Set<string>([name]);
  for (const rule of reached) {
    const template = rules.get(rule);
    for (const next of template === undefined ? [] : rulesOf(template)) {
      if (next === name) return true;
      reached.add(next);
    }
  }
  return false;
}

function readLists(raw: v.InferOutput<typeof listsSchema>): IntentLists {
  return {
    kinds: raw.kinds,
    colors: new Map(Object.entries(raw.colors).map(([name, hex]) => [name, rgbOf(hex)])),
    states: new Map(Object.entries(raw.states).map(([word, meant]) => [word, "expect" in meant ? [meant] : meant])),
    quantities: new Map(Object.entries(raw.quantities).map(([word, classes]) => [word, typeof classes === "string" ? [classes] : classes])),
    options: new Map(Object.entries(raw.options)),
    numbers: new Map(Object.entries(raw.numbers).map(([name, entries]) => [name, new Map(Object.entries(entries))])),
  };
}

function readAnswers({ yes, no, pin }: v.InferOutput<typeof answersSchema>, { numbers: { ones, tens } }: LanguageData): Intents["answers"] {
  return { yes, no, pin: { digits: {}, repeats: {}, around: [], ...pin, ones, tens } };
}

function rgbOf(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return { red: part(1), green: part(3), blue: part(5) };
}

/** Texts of `_replies.yaml` with what each falls back to. */
export function readReplies(raw: v.InferOutput<typeof repliesSchema>): ReplyTexts {
  const texts = (group: Readonly<Record<string, Parameters<typeof readReplyText>[0]>>): Readonly<Record<string, ReplyText>> => Object.fromEntries(Object.entries(group).map(([key, text]) => [key, readReplyText(text)]));
  const commands = Object.fromEntries(Object.entries(raw.commands).map(([type, { confirmed, already, unconfirmed }]) => [type, {
    confirmed: readReplyText(confirmed),
    already: readReplyText(already ?? confirmed),
    unconfirmed: unconfirmed === undefined ? undefined : readReplyText(unconfirmed),
  }]));
  return { ...raw, commands, unconfirmed: readReplyText(raw.unconfirmed), moving: readReplyText(raw.moving), failed: texts(raw.failed), answers: texts(raw.answers), timers: texts(raw.timers), questions: texts(raw.questions), declined: texts(raw.declined) };
}
