import { describe, expect, test } from "vitest";
import type { Command, PlanCommand } from "../../src/home/command.ts";
import { type HomeAssistantIntent, homeAssistantIntent } from "../../src/home/home-assistant-intent.ts";
import type { AreaId, DeviceId } from "../../src/home/home.ts";
import { testHome } from "../fixtures/home.ts";

const named = (id: string) => ({ deviceIds: [id as DeviceId], scope: "named" }) as const;
const timer = { deviceIds: [], scope: "named" } as const satisfies Pick<PlanCommand, "deviceIds" | "scope">;

describe("a command is, in Home Assistant's words,", () => {
  const cases: readonly (readonly [what: string, command: Command, expected: HomeAssistantIntent])[] = [
    ["a lamp turned on", { ...named("kitchen_light"), type: "onOff.set", on: true }, { intent: "HassTurnOn", slots: { name: "Kitchen Light", area: "Kitchen", domain: "light" } }],
    ["the lamps of a room turned off", { deviceIds: ["kitchen_light", "kitchen_counter"] as unknown as [DeviceId, DeviceId], scope: "group", type: "onOff.set", on: false }, { intent: "HassTurnOff", slots: { area: "Kitchen", domain: "light" } }],
    ["a lock locked, which is turned on there", { ...named("front_door"), type: "lock.set", locked: true }, { intent: "HassTurnOn", slots: { name: "Front Door", area: "Hall", domain: "lock" } }],
    ["a lock unlocked, which is turned off there", { ...named("front_door"), type: "lock.set", locked: false }, { intent: "HassTurnOff", slots: { name: "Front Door", area: "Hall", domain: "lock" } }],
    ["a brightness", { ...named("desk_lamp"), type: "brightness.set", brightnessPct: 40 }, { intent: "HassLightSet", slots: { brightness: 40, name: "Desk Lamp", area: "Office", domain: "light" } }],
    ["a colour", { ...named("desk_lamp"), type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }, { intent: "HassLightSet", slots: { color: "red", name: "Desk Lamp", area: "Office", domain: "light" } }],
    ["a temperature", { ...named("bedroom_thermostat"), type: "setpoint.set", temperatureC: 21 }, { intent: "HassClimateSetTemperature", slots: { temperature: 21, name: "Bedroom Thermostat", area: "Bedroom", domain: "climate" } }],
    ["a change of volume", { ...named("television"), type: "volume.change", deltaPct: -10 }, { intent: "HassSetVolumeRelative", slots: { volume_step: -10, name: "Television", area: "Living Room", domain: "media_player" } }],
    ["a vacuum sent home", { ...named("robby"), type: "activity.set", activity: "dock" }, { intent: "HassVacuumReturnToBase", slots: { name: "Robby", domain: "vacuum" } }],
    ["a mower sent home", { ...named("sheep"), type: "activity.set", activity: "dock" }, { intent: "HassLawnMowerDock", slots: { name: "Sheep", domain: "lawn_mower" } }],
    ["a question for a state", { ...named("bedroom_window"), type: "state.get", capability: "reading", expect: "open" }, { intent: "HassGetState", slots: { state: "open", name: "Bedroom Window", area: "Bedroom", domain: "binary_sensor" } }],
    ["the weather", { ...named("london"), type: "state.get", capability: "reading" }, { intent: "HassGetWeather", slots: { name: "London", domain: "weather" } }],
    ["how warm it is", { ...named("bedroom_thermostat"), type: "state.get", capability: "setpoint" }, { intent: "HassClimateGetTemperature", slots: { name: "Bedroom Thermostat", area: "Bedroom", domain: "climate" } }],
    ["a timer", { ...timer, type: "timer.start", durationS: 5400, name: "pizza" }, { intent: "HassStartTimer", slots: { hours: 1, minutes: 30, name: "pizza" } }],
    ["a shorter timer", { ...timer, type: "timer.change", deltaS: -60 }, { intent: "HassDecreaseTimer", slots: { minutes: 1 } }],
    ["no timers", { ...timer, type: "timer.cancel", all: true, heardInAreaId: "kitchen" as AreaId }, { intent: "HassCancelAllTimers", slots: {} }],
  ];
  test.each(cases)("%s", (_what, command, expected) => {
    expect(homeAssistantIntent(command, testHome)).toEqual(expected);
  });
});
