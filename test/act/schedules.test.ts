import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAgenda } from "../../src/act/agenda.ts";
import { nextAfter } from "../../src/act/due-moment.ts";
import type { Plan } from "../../src/act/outcome.ts";
import { createSchedules, type Schedules, withSchedules } from "../../src/act/schedules.ts";
import { approve } from "../../src/decide/approval.ts";
import type { CommandAction, DeviceCommand, ScheduleCommand } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import type { ScheduleAction, When } from "../../src/home/plan.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { eventually, never } from "../fakes/started-bus.ts";

let over: AbortController;
let schedules: Schedules;
let nowMs: number;
let wallMs: number;
let kept: readonly Plan[];
let disk: "good" | "full";
let due: string[];
let missed: string[];
let states: Map<string, DeviceState>;
/** What was on the disk when something was done. */
let keptWhenDue: number[];

function to(id: string, action: CommandAction): DeviceCommand {
  return { ...action, scope: "named", deviceIds: id.split(",") as unknown as [DeviceId] };
}
const off = to("heater", { type: "onOff.set", on: false });
const words = ({ commands }: Plan) => commands.map(({ type, deviceIds, scope: _scope, ...values }) => `${type} ${Object.values(values).join()} ${deviceIds.join()}`).join("; ");

function start(): Schedules {
  over = new AbortController();
  return createSchedules({
    agenda: createAgenda(over.signal, 20), nowMs: () => nowMs, wallMs: () => wallMs, kept, stateOf: (id) => states.get(id),
    keep: async (entries) => { if (disk === "good") kept = JSON.parse(JSON.stringify(entries)) as readonly Plan[]; return disk === "good"; },
    onDue: (plan) => { keptWhenDue.push(kept.length); due.push(words(plan)); },
    onMissed: (plan) => missed.push(words(plan)),
  }, over.signal);
}
function pass(ms: number): void {
  nowMs += ms;
  wallMs += ms;
}
/** The process is gone for a while. */
function restart(afterMs: number): void {
  over.abort();
  wallMs += afterMs;
  nowMs = 5000;
  schedules = start();
  schedules.begin();
}
const run = (action: ScheduleAction) => schedules.run({ deviceIds: [], scope: "named", ...action } satisfies ScheduleCommand);
const add = (when: When, ...commands: readonly [DeviceCommand, ...DeviceCommand[]]) => run({ type: "schedule.add", when, commands });
const atMinute = (minuteOfDay: number): When => ({ type: "at", date: "2026-11-24", minuteOfDay });
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(() => {
  nowMs = 1000;
  wallMs = new Date(2026, 10, 24, 14, 15).getTime();
  kept = [];
  disk = "good";
  [due, missed, keptWhenDue] = [[], [], []];
  states = new Map();
  schedules = start();
  schedules.begin();
});

afterEach(() => over.abort());

