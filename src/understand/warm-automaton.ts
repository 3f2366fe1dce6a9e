// Makes the states of the machine before they are needed, while nobody waits.
import { sleep } from "../base/time.ts";
import type { Automaton } from "./automaton.ts";

/** As long as the work goes on before whatever else there is to do gets its turn, in ms. A frame of sound has 32. */
const sliceMs = 5;
/** The rest between two slices in ms: the start of a small board has more to do than this. */
const restMs = 10;
/** Three times what the largest shipped language has; a language of the size of a book stays lazy beyond it. */
const mostStates = 40_000;

/** Walks from state to state. @throws the signal's reason */
export async function warmAutomaton(automaton: Automaton, nowMs: () => number, signal: AbortSignal): Promise<void> {
  let untilMs = nowMs() + sliceMs;
  let made = 0;
  for (const _state of automaton.everyState()) {
    if (++made >= mostStates) return;
    if (nowMs() < untilMs) continue;
    await sleep(restMs, signal);
    untilMs = nowMs() + sliceMs;
  }
}
