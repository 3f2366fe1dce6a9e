import { describe, expect, test } from "vitest";
import { queryProblem } from "../../src/act/query-problem.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { createTasmotaSource } from "../../src/home/tasmota-source.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { inShort, nativeHome } from "../fakes/native-home.ts";
import { tasmotaDevices, type TasmotaFixture } from "../fixtures/tasmota/devices.ts";

type Name = keyof typeof tasmotaDevices;
const topicOf = (name: Name, part: "config" | "sensors") => `tasmota/discovery/${tasmotaDevices[name].config.mac}/${part}`;

function announced(...names: readonly Name[]) {
  const home = nativeHome(createTasmotaSource);
  for (const name of names) {
    const fixture: TasmotaFixture = tasmotaDevices[name];
    home.hear(topicOf(name, "config"), fixture.config);
    if (fixture.sensors !== undefined) home.hear(topicOf(name, "sensors"), fixture.sensors);
  }
  return home;
}

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const red = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } } as const;
const dim = (brightnessPct: number) => ({ type: "brightness.set", brightnessPct }) as const;
const warm = (kelvin: number) => ({ type: "colorTemperature.set", kelvin }) as const;

const energies = [["energy", "energy"], ["energy today", "energy"], ["power", "power"], ["voltage", "voltage"], ["current", "current"]] as const;
const sensors = (...named: readonly (readonly [name: string, quantity: string])[]) => named.map(([name, quantity]) => [name, "sensor", quantity]);

