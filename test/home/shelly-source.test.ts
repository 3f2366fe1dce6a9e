import { describe, expect, test } from "vitest";
import { queryProblem } from "../../src/act/query-problem.ts";
import type { CommandAction } from "../../src/home/command.ts";
import { createShellySource } from "../../src/home/shelly-source.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { inShort, nativeHome, type NativeHome } from "../fakes/native-home.ts";
import { shellyDevices, type ShellyFixture, wakingHt } from "../fixtures/shelly/devices.ts";

type Name = keyof typeof shellyDevices;
const fixtureOf = (name: Name): ShellyFixture => shellyDevices[name];
const prefixOf = (name: Name) => shellyDevices[name].prefix;

const answer = ({ hear }: NativeHome, name: Name, id: number, body: object) =>
  hear(`sotto/shelly/${prefixOf(name)}/rpc`, { id, src: fixtureOf(name).info.id, dst: `sotto/shelly/${prefixOf(name)}`, ...body }, false);

/** Lets a device say that it is there and answer all that it is asked. */
function introduce(home: NativeHome, ...names: readonly Name[]): NativeHome {
  for (const name of names) {
    const { info, config, status, components = [] } = fixtureOf(name);
    home.hear(`${prefixOf(name)}/online`, "true");
    answer(home, name, 1, { result: info });
    answer(home, name, 2, { result: config });
    answer(home, name, 4, { result: { components, cfg_rev: 7, offset: 0, total: components.length } });
    answer(home, name, 3, { result: status });
  }
  return home;
}
const introduced = (...names: readonly Name[]) => introduce(nativeHome(createShellySource), ...names);

const on = { type: "onOff.set", on: true } as const;
const off = { type: "onOff.set", on: false } as const;
const red = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } } as const;
const metered = (name: string | undefined, kind: string, can: string, of = "") => [[name, kind, can], [`${of}power`, "sensor", "power"], [`${of}energy`, "sensor", "energy"]];

