import { AssistantError } from "../base/errors.ts";
import { deadlineSignal } from "../base/time.ts";
import { nonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import { compileAnswers } from "./answer-grammar.ts";
import type { AnswerLanguage, ParsedPhrase } from "./answer-grammar.ts";
import type { NamedColors } from "./answer-verbs.ts";
import type { CommandParser, ParseResult } from "./command-parser.ts";
import type { Choice, ChooseRequest, LanguageModel } from "./language-model.ts";
import { constantPrompt, questionFor } from "./model-prompt.ts";
import { shortlistFor } from "./shortlist.ts";

export type ModelParserSettings = {
  readonly model: LanguageModel;
  /** Longest wait for an answer, the wait in line included. */
  readonly deadlineMs: number;
  /** The colours that a lamp may be given, as `intents/<lang>/_lists.yaml` names them; basic ones when absent. */
  readonly colors?: NamedColors;
  /** 0..1: an answer less probable than this counts as not understood. 0 when absent: the policy may still ask back. */
  readonly minimumProbability?: number;
  /** Longest answer in tokens. */
  readonly maxTokens?: number;
  /** Told of an answer that is not one of the legal ones, which a sound engine never gives. */
  readonly onTrouble?: (error: AssistantError) => void;
};

/** Five commands of some 12 tokens each, with room for names of rare letters. */
const usualMaxTokens = 200;

/**
 * Asks a language model about a few candidate devices, with only possible commands as legal answers.
 * Made for what the sentence templates did not match. Words that have nothing to do with the home cost no inference.
 * @returns a parser that throws ENGINE_TIMEOUT past the deadline and what the model throws (ENGINE_FAILED, ENGINE_CRASHED …)
 */
export function createModelParser(settings: ModelParserSettings): CommandParser {
  return async (text, context) => {
    const shortlist = shortlistFor(context.home, text, context.heardInAreaId);
    if (shortlist.devices.length === 0 && shortlist.groups.length === 0) return notUnderstood(text, "noCommand");
    const language = compileAnswers(shortlist, settings.colors);
    const question = questionFor(text, shortlist, language);
    const request = { ...constantPrompt, question, answers: language.graph, maxTokens: settings.maxTokens ?? usualMaxTokens };
    const choice = await chooseInTime(settings, request, context.signal);
    return resultOf(text, { choice, language, settings });
  };
}

async function chooseInTime({ model, deadlineMs }: ModelParserSettings, request: ChooseRequest, signal: AbortSignal): Promise<Choice> {
  using deadline = deadlineSignal(signal, deadlineMs);
  try {
    return await model.choose(request, deadline.signal);
  } catch (error) {
    if (!deadline.timedOut() || signal.aborted) throw error;
    throw new AssistantError(
      "ENGINE_TIMEOUT",
      `language model: no answer within ${deadlineMs} ms. Allow more time, more threads, or use a smaller model.`,
      { cause: error },
    );
  }
}

function resultOf(
  heard: string,
  { choice, language, settings }: { readonly choice: Choice; readonly language: AnswerLanguage; readonly settings: ModelParserSettings },
): ParseResult {
  const parsed = language.parse(choice.text);
  if (parsed === undefined) {
    settings.onTrouble?.(new AssistantError("ENGINE_FAILED", "language model: the answer is not one of the legal ones, so it was dropped. Is the engine of another version?"));
    return notUnderstood(heard, "noMatch");
  }
  const phrases = nonEmpty(withoutRepeats(parsed));
  if (phrases === undefined) return notUnderstood(heard, "noCommand");
  if (choice.probability < (settings.minimumProbability ?? 0)) return notUnderstood(heard, "noMatch");
  const [first, ...others] = phrases;
  const commands: readonly [Command, ...Command[]] = [first.command, ...others.map(({ command }) => command)];
  const matches = phrases.map(({ phrase, command }) => ({ intent: command.type, by: phrase }));
  return { kind: "commands", commands, matchedBy: "model", confidence: choice.probability, matches };
}

/** A small model likes to say a thing twice; once is enough. */
function withoutRepeats(parsed: readonly ParsedPhrase[]): readonly ParsedPhrase[] {
  return parsed.filter(({ phrase }, index) => parsed.findIndex((other) => other.phrase === phrase) === index);
}

function notUnderstood(heard: string, reason: "noCommand" | "noMatch"): ParseResult {
  return { kind: "notUnderstood", heard, reason };
}