describe("a plan", () => {
  test("is done when its time has come, once, and was taken off the disk before", async () => {
    await add({ type: "in", delayS: 0.02 }, off);
    expect(kept.length).toBe(1);
    pass(100);
    await eventually(() => due.length > 0);
    expect([due, keptWhenDue, schedules.list()]).toEqual([["onOff.set false heater"], [0], []]);
  });

  test.each<[string, When, number]>([
    ["in ten minutes", { type: "in", delayS: 600 }, 600_000],
    ["at half past six", atMinute(18 * 60 + 30), 255 * 60_000],
    ["every day at one", { type: "every", days: [1, 2, 3, 4, 5, 6, 7], minuteOfDay: 60 }, 645 * 60_000],
    ["every tuesday at two, which is over for today", { type: "every", days: [2], minuteOfDay: 120 }, (645 + 60 + 6 * 1440) * 60_000],
  ])("%s is so far away", async (_when, when, expectedMs) => {
    const { plans } = await add(when, off);
    expect((plans[0]?.dueMs ?? 0) - wallMs).toBe(expectedMs);
  });

  test("that comes again is there for the next time as soon as it is done", async () => {
    await add({ type: "every", days: [2, 4], minuteOfDay: 14 * 60 + 16 }, off);
    restart(60_500);
    await eventually(() => due.length > 0);
    expect(kept.map(({ dueMs }) => new Date(dueMs).toString().slice(0, 21))).toEqual(["Thu Nov 26 2026 14:16"]);
  });

  test("is found by its devices and by its time, and cancelled", async () => {
    await add(atMinute(18 * 60), off);
    await add(atMinute(19 * 60), to("lamp", { type: "onOff.set", on: true }));
    const results = [
      await run({ type: "schedule.list" }), await run({ type: "schedule.list", aboutIds: ["lamp" as DeviceId] }), await run({ type: "schedule.cancel" }), await run({ type: "schedule.cancel", minutesOfDay: [6 * 60, 18 * 60] }),
      await run({ type: "schedule.cancel", aboutIds: ["heater" as DeviceId] }), await run({ type: "schedule.cancel" }), await run({ type: "schedule.list" }),
    ];
    expect(results.map(({ result, plans }) => `${result} ${plans.length}`)).toEqual(["listed 2", "listed 1", "several 2", "cancelled 1", "none 0", "cancelled 1", "none 0"]);
    expect(kept).toEqual([]);
  });

  test("all of them are cancelled at once", async () => {
    await add(atMinute(18 * 60), off);
    await add(atMinute(19 * 60), off);
    expect((await run({ type: "schedule.cancel", all: true })).result).toBe("cancelled");
    expect([kept, schedules.list()]).toEqual([[], []]);
  });

  test.each([0, -1, Number.NaN, Infinity, 400 * 86_400])("in %s seconds is none", async (delayS) => {
    expect((await add({ type: "in", delayS }, off)).result).toBe("tooMany");
  });

  test("is refused when there are too many to keep in mind", async () => {
    const results = await Promise.all(Array.from({ length: 120 }, () => add(atMinute(1200), off)));
    expect(results.filter(({ result }) => result === "added").length).toBe(100);
  });

  test("that cannot be kept is told as that", async () => {
    disk = "full";
    expect(await add(atMinute(1200), off)).toMatchObject({ result: "added", isKept: false });
  });
});

describe("after a restart", () => {
  test("a plan is still there, and done in time", async () => {
    await add({ type: "in", delayS: 600 }, off);
    restart(300_000);
    await settle();
    expect([due.length, schedules.list().length]).toEqual([0, 1]);
    restart(310_000);
    await eventually(() => due.length > 0);
    expect(missed).toEqual([]);
  });

  test("what was due meanwhile is missed: told, not done, and forgotten", async () => {
    await add(atMinute(14 * 60 + 20), off);
    restart(3_600_000);
    await eventually(() => missed.length > 0);
    restart(0);
    await settle();
    expect([due, missed, kept]).toEqual([[], ["onOff.set false heater"], []]);
  });

  test("what comes again is missed once, however often it was due, and comes again", async () => {
    await add({ type: "every", days: [1, 2, 3, 4, 5, 6, 7], minuteOfDay: 15 * 60 }, off);
    restart(3 * 86_400_000);
    await eventually(() => missed.length > 0);
    await settle();
    expect([due.length, missed.length, kept.map(({ dueMs }) => dueMs - wallMs)]).toEqual([0, 1, [45 * 60_000]]);
  });

  test("nothing is done before it has begun", async () => {
    await add({ type: "in", delayS: 1 }, off);
    over.abort();
    wallMs += 10_000;
    schedules = start();
    await settle();
    expect([due, missed, schedules.list().length]).toEqual([[], [], 1]);
  });
});

describe("a clock that is set", () => {
  test("past the time of a plan makes it missed", async () => {
    await add({ type: "every", days: [2], minuteOfDay: 14 * 60 + 16 }, off);
    wallMs += 3_600_000;
    await eventually(() => missed.length > 0);
    expect(due).toEqual([]);
  });

  test("changes nothing about what is to be done in ten minutes", async () => {
    await add({ type: "in", delayS: 600 }, off);
    wallMs += 3_600_000;
    await settle();
    expect([due, missed, schedules.list()[0]?.dueMs]).toEqual([[], [], wallMs + 600_000]);
  });
});

