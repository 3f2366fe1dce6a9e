import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAgenda } from "../../src/act/agenda.ts";
import { isSo } from "../../src/act/alert-truth.ts";
import { type Alerts, createAlerts, type KeptAlert, withAlerts } from "../../src/act/alerts.ts";
import type { HeardState } from "../../src/act/state-memory.ts";
import { approve } from "../../src/decide/approval.ts";
import type { AlertCommand } from "../../src/home/command.ts";
import type { Device, DeviceId } from "../../src/home/home.ts";
import type { AlertAction, AlertTest } from "../../src/home/plan.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { homeOf, testDevice } from "../fixtures/home.ts";
import { eventually, never } from "../fakes/started-bus.ts";

const sensor = (name: string, deviceClass: string, unit: string | undefined) => testDevice(name, "sensor", { deviceClass, capabilities: [{ kind: "reading", quantity: deviceClass, unit }] });
const door = testDevice("Door", "binarySensor", { deviceClass: "door", capabilities: [{ kind: "reading", quantity: "door", unit: undefined }] });
const cover = testDevice("Garage", "cover", { deviceClass: "garage" });
const freezer = sensor("Freezer", "temperature", "°C");
const fahrenheit = sensor("Cellar", "temperature", "°F");
const washer = sensor("Washer", "power", "W");
const dryer = sensor("Dryer", "", undefined);
const robot = testDevice("Robot", "vacuum");
const plug = testDevice("Plug", "switch");
const bell = testDevice("Bell", "event", { capabilities: [{ kind: "event", events: ["press"] }] });
const home = homeOf([door, cover, freezer, fahrenheit, washer, dryer, robot, plug, bell], []);

const open: AlertTest = { type: "state", states: [{ capability: "opening", expect: "open" }] };
const on: AlertTest = { type: "state", states: [{ capability: "onOff", expect: "on" }] };
const finished: AlertTest = { type: "finished" };

describe("what is so", () => {
  test.each<[string, AlertTest, Device, DeviceState, boolean | undefined, boolean | undefined]>([
    ["a door sensor that is on is open", open, door, { on: true }, undefined, true],
    ["a cover that is open", open, cover, { opening: "open" }, undefined, true],
    ["a cover that stopped half way is open", open, cover, { opening: "stopped", positionPct: 40 }, false, true],
    ["a cover that moves is not open yet", open, cover, { opening: "opening" }, false, false],
    ["a plug that is on", on, plug, { on: true }, undefined, true],
    ["a device that says nothing", open, door, {}, undefined, undefined],
    ["a freezer that is warmer", { type: "above", value: -10 }, freezer, { reading: -9.8 }, false, true],
    ["a freezer that is as warm", { type: "above", value: -10 }, freezer, { reading: -10 }, false, false],
    ["a value that trembles on its line counts once", { type: "above", value: -10 }, freezer, { reading: -10.3 }, true, true],
    ["a value that went well back", { type: "above", value: -10 }, freezer, { reading: -10.6 }, true, false],
    ["a large value has a larger margin", { type: "above", value: 1000 }, freezer, { reading: 985 }, true, true],
    ["less than that", { type: "below", value: 5 }, freezer, { reading: 4.9 }, false, true],
    ["degrees Fahrenheit are compared as what they are", { type: "above", value: 20 }, fahrenheit, { reading: 70 }, false, true],
    ["a sensor without a number", { type: "above", value: 20 }, freezer, { reading: "unknown" }, false, undefined],
    ["a machine that draws power is not done", finished, washer, { reading: 400 }, undefined, false],
    ["a machine that draws none is", finished, washer, { reading: 1.5 }, false, true],
    ["in between it is what it was", finished, washer, { reading: 7 }, false, false],
    ["a machine in words", finished, dryer, { reading: "Drying" }, undefined, false],
    ["a machine that says it is done", finished, dryer, { reading: "Program ended" }, false, true],
    ["a robot at work", finished, robot, { activity: "working" }, undefined, false],
    ["a robot on its way home is not done", finished, robot, { activity: "returning" }, false, false],
    ["a robot at home", finished, robot, { activity: "docked" }, false, true],
    ["a plug that was switched off", finished, plug, { on: false }, false, true],
  ])("%s", (_what, condition, device, state, before, expected) => {
    expect(isSo(condition, device, state, before)).toBe(expected);
  });
});

