import type { Command } from "../home/command.ts";

declare const approvedBy: unique symbol;

/** A command that the policy let through. Only `decide/` makes one, and `act/` takes nothing else. */
export type Approved = Command & { readonly [approvedBy]: "decide" };

export type RefusalReason = "protectedGroup" | "noDevices";

export type Decision =
  | { readonly kind: "allow"; readonly command: Approved }
  | { readonly kind: "refuse"; readonly reason: RefusalReason; readonly command: Command }
  | { readonly kind: "confirm"; readonly question: ConfirmationQuestion; readonly ifYes: Approved };

/** What the user is asked before something that lets people in. */
export type ConfirmationQuestion = { readonly action: "unlock" | "open"; readonly deviceNames: readonly string[] };
