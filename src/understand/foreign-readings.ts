// (pure) A match → the readings of it: one of ours is one command, one of Home Assistant's files may be several here.
import { nonEmpty } from "../base/types.ts";
import type { Said } from "./choice.ts";
import { type NameRank, nameRanks } from "./names.ts";
import { resolveMatch, type Resolution } from "./resolve.ts";
import type { Match } from "./template-match.ts";

/** What the words may be, and what that comes to in this home. */
export type Reading = { readonly match: Match; readonly resolution: Resolution };

/** Every reading, understood or not. */
export function readingsOf(match: Match, said: Said): readonly Reading[] {
  const { foreign } = match.accepted.intent;
  if (foreign === undefined) return [{ match, resolution: resolveMatch(match, said) }];
  const meant = foreign.means(match, said);
  if (meant.length === 0) return [{ match, resolution: { ok: false, reason: "noCommand", subject: foreign.name } }];
  return meant.map((all) => ({ match, resolution: knownName(joined(all.map((one) => resolveMatch(one, said))), match) }));
}

/** A device of that name there is, only none that is meant by such a sentence: a lock is not turned off. */
function knownName(resolution: Resolution, { slots }: Match): Resolution {
  if (resolution.ok || resolution.reason !== "unknownName" || slots.some(({ value }) => value.list === "area")) return resolution;
  const spans = slots.flatMap(({ value }) => value.list === "name" ? value.spans : []);
  const [entry] = spans.flatMap(({ groups }) => groups.flatMap(({ names }) => names.anywhere));
  return entry === undefined ? resolution : { ok: false, reason: "unsupported", subject: entry.device.name, deviceIds: [entry.device.id] };
}

/** Brightness and colour in one sentence: both, or the first that cannot be done. */
function joined(resolutions: readonly Resolution[]): Resolution {
  const failure = resolutions.find((resolution) => !resolution.ok);
  if (failure !== undefined) return failure;
  const commands = nonEmpty(resolutions.flatMap((resolution) => resolution.ok ? resolution.commands : []));
  const rank = Math.max(...resolutions.map((resolution) => resolution.ok ? resolution.rank : nameRanks.exact)) as NameRank;
  return commands === undefined ? { ok: false, reason: "noMatch", subject: "" } : { ok: true, commands, rank };
}
