// (pure) The names of a home, looked up by the words people say for them.
import type { Area, AreaId, Device, DeviceKind, Floor, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { isKind, type NameForm, nameForms, type Vocabulary, vocabularyFor } from "./name-forms.ts";
import { areaSpans, type FloorRooms, nameSpans } from "./name-spans.ts";
import { type NameEntry, type NameIndex, nameRanks } from "./names.ts";
import { ownWordsOf } from "./own-words.ts";
import { addPhrase, createPhrases, type Phrases, phrasesAt, valueAt } from "./phrases.ts";

/** The index of a home, made at its first sentence and kept as long as that snapshot of the home lives. */
export function createNameIndexes(intents: Intents): (home: Home) => NameIndex {
  const known = new WeakMap<Home, NameIndex>();
  const forms = createForms(vocabularyFor(intents));
  return (home) => {
    let index = known.get(home);
    if (index === undefined) {
      index = indexHome(home, forms);
      known.set(home, index);
    }
    return index;
  };
}

type Forms = {
  readonly vocabulary: Vocabulary;
  readonly ofArea: (area: Area) => readonly (readonly string[])[];
  readonly ofDevice: (device: Device, area: Area | undefined) => readonly NameForm[];
};

/** The next snapshot of a home holds nearly the same devices; what was worked out for one is kept as long as it lives. */
function createForms(vocabulary: Vocabulary): Forms {
  const areas = new WeakMap<Area, readonly (readonly string[])[]>();
  const devices = new WeakMap<Device, { readonly area: Area | undefined; readonly forms: readonly NameForm[] }>();
  const ofArea = (area: Area) => {
    const forms = areas.get(area) ?? [area.name, ...area.aliases].flatMap(vocabulary.spellingsOf).filter((words) => words.length > 0);
    areas.set(area, forms);
    return forms;
  };
  const ofDevice = (device: Device, area: Area | undefined) => {
    const kept = devices.get(device);
    if (kept !== undefined && kept.area === area) return kept.forms;
    const forms = [...nameForms(device, area === undefined ? [] : ofArea(area), vocabulary)];
    devices.set(device, { area, forms });
    return forms;
  };
  return { vocabulary, ofArea, ofDevice };
}

function indexHome(home: Home, { vocabulary, ofArea, ofDevice }: Forms): NameIndex {
  const areas = createPhrases<Area>();
  for (const area of home.areas.values()) for (const form of ofArea(area)) addPhrase(areas, form, area);
  const floors = createPhrases<FloorRooms>();
  for (const { floor, areas: rooms } of floorsOf(home)) for (const form of floorForms(floor, vocabulary)) addPhrase(floors, form, { floor, areas: rooms });
  const names = createPhrases<MutableNamed>();
  const inArea = new Map<AreaId, Device[]>();
  const ofKind = new Map<DeviceKind, Device[]>();
  const options = new Set<string>();
  for (const device of home.devices.values()) {
    const area = device.areaId === undefined ? undefined : home.areas.get(device.areaId);
    for (const [form, rank] of ofDevice(device, area)) addName(names, form, { device, rank });
    if (device.areaId !== undefined) collect(inArea, device.areaId, device);
    collect(ofKind, device.kind, device);
    for (const capability of device.capabilities) for (const option of ownWordsOf(capability)) options.add(option);
  }
  const spokenOptions = createPhrases([...options].map((option) => [vocabulary.wordsOf(option), option] as const).filter(([words]) => words.length > 0));
  return {
    home, inArea, ofKind,
    optionsAt: (words, start) => phrasesAt(spokenOptions, words, start).map(({ end, values }) => ({ end, options: values })),
    namesAt: (words, start) => nameSpans(words, start, { names, areas, floors, vocabulary }),
    areasAt: (words, start) => areaSpans(words, start, { areas, floors, vocabulary }),
    callOf: (kind) => vocabulary.calls.get(kind) ?? kind,
    isA: (device, noun) => isKind(device, noun, vocabulary),
  };
}

/** The floors that have rooms, each with all of them. */
function floorsOf(home: Home): readonly FloorRooms[] {
  const rooms = [...home.areas.values()];
  return [...home.floors?.values() ?? []].map((floor) => ({ floor, areas: rooms.filter(({ floorId }) => floorId === floor.id) })).filter(({ areas }) => areas.length > 0);
}

/** "First Floor", and "Ground" as the "ground floor" too. */
function floorForms({ name, aliases }: Floor, { wordsOf, floorWords }: Vocabulary): readonly (readonly string[])[] {
  const forms = [name, ...aliases].map(wordsOf).filter((form) => form.length > 0);
  return forms.flatMap((form) => floorWords.some((word) => form.includes(word)) ? [form] : [form, ...floorWords.map((word) => [...form, word])]);
}

type MutableNamed = { readonly anywhere: NameEntry[]; readonly inArea: Map<AreaId, NameEntry[]> };

/** Short names are kept by room: a house with a "lamp" in each of a thousand rooms has one of them to look at. */
function addName(names: Phrases<MutableNamed>, form: readonly string[], entry: NameEntry): void {
  const named = valueAt(names, form, () => ({ anywhere: [], inArea: new Map() }));
  const { areaId } = entry.device;
  if (entry.rank === nameRanks.short && areaId !== undefined) collect(named.inArea, areaId, entry);
  else named.anywhere.push(entry);
}

function collect<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
