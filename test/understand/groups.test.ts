// A Zigbee group stands for lamps that are in the home as well.
import { expect, test } from "vitest";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { parse, summary } from "./english.ts";

const lamp = (name: string) => testDevice(name, "light", { area: "Attic" });
const group = { ...lamp("Attic spots"), isGroup: true };
const home = homeOf([lamp("Left spot"), lamp("Right spot"), group], [testArea("Attic")]);

test.each([
  ["turn on the attic lights", home, "onOff.set on=true: left_spot, right_spot (group)"],
  ["turn on the attic spots", home, "onOff.set on=true: attic_spots (named)"],
  ["turn on the attic lights", homeOf([group], [testArea("Attic")]), "onOff.set on=true: attic_spots (group)"],
])("%s", async (say, house, expected) => {
  expect(summary(await parse(say, undefined, house))).toBe(expected);
});
