import { describe, expect, test } from "vitest";
import { createDispatcher } from "../../src/act/dispatcher.ts";
import { createStateMemory, type HeardState, type SaidState } from "../../src/act/state-memory.ts";
import type { Device, DeviceId } from "../../src/home/home.ts";
import { approvedAt, never } from "../fakes/started-bus.ts";

const freezer = "freezer" as DeviceId;
const said = (reading: number, more: Partial<SaidState> = {}): SaidState => ({ said: { reading }, available: undefined, retained: false, expiresAfterMs: 60_000, ...more });

function memoryAt() {
  const clock = { nowMs: 1_000_000 };
  return { clock, memory: createStateMemory(() => clock.nowMs, () => undefined) };
}

describe("a reading that was not repeated in time", () => {
  test("is stale, with its age, and no longer once it is repeated", () => {
    const { clock, memory } = memoryAt();
    memory.take(freezer, said(-18));
    clock.nowMs += 60_000;
    expect(memory.known(freezer)).toEqual({ state: { reading: -18 }, live: true, ageMs: 60_000 });
    clock.nowMs += 1;
    expect(memory.known(freezer)).toEqual({ state: { reading: -18, stale: true }, live: true, ageMs: 60_001 });
    memory.take(freezer, said(-18));
    expect(memory.known(freezer)).toEqual({ state: { reading: -18 }, live: true, ageMs: 0 });
  });

  test("is stale in the view of all states too", () => {
    const { clock, memory } = memoryAt();
    memory.take(freezer, said(-18));
    clock.nowMs += 3_600_000;
    expect(memory.states().get(freezer)).toEqual({ reading: -18, stale: true });
  });

  test("never is, of a device that promised nothing", () => {
    const { clock, memory } = memoryAt();
    memory.take(freezer, said(-18, { expiresAfterMs: undefined }));
    clock.nowMs += 1e12;
    expect(memory.known(freezer)?.state).toEqual({ reading: -18 });
  });

  test.each<[string, SaidState, boolean]>([
    ["a replay of the same", said(-18, { retained: true }), true],
    ["word that the device is there", { said: undefined, available: true, retained: false }, true],
    ["a replay of something else", said(-17, { retained: true }), false],
    ["the same, said again", said(-18), false],
  ])("after %s: stale %s", (_what, message, stale) => {
    const { clock, memory } = memoryAt();
    memory.take(freezer, said(-18));
    clock.nowMs += 70_000;
    memory.known(freezer);
    memory.take(freezer, message);
    expect(memory.known(freezer)?.state.stale === true).toBe(stale);
  });

  test("is forgotten with its device", () => {
    const { clock, memory } = memoryAt();
    memory.take(freezer, said(-18));
    memory.forget(freezer);
    clock.nowMs += 70_000;
    expect([memory.known(freezer), memory.states().size]).toEqual([undefined, 0]);
  });
});

test("who watches hears what is said and who goes away, but no replay", () => {
  const { memory } = memoryAt();
  const heard: HeardState["state"][] = [];
  using _watch = memory.watch(freezer, ({ state }) => heard.push(state));
  memory.take(freezer, said(-18, { retained: true }));
  memory.take(freezer, { said: undefined, available: false, retained: true });
  memory.take(freezer, said(-17));
  memory.take(freezer, { said: undefined, available: false, retained: false });
  expect(heard).toEqual([{ reading: -17 }, { available: false }]);
});

describe("a question", () => {
  const device: Device = { id: freezer, name: "Freezer", aliases: [], areaId: undefined, kind: "sensor", deviceClass: "", capabilities: [{ kind: "reading", quantity: "temperature", unit: "°C" }], binding: { adapter: "homeAssistant", component: "sensor", config: {} } };
  const ask = async (more: object) => {
    const dispatch = createDispatcher({
      bus: { publish: () => Promise.reject(new TypeError("a question sends nothing")) }, home: () => ({ areas: new Map(), devices: new Map([[freezer, device]]) }), nowMs: () => 0,
      states: { known: () => ({ state: { reading: -18, ...more }, live: true, ageMs: 7_200_000 }), watch: () => ({ [Symbol.dispose]: () => undefined }) },
    });
    return (await dispatch(approvedAt(0, { type: "state.get", capability: "reading" }, freezer), never)).outcomes;
  };
  test("about a stale reading tells how old it is", async () => {
    expect(await ask({ stale: true })).toEqual([{ deviceId: freezer, result: "answered", state: { reading: -18, stale: true }, ageMs: 7_200_000 }]);
  });
  test("about any other does not", async () => {
    expect(await ask({})).toEqual([{ deviceId: freezer, result: "answered", state: { reading: -18 } }]);
  });
});
