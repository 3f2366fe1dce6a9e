// (pure) What the words of a sentence may stand for: names, rooms, kinds, numbers …, by the readers that the templates use.
import type { Device } from "../home/home.ts";
import type { Surroundings } from "./choice.ts";
import type { Intents, SlotSpec, Unit } from "./intent.ts";
import { type NameGroup, type NameRank, nameRanks, type NameSpan } from "./names.ts";
import { written } from "../base/scripts.ts";
import { createSlotReaders, type SlotReading, type SlotValue } from "./slots.ts";
import type { Word } from "./words.ts";

/** Words from `start` to `end`, and what they may stand for. */
export type Found = {
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly as: SlotSpec["list"];
  /** Of a name and a room: what it may be, the surest first. `rank` and `how`: how surely; see `nameRanks`. */
  readonly candidates: readonly FoundName[];
  /** Of everything else: the value. */
  readonly value?: string;
};

export type FoundName = { readonly id: string; readonly name: string; readonly rank?: NameRank; readonly how?: string };

/** More devices of one name than a person reads. */
const mostCandidates = 5;

/** What stands behind numbers. */
const units: readonly Unit[] = ["percent", "celsius", "kelvin"];

/** Ordered by place; a shorter name within a longer one stands too, for it may be what is meant. */
export function findAll(words: readonly Word[], around: Surroundings, intents: Intents): readonly Found[] {
  const sentence = createSlotReaders(intents)(words, around.index);
  const specs: readonly SlotSpec[] = [
    { list: "name" }, { list: "area" }, { list: "kind", only: undefined }, ...units.map((unit): SlotSpec => ({ list: "number", min: 0, max: 0, unit, negate: false })),
    { list: "color" }, { list: "state" }, { list: "quantity" }, { list: "option" }, { list: "duration", negate: false }, ...[...intents.lists.numbers.keys()].map((name): SlotSpec => ({ list: "words", name })),
  ];
  const found = sentence.words.flatMap((_word, start) => specs.flatMap((spec) => sentence.readAt(spec, start).flatMap((reading) => oneFound(reading, { start, words: sentence.words, around, as: spec.list }))));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()].filter((one, _at, all) => !all.some((other) => isBarer(other, one)));
}

/** "kitchen light" says the same as "the kitchen light" and is told instead of it; "30 percent" instead of "30". */
function isBarer(other: Found, one: Found): boolean {
  const isSame = other.as === one.as && JSON.stringify([other.candidates, other.value]) === JSON.stringify([one.candidates, one.value]);
  return isSame && ((other.start > one.start && other.end === one.end) || (one.as === "number" && other.start === one.start && other.end > one.end));
}

type Place = { readonly start: number; readonly words: readonly string[]; readonly around: Surroundings; readonly as: SlotSpec["list"] };

function oneFound({ end, value }: SlotReading, { start, words, around, as }: Place): readonly Found[] {
  const base = { start, end, words: written(words.slice(start, end)), as };
  switch (value.list) {
    // Several names joined by "and" are each found on their own.
    case "name": { const candidates = value.spans.length > 1 ? [] : value.spans.flatMap((span) => devicesOfSpan(span, around)); return candidates.length === 0 ? [] : [{ ...base, candidates }]; }
    case "area": {
      const [span, ...more] = value.spans;
      if (span === undefined || more.length > 0) return [];
      if (span.areas === "here") return [{ ...base, candidates: [], value: "here" }];
      if (span.all === "home") return [{ ...base, candidates: [], value: "the whole home" }];
      return [{ ...base, candidates: span.areas.map(({ id, name }) => ({ id, name })) }];
    }
    default: return [{ ...base, candidates: [], value: valueWords(value, around) }];
  }
}

/** The value of a slot in a few words. */
export function valueWords(value: SlotValue, around: Surroundings): string {
  switch (value.list) {
    case "name": return value.spans.map((span) => devicesOfSpan(span, around).map(({ name }) => name).join(" or ") || "no device").join(", ");
    case "area": return value.spans.map(({ areas, all }) => areas === "here" ? "here" : all === "home" ? "the whole home" : areas.map(({ name }) => name).join(" and ")).join(", ");
    case "kind": return [...new Set(value.nouns.map(({ kind, deviceClasses }) => [kind, ...deviceClasses].join(" ")))].join(" or ") + (value.many ? ", several" : "");
    case "color": return value.name;
    case "state": return [...new Set(value.state.map(({ expect }) => expect))].join(" or ");
    case "quantity": return value.quantity;
    case "option": return value.options.join(" or ");
    case "duration": return `${value.durationS} s`;
    case "label": return value.text;
    case "number": return String(value.value);
    case "oneOf": return String(value.chosen);
    case "unknown": return "unknown words";
  }
}

function devicesOfSpan({ groups }: NameSpan, around: Surroundings): readonly FoundName[] {
  const best = new Map<string, FoundName>();
  for (const group of groups) {
    for (const { device, rank } of entriesOf(group, around)) {
      const known = best.get(device.id);
      if (known === undefined || (known.rank ?? 0) > rank) best.set(device.id, { id: device.id, name: device.name, rank, how: rankName(rank) });
    }
  }
  return [...best.values()].sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0)).slice(0, mostCandidates);
}

/** Short names count in their room only: the one that was said, or the one of the microphone. */
function entriesOf({ names, atLeast, areaId, nouns }: NameGroup, { index, heardInAreaId }: Surroundings): readonly { readonly device: Device; readonly rank: NameRank }[] {
  const room = areaId ?? heardInAreaId;
  return [...names.anywhere, ...(room === undefined ? [] : names.inArea.get(room) ?? [])]
    .filter(({ device }) => (areaId === undefined || device.areaId === areaId) && (nouns === undefined || nouns.some((noun) => index.isA(device, noun))))
    .map(({ device, rank }) => ({ device, rank: rank > atLeast ? rank : atLeast }));
}

/** "exact", "loose" … */
export function rankName(rank: NameRank): string {
  return Object.entries(nameRanks).find(([, value]) => value === rank)?.[0] ?? String(rank);
}