let over: AbortController;
let alerts: Alerts;
let nowMs: number;
let kept: readonly KeptAlert[];
let disk: "good" | "full";
let told: string[];
let states: Map<DeviceId, DeviceState>;
let watchers: Map<DeviceId, Set<(heard: HeardState) => void>>;

function start(): Alerts {
  over = new AbortController();
  watchers = new Map();
  const started = createAlerts({
    agenda: createAgenda(over.signal, 10), nowMs: () => nowMs, kept, home: () => home, stateOf: (id) => states.get(id),
    keep: async (entries) => { if (disk === "good") kept = JSON.parse(JSON.stringify(entries)) as readonly KeptAlert[]; return disk === "good"; },
    watch: (id, onHeard) => { const all = watchers.get(id) ?? new Set(); watchers.set(id, all.add(onHeard)); return { [Symbol.dispose]: () => { all.delete(onHeard); } }; },
    onAlert: (_alert, id) => told.push(id),
  }, over.signal);
  started.begin();
  return started;
}
/** The device says so now; a minute goes by first. */
function says({ id }: Device, state: DeviceState): void {
  nowMs += 60_000;
  states.set(id, { ...states.get(id), ...state });
  for (const onHeard of watchers.get(id) ?? []) onHeard({ state, atMs: nowMs });
}
/** What a broker replays is known, and nobody is told of it. */
const replays = ({ id }: Device, state: DeviceState) => states.set(id, state);
const run = (action: AlertAction) => alerts.run({ deviceIds: [], scope: "named", ...action } satisfies AlertCommand);
const watch = (device: Device, condition: AlertTest, more: { readonly forS?: number; readonly repeat?: "once" | "always" } = {}) => run({ type: "alert.add", watchedIds: [device.id], test: condition, repeat: "always", ...more });
const restart = () => { over.abort(); alerts = start(); };
const settle = () => new Promise((resolve) => setTimeout(resolve, 40));

beforeEach(() => {
  nowMs = 0;
  kept = [];
  disk = "good";
  told = [];
  states = new Map();
  alerts = start();
});
afterEach(() => over.abort());

