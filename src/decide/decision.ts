import type { Command } from "../home/command.ts";
import type { Approved } from "./approval.ts";

export type RefusalReason = "protectedGroup" | "noDevices" | "neverByVoice";

/** A "confirm" holds no approval: that is made from what is answered, by `settleConfirmation`. */
export type Decision =
  | { readonly kind: "allow"; readonly command: Approved }
  | { readonly kind: "refuse"; readonly reason: RefusalReason; readonly command: Command }
  | { readonly kind: "confirm"; readonly question: ConfirmationQuestion; readonly command: Command };

export type Confirm = Extract<Decision, { readonly kind: "confirm" }>;

/** What the user is asked before something that lets people in. */
export type ConfirmationQuestion = { readonly action: "unlock" | "open" | "do"; readonly deviceNames: readonly string[] };
