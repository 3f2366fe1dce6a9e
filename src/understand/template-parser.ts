// (pure) The first parser of the house: sentence templates. Quick, and sure or silent.
import { nonEmpty } from "../base/types.ts";
import type { Failure } from "./choice.ts";
import type { CommandParser, ParseContext, ParseResult } from "./command-parser.ts";
import { createFollowUps, type Followed, type FollowedPiece } from "./follow-ups.ts";
import { keyOf } from "./follow-up-frames.ts";
import type { Intents } from "./intent.ts";
import { createNameIndexes } from "./known-names.ts";
import { nameRanks } from "./names.ts";
import { createPhrases } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import type { Recent } from "./recent.ts";
import { borrowing, sharingEnd } from "./shared-words.ts";
import { piecesOf, splitCommands } from "./split-commands.ts";
import { withSecondHearing } from "./second-hearing.ts";
import { mostTelling, noMatch, type OnTry, type Understood } from "./understand-one.ts";
import { type Around, createUnderstandPiece } from "./understand-piece.ts";
import { textOf, type Word } from "./words.ts";

/**
 * Makes the template parser: all sentences of `intents` as one machine, built here once.
 * It never waits and never throws for what was said; several commands are all understood or none is.
 */
export function createTemplateParser(intents: Intents, onTry?: OnTry): CommandParser {
  const piece = createUnderstandPiece(intents, onTry);
  const followUps = createFollowUps(intents, piece);
  const indexOf = createNameIndexes(intents);
  const withoutPoliteness = createWithoutPoliteness(intents.language, intents.normalise);
  const breath = createBreath(intents, piece, withoutPoliteness);
  const hasOwnSentences = intents.intents.some(({ foreign }) => foreign?.owner === "user");
  return withSecondHearing(async (text, { home, heardInAreaId, recent, meant, signal }: ParseContext) => {
    signal.throwIfAborted();
    const all = intents.normalise(text) ?? [];
    const words = withoutPoliteness(all);
    const around: Around = { index: indexOf(home), heardInAreaId, recent, meant };
    // A household's own sentence may begin or end in words that are polite elsewhere: "now is movie time".
    const asSaid = hasOwnSentences && words.length < all.length ? piece.understand(all, around) : undefined;
    if (asSaid?.ok === true) return commandsOf(text, [pieceOf(asSaid)]);
    const understood = words.length === 0 ? noMatch : breath(words, around);
    if (understood.ok) return commandsOf(text, understood.pieces);
    // A name that nobody knows, in a sentence that also is a follow-up: "and the bedroom" is no device "and the bedroom".
    // A word that is merely polite elsewhere may be what makes it one: 臥室呢.
    const followed = understood.reason === "ambiguousName" ? undefined : followUps(words, around) ?? followUps(all, around);
    if (followed !== undefined && (followed.ok || tellsMore(followed, understood))) return followed.ok ? commandsOf(text, followed.pieces) : told(text, followed);
    return told(text, understood);
  }, intents);
}

function tellsMore(followed: Failure, own: Failure): boolean {
  return own.reason === "noMatch" || own.reason === "nothingMeant" || (own.reason === "unknownName" && followed.reason !== "unknownName");
}

