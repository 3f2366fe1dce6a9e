// (pure) "all the lights except the lamp": what stands after such a word is taken out of what the rest sweeps up.
import { nonEmpty } from "../base/types.ts";
import { type Command, isPlanCommand } from "../home/command.ts";
import { type DeviceId, type DeviceKind, devicesOf } from "../home/home.ts";
import type { Failure, Surroundings } from "./choice.ts";
import type { DevicePhrases } from "./device-phrases.ts";
import type { Fit } from "./fit.ts";
import type { Intents } from "./intent.ts";
import { createNameWords } from "./name-words.ts";
import { createPhrases, longestAt } from "./phrases.ts";
import { written } from "../base/scripts.ts";
import { piecesOf } from "./split-commands.ts";
import type { Match } from "./template-match.ts";
import { noMatch, type Understood } from "./understand-one.ts";
import { saidOf, textOf, type Word } from "./words.ts";

type Understand = (words: readonly Word[], around: Surroundings) => Understood | Failure;

type Exception = { readonly readings: readonly Match[]; readonly words: readonly Word[] };

/** Nobody lists more words of exceptions, and each costs a look. */
const longestException = 16;
/** Places in one sentence where an exception may begin. */
const mostPlaces = 3;
/** Of more devices in one sweep nobody says "the left one". */
const mostToldApart = 100;
/** Words of an exception that is not known, as they are told back. */
const longestSubject = 5;

/**
 * Makes what reads a command with an exception; undefined where there is none. Words after "except" that name nothing
 * known are refused: leaving them out would do to a device just what was not to be done.
 */
export function createExceptions(intents: Intents, phrases: DevicePhrases, understand: Understand) {
  const { language, context, normalise } = intents;
  const starts = createPhrases(context.except.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const firsts = createPhrases(context.exceptFirst.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const ends = createPhrases(context.exceptEnds.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const joiners = createPhrases(language.joinNames.map((phrase) => [(normalise(phrase) ?? []).map(textOf), true] as const));
  const articles = new Set(language.articles);
  const nameWords = createNameWords(intents);
  return (words: readonly Word[], around: Surroundings): Understood | Failure | undefined => {
    const texts = words.map(textOf);
    let places = 0;
    let refusal: Failure | undefined;
    for (let at = 0; at < words.length && places < mostPlaces; at++) {
      const found = longestAt(at === 0 ? firsts : starts, texts, at);
      if (found === undefined) continue;
      places++;
      const whole = exceptAt(words, { at, from: found.end }, around);
      const isUnknown = whole === undefined || (!whole.ok && whole.reason === "unknownName");
      const result = (isUnknown ? exceptPart(words, { at, from: found.end }, around) : undefined) ?? whole;
      if (result?.ok === true) return result;
      refusal ??= result ?? unknownException(words, { at, from: found.end }, around);
    }
    return refusal;
  };

  /** The longest exception with which the rest is a command. */
  function exceptAt(words: readonly Word[], { at, from }: { readonly at: number; readonly from: number }, around: Surroundings): Understood | Failure | undefined {
    let refusal: Failure | undefined;
    for (let end = Math.min(words.length, from + longestException); end > from; end--) {
      const exceptions = exceptionsIn(words.slice(from, end), around);
      if (exceptions === undefined) continue;
      const after = longestAt(ends, words.map(textOf), end)?.end ?? end;
      const main = understand([...words.slice(0, at), ...words.slice(after)], exceptions.every(isRoom) ? inTheWholeHouse(around) : around);
      if (!main.ok) { refusal ??= main.reason === "noMatch" ? undefined : main; continue; }
      return exceptions.reduce<Understood | Failure>((left, exception) => left.ok ? subtract(left, exception, around) : left, main);
    }
    return refusal;
  }

  /** "the desk lamp, the kitchen and the fans": one list of names, or one thing after the other. */
  function exceptionsIn(words: readonly Word[], around: Surroundings): readonly Exception[] | undefined {
    const readings = phrases.read(words, around);
    if (readings.length > 0) return [{ readings, words }];
    const parts = piecesOf(words, joiners).map((part) => ({ readings: phrases.read(part, around), words: part }));
    return parts.length > 1 && parts.every((part) => part.readings.length > 0) ? parts : undefined;
  }

  /** "all the curtains except the left one": a few words that only tell apart what is swept up. */
  function exceptPart(words: readonly Word[], { at, from }: { readonly at: number; readonly from: number }, around: Surroundings): Understood | undefined {
    const main = understand(words.slice(0, at), around);
    if (!main.ok) return undefined;
    const swept = devicesOf(around.index.home, main.commands.flatMap(({ deviceIds }): readonly DeviceId[] => deviceIds));
    if (swept.length > mostToldApart) return undefined;
    const [only, ...others] = nameWords.devicesCalled(words.slice(from), swept, around.index.home);
    const left = only === undefined || others.length > 0 ? undefined : without(main, new Set([only.id]));
    return left?.ok === true ? left : undefined;
  }

  function unknownException(words: readonly Word[], { at, from }: { readonly at: number; readonly from: number }, around: Surroundings): Failure | undefined {
    if (from >= words.length || !understand(words.slice(0, at), around).ok) return undefined;
    const unknown = piecesOf(words.slice(from), joiners).find((part) => phrases.read(part, around).length === 0) ?? words.slice(from);
    const subject = written(unknown.filter(({ text }) => !articles.has(text)).slice(0, longestSubject).map(saidOf));
    return subject === "" ? noMatch : { ok: false, reason: "unknownName", subject };
  }

  function subtract(main: Understood, exception: Exception, around: Surroundings): Understood | Failure {
    const swept = new Set<DeviceId>(main.commands.flatMap(({ deviceIds }) => deviceIds));
    const kinds = new Set([...swept].map((id) => around.index.home.devices.get(id)?.kind).filter((kind): kind is DeviceKind => kind !== undefined));
    const among = (fit: Fit) => phrases.choose(exception.readings, exception.words, around, { fit, kinds: [...kinds], elsewhere: "home" });
    const near = among(({ id }) => swept.has(id) ? "onOff" : undefined);
    // "the lights except the lamp and the tv": the tv would not have been swept up anyway.
    const { choice, isNamed } = near.choice.ok || near.choice.reason !== "unsupported" ? near : among(() => "onOff");
    if (!choice.ok && (isNamed || choice.reason === "ambiguousName")) return choice;
    const spared = new Set(choice.ok ? choice.chosen.map(({ device }) => device.id) : []);
    return without(main, spared);
  }
}

function isRoom({ readings }: Exception): boolean {
  return readings.every(({ slots }) => slots.every(({ value }) => value.list === "area"));
}

/** "the lights except in the kitchen" are those of all other rooms, not of the one that it is said in. */
function inTheWholeHouse(around: Surroundings): Surroundings {
  return { ...around, heardInAreaId: undefined, meant: { deviceIds: new Set(), areaIds: new Set(around.index.home.areas.keys()) } };
}

function without(main: Understood, spared: ReadonlySet<DeviceId>): Understood | Failure {
  const commands = main.commands.flatMap((command): readonly Command[] => {
    if (isPlanCommand(command)) return [command];
    const deviceIds = nonEmpty(command.deviceIds.filter((id) => !spared.has(id)));
    return deviceIds === undefined ? [] : [{ ...command, deviceIds }];
  });
  const left = nonEmpty(commands);
  return left === undefined ? { ok: false, reason: "noCommand", subject: "" } : { ...main, commands: left };
}
