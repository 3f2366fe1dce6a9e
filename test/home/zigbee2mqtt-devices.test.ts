import { describe, expect, test } from "vitest";
import { lineTo } from "../../src/act/device-adapter.ts";
import type { Capability, Device } from "../../src/home/home.ts";
import { recorded, type RawDevice, wholeNetwork } from "./zigbee2mqtt-network.ts";

const home = wholeNetwork();
const raw = recorded<RawDevice[]>("devices");

function told(capability: Capability): string {
  switch (capability.kind) {
    case "colorTemperature": return `${capability.kind} ${capability.minK}-${capability.maxK}`;
    case "setpoint": return `setpoint ${capability.minC}-${capability.maxC}/${capability.stepC}`;
    case "mode": return `mode ${capability.modes.join("/")}`;
    case "preset": return `preset ${capability.presets.join("/")}`;
    case "fanMode": return `fanMode ${capability.fanModes.join("/")}`;
    case "opening": return capability.canStop ? "opening+stop" : "opening";
    case "reading": return capability.unit === undefined ? "reading" : `reading ${capability.unit}`;
    case "event": return `event ${capability.events.length}`;
    default: return capability.kind;
  }
}

const line = (name: string, device: Device) => `${device.kind}${device.deviceClass === "" ? "" : `:${device.deviceClass}`}${device.name === name ? "" : ` (${device.name.replace(name, "…")})`} ${device.capabilities.map(told).join(", ")}`;

