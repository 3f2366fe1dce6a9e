// The answer to "which one?", read without guessing.
import { describe, expect, test } from "vitest";
import type { DeviceId } from "../../src/home/home.ts";
import type { ParseResult } from "../../src/understand/command-parser.ts";
import { createReadChoice, isChoice } from "../../src/understand/read-choice.ts";
import { areaId, homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { english } from "./english.ts";

const home = homeOf([
  testDevice("Desk Lamp", "light", { area: "Office" }), testDevice("Floor Lamp", "light", { area: "Office", aliases: ["Big One"] }), testDevice("Lamp 1", "light", { area: "Attic" }), testDevice("Lamp 2", "light", { area: "Attic" }),
], [testArea("Office"), testArea("Attic", ["loft"])]);
const readChoice = createReadChoice(english);
type Question = Extract<ParseResult, { kind: "notUnderstood" }>;
const about = (...ids: readonly string[]): Question => ({ kind: "notUnderstood", heard: "turn on the lamp", reason: "ambiguousName", candidates: ids, deviceIds: ids as readonly DeviceId[] });
const rooms: Question = { kind: "notUnderstood", heard: "turn on the lights", reason: "ambiguousName", candidates: ["Office lights", "Attic lights"], areaIds: [areaId("Office"), areaId("Attic")] };

function read(said: string, question: Question): string {
  const choice = readChoice(said, question, home);
  return choice.kind === "picked" ? [...choice.meant.deviceIds, ...choice.meant.areaIds].join() : choice.kind;
}

describe("an answer", () => {
  const two = about("desk_lamp", "floor_lamp");
  test.each([
    ["the desk lamp", "desk_lamp"], ["desk", "desk_lamp"], ["The desk one, please.", "desk_lamp"], ["um, I mean the floor lamp", "floor_lamp"], ["the big one", "floor_lamp"],
    ["the first one", "desk_lamp"], ["first", "desk_lamp"], ["the second", "floor_lamp"], ["number two", "floor_lamp"], ["the latter", "floor_lamp"], ["the last one", "floor_lamp"],
    ["both", "desk_lamp,floor_lamp"], ["all of them", "desk_lamp,floor_lamp"], ["the desk lamp and the floor lamp", "desk_lamp,floor_lamp"],
    ["neither", "none"], ["none of them", "none"], ["no", "none"], ["cancel", "none"], ["never mind", "none"],
    ["the lamp", "other"], ["the office", "other"], ["the third one", "other"], ["yes", "other"], ["", "other"], ["desk and unicorn", "other"],
    ["turn on the fan", "other"], ["not the desk lamp", "other"], ["the desk lamp tomorrow", "other"], ["🦄", "other"], ["x".repeat(10_000), "other"],
  ])("%j is %s", (said, expected) => {
    expect(read(said, two)).toBe(expected);
  });
  test.each([["lamp one", "lamp_1"], ["lamp two", "lamp_2"], ["two", "lamp_2"], ["the first one", "lamp_1"], ["the second one", "lamp_2"]])("among numbered lamps %j is %s", (said, expected) => {
    expect(read(said, about("lamp_1", "lamp_2"))).toBe(expected);
  });
  test.each([["the attic", "attic"], ["in the loft", "attic"], ["the office one", "office"], ["both", "office,attic"], ["the garden", "other"]])("among rooms %j is %s", (said, expected) => {
    expect(read(said, rooms)).toBe(expected);
  });
  test("tells what was left over", () => {
    expect(readChoice("the first", two, home)).toMatchObject({ left: ["floor_lamp"] });
  });
});

test.each<[string, Question, boolean]>([
  ["two devices", about("desk_lamp", "floor_lamp"), true], ["two rooms", rooms, true],
  ["one name for two devices", { ...about("desk_lamp", "floor_lamp"), candidates: ["Lamp"] }, false],
  ["nothing to choose from", { kind: "notUnderstood", heard: "x", reason: "ambiguousName" }, false],
  ["another reason", { ...rooms, reason: "unknownName" }, false],
])("%s can be asked about: %j", (_what, question, expected) => {
  expect(isChoice(question)).toBe(expected);
});
