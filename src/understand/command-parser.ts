import type { NonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, DeviceId, Home } from "../home/home.ts";

export type ParseContext = {
  readonly home: Home;
  /** The room whose microphone heard it; undefined for typed text without one. */
  readonly heardInAreaId: AreaId | undefined;
  readonly signal: AbortSignal;
};

/** "notNow": it speaks of a time, a condition or of not doing something, and Sotto acts at once or not at all. */
export type NotUnderstoodReason = "noMatch" | "noCommand" | "notNow" | "unknownName" | "ambiguousName" | "unsupported" | "outOfRange";

export type ParseResult =
  | {
      readonly kind: "commands";
      readonly commands: NonEmpty<Command>;
      readonly matchedBy: "template" | "model";
      /** 0..1; undefined for a template, which either matches or does not. */
      readonly confidence: number | undefined;
      /** One per command: the intent, and the template or model answer that gave it. For people, not for decisions. */
      readonly matches: readonly { readonly intent: string; readonly by: string }[];
    }
  | {
      readonly kind: "notUnderstood";
      readonly heard: string;
      readonly reason: NotUnderstoodReason;
      /** unknownName: the words not known; ambiguousName: the name; unsupported and outOfRange: the device's name. */
      readonly subject?: string;
      /** ambiguousName: the names it could be. */
      readonly candidates?: readonly string[];
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
