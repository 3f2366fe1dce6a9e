import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import { verdictOn } from "../../src/act/confirmation.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { recorded, wholeNetwork } from "./zigbee2mqtt-network.ts";

const { named } = wholeNetwork();
const say = (name: string, command: CommandAction, state?: DeviceState) => lineTo(named(name).binding).commandMessages(command, state, name).map(({ topic, payload }) => `${topic} ${payload}`);
const hear = (name: string, payload: object) => {
  const line = lineTo(named(name).binding);
  return line.readState({ topic: line.stateTopics[0] ?? "", payload: JSON.stringify(payload) });
};

const red = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } } as const;
const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;

describe("a command is sent as the device wants it:", () => {
  test.each<[string, CommandAction, string]>([
    ["Kitchen ceiling", on, 'zigbee2mqtt/Kitchen ceiling/set {"state":"ON"}'],
    ["Kitchen ceiling", off, 'zigbee2mqtt/Kitchen ceiling/set {"state":"OFF"}'],
    ["Kitchen ceiling", { type: "brightness.set", brightnessPct: 50 }, 'zigbee2mqtt/Kitchen ceiling/set {"state":"ON","brightness":127}'],
    ["Kitchen ceiling", { type: "brightness.set", brightnessPct: 0 }, 'zigbee2mqtt/Kitchen ceiling/set {"state":"OFF"}'],
    ["Kitchen ceiling", { type: "colorTemperature.set", kelvin: 2700 }, 'zigbee2mqtt/Kitchen ceiling/set {"state":"ON","color_temp":370}'],
    ["Living room lamp", red, 'zigbee2mqtt/Living room lamp/set {"state":"ON","color":{"x":0.6401,"y":0.33}}'],
    ["Hallway switch left", on, 'zigbee2mqtt/Hallway switch/set {"state_left":"ON"}'],
    ["Double switch 2", off, 'zigbee2mqtt/Double switch/set {"state_l2":"OFF"}'],
    ["Bedroom blind", { type: "opening.set", open: false }, 'zigbee2mqtt/Bedroom blind/set {"state":"CLOSE"}'],
    ["Bedroom blind", { type: "opening.stop" }, 'zigbee2mqtt/Bedroom blind/set {"state":"STOP"}'],
    ["Bedroom blind", { type: "position.set", positionPct: 30 }, 'zigbee2mqtt/Bedroom blind/set {"position":30}'],
    ["Tilt blind", { type: "tilt.set", tiltPct: 60 }, 'zigbee2mqtt/Tilt blind/set {"tilt":60}'],
    ["Front door", { type: "lock.set", locked: true }, 'zigbee2mqtt/Front door/set {"state":"LOCK"}'],
    ["Front door", { type: "lock.set", locked: false }, 'zigbee2mqtt/Front door/set {"state":"UNLOCK"}'],
    ["Danfoss radiator", { type: "setpoint.set", temperatureC: 21.5 }, 'zigbee2mqtt/Danfoss radiator/set {"occupied_heating_setpoint":21.5}'],
    ["Study thermostat", { type: "setpoint.set", temperatureC: 20 }, 'zigbee2mqtt/Study thermostat/set {"current_heating_setpoint":20}'],
    ["Study thermostat", { type: "preset.set", preset: "eco" }, 'zigbee2mqtt/Study thermostat/set {"preset":"eco"}'],
    ["Dining radiator", off, 'zigbee2mqtt/Dining radiator/set {"system_mode":"off"}'],
    ["Dining radiator", on, 'zigbee2mqtt/Dining radiator/set {"system_mode":"heat"}'],
    ["Zen thermostat", { type: "mode.set", mode: "cool" }, 'zigbee2mqtt/Zen thermostat/set {"system_mode":"cool"}'],
    ["Zen thermostat", { type: "fanMode.set", fanMode: "auto" }, 'zigbee2mqtt/Zen thermostat/set {"fan_mode":"auto"}'],
    ["Ceiling fan", { type: "fanSpeed.set", speedPct: 50 }, 'zigbee2mqtt/Ceiling fan/set {"fan_mode":"medium"}'],
    ["Ceiling fan", { type: "fanSpeed.set", speedPct: 100 }, 'zigbee2mqtt/Ceiling fan/set {"fan_mode":"on"}'],
    ["Ceiling fan", { type: "fanSpeed.set", speedPct: 0 }, 'zigbee2mqtt/Ceiling fan/set {"fan_state":"OFF"}'],
    ["Ceiling fan light", on, 'zigbee2mqtt/Ceiling fan/set {"state":"ON"}'],
    ["Air purifier", { type: "preset.set", preset: "auto" }, 'zigbee2mqtt/Air purifier/set {"fan_mode":"auto"}'],
    ["Bedroom fan", { type: "fanSpeed.set", speedPct: 40 }, 'zigbee2mqtt/Bedroom fan/set {"state":"ON","fan_speed":2}'],
    ["Main water valve", { type: "opening.set", open: true }, 'zigbee2mqtt/Main water valve/set {"state":"ON"}'],
    ["Lawn water", { type: "opening.set", open: false }, 'zigbee2mqtt/Lawn water/set {"state":"OFF"}'],
    ["House water", { type: "opening.set", open: false }, 'zigbee2mqtt/House water/set {"state":"CLOSE"}'],
    ["Tuya siren", on, 'zigbee2mqtt/Tuya siren/set {"alarm":true}'],
    ["Siren", on, 'zigbee2mqtt/Siren/set {"alarm":"START"}'],
    ["Alarm siren", on, 'zigbee2mqtt/Alarm siren/set {"warning":{"mode":"emergency","duration":10}}'],
    ["Alarm siren", off, 'zigbee2mqtt/Alarm siren/set {"warning":{"mode":"stop"}}'],
    ["Living room", { type: "brightness.set", brightnessPct: 100 }, 'zigbee2mqtt/Living room/set {"state":"ON","brightness":254}'],
    ["All hallway lights", off, 'zigbee2mqtt/All hallway lights/set {"state":"OFF"}'],
  ])("%s %o", (name, command, expected) => {
    expect(say(name, command)).toEqual([expected]);
  });

  test("the set temperature of the mode that a thermostat is in", () => {
    const set = { type: "setpoint.set", temperatureC: 22 } as const;
    expect([say("Zen thermostat", set, { mode: "cool" }), say("Zen thermostat", set, { mode: "heat" }), say("Zen thermostat", set)]).toEqual([
      ['zigbee2mqtt/Zen thermostat/set {"occupied_cooling_setpoint":22}'],
      ['zigbee2mqtt/Zen thermostat/set {"occupied_heating_setpoint":22}'],
      ['zigbee2mqtt/Zen thermostat/set {"occupied_heating_setpoint":22}'],
    ]);
  });

  test("TOGGLE is never sent", () => {
    expect(recorded<{ messages: { payload: string }[] }[]>("commands").flatMap(({ messages }) => messages).filter(({ payload }) => /toggle/i.test(payload))).toEqual([]);
  });
});

