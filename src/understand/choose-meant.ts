// (pure) A pronoun → the devices that it stands for, as far as they can do what is said.
import type { Device } from "../home/home.ts";
import { ambiguous, type Choice, type Chosen, type Said } from "./choice.ts";
import type { Fit } from "./fit.ts";
import { type Meant, nameRanks } from "./names.ts";

/**
 * "it" is one device, or all those of one sweep; of several named ones the only that can do it, and else a question.
 * "them" are all, and when one that was named cannot do it, none. `scope` stays what it was: who swept up the locks
 * cannot unlock "them".
 */
export function chooseMeant({ called, number, spoken }: Meant, { fit, mayBe, around }: { readonly fit: Fit; readonly mayBe: (device: Device) => boolean; readonly around: Said }): Choice {
  const groups = spoken.map(({ devices, scope }) => ({ scope, devices: devices.filter(mayBe) })).filter(({ devices }) => devices.length > 0);
  const all = [...new Set(groups.flatMap(({ devices }) => devices))];
  const [first] = all;
  if (first === undefined) return { ok: false, reason: spoken.length === 0 ? "nothingMeant" : "noMatch", subject: called };
  const able = all.flatMap((device): readonly Chosen[] => {
    const served = fit(device);
    return served === undefined ? [] : [{ device, served }];
  });
  const unable = all.find((device) => !able.some((chosen) => chosen.device === device));
  const isSwept = groups.some(({ scope }) => scope === "group");
  // What none of several can do is hardly what was meant.
  if (able.length === 0 && all.length > 1) return { ok: false, reason: "noMatch", subject: called };
  if (able.length === 0 || (number === "many" && unable !== undefined && !isSwept)) return { ok: false, reason: "unsupported", subject: (unable ?? first).name, deviceIds: [(unable ?? first).id] };
  const ableGroups = groups.filter(({ devices }) => devices.some((device) => able.some((chosen) => chosen.device === device)));
  const isClear = number === "many" || able.length === 1 || (ableGroups.length === 1 && isSwept);
  if (isClear) return { ok: true, chosen: able, rank: nameRanks.loose, ...(isSwept && all.length > 1 ? { isSwept } : {}) };
  const meant = able.filter(({ device }) => around.meant?.deviceIds.has(device.id));
  return meant.length === 0 ? ambiguous(called, able.map(({ device }) => device), around) : { ok: true, chosen: meant, rank: nameRanks.loose };
}