/** A Zigbee device, its maker and model, and the devices of the home that it is. */
const expected: readonly (readonly [name: string, model: string, parts: readonly string[]])[] = [
  ["Kitchen ceiling", "IKEA LED1545G12", ["light onOff, brightness, colorTemperature 2203-4000"]],
  ["Living room lamp", "IKEA LED1624G9", ["light onOff, brightness, color, colorTemperature 2000-6536"]],
  ["Coffee machine", "IKEA E160x/E170x/E190x", ["switch:outlet onOff"]],
  ["Bedroom blind", "IKEA E1757", ["cover:blind opening+stop, position", "sensor:battery (… battery) reading %"]],
  ["Living room remote", "IKEA E1524/E1810", ["sensor:battery (… battery) reading %", "event:button event 14"]],
  ["Air purifier", "IKEA E2007", ["fan onOff, fanSpeed, preset auto", "sensor:pm25 (… PM25) reading µg/m³", "sensor (… air quality) reading"]],
  ["Desk remote", "IKEA E2001/E2002/E2313", ["sensor:battery (… battery) reading %", "event:button event 11"]],
  ["Hall motion", "IKEA E2134", ["binarySensor:occupancy (… occupancy) reading", "sensor:illuminance (… illuminance) reading lx", "sensor:battery (… battery) reading %"]],
  ["Washing machine", "IKEA E22x4", ["switch:outlet onOff"]],
  ["Kitchen window", "IKEA E2013", ["binarySensor:window (… contact) reading", "sensor:battery (… battery) reading %"]],
  ["Under the sink", "IKEA E2202", ["binarySensor:moisture (… water leak) reading", "sensor:battery (… battery) reading %"]],
  ["Office air", "IKEA E2112", ["sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %", "sensor:pm25 (… pm25) reading µg/m³", "sensor (… VOC index) reading"]],
  ["Hue bulb", "Philips 9290012573A", ["light onOff, brightness, color, colorTemperature 2000-6536"]],
  ["Bedside lamp", "Philips 9290022166", ["light onOff, brightness, color, colorTemperature 2000-6536"]],
  ["Hue plug", "Philips 9290030509", ["switch:outlet onOff"]],
  ["Hue dimmer", "Philips 324131092621", ["sensor:battery (… battery) reading %", "event:button event 16"]],
  ["Garden motion", "Philips 9290012607", ["sensor:temperature (… temperature) reading °C", "binarySensor:occupancy (… occupancy) reading", "sensor:battery (… battery) reading %", "sensor:illuminance (… illuminance) reading lx"]],
  ["Bathroom climate", "Aqara WSDCGQ11LM", ["sensor:battery (… battery) reading %", "sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %", "sensor:atmospheric_pressure (… pressure) reading hPa"]],
  ["Front door contact", "Aqara MCCGQ11LM", ["sensor:battery (… battery) reading %", "binarySensor:door reading"]],
  ["Corridor motion", "Aqara RTCGQ11LM", ["sensor:battery (… battery) reading %", "binarySensor:occupancy (… occupancy) reading", "sensor:illuminance (… illuminance) reading lx"]],
  ["Laundry leak", "Aqara SJCGQ11LM", ["sensor:battery (… battery) reading %", "binarySensor:moisture (… water leak) reading"]],
  ["Dryer vibration", "Aqara DJT11LM", ["sensor:battery (… battery) reading %", "binarySensor:vibration reading", "event (… action) event 3"]],
  ["Mini button", "Aqara WXKG11LM", ["sensor:battery (… battery) reading %", "event:button event 6"]],
  ["Living room curtain", "Aqara ZNCLDJ12LM", ["cover:curtain opening+stop, position", "sensor:battery (… battery) reading %"]],
  ["Hallway switch", "Aqara QBKG12LM", ["switch (… left) onOff", "switch (… right) onOff", "sensor:energy (… energy) reading kWh", "sensor:power (… power) reading W", "event:button (… action) event 12"]],
  ["TV plug", "Xiaomi ZNCZ04LM", ["switch:outlet onOff", "sensor:power (… power) reading W", "sensor:energy (… energy) reading kWh", "sensor:voltage (… voltage) reading V", "sensor:current (… current) reading A"]],
  ["Landing smoke", "Xiaomi JTYJ-GD-01LM/BW", ["binarySensor:smoke reading", "binarySensor:tamper (… tamper) reading", "sensor:battery (… battery) reading %"]],
  ["Nursery radiator", "Aqara SRTS-A01", ["climate setpoint 5-30/0.5, onOff, mode off/heat, preset manual/away/auto, reading °C", "sensor:battery (… battery) reading %"]],
  ["Office presence", "Aqara RTCZCGQ11LM", ["binarySensor:occupancy reading", "event (… action) event 4"]],
  ["Cube", "Aqara MFKZQ01LM", ["sensor:battery (… battery) reading %", "event:button event 10"]],
  ["Light sensor", "Xiaomi GZCGQ01LM", ["sensor:battery (… battery) reading %", "sensor:illuminance (… illuminance) reading lx"]],
  ["Study thermostat", "Tuya TS0601_thermostat", ["binarySensor:window (… window open) reading", "binarySensor:battery (… battery low) reading", "climate setpoint 5-35/0.5, onOff, mode heat/auto/off, preset schedule/manual/boost/complex/comfort/eco/away, reading °C"]],
  ["Heater plug", "EIGHTREE EIGHTREE Socket", ["switch:outlet onOff", "sensor:power (… power) reading W", "sensor:current (… current) reading A", "sensor:voltage (… voltage) reading V", "sensor:energy (… energy) reading kWh"]],
  ["Triple switch", "Tuya TS0003", ["switch (… left) onOff", "switch (… center) onOff", "switch (… right) onOff"]],
  ["Guest room shade", "Tuya TS0601_cover_1", ["cover:shade opening+stop, position"]],
  ["Shutter module", "Tuya TS130F", ["cover:shutter opening+stop, position"]],
  ["Cabinet light", "MiBoxer FUT035Z+", ["light onOff, brightness, colorTemperature 2000-6536"]],
  ["Party strip", "Tuya TS0505B_1", ["light onOff, brightness, color, colorTemperature 2000-6536"]],
  ["Cellar climate", "Tuya TS0201", ["sensor:battery (… battery) reading %", "sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %"]],
  ["Garage motion", "Tuya TS0202", ["binarySensor:occupancy (… occupancy) reading", "sensor:battery (… battery) reading %", "binarySensor:tamper (… tamper) reading"]],
  ["Balcony door", "Tuya TS0203", ["binarySensor:door (… contact) reading", "sensor:battery (… battery) reading %", "binarySensor:tamper (… tamper) reading"]],
  ["Boiler leak", "Tuya TS0207_water_leak_detector", ["binarySensor:moisture (… water leak) reading", "sensor:battery (… battery) reading %", "binarySensor:tamper (… tamper) reading"]],
  ["Four buttons", "Tuya TS0044", ["sensor:battery (… battery) reading %", "event:button event 12"]],
  ["Panic button", "Tuya TS0215A_sos", ["sensor:battery (… battery) reading %", "event:button event 1"]],
  ["Attic smoke", "Nous E8", ["binarySensor:smoke reading", "binarySensor:tamper (… tamper) reading", "binarySensor:battery (… battery low) reading"]],
  ["Lobby air", "Tuya TS0601_air_quality_sensor", ["sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %", "sensor:carbon_dioxide (… CO2) reading ppm", "sensor:volatile_organic_compounds_parts (… VOC) reading ppb", "sensor (… formaldehyd) reading µg/m³"]],
  ["Bedroom fan", "Tuya TS0601_fan_switch", ["fan onOff, fanSpeed"]],
  ["Tomato soil", "Tuya TS0601_soil", ["sensor:temperature (… temperature) reading °C", "sensor:moisture (… moisture) reading %", "sensor:battery (… battery) reading %"]],
  ["Garage door", "Tuya TS0601_garage_door_opener", ["binarySensor:garage_door (… contact) reading"]],
  ["Main water valve", "SONOFF SWV", ["sensor:volume_flow_rate (… flow) reading m³/h", "sensor:battery (… battery) reading %", "valve:water opening"]],
  ["Porch relay", "SONOFF BASICZBR3", ["switch onOff"]],
  ["Wine climate", "SONOFF SNZB-02", ["sensor:battery (… battery) reading %", "sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %"]],
  ["Dining radiator", "SONOFF TRVZB", ["climate setpoint 4-35/0.5, onOff, mode off/auto/heat, reading °C", "sensor:battery (… battery) reading %"]],
  ["Sonoff button", "SONOFF SNZB-01", ["sensor:battery (… battery) reading %", "event:button event 3"]],
  ["Sonoff presence", "SONOFF SNZB-06P", ["binarySensor:occupancy (… occupancy) reading", "sensor (… illumination) reading"]],
  ["Reading lamp", "Innr RB 285 C", ["light onOff, brightness, color, colorTemperature 1802-6536"]],
  ["Innr plug", "Innr SP 240", ["switch:outlet onOff", "sensor:power (… power) reading W", "sensor:voltage (… voltage) reading V", "sensor:current (… current) reading A", "sensor:energy (… energy) reading kWh"]],
  ["Pantry bulb", "Innr RB 250 C", ["light onOff, brightness, color, colorTemperature 1802-6536"]],
  ["Terrace lamp", "OSRAM AC03645", ["light onOff, brightness, color, colorTemperature 1901-6536"]],
  ["Outdoor plug", "OSRAM AB3257001NJ", ["switch:outlet onOff"]],
  ["Danfoss radiator", "Danfoss 014G2461", ["climate setpoint 5-35/0.5, reading °C", "sensor:battery (… battery) reading %"]],
  ["Bosch radiator", "Bosch BTH-RA", ["climate setpoint 5-30/0.5, reading °C", "sensor:battery (… battery) reading %"]],
  ["Bosch shutter", "Bosch BMCT-SLZ", ["sensor:power (… power) reading W", "sensor:energy (… energy) reading kWh"]],
  ["Bosch plug", "Bosch BSP-FZ2", ["switch:outlet onOff", "sensor:power (… power) reading W", "sensor:energy (… energy) reading kWh"]],
  ["Front door", "Yale YRD426NRSC", ["lock lock", "sensor:battery (… battery) reading %", "event (… action) event 16"]],
  ["Back door", "Schlage BE468", ["lock lock", "sensor:battery (… battery) reading %", "event (… action) event 16"]],
  ["Side door", "Danalock V3-BTZB/V3-BTZBE", ["lock lock", "sensor:battery (… battery) reading %", "event (… action) event 16"]],
  ["Cellar door", "Kwikset 99140-002", ["lock lock", "sensor:battery (… battery) reading %", "event (… action) event 16"]],
  ["Workshop light", "Third Reality 3RSS009Z", ["switch onOff", "sensor:battery (… battery) reading %"]],
  ["Study blind", "Third Reality 3RSB015BZ", ["cover:blind opening+stop, position", "sensor:battery (… battery) reading %"]],
  ["Garage tilt", "Third Reality 3RDTS01056Z", ["sensor:battery (… battery) reading %", "binarySensor:garage_door (… contact) reading"]],
  ["Double switch", "Moes ZTS-EU_2gang", ["switch (… 1) onOff", "switch (… 2) onOff"]],
  ["Floor heating", "Moes BHT-002", ["climate setpoint 5-90/1, onOff, mode off/heat, preset hold/program, reading °C"]],
  ["Moes radiator", "Moes BRT-100-TRV", ["sensor:battery (… battery) reading %", "binarySensor:window (… window) reading", "climate setpoint 0-35/1, preset programming/manual/temporary_manual/holiday, reading °C"]],
  ["Eurotronic radiator", "Eurotronic SPZB0001", ["sensor:battery (… battery) reading %", "climate setpoint 5-30/0.5, onOff, mode off/auto/heat, reading °C"]],
  ["Namron floor", "Namron 4512737/4512738", ["sensor:temperature (… outdoor temperature) reading °C", "climate setpoint 0-40/0.1, onOff, mode off/auto/dry/heat, reading °C", "sensor:power (… power) reading W", "sensor:current (… current) reading A", "sensor:voltage (… voltage) reading V", "sensor:energy (… energy) reading kWh"]],
  ["Legrand micromodule", "Legrand 067776", ["cover:shutter opening+stop, position", "event:button (… action) event 6"]],
  ["Baseboard heater", "Sinopé TH1123ZB", ["climate setpoint 5-30/0.5, onOff, mode off/heat, reading °C", "sensor:power (… power) reading W", "sensor:voltage (… voltage) reading V", "sensor:current (… current) reading A", "sensor:energy (… energy) reading kWh"]],
  ["House water", "Sinopé VA4220ZB", ["valve:water opening, position", "sensor:battery (… battery) reading %"]],
  ["Siren", "Develco SIRZB-110", ["siren onOff", "sensor:temperature (… temperature) reading °C", "sensor:battery (… battery) reading %"]],
  ["Stairs smoke", "Develco SMSZB-120", ["binarySensor:smoke reading", "siren (… siren) onOff", "binarySensor:problem (… fault) reading", "sensor:temperature (… temperature) reading °C", "sensor:battery (… battery) reading %"]],
  ["Meter reader", "Develco ZHEMI101", ["sensor:energy (… energy) reading kWh", "sensor:energy (… produced energy) reading kWh", "sensor:power (… power) reading W", "sensor:gas (… gas) reading m³", "sensor:water (… water consumed) reading m³", "sensor:volume_flow_rate (… flow) reading m³/h", "binarySensor:battery (… battery low) reading"]],
  ["Ceiling fan", "Hampton Bay 99432", ["fan onOff, fanSpeed, preset smart", "light (… light) onOff, brightness"]],
  ["Inovelli fan", "Inovelli VZM35-SN", ["fan onOff, fanSpeed, preset smart", "event (… action) event 21"]],
  ["Alarm siren", "Heiman HS2WD-E", ["sensor:battery (… battery) reading %", "siren onOff"]],
  ["Gas alarm", "Heiman HS1CG", ["binarySensor:gas (… gas) reading", "binarySensor:battery (… battery low) reading", "binarySensor:tamper (… tamper) reading"]],
  ["Ubisys shutter", "Ubisys J1", ["cover:shutter opening+stop, position, tilt", "sensor:power (… power) reading W", "sensor:energy (… energy) reading kWh"]],
  ["Whole house thermostat", "Centralite 3157100", ["sensor:battery (… battery) reading %", "climate setpoint 7-30/1, onOff, mode off/heat/cool, fanMode auto/on, reading °C"]],
  ["Zen thermostat", "Zen Zen-01-W", ["climate setpoint 10-30/0.5, onOff, mode off/auto/heat/cool, fanMode auto/on, reading °C"]],
  ["Lawn water", "GIEX QT06_1", ["sensor:battery (… battery) reading %", "valve:water opening", "sensor:water (… consumed) reading L"]],
  ["Tuya siren", "NEO NAS-AB02B2", ["binarySensor:battery (… battery low) reading", "siren onOff"]],
  ["Tilt blind", "Somfy 1245602", ["cover:blind opening+stop, position, tilt", "sensor:battery (… battery) reading %"]],
  ["Unknown module", "Shelly 2PM", ["sensor:battery (… battery) reading %", "climate reading °C", "sensor:temperature (… temperature) reading °C", "sensor:humidity (… humidity) reading %", "binarySensor:tamper (… tamper) reading", "sensor:power (… power) reading W", "sensor:voltage (… voltage) reading V", "sensor:current (… current) reading A", "sensor:energy (… energy) reading kWh", "event (… action) event 25"]],
  ["Nodon double", "NodOn SIN-4-2-20", ["switch (… 1) onOff", "switch (… 2) onOff"]],
  ["Doorbell", "Heiman HS2DB", ["sensor:battery (… battery) reading %", "event:doorbell event 1", "binarySensor:tamper (… tamper) reading"]],
  ["Onesti plug", "Onesti Products AS S4RX-110", ["switch:outlet onOff", "sensor:power (… power) reading W", "sensor:current (… current) reading A", "sensor:voltage (… voltage) reading V", "sensor:energy (… energy) reading kWh"]],
  ["Watering kit", "Third Reality 3RWK0148Z", ["sensor:battery (… battery) reading %", "valve:water opening"]],
  ["Fan coil", "Multiterm ZC0101", ["fan onOff, fanSpeed"]],
  ["Living room", "group", ["light onOff, brightness, color, colorTemperature 2000-6536"]],
  ["All curtains", "group", ["cover:curtain opening+stop, position"]],
  ["Morning things", "group", ["switch onOff"]],
  ["All hallway lights", "group", ["switch onOff"]],
];

