import { expect, test } from "vitest";
import type { Automaton, State } from "../../src/understand/automaton.ts";
import { warmAutomaton } from "../../src/understand/warm-automaton.ts";

const never = new AbortController().signal;
const state: State = { words: new Map(), slots: [], accepts: [], parts: new Map(), openParts: [], opens: false };

/** A machine whose states take one millisecond each on the clock that it carries. */
function slowMachine(count: number) {
  let made = 0;
  const automaton: Automaton = { words: new Set(), tooWide: [], start: () => 0, stateAt: () => state, *everyState() { while (made < count) { made += 1; yield state; } } };
  return { automaton, made: () => made, nowMs: () => made };
}

test("every state is made, and others get their turn between slices", async () => {
  const machine = slowMachine(40);
  const seen: number[] = [];
  const others = setInterval(() => seen.push(machine.made()), 1);
  await warmAutomaton(machine.automaton, machine.nowMs, never);
  clearInterval(others);
  expect(machine.made()).toBe(40);
  expect(new Set(seen).size).toBeGreaterThan(3);
});

test("a language without end is left lazy", async () => {
  const machine = slowMachine(Infinity);
  await warmAutomaton(machine.automaton, () => 0, never);
  expect(machine.made()).toBe(40_000);
});

test("it stops when it is told to", async () => {
  const machine = slowMachine(1000);
  const stop = new AbortController();
  const warming = warmAutomaton(machine.automaton, machine.nowMs, stop.signal);
  stop.abort(new DOMException("enough", "AbortError"));
  await expect(warming).rejects.toThrow("enough");
  expect(machine.made()).toBeLessThan(20);
});
