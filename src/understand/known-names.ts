// (pure) The names of a home, looked up by the words people say for them.
import type { Area, AreaId, Device, DeviceKind, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { isKind, nameForms, type Vocabulary, vocabularyFor } from "./name-forms.ts";
import { areaSpans, nameSpans } from "./name-spans.ts";
import { type NameEntry, type NameIndex, nameRanks } from "./names.ts";
import { addPhrase, createPhrases, type Phrases, valueAt } from "./phrases.ts";

/** The index of a home, made at its first sentence and kept as long as that snapshot of the home lives. */
export function createNameIndexes(intents: Intents): (home: Home) => NameIndex {
  const known = new WeakMap<Home, NameIndex>();
  const vocabulary = vocabularyFor(intents);
  return (home) => {
    let index = known.get(home);
    if (index === undefined) {
      index = indexHome(home, vocabulary);
      known.set(home, index);
    }
    return index;
  };
}

function indexHome(home: Home, vocabulary: Vocabulary): NameIndex {
  const areas = createPhrases<Area>();
  const areaWords = new Map<AreaId, readonly (readonly string[])[]>();
  for (const area of home.areas.values()) {
    const forms = [area.name, ...area.aliases].map(vocabulary.wordsOf).filter((words) => words.length > 0);
    areaWords.set(area.id, forms);
    for (const form of forms) addPhrase(areas, form, area);
  }
  const names = createPhrases<MutableNamed>();
  const inArea = new Map<AreaId, Device[]>();
  const ofKind = new Map<DeviceKind, Device[]>();
  for (const device of home.devices.values()) {
    const forms = device.areaId === undefined ? [] : areaWords.get(device.areaId) ?? [];
    for (const [form, rank] of nameForms(device, forms, vocabulary)) addName(names, form, { device, rank });
    if (device.areaId !== undefined) collect(inArea, device.areaId, device);
    collect(ofKind, device.kind, device);
  }
  return {
    home, inArea, ofKind,
    namesAt: (words, start) => nameSpans(words, start, { names, areas, vocabulary }),
    areasAt: (words, start) => areaSpans(words, start, areas, vocabulary),
    callOf: (kind) => vocabulary.calls.get(kind) ?? kind,
    isA: (device, noun) => isKind(device, noun, vocabulary),
  };
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
