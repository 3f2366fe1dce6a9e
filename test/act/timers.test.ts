import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAgenda } from "../../src/act/agenda.ts";
import { createTimers, type KeptTimer, type Timers, withTimers } from "../../src/act/timers.ts";
import type { RunningTimer } from "../../src/act/outcome.ts";
import { approve } from "../../src/decide/approval.ts";
import type { TimerAction, TimerCommand } from "../../src/home/command.ts";
import { eventually, never } from "../fakes/started-bus.ts";

let over: AbortController;
let done: RunningTimer[];
let timers: Timers;
let nowMs: number;
let wallMs: number;
let kept: readonly KeptTimer[];
let disk: "good" | "full";

/** A process with its own even clock, which ends and leaves what it kept. */
function start(): Timers {
  over = new AbortController();
  const keep = async (entries: readonly KeptTimer[]) => { if (disk === "good") kept = entries; return disk === "good"; };
  const started = createTimers({ agenda: createAgenda(over.signal), nowMs: () => nowMs, wallMs: () => wallMs, kept, keep, onDone: (timer) => done.push(timer) }, over.signal);
  started.begin();
  return started;
}
/** A moment later, with the process gone meanwhile. */
function restart(afterMs: number): void {
  over.abort();
  wallMs += afterMs;
  nowMs = 5000;
  timers = start();
}
function pass(ms: number): void {
  nowMs += ms;
  wallMs += ms;
}
beforeEach(() => {
  done = [];
  nowMs = 0;
  wallMs = Date.UTC(2026, 10, 24, 12);
  kept = [];
  disk = "good";
  timers = start();
});
afterEach(() => over.abort());

const command = (action: TimerAction): TimerCommand => ({ deviceIds: [], scope: "named", ...action });
const run = (action: TimerAction) => timers.run(command(action));
const shown = async (action: TimerAction) => { const { result, timers: about } = await run(action); return `${result} ${about.map(({ name, leftS, isPaused }) => `${name ?? "-"}:${leftS}${isPaused ? " paused" : ""}`).join()}`; };