describe("a state is read as it is meant:", () => {
  test.each<[string, object, DeviceState | undefined]>([
    ["Kitchen ceiling", { state: "OFF", brightness: 127 }, { on: false, brightnessPct: 50 }],
    ["Living room lamp", { color: { x: 0.7006, y: 0.2993 }, color_temp: 153, color_mode: "xy" }, { color: { red: 255, green: 0, blue: 0 } }],
    ["Living room lamp", { color: { x: 0.7006, y: 0.2993 }, color_temp: 370, color_mode: "color_temp" }, { colorTemperatureK: 2703 }],
    ["Hue bulb", { color: { hue: 240, saturation: 100, x: 0.15, y: 0.06 }, color_mode: "hs" }, { color: { red: 0, green: 0, blue: 255 } }],
    ["Hallway switch right", { state_left: "ON", state_right: "OFF" }, { on: false }],
    ["Living room curtain", { state: "OPEN", position: 40, motor_state: "closing" }, { opening: "closing", positionPct: 40 }],
    ["Living room curtain", { state: "CLOSE", position: 0, motor_state: "closing" }, { opening: "closed", positionPct: 0 }],
    ["Living room curtain", { state: "OPEN", position: 100, motor_state: "opening" }, { opening: "open", positionPct: 100 }],
    ["Living room curtain", { state: "OPEN", position: 55, motor_state: "stopped" }, { opening: "open", positionPct: 55 }],
    ["Front door", { state: "LOCK", lock_state: "locked" }, { lock: "locked" }],
    ["Front door", { state: "LOCK", lock_state: "not_fully_locked" }, { lock: "unlocked" }],
    ["Front door", { state: "LOCK", lock_state: "jammed" }, { lock: "jammed" }],
    ["Zen thermostat", { system_mode: "cool", occupied_heating_setpoint: 20, occupied_cooling_setpoint: 23, local_temperature: 24.5 }, { mode: "cool", on: true, setpointC: 23, currentC: 24.5, reading: 24.5 }],
    ["Zen thermostat", { system_mode: "off", occupied_heating_setpoint: 20, occupied_cooling_setpoint: 23 }, { mode: "off", on: false, setpointC: 20 }],
    ["Whole house thermostat", { system_mode: "emergency_heating" }, { mode: "heat", on: true }],
    ["Ceiling fan", { fan_state: "ON", fan_mode: "medium" }, { on: true, fanSpeedPct: 50 }],
    ["Ceiling fan", { fan_state: "ON", fan_mode: "smart" }, { on: true, preset: "smart" }],
    ["Air purifier", { fan_state: "OFF", fan_mode: "off" }, { on: false, fanSpeedPct: 0 }],
    ["Kitchen window contact", { contact: false }, { on: true, reading: "on" }],
    ["Kitchen window contact", { contact: true }, { on: false, reading: "off" }],
    ["Garage door contact", { garage_door_contact: false }, { on: true, reading: "on" }],
    ["Mini button", { action: "double" }, { event: "double" }],
    ["Mini button", { action: "" }, undefined],
    ["Kitchen ceiling", { state: null, brightness: null, color_temp: null }, undefined],
    ["Main water valve", { state: "ON", flow: 0.5 }, { opening: "open" }],
  ])("%s %o", (name, payload, expected) => {
    expect(hear(name, payload)).toEqual(expected);
  });
});

