// Sentence files that were written for Home Assistant: a user's own beside a shipped language, or a whole language.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type * as v from "valibot";
import { AssistantError, messageOf } from "../base/errors.ts";
import { buildAutomaton } from "./automaton.ts";
import { haBuiltIn } from "./ha-built-in.ts";
import { readHaCheckout, readYamlFiles } from "./ha-folder.ts";
import { createHaIntents } from "./ha-intents.ts";
import { haLanguage, type OwnWords, skipWordsOf } from "./ha-language.ts";
import { replyOfResponses } from "./ha-replies.ts";
import { type HaFile, type HaSource, readHaCatalogue, readHaFiles } from "./ha-source.ts";
import type { Intents } from "./intent.ts";
import type { LanguageData } from "./language.ts";
import { answersSchema, repliesSchema } from "./intent-schema.ts";
import { ownLanguageSchema } from "./language-schema.ts";
import { readReplies, tooWideProblems } from "./load-intents.ts";
import { type Problem, readYaml, type TextFile } from "./yaml-file.ts";

/** What came of foreign files. `problems`: what was left out and why, as file:line:column. */
export type Foreign = {
  readonly intents: Intents;
  readonly sentences: number;
  /** Intents by Home Assistant's names that nothing here handles. */
  readonly unhandled: readonly string[];
  readonly problems: readonly string[];
};

/** Beside the folders of the languages: replies in no language. */
const anyLanguage = "_any_language.yaml";

/**
 * A language from the folder of a checkout, and what a household adds to it: its own sentences, `_words.yaml` and `_answers.yaml`.
 * @param intentsRoot the folder of the shipped languages
 * @throws INTENTS_INVALID when the folder has no sentences of that language
 */
export async function loadCheckout(directory: string, language: string, intentsRoot: string, own: readonly TextFile[] = []): Promise<Foreign> {
  const checkout = await orInvalid(directory, () => readHaCheckout(directory, language));
  if (checkout.files.length === 0) throw new AssistantError("INTENTS_INVALID", `${join(directory, "sentences", language)}: no sentences, expected a checkout of Home Assistant's sentence files that has the language ${language}`);
  const problems: Problem[] = [];
  const plain = readYaml(await textFile(join(intentsRoot, anyLanguage)), repliesSchema, problems);
  if (plain === undefined) throw new AssistantError("INTENTS_INVALID", told(problems).join("\n"));
  const source = readHaFiles([...checkout.files], readHaCatalogue(checkout.catalogue, problems), problems);
  const made = haLanguage(source, readReplies(plain.value), ownWords(own, problems), problems);
  problems.push(...tooWideProblems(made.intents.automaton));
  const withOwn = addCustom(made.intents, own, source, problems);
  return { ...withOwn, sentences: made.sentences + withOwn.sentences, unhandled: [...new Set([...made.unhandled, ...withOwn.unhandled])].sort(), problems: told(problems) };
}

/** A user's own sentences beside those of a language; without files the language itself. `base`: a checkout to take rules and lists from. */
export async function loadCustom(intents: Intents, own: readonly TextFile[], { intentsDirectory, checkout, language }: { readonly intentsDirectory: string; readonly checkout: string | undefined; readonly language: string }): Promise<Foreign> {
  if (own.length === 0) return { intents, sentences: 0, unhandled: [], problems: [] };
  const problems: Problem[] = [];
  const builtIn = await textFile(join(intentsDirectory, haBuiltIn.file)).catch(() => undefined);
  const theirs = checkout === undefined ? [] : (await orInvalid(checkout, () => readHaCheckout(checkout, language))).files.filter(({ of }) => of === undefined);
  const base = readHaFiles([...(builtIn === undefined ? [] : [builtIn]), ...theirs], new Map(), problems);
  const made = addCustom(intents, own, haBuiltIn.withLists(base, intents), problems);
  return { ...made, problems: told(problems) };
}

/** A user's files of one folder; none where there is no such folder. @throws INTENTS_INVALID when they cannot be read */
export async function readCustomFiles(directory: string): Promise<readonly TextFile[]> {
  return orInvalid(directory, () => readYamlFiles(directory));
}

type Added = Omit<Foreign, "problems">;

function addCustom(intents: Intents, own: readonly TextFile[], base: HaSource, problems: Problem[]): Added {
  const files: readonly HaFile[] = own.filter(({ path }) => !basename(path).startsWith("_") || basename(path) === "_common.yaml");
  const theirs = readHaFiles(files, new Map(), problems);
  const source: HaSource = {
    ...theirs,
    lists: new Map([...base.lists, ...theirs.lists]), rules: new Map([...base.rules, ...theirs.rules]), responses: new Map([...base.responses, ...theirs.responses]),
  };
  const { intents: added, unhandled } = createHaIntents(source, "user", { normalise: intents.normalise, replyOf: replyOfResponses(source), problems });
  const language = withSkipWords(intents.language, theirs);
  if (added.length === 0) return { intents: { ...intents, language }, sentences: 0, unhandled };
  const all = [...intents.intents, ...added];
  const automaton = buildAutomaton(all, intents.normalise);
  problems.push(...tooWideProblems(automaton));
  return {
    intents: { ...intents, language, intents: all, automaton },
    sentences: added.reduce((sum, { sentences }) => sum + sentences.length, 0), unhandled,
  };
}

/** What Home Assistant leaves out anywhere is left out before and after a command. */
function withSkipWords(language: LanguageData, source: HaSource): LanguageData {
  const skipped = skipWordsOf(source);
  return skipped.length === 0 ? language : { ...language, politeStart: [...language.politeStart, ...skipped], politeEnd: [...language.politeEnd, ...skipped] };
}

function ownWords(files: readonly TextFile[], problems: Problem[]): OwnWords {
  const named = <T>(name: string, schema: v.GenericSchema<unknown, T>) => {
    const file = files.find(({ path }) => basename(path) === name);
    return file === undefined ? undefined : readYaml(file, schema, problems)?.value;
  };
  return { language: named("_words.yaml", ownLanguageSchema) ?? {}, answers: named("_answers.yaml", answersSchema) };
}

async function textFile(path: string): Promise<TextFile> {
  return { path, text: await readFile(path, "utf8") };
}

async function orInvalid<T>(directory: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new AssistantError("INTENTS_INVALID", `cannot read ${directory}: ${messageOf(error)}`, { cause: error });
  }
}

function told(problems: readonly Problem[]): readonly string[] {
  return [...new Set(problems.map(({ place, message }) => `${place.path}:${place.line}:${place.column}: ${message}`))];
}