describe("summer time", () => {
  const berlin = (body: () => void) => {
    const before = process.env["TZ"];
    process.env["TZ"] = "Europe/Berlin";
    try { body(); } finally { if (before === undefined) delete process.env["TZ"]; else process.env["TZ"] = before; }
  };
  const days = [1, 2, 3, 4, 5, 6, 7] as const;
  const local = (ms: number) => new Date(ms).toString().slice(4, 33);
  test("leaves what comes every day at its local time", () => {
    berlin(() => {
      const first = nextAfter({ type: "every", days, minuteOfDay: 420 }, new Date(2026, 2, 28, 12).getTime());
      expect([local(first), local(nextAfter({ type: "every", days, minuteOfDay: 420 }, first))]).toEqual(["Mar 29 2026 07:00:00 GMT+0200", "Mar 30 2026 07:00:00 GMT+0200"]);
      expect((first - new Date(2026, 2, 28, 7).getTime()) / 3_600_000).toBe(23);
    });
  });
  test("skips no day: a time that the clocks leave out comes an hour later", () => {
    berlin(() => expect(local(nextAfter({ type: "every", days, minuteOfDay: 150 }, new Date(2026, 2, 28, 12).getTime()))).toBe("Mar 29 2026 03:30:00 GMT+0200"));
  });
  test("does nothing twice: of a time that comes twice it is the first", () => {
    berlin(() => {
      const first = nextAfter({ type: "every", days, minuteOfDay: 150 }, new Date(2026, 9, 24, 12).getTime());
      expect([local(first), local(nextAfter({ type: "every", days, minuteOfDay: 150 }, first))]).toEqual(["Oct 25 2026 02:30:00 GMT+0200", "Oct 26 2026 02:30:00 GMT+0100"]);
    });
  });
});

describe("for a while", () => {
  const reverse = (...commands: readonly [DeviceCommand, ...DeviceCommand[]]) => run({ type: "schedule.add", when: { type: "in", delayS: 600 }, commands, reverse: true });
  const fanOn = to("fan", { type: "onOff.set", on: true });
  test("something is on, and off then", async () => {
    schedules.note(fanOn);
    expect((await reverse(fanOn)).plans.map(words)).toEqual(["onOff.set false fan"]);
  });
  test("something is brighter, and as it was then", async () => {
    states = new Map([["a", { on: true, brightnessPct: 30 }], ["b", { on: false, brightnessPct: 80 }], ["c", { on: true, brightnessPct: 30 }]]);
    const bright = to("a,b,c", { type: "brightness.set", brightnessPct: 100 });
    schedules.note(bright);
    expect((await reverse(bright)).plans.map(words)).toEqual(["brightness.set 30 a,c; onOff.set false b"]);
  });
  test("nothing is planned when the command was not let through", async () => {
    expect(await reverse(fanOn)).toEqual({ result: "notDone", plans: [] });
  });
  test("nothing is planned when nobody knows how it was before", async () => {
    const warm = to("heater", { type: "setpoint.set", temperatureC: 22 });
    schedules.note(warm);
    expect((await reverse(warm)).result).toBe("unknownState");
  });
  test("a command of an hour ago is none of this", async () => {
    schedules.note(fanOn);
    pass(3_600_000);
    expect((await reverse(fanOn)).result).toBe("notDone");
  });
  test("only the devices that the policy left are put back", async () => {
    schedules.note(to("fan", { type: "onOff.set", on: true }));
    expect((await reverse(to("fan,lock", { type: "onOff.set", on: true }))).plans.map(words)).toEqual(["onOff.set false fan"]);
  });
});

test("commands go to the plans or to the devices, and only what was approved", async () => {
  const dispatched: string[] = [];
  const dispatch = withSchedules(async (approved) => { dispatched.push(approved.type); return { messages: [], outcomes: [] }; }, schedules, () => nowMs);
  const list: ScheduleCommand = { deviceIds: [], scope: "named", type: "schedule.list" };
  const report = await dispatch(approve(list, nowMs), never);
  await dispatch(approve(off, nowMs), never);
  expect([report.schedule?.result, dispatched]).toEqual(["none", ["onOff.set"]]);
  await expect(dispatch(list as never, never)).rejects.toThrow(TypeError);
});
