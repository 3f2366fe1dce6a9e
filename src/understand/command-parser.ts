import type { NonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, DeviceId, Home } from "../home/home.ts";

export type ParseContext = {
  readonly home: Home;
  /** The room whose microphone heard it; undefined for typed text without one. */
  readonly heardInAreaId: AreaId | undefined;
  readonly signal: AbortSignal;
};

export type NotUnderstoodReason = "noMatch" | "noCommand" | "unknownName" | "ambiguousName" | "unsupported" | "outOfRange";

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
 * The first parser that understands wins. When none does, the most telling reason is given:
 * a template that matched but named an unknown device says more than "no match".
 */
export function firstMatch(...parsers: readonly [CommandParser, ...CommandParser[]]): CommandParser {
  return async (text, context) => {
    let best: ParseResult | undefined;
    for (const parser of parsers) {
      const result = await parser(text, context);
      if (result.kind === "commands") return result;
      if (best === undefined || (best.kind === "notUnderstood" && isVague(best.reason))) best = result;
    }
    return best ?? { kind: "notUnderstood", heard: text, reason: "noMatch" };
  };
}

function isVague(reason: NotUnderstoodReason): boolean {
  return reason === "noMatch" || reason === "noCommand";
}
