// (pure) Which of the running timers somebody means.
import type { TimerChoice } from "../home/command.ts";
import type { AreaId } from "../home/home.ts";

type Named = { readonly name: string | undefined; readonly startS: number; readonly areaId: AreaId | undefined };

/** All timers that a choice fits. One that is called so goes before those of a room of that name. */
export function timersMeant<T extends Named>(timers: readonly T[], { name, startS, areaId }: TimerChoice): readonly T[] {
  const named = name === undefined ? [] : timers.filter((timer) => timer.name === name);
  const ofRoom = areaId === undefined ? [] : timers.filter((timer) => timer.areaId === areaId);
  const said = named.length > 0 ? named : name !== undefined || areaId !== undefined ? ofRoom : timers;
  return startS === undefined ? said : said.filter((timer) => timer.startS === startS);
}

/** Of several, the one of the room that was spoken in, if it is one. */
export function oneOf<T extends Named>(timers: readonly T[], { heardInAreaId }: TimerChoice): readonly T[] {
  const here = timers.filter((timer) => timer.areaId !== undefined && timer.areaId === heardInAreaId);
  return timers.length > 1 && here.length === 1 ? here : timers;
}
