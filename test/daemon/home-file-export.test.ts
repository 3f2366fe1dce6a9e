import { describe, expect, test } from "vitest";
import { sortByRoom } from "../../src/daemon/command-devices.ts";
import { renderHomeFile } from "../../src/daemon/home-file-export.ts";
import { formatProblems } from "../../src/daemon/config-file.ts";
import { type HomeFile, noHomeFile, parseHomeFile } from "../../src/daemon/home-file.ts";
import { createDiscoverySource } from "../../src/home/discovery-source.ts";
import { createHomeTracker } from "../../src/home/home-tracker.ts";
import type { Device, Home } from "../../src/home/home.ts";

const announcements: readonly (readonly [topic: string, config: object])[] = [
  ["light/a", { name: "Kitchen ceiling", command_topic: "a" }],
  ["light/b", { name: null, command_topic: "b", device: { name: "Desk lamp", suggested_area: "Büro: 1" } }],
  ["sensor/c", { name: "Temperature", state_topic: "c", device: { name: "Attic" } }],
  ["sensor/d", { name: "Temperature", state_topic: "d", device: { name: "Cellar" } }],
  ["switch/e", { name: "#1 - \"odd\": {name}, [yes]", command_topic: "e" }],
  ["switch/f", { name: "null", unique_id: "1e3", command_topic: "f" }],
  ["lock/g", { name: "Front door", command_topic: "g" }],
  ["switch/h", { name: "Old plug", command_topic: "h" }],
  ["light/i", { name: "Sauna heater", command_topic: "i" }],
];

function fileOf(text: string): HomeFile {
  const parsed = parseHomeFile(text, "home.yaml");
  if (parsed.kind === "invalid") throw new Error(`${formatProblems("home.yaml", parsed.problems)}\n${text}`);
  return parsed.home;
}
function homeWith({ overlay }: HomeFile): Home {
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem: () => undefined, report: () => undefined });
  const tracker = createHomeTracker([source], overlay);
  for (const [topic, config] of announcements) tracker.receive(source, { topic: `homeassistant/${topic}/config`, payload: JSON.stringify(config), retained: true });
  return tracker.home();
}
const exportOf = (file: HomeFile) => { const home = homeWith(file); return renderHomeFile(home, sortByRoom([...home.devices.values()], home), file); };
const asMade = ({ areas, devices, floors }: Home) => ({ areas: [...areas], devices: [...devices], floors: [...floors ?? []] });
/** Every commented entry made a real one. */
const uncommented = (text: string) => text.replace(/^ {2}# ( {2})?(.*)$/gm, (line, indent: string | undefined, rest: string) => /: (light|sensor|switch|lock), /.test(rest) || rest.startsWith("See ") ? line : `  ${indent ?? ""}${rest}`);

const laid = `floors: [{name: Upstairs, aliases: [first floor]}]
areas:
  - {name: Kitchen, aliases: [galley, "yes"], floor: Upstairs}
  - {name: Spare room}
devices:
  homeassistant/lock/g/config: {guard: pin, aliases: [main door]}
  old plug: {hidden: true}
  "light.homeassistant/light/b/config": {name: unused}
  Desk lamp: {name: Reading lamp, area: Sauna}
  nowhere to be seen: {area: none}
generic:
  - name: Pump
    area: Garden
    switch: {command: {topic: p/set, path: on, with: {source: sotto}}, state: p, commands: {on: "1", off: 0}}
`;

describe("a home that is written down", () => {
  test.each([["as it is announced", noHomeFile], ["as home.yaml has it", fileOf(laid)]])("%s and read back is the same", (_, file) => {
    expect(asMade(homeWith(fileOf(exportOf(file))))).toEqual(asMade(homeWith(file)));
  });
  test("has the same names, rooms and aliases when every entry is taken up", () => {
    const text = exportOf(noHomeFile);
    const file = fileOf(uncommented(text));
    expect(Object.keys(file.form.devices)).toHaveLength(announcements.length);
    const brief = (home: Home) => [...home.devices.values()].map(({ id, name, areaId, aliases }: Device) => ({ id, name, areaId, aliases }));
    expect(brief(homeWith(file))).toEqual(brief(homeWith(noHomeFile)));
  });
  test("and written down again is the same text", () => {
    const text = exportOf(fileOf(laid));
    expect(exportOf(fileOf(text))).toBe(text);
  });
  test("keeps what was written by hand, and what matches nothing", () => {
    const text = exportOf(fileOf(laid));
    expect(fileOf(text).written).toEqual(fileOf(laid).written);
    expect(text).toContain("  # Front door: lock, lock, guard: pin; told by homeassistant/lock/g/config\n  homeassistant/lock/g/config:\n    guard: pin\n");
  });
  test("shows what a person needs to change an entry", () => {
    expect(exportOf(noHomeFile)).toContain("  # Kitchen ceiling: light, on/off; told by homeassistant/light/a/config\n  # light.a:\n  #   name: Kitchen ceiling\n  #   area: Kitchen\n");
  });
  test("cannot be made to say more than it is by a name", () => {
    const { written } = fileOf(exportOf(noHomeFile));
    expect(written).toEqual({ devices: {}, generic: [] });
  });
});
