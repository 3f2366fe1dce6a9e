// What is remembered, for how long, and what never is.
import { describe, expect, it } from "vitest";
import { createRecentMemory, type RememberedTurn } from "../../src/daemon/recent-memory.ts";
import type { PinDesk } from "../../src/decide/pin-desk.ts";
import type { Command } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import { command, lampOn } from "../fakes/scripted-turn.ts";
import { createHouse } from "./dialogue.ts";

const question = command("door", { type: "state.get", capability: "lock", expect: "locked" });

function turn(commands: readonly [Command, ...Command[]], words = "turn on the lamp", done: readonly Command[] = commands): RememberedTurn {
  return { parsed: { kind: "commands", commands, matchedBy: "template", confidence: undefined, matches: [], pieces: [{ words, count: commands.length }] }, done, before: new Map([["lamp" as DeviceId, { on: false }]]), alternatives: [] };
}

function clocked() {
  let clockMs = 0;
  return { memory: createRecentMemory(() => clockMs), wait: (seconds: number) => { clockMs += seconds * 1000; } };
}

describe("a memory", () => {
  it("knows nothing at first, and nothing of other places", () => {
    const { memory } = clocked();
    memory.remember("kitchen", turn([lampOn]));
    expect([memory.recall("bedroom"), memory.recall(""), memory.recall("kitchen")?.pieces]).toEqual([undefined, undefined, [{ words: "turn on the lamp", commands: [lampOn] }]]);
  });
  it.each([[119, true], [120, false], [100_000, false]])("after %i s still knows: %s", (seconds, knows) => {
    const { memory, wait } = clocked();
    memory.remember("kitchen", turn([lampOn]));
    wait(seconds);
    expect(memory.recall("kitchen") !== undefined).toBe(knows);
  });
  it("keeps what was changed through a question, but no longer than two minutes", () => {
    const { memory, wait } = clocked();
    memory.remember("kitchen", turn([lampOn]));
    wait(60);
    memory.remember("kitchen", turn([question], "is the door locked"));
    expect(memory.recall("kitchen")).toMatchObject({ pieces: [{ words: "is the door locked" }], change: { commands: [lampOn] } });
    wait(60);
    expect(memory.recall("kitchen")).toMatchObject({ pieces: [{ words: "is the door locked" }], change: undefined });
  });
  it("takes only what was carried out for a change", () => {
    const { memory } = clocked();
    memory.remember("kitchen", turn([lampOn], "turn on the lamp", []));
    expect(memory.recall("kitchen")?.change).toBeUndefined();
  });
  it("does not mean by \"it\" what was only put back on the way", () => {
    const { memory } = clocked();
    const other = command("other", { type: "onOff.set", on: true });
    memory.remember("kitchen", { ...turn([lampOn, other]), parsed: { ...turn([lampOn, other]).parsed, pieces: [{ words: "", count: 1 }, { words: "turn on the other", count: 1 }] } });
    expect(memory.recall("kitchen")?.pieces).toEqual([{ words: "turn on the other", commands: [other] }]);
  });
  it("remembers what was told without being asked, and the change from before", () => {
    const { memory } = clocked();
    memory.remember("kitchen", turn([lampOn]));
    memory.mention("kitchen", [question]);
    expect(memory.recall("kitchen")).toMatchObject({ pieces: [{ words: "", commands: [question] }], change: { commands: [lampOn] } });
  });
  it("holds a bounded number of places, the newest", () => {
    const { memory } = clocked();
    for (let index = 0; index < 1000; index++) memory.remember(`place ${index}`, turn([lampOn]));
    const known = Array.from({ length: 1000 }, (_, index) => memory.recall(`place ${index}`) !== undefined);
    expect([known.filter(Boolean).length, known.at(-1), known[0]]).toEqual([100, true, false]);
  });
  it("is empty after a restart", () => {
    clocked().memory.remember("kitchen", turn([lampOn]));
    expect(clocked().memory.recall("kitchen")).toBeUndefined();
  });
});

describe("a PIN", () => {
  const pin: PinDesk = { status: () => "ready", check: async (digits) => digits === "4711" ? "right" : "wrong" };
  const remembered = (house: ReturnType<typeof createHouse>) => JSON.stringify([house.memory.recall(""), house.events()], (_key, value: unknown) => value instanceof Set || value instanceof Map ? [...value] : value);

  it("that answers a question is not remembered", async () => {
    const house = createHouse(pin);
    expect(await house.turn({ say: "unlock the front door", answers: ["4711"] })).toMatchObject({ does: "lock.set locked=false: front_door (named)" });
    expect(remembered(house)).not.toContain("4711");
  });
  it("that comes instead of a choice is neither a choice nor a sentence, and nobody is told", async () => {
    const house = createHouse(pin);
    expect(await house.turn({ say: "turn on the ceiling light", answers: ["4711"] })).toMatchObject({ does: "nothing", reply: "All right, I did nothing." });
    expect(remembered(house)).not.toContain("4711");
  });
  it("that nobody asked for is not remembered", async () => {
    const house = createHouse(pin);
    await house.turn({ say: "4711" });
    expect(remembered(house)).not.toContain("4711");
  });
});
