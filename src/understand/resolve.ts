// (pure) A matched sentence + this home → the commands, or the reason why there are none.
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import { type Command, isPlanType } from "../home/command.ts";
import type { Device } from "../home/home.ts";
import { buildAction } from "./build-action.ts";
import { buildPlan } from "./build-plan.ts";
import { buildTimer } from "./build-timer.ts";
import type { Choice, Chosen, Failure, Said } from "./choice.ts";
import { chooseDevices } from "./choose-devices.ts";
import { createFit, type Served } from "./fit.ts";
import { type NameRank, nameRanks } from "./names.ts";
import { slotOf, type Match } from "./template-match.ts";

/** `rank` tells how surely the devices were found, for choosing between two readings of one sentence. */
export type Resolution = { readonly ok: true; readonly commands: NonEmpty<Command>; readonly rank: NameRank } | Failure;

/**
 * Finds the devices and the values. A device is taken only when the words leave no other: two of one name are decided
 * by the room that was said or heard in, and are otherwise "ambiguousName".
 */
export function resolveMatch(match: Match, around: Said): Resolution {
  const { type } = match.accepted.intent.command;
  if (type.startsWith("timer.")) {
    const timer = buildTimer(match, around);
    return "ok" in timer ? timer : { ok: true, commands: [timer], rank: nameRanks.exact };
  }
  if (isPlanType(type)) return buildPlan(match, around);
  return resolveChoice(match, chooseDevices(match, around, createFit(match)), scopeOf);
}

/** The command of a match for devices that were chosen in another way: "and the bedroom too". */
export function resolveFor(match: Match, choice: Choice, scope: Command["scope"]): Resolution {
  return resolveChoice(match, choice, () => scope);
}

function resolveChoice(match: Match, choice: Choice, scopeFor: (match: Match, count: number) => Command["scope"]): Resolution {
  if (!choice.ok) return choice;
  const action = buildAction(match);
  if (!action.ok) return outOfRange(choice.chosen.map(({ device }) => device));
  const scope = choice.isSwept === true ? "group" : scopeFor(match, choice.chosen.length);
  const commands: Command[] = [];
  for (const [served, devices] of byCapability(choice.chosen)) {
    const fitted = action.fitTo(devices, served);
    const deviceIds = nonEmpty(devices.map(({ id }) => id));
    if (fitted === undefined || deviceIds === undefined) return outOfRange(devices);
    commands.push({ deviceIds, scope, ...fitted });
  }
  const all = nonEmpty(commands);
  return all === undefined ? outOfRange([]) : { ok: true, commands: all, rank: choice.rank };
}

function outOfRange(devices: readonly Device[]): Failure {
  return { ok: false, reason: "outOfRange", subject: devices[0]?.name ?? "", deviceIds: devices.slice(0, 8).map(({ id }) => id) };
}

/** Devices swept up by a kind or a room are a "group", unless exactly one was asked for: "the garden valve", where there is one. */
function scopeOf(match: Match, count: number): Command["scope"] {
  const { target } = match.accepted.intent.command;
  const kind = target.kind === undefined ? undefined : slotOf(match, target.kind)?.value;
  const area = target.area?.is === "slot" ? slotOf(match, target.area.slot)?.value : undefined;
  const everywhere = target.area?.is === "home" || (area?.list === "area" && area.spans.some(({ all }) => all !== undefined));
  const single = kind?.list === "kind" && !kind.many && count === 1 && !everywhere;
  const named = target.name !== undefined && slotOf(match, target.name) !== undefined;
  return named || target.count === "one" || single || (target.count === "oneHere" && count === 1 && !everywhere) ? "named" : "group";
}

/** A question about "the doors" may be answered by covers and by sensors, each by what it can tell. */
function byCapability(chosen: readonly Chosen[]): ReadonlyMap<Served, readonly Device[]> {
  const groups = new Map<Served, Device[]>();
  for (const { device, served } of chosen) {
    const group = groups.get(served);
    if (group === undefined) groups.set(served, [device]);
    else group.push(device);
  }
  return groups;
}
