// (pure) Devices without a verb: "the lamp", "the kitchen", "the ones in the hall". What an exception or "and … too" holds.
import type { DeviceKind } from "../home/home.ts";
import { buildAutomaton } from "./automaton.ts";
import { ambiguous, type Choice, type Said, type Surroundings } from "./choice.ts";
import { chooseDevices } from "./choose-devices.ts";
import type { Fit } from "./fit.ts";
import type { Intent, Intents, SlotSpec, Target } from "./intent.ts";
import { createSlotReaders } from "./slots.ts";
import { parseTemplate, slotsOf } from "./template.ts";
import { type Match, matchAll, slotOf } from "./template-match.ts";
import { textOf, type Word } from "./words.ts";

/** What the devices of a phrase are held against: what they must be able to do, and which are meant by a room alone. */
export type Likeness = { readonly fit: Fit; readonly kinds: readonly DeviceKind[]; readonly elsewhere: "here" | "home" };

export type DevicePhrases = {
  /** The readings of all the words; none when they are no such phrase. */
  readonly read: (words: readonly Word[], around: Surroundings) => readonly Match[];
  /** `isNamed`: the words name a device, rather than a room or a kind. */
  readonly choose: (readings: readonly Match[], words: readonly Word[], around: Surroundings, like: Likeness) => { readonly choice: Choice; readonly isNamed: boolean };
};

const slots: Readonly<Record<string, SlotSpec>> = { name: { list: "name" }, area: { list: "area" }, kind: { list: "kind", only: undefined } };
const anywhere: Target = { name: undefined, kind: undefined, kinds: undefined, deviceClass: undefined, quantity: undefined, area: { is: "slot", slot: "area" }, otherwise: "here", count: "all" };

/** Makes the reader from `devices` of `_context.yaml`; a language without them has no such phrases. */
export function createDevicePhrases(intents: Intents): DevicePhrases {
  const readerOf = createSlotReaders(intents);
  const automaton = buildAutomaton(phraseIntents(intents.context.devices), intents.normalise);
  return {
    read: (words, { index }) => words.length === 0 ? [] : matchAll(automaton, readerOf(words, index), { start: 0, end: words.length }, "known"),
    choose(readings, words, around, like) {
      const said = { ...around, words: words.map(textOf) };
      const choices = readings.map((match) => ({ choice: oneWhereOneIsSaid(match, chooseDevices(likened(match, like), said, like.fit), said), isNamed: isNamed(match), slotWords: slotWordsOf(match) }));
      const good = choices.flatMap(({ choice, ...rest }) => choice.ok ? [{ choice, ...rest }] : []);
      const [best] = good.sort((a, b) => a.choice.rank - b.choice.rank || b.slotWords - a.slotWords);
      return best ?? choices.find(({ choice }) => !choice.ok && choice.reason === "ambiguousName") ?? choices.find((one) => one.isNamed) ?? choices[0] ?? { choice: { ok: false, reason: "noMatch", subject: "" }, isNamed: false };
    },
  };
}

/** "the lamp" is one lamp, also where all are lights: the one that is called so, or a question. */
function oneWhereOneIsSaid(match: Match, choice: Choice, said: Said): Choice {
  const kind = slotOf(match, "kind");
  if (!choice.ok || kind?.value.list !== "kind" || kind.value.perhapsMany || choice.chosen.length < 2) return choice;
  const word = said.words[kind.end - 1] ?? "";
  const called = choice.chosen.filter(({ device }) => [device.name, ...device.aliases].some((name) => name.toLowerCase().split(" ").includes(word)));
  const likely = called.length > 0 ? called : choice.chosen;
  const meant = likely.length === 1 ? likely : likely.filter(({ device }) => said.meant?.deviceIds.has(device.id));
  return meant.length > 0 ? { ...choice, chosen: meant } : ambiguous(word, likely.map(({ device }) => device), said);
}

function isNamed({ accepted }: Match): boolean {
  return accepted.intent.command.target.name !== undefined;
}

/** Those with a name, and those with a kind or only a room. */
function phraseIntents(texts: readonly string[]): readonly Intent[] {
  const parsed = texts.flatMap((text) => {
    const result = parseTemplate(text);
    return result.ok ? [{ text, template: result.template, place: { path: "_context.yaml", line: 1, column: 1 } }] : [];
  });
  const holdsName = ({ template }: (typeof parsed)[number]) => slotsOf(template).some(({ name }) => name === "name");
  const intent = (id: string, target: Target, sentences: typeof parsed): Intent => ({ id, slots, sentences, reply: {}, command: { type: "state.get", target, fields: {} } });
  return [
    intent("named", { ...anywhere, name: "name" }, parsed.filter(holdsName)),
    intent("swept", { ...anywhere, kind: "kind" }, parsed.filter((sentence) => !holdsName(sentence))),
  ];
}

/** A room alone means what the sentence before meant: its lights, after a light. */
function likened(match: Match, { kinds, elsewhere }: Likeness): Match {
  const { intent } = match.accepted;
  const { target } = intent.command;
  if (target.name !== undefined) return match;
  return { ...match, accepted: { ...match.accepted, intent: { ...intent, command: { ...intent.command, target: { ...target, kinds, otherwise: elsewhere } } } } };
}

function slotWordsOf(match: Match): number {
  return match.slots.reduce((sum, { start, end }) => sum + end - start, 0);
}