describe("each recorded device is what it can do:", () => {
  test.each(expected)("%s (%s)", (name, model, parts) => {
    const definition = raw.find(({ friendly_name }) => friendly_name === name)?.definition;
    expect(definition === undefined || definition === null ? "group" : `${definition.vendor} ${definition.model}`).toBe(model);
    expect(home.devices().filter(({ facts }) => facts?.topic === `zigbee2mqtt/${name}`).map((device) => line(name, device))).toEqual(parts);
  });

  test("none is missing", () => {
    const left = raw.map(({ friendly_name }) => friendly_name).filter((name) => !expected.some(([known]) => known === name));
    expect(left).toEqual(["Coordinator", "Night light"]);
    expect(home.problems).toEqual([]);
  });
});

test("a device without anything to command answers to its own name by its chief reading", () => {
  const chief = (name: string) => home.devices().filter((device) => device.name === name || device.aliases.includes(name)).map(({ kind, deviceClass }) => `${kind}:${deviceClass}`);
  expect(["Balcony door", "Bathroom climate", "Hall motion", "Stairs smoke", "Hue dimmer", "Hallway switch"].map((name) => [name, chief(name)])).toEqual([
    ["Balcony door", ["binarySensor:door"]], ["Bathroom climate", ["sensor:temperature"]], ["Hall motion", ["binarySensor:occupancy"]],
    ["Stairs smoke", ["binarySensor:smoke"]], ["Hue dimmer", ["event:button"]], ["Hallway switch", []],
  ]);
});

