// What names are, once found: shared by those who look them up and those who choose among them.
import type { Area, AreaId, Device, DeviceKind, Floor, Home } from "../home/home.ts";
import type { KindWord } from "./intent.ts";

/**
 * How a name was found; less is surer.
 * exact: the name or an alias. loose: with its kind added or left out ("kitchen light" for "Kitchen"), or its room added.
 * short: without its room's name, which only counts in that room.
 * sweep: all of a kind in a room, which is no name but stands between them: "the kitchen lights" are rather all lights
 * of the kitchen than the one "Kitchen Light" in the other number.
 * Names that merely sound alike have no rank: they are looked for when nothing else is found (second-hearing.ts).
 */
export const nameRanks = { exact: 0, loose: 1, short: 2, sweep: 3, otherNumber: 4 } as const;
export type NameRank = (typeof nameRanks)[keyof typeof nameRanks];

export type NameEntry = { readonly device: Device; readonly rank: NameRank };

/** All devices that one phrase names: wherever it is said, and only in or with their room. */
export type Named = { readonly anywhere: readonly NameEntry[]; readonly inArea: ReadonlyMap<AreaId, readonly NameEntry[]> };

/**
 * Devices that some words may mean, each at `atLeast` this rank. `areaId` and `nouns` narrow them: words for a room or
 * a kind stood beside the name.
 */
export type NameGroup = { readonly names: Named; readonly atLeast: NameRank; readonly areaId: AreaId | undefined; readonly nouns: readonly KindWord[] | undefined };

/**
 * What a pronoun stands for: the devices of each command that was last spoken of. "one" ("it") is one device, or all of
 * one sweep; "many" ("them") is every device. Nothing, where nothing is remembered. `called`: the pronoun as it is written.
 */
export type Meant = { readonly called: string; readonly number: "one" | "many"; readonly spoken: readonly { readonly devices: readonly Device[]; readonly scope: "named" | "group" }[] };

/** Some words as a name: up to which word, and what they may mean. A pronoun has `meant` and no groups. */
export type NameSpan = { readonly start: number; readonly end: number; readonly groups: readonly NameGroup[]; readonly meant?: Meant };
/** `all`: the areas are all rooms of one floor, which are meant together; "home" is the whole house, in rooms or not. */
export type AreaSpan = { readonly start: number; readonly end: number; readonly areas: readonly Area[] | "here"; readonly all?: Floor | "home" };

export type NameIndex = {
  readonly home: Home;
  readonly namesAt: (words: readonly string[], start: number) => readonly NameSpan[];
  readonly areasAt: (words: readonly string[], start: number) => readonly AreaSpan[];
  /** Words for modes, presets and options of the devices: up to which word, and what they may be in the devices' own words. */
  readonly optionsAt: (words: readonly string[], start: number) => readonly { readonly end: number; readonly options: readonly string[] }[];
  readonly inArea: ReadonlyMap<AreaId, readonly Device[]>;
  readonly ofKind: ReadonlyMap<DeviceKind, readonly Device[]>;
  /** What several devices of a kind are called: "thermostats". */
  readonly callOf: (kind: DeviceKind) => string;
  /** Is the device what this kind word means? */
  readonly isA: (device: Device, noun: KindWord) => boolean;
};
