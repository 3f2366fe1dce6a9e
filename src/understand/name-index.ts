// (pure) The names of a home, looked up by the words people say for them.
import type { Area, AreaId, Device, DeviceKind, Home } from "../home/home.ts";
import type { Intents } from "./intent.ts";
import { isKind, nameForms, type Vocabulary, vocabularyFor } from "./name-forms.ts";
import { areaSpans, nameSpans } from "./name-spans.ts";
import type { NameEntry, NameIndex } from "./names.ts";
import { addPhrase, createPhrases } from "./phrases.ts";

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
  const names = createPhrases<NameEntry>();
  const inArea = new Map<AreaId, Device[]>();
  const ofKind = new Map<DeviceKind, Device[]>();
  for (const device of home.devices.values()) {
    const forms = device.areaId === undefined ? [] : areaWords.get(device.areaId) ?? [];
    for (const [form, rank] of nameForms(device, forms, vocabulary)) addPhrase(names, form, { device, rank });
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

function collect<K>(groups: Map<K, Device[]>, key: K, device: Device): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [device]);
  else group.push(device);
}
