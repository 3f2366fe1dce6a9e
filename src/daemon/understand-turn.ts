// The words of a turn → its commands, with one question in between when they mean several devices.
import type { DeviceId } from "../home/home.ts";
import type { ParseContext, ParseResult } from "../understand/command-parser.ts";
import { isChoice } from "../understand/read-choice.ts";
import { type AskingWhich, askWhich } from "./ask-which.ts";
import type { TurnParts, TurnSetting } from "./turn.ts";

type Commands = Extract<ParseResult, { kind: "commands" }>;

/** "notAddressed": talk that nobody meant for Sotto. "notChosen": a question was asked and not answered with one of them. */
export type UnderstoodTurn =
  | { readonly kind: "commands"; readonly parsed: Commands; readonly alternatives: readonly DeviceId[] }
  | { readonly kind: "notUnderstood"; readonly parsed: Extract<ParseResult, { kind: "notUnderstood" }> }
  | { readonly kind: "notAddressed" }
  | { readonly kind: "notChosen" };

export type Understanding = {
  readonly parts: Pick<TurnParts, "recall" | "concernsHome" | "home">;
  readonly setting: TurnSetting;
  readonly parse: (text: string, context: Pick<ParseContext, "recent" | "meant">) => Promise<ParseResult>;
  readonly asking: AskingWhich;
};

/** Understands `text`, after what was said there before. Asks at most once which device is meant; the policy decides on what comes out. */
export async function understandTurn(text: string, { parts, setting, parse, asking }: Understanding, signal: AbortSignal): Promise<UnderstoodTurn> {
  const recent = parts.recall(placeOf(setting));
  const parsed = await parse(text, { recent });
  if (parsed.kind === "commands") return { kind: "commands", parsed, alternatives: [] };
  if (!isAddressed(parsed, text, { parts, setting })) return { kind: "notAddressed" };
  if (!isChoice(parsed)) return { kind: "notUnderstood", parsed };
  const which = await askWhich(parsed, asking, signal);
  switch (which.kind) {
    case "none": case "silence": return { kind: "notChosen" };
    case "picked": {
      const picked = await parse(text, { recent, meant: which.meant });
      return picked.kind === "commands" ? { kind: "commands", parsed: picked, alternatives: which.left } : { kind: "notUnderstood", parsed: picked };
    }
    case "said": {
      const other = await parse(which.text, { recent });
      return other.kind === "commands" ? { kind: "commands", parsed: other, alternatives: [] } : { kind: "notChosen" };
    }
  }
}

/** Each microphone and each line has its own memory; where none is named, the room is the place. */
export function placeOf({ place, heardInAreaId }: TurnSetting): string {
  return place ?? heardInAreaId ?? "";
}

/** Who pressed a key or typed is always answered. Where Sotto merely listens, talk without a word of this home is let be. */
function isAddressed({ reason }: Extract<ParseResult, { kind: "notUnderstood" }>, text: string, { parts, setting }: Pick<Understanding, "parts" | "setting">): boolean {
  if (setting.listening !== "open") return true;
  const isNonsense = reason === "noMatch" || reason === "noCommand" || reason === "nothingMeant" || reason === "noUndo";
  return !isNonsense || parts.concernsHome(text, parts.home());
}
