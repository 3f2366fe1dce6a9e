// What was last spoken of at each place, for two minutes. Kept in memory alone: nothing of it survives a restart.
import type { NowMs } from "../base/time.ts";
import { nonEmpty } from "../base/types.ts";
import type { Command } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { HomeStates } from "../home/state.ts";
import type { ParseResult } from "../understand/command-parser.ts";
import type { Change, Recent, SaidPiece } from "../understand/recent.ts";

/** One turn that was understood. `done`: those of its commands that were carried out, with the states from before. */
export type RememberedTurn = {
  readonly parsed: Extract<ParseResult, { kind: "commands" }>;
  readonly done: readonly Command[];
  readonly before: HomeStates;
  /** What a question offered and was not chosen. */
  readonly alternatives: readonly DeviceId[];
};

export type RecentMemory = {
  readonly recall: (place: string) => Recent | undefined;
  readonly remember: (place: string, turn: RememberedTurn) => void;
  /** Something was told of devices there without being asked: "the washing machine is done". */
  readonly mention: (place: string, commands: readonly Command[]) => void;
};

/** "Within two minutes": longer ago nobody means by "it". */
const rememberedForMs = 120_000;
/** Microphones and browsers of one house. */
const mostPlaces = 100;

type Kept = { readonly recent: Recent; readonly atMs: number; readonly changedAtMs: number };

/** Makes a memory. Each place has its own: what was said in the bedroom is nothing to the kitchen. */
export function createRecentMemory(nowMs: NowMs): RecentMemory {
  const places = new Map<string, Kept>();
  const isFresh = (atMs: number) => nowMs() - atMs < rememberedForMs;
  const keep = (place: string, kept: Kept) => {
    // The oldest goes first: a Map keeps its order.
    places.delete(place);
    for (const [other, { atMs }] of places) if (!isFresh(atMs) || places.size >= mostPlaces) places.delete(other);
    places.set(place, kept);
  };
  const changeOf = (kept: Kept | undefined): Change | undefined => kept !== undefined && isFresh(kept.changedAtMs) ? kept.recent.change : undefined;
  return {
    recall(place) {
      const kept = places.get(place);
      if (kept === undefined || !isFresh(kept.atMs)) {
        places.delete(place);
        return undefined;
      }
      return { ...kept.recent, change: changeOf(kept) };
    },
    remember(place, { parsed, done, before, alternatives }) {
      const kept = places.get(place);
      const changing = nonEmpty(done.filter(({ type }) => !type.endsWith(".get")));
      const change = changing === undefined ? changeOf(kept) : { commands: changing, before };
      keep(place, { recent: { pieces: piecesOf(parsed), change, alternatives }, atMs: nowMs(), changedAtMs: changing === undefined ? kept?.changedAtMs ?? 0 : nowMs() });
    },
    mention(place, commands) {
      const kept = places.get(place);
      keep(place, { recent: { pieces: [{ words: "", commands }], change: changeOf(kept), alternatives: [] }, atMs: nowMs(), changedAtMs: kept?.changedAtMs ?? 0 });
    },
  };
}

/** What was only put back ("no, the kitchen one") is not what the next "it" means. */
function piecesOf({ commands, pieces }: RememberedTurn["parsed"]): readonly SaidPiece[] {
  if (pieces === undefined) return [{ words: "", commands }];
  let at = 0;
  const said = pieces.map(({ words, count }) => ({ words, commands: commands.slice(at, at += count) }));
  const spoken = said.filter(({ words }) => words !== "");
  return spoken.length > 0 ? spoken : said;
}
