import type { NonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, DeviceId, Home } from "../home/home.ts";
import type { MeantChoice, Recent } from "./recent.ts";

export type ParseContext = {
  readonly home: Home;
  /** The room whose microphone heard it; undefined for typed text without one. */
  readonly heardInAreaId: AreaId | undefined;
  /** What was last spoken of there; undefined when nothing was, or when it is forgotten. */
  readonly recent?: Recent | undefined;
  /** Which devices or rooms a question about this very sentence was answered with. */
  readonly meant?: MeantChoice | undefined;
  readonly signal: AbortSignal;
};

/**
 * "nothingMeant": a pronoun or a follow-up, and nothing was spoken of before; "noUndo": nothing was done that could be
 * taken back. "notNow": it speaks of a condition, of a time that was not understood or of not doing something, and Sotto does
 * nothing then. "timeOver": it was to be done at a time of today that is over.
 */
export type NotUnderstoodReason = "noMatch" | "nothingMeant" | "noUndo" | "noCommand" | "notNow" | "timeOver" | "unknownName" | "ambiguousName" | "unsupported" | "outOfRange";

export type ParseResult =
  | {
      readonly kind: "commands";
      readonly commands: NonEmpty<Command>;
      /** "sound": by a template, with a name that was misheard or mistyped. */
      readonly matchedBy: "template" | "sound" | "model";
      /** 0..1; undefined for a template, which either matches or does not. */
      readonly confidence: number | undefined;
      /** One per command: the intent, and the template or model answer that gave it. For people, not for decisions. */
      readonly matches: readonly { readonly intent: string; readonly by: string }[];
      /** For the next sentence to lean on: the words of each part, and how many of the commands are its own, in order. */
      readonly pieces?: readonly { readonly words: string; readonly count: number }[];
    }
  | {
      readonly kind: "notUnderstood";
      readonly heard: string;
      readonly reason: NotUnderstoodReason;
      /** unknownName: the words not known; ambiguousName: the name; unsupported and outOfRange: the device's name. */
      readonly subject?: string;
      /** ambiguousName: the names it could be. */
      readonly candidates?: readonly string[];
      /** ambiguousName: the rooms, where it is only the room that is not clear. */
      readonly areaIds?: readonly AreaId[];
      readonly deviceIds?: readonly DeviceId[];
    };

export type CommandParser = (text: string, context: ParseContext) => Promise<ParseResult>;

/**
 * The first parser that understands wins. One that recognised the sentence and still refuses it (an unknown name, two
 * lamps of one name, a value out of range) ends the search: whoever guesses after it could only choose a wrong device.
 */
export function firstMatch(...parsers: readonly [CommandParser, ...CommandParser[]]): CommandParser {
  return async (text, context) => {
    let last: ParseResult = { kind: "notUnderstood", heard: text, reason: "noMatch" };
    for (const parser of parsers) {
      last = await parser(text, context);
      if (last.kind === "commands" || last.reason !== "noMatch") return last;
    }
    return last;
  };
}