describe("what each device is", () => {
  test.each<[Name, readonly (readonly unknown[])[]]>([
    ["athomPlug", [[undefined, "switch", "onOff"], ...sensors(...energies)]],
    ["nousA1T", [[undefined, "switch", "onOff"], ...sensors(...energies)]],
    ["sonoffBasic", [[undefined, "switch", "onOff"]]],
    ["sonoff4ch", [["Fountain", "switch", "onOff"], ["Pump", "switch", "onOff"], ["Garden 3", "switch", "onOff"], ["Path lights", "switch", "onOff"]]],
    ["sonoffT1", [["Tasmota 1", "light", "onOff"], ["Tasmota 2", "light", "onOff"], ["Tasmota 3", "light", "onOff"]]],
    ["sonoffS31", [[undefined, "switch", "onOff"], ...sensors(...energies)]],
    ["sonoffTh16", [["Heater", "switch", "onOff"], ...sensors(["temperature", "temperature"], ["humidity", "humidity"], ["dew point", "temperature"])]],
    ["iFan03", [["Bedroom light", "light", "onOff"], ["Bedroom fan", "fan", "onOff fanSpeed"]]],
    ["dimmer", [[undefined, "light", "onOff brightness"]]],
    ["whiteBulb", [[undefined, "light", "onOff brightness colorTemperature"]]],
    ["atomLite", [[undefined, "light", "onOff brightness color"]]],
    ["athomBulb", [[undefined, "light", "onOff brightness color colorTemperature"]]],
    ["h801", [["Shelf colour", "light", "onOff brightness color"], ["Shelf white", "light", "onOff brightness"]]],
    ["magicHome", [["Step one", "light", "onOff brightness"], ["Step two", "light", "onOff brightness"]]],
    ["shelly25", [[undefined, "cover", "opening position tilt"], ...sensors(["energy", "energy"], ["energy today", "energy"], ["power 1", "power"], ["power 2", "power"], ["voltage", "voltage"], ["current", "current"])]],
    ["dualR3", [[undefined, "cover", "opening position"]]],
    ["wallSwitch", [[undefined, "switch", "onOff"], ["Landing rocker", "binarySensor", "reading"], ["Landing button 1", "event", "event"]]],
    ["sleeper", sensors(["DS18B20-1 temperature", "temperature"], ["DS18B20-2 temperature", "temperature"])],
  ])("%s", (name, expected) => {
    const { drafts, problems } = announced(name);
    expect(drafts().map((draft) => inShort(draft).slice(1))).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test("is told by ids that stay the same, and by the hardware's address in every way of writing it", () => {
    const { draft } = announced("nousA1T");
    expect(draft("relay1")).toMatchObject({
      device: { id: "tasmota.48551917E7AE.relay1" }, deviceName: "Washing machine", topic: "tasmota/discovery/48551917E7AE/config",
      hardwareIds: ["48551917E7AE", "48551917e7ae", "48:55:19:17:e7:ae", "48:55:19:17:E7:AE", "17E7AE"],
    });
  });

  test("a shutter that is called a garage door is one to the policy", () => {
    expect(announced("dualR3", "shelly25").drafts().filter(({ device }) => device.kind === "cover").map(({ device }) => device.deviceClass)).toEqual(["garage", "blind"]);
  });

  test("a colour temperature range in kelvin", () => {
    expect(announced("athomBulb").draft("relay1").device.capabilities).toContainEqual({ kind: "colorTemperature", minK: 2000, maxK: 6536 });
    expect(announced("whiteBulb").draft("relay1").device.capabilities).toContainEqual({ kind: "colorTemperature", minK: 2632, maxK: 5000 });
  });
});

describe("what is sent", () => {
  test.each<[Name, string, CommandAction, readonly string[]]>([
    ["sonoffBasic", "relay1", on, ["cmnd/hall_lamp/POWER1 ON"]],
    ["sonoffBasic", "relay1", off, ["cmnd/hall_lamp/POWER1 OFF"]],
    ["sonoff4ch", "relay3", on, ["cmnd/garden/POWER3 ON"]],
    ["sonoffTh16", "relay1", off, ["home/greenhouse/cmnd/POWER1 OFF"]],
    ["iFan03", "relay1", on, ["cmnd/bedroom_fan/POWER1 ON"]],
    ["iFan03", ".fan", on, ["cmnd/bedroom_fan/FanSpeed 2"]],
    ["iFan03", ".fan", off, ["cmnd/bedroom_fan/FanSpeed 0"]],
    ["iFan03", ".fan", { type: "fanSpeed.set", speedPct: 100 }, ["cmnd/bedroom_fan/FanSpeed 3"]],
    ["iFan03", ".fan", { type: "fanSpeed.set", speedPct: 30 }, ["cmnd/bedroom_fan/FanSpeed 1"]],
    ["iFan03", ".fan", { type: "fanSpeed.set", speedPct: 0 }, ["cmnd/bedroom_fan/FanSpeed 0"]],
    ["dimmer", "relay1", dim(40), ["cmnd/dining/Dimmer3 40"]],
    ["whiteBulb", "relay1", warm(2632), ["cmnd/reading/CT 380"]],
    ["atomLite", "relay1", red, ["cmnd/atomlite2/Color2 255,0,0"]],
    ["atomLite", "relay1", dim(33.4), ["cmnd/atomlite2/Dimmer 33"]],
    ["atomLite", "relay1", dim(0), ["cmnd/atomlite2/POWER1 OFF"]],
    // SetOption20: neither brightness nor colour switches it on.
    ["athomBulb", "relay1", dim(70), ["cmnd/athom_bulb/POWER1 ON", "cmnd/athom_bulb/Dimmer 70"]],
    ["athomBulb", "relay1", warm(4000), ["cmnd/athom_bulb/POWER1 ON", "cmnd/athom_bulb/CT 250"]],
    ["h801", "relay1", dim(20), ["cmnd/shelf/Dimmer1 20"]],
    ["h801", "relay2", dim(20), ["cmnd/shelf/Dimmer2 20"]],
    // Two lamps in one controller: the colour of one leaves the white of the other alone.
    ["h801", "relay1", red, ["cmnd/shelf/Color2 255,0,0="]],
    ["magicHome", "relay2", dim(55), ["cmnd/stairs/Channel2 55"]],
    ["magicHome", "relay2", off, ["cmnd/stairs/POWER2 OFF"]],
    ["shelly25", "shutter1", { type: "opening.set", open: true }, ["cmnd/office_blind/ShutterOpen1"]],
    ["shelly25", "shutter1", { type: "opening.set", open: false }, ["cmnd/office_blind/ShutterClose1"]],
    ["shelly25", "shutter1", { type: "opening.stop" }, ["cmnd/office_blind/ShutterStop1"]],
    ["shelly25", "shutter1", { type: "position.set", positionPct: 35 }, ["cmnd/office_blind/ShutterPosition1 35"]],
    ["shelly25", "shutter1", { type: "tilt.set", tiltPct: 75 }, ["cmnd/office_blind/ShutterTilt1 45"]],
    // Inverted: it counts the other way round, but opens by the same command.
    ["dualR3", "shutter1", { type: "opening.set", open: true }, ["cmnd/garage_door/ShutterOpen1"]],
    ["dualR3", "shutter1", { type: "position.set", positionPct: 35 }, ["cmnd/garage_door/ShutterPosition1 65"]],
  ])("to %s %s for %o", (name, idEnd, command, expected) => {
    expect(announced(name).sent(idEnd, command)).toEqual(expected);
  });

  test.each<[string, object, string, string]>([
    ["the usual one", {}, "cmnd/hall_lamp/POWER1", "tele/hall_lamp/LWT"],
    ["a topic of several levels", { t: "ground floor/hall" }, "cmnd/ground floor/hall/POWER1", "tele/ground floor/hall/LWT"],
    ["prefix last", { ft: "tasmota/bedroom/%topic%/%prefix%/" }, "tasmota/bedroom/hall_lamp/cmnd/POWER1", "tasmota/bedroom/hall_lamp/tele/LWT"],
    ["no slash at the end", { ft: "%prefix%/%topic%" }, "cmnd/hall_lamp/POWER1", "tele/hall_lamp/LWT"],
    ["no prefix at all", { ft: "home/%topic%" }, "home/hall_lamp/cmnd/POWER1", "home/hall_lamp/tele/LWT"],
    ["the hostname", { ft: "%prefix%/%hostname%/", hn: "hall-1234" }, "cmnd/hall-1234/POWER1", "tele/hall-1234/LWT"],
    ["the hardware's address", { ft: "%prefix%/%id%/" }, "cmnd/DC4F22A1B2C3/POWER1", "tele/DC4F22A1B2C3/LWT"],
    ["prefixes of one's own", { tp: ["do", "say", "tell"] }, "do/hall_lamp/POWER1", "tell/hall_lamp/LWT"],
    ["a topic with a dollar sign, which means nothing here", { t: "a$&b" }, "cmnd/a$&b/POWER1", "tele/a$&b/LWT"],
  ])("with %s as the full topic", (_what, changes, commandTopic, lwtTopic) => {
    const { hear, sent, line } = nativeHome(createTasmotaSource);
    hear(topicOf("sonoffBasic", "config"), { ...tasmotaDevices.sonoffBasic.config, ...changes });
    expect(sent("relay1", on)).toEqual([`${commandTopic} ON`]);
    expect(line("relay1").availability.topics).toEqual([lwtTopic]);
  });

  test("is the same for the same command: none of it switches over", () => {
    for (const name of Object.keys(tasmotaDevices) as Name[]) {
      expect(JSON.stringify(announced(name).drafts().map(({ device }) => device.binding))).not.toMatch(/toggle/i);
    }
  });
});

describe("what is understood", () => {
  const dimmed = { POWER: "ON", Dimmer: 50, Color: "800000", HSBColor: "0,100,50", Channel: [50, 0, 0] };
  const wifi = { AP: 1, SSId: "Beneden", RSSI: 92 };
  test.each<[Name, string, string, unknown, DeviceState | undefined]>([
    ["athomPlug", "relay1", "tele/tasmota_F17F56/STATE", { Time: "2023-06-24T09:19:26", POWER: "ON", Wifi: wifi }, { on: true }],
    ["athomPlug", "relay1", "stat/tasmota_F17F56/RESULT", { POWER: "OFF" }, { on: false }],
    ["athomPlug", "relay1", "stat/tasmota_F17F56/RESULT", { POWER1: "ON" }, { on: true }],
    ["athomPlug", "relay1", "stat/tasmota_F17F56/RESULT", { PowerOnState: 3 }, undefined],
    ["athomPlug", "ENERGY.Power", "tele/tasmota_F17F56/SENSOR", { Time: "2023-06-24T09:24:26", ENERGY: { Total: 0.001, Power: 1, Voltage: 233 } }, { reading: 1 }],
    ["athomPlug", "ENERGY.Total", "stat/tasmota_F17F56/STATUS10", { StatusSNS: { ENERGY: { Total: 12.3 } } }, { reading: 12.3 }],
    ["sonoff4ch", "relay3", "stat/garden/RESULT", { POWER3: "ON" }, { on: true }],
    ["sonoff4ch", "relay3", "stat/garden/RESULT", { POWER1: "ON" }, undefined],
    ["sonoff4ch", "relay1", "tele/garden/STATE", { POWER1: "OFF", POWER2: "ON" }, { on: false }],
    // SetOption4: answers stand under the command's own name, as JSON and as text.
    ["sonoffS31", "relay1", "stat/freezer/POWER", "OFF", { on: false }],
    ["sonoffS31", "relay1", "stat/freezer/POWER", { POWER: "ON" }, { on: true }],
    ["sonoffTh16", "AM2301.Temperature", "home/greenhouse/tele/SENSOR", { AM2301: { Temperature: 68, Humidity: 50 }, TempUnit: "F" }, { reading: 20 }],
    ["sonoffTh16", "AM2301.Humidity", "home/greenhouse/tele/SENSOR", { AM2301: { Temperature: 68, Humidity: 50 } }, { reading: 50 }],
    ["iFan03", ".fan", "stat/bedroom_fan/RESULT", { FanSpeed: 3 }, { on: true, fanSpeedPct: 100 }],
    ["iFan03", ".fan", "tele/bedroom_fan/STATE", { POWER1: "ON", FanSpeed: 0 }, { on: false, fanSpeedPct: 0 }],
    ["iFan03", "relay1", "tele/bedroom_fan/STATE", { POWER1: "ON", FanSpeed: 0 }, { on: true }],
    ["atomLite", "relay1", "stat/atomlite2/RESULT", dimmed, { on: true, brightnessPct: 50, color: { red: 255, green: 0, blue: 0 } }],
    ["athomBulb", "relay1", "tele/athom_bulb/STATE", { ...dimmed, White: 0, CT: 250 }, { on: true, brightnessPct: 50, color: { red: 255, green: 0, blue: 0 }, colorTemperatureK: 4000 }],
    ["h801", "relay2", "stat/shelf/RESULT", { POWER1: "ON", Dimmer1: 80, POWER2: "OFF", Dimmer2: 20 }, { on: false, brightnessPct: 20 }],
    ["magicHome", "relay1", "stat/stairs/RESULT", { POWER1: "ON", Channel1: 55 }, { on: true, brightnessPct: 55 }],
    ["shelly25", "shutter1", "stat/office_blind/RESULT", { Shutter1: { Position: 57, Direction: 1, Target: 100 } }, { opening: "opening", positionPct: 57 }],
    ["shelly25", "shutter1", "stat/office_blind/RESULT", { Shutter1: { Position: 100, Direction: -1, Target: 50 } }, { opening: "closing", positionPct: 100 }],
    ["shelly25", "shutter1", "tele/office_blind/SENSOR", { Shutter1: { Position: 50, Direction: 0, Target: 50, Tilt: -90 } }, { opening: "stopped", positionPct: 50, tiltPct: 0 }],
    ["shelly25", "shutter1", "stat/office_blind/STATUS10", { StatusSNS: { Shutter1: { Position: 100, Direction: 0, Target: 100, Tilt: 90 } } }, { opening: "open", positionPct: 100, tiltPct: 100 }],
    ["shelly25", "ENERGY.Power.1", "tele/office_blind/SENSOR", { ENERGY: { Power: [12, 7] } }, { reading: 7 }],
    ["dualR3", "shutter1", "stat/garage_door/RESULT", { Shutter1: { Position: 100, Direction: 0, Target: 100 } }, { opening: "closed", positionPct: 0 }],
    ["dualR3", "shutter1", "stat/garage_door/RESULT", { Shutter1: { Position: 70, Direction: -1, Target: 0 } }, { opening: "opening", positionPct: 30 }],
    ["wallSwitch", "switch1", "stat/landing/RESULT", { Switch1: { Action: "ON" } }, { on: true, reading: "on" }],
    ["wallSwitch", "switch1", "tele/landing/SENSOR", { Time: "x", Switch1: "OFF" }, { on: false, reading: "off" }],
    ["wallSwitch", "button1", "stat/landing/RESULT", { Button1: { Action: "DOUBLE" } }, { event: "double" }],
    ["wallSwitch", "button1", "stat/landing/RESULT", { Button1: { Action: "CLEAR" } }, undefined],
    ["sleeper", "DS18B20-2.Temperature", "tele/cellar/SENSOR", { "DS18B20-1": { Temperature: 8.1 }, "DS18B20-2": { Temperature: 9.4 }, TempUnit: "C" }, { reading: 9.4 }],
    ["athomPlug", "relay1", "tele/tasmota_F17F56/STATE", "not JSON", undefined],
    ["athomPlug", "relay1", "tele/other/STATE", { POWER: "ON" }, undefined],
  ])("of %s %s on %s: %o", (name, idEnd, topic, payload, expected) => {
    const { line } = announced(name);
    expect(line(idEnd).readState({ topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload) })).toEqual(expected);
  });

  test("every topic that can tell something is subscribed to", () => {
    const { line } = announced("atomLite", "sonoffS31");
    expect(line("142B2F9FAF38.relay1").stateTopics).toEqual(["stat/atomlite2/RESULT", "tele/atomlite2/STATE"]);
    expect(line("DC4F22D0E0F0.relay1").stateTopics).toContain("stat/freezer/POWER");
  });

  test("whether it is there, unless it sleeps between two reports", () => {
    const { line } = announced("athomPlug", "sleeper");
    const plug = line("E09806F17F56.relay1");
    expect(plug.availability).toEqual({ topics: ["tele/tasmota_F17F56/LWT"], mode: "latest" });
    expect(["Online", "Offline", "?"].map((payload) => plug.readAvailability({ topic: "tele/tasmota_F17F56/LWT", payload }))).toEqual([true, false, undefined]);
    expect(line("DS18B20-1.Temperature").availability.topics).toEqual([]);
  });

  test("words of its own for on and off, there and away", () => {
    const { hear, line, sent } = nativeHome(createTasmotaSource);
    hear(topicOf("sonoffBasic", "config"), { ...tasmotaDevices.sonoffBasic.config, state: ["aus", "an", "um", "halt"], onln: "da", ofln: "weg" });
    const lamp = line("relay1");
    expect([lamp.readState({ topic: "stat/hall_lamp/RESULT", payload: '{"POWER":"an"}' }), lamp.readState({ topic: "stat/hall_lamp/RESULT", payload: '{"POWER":"AUS"}' })]).toEqual([{ on: true }, { on: false }]);
    expect(["da", "weg"].map((payload) => lamp.readAvailability({ topic: "tele/hall_lamp/LWT", payload }))).toEqual([true, false]);
    expect(sent("relay1", off)).toEqual(["cmnd/hall_lamp/POWER1 OFF"]);
  });

  test("a percentage that a fan of three speeds cannot take", () => {
    expect(announced("iFan03").line(".fan").achievable({ type: "fanSpeed.set", speedPct: 50 })).toEqual({ type: "fanSpeed.set", speedPct: 67 });
  });
});

describe("an announcement", () => {
  test("makes Sotto ask how the device is, on the new device and on each connection", () => {
    const { asked, source } = announced("sonoffBasic");
    expect(asked).toEqual(["cmnd/hall_lamp/STATE", "cmnd/hall_lamp/STATUS 10"]);
    expect(source.questions?.()).toEqual([{ topic: "cmnd/hall_lamp/STATE", payload: "" }, { topic: "cmnd/hall_lamp/STATUS", payload: "10" }]);
  });

  test.each<[string, string, boolean]>([
    ["cmnd/hall_lamp/STATE", "", true], ["cmnd/hall_lamp/STATUS", "10", true], ["cmnd/hall_lamp/STATUS", "", true], ["home/hall_lamp/cmnd/STATUS", "8", true],
    ["cmnd/hall_lamp/STATUS", "1; Power ON", false], ["cmnd/hall_lamp/POWER", "10", false], ["cmnd/hall_lamp/POWER", "ON", false], ["cmnd/hall_lamp/Restart", "1", false], ["do/hall_lamp/STATUS", "10", false],
  ])("%s %s is a question: %s", (topic, payload, isQuestion) => {
    expect(queryProblem({ topic, payload }) === undefined).toBe(isQuestion);
  });

  test("of a device with a command prefix of its own is not asked, because nobody could tell the question from a command", () => {
    const { hear, asked, sent } = nativeHome(createTasmotaSource);
    hear(topicOf("sonoffBasic", "config"), { ...tasmotaDevices.sonoffBasic.config, tp: ["do", "stat", "tele"] });
    expect([asked, sent("relay1", on)]).toEqual([[], ["do/hall_lamp/POWER1 ON"]]);
  });

  test("that says the same again, or other values of the same sensors, changes nothing", () => {
    const { hear, drafts } = announced("athomPlug");
    const before = drafts();
    expect(hear(topicOf("athomPlug", "config"), tasmotaDevices.athomPlug.config)).toEqual({ changed: false });
    const { sn } = tasmotaDevices.athomPlug.sensors;
    expect(hear(topicOf("athomPlug", "sensors"), { sn: { ...sn, ENERGY: { ...sn.ENERGY, Power: 1200 } }, ver: 1 })).toEqual({ changed: false });
    expect(drafts().every((draft, index) => draft === before[index])).toBe(true);
  });

  test("with a new name keeps the ids, and what is known of the device", () => {
    const { hear, draft, drafts } = announced("athomPlug");
    const [before, power] = [draft("relay1"), draft("ENERGY.Power")];
    expect(hear(topicOf("athomPlug", "config"), { ...tasmotaDevices.athomPlug.config, dn: "Kettle" }).changed).toBe(true);
    expect(drafts().map(({ deviceName }) => deviceName)).toEqual(Array(6).fill("Kettle"));
    expect(draft("relay1").device.id).toBe(before.device.id);
    expect([draft("relay1").device.binding, draft("ENERGY.Power").device.binding]).toEqual([before.device.binding, power.device.binding]);
    expect(draft("relay1").device.binding).toBe(before.device.binding);
  });

  test("that is emptied takes the device away, and one of the sensors only the sensors", () => {
    const { hear, drafts, source } = announced("athomPlug", "sonoffBasic");
    expect(hear(topicOf("athomPlug", "sensors"), "").changed).toBe(true);
    expect(drafts()).toHaveLength(2);
    expect(hear(topicOf("athomPlug", "config"), "").changed).toBe(true);
    expect(drafts().map(({ device }) => device.id)).toEqual(["tasmota.DC4F22A1B2C3.relay1"]);
    expect([...source.claims()]).toContain("dc:4f:22:a1:b2:c3");
    expect([...source.claims()]).not.toContain("e0:98:06:f1:7f:56");
  });

  test("that the broker no longer keeps is forgotten, and one that it keeps is not", () => {
    const { source, drafts, hear } = announced("athomPlug", "sonoffBasic");
    const live = tasmotaDevices.sonoff4ch;
    hear(topicOf("sonoff4ch", "config"), live.config, false);
    expect(source.forgetMissing?.(new Set([topicOf("sonoffBasic", "config")]))).toBe(true);
    expect([...new Set(drafts().map(({ device }) => device.id.split(".")[1]))]).toEqual(["DC4F22A1B2C3", "2CF432112233"]);
    expect(source.forgetMissing?.(new Set([topicOf("sonoffBasic", "config")]))).toBe(false);
  });

  test("whose sensors come before its config waits for it", () => {
    const { hear, drafts } = nativeHome(createTasmotaSource);
    expect(hear(topicOf("athomPlug", "sensors"), tasmotaDevices.athomPlug.sensors).changed).toBe(false);
    hear(topicOf("athomPlug", "config"), tasmotaDevices.athomPlug.config);
    expect(drafts()).toHaveLength(6);
  });
});

describe("an announcement that cannot be used", () => {
  const good = tasmotaDevices.sonoffBasic.config;
  test.each<[string, unknown, string]>([
    ["is not JSON", "{", "the payload is not a JSON object"],
    ["is a list", [], "the payload is not a JSON object"],
    ["has another version", { ...good, ver: 2 }, "\"ver\" is 2; Sotto reads version 1 of Tasmota's discovery"],
    ["has no version", { ...good, ver: undefined }, "\"ver\" is missing; Sotto reads version 1 of Tasmota's discovery"],
    ["speaks of other hardware", { ...good, mac: "000000000000" }, "\"mac\" says \"000000000000\", the topic says DC4F22A1B2C3"],
    ["has no prefixes", { ...good, tp: "cmnd" }, "\"ft\", \"t\" and \"tp\" must be texts: the full topic, the topic and three prefixes"],
    ["has no relays", { ...good, rl: 1 }, "\"rl\" is not a list of relays"],
    ["wants the whole broker", { ...good, t: "#" }, "the topic made of \"ft\", \"t\" and \"tp\" has a wildcard"],
    ["wants the broker's own topics", { ...good, ft: "$SYS/%prefix%/%topic%/" }, "the topic made of \"ft\", \"t\" and \"tp\" starts with $"],
    ["has control characters", { ...good, t: "a\u0000b" }, "the topic made of \"ft\", \"t\" and \"tp\" has control characters"],
  ])("because it %s is reported with its topic and changes nothing", (_why, payload, problem) => {
    const { hear, drafts, problems } = announced("sonoffBasic");
    const before = drafts();
    expect(hear(topicOf("sonoffBasic", "config"), payload).changed).toBe(false);
    expect(problems).toEqual([`${topicOf("sonoffBasic", "config")}: ${problem}`]);
    expect(drafts()).toEqual(before);
  });

  test("because half a shutter is missing has no shutter, and says so", () => {
    const { hear, drafts, problems } = nativeHome(createTasmotaSource);
    hear(topicOf("sonoffBasic", "config"), { ...good, rl: [1, 3, 1] });
    expect(drafts().map(({ device }) => device.kind)).toEqual(["switch", "switch"]);
    expect(problems).toEqual([`${topicOf("sonoffBasic", "config")}: "rl" has a shutter at relay 2 without a second relay`]);
  });

  test("because its sensors are no object is reported", () => {
    const { hear, problems } = announced("athomPlug");
    hear(topicOf("athomPlug", "sensors"), { sn: 5 });
    expect(problems).toEqual([`${topicOf("athomPlug", "sensors")}: the payload is not a JSON object with an object "sn"`]);
  });

  test.each<[string, unknown]>([
    ["odd types everywhere", { ...good, dn: 7, fn: { a: 1 }, state: "ON", rl: ["1", null, {}, 1e300], swc: 3, swn: [[]], btn: [true], so: [], lt_st: "x", sho: [null], sht: [1, [2]], if: "yes" }],
    ["names of what JavaScript objects inherit", JSON.parse('{"__proto__":{"rl":[1]},"constructor":1,"ver":1,"mac":"DC4F22A1B2C3","t":"__proto__","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"rl":[1]}')],
  ])("with %s throws nothing", (_what, payload) => {
    const { hear } = nativeHome(createTasmotaSource);
    expect(() => hear(topicOf("sonoffBasic", "config"), payload)).not.toThrow();
    expect(() => hear(topicOf("sonoffBasic", "sensors"), JSON.parse('{"sn":{"__proto__":{"Temperature":1},"A":{"Temperature":{"Temperature":{"Temperature":1}}},"B":{"Power":[[1],2]}},"ver":1}'))).not.toThrow();
  });
});
