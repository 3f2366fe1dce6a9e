// What choosing devices takes and gives; shared by its parts.
import { together } from "../base/scripts.ts";
import type { AreaId, Device, DeviceId } from "../home/home.ts";
import type { NotUnderstoodReason } from "./command-parser.ts";
import type { Served } from "./fit.ts";
import type { NameIndex, NameRank } from "./names.ts";
import type { MeantChoice } from "./recent.ts";

/** Why a matched sentence gives no command. `subject`: the words, or the device's name, that it is about. */
export type Failure = {
  readonly ok: false;
  readonly reason: NotUnderstoodReason;
  readonly subject: string;
  readonly candidates?: readonly string[];
  readonly areaIds?: readonly AreaId[];
  readonly deviceIds?: readonly DeviceId[];
};

/** A chosen device and the capability by which it serves the command. */
export type Chosen = { readonly device: Device; readonly served: Served };

/**
 * `rank` tells how surely the devices were found, for choosing between two readings of one sentence. `isSwept`: a pronoun
 * for devices that no word has ever named.
 */
export type Choice = { readonly ok: true; readonly chosen: readonly Chosen[]; readonly rank: NameRank; readonly isSwept?: boolean } | Failure;

/** Where words were said. `meant`: which ones a question was answered with, where the words alone leave several. */
export type Surroundings = { readonly index: NameIndex; readonly heardInAreaId: AreaId | undefined; readonly meant?: MeantChoice | undefined };

/** And the words themselves, for telling which were not known. */
export type Said = Surroundings & { readonly words: readonly string[] };

/** More candidates than anyone would listen to. */
const mostCandidates = 5;

/** Too many devices remain. Those of one name are told apart by their rooms. */
export function ambiguous(subject: string, devices: readonly Device[], { index }: { readonly index: Pick<NameIndex, "home"> }): Failure {
  const some = devices.slice(0, mostCandidates);
  const alike = some.some((device) => some.some((other) => other !== device && other.name === device.name));
  const label = (device: Device) => {
    const area = device.areaId === undefined ? undefined : index.home.areas.get(device.areaId);
    return alike && area !== undefined ? together([area.name, device.name]) : device.name;
  };
  return { ok: false, reason: "ambiguousName", subject, candidates: [...new Set(some.map(label))], deviceIds: some.map(({ id }) => id) };
}
