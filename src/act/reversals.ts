// What puts devices back after "for ten minutes": the other of two states, or how they were before.
import type { NowMs } from "../base/time.ts";
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import type { CommandAction, DeviceCommand } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import { reverseOf } from "../home/reverse.ts";
import type { DeviceState } from "../home/state.ts";

/** notDone: the command itself was not let through. unknownState: a device that never told how it was cannot be put back. */
export type Reversed = { readonly ok: true; readonly commands: NonEmpty<DeviceCommand> } | { readonly ok: false; readonly reason: "notDone" | "unknownState" };

/** A command and its way back are said in one breath; a question may stand between them. Milliseconds. */
const oneBreathMs = 60_000;
const mostNoted = 20;

type Noted = { readonly command: DeviceCommand; readonly before: ReadonlyMap<DeviceId, DeviceState | undefined>; readonly atMs: number };

export function createReversals(nowMs: NowMs, stateOf: (id: DeviceId) => DeviceState | undefined) {
  let noted: readonly Noted[] = [];
  return {
    /** A command is about to be carried out. */
    note(command: DeviceCommand): void {
      if (reverseOf(command) === undefined) return;
      noted = [...noted, { command, before: new Map(command.deviceIds.map((id) => [id, stateOf(id)])), atMs: nowMs() }].slice(-mostNoted);
    },
    /** The way back of commands that were just carried out. */
    of(commands: readonly DeviceCommand[]): Reversed {
      const back: DeviceCommand[] = [];
      for (const command of commands) {
        const done = noted.findLast((one) => isSame(one.command, command) && nowMs() - one.atMs <= oneBreathMs);
        if (done === undefined) return { ok: false, reason: "notDone" };
        const ways = waysBack(done);
        if (ways === undefined) return { ok: false, reason: "unknownState" };
        back.push(...ways);
      }
      const all = nonEmpty(back);
      return all === undefined ? { ok: false, reason: "notDone" } : { ok: true, commands: all };
    },
  };
}

/** The policy may have left out some of its devices. */
function isSame(done: DeviceCommand, said: DeviceCommand): boolean {
  const { deviceIds: doneIds, ...first } = done;
  const { deviceIds: saidIds, ...second } = said;
  return JSON.stringify(first) === JSON.stringify(second) && doneIds.every((id) => saidIds.includes(id));
}

function waysBack({ command, before }: Noted): readonly DeviceCommand[] | undefined {
  const back = reverseOf(command);
  if (back === undefined) return undefined;
  const { deviceIds, scope } = command;
  if (back.kind === "opposite") return [{ ...back.action, deviceIds, scope }];
  const groups = new Map<string, { readonly action: CommandAction; readonly ids: DeviceId[] }>();
  for (const id of deviceIds) {
    const state = before.get(id);
    const action = state === undefined ? undefined : back.from(state);
    if (action === undefined) return undefined;
    const key = JSON.stringify(action);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { action, ids: [id] });
    else group.ids.push(id);
  }
  return [...groups.values()].flatMap(({ action, ids }) => {
    const some = nonEmpty(ids);
    return some === undefined ? [] : [{ ...action, deviceIds: some, scope }];
  });
}
