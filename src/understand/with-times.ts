// (pure) "in ten minutes turn off the heater": a time is taken off, and what is left is read like every other command.
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import { type Command, type DeviceCommand, isPlanCommand, type ScheduleCommand } from "../home/command.ts";
import { reverseOf } from "../home/reverse.ts";
import type { CommandParser, ParseContext, ParseResult } from "./command-parser.ts";
import { dueTime, minutesSaid } from "./due-time.ts";
import { createFindTimes, type SaidTime, textWithout } from "./find-times.ts";
import type { Intents } from "./intent.ts";
import { createPhrases } from "./phrases.ts";
import { createWithoutPoliteness } from "./polite-words.ts";
import { seamsOf } from "./split-commands.ts";
import { isComplete, mergedReading, type TimeReading } from "./time-reading.ts";
import { textOf, type Word } from "./words.ts";

type Commands = Extract<ParseResult, { kind: "commands" }>;

/** More times in one breath than anybody says. */
const mostTimes = 4;

/**
 * `parser`, for sentences with times as well. What a sentence says without its time must be commands to devices, or about what
 * is planned; else the sentence is read as it stands. Several commands may each have a time of their own.
 */
export function withTimes(parser: CommandParser, intents: Intents, now: () => Date): CommandParser {
  const find = createFindTimes(intents);
  if (find === undefined) return parser;
  const withoutPoliteness = createWithoutPoliteness(intents.language, intents.normalise);
  const joiners = createPhrases(intents.language.joinCommands.map((joiner) => [(intents.normalise(joiner) ?? []).map(textOf), true] as const));
  const planned = async (words: readonly Word[], context: ParseContext): Promise<ParseResult | undefined> => {
    const times = find(words).slice(0, mostTimes);
    const said = times.length === 0 ? undefined : oneTime(times);
    if (said !== undefined) return atOneTime(parser, words, { said, times, context, now: now() });
    if (times.filter(({ reading }) => isComplete(reading)).length < 2) return undefined;
    for (const { before, after } of seamsOf(words, joiners)) {
      const first = await piece(withoutPoliteness(words.slice(0, before)), context);
      const rest = first === undefined ? undefined : await piece(withoutPoliteness(words.slice(after)), context);
      if (first !== undefined && rest !== undefined) return both(first, rest);
    }
    return undefined;
  };
  const piece = async (words: readonly Word[], context: ParseContext): Promise<Commands | undefined> => {
    const result = await planned(words, context) ?? await parser(textWithout(words, []), context);
    return result.kind === "commands" ? result : undefined;
  };
  return async (text, context) => {
    context.signal.throwIfAborted();
    const result = await planned(withoutPoliteness(intents.normalise(text) ?? []), context);
    return result ?? parser(text, context);
  };
}

/** One time in all: said at once, or in two places. */
function oneTime(times: readonly SaidTime[]): SaidTime | undefined {
  const [first, second, third] = times;
  if (first === undefined || third !== undefined) return undefined;
  if (second === undefined) return isComplete(first.reading) ? first : undefined;
  const reading = mergedReading(first.reading, second.reading);
  return reading === undefined ? undefined : { ...first, reading, by: `${first.by} … ${second.by}` };
}

type Setting = { readonly said: SaidTime; readonly times: readonly SaidTime[]; readonly context: ParseContext; readonly now: Date };

/** Undefined when the words without their time are nothing that can be planned; a name that is not known is told as such. */
async function atOneTime(parser: CommandParser, words: readonly Word[], { said, times, context, now }: Setting): Promise<ParseResult | undefined> {
  const rest = await parser(textWithout(words, times), context);
  if (rest.kind === "notUnderstood") return rest.reason === "noMatch" ? undefined : rest;
  const devices = nonEmpty(rest.commands.filter((command): command is DeviceCommand => !isPlanCommand(command) && command.type !== "state.get"));
  if (devices !== undefined && devices.length === rest.commands.length) return schedule(rest, devices, said, now);
  return aboutPlans(rest, said.reading);
}

function schedule(rest: Commands, devices: NonEmpty<DeviceCommand>, { reading, by }: SaidTime, now: Date): ParseResult | undefined {
  const when = dueTime(reading, now);
  if (when === undefined) return { kind: "notUnderstood", heard: "", reason: "noMatch" };
  if (when === "over") return { kind: "notUnderstood", heard: "", reason: "timeOver" };
  const isWhile = reading.section === "for" || reading.section === "until";
  if (isWhile && (when.type === "every" || devices.some((command) => reverseOf(command) === undefined))) return undefined;
  const plan: ScheduleCommand = { type: "schedule.add", deviceIds: [], scope: "named", when, commands: devices, ...(isWhile ? { reverse: true } : {}) };
  const match = { intent: "schedule_add", by };
  // The pieces are those of the commands, and what comes later is nothing that the next sentence leans on.
  const { pieces: _pieces, ...found } = rest;
  return isWhile ? { ...found, commands: [...devices, plan], matches: [...rest.matches, match] } : { ...found, commands: [plan], matches: [match] };
}

/** "cancel what you planned at half past six" */
function aboutPlans(rest: Commands, reading: TimeReading): ParseResult | undefined {
  const minutes = nonEmpty((minutesSaid(reading) ?? []).map((minute) => ((minute % 1440) + 1440) % 1440));
  if (minutes === undefined) return undefined;
  const narrowed = rest.commands.map((command): Command | undefined => command.type === "schedule.list" || command.type === "schedule.cancel" ? { ...command, minutesOfDay: minutes } : undefined);
  const all = nonEmpty(narrowed.filter((command) => command !== undefined));
  return all === undefined || all.length < narrowed.length ? undefined : { ...rest, commands: all };
}

function both(first: Commands, second: Commands): ParseResult {
  return { ...first, commands: [...first.commands, ...second.commands], matches: [...first.matches, ...second.matches] };
}

