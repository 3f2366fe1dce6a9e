// (pure) The answer to "The desk lamp or the floor lamp?".
import type { AreaId, DeviceId, Home } from "../home/home.ts";
import type { ParseResult } from "./command-parser.ts";
import type { Intents } from "./intent.ts";
import { keyOf } from "./follow-up-frames.ts";
import { createNameWords } from "./name-words.ts";
import { createPhrases } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import type { MeantChoice } from "./recent.ts";
import { piecesOf } from "./split-commands.ts";
import { textOf, type Word } from "./words.ts";

type Question = Extract<ParseResult, { readonly kind: "notUnderstood" }>;

/** "none": neither of them. "other": no answer to this question; it may be a sentence of its own. `left`: what was not picked. */
export type ChoiceAnswer = { readonly kind: "picked"; readonly meant: MeantChoice; readonly left: readonly DeviceId[] } | { readonly kind: "none" } | { readonly kind: "other" };
export type ReadChoice = (said: string, question: Question, home: Home) => ChoiceAnswer;

/** Can it be asked which one is meant? Only where there are two or more to choose from, each with a name, or one that was perhaps meant. */
export function isChoice({ reason, candidates = [], deviceIds = [], areaIds = [] }: Question): boolean {
  if (reason !== "ambiguousName") return false;
  return candidates.length === 1 ? deviceIds.length === 1 : candidates.length > 1 && (deviceIds.length > 1 || areaIds.length > 1);
}

type Option = { readonly deviceId?: DeviceId; readonly areaId?: AreaId };

/** Makes the reader of answers: a name or a part of one, a room, a place in the list, all, or none. */
export function createReadChoice(intents: Intents): ReadChoice {
  const { context: { choices }, answers, language, normalise } = intents;
  const withoutPoliteness = createWithoutPoliteness(language, normalise);
  const plain = (phrase: string) => keyOf(normalise(phrase) ?? []);
  const keys = (phrases: readonly string[]) => new Set(phrases.map(plain));
  const [none, all, last, yes] = [keys([...choices.none, ...answers.no]), keys(choices.all), keys(choices.last), keys(answers.yes)];
  const places = choices.places.map(keys);
  const joiners = createPhrases(language.joinNames.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const nameWords = createNameWords(intents);

  return (said, question, home) => {
    const words = withoutPoliteness(normalise(said) ?? []);
    if (none.has(keyOf(words)) || none.has(plain(said))) return { kind: "none" };
    const options: readonly Option[] = question.deviceIds?.map((deviceId) => ({ deviceId })) ?? question.areaIds?.map((areaId) => ({ areaId })) ?? [];
    const isAll = all.has(keyOf(words)) || (options.length === 1 && (yes.has(keyOf(words)) || yes.has(plain(said))));
    const picked = isAll ? options : pickedFrom(words, options, home) ?? severalFrom(words, options, home);
    return picked === undefined ? { kind: "other" } : choiceOf(picked, options);
  };

  /** "the first and the third" */
  function severalFrom(words: readonly Word[], options: readonly Option[], home: Home): readonly Option[] | undefined {
    const parts = piecesOf(words, joiners).map((part) => pickedFrom(part, options, home));
    return parts.length < 2 || parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }

  /** One option, and only when the words leave no other. */
  function pickedFrom(words: readonly Word[], options: readonly Option[], home: Home): readonly Option[] | undefined {
    const key = [keyOf(nameWords.telling(words)), keyOf(words)];
    const place = key.some((one) => last.has(one)) ? options.length - 1 : places.findIndex((phrases) => key.some((one) => phrases.has(one)));
    const atPlace = options[place];
    if (atPlace !== undefined) return [atPlace];
    const devices = options.map(({ deviceId }) => deviceId === undefined ? undefined : home.devices.get(deviceId)).filter((device) => device !== undefined);
    const areas = options.map(({ areaId }) => areaId === undefined ? undefined : home.areas.get(areaId)).filter((area) => area !== undefined);
    const called: readonly Option[] = [...nameWords.devicesCalled(words, devices, home).map(({ id }) => ({ deviceId: id })), ...nameWords.areasCalled(words, areas).map(({ id }) => ({ areaId: id }))];
    return called.length === 1 ? called : undefined;
  }
}

function choiceOf(picked: readonly Option[], options: readonly Option[]): ChoiceAnswer {
  const deviceIds = new Set(picked.flatMap(({ deviceId }) => deviceId ?? []));
  const left = options.flatMap(({ deviceId }) => deviceId === undefined || deviceIds.has(deviceId) ? [] : [deviceId]);
  return { kind: "picked", meant: { deviceIds, areaIds: new Set(picked.flatMap(({ areaId }) => areaId ?? [])) }, left };
}
