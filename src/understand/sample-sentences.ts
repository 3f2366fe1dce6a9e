// (pure) Sentences as people of a home may say them, drawn from the templates: for tests, for training and for a look at a language.
import { isPlanType } from "../home/command.ts";
import type { Area, Device, Home } from "../home/home.ts";
import { kindsOf } from "./overmatch.ts";
import type { Intent, IntentLists, Intents, Sentence, SlotSpec, Unit } from "./intent.ts";
import type { Template } from "./template.ts";

/** 0 up to 1, without 1. */
export type Random = () => number;

/** One text, and the template that it was drawn from. */
export type SampledSentence = { readonly text: string; readonly intent: Intent; readonly sentence: Sentence };

/**
 * Makes a drawer of sentences. All intents are equally likely, and within one all its templates; the devices, rooms and values are
 * those of the home. What was drawn need not be understood as its intent: a home may have no such device, or two of one name.
 * Undefined when the home or the language has nothing for a slot of it.
 */
export function createSampler(intents: Intents, home: Home, random: Random): () => SampledSentence | undefined {
  const devices = [...home.devices.values()];
  const areas = [...home.areas.values()];
  return () => {
    const intent = pick(random, intents.intents);
    const sentence = intent === undefined ? undefined : pick(random, intent.sentences);
    if (intent === undefined || sentence === undefined) return undefined;
    const text = wordsOf(sentence.template, { intent, intents, devices, areas, random });
    return text === undefined ? undefined : { text: text.replace(/\s+/g, " ").trim(), intent, sentence };
  };
}

function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

type Setting = { readonly intent: Intent; readonly intents: Intents; readonly devices: readonly Device[]; readonly areas: readonly Area[]; readonly random: Random };

function wordsOf(template: Template, setting: Setting): string | undefined {
  switch (template.kind) {
    case "text": return template.text;
    case "rule": return undefined;
    case "slot": return slotWords(setting.intent.slots[template.name], setting);
    case "choice": { const option = pick(setting.random, template.options); return option === undefined ? undefined : wordsOf(option, setting); }
    case "sequence": {
      let text = "";
      for (const item of template.items) {
        const words = wordsOf(item, setting);
        if (words === undefined) return undefined;
        text += words;
      }
      return text;
    }
  }
}

function slotWords(spec: SlotSpec | undefined, setting: Setting): string | undefined {
  const { intents: { lists, language }, intent, devices, areas, random } = setting;
  const oneOf = (words: Iterable<string>) => pick(random, [...words]);
  switch (spec?.list) {
    case undefined: return undefined;
    case "name": return nameWords(intent, devices, random);
    case "area": { const area = pick(random, areas); return area === undefined ? undefined : oneOf([area.name, ...area.aliases]); }
    case "kind": { const noun = pick(random, lists.kinds.filter(({ kind }) => spec.only === undefined || spec.only.includes(kind))); return noun === undefined ? undefined : oneOf([...noun.one, ...noun.many]); }
    case "color": return oneOf(lists.colors.keys());
    case "state": return oneOf(lists.states.keys());
    case "quantity": return oneOf(lists.quantities.keys());
    case "option": return oneOf(optionWords(lists, devices));
    case "words": return oneOf(lists.numbers.get(spec.name)?.keys() ?? []);
    case "oneOf": return oneOf(phrasesOf(spec.phrases));
    case "label": return undefined;
    case "duration": { const unit = oneOf([...language.units.minutes, ...language.units.hours]); return unit === undefined ? undefined : `${1 + Math.floor(random() * 59)} ${unit}`; }
    case "number": return String(numberFor(spec.unit, spec, random));
  }
}

/** A device that can have what the intent does to it, by its name or an alias. */
function nameWords(intent: Intent, devices: readonly Device[], random: Random): string | undefined {
  const kinds = kindsOf(intent);
  const needed = capabilityOf(intent);
  const able = (device: Device) => needed === undefined || device.capabilities.some(({ kind }) => kind === needed);
  const device = pick(random, devices.filter((one) => (kinds === undefined || kinds.includes(one.kind)) && able(one)));
  return device === undefined ? undefined : pick(random, [device.name, ...device.aliases]);
}

/** What a device must have for the intent; undefined for a question that any may answer, and for a plan. */
function capabilityOf({ command: { type, fields, target } }: Intent): string | undefined {
  if (type === "scene.activate") return "activate";
  if (isPlanType(type)) return undefined;
  if (type !== "state.get") return type.split(".")[0];
  const asked = fields["capability"];
  return target.quantity !== undefined ? "reading" : asked?.is === "value" && asked.value !== "any" ? String(asked.value) : undefined;
}

function* optionWords({ options }: IntentLists, devices: readonly Device[]): Generator<string> {
  yield* options.keys();
  for (const { capabilities } of devices) for (const capability of capabilities) if (capability.kind === "option") yield* capability.options;
}

/** Every phrase of a tree of phrases. */
function* phrasesOf(phrases: { readonly next: ReadonlyMap<string, unknown>; readonly values: readonly unknown[] }, before: readonly string[] = []): Generator<string> {
  if (phrases.values.length > 0) yield before.join(" ");
  for (const [word, next] of phrases.next) yield* phrasesOf(next as typeof phrases, [...before, word]);
}

/** What people set: whole fives of percent, degrees of a room, hundreds of kelvin. */
function numberFor(unit: Unit, { min, max }: { readonly min: number; readonly max: number }, random: Random): number {
  const [least, most, step] = unit === "percent" ? [5, 100, 5] as const : unit === "celsius" ? [16, 26, 1] as const : unit === "kelvin" ? [2200, 6500, 100] as const : unit === "degrees" ? [1, 5, 1] as const : [1, 100, 1] as const;
  const [from, to] = [Math.max(least, min), Math.min(most, max)];
  return from > to ? min : from + step * Math.floor(random() * (Math.floor((to - from) / step) + 1));
}
