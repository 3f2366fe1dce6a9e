// Sensors that are called as another kind of thing, sensors that stand in no room, and devices that are two things.
import { expect, test } from "vitest";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { parse, summary } from "./english.ts";

const lamps = [testDevice("Desk Lamp", "light", { area: "Attic" }), testDevice("Wall Lamp", "light", { area: "Attic" })];
const sensor = testDevice("Light", "binarySensor", { deviceClass: "light", capabilities: [{ kind: "reading", quantity: "light", unit: undefined }] });
const temperature = (name: string, area?: string) => testDevice(name, "sensor", { deviceClass: "temperature", capabilities: [{ kind: "reading", quantity: "temperature", unit: "°C" }], ...(area === undefined ? {} : { area }) });
const thermostat = testDevice("Thermostat", "climate", { area: "Attic" });
const humid = testDevice("Heat Pump", "climate", { area: "Attic", capabilities: [{ kind: "setpoint", minC: 5, maxC: 30, stepC: 0.5 }, { kind: "humidity", minPct: 0, maxPct: 100 }] });
const attic = [testArea("Attic")];

test.each([
  ["are the lights on", homeOf([...lamps, sensor], attic), "state.get capability=onOff expect=on: desk_lamp, wall_lamp (group)"],
  ["is the light on", homeOf([...lamps, sensor], attic), "state.get capability=onOff expect=on: desk_lamp, wall_lamp (group)"],
  ["which lights are on", homeOf([...lamps, sensor], attic), "state.get capability=onOff expect=on: desk_lamp, wall_lamp (group)"],
  ["is the light on", homeOf([sensor], attic), "state.get capability=reading expect=on: light (named)"],
  ["what is the temperature in the house", homeOf([temperature("Furnace"), temperature("Attic Air", "Attic"), thermostat], attic), "state.get capability=reading: attic_air (group)"],
  ["what is the temperature in the house", homeOf([temperature("Furnace"), thermostat], attic), "state.get capability=setpoint: thermostat (group)"],
  ["set the heat pump to 22", homeOf([humid], attic), "setpoint.set temperatureC=22: heat_pump (named)"],
  ["set the heat pump to 60 percent humidity", homeOf([humid], attic), "humidity.set humidityPct=60: heat_pump (named)"],
  ["what is the temperature in the house", homeOf([temperature("Furnace")], attic), "state.get capability=reading: furnace (group)"],
])("%s", async (say, house, expected) => {
  expect(summary(await parse(say, "attic", house))).toBe(expected);
});
