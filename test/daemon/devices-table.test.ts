import { describe, expect, test } from "vitest";
import { jsonLines, tableLines } from "../../src/daemon/command-devices.ts";
import { describeAbilities, describeShortState } from "../../src/daemon/device-words.ts";
import { noHomeFile } from "../../src/daemon/home-file.ts";
import type { Inventory } from "../../src/daemon/inventory.ts";
import { renderTable, textWidth } from "../../src/daemon/text-table.ts";
import type { Capability, Device, DeviceFacts } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { homeOf, testArea, testDevice, testHome, testStates } from "../fixtures/home.ts";

const facts = (more: Partial<DeviceFacts> = {}): DeviceFacts => ({ source: "discovery", topic: "homeassistant/x/config", nameFrom: "announced", areaFrom: "announced", ...more });
const inventory = (more: Partial<Inventory> = {}): Inventory => ({ home: testHome, states: testStates, hidden: [], leftOut: [], hints: [], homeFile: { ...noHomeFile, place: { file: "home.yaml", named: false, exists: false } }, broker: "mqtt://broker", ...more });
const lines = (more: Partial<Inventory> = {}, columns?: number) => tableLines(inventory(more), { columns, prefix: "homeassistant" });

describe("the table of devices", () => {
  test("has a line for each, sorted by room and name, those without a room last", () => {
    const rows = lines().slice(1, testHome.devices.size + 1);
    const rooms = [...testHome.devices.values()].map(({ areaId }) => areaId === undefined ? "–" : testHome.areas.get(areaId)?.name ?? "");
    expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(rooms.sort((one, other) => Number(one === "–") - Number(other === "–") || one.localeCompare(other)));
    expect(lines().at(-1)).toBe(`${testHome.devices.size} devices in 6 rooms; 0 only to be asked, 0 hidden, 0 left out`);
  });
  test("says what a device can do, how it is, and who told so", () => {
    const device: Device = { ...testDevice("Desk", "light", { area: "Office" }), facts: facts({ areaFrom: "name", nameFrom: "home.yaml" }), rules: { neverByVoice: true, guard: "pin" } };
    const [, row] = lines({ home: homeOf([device], [testArea("Office")]), states: new Map([[device.id, { available: true, on: true, brightnessPct: 80 }]]) });
    expect(row?.split(/ {2,}/)).toEqual(["Office", "Desk", "light", "on/off, brightness, colour, 2200–6500 K, never by voice, guard: pin", "on, 80 %", "desk", "discovery, homeassistant/x/config; room from its name; name from home.yaml"]);
  });
  test("says why a device can only be asked, what is hidden, what was left out and what matches nothing", () => {
    const device: Device = { ...testDevice("Desk", "light", { capabilities: [] }), facts: facts({ problem: "command_topic has a wildcard" }) };
    const text = lines({ home: homeOf([device], []), states: new Map(), hidden: [testDevice("Old", "switch")], leftOut: [{ topic: "homeassistant/y/config", problem: "is not a JSON object" }], hints: ["home.yaml:1:1: x"] });
    expect(text.slice(2)).toEqual([
      "", "Only to be asked, not commanded:", "  Desk: command_topic has a wildcard", "", "Hidden by home.yaml:", "  Old (switch, old)", "", "Announced, and left out:", "  homeassistant/y/config: is not a JSON object",
      "", "In home.yaml, and matching nothing:", "  home.yaml:1:1: x", "", "1 device in 0 rooms; 1 only to be asked, 1 hidden, 1 left out",
    ]);
  });
  test("says what is not understood of a device that can be commanded all the same", () => {
    const device: Device = { ...testDevice("Desk", "light"), facts: facts({ problem: "state_value_template: the template cannot be read" }) };
    expect(lines({ home: homeOf([device], []), states: new Map() }).slice(2)).toEqual([
      "", "To be commanded, but not all of it is understood:", "  Desk: state_value_template: the template cannot be read", "", "1 device in 0 rooms; 0 only to be asked, 0 hidden, 0 left out",
    ]);
  });
  test("says where it looked when there is nothing", () => {
    expect(lines({ home: homeOf([], []), states: new Map() })).toEqual(["No device has announced itself at mqtt://broker under homeassistant/."]);
  });
  test("cannot be broken by a name", () => {
    const device = testDevice("Lamp", "light");
    const evil: Device = { ...device, name: "a\u001b[2Jb\nc" };
    expect(lines({ home: homeOf([evil], []) }).join("")).not.toMatch(/\p{Cc}/u);
  });
  test.each([40, 60, 80, 100, 132, 200])("fits a terminal of %i columns", (columns) => {
    const rows = lines({}, columns).slice(0, testHome.devices.size + 1);
    expect(Math.max(...rows.map(textWidth))).toBeLessThanOrEqual(columns);
    expect(rows[0]).toMatch(/^ROOM +NAME/);
  });
});