describe("what each device is", () => {
  test.each<[Name, readonly (readonly unknown[])[]]>([
    ["plus1", [[undefined, "switch", "onOff"]]],
    ["plus1pm", [["Input Test Name 0", "binarySensor", "reading"], ...metered("Switch Test Name 0", "light", "onOff")]],
    ["twoPmSwitches", [...metered("Landing light", "switch", "onOff", "Landing light "), ...metered("Stairwell 2", "switch", "onOff", "Stairwell 2 ")]],
    ["twoPmCover", metered(undefined, "cover", "opening position tilt")],
    ["uncalibratedCover", metered(undefined, "cover", "opening")],
    ["pro3", [["Cabinet 1", "switch", "onOff"], ["Cabinet 2", "switch", "onOff"], ["Cabinet 3", "switch", "onOff"]]],
    ["pro4pm", [0, 1, 2, 3].flatMap((id) => metered(`switch ${id}`, "switch", "onOff", `switch ${id} `))],
    ["pro3em", [["power", "sensor", "power"], ["energy", "sensor", "energy"]]],
    ["plusPlugS", metered(undefined, "switch", "onOff")],
    ["mini1", [[undefined, "switch", "onOff"]]],
    ["dimmer", [["Dining room button 1", "event", "event"], ...metered(undefined, "light", "onOff brightness")]],
    ["duoBulb", metered("Living room lamp", "light", "onOff brightness colorTemperature")],
    ["rgbw", [[undefined, "light", "onOff brightness color"]]],
    ["rgbcct", [[undefined, "light", "onOff brightness color colorTemperature"]]],
    ["wallDisplay", [["humidity", "sensor", "humidity"], ["brightness", "sensor", "illuminance"], ["temperature", "sensor", "temperature"], ["thermostat", "climate", "setpoint onOff mode temperature"]]],
    ["bluGateway", [["Shelly BLU TRV [DDEEFF]", "climate", "setpoint temperature"], ["Balcony door window", "binarySensor", "window"]]],
    ["presence", [["Room presence", "binarySensor", "occupancy"], ["My zone presence", "binarySensor", "occupancy"]]],
    ["st1820", [["Enable thermostat", "switch", "onOff"], ["Programme", "select", "option"], ["Target temperature", "number", "number"]]],
    ["i4", [["Good night", "event", "event"], ["Hall panel input 2", "binarySensor", "reading"]]],
    ["smoke", [["battery", "sensor", "battery"], ["smoke alarm", "binarySensor", "smoke"]]],
    ["flood", [["flood alarm", "binarySensor", "moisture"]]],
  ])("%s", (name, expected) => {
    const { drafts, problems } = introduced(name);
    expect(drafts().map((draft) => inShort(draft).slice(1))).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test("is told by the hardware's address, whatever its topic prefix", () => {
    expect(introduced("plus1").draft("switch:0")).toMatchObject({
      device: { id: "shelly.A8032ABE54DC.switch:0" }, deviceName: "Boiler", topic: "shellyplus1-a8032abe54dc/online",
      hardwareIds: ["A8032ABE54DC", "a8032abe54dc", "a8:03:2a:be:54:dc", "A8:03:2A:BE:54:DC", "shellyplus1-a8032abe54dc"],
    });
  });

  test("a wall switch for itself when it has a name or is detached from the output", () => {
    const home = introduced("plus1");
    const { config } = fixtureOf("plus1");
    answer(home, "plus1", 2, { result: { ...config, "switch:0": { id: 0, name: null, in_mode: "detached" } } });
    expect(home.drafts().map((draft) => inShort(draft).slice(1))).toEqual([["Boiler input 1", "binarySensor", "reading"], [undefined, "switch", "onOff"]]);
  });

  test("a cover that is called a garage door is one to the policy", () => {
    expect(introduced("uncalibratedCover").draft("cover:0").device.deviceClass).toBe("garage");
  });

  test("a range of colour temperatures, its own or that of Shelly's bulbs", () => {
    const { draft } = introduced("duoBulb", "rgbcct");
    expect(draft(".cct:0").device.capabilities).toContainEqual({ kind: "colorTemperature", minK: 2700, maxK: 6500 });
    expect(draft("rgbcct:0").device.capabilities).toContainEqual({ kind: "colorTemperature", minK: 3000, maxK: 6000 });
  });
});

describe("what is sent", () => {
  test.each<[Name, string, CommandAction, string, object]>([
    ["plus1", "switch:0", on, "Switch.Set", { id: 0, on: true }],
    ["plus1", "switch:0", off, "Switch.Set", { id: 0, on: false }],
    ["twoPmSwitches", "switch:1", on, "Switch.Set", { id: 1, on: true }],
    ["plus1pm", "switch:0", off, "Switch.Set", { id: 0, on: false }],
    ["dimmer", "light:0", { type: "brightness.set", brightnessPct: 42.4 }, "Light.Set", { id: 0, on: true, brightness: 42 }],
    ["dimmer", "light:0", { type: "brightness.set", brightnessPct: 0 }, "Light.Set", { id: 0, on: false }],
    ["duoBulb", ".cct:0", { type: "colorTemperature.set", kelvin: 4000 }, "CCT.Set", { id: 0, on: true, ct: 4000 }],
    ["rgbw", "rgbw:0", red, "RGBW.Set", { id: 0, on: true, rgb: [255, 0, 0] }],
    ["rgbcct", "rgbcct:0", red, "RGBCCT.Set", { id: 0, on: true, mode: "rgb", rgb: [255, 0, 0] }],
    ["rgbcct", "rgbcct:0", { type: "colorTemperature.set", kelvin: 5000 }, "RGBCCT.Set", { id: 0, on: true, mode: "cct", ct: 5000 }],
    ["twoPmCover", "cover:0", { type: "opening.set", open: true }, "Cover.Open", { id: 0 }],
    ["twoPmCover", "cover:0", { type: "opening.set", open: false }, "Cover.Close", { id: 0 }],
    ["twoPmCover", "cover:0", { type: "opening.stop" }, "Cover.Stop", { id: 0 }],
    ["twoPmCover", "cover:0", { type: "position.set", positionPct: 30 }, "Cover.GoToPosition", { id: 0, pos: 30 }],
    ["twoPmCover", "cover:0", { type: "tilt.set", tiltPct: 50 }, "Cover.GoToPosition", { id: 0, slat_pos: 50 }],
    ["wallDisplay", "thermostat:0", { type: "setpoint.set", temperatureC: 21.5 }, "Thermostat.SetConfig", { config: { id: 0, target_C: 21.5 } }],
    ["wallDisplay", "thermostat:0", { type: "mode.set", mode: "heat" }, "Thermostat.SetConfig", { config: { id: 0, enable: true } }],
    ["wallDisplay", "thermostat:0", off, "Thermostat.SetConfig", { config: { id: 0, enable: false } }],
    ["bluGateway", "blutrv:200", { type: "setpoint.set", temperatureC: 19.5 }, "BluTRV.Call", { id: 200, method: "Trv.SetTarget", params: { id: 0, target_C: 19.5 } }],
    ["st1820", "boolean:202", on, "Boolean.Set", { id: 202, value: true }],
    ["st1820", "number:202", { type: "number.set", value: 22.5 }, "Number.Set", { id: 202, value: 22.5 }],
    ["st1820", "enum:200", { type: "option.set", option: "comfort" }, "Enum.Set", { id: 200, value: "comfort" }],
  ])("to %s %s for %o", (name, idEnd, command, method, params) => {
    const [message, ...more] = introduced(name).line(idEnd).commandMessages(command, undefined, "it");
    expect(more).toEqual([]);
    expect(message?.topic).toBe(`${prefixOf(name)}/rpc`);
    expect(JSON.parse(message?.payload ?? "")).toEqual({ id: 9, src: `sotto/shelly/${prefixOf(name)}`, method, params });
  });

  test("never switches over, and a cover whose position is unknown is not sent to one", () => {
    const home = introduced(...Object.keys(shellyDevices) as Name[]);
    expect(JSON.stringify(home.drafts().map(({ device }) => device.binding))).not.toMatch(/toggle/i);
    expect(() => home.sent("AABBCC000004.cover:0", { type: "position.set", positionPct: 30 })).toThrow(expect.objectContaining({ code: "DEVICE_UNSUPPORTED" }));
  });
});

describe("what is understood", () => {
  const news = (key: string, status: object) => ({ src: "x", dst: "x/events", method: "NotifyStatus", params: { ts: 1734476334.51, [key]: { id: 0, ...status } } });
  const event = (component: string, name: string) => ({ src: "x", dst: "x/events", method: "NotifyEvent", params: { ts: 1.5, events: [{ component, id: 0, event: name, ts: 1.5 }] } });
  const answered = (id: number, result: object) => ({ id, src: "x", dst: "y", result });
  test.each<[Name, string, string, unknown, DeviceState | undefined]>([
    ["plus1", "switch:0", "shellyplus1-a8032abe54dc/status/switch:0", { id: 0, output: true, source: "MQTT" }, { on: true }],
    ["plus1", "switch:0", "shellyplus1-a8032abe54dc/events/rpc", news("switch:0", { output: false, source: "HTTP_in" }), { on: false }],
    ["plus1", "switch:0", "shellyplus1-a8032abe54dc/events/rpc", news("switch:1", { output: false }), undefined],
    ["plus1", "switch:0", "sotto/shelly/shellyplus1-a8032abe54dc/rpc", answered(3, { "switch:0": { output: true } }), { on: true }],
    ["plus1", "switch:0", "sotto/shelly/shellyplus1-a8032abe54dc/rpc", answered(2, { "switch:0": { output: true } }), undefined],
    ["plus1", "switch:0", "sotto/shelly/shellyplus1-a8032abe54dc/rpc", answered(9, { was_on: false }), undefined],
    ["plus1", "switch:0", "shellyplus1-a8032abe54dc/events/rpc", "[]", undefined],
    ["plusPlugS", "apower", "shellyplusplugs-aabbcc000008/events/rpc", news("switch:0", { apower: 61.2 }), { reading: 61.2 }],
    ["plusPlugS", "aenergy.total", "shellyplusplugs-aabbcc000008/status/switch:0", shellyDevices.plusPlugS.status["switch:0"], { reading: 110.046 }],
    ["dimmer", "light:0", "shellydimmerg3-aabbcc00000a/status/light:0", { id: 0, output: true, brightness: 60 }, { on: true, brightnessPct: 60 }],
    ["duoBulb", ".cct:0", "shellies-gen3/shelly-duo-bulb-gen3-aabbccdd/events/rpc", news("cct:0", { ct: 2700, brightness: 5 }), { brightnessPct: 5, colorTemperatureK: 2700 }],
    ["rgbw", "rgbw:0", "shellyplusrgbwpm-aabbcc00000c/status/rgbw:0", shellyDevices.rgbw.status["rgbw:0"], { on: true, brightnessPct: 75, color: { red: 255, green: 128, blue: 0 } }],
    ["twoPmCover", "cover:0", "shellies-gen3/shelly-2pm-gen3-365731/status/cover:0", shellyDevices.twoPmCover.status["cover:0"], { opening: "closing", positionPct: 51, tiltPct: 0 }],
    ["twoPmCover", "cover:0", "shellies-gen3/shelly-2pm-gen3-365731/events/rpc", news("cover:0", { state: "open", current_pos: 100 }), { opening: "open", positionPct: 100 }],
    ["twoPmCover", "cover:0", "shellies-gen3/shelly-2pm-gen3-365731/events/rpc", news("cover:0", { state: "calibrating" }), undefined],
    ["pro3em", "total_act_power", "shellypro3em-aabbcc000007/status/em:0", shellyDevices.pro3em.status["em:0"], { reading: 2413.825 }],
    ["wallDisplay", "thermostat:0", "ShellyWallDisplay-AABBCC00000E/status/thermostat:0", shellyDevices.wallDisplay.status["thermostat:0"], { on: true, mode: "heat", setpointC: 21, currentC: 21.3, reading: 21.3 }],
    ["wallDisplay", "thermostat:0", "ShellyWallDisplay-AABBCC00000E/events/rpc", news("thermostat:0", { enable: false }), { on: false, mode: "off" }],
    ["bluGateway", "blutrv:200", "sotto/shelly/shellies-gen3/shelly-blu-gateway-gen3-78742c/rpc", answered(1200, { id: 200, target_C: 19, current_C: 21 }), { setpointC: 19, currentC: 21, reading: 21 }],
    ["bluGateway", "blutrv:200", "sotto/shelly/shellies-gen3/shelly-blu-gateway-gen3-78742c/rpc", answered(2200, { id: 200, target_C: 5 }), undefined],
    ["bluGateway", "blutrv:200", "shellies-gen3/shelly-blu-gateway-gen3-78742c/events/rpc", news("blutrv:200", { target_C: 22 }), { setpointC: 22 }],
    ["bluGateway", "bthomesensor:204.value", "shellies-gen3/shelly-blu-gateway-gen3-78742c/events/rpc", news("bthomesensor:204", { value: true }), { on: true, reading: "on" }],
    ["presence", "presencezone:201.value", "shellypresence-aabbcc000010/events/rpc", news("presencezone:201", { value: false }), { on: false, reading: "off" }],
    ["st1820", "number:202", "st1820-aabbcc000011/events/rpc", news("number:202", { value: 27 }), { number: 27 }],
    ["i4", "input:0", "shellyi4g3-aabbcc000012/events/rpc", event("input:0", "double_push"), { event: "double_push" }],
    ["i4", "input:0", "shellyi4g3-aabbcc000012/events/rpc", event("input:1", "double_push"), undefined],
    ["i4", "input:0", "shellyi4g3-aabbcc000012/events/rpc", event("input:0", "btn_down"), undefined],
    ["i4", "input:0", "shellyi4g3-aabbcc000012/events/rpc", { method: "NotifyEvent", params: { events: [{ component: "input:0", event: "btn_up" }, { component: "input:0", event: "single_push" }] } }, { event: "single_push" }],
    ["i4", "input:1", "shellyi4g3-aabbcc000012/status/input:1", { id: 1, state: true }, { on: true, reading: "on" }],
    ["flood", "flood:0.alarm", "shellyfloodg4-aabbcc000014/status/flood:0", { id: 0, alarm: true, mute: false }, { on: true, reading: "on" }],
  ])("of %s %s on %s: %o", (name, idEnd, topic, payload, expected) => {
    expect(introduced(name).line(idEnd).readState({ topic, payload: typeof payload === "string" ? payload : JSON.stringify(payload) })).toEqual(expected);
  });

  test("whether it is there, unless it sleeps most of the time", () => {
    const { line } = introduced("plus1", "smoke");
    const relay = line("A8032ABE54DC.switch:0");
    expect(relay.availability).toEqual({ topics: ["shellyplus1-a8032abe54dc/online"], mode: "latest" });
    expect(["true", "false", "1"].map((payload) => relay.readAvailability({ topic: "shellyplus1-a8032abe54dc/online", payload }))).toEqual([true, false, undefined]);
    expect(line("smoke:0.alarm").availability.topics).toEqual([]);
  });
});

describe("getting to know each other", () => {
  const question = (name: Name, id: number, method: string, params?: object) =>
    `${prefixOf(name)}/rpc ${JSON.stringify({ id, src: `sotto/shelly/${prefixOf(name)}`, method, ...(params === undefined ? {} : { params }) })}`;

  test("asks one after the other, and for the status again when somebody listens to it", () => {
    expect(introduced("plus1").asked).toEqual([
      question("plus1", 1, "Shelly.GetDeviceInfo"), question("plus1", 2, "Shelly.GetConfig"),
      question("plus1", 4, "Shelly.GetComponents", { offset: 0, dynamic_only: true, include: ["config", "status"] }),
      question("plus1", 3, "Shelly.GetStatus"), question("plus1", 3, "Shelly.GetStatus"),
    ]);
  });

  test("asks nothing that could move something", () => {
    const { asked } = introduced(...Object.keys(shellyDevices) as Name[]);
    expect(asked.map((line) => queryProblem({ topic: line.slice(0, line.indexOf(" ")), payload: line.slice(line.indexOf(" ") + 1) })).filter((problem) => problem !== undefined)).toEqual([]);
    expect(asked.length).toBeGreaterThan(80);
  });

  test("begins with news just as well as with \"online\"", () => {
    const home = nativeHome(createShellySource);
    home.hear(`${prefixOf("plus1")}/events/rpc`, { src: "shellyplus1-a8032abe54dc", dst: "x", method: "NotifyStatus", params: { ts: 1, "switch:0": { id: 0, output: true } } }, false);
    expect(home.asked).toEqual([question("plus1", 1, "Shelly.GetDeviceInfo")]);
  });

  test.each<[string, string, unknown]>([
    ["is offline", "shellyplus1-a8032abe54dc/online", "false"],
    ["says something else under online", "openhab/online", "ON"],
    ["takes its word back", "shellyplus1-a8032abe54dc/online", ""],
    ["sends events of its own", "frigate/events/rpc", { type: "new" }],
    ["is Sotto", "sotto/online", "offline"],
    ["has a topic that must not be used", "a/$b\u0001/online", "true"],
  ])("asks nobody who %s", (_who, topic, payload) => {
    const { hear, asked } = nativeHome(createShellySource);
    hear(topic, payload);
    expect(asked).toEqual([]);
  });

  test("gives up on who does not answer, until the next connection", () => {
    const { hear, asked, source, drafts } = nativeHome(createShellySource);
    for (let count = 0; count < 10; count++) hear("printer/online", "true", count === 0);
    expect(asked).toHaveLength(3);
    expect(source.questions?.()).toEqual([]);
    hear("printer/online", "true");
    expect(asked).toHaveLength(4);
    expect(drafts()).toEqual([]);
  });

  test("remembers only so many who never answered, and still meets a Shelly after ten thousand of them", () => {
    const home = nativeHome(createShellySource);
    for (let count = 0; count < 10_000; count++) home.hear(`fake${count}/online`, "true");
    const answers = (prefix: string) => home.hear(`sotto/shelly/${prefix}/rpc`, { id: 1, result: fixtureOf("plus1").info }, false).ask?.length;
    expect([answers("fake0"), answers("fake9700"), answers("fake9999")]).toEqual([undefined, undefined, 3]);
    introduce(home, "mini1");
    expect(home.drafts()).toHaveLength(1);
  });

  test("takes no answer from somebody it did not ask", () => {
    const home = nativeHome(createShellySource);
    answer(home, "plus1", 1, { result: fixtureOf("plus1").info });
    expect([home.asked, home.drafts()]).toEqual([[], []]);
  });

  test.each<[string, object, string]>([
    ["wants a password", { error: { code: 401, message: "{\"auth_type\": \"digest\"}" } }, "it wants a password for RPC over MQTT, which Sotto does not have. Switch its authentication off, or let Home Assistant speak to it"],
    ["knows no such method", { error: { code: 404, message: "No handler for Shelly.GetDeviceInfo" } }, "it answers with error 404 \"No handler for Shelly.GetDeviceInfo\""],
    ["is of the first generation", { result: { type: "SHSW-1", mac: "A8032ABE54DC", fw: "1.9" } }, "it answers, but not as a Shelly of the second generation or later: \"id\", \"mac\" or \"gen\" is missing"],
    ["has no address", { result: { ...fixtureOf("plus1").info, mac: "none" } }, "it answers, but not as a Shelly of the second generation or later: \"id\", \"mac\" or \"gen\" is missing"],
  ])("reports once who %s", (_who, body, problem) => {
    const home = nativeHome(createShellySource);
    home.hear(`${prefixOf("plus1")}/online`, "true");
    answer(home, "plus1", 1, body);
    expect(home.problems).toEqual([`sotto/shelly/shellyplus1-a8032abe54dc/rpc: ${problem}`]);
    expect(home.drafts()).toEqual([]);
  });

  test("an answer that cannot be read is reported", () => {
    const home = introduced("plus1");
    home.hear("sotto/shelly/shellyplus1-a8032abe54dc/rpc", "{\"id\":", false);
    home.hear("sotto/shelly/shellyplus1-a8032abe54dc/rpc", `"${"x".repeat(300_000)}"`, false);
    expect(home.problems).toEqual([
      "sotto/shelly/shellyplus1-a8032abe54dc/rpc: the answer is not a JSON object",
      "sotto/shelly/shellyplus1-a8032abe54dc/rpc: an answer of 300002 characters is too long",
    ]);
    expect(home.drafts()).toHaveLength(1);
  });

  test("older firmware without added components is no fault", () => {
    const home = introduced("plus1");
    answer(home, "plus1", 4, { error: { code: 404, message: "No handler for Shelly.GetComponents" } });
    expect(home.problems).toEqual([]);
  });

  test("added components come page by page", () => {
    const home = introduced("bluGateway");
    const all = fixtureOf("bluGateway").components ?? [];
    answer(home, "bluGateway", 4, { result: { components: all.slice(0, 3), offset: 0, total: 5 } });
    expect(home.asked.at(-1)).toBe(question("bluGateway", 4, "Shelly.GetComponents", { offset: 3, dynamic_only: true, include: ["config", "status"] }));
    expect(home.drafts()).toHaveLength(1);
    answer(home, "bluGateway", 4, { result: { components: all.slice(3), offset: 3, total: 5 } });
    expect(home.drafts()).toHaveLength(2);
  });
});

describe("a device that sleeps", () => {
  const hear = (home: NativeHome) => home.hear(`${wakingHt.prefix}/events/rpc`, wakingHt.said, false);

  test("is known by what it says on waking", () => {
    const home = nativeHome(createShellySource);
    expect(hear(home).changed).toBe(true);
    expect(home.drafts().map((draft) => inShort(draft).slice(1))).toEqual([["battery", "sensor", "battery"], ["humidity", "sensor", "humidity"], ["temperature", "sensor", "temperature"]]);
    expect(home.draft("temperature:0.tC")).toMatchObject({ device: { id: "shelly.543204539B34.temperature:0.tC" }, deviceName: "shellyhtg3-543204539b34" });
    expect(home.line("temperature:0.tC").readState({ topic: `${wakingHt.prefix}/events/rpc`, payload: JSON.stringify(wakingHt.said) })).toEqual({ reading: 23.5 });
  });

  test("gets its names when it has answered", () => {
    const home = nativeHome(createShellySource);
    hear(home);
    const before = home.draft("temperature:0.tC");
    const answered = (id: number, result: object) => home.hear(`sotto/shelly/${wakingHt.prefix}/rpc`, { id, src: wakingHt.said.src, result }, false);
    answered(1, { id: wakingHt.said.src, mac: "543204539B34", gen: 3, name: null });
    answered(2, { sys: { device: { name: "Attic" } }, "temperature:0": { id: 0, name: null }, "humidity:0": { id: 0, name: "Damp" } });
    expect(home.draft("temperature:0.tC")).toMatchObject({ deviceName: "Attic" });
    expect(home.draft("temperature:0.tC").device.binding).toBe(before.device.binding);
    expect(home.draft("humidity:0.rh").name).toBe("Damp humidity");
  });
});

describe("a device that changes", () => {
  test("its name, says so, is asked, and keeps its ids and what is known of it", () => {
    const home = introduced("plus1");
    const before = home.draft("switch:0");
    home.hear(`${prefixOf("plus1")}/events/rpc`, { src: "x", method: "NotifyEvent", params: { ts: 1, events: [{ component: "sys", event: "config_changed", restart_required: false, ts: 1, cfg_rev: 8 }] } }, false);
    expect(home.asked.slice(-3).map((line) => (JSON.parse(line.slice(line.indexOf(" "))) as { method: string }).method)).toEqual(["Shelly.GetConfig", "Shelly.GetComponents", "Shelly.GetStatus"]);
    answer(home, "plus1", 2, { result: { ...fixtureOf("plus1").config, sys: { device: { name: "Towel rail" } } } });
    expect(home.draft("switch:0")).toMatchObject({ deviceName: "Towel rail", device: { id: before.device.id } });
    expect(home.draft("switch:0").device.binding).toBe(before.device.binding);
  });

  test("nothing, stays the same objects, whatever it answers again", () => {
    const home = introduced("twoPmSwitches");
    const before = home.drafts();
    expect(answer(home, "twoPmSwitches", 2, { result: fixtureOf("twoPmSwitches").config })).toEqual({ changed: false });
    expect(answer(home, "twoPmSwitches", 3, { result: fixtureOf("twoPmSwitches").status })).toEqual({ changed: false });
    expect(home.drafts().every((draft, index) => draft === before[index])).toBe(true);
  });

  test("its topic prefix is the same device there", () => {
    const home = introduced("plus1");
    home.hear("attic/boiler/online", "true");
    const moved = (id: number, result: object) => home.hear("sotto/shelly/attic/boiler/rpc", { id, src: "shellyplus1-a8032abe54dc", result }, false);
    expect(moved(1, fixtureOf("plus1").info).changed).toBe(true);
    moved(2, fixtureOf("plus1").config);
    moved(3, fixtureOf("plus1").status);
    expect(home.drafts().map(({ device, topic }) => [device.id, topic])).toEqual([["shelly.A8032ABE54DC.switch:0", "attic/boiler/online"]]);
    expect(home.sent("switch:0", on)).toEqual(['attic/boiler/rpc {"id":9,"src":"sotto/shelly/attic/boiler","method":"Switch.Set","params":{"id":0,"on":true}}']);
  });

  test("is asked anew when it comes back, and on each connection", () => {
    const home = introduced("plus1");
    const count = home.asked.length;
    home.hear(`${prefixOf("plus1")}/online`, "true");
    expect(home.asked).toHaveLength(count);
    home.hear(`${prefixOf("plus1")}/online`, "true", false);
    expect(home.asked).toHaveLength(count + 1);
    expect(home.source.questions?.().map(({ payload }) => (JSON.parse(payload) as { method: string }).method)).toEqual(["Shelly.GetConfig", "Shelly.GetComponents", "Shelly.GetStatus", "Shelly.GetStatus"]);
  });
});

describe("a device that leaves", () => {
  test("takes its drafts and claims with it when its word is deleted from the broker", () => {
    const home = introduced("plus1", "mini1");
    expect(home.hear(`${prefixOf("plus1")}/online`, "").changed).toBe(true);
    expect(home.drafts().map(({ deviceName }) => deviceName)).toEqual(["Shelly 1 Mini Gen4 [DDEEFF]"]);
    expect([...home.source.claims()]).not.toContain("A8032ABE54DC");
  });

  test("while nobody listened is forgotten, and one that was never kept is not", () => {
    const home = introduced("plus1", "mini1");
    home.hear(`${wakingHt.prefix}/events/rpc`, wakingHt.said, false);
    expect(home.source.forgetMissing?.(new Set([`${prefixOf("mini1")}/online`]))).toBe(true);
    expect([...new Set(home.drafts().map(({ device }) => device.id.split(".")[1]))]).toEqual(["AABBCC000009", "543204539B34"]);
  });
});

describe("hostile answers", () => {
  test.each<[string, string]>([
    ["odd types", '{"id":2,"result":{"switch:0":7,"cover:0":{"slat":[]},"light:0":{"name":{}},"cct:0":{"ct_range":["a"]},"sys":[],"input:0":null,"thermostat:0":{"actuator":{}}}}'],
    ["names of what JavaScript objects inherit", '{"id":2,"result":{"__proto__":{"switch:0":{}},"constructor":{"name":"x"},"switch:0":{"__proto__":{"name":"y"}}}}'],
    ["components that are none", '{"id":4,"result":{"components":[1,null,{"key":7},{"key":"__proto__","config":{}},{"key":"blutrv:200","config":[]}],"offset":"a","total":"b"}}'],
    ["objects that claim to be texts", '{"id":2,"result":{"switch:0":{"name":{"toString":1}},"thermostat:0":{"actuator":{"toString":1},"type":{"toString":1}},"boolean:200":{"name":"x","access":{"toString":1}}}}'],
    ["an error that is none", '{"id":2,"error":{"code":{"toString":1},"message":{"toString":1}}}'],
    ["deep nesting", `{"id":3,"result":{"switch:0":${'{"a":'.repeat(2000)}1${"}".repeat(2000)}}}`],
  ])("with %s throw nothing", (_what, payload) => {
    const home = introduced("plus1");
    expect(() => home.hear("sotto/shelly/shellyplus1-a8032abe54dc/rpc", payload, false)).not.toThrow();
    expect(() => home.drafts().forEach(({ device }) => home.line(device.id))).not.toThrow();
  });
});
