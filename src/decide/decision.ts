import type { Command } from "../home/command.ts";
import type { Approved } from "./approval.ts";

/**
 * protectedGroup: swept up, and nothing remained. notHere: this microphone may not. pinMissing: it needs a PIN and none
 * is set. pinLocked: too many wrong PINs just now. notLater: it would need a yes or a PIN when it is due.
 */
export type RefusalReason = "protectedGroup" | "noDevices" | "neverByVoice" | "notHere" | "quietHours" | "pinMissing" | "pinLocked" | "notLater";

/** A "confirm" holds no approval: that is made from what is answered, by `settleConfirmation`. */
export type Decision =
  | { readonly kind: "allow"; readonly command: Approved }
  | { readonly kind: "refuse"; readonly reason: RefusalReason; readonly command: Command; /** Which devices it is about. */ readonly deviceNames?: readonly string[] }
  | { readonly kind: "confirm"; readonly guard: AskedGuard; readonly question: ConfirmationQuestion; readonly command: Command };

export type Confirm = Extract<Decision, { readonly kind: "confirm" }>;

/** What an answer must hold: a clear yes, or the PIN. */
export type AskedGuard = "yes" | "pin";

/** What would happen, as a question puts it. "do": whatever it is. */
export const questionActions = ["unlock", "open", "disarm", "turnOn", "turnOff", "lock", "close", "arm", "start", "stop", "dock", "change", "do"] as const;
export type QuestionAction = (typeof questionActions)[number];

/** What the user is asked before something that lets people in, or that should not happen by mistake. */
export type ConfirmationQuestion = { readonly action: QuestionAction; readonly guard: AskedGuard; readonly deviceNames: readonly string[] };
