// (pure) "it", "them", "that lamp", "the other one", "there": pronouns as names of what was last spoken of.
import type { Command } from "../home/command.ts";
import type { Area, Device, DeviceId } from "../home/home.ts";
import type { Intents, KindWord } from "./intent.ts";
import type { AreaSpan, Meant, NameIndex, NameSpan } from "./names.ts";
import { createPhrases, longestAt, type Phrases, phrasesAt } from "./phrases.ts";
import type { Recent } from "./recent.ts";
import { textOf } from "./words.ts";

type Pronoun = "one" | "many" | "other" | "others" | "described";
type Spoken = Meant["spoken"];
type SpokenKind = { readonly noun: KindWord; readonly many: boolean };

export type Pronouns = {
  /** The names of a home, and the pronouns as further names. Without anything remembered they name nothing. */
  readonly over: (index: NameIndex, recent: Recent | undefined) => NameIndex;
  /** The devices of each command that was last spoken of; those that are gone since are left out. */
  readonly spoken: (index: NameIndex, recent: Recent | undefined) => Spoken;
  /** Does any pronoun stand in the words? */
  readonly isIn: (words: readonly string[]) => boolean;
};

export function createPronouns({ context, lists, normalise }: Intents): Pronouns {
  const plain = (phrase: string) => (normalise(phrase) ?? []).map(textOf);
  const { there, ...named } = context.pronouns;
  const pronouns = createPhrases((Object.entries(named) as [Pronoun, readonly string[]][]).flatMap(([pronoun, phrases]) => phrases.map((phrase) => [plain(phrase), { pronoun, called: phrase }] as const)));
  const places = createPhrases(there.map((phrase) => [plain(phrase), true] as const));
  const nouns = createPhrases<SpokenKind>(lists.kinds.flatMap((noun) => [...noun.one.map((word) => [plain(word), { noun, many: false }] as const), ...noun.many.map((word) => [plain(word), { noun, many: true }] as const)]));
  return {
    spoken: spokenOf,
    isIn: (words) => words.some((_word, at) => longestAt(pronouns, words, at) !== undefined || longestAt(places, words, at) !== undefined),
    over(index, recent) {
      const spoken = spokenOf(index, recent);
      let left: readonly Device[] | undefined;
      const others = () => left ??= othersOf(index, recent, spoken);
      const area = onlyArea(index, spoken);
      const spansAt = (words: readonly string[], start: number) => pronounSpans(words, start, { pronouns, nouns, index, spoken, others });
      return {
        ...index,
        namesAt: (words, start) => [...index.namesAt(words, start), ...spansAt(words, start)],
        areasAt: (words, start) => [...index.areasAt(words, start), ...area === undefined ? [] : phrasesAt(places, words, start).map(({ end }): AreaSpan => ({ start, end, areas: [area] }))],
      };
    },
  };
}

function spokenOf({ home }: NameIndex, recent: Recent | undefined): Spoken {
  return (recent?.pieces ?? []).flatMap(({ commands }) => commands).flatMap((command): Spoken => {
    const { scope } = command;
    const devices = devicesAbout(command).map((id) => home.devices.get(id)).filter((device) => device !== undefined);
    return devices.length === 0 ? [] : [{ devices, scope }];
  });
}

/** "turn off the heater in ten minutes" is about the heater too. */
function devicesAbout(command: Command): readonly DeviceId[] {
  switch (command.type) {
    case "schedule.add": return command.commands.flatMap(({ deviceIds }) => deviceIds);
    case "alert.add": return command.watchedIds;
    default: return command.deviceIds;
  }
}

/** Those that a question left over, else those of the same kind in the same room. */
function othersOf({ home, inArea }: NameIndex, recent: Recent | undefined, spoken: Spoken): readonly Device[] {
  const left = (recent?.alternatives ?? []).map((id) => home.devices.get(id)).filter((device) => device !== undefined);
  if (left.length > 0) return left;
  const devices = spoken.flatMap((group) => group.devices);
  const alike = devices.flatMap(({ areaId, kind, deviceClass }) => areaId === undefined ? [] : (inArea.get(areaId) ?? []).filter((device) => device.kind === kind && device.deviceClass === deviceClass));
  return [...new Set(alike)].filter((device) => !devices.includes(device) && device.isGroup !== true);
}

function onlyArea({ home }: NameIndex, spoken: Spoken): Area | undefined {
  const areaIds = new Set(spoken.flatMap(({ devices }) => devices.map(({ areaId }) => areaId)));
  const [only] = areaIds;
  return areaIds.size === 1 && only !== undefined ? home.areas.get(only) : undefined;
}

type Setting = {
  readonly pronouns: Phrases<{ readonly pronoun: Pronoun; readonly called: string }>;
  readonly nouns: Phrases<SpokenKind>;
  readonly index: NameIndex;
  readonly spoken: Spoken;
  readonly others: () => readonly Device[];
};

function pronounSpans(words: readonly string[], start: number, setting: Setting): readonly NameSpan[] {
  const { index, spoken } = setting;
  const restOf = (pronoun: "other" | "others"): Spoken => {
    const devices = setting.others();
    // "The others" are swept up, "the other one" is as good as named.
    return devices.length === 0 ? [] : [{ devices, scope: pronoun === "other" ? "named" : "group" }];
  };
  return phrasesAt(setting.pronouns, words, start).flatMap(({ end, values }) => values.flatMap(({ pronoun, called }): readonly NameSpan[] => {
    const isOther = pronoun === "other" || pronoun === "others";
    const span = (upTo: number, number: Meant["number"], among: Spoken): NameSpan => ({ start, end: upTo, groups: [], meant: { called, number, spoken: among } });
    if (pronoun === "one" || pronoun === "many") return [span(end, pronoun, spoken)];
    const bare = isOther ? [span(end, pronoun === "other" ? "one" : "many", restOf(pronoun))] : [];
    const kinds = phrasesAt(setting.nouns, words, end).map((kind): NameSpan => {
      const isKind = (device: Device) => kind.values.some(({ noun }) => index.isA(device, noun));
      const many = kind.values.every((value) => value.many);
      return span(kind.end, many ? "many" : "one", ofKind(isOther ? restOf(many ? "others" : "other") : spoken, isKind));
    });
    return [...bare, ...kinds];
  }));
}

function ofKind(spoken: Spoken, isKind: (device: Device) => boolean): Spoken {
  return spoken.map(({ devices, scope }) => ({ devices: devices.filter(isKind), scope })).filter(({ devices }) => devices.length > 0);
}
