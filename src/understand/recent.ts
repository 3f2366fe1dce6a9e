// What was last spoken of at one place: the one value by which a sentence may lean on the sentence before it.
import type { NonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { AreaId, DeviceId } from "../home/home.ts";
import type { HomeStates } from "../home/state.ts";

/** One command of a breath: its words as they stand alone (normalised, "" where there are none), and what they meant. */
export type SaidPiece = { readonly words: string; readonly commands: readonly Command[] };

/** What was changed last, and how its devices were before; those that had never reported are absent. */
export type Change = { readonly commands: NonEmpty<Command>; readonly before: HomeStates };

/** Made by the daemon for each place that listens; the parser only reads it. Forgotten after two minutes. */
export type Recent = {
  /** The last breath, commands and questions alike, in order. */
  readonly pieces: readonly SaidPiece[];
  /** A question in between does not take back the possibility to undo. */
  readonly change: Change | undefined;
  /** Devices between which a question was asked and that were not chosen: "the other one". */
  readonly alternatives: readonly DeviceId[];
};

/** Which of several a question was answered with. */
export type MeantChoice = { readonly deviceIds: ReadonlySet<DeviceId>; readonly areaIds: ReadonlySet<AreaId> };
