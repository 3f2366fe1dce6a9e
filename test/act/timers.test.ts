import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTimers, type Timers, withTimers } from "../../src/act/timers.ts";
import type { RunningTimer } from "../../src/act/outcome.ts";
import { approve } from "../../src/decide/approval.ts";
import type { TimerAction, TimerCommand } from "../../src/home/command.ts";
import { eventually, never } from "../fakes/started-bus.ts";

let over: AbortController;
let done: RunningTimer[];
let timers: Timers;
let nowMs: number;

beforeEach(() => {
  over = new AbortController();
  done = [];
  nowMs = 0;
  timers = createTimers({ nowMs: () => nowMs, onDone: (timer) => done.push(timer) }, over.signal);
});
afterEach(() => over.abort());

const command = (action: TimerAction): TimerCommand => ({ deviceIds: [], scope: "named", ...action });
const run = (action: TimerAction) => timers.run(command(action));
const shown = (action: TimerAction) => { const { result, timers: about } = run(action); return `${result} ${about.map(({ name, leftS, isPaused }) => `${name ?? "-"}:${leftS}${isPaused ? " paused" : ""}`).join()}`; };

describe("a timer", () => {
  test("tells when its time is over, once", async () => {
    run({ type: "timer.start", durationS: 0.02, name: "egg" });
    await eventually(() => done.length > 0);
    expect(done).toMatchObject([{ name: "egg", leftS: 0 }]);
    expect(timers.list()).toEqual([]);
  });

  test("is lengthened, shortened, held and let go on, each from what is left", () => {
    run({ type: "timer.start", durationS: 600 });
    nowMs = 100_000;
    expect([
      shown({ type: "timer.get" }), shown({ type: "timer.change", deltaS: 60 }), shown({ type: "timer.change", deltaS: -120 }), shown({ type: "timer.pause" }),
    ]).toEqual(["told -:500", "changed -:560", "changed -:440", "paused -:440 paused"]);
    nowMs = 999_000;
    expect([shown({ type: "timer.get" }), shown({ type: "timer.change", deltaS: 10 }), shown({ type: "timer.resume" })]).toEqual(["told -:440 paused", "changed -:450 paused", "resumed -:450"]);
    nowMs += 50_000;
    expect(shown({ type: "timer.get" })).toBe("told -:400");
  });

  test("that is cancelled or held never tells", async () => {
    run({ type: "timer.start", durationS: 0.03, name: "a" });
    run({ type: "timer.start", durationS: 0.03, name: "b" });
    run({ type: "timer.start", durationS: 0.06, name: "c" });
    run({ type: "timer.cancel", name: "a" });
    run({ type: "timer.pause", name: "b" });
    await eventually(() => done.length > 0);
    expect(done.map(({ name }) => name)).toEqual(["c"]);
  });

  test("shortened to nothing is done at once", async () => {
    run({ type: "timer.start", durationS: 600 });
    run({ type: "timer.change", deltaS: -3600 });
    await eventually(() => done.length > 0);
    expect(timers.list()).toEqual([]);
  });

  test("is found by its name, and by none when it is the only one", () => {
    run({ type: "timer.start", durationS: 60, name: "pizza" });
    expect([shown({ type: "timer.get" }), shown({ type: "timer.get", name: "pasta" })]).toEqual(["told pizza:60", "none "]);
    run({ type: "timer.start", durationS: 90 });
    expect([shown({ type: "timer.cancel" }), shown({ type: "timer.get" }), shown({ type: "timer.cancel", all: true }), shown({ type: "timer.get" })])
      .toEqual(["several pizza:60,-:90", "told pizza:60,-:90", "cancelled pizza:60,-:90", "none "]);
  });

  test.each([0, -5, Number.NaN, 86_401, Infinity])("of %s seconds is none", (durationS) => {
    expect(run({ type: "timer.start", durationS })).toEqual({ result: "tooMany", timers: [] });
  });

  test("is refused when there are too many to keep apart", () => {
    const results = Array.from({ length: 40 }, () => run({ type: "timer.start", durationS: 60 }).result);
    expect(results.filter((result) => result === "started").length).toBe(30);
  });
});

describe("commands on their way", () => {
  test("go to the timers or to the devices", async () => {
    const dispatched: string[] = [];
    const dispatch = withTimers(async (approved) => { dispatched.push(approved.type); return { messages: [], outcomes: [] }; }, timers, () => nowMs);
    const report = await dispatch(approve(command({ type: "timer.start", durationS: 60 }), nowMs), never);
    await dispatch(approve({ deviceIds: ["lamp" as never], scope: "named", type: "onOff.set", on: true }, nowMs), never);
    expect([report.timer?.result, dispatched]).toEqual(["started", ["onOff.set"]]);
    await expect(dispatch(command({ type: "timer.cancel", all: true }) as never, never)).rejects.toThrow(TypeError);
  });
});
