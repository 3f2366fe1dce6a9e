import { describe, expect, it } from "vitest";
import { createTurnGate } from "../../src/daemon/turn-gate.ts";

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

/** What happens, and whether a text from elsewhere may be said after it. */
const rows: readonly (readonly [string, readonly ("listening" | "deaf" | "turn.started" | "turn.ended" | "acted")[], boolean])[] = [
  ["nothing", [], true],
  ["somebody is listened to", ["listening"], false],
  ["nobody spoke", ["listening", "deaf"], true],
  ["a turn is on", ["listening", "turn.started"], false],
  ["a turn goes on", ["turn.started", "acted"], false],
  ["an answer is listened to", ["turn.started", "listening"], false],
  ["nobody answered, but the turn is on", ["turn.started", "listening", "deaf"], false],
  ["the turn is over", ["listening", "turn.started", "listening", "turn.ended"], true],
  ["one of two turns is over", ["turn.started", "turn.started", "turn.ended"], false],
];

describe("a text from elsewhere", () => {
  it.each(rows)("when %s", async (_name, happenings, expected) => {
    const gate = createTurnGate();
    for (const what of happenings) {
      if (what === "listening" || what === "deaf") gate[what]();
      else gate.heard({ type: what });
    }
    let isFree = false;
    void gate.free(never).then(() => { isFree = true; });
    await settled();
    expect(isFree).toBe(expected);
  });
  it("is said as soon as the turn is over", async () => {
    const gate = createTurnGate();
    gate.heard({ type: "turn.started" });
    const free = gate.free(never);
    gate.heard({ type: "turn.ended" });
    await free;
  });
  it("is given up on abort", async () => {
    const gate = createTurnGate();
    gate.heard({ type: "turn.started" });
    await expect(gate.free(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