test("what can be opened from outside has no class that would call it harmless", () => {
  const cover = (name: string, description: string) => {
    const blind = raw.find(({ friendly_name }) => friendly_name === "Bedroom blind");
    const { receive, devices } = wholeNetwork();
    receive("devices", [{ ...blind, friendly_name: name, definition: { ...blind?.definition, description } }]);
    return devices().find(({ kind }) => kind === "cover")?.deviceClass;
  };
  expect([
    cover("Garage door", "Curtain motor"), cover("Back door roller", "Roller shutter"), cover("Drive", "Garage door opener"), cover("Drive gate", "Curtain motor"),
    cover("Study curtain", "Roller blind"), cover("Study", "Roller blind"), cover("Study", "Switch module"),
  ]).toEqual(["", "", "garage", "", "curtain", "shade", ""]);
});

describe("devices as older or odd definitions tell of them:", () => {
  const told = (exposes: readonly object[], description = "x") => {
    const { receive, devices } = wholeNetwork();
    receive("groups", []);
    receive("devices", [{ ieee_address: "0x1", type: "Router", friendly_name: "Thing", definition: { vendor: "y", model: "z", description, exposes } }]);
    return devices();
  };
  const lines = (...args: Parameters<typeof told>) => told(...args).map((device) => line("Thing", device));
  const numeric = (name: string, access: number, more: object = {}) => ({ type: "numeric", name, property: name, access, ...more });
  const binary = (name: string, access: number, more: object = {}) => ({ type: "binary", name, property: name, access, value_on: true, value_off: false, ...more });
  const choice = (name: string, access: number, values: readonly string[]) => ({ type: "enum", name, property: name, access, values });
  const state = { type: "switch", features: [binary("state", 7, { value_on: "ON", value_off: "OFF" })] };

  test.each<[string, readonly object[], string, readonly string[]]>([
    ["an adapter of an air conditioner", [state, numeric("current_temperature", 1, { unit: "°C" }), numeric("target_temperature", 7, { unit: "°C", value_min: 16, value_max: 32, value_step: 1 }), choice("system_mode", 7, ["off", "auto", "cool"]), numeric("fan_speed", 7, { value_min: 0, value_max: 5 })], "x", ["climate setpoint 16-32/1, onOff, mode off/auto/cool, reading °C"]],
    ["diagnoses without a mark", [numeric("device_temperature", 1, { unit: "°C" }), numeric("voltage", 1, { unit: "mV" }), numeric("battery", 1, { unit: "%" }), numeric("linkquality", 1, { unit: "lqi" })], "x", ["sensor:battery (… battery) reading %"]],
    ["settings without a mark", [state, binary("child_lock", 7), choice("power_on_behavior", 7, ["on", "off"]), numeric("countdown", 7), choice("effect", 2, ["blink"]), choice("identify", 2, ["identify"])], "x", ["switch onOff"]],
    ["settings that are switches", [{ type: "switch", features: [{ ...binary("state", 7), property: "window_detection" }] }], "x", []],
    ["a heater on a pilot wire", [state, choice("pilot_wire_mode", 7, ["comfort", "eco"])], "x", ["switch onOff", "select (… pilot wire mode) option"]],
    ["a siren that is told a tone", [choice("alarm", 7, ["stop", "fire", "burglar"])], "Smart siren", ["siren onOff"]],
    ["a fan with a native speed", [{ type: "fan", features: [binary("state", 7, { value_on: "ON", value_off: "OFF" }), numeric("speed", 7, { value_min: 1, value_max: 254 })] }], "x", ["fan onOff, fanSpeed"]],
    ["a thermostat in Fahrenheit", [{ type: "climate", features: [numeric("occupied_heating_setpoint", 7, { unit: "°F", value_min: 50, value_max: 86, value_step: 1 })] }], "x", ["climate setpoint 10-30/0.6"]],
    ["a gas valve", [state], "Smart gas valve", ["valve:gas opening"]],
    ["a radiator valve that is a switch", [state], "Radiator valve", ["switch onOff"]],
    ["a light with endpoints", ["l1", "l2"].map((endpoint) => ({ type: "light", endpoint, features: [{ ...binary("state", 7), property: `state_${endpoint}`, endpoint }, { ...numeric("brightness", 7, { value_max: 254 }), property: `brightness_${endpoint}`, endpoint }] })), "x", ["light (… 1) onOff, brightness", "light (… 2) onOff, brightness"]],
  ])("%s", (_what, exposes, description, expectedLines) => {
    expect(lines(exposes, description)).toEqual(expectedLines);
  });

  test("values of endpoints are written to their own keys", () => {
    const endpoint = "l2";
    const [device] = told([{ type: "light", endpoint, features: [{ ...binary("state", 7, { value_on: "ON", value_off: "OFF" }), property: "state_l2", endpoint }, { ...numeric("brightness", 7, { value_max: 254 }), property: "brightness_l2", endpoint }] }]);
    expect(device === undefined ? [] : lineTo(device.binding).commandMessages({ type: "brightness.set", brightnessPct: 100 }, undefined, "x")).toEqual([{ topic: "zigbee2mqtt/Thing/set", payload: '{"state_l2":"ON","brightness_l2":254}' }]);
  });
});
