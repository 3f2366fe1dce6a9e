// (pure) "and the bedroom too", "no, the kitchen one", "again", "undo that": sentences about the sentence before.
import { written } from "../base/scripts.ts";
import { type NonEmpty, nonEmpty } from "../base/types.ts";
import { type Command, isTimerCommand } from "../home/command.ts";
import type { DeviceId, DeviceKind } from "../home/home.ts";
import type { Chosen, Failure } from "./choice.ts";
import { createFit } from "./fit.ts";
import { type Frame, framesOf, keyOf, sentencesOf, within } from "./follow-up-frames.ts";
import type { Intents } from "./intent.ts";
import { createNameWords } from "./name-words.ts";
import { nameRanks } from "./names.ts";
import { saidOf, type Word } from "./words.ts";
import type { Recent, SaidPiece } from "./recent.ts";
import { resolveFor } from "./resolve.ts";
import { borrowing } from "./shared-words.ts";
import { createTakeBack } from "./take-back.ts";
import type { Around, UnderstandPiece } from "./understand-piece.ts";
import { noMatch, type Understood } from "./understand-one.ts";

/** One part of what a follow-up asks for: `words` as they would stand alone, "" for what is only put back. */
export type FollowedPiece = { readonly words: string; readonly commands: NonEmpty<Command>; readonly intent: string; readonly by: string };
export type Followed = { readonly ok: true; readonly pieces: readonly FollowedPiece[] } | Failure;

export type FollowUps = (words: readonly Word[], around: Around) => Followed | undefined;

/** "and the charm too": an article and a word or three. */
const longestUnknown = 4;
/** Devices of one room that are looked at for a word of their names. */
const mostAlike = 100;