test("as JSON there is one object for each device with all that is known of it, and for what was left out", () => {
  const device: Device = { ...testDevice("Desk", "light", { area: "Office", aliases: ["lamp"] }), facts: facts() };
  const text = jsonLines(inventory({ home: homeOf([device], [testArea("Office")]), states: new Map([[device.id, { on: true }]]), hidden: [testDevice("Old", "switch")], leftOut: [{ topic: "t", problem: "p" }] }));
  expect(text.map((line) => JSON.parse(line) as unknown)).toEqual([
    { type: "device", id: "desk", name: "Desk", aliases: ["lamp"], kind: "light", deviceClass: "", capabilities: device.capabilities, facts: facts(), hidden: false, area: { id: "office", name: "Office", aliases: [] }, state: { on: true } },
    expect.objectContaining({ type: "device", id: "old", hidden: true, area: null, state: null }),
    { type: "leftOut", topic: "t", problem: "p" },
  ]);
});

describe("in a few words", () => {
  test.each<[Capability, string]>([
    [{ kind: "setpoint", minC: 5, maxC: 30, stepC: 1 }, "5–30 °C"], [{ kind: "opening", canStop: false }, "open/close"], [{ kind: "lock", canOpen: true }, "lock, latch"],
    [{ kind: "option", options: ["a", "b", "c", "d", "e", "f"] }, "option (a b c d … 6 in all)"], [{ kind: "reading", quantity: "soil_moisture", unit: "%" }, "reads soil moisture in %"],
    [{ kind: "number", min: 0, max: 9, step: 1, unit: "bar" }, "number 0–9 bar"], [{ kind: "playback", can: ["play", "next"] }, "play/next"],
  ])("%j is %s", (capability, expected) => {
    expect(describeAbilities(testDevice("X", "light", { capabilities: [capability] }))).toBe(expected);
  });
  test.each<[DeviceState | undefined, string]>([
    [undefined, "?"], [{ available: true }, "?"], [{ available: false, on: true }, "offline, on"], [{ on: false, brightnessPct: 80 }, "off"], [{ lock: "jammed" }, "jammed"],
    [{ opening: "open", positionPct: 40 }, "open, 40 %"], [{ currentC: 19.44, setpointC: 21, reading: 19.44, mode: "heat" }, "19.4 °C, set to 21 °C, heat"], [{ reading: "rainy" }, "rainy"], [{ on: true, reading: "on" }, "on"],
    [{ playback: "playing", volumePct: 33.3, muted: true }, "volume 33 %, muted, playing"],
  ])("%j is %s", (state, expected) => {
    expect(describeShortState(state)).toBe(expected);
  });
});

describe("a table", () => {
  const columns = [{ title: "A", least: 3 }, { title: "B", least: 3 }];
  test("is as wide as it gets without a terminal", () => {
    expect(renderTable(columns, [["x".repeat(300), "y"]], undefined)).toEqual([`A${" ".repeat(301)}B`, `${"x".repeat(300)}  y`]);
  });
  test("cuts the widest column first", () => {
    expect(renderTable(columns, [["abcdefgh", "xyz"]], 10)).toEqual(["A      B", "abcd…  xyz"]);
  });
  test("leaves out what does not fit at all", () => {
    expect(renderTable(columns, [["abcdefgh", "xyz"]], 5)).toEqual(["A", "abcd…"]);
  });
  test.each([["日本", 4], ["né́", 2], ["👍a", 3]])("knows that %s takes %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});