describe("an alert", () => {
  test("is told when it becomes so, each time, and not for being so still", async () => {
    await watch(door, open);
    for (const isOn of [false, true, true, false, false, true]) says(door, { on: isOn });
    expect(told).toEqual(["door", "door"]);
  });

  test("for the next time is told once, and is gone", async () => {
    await watch(door, open, { repeat: "once" });
    for (const isOn of [true, false, true]) says(door, { on: isOn });
    await settle();
    expect([told, kept, alerts.list()]).toEqual([["door"], [], []]);
  });

  test("is not told for what was so already, which is said when it is asked for", async () => {
    replays(door, { on: true });
    expect((await watch(door, open)).result).toBe("already");
    says(door, { on: true });
    expect(told).toEqual([]);
    says(door, { on: false });
    says(door, { on: true });
    expect(told).toEqual(["door"]);
  });

  test("is told by a message, never by a replay", async () => {
    replays(door, { on: false });
    await watch(door, open);
    replays(door, { on: true });
    await settle();
    expect(told).toEqual([]);
  });

  test("of a value that trembles is told once", async () => {
    await watch(freezer, { type: "above", value: -10 });
    for (const reading of [-18, -9.9, -10.2, -9.9, -10.1, -9.9, -12, -9]) says(freezer, { reading });
    expect(told.length).toBe(2);
  });

  test("for a machine waits until it was seen at work and has come to rest", async () => {
    await watch(dryer, finished, { repeat: "once" });
    says(dryer, { reading: "off" });
    expect(told).toEqual([]);
    says(dryer, { reading: "drying" });
    says(dryer, { reading: "end" });
    expect(told).toEqual(["dryer"]);
  });

  test("for a machine by its power counts a pause as no end", async () => {
    await watch(washer, finished, { repeat: "once" });
    for (const reading of [400, 1, 300, 2]) says(washer, { reading });
    await settle();
    expect(told).toEqual([]);
    nowMs += 181_000;
    await eventually(() => told.length > 0);
    expect(told).toEqual(["washer"]);
  });

  test("for something that lasts is told when it has lasted, and not when it was over before", async () => {
    await watch(door, open, { forS: 600 });
    says(door, { on: true });
    says(door, { on: false });
    nowMs += 700_000;
    await settle();
    expect(told).toEqual([]);
    says(door, { on: true });
    nowMs += 601_000;
    await eventually(() => told.length > 0);
    says(door, { on: true });
    expect(told).toEqual(["door"]);
  });

  test("for something that lasts counts from now when it is so already", async () => {
    replays(door, { on: true });
    expect((await watch(door, open, { forS: 600 })).result).toBe("added");
    nowMs += 601_000;
    await eventually(() => told.length > 0);
  });

  test("for a bell is told each time it rings", async () => {
    await watch(bell, { type: "event" });
    says(bell, { event: "press" });
    says(bell, { event: "press" });
    expect(told).toEqual(["bell", "bell"]);
  });

  test("for any of several devices says which", async () => {
    await run({ type: "alert.add", watchedIds: [door.id, cover.id], test: open, repeat: "always" });
    says(cover, { opening: "open" });
    says(door, { on: true });
    expect(told).toEqual(["garage", "door"]);
  });

  test("is listed, found by its device, and cancelled", async () => {
    await watch(door, open);
    await watch(freezer, { type: "above", value: -10 });
    const results = [
      await run({ type: "alert.list" }), await run({ type: "alert.cancel" }), await run({ type: "alert.cancel", aboutIds: [freezer.id] }), await run({ type: "alert.cancel", aboutIds: [freezer.id] }), await run({ type: "alert.cancel" }), await run({ type: "alert.list" }),
    ];
    says(door, { on: true });
    expect([results.map(({ result, alerts: about }) => `${result} ${about.length}`), told, kept]).toEqual([["listed 2", "several 2", "cancelled 1", "none 0", "cancelled 1", "none 0"], [], []]);
  });

  test("is refused when there are too many, and told as not kept where the disk is full", async () => {
    disk = "full";
    expect((await watch(door, open)).isKept).toBe(false);
    disk = "good";
    const results = await Promise.all(Array.from({ length: 60 }, () => watch(door, open)));
    expect(results.filter(({ result }) => result === "tooMany").length).toBe(11);
  });

  test("goes on when the device is unknown, and says nothing of it", async () => {
    await run({ type: "alert.add", watchedIds: ["ghost" as DeviceId], test: open, repeat: "always" });
    for (const onHeard of watchers.get("ghost" as DeviceId) ?? []) onHeard({ state: { on: true }, atMs: 0 });
    expect(told).toEqual([]);
  });
});

describe("after a restart", () => {
  test("an alert is still there, and what was so before is no news", async () => {
    await watch(door, open);
    replays(door, { on: true });
    restart();
    says(door, { on: true });
    expect(told).toEqual([]);
    says(door, { on: false });
    says(door, { on: true });
    expect(told).toEqual(["door"]);
  });

  test("a machine that was at work is still waited for", async () => {
    await watch(dryer, finished, { repeat: "once" });
    says(dryer, { reading: "drying" });
    await settle();
    restart();
    says(dryer, { reading: "end" });
    expect(told).toEqual(["dryer"]);
  });
});

test("commands go to the alerts or on, and only what was approved", async () => {
  const dispatched: string[] = [];
  const dispatch = withAlerts(async (approved) => { dispatched.push(approved.type); return { messages: [], outcomes: [] }; }, alerts, () => nowMs);
  const list: AlertCommand = { deviceIds: [], scope: "named", type: "alert.list" };
  const report = await dispatch(approve(list, nowMs), never);
  await dispatch(approve({ deviceIds: [plug.id], scope: "named", type: "onOff.set", on: true }, nowMs), never);
  expect([report.alert?.result, dispatched]).toEqual(["none", ["onOff.set"]]);
  await expect(dispatch(list as never, never)).rejects.toThrow(TypeError);
});