type Row = { readonly device: string; readonly command: CommandAction; readonly messages: readonly object[]; readonly told: readonly object[]; readonly state: DeviceState; readonly shown: boolean };

describe("what the real Zigbee2MQTT has accepted", () => {
  const rows = recorded<readonly Row[]>("commands");

  test("is what is sent, and what it told then is understood", () => {
    for (const { device, command, messages, told, state } of rows) {
      const line = lineTo(named(device).binding);
      const fresh = Object.assign({}, ...told.map((payload) => hear(device, payload) ?? {})) as DeviceState;
      expect([device, command, line.commandMessages(command, undefined, device), fresh]).toEqual([device, command, messages, state]);
    }
  });

  test("counts as done where it was told", () => {
    const shown = rows.filter((row) => row.shown);
    expect(shown.length).toBeGreaterThan(150);
    for (const { device, command, state } of shown) {
      expect([device, command, verdictOn(lineTo(named(device).binding).achievable(command), state, undefined)]).toEqual([device, command, "yes"]);
    }
  });
});

test("everything that the devices report by radio is told or left out on purpose", () => {
  const states = recorded<readonly { topic: string; payload: object }[]>("states");
  const heard = (topic: string, payload: object) => [...wholeNetwork().tracker.home().devices.values()].flatMap((device) => {
    const line = lineTo(device.binding);
    const said = line.stateTopics.includes(topic) ? line.readState({ topic, payload: JSON.stringify(payload) }) : undefined;
    return said === undefined ? [] : [`${device.name}: ${JSON.stringify(said)}`];
  });
  expect(states.map(({ topic, payload }) => heard(topic, payload))).toMatchInlineSnapshot(`
    [
      [
        "Office air temperature: {"reading":21.53}",
      ],
      [
        "Office air temperature: {"reading":21.53}",
        "Office air humidity: {"reading":45.6}",
      ],
      [
        "Bathroom climate temperature: {"reading":23.1}",
      ],
      [
        "Bathroom climate temperature: {"reading":23.1}",
        "Bathroom climate humidity: {"reading":61.2}",
      ],
      [
        "Front door contact: {"on":true,"reading":"on"}",
      ],
      [
        "Kitchen window contact: {"on":true,"reading":"on"}",
      ],
      [
        "Under the sink water leak: {"on":true,"reading":"on"}",
      ],
      [
        "Boiler leak water leak: {"on":false,"reading":"off"}",
        "Boiler leak tamper: {"on":false,"reading":"off"}",
      ],
      [
        "Balcony door contact: {"on":false,"reading":"off"}",
        "Balcony door tamper: {"on":false,"reading":"off"}",
      ],
      [
        "Gas alarm gas: {"on":true,"reading":"on"}",
        "Gas alarm battery low: {"on":false,"reading":"off"}",
        "Gas alarm tamper: {"on":false,"reading":"off"}",
      ],
      [
        "Garage motion occupancy: {"on":true,"reading":"on"}",
        "Garage motion tamper: {"on":false,"reading":"off"}",
      ],
      [
        "Stairs smoke: {"on":true,"reading":"on"}",
      ],
      [
        "Garage tilt contact: {"on":true,"reading":"on"}",
      ],
      [
        "Corridor motion occupancy: {"on":true,"reading":"on"}",
      ],
      [
        "Garden motion occupancy: {"on":true,"reading":"on"}",
      ],
      [
        "Bedroom blind: {"opening":"open","positionPct":30}",
      ],
      [
        "Bedroom blind: {"opening":"closed","positionPct":0}",
      ],
      [
        "Tilt blind: {"opening":"open","positionPct":60,"tiltPct":75}",
      ],
      [
        "Front door: {"lock":"locked"}",
      ],
      [
        "Back door: {"lock":"unlocked"}",
      ],
      [
        "Side door: {"lock":"unlocked"}",
      ],
      [
        "Danfoss radiator: {"setpointC":21,"currentC":19.5,"reading":19.5}",
      ],
      [
        "Zen thermostat: {"setpointC":23,"currentC":24.5,"reading":24.5,"mode":"cool","on":true}",
      ],
      [
        "Innr plug power: {"reading":42}",
        "Innr plug voltage: {"reading":231}",
        "Innr plug current: {"reading":182}",
      ],
      [
        "All hallway lights: {"on":true}",
      ],
      [
        "Hallway switch left: {"on":true}",
        "Hallway switch action: {"event":"single"}",
      ],
      [
        "Kitchen ceiling: {"on":true}",
      ],
      [
        "Kitchen ceiling: {"on":true,"brightnessPct":50}",
      ],
      [
        "Kitchen ceiling: {"on":true,"brightnessPct":50,"colorTemperatureK":2703}",
      ],
      [
        "Living room: {"color":{"red":255,"green":0,"blue":0}}",
      ],
      [
        "Living room lamp: {"color":{"red":255,"green":0,"blue":0}}",
      ],
      [
        "Inovelli fan: {"on":true}",
      ],
      [
        "Mini button: {"event":"double"}",
      ],
      [
        "Sonoff button: {"event":"single"}",
      ],
      [
        "Desk remote: {"event":"on"}",
      ],
      [
        "Study thermostat: {"setpointC":21}",
      ],
      [
        "Lawn water: {"opening":"open"}",
      ],
      [
        "Tuya siren: {"on":true}",
      ],
      [],
      [
        "Guest room shade: {"opening":"open","positionPct":30}",
      ],
      [
        "Moes radiator: {"setpointC":21}",
      ],
      [
        "Floor heating: {"setpointC":22}",
      ],
      [
        "Tomato soil moisture: {"reading":33}",
      ],
      [
        "Garage door contact: {"on":false,"reading":"off"}",
      ],
    ]
  `);
});
