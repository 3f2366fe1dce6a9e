import { expect, test } from "vitest";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { parse, summary } from "./english.ts";

const reading = (quantity: string, unit: string) => ({ deviceClass: quantity, capabilities: [{ kind: "reading", quantity, unit } as const] });

/** A house whose owner has put no sensor into a room. */
const house = homeOf([
  testDevice("Living Room Humidity", "sensor", reading("humidity", "%")),
  testDevice("Fern", "sensor", reading("moisture", "%")),
  testDevice("Air Conditioning Power", "sensor", reading("power", "W")),
  testDevice("Cellar Lamp", "light"),
], [testArea("Living Room"), testArea("Cellar")]);

test.each<readonly [string, string | undefined, string]>([
  ["what is the humidity in the living room", undefined, "state.get capability=reading: living_room_humidity (named)"],
  ["how humid is it", "living_room", "state.get capability=reading: living_room_humidity (named)"],
  ["what is the humidity", "living_room", "state.get capability=reading: living_room_humidity (named)"],
  ["how humid is it in the cellar", undefined, "unsupported: Cellar"],
  ["how much power is the air conditioning using", undefined, "state.get capability=reading: air_conditioning_power (named)"],
  ["turn on the lights in the cellar", undefined, "unknownName: Cellar lights"],
])("%s, said in %s", async (text, heardIn, expected) => {
  expect(summary(await parse(text, heardIn, house))).toBe(expected);
});
