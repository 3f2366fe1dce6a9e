// How a sentence was taken, as lines for a person (pure).
import { oneLine } from "../base/log.ts";
import type { Home } from "../home/home.ts";
import type { Explanation, Other, Piece, ReadingWords } from "../understand/explain.ts";
import type { Found } from "../understand/explain-found.ts";
import { describeCommand } from "./trace.ts";

/** More places than a screen has lines; --json has all. */
const mostFound = 24;

/** One line for each thing; `heard`, `words`, `found`, then how each part was taken or why nothing was understood. */
export function describeExplanation(explanation: Explanation, home: Home): readonly string[] {
  const { text, words, found, pieces, otherwise = [] } = explanation;
  return [
    line("heard", `"${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`),
    line("words", words === undefined ? "too long to be a command" : words.length === 0 ? "none" : words.join(" | ")),
    ...found.slice(0, mostFound).map((one) => line("found", foundText(one))),
    ...(found.length > mostFound ? [line("", `and ${found.length - mostFound} more`)] : []),
    ...otherwise.map((one) => line("otherwise", `"${one.words}", ${one.distance} from what was said (${one.likeness})`)),
    ...pieces.flatMap((piece) => pieceLines(piece, home)),
    ...resultLines(explanation),
  ];
}

function line(stage: string, text: string): string {
  return `  ${stage.padEnd(10)} ${oneLine(text)}`.trimEnd();
}

function foundText({ words, as, candidates, value }: Found): string {
  const names = candidates.map(({ name, id, how }) => how === undefined ? name : `${name} (${id}, ${how})`);
  return `"${words}" as ${as}: ${value ?? names.join(", ")}`;
}

function pieceLines({ words, taken, others }: Piece, home: Home): readonly string[] {
  const rest = others.map((other) => line(taken === undefined ? "not" : "rather", otherText(other)));
  if (taken === undefined) return [line("part", `"${words}" fits templates, and yet gives no command`), ...rest];
  return [
    line("part", `"${words}" is ${taken.intent}: ${taken.template}`),
    line("slots", slotsText(taken)),
    line("how", taken.how),
    ...taken.commands.map((command) => line("command", `${describeCommand(command, home)} (${command.scope})`)),
    ...rest,
  ];
}

function otherText(other: Other): string {
  return `${other.intent}: ${other.template}, ${slotsText(other)}; ${other.why}`;
}

function slotsText({ slots }: ReadingWords): string {
  return slots.length === 0 ? "no slots" : slots.map(({ name, words, value }) => `${name} = "${words}" → ${value}`).join("; ");
}

function resultLines({ result, stuck }: Explanation): readonly string[] {
  if (result.kind === "commands") return [];
  const about = result.subject === undefined ? "" : `: ${result.subject}`;
  const candidates = result.candidates === undefined ? "" : ` (${result.candidates.join(" | ")})`;
  return [line("nothing", `${result.reason}${about}${candidates}`), ...(stuck === undefined ? [] : stuckLines(stuck, result.heard))];
}

function stuckLines({ unknownWords, reach }: NonNullable<Explanation["stuck"]>, heard: string): readonly string[] {
  return [
    ...(unknownWords.length === 0 ? [] : [line("unknown", unknownWords.map((word) => `"${word}"`).join(", "))]),
    line("reach", reach.count === 0 ? `no template begins like "${heard.slice(0, 40)}"` : `templates follow ${reach.count} ${reach.count === 1 ? "word" : "words"}, then want ${reach.next.join(", ") || "nothing more"}`),
    ...reach.templates.map(({ intent, template }) => line("nearest", `${intent}: ${template}`)),
  ];
}
