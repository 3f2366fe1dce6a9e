import { describe, expect, test } from "vitest";
import { oneOf, timersMeant } from "../../src/act/choose-timer.ts";
import type { TimerChoice } from "../../src/home/command.ts";
import type { AreaId } from "../../src/home/home.ts";

const kitchen = "kitchen" as AreaId;
const bedroom = "bedroom" as AreaId;

const timers = [
  { name: "pizza", startS: 600, areaId: kitchen },
  { name: undefined, startS: 3600, areaId: kitchen },
  { name: "laundry", startS: 3600, areaId: bedroom },
  { name: "kitchen", startS: 60, areaId: bedroom },
  { name: undefined, startS: 300, areaId: undefined },
];
const shown = (found: readonly (typeof timers)[number][]) => found.map(({ name, startS }) => `${name ?? "-"} ${startS}`).join();

describe("a timer is told apart", () => {
  test.each<[string, TimerChoice, string]>([
    ["by nothing", {}, "pizza 600,- 3600,laundry 3600,kitchen 60,- 300"],
    ["by its name", { name: "pizza" }, "pizza 600"],
    ["by a name that none has", { name: "rice" }, ""],
    ["by the length it was started with", { startS: 300 }, "- 300"],
    ["by a length that two have", { startS: 3600 }, "- 3600,laundry 3600"],
    ["by a name and a length", { name: "laundry", startS: 3600 }, "laundry 3600"],
    ["by a name, and a length that it does not have", { name: "laundry", startS: 60 }, ""],
    ["by its room", { areaId: bedroom }, "laundry 3600,kitchen 60"],
    ["by its room and its length", { areaId: kitchen, startS: 3600 }, "- 3600"],
    ["by what it is called rather than by the room of that name", { name: "kitchen", areaId: kitchen }, "kitchen 60"],
    ["by the room that it is called after, where none has the name", { name: "bedroom", areaId: bedroom }, "laundry 3600,kitchen 60"],
  ])("%s", (_how, choice, expected) => {
    expect(shown(timersMeant(timers, choice))).toBe(expected);
  });
});

describe("of several timers", () => {
  test.each<[string, TimerChoice, string]>([
    ["that of this room is meant", { startS: 3600, heardInAreaId: bedroom }, "laundry 3600"],
    ["none is, where this room has two", { heardInAreaId: kitchen }, "pizza 600,- 3600,laundry 3600,kitchen 60,- 300"],
    ["none is, where this room has none", { startS: 3600, heardInAreaId: "attic" as AreaId }, "- 3600,laundry 3600"],
    ["none is, where no room is known", { startS: 3600 }, "- 3600,laundry 3600"],
  ])("%s", (_how, choice, expected) => {
    expect(shown(oneOf(timersMeant(timers, choice), choice))).toBe(expected);
  });
  test("the only one is meant, wherever it was started", () => {
    expect(shown(oneOf(timersMeant(timers, { name: "pizza" }), { heardInAreaId: bedroom }))).toBe("pizza 600");
  });
});
