// What puts a command back, for every kind of command.
import { describe, expect, test } from "vitest";
import type { Command, CommandAction } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { restoring } from "../../src/understand/restore.ts";
import { testHome } from "../fixtures/home.ts";
import { english, oneCommand } from "./english.ts";

function restored(id: string, action: CommandAction, state: DeviceState | undefined): string {
  const command: Command = { ...action, deviceIds: [id as DeviceId], scope: "named" };
  const back = restoring({ commands: [command], before: new Map(state === undefined ? [] : [[id as DeviceId, state]]) }, testHome, english.lists.colors);
  return back.ok ? back.commands.map(oneCommand).join("; ") : `no: ${back.subject ?? "nothing"}`;
}
const red = { red: 255, green: 0, blue: 0 };

describe("what was done is put back", () => {
  test.each<[string, CommandAction, DeviceState, string]>([
    ["desk_lamp", { type: "onOff.set", on: true }, { on: false }, "onOff.set on=false: desk_lamp (named)"],
    ["desk_lamp", { type: "onOff.toggle" }, { on: true }, "onOff.set on=true: desk_lamp (named)"],
    ["desk_lamp", { type: "brightness.set", brightnessPct: 10 }, { on: true, brightnessPct: 55 }, "brightness.set brightnessPct=55: desk_lamp (named)"],
    ["desk_lamp", { type: "brightness.change", deltaPct: 20 }, { on: false, brightnessPct: 55 }, "onOff.set on=false: desk_lamp (named)"],
    ["desk_lamp", { type: "color.set", name: "blue", color: { red: 0, green: 0, blue: 255 } }, { on: true, color: { red: 250, green: 3, blue: 3 } }, "color.set name=red: desk_lamp (named)"],
    ["desk_lamp", { type: "color.set", name: "red", color: red }, { on: true, colorTemperatureK: 2700 }, "colorTemperature.set kelvin=2700: desk_lamp (named)"],
    ["desk_lamp", { type: "colorTemperature.set", kelvin: 2700 }, { on: true, color: red }, "color.set name=red: desk_lamp (named)"],
    ["bedroom_thermostat", { type: "setpoint.change", deltaC: 1 }, { setpointC: 19 }, "setpoint.set temperatureC=19: bedroom_thermostat (named)"],
    ["bedroom_thermostat", { type: "mode.set", mode: "heat" }, { mode: "off" }, "mode.set mode=off: bedroom_thermostat (named)"],
    ["bedroom_thermostat", { type: "preset.set", preset: "eco" }, { preset: "comfort" }, "preset.set preset=comfort: bedroom_thermostat (named)"],
    ["bedroom_thermostat", { type: "fanMode.set", fanMode: "low" }, { fanMode: "auto" }, "fanMode.set fanMode=auto: bedroom_thermostat (named)"],
    ["bedroom_humidifier", { type: "humidity.set", humidityPct: 60 }, { humiditySetPct: 45 }, "humidity.set humidityPct=45: bedroom_humidifier (named)"],
    ["front_door", { type: "lock.set", locked: false }, { lock: "locked" }, "lock.set locked=true: front_door (named)"],
    ["front_door", { type: "lock.set", locked: true }, { lock: "unlocked" }, "lock.set locked=false: front_door (named)"],
    ["left_curtain", { type: "opening.set", open: true }, { opening: "closed", positionPct: 0 }, "opening.set open=false: left_curtain (named)"],
    ["left_curtain", { type: "opening.set", open: false }, { opening: "open", positionPct: 40 }, "position.set positionPct=40: left_curtain (named)"],
    ["left_curtain", { type: "position.change", deltaPct: 20 }, { positionPct: 40 }, "position.set positionPct=40: left_curtain (named)"],
    ["bedroom_blind", { type: "tilt.set", tiltPct: 50 }, { tiltPct: 0 }, "tilt.set tiltPct=0: bedroom_blind (named)"],
    ["living_room_fan", { type: "fanSpeed.change", deltaPct: 20 }, { on: true, fanSpeedPct: 33 }, "fanSpeed.set speedPct=33: living_room_fan (named)"],
    ["living_room_fan", { type: "oscillation.set", on: true }, { oscillating: false }, "oscillation.set on=false: living_room_fan (named)"],
    ["living_room_fan", { type: "direction.set", direction: "reverse" }, { direction: "forward" }, "direction.set direction=forward: living_room_fan (named)"],
    ["television", { type: "volume.change", deltaPct: 10 }, { volumePct: 40 }, "volume.set volumePct=40: television (named)"],
    ["television", { type: "mute.set", muted: true }, { muted: false }, "mute.set muted=false: television (named)"],
    ["television", { type: "playback.set", action: "pause" }, { playback: "playing" }, "playback.set action=play: television (named)"],
    ["robby", { type: "activity.set", activity: "start" }, { activity: "docked" }, "activity.set activity=dock: robby (named)"],
    ["washing_programme", { type: "option.set", option: "Wool" }, { option: "Cotton 60" }, "option.set option=Cotton 60: washing_programme (named)"],
    ["fade_time", { type: "number.set", value: 5 }, { number: 2 }, "number.set value=2: fade_time (named)"],
    ["burglar_alarm", { type: "alarm.set", mode: "away" }, { alarm: "disarmed" }, "alarm.set mode=disarmed: burglar_alarm (named)"],
  ])("%s %j after %j: %s", (id, action, state, expected) => {
    expect(restored(id, action, state)).toBe(expected);
  });
});

describe("what cannot be put back is told", () => {
  test.each<[string, CommandAction, DeviceState | undefined, string]>([
    ["desk_lamp", { type: "onOff.set", on: true }, undefined, "no: Desk Lamp"],
    ["desk_lamp", { type: "onOff.set", on: true }, { on: true }, "no: nothing"],
    ["desk_lamp", { type: "color.set", name: "red", color: red }, { on: true }, "no: Desk Lamp"],
    ["front_door", { type: "lock.set", locked: true }, { lock: "jammed" }, "no: Front Door"],
    ["back_door_lock", { type: "lock.open" }, { lock: "locked" }, "no: Back Door Lock"],
    ["left_curtain", { type: "opening.stop" }, { opening: "opening" }, "no: Left Curtain"],
    ["left_curtain", { type: "opening.set", open: true }, { opening: "opening" }, "no: Left Curtain"],
    ["movie_night", { type: "scene.activate" }, {}, "no: Movie Night"],
    ["television", { type: "playback.set", action: "next" }, { playback: "playing" }, "no: Television"],
    ["robby", { type: "activity.set", activity: "locate" }, { activity: "docked" }, "no: Robby"],
    ["burglar_alarm", { type: "alarm.set", mode: "away" }, { alarm: "triggered" }, "no: Burglar Alarm"],
    ["front_door", { type: "state.get", capability: "lock" }, { lock: "locked" }, "no: nothing"],
    ["gone", { type: "onOff.set", on: true }, { on: false }, "no: nothing"],
  ])("%s %j after %j: %s", (id, action, state, expected) => {
    expect(restored(id, action, state)).toBe(expected);
  });
});