/** One command, or several that are all understood. */
function createBreath(intents: Intents, { understand, why, pronouns }: ReturnType<typeof createUnderstandPiece>, withoutPoliteness: (words: readonly Word[]) => readonly Word[]) {
  const { language, context, normalise } = intents;
  const phrases = (texts: readonly string[]) => createPhrases(texts.map((text) => [(normalise(text) ?? []).map(textOf), true] as const));
  const joiners = phrases([...language.joinNames, ...language.joinCommands]);
  const withoutAlso = createWithoutPoliteness({ politeStart: context.also, politeEnd: context.also }, normalise);
  const articles = new Set(language.articles);

  return (words: readonly Word[], around: Around): Followed => {
    const whole = orBare(words, (sentence) => understand(sentence, around));
    if (whole.ok && whole.rank < nameRanks.otherNumber) return { ok: true, pieces: [pieceOf(whole)] };
    const refusals: Failure[] = [];
    const parts = splitCommands<Part>(words, joiners, {
      own: (stretch, previous) => partOf(readOwn(withoutPoliteness(stretch), previous?.is, around), undefined),
      borrowed: (stretch, lender) => partOf(readBorrowed(withoutAlso(withoutPoliteness(stretch)), lender.is, around, refusals), lender),
    });
    const pieces = parts === undefined ? undefined : withSharedEnds(parts, around, refusals);
    // "the kitchen lights and the fan": two commands, rather than a list of names with one in the other number.
    if (pieces !== undefined && !(whole.ok && pieces.some(({ rank }) => rank >= whole.rank))) return { ok: true, pieces: pieces.map(pieceOf) };
    if (whole.ok) return { ok: true, pieces: [pieceOf(whole)] };
    if (whole.reason !== "noMatch" && whole.reason !== "nothingMeant") return whole;
    return mostTelling([...piecesOf(words, joiners).map((stretch) => why(withoutPoliteness(stretch), around)), ...refusals, whole]);
  };

  /** With words of the part beside it. What is no sentence even so tells nothing; a name that is not there does. */
  function readBorrowed(stretch: readonly Word[], lender: Understood, around: Around, refusals: Failure[]): Understood | undefined {
    for (const sentence of borrowing(stretch, lender, articles)) {
      const result = understand(sentence, after(lender, around));
      if (result.ok) return result;
      if (result.reason === "unknownName" || result.reason === "ambiguousName") refusals.push(result);
    }
    return undefined;
  }

  /** "open the blinds and the curtains in the bedroom": both are meant there. Undefined when that is not possible. */
  function withSharedEnds(parts: readonly Part[], around: Around, refusals: Failure[]): readonly Understood[] | undefined {
    const pieces: (Understood | undefined)[] = parts.map((part, index) => {
      const borrowers = parts.slice(index + 1);
      const count = borrowers.findIndex(({ lender }) => lender === undefined);
      const last = borrowers[(count < 0 ? borrowers.length : count) - 1];
      const sentence = last === undefined ? undefined : sharingEnd(part.is, last.is);
      const shared = sentence === undefined ? part.is : understand(sentence, around);
      if (shared.ok) return shared;
      refusals.push(shared);
      return undefined;
    });
    return pieces.includes(undefined) ? undefined : pieces.filter((piece) => piece !== undefined);
  }

  /** "turn it off again": its own words first, then without those at the ends that only say that it is one more. */
  function orBare(words: readonly Word[], read: (words: readonly Word[]) => Understood | Failure): Understood | Failure {
    const own = read(words);
    const bare = own.ok ? words : withoutAlso(words);
    const other = bare.length === words.length || bare.length === 0 ? own : read(bare);
    return other.ok ? other : own;
  }

  /** "and close the blinds" after "set the bedroom to 20": its own words first, then with what was said just before. */
  function readOwn(stretch: readonly Word[], previous: Understood | undefined, around: Around): Understood | undefined {
    const holdsPronoun = pronouns.isIn(stretch.map(textOf));
    const leaning = previous === undefined || (around.heardInAreaId !== undefined && !holdsPronoun) ? [] : [after(previous, around)];
    const places = holdsPronoun && leaning.length > 0 ? leaning : [around, ...leaning];
    for (const place of places) {
      const result = orBare(stretch, (sentence) => understand(sentence, place));
      if (result.ok) return result;
    }
    return undefined;
  }

  /** The part before is what "it" means now, and its room is where the next part is said, if no other is known. */
  function after({ commands, words }: Understood, around: Around): Around {
    const recent: Recent = { pieces: [{ words: keyOf(words), commands }], change: undefined, alternatives: [] };
    const areaIds = new Set(commands.flatMap(({ deviceIds }) => deviceIds.map((id) => around.index.home.devices.get(id)?.areaId)));
    const [only] = areaIds;
    return { ...around, recent, heardInAreaId: around.heardInAreaId ?? (areaIds.size === 1 ? only : undefined) };
  }
}

/** A command of a breath, and the one that it borrowed words from. */
type Part = { readonly is: Understood; readonly lender: Part | undefined };

function partOf(is: Understood | undefined, lender: Part | undefined): Part | undefined {
  return is === undefined ? undefined : { is, lender };
}

function pieceOf({ commands, match, words }: Understood): FollowedPiece {
  return { words: keyOf(words), commands, intent: match.accepted.intent.id, by: match.accepted.text };
}

function commandsOf(text: string, pieces: readonly FollowedPiece[]): ParseResult {
  const commands = nonEmpty(pieces.flatMap((piece) => piece.commands));
  if (commands === undefined) return told(text, noMatch);
  return {
    kind: "commands", commands, matchedBy: "template", confidence: undefined,
    matches: pieces.flatMap(({ intent, by, commands: own }) => own.map(() => ({ intent, by }))),
    pieces: pieces.map(({ words, commands: own }) => ({ words, count: own.length })),
  };
}

/** A long text is told back shortened: it goes to logs and screens. */
function told(text: string, failure: Failure): ParseResult {
  const heard = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const { reason, subject, candidates, deviceIds, areaIds } = failure;
  return {
    kind: "notUnderstood", heard, reason,
    ...(subject === "" ? {} : { subject }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(deviceIds === undefined ? {} : { deviceIds }),
    ...(areaIds === undefined ? {} : { areaIds }),
  };
}
