// (pure) What no sentence matched is heard again with the home's names in mind; two that are near each other are a question.
import { devicesOf, type Home } from "../home/home.ts";
import { isTimerCommand } from "../home/command.ts";
import { ambiguous } from "./choice.ts";
import type { CommandParser, ParseResult } from "./command-parser.ts";
import { createHearAgain, type Rehearing } from "./hear-again.ts";
import type { Intents } from "./intent.ts";
import type { MeantChoice } from "./recent.ts";
import { limits } from "./sound-words.ts";

type Understood = Extract<ParseResult, { kind: "commands" }>;
type Answer = { readonly rehearing: Rehearing; readonly result: ParseResult };
type Meaning = { readonly rehearing: Rehearing; readonly result: Understood };

/**
 * Gives `parse` a second chance with names that were misheard, mistyped, cut or turned otherwise. A sentence that it understands, or
 * that it understands and refuses, is left as it is: what sounds alike never goes before what was said.
 */
export function withSecondHearing(parse: CommandParser, intents: Intents): CommandParser {
  const hearAgain = createHearAgain(intents);
  return async (text, context) => {
    const plain = await parse(text, context);
    if (plain.kind === "commands" || (plain.reason !== "noMatch" && plain.reason !== "unknownName")) return plain;
    const { unknown, rehearings } = hearAgain(intents.normalise(text) ?? [], context.home);
    const answers: Answer[] = [];
    for (const rehearing of rehearings) {
      const nearest = answers[0]?.rehearing;
      // The same letters, only written together or apart, are no guess and need no distance to one.
      if (nearest !== undefined && (rehearing.distance > nearest.distance + limits.margin || (rehearing.isGuess && !nearest.isGuess))) break;
      // What was only perhaps said must not lean on what was said before: "no, wait" is no "no, the water valve".
      const result = await parse(textOf(rehearing), { ...context, recent: undefined });
      if (result.kind === "commands" || (result.reason !== "noMatch" && result.reason !== "unknownName" && result.reason !== "nothingMeant")) answers.push({ rehearing, result });
    }
    const { meant } = context;
    return (meant === undefined ? settled(answers, context.home, plain.heard) : picked(answers, meant)) ?? narrowed(plain, unknown, intents);
  };
}

function textOf({ words }: Rehearing): string {
  return words.map(({ text, afterBreak }, at) => `${at === 0 ? "" : afterBreak ? ", " : " "}${text}`).join("");
}

/** One meaning that is near enough, or which ones there are to choose from. Undefined where there is none. */
function settled(answers: readonly Answer[], home: Home, heard: string): ParseResult | undefined {
  const [nearest] = answers;
  if (answers.every(({ rehearing }) => rehearing.likeness === "hardly")) return undefined;
  const meanings = new Map<string, Meaning>();
  for (const { rehearing, result } of answers) {
    // One device by its name, and all of its kind where there is only this one, are one meaning.
    const key = result.kind === "commands" ? JSON.stringify(result.commands, (name, value: unknown) => name === "scope" ? undefined : value) : "";
    if (result.kind === "commands" && !meanings.has(key)) meanings.set(key, { rehearing, result });
  }
  const [only] = meanings.values();
  if (nearest === undefined || only === undefined) return nearest === undefined || nearest.result.kind === "commands" ? undefined : { ...nearest.result, heard };
  // "dim the kitchin plug" is about the plug, even where some lamp sounds a little like it.
  const isNearest = answers.every(({ rehearing, result }) => result.kind === "commands" || rehearing.distance > only.rehearing.distance);
  if (meanings.size > 1 || !isNearest || only.rehearing.likeness !== "alike") return whichOf([...meanings.values()], home, heard);
  return taken(only);
}

/** The question was answered: of all that it could have been, it is what concerns the one that was picked. */
function picked(answers: readonly Answer[], { deviceIds }: MeantChoice): ParseResult | undefined {
  for (const { rehearing, result } of answers) {
    if (result.kind === "commands" && result.commands.some((command) => !isTimerCommand(command) && command.deviceIds.some((id) => deviceIds.has(id)))) return taken({ rehearing, result });
  }
  return undefined;
}

function taken({ rehearing, result }: Meaning): ParseResult {
  return rehearing.isGuess ? { ...result, matchedBy: "sound", confidence: 1 - rehearing.distance } : result;
}

/** "Do you mean the Rec Room Lamp or the Wreath?" What is many devices, or none, goes by the words it was taken for. */
function whichOf(meanings: readonly Meaning[], home: Home, heard: string): ParseResult {
  const subject = wordsOf(meanings[0]?.rehearing);
  const devices = meanings.map(({ result }) => result.commands.flatMap((command) => isTimerCommand(command) ? [] : devicesOf(home, command.deviceIds)));
  if (devices.some(({ length }) => length !== 1)) return { kind: "notUnderstood", heard, reason: "ambiguousName", subject, candidates: [...new Set(meanings.map(({ rehearing }) => wordsOf(rehearing)))] };
  const { candidates = [], deviceIds = [] } = ambiguous(subject, [...new Set(devices.flat())], { index: { home } });
  return { kind: "notUnderstood", heard, reason: "ambiguousName", subject, candidates, deviceIds };
}

function wordsOf(rehearing: Rehearing | undefined): string {
  return rehearing?.edits.map(({ words }) => words.join(" ")).join(" ") ?? "";
}

/** "the zorblax lamp": there are lamps, it is "zorblax" that is not known. */
function narrowed(plain: Exclude<ParseResult, Understood>, unknown: readonly string[], { normalise }: Intents): ParseResult {
  if (plain.reason !== "unknownName" || plain.subject === undefined) return plain;
  const words = plain.subject.split(" ");
  const told = words.filter((word) => normalise(word)?.some(({ text }) => unknown.includes(text)));
  return told.length === 0 ? plain : { ...plain, subject: told.join(" ") };
}
