// (pure) "undo that", "not the counter", "no, the kitchen one": what was done last is put back, all of it or in part.
import { nonEmpty } from "../base/types.ts";
import { type Command, isPlanCommand } from "../home/command.ts";
import { type DeviceId, devicesOf } from "../home/home.ts";
import type { DevicePhrases } from "./device-phrases.ts";
import type { Followed, FollowedPiece } from "./follow-ups.ts";
import type { Intents } from "./intent.ts";
import type { NameWords } from "./name-words.ts";
import type { SaidPiece } from "./recent.ts";
import { restoring } from "./restore.ts";
import type { Around } from "./understand-piece.ts";
import type { Word } from "./words.ts";

/** Devices of one change that are looked at for a word of their names. */
const mostAlike = 100;

export function createTakeBack(intents: Intents, phrases: DevicePhrases, nameWords: NameWords) {
  return { undone, mended, changedIn };

  /** What was done by mistake is put back, and then the right thing is done. */
  function mended(last: SaidPiece, redo: FollowedPiece, around: Around): Followed {
    const change = around.recent?.change;
    const wrong = nonEmpty(last.commands.filter((command) => change?.commands.includes(command) === true));
    if (change === undefined || wrong === undefined) return { ok: true, pieces: [redo] };
    const back = restoring({ commands: wrong, before: change.before }, around.index.home, intents.lists.colors);
    // What was so already needs no putting back.
    if (!back.ok && back.subject !== undefined) return { ok: false, reason: "noUndo", subject: back.subject };
    return { ok: true, pieces: back.ok ? [{ words: "", commands: back.commands, intent: "undo", by: redo.by }, redo] : [redo] };
  }

  /** The last change, or what it did to some devices. */
  function undone({ recent, index }: Around, ids?: ReadonlySet<DeviceId>): Followed {
    const change = recent?.change;
    const commands = nonEmpty((change?.commands ?? []).flatMap((command) => ids === undefined ? [command] : onlyFor(command, ids)));
    const back = change === undefined || commands === undefined ? undefined : restoring({ commands, before: change.before }, index.home, intents.lists.colors);
    if (back?.ok === true) return { ok: true, pieces: [{ words: "", commands: back.commands, intent: "undo", by: "undo" }] };
    return { ok: false, reason: "noUndo", subject: back?.subject ?? "" };
  }

  /** Those of the last change that the words are about. */
  function changedIn(words: readonly Word[], around: Around): ReadonlySet<DeviceId> | undefined {
    const changed = new Set((around.recent?.change?.commands ?? []).flatMap(({ deviceIds }): readonly DeviceId[] => deviceIds));
    const readings = phrases.read(words, around);
    const { choice } = phrases.choose(readings, words, around, { fit: ({ id }) => changed.has(id) ? "onOff" : undefined, kinds: [], elsewhere: "home" });
    if (choice.ok && choice.chosen.length > 0) return new Set(choice.chosen.map(({ device }) => device.id));
    const [only, ...others] = nameWords.devicesCalled(words, devicesOf(around.index.home, [...changed].slice(0, mostAlike)), around.index.home);
    return only === undefined || others.length > 0 ? undefined : new Set([only.id]);
  }
}

/** A command for those of its devices that are among `ids`. */
function onlyFor(command: Command, ids: ReadonlySet<DeviceId>): readonly Command[] {
  if (isPlanCommand(command)) return [];
  const deviceIds = nonEmpty(command.deviceIds.filter((id) => ids.has(id)));
  return deviceIds === undefined ? [] : [{ ...command, deviceIds }];
}
