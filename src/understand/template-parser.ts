// (pure) The first parser of the house: sentence templates. Quick, and sure or silent.
import { nonEmpty } from "../base/types.ts";
import type { Failure, Surroundings } from "./choice.ts";
import type { CommandParser, ParseResult } from "./command-parser.ts";
import type { Intents } from "./intent.ts";
import { createNameIndexes } from "./known-names.ts";
import { nameRanks } from "./names.ts";
import { createPhrases } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import { piecesOf, splitCommands } from "./split-commands.ts";
import { createUnderstandOne, mostTelling, noMatch, type OnTry, type Understood } from "./understand-one.ts";
import { textOf, type Word } from "./words.ts";

/**
 * Makes the template parser: all sentences of `intents` as one machine, built here once.
 * It never waits and never throws for what was said; several commands are all understood or none is.
 */
export function createTemplateParser(intents: Intents, onTry?: OnTry): CommandParser {
  const { understand, why } = createUnderstandOne(intents, onTry);
  const indexOf = createNameIndexes(intents);
  const withoutPoliteness = createWithoutPoliteness(intents.language, intents.normalise);
  const joiners = createPhrases([...intents.language.joinNames, ...intents.language.joinCommands].map((joiner) => [(intents.normalise(joiner) ?? []).map(textOf), true] as const));
  return async (text, { home, heardInAreaId, signal }) => {
    signal.throwIfAborted();
    const words = withoutPoliteness(intents.normalise(text) ?? []);
    if (words.length === 0) return told(text, noMatch);
    const around: Surroundings = { index: indexOf(home), heardInAreaId };
    const whole = understand(words, around);
    if (whole.ok && whole.rank < nameRanks.otherNumber) return commandsOf(text, [whole]);
    const pieces = splitCommands<Understood>(words, joiners, (piece, previous) => {
      const bare = withoutPoliteness(piece);
      const own = understand(bare, around);
      if (own.ok) return own;
      return previous === undefined ? undefined : carried(bare, previous).map((guess) => understand(guess, around)).find((result) => result.ok);
    });
    // "the kitchen lights and the fan": two commands, rather than a list of names with one in the other number.
    if (pieces !== undefined && !(whole.ok && pieces.some(({ rank }) => rank >= whole.rank))) return commandsOf(text, pieces);
    if (whole.ok) return commandsOf(text, [whole]);
    return told(text, whole.reason === "noMatch" ? mostTelling(piecesOf(words, joiners).map((piece) => why(withoutPoliteness(piece), around))) : whole);
  };
}

/** "turn on the lamp and the fan": the second piece borrows the words around the first piece's name. */
function carried(piece: readonly Word[], previous: Understood): readonly (readonly Word[])[] {
  const [slot] = previous.match.slots;
  if (slot === undefined || slot.start === 0 || piece.length === 0) return [];
  const before = previous.words.slice(0, slot.start);
  const after = previous.words.slice(slot.end);
  return [[...before, ...piece, ...after], [...before, ...piece]];
}

function commandsOf(text: string, pieces: readonly Understood[]): ParseResult {
  const commands = nonEmpty(pieces.flatMap((piece) => piece.commands));
  if (commands === undefined) return told(text, noMatch);
  const matches = pieces.flatMap(({ match, commands: own }) => own.map(() => ({ intent: match.accepted.intent.id, by: match.accepted.text })));
  return { kind: "commands", commands, matchedBy: "template", confidence: undefined, matches };
}

/** A long text is told back shortened: it goes to logs and screens. */
function told(text: string, failure: Failure): ParseResult {
  const heard = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const { reason, subject, candidates, deviceIds } = failure;
  return {
    kind: "notUnderstood", heard, reason,
    ...(subject === "" ? {} : { subject }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(deviceIds === undefined ? {} : { deviceIds }),
  };
}
