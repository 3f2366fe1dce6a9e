// (pure) Which devices the words mean: the named ones, or all of a kind in a room.
import type { AreaId, Device } from "../home/home.ts";
import type { Choice, Failure, Said, Surroundings } from "./choice.ts";
import { chooseNamed } from "./choose-named.ts";
import { chooseSwept } from "./choose-swept.ts";
import type { Fit } from "./fit.ts";
import type { Target } from "./intent.ts";
import { slotOf, type Match } from "./template-match.ts";

/** Where devices may be: anywhere, in rooms that were said, or in the room heard in, which may be unknown. */
export type Where = { readonly is: "anywhere" } | { readonly is: "areas"; readonly areaIds: readonly AreaId[]; readonly isFloor: boolean } | { readonly is: "here"; readonly areaId: AreaId | undefined };

/** Chooses by name or by sweep, as the intent's target says; every device passes `fit`. */
export function chooseDevices(match: Match, around: Said, fit: Fit): Choice {
  const { target } = match.accepted.intent.command;
  const where = whereOf(match, target, around);
  if ("ok" in where) return where;
  const name = nameIn(match, target);
  if (name === undefined) return chooseSwept(match, where, around, fit);
  if (name.list !== "name") return { ok: false, reason: "noMatch", subject: "" };
  return chooseNamed(name.spans, { target, where, fit, ...around });
}

/** What was said for the name; undefined when the sentence has none. */
function nameIn(match: Match, { name }: Target) {
  return name === undefined ? undefined : slotOf(match, name)?.value;
}

function whereOf(match: Match, target: Target, around: Surroundings): Where | Failure {
  const { area } = target;
  if (area === undefined || (area.is === "slot" && slotOf(match, area.slot) === undefined)) {
    const everywhere = target.otherwise === "home" || (target.otherwise === "hereOrHome" && around.heardInAreaId === undefined);
    return everywhere || nameIn(match, target) !== undefined ? { is: "anywhere" } : { is: "here", areaId: around.heardInAreaId };
  }
  switch (area.is) {
    case "home": return { is: "anywhere" };
    case "here": return { is: "here", areaId: around.heardInAreaId };
    case "slot": return spokenAreas(match, area.slot, around);
  }
}

function spokenAreas(match: Match, slot: string, around: Surroundings): Where | Failure {
  const value = slotOf(match, slot)?.value;
  if (value?.list !== "area") return { ok: false, reason: "noMatch", subject: "" };
  const areaIds: AreaId[] = [];
  for (const { areas, all } of value.spans) {
    if (all === "home") return { is: "anywhere" };
    if (areas === "here") {
      if (around.heardInAreaId === undefined) return { is: "here", areaId: undefined };
      areaIds.push(around.heardInAreaId);
      continue;
    }
    const [first] = areas;
    if (all === undefined && (first === undefined || areas.length > 1)) return { ok: false, reason: "ambiguousName", subject: first?.name ?? "", candidates: areas.map(({ name }) => name) };
    areaIds.push(...areas.map(({ id }) => id));
  }
  return { is: "areas", areaIds: [...new Set(areaIds)], isFloor: value.spans.some(({ all }) => all !== undefined) };
}

/** The devices in some rooms. */
export function devicesIn(areaIds: readonly AreaId[], around: Surroundings): readonly Device[] {
  return areaIds.flatMap((areaId) => around.index.inArea.get(areaId) ?? []);
}