describe("a timer", () => {
  test("tells when its time is over, once", async () => {
    await run({ type: "timer.start", durationS: 0.02, name: "egg" });
    pass(100);
    await eventually(() => done.length > 0);
    expect(done).toMatchObject([{ name: "egg", leftS: 0 }]);
    expect(timers.list()).toEqual([]);
  });

  test("is lengthened, shortened, held and let go on, each from what is left", async () => {
    await run({ type: "timer.start", durationS: 600 });
    nowMs = 100_000;
    expect([
      await shown({ type: "timer.get" }), await shown({ type: "timer.change", deltaS: 60 }), await shown({ type: "timer.change", deltaS: -120 }), await shown({ type: "timer.pause" }),
    ]).toEqual(["told -:500", "changed -:560", "changed -:440", "paused -:440 paused"]);
    nowMs = 999_000;
    expect([await shown({ type: "timer.get" }), await shown({ type: "timer.change", deltaS: 10 }), await shown({ type: "timer.resume" })]).toEqual(["told -:440 paused", "changed -:450 paused", "resumed -:450"]);
    nowMs += 50_000;
    expect(await shown({ type: "timer.get" })).toBe("told -:400");
  });

  test("that is cancelled or held never tells", async () => {
    await run({ type: "timer.start", durationS: 0.03, name: "a" });
    await run({ type: "timer.start", durationS: 0.03, name: "b" });
    await run({ type: "timer.start", durationS: 0.06, name: "c" });
    await run({ type: "timer.cancel", name: "a" });
    await run({ type: "timer.pause", name: "b" });
    pass(100);
    await eventually(() => done.length > 0);
    expect(done.map(({ name }) => name)).toEqual(["c"]);
  });

  test("shortened to nothing is done at once", async () => {
    await run({ type: "timer.start", durationS: 600 });
    await run({ type: "timer.change", deltaS: -3600 });
    pass(100);
    await eventually(() => done.length > 0);
    expect(timers.list()).toEqual([]);
  });

  test("is found by its name, and by none when it is the only one", async () => {
    await run({ type: "timer.start", durationS: 60, name: "pizza" });
    expect([await shown({ type: "timer.get" }), await shown({ type: "timer.get", name: "pasta" })]).toEqual(["told pizza:60", "none "]);
    await run({ type: "timer.start", durationS: 90 });
    expect([await shown({ type: "timer.cancel" }), await shown({ type: "timer.get" }), await shown({ type: "timer.cancel", all: true }), await shown({ type: "timer.get" })])
      .toEqual(["several pizza:60,-:90", "told pizza:60,-:90", "cancelled pizza:60,-:90", "none "]);
  });

  test.each([0, -5, Number.NaN, 86_401, Infinity])("of %s seconds is none", async (durationS) => {
    expect(await run({ type: "timer.start", durationS })).toEqual({ result: "tooMany", timers: [] });
  });

  test("is refused when there are too many to keep apart", async () => {
    const results = (await Promise.all(Array.from({ length: 40 }, () => run({ type: "timer.start", durationS: 60 })))).map(({ result }) => result);
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

describe("after a restart", () => {
  test("every timer goes on with what is left, by the time of day", async () => {
    await run({ type: "timer.start", durationS: 600, name: "pizza", heardInAreaId: "kitchen" as never });
    await run({ type: "timer.start", durationS: 3600 });
    await run({ type: "timer.pause", startS: 3600 });
    await run({ type: "timer.change", deltaS: 60, name: "pizza" });
    restart(100_000);
    expect(timers.list()).toMatchObject([{ name: "pizza", areaId: "kitchen", startS: 600, durationS: 660, leftS: 560, isPaused: false }, { startS: 3600, leftS: 3600, isPaused: true }]);
  });

  test("a cancelled one is gone", async () => {
    await run({ type: "timer.start", durationS: 600 });
    await run({ type: "timer.cancel" });
    restart(0);
    expect(timers.list()).toEqual([]);
  });

  test("one whose time is over is told at once, with how long ago that was, and once", async () => {
    await run({ type: "timer.start", durationS: 600, name: "pizza" });
    restart(900_000);
    await eventually(() => done.length > 0);
    expect(done).toMatchObject([{ name: "pizza", overSinceS: 300 }]);
    restart(0);
    await eventually(() => kept.length === 0);
    expect(done.length).toBe(1);
  });

  test("one whose time was over a moment ago is told as any other", async () => {
    await run({ type: "timer.start", durationS: 600 });
    restart(603_000);
    await eventually(() => done.length > 0);
    expect(done[0]?.overSinceS).toBeUndefined();
  });

  test("none is told before it has begun", async () => {
    await run({ type: "timer.start", durationS: 1 });
    over.abort();
    const later = createTimers({ agenda: createAgenda(new AbortController().signal), nowMs: () => 0, wallMs: () => wallMs + 60_000, kept, keep: async () => true, onDone: (timer) => done.push(timer) }, new AbortController().signal);
    expect([later.list().length, done.length]).toEqual([1, 0]);
  });
});

describe("a clock that is set", () => {
  const keptDue = () => kept.map((timer) => "dueMs" in timer ? timer.dueMs - wallMs : undefined);
  test("changes nothing about a timer that runs, and what is kept of it follows", async () => {
    await run({ type: "timer.start", durationS: 600 });
    wallMs += 7_200_000;
    pass(10_001);
    await run({ type: "timer.start", durationS: 60 });
    expect([await shown({ type: "timer.get", startS: 600 }), keptDue()]).toEqual(["told -:590", [589_999, 60_000]]);
  });
});

test("a timer that cannot be kept runs all the same, and that is told", async () => {
  disk = "full";
  expect(await run({ type: "timer.start", durationS: 600 })).toMatchObject({ result: "started", isKept: false });
});