/** Makes what reads follow-ups; undefined for words that are none. Without anything remembered they are "nothingMeant". */
export function createFollowUps(intents: Intents, { understand, phrases, pronouns }: UnderstandPiece): FollowUps {
  const { followUps } = intents.context;
  const { normalise } = intents;
  const articles = new Set(intents.language.articles);
  const nameWords = createNameWords(intents);
  const takeBack = createTakeBack(intents, phrases, nameWords);
  const frames = { add: framesOf(followUps.add, normalise), mend: framesOf(followUps.mend, normalise), spare: framesOf(followUps.spare, normalise) };
  const whole = { again: sentencesOf(followUps.again, normalise), more: sentencesOf(followUps.more, normalise), less: sentencesOf(followUps.less, normalise), undo: sentencesOf(followUps.undo, normalise) };

  return (words, around) => {
    const key = keyOf(words);
    const { recent } = around;
    if (whole.undo.has(key)) return takeBack.undone(around);
    if (whole.again.has(key)) return repeated(recent, words, (command) => command);
    if (whole.more.has(key)) return repeated(recent, words, (command) => isChange(command) ? command : undefined);
    if (whole.less.has(key)) return repeated(recent, words, (command) => isChange(command) ? opposite(command) : undefined);
    return spared(words, around) ?? framedIn("mend", words, around) ?? framedIn("add", words, around);
  };

  function framedIn(how: "add" | "mend", words: readonly Word[], around: Around): Followed | undefined {
    let refusal: Failure | undefined;
    for (const frame of frames[how]) {
      const about = within(frame, words);
      const followed = about === undefined ? undefined : withOther(how, about, frame, around);
      if (followed?.ok === true) return followed;
      if (followed !== undefined && (refusal === undefined || refusal.reason === "noMatch")) refusal = followed;
    }
    return refusal;
  }

  /** "not the counter", after all the lights: what was done to it is put back. "not the lamp, the fan" is the fan instead. */
  function spared(words: readonly Word[], around: Around): Followed | undefined {
    for (const frame of frames.spare) {
      const about = within(frame, words);
      const cut = about?.findIndex(({ afterBreak }, at) => at > 0 && afterBreak) ?? -1;
      const sparing = about === undefined || cut < 0 ? about : about.slice(0, cut);
      if (about === undefined || sparing === undefined) continue;
      const ids = takeBack.changedIn(sparing, around);
      if (ids === undefined) continue;
      return cut >= 0 ? withOther("mend", about.slice(cut), frame, around) : takeBack.undone(around, ids);
    }
    return undefined;
  }

  /** The last command, for what `about` says: other devices, another value, or a command of its own. */
  function withOther(how: "add" | "mend", about: readonly Word[], frame: Frame, around: Around): Followed | undefined {
    const by = keyOf([...frame.before, { text: "…", afterBreak: false }, ...frame.after]);
    const over = { ...around, index: pronouns.over(around.index, around.recent) };
    const readings = phrases.read(about, over);
    const last = around.recent?.pieces.findLast(({ words }) => words !== "");
    const before = last === undefined ? undefined : again(last, around);
    const partly = readings.length > 0 || before === undefined ? undefined : partlyNamed(about, before, around);
    const own = readings.length > 0 || partly !== undefined ? noMatch : understand(about, around);
    if (own.ok) return { ok: true, pieces: [pieceOf(own, keyOf(own.words), by)] };
    if (last === undefined || before === undefined) return readings.length === 0 ? undefined : { ok: false, reason: "nothingMeant", subject: written(about.map(saidOf)) };
    if (readings.length === 0 && partly === undefined) return withBorrowedWords(about, before, by, around);
    const { choice, isNamed } = partly ?? phrases.choose(readings, about, { ...over, heardInAreaId: areaOf(before, around) ?? around.heardInAreaId }, likeOf(before, around));
    if (!choice.ok) return choice;
    const resolution = resolveFor(before.match, choice, isNamed ? "named" : "group");
    if (!resolution.ok) return resolution;
    const redo: FollowedPiece = { words: last.words, commands: resolution.commands, intent: before.match.accepted.intent.id, by };
    return how === "add" ? { ok: true, pieces: [redo] } : takeBack.mended(last, redo, around);
  }

  /** "and the bedroom to 30 percent": the verb is that of the sentence before. */
  function withBorrowedWords(about: readonly Word[], before: Understood, by: string, around: Around): Followed | undefined {
    const borrowed = borrowing(about, before, articles).map((sentence) => understand(sentence, around)).find(({ ok }) => ok);
    if (borrowed?.ok === true) return { ok: true, pieces: [pieceOf(borrowed, keyOf(borrowed.words), by)] };
    return articles.has(about[0]?.text ?? "") && about.length <= longestUnknown ? { ok: false, reason: "unknownName", subject: written(about.slice(1).map(saidOf)) } : undefined;
  }

  /** "the right one" after "the left curtain": one of the same kind in the same room, told apart by a word of its name. */
  function partlyNamed(about: readonly Word[], before: Understood, around: Around) {
    const { fit, kinds } = likeOf(before, around);
    const areaId = areaOf(before, around);
    const near = areaId === undefined ? [] : around.index.inArea.get(areaId) ?? [];
    const alike = near.slice(0, mostAlike).flatMap((device): readonly Chosen[] => {
      const served = kinds.includes(device.kind) ? fit(device) : undefined;
      return served === undefined ? [] : [{ device, served }];
    });
    const [only, ...others] = nameWords.devicesCalled(about, alike.map(({ device }) => device), around.index.home);
    const chosen = alike.filter(({ device }) => device === only);
    return only === undefined || others.length > 0 ? undefined : { choice: { ok: true, chosen, rank: nameRanks.loose } as const, isNamed: true };
  }

  /** The sentence of a piece as it is understood today: with the devices that it meant, where its words alone leave several. */
  function again({ words, commands }: SaidPiece, around: Around): Understood | undefined {
    const meant = { deviceIds: new Set(commands.flatMap(({ deviceIds }): readonly DeviceId[] => deviceIds)), areaIds: new Set(areasOf(commands, around)) };
    const understood = understand(normalise(words) ?? [], { ...around, meant });
    return understood.ok ? understood : undefined;
  }

  function repeated(recent: Recent | undefined, said: readonly Word[], change: (command: Command) => Command | undefined): Followed {
    const subject = written(said.map(saidOf));
    const pieces = (recent?.pieces ?? []).flatMap(({ words, commands }): readonly FollowedPiece[] => {
      const changed = nonEmpty(commands.map(change).filter((command) => command !== undefined));
      return changed === undefined ? [] : [{ words, commands: changed, intent: "again", by: subject }];
    });
    return pieces.length === 0 ? { ok: false, reason: "nothingMeant", subject } : { ok: true, pieces };
  }

  function pieceOf({ commands, match }: Understood, words: string, by: string): FollowedPiece {
    return { words, commands, intent: match.accepted.intent.id, by };
  }

  /** What other devices must be like to be meant by the same sentence. */
  function likeOf({ match, commands }: Understood, { index }: Around) {
    const kinds = new Set(commands.flatMap(({ deviceIds }): readonly DeviceId[] => deviceIds).map((id) => index.home.devices.get(id)?.kind).filter((kind): kind is DeviceKind => kind !== undefined));
    return { fit: createFit(match), kinds: [...kinds], elsewhere: match.accepted.intent.command.target.area?.is === "home" ? "home" : "here" } as const;
  }

  function areaOf({ commands }: Understood, around: Around) {
    const areaIds = new Set(areasOf(commands, around));
    const [only] = areaIds;
    return areaIds.size === 1 ? only : undefined;
  }

  function areasOf(commands: readonly Command[], { index }: Around) {
    return commands.flatMap(({ deviceIds }): readonly DeviceId[] => deviceIds).map((id) => index.home.devices.get(id)?.areaId).filter((areaId) => areaId !== undefined);
  }
}

function isChange(command: Command): boolean {
  return command.type.endsWith(".change");
}

function opposite(command: Command): Command | undefined {
  if (isTimerCommand(command)) return command.type === "timer.change" ? { ...command, deltaS: -command.deltaS } : undefined;
  switch (command.type) {
    case "brightness.change": case "position.change": case "fanSpeed.change": case "volume.change": return { ...command, deltaPct: -command.deltaPct };
    case "setpoint.change": return { ...command, deltaC: -command.deltaC };
    default: return undefined;
  }
}
