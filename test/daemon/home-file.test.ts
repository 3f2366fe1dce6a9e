import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultConfig, formatProblems } from "../../src/daemon/config-file.ts";
import { type HomeFile, homeFilePlace, loadHomeFile, parseHomeFile, readHomeFile } from "../../src/daemon/home-file.ts";
import type { LoadedConfig } from "../../src/daemon/load-config.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";

function homeOf(text: string): HomeFile {
  const parsed = parseHomeFile(text, "f");
  if (parsed.kind === "invalid") throw new Error(formatProblems("f", parsed.problems));
  return parsed.home;
}
function problemsOf(text: string): readonly string[] {
  const parsed = parseHomeFile(text, "f");
  return parsed.kind === "valid" ? [] : formatProblems("f", parsed.problems).split("\n");
}

describe("home.yaml", () => {
  test.each(["", "# nothing\n", "devices:\nareas:\ngeneric:\nfloors:\n", "---\n", "{}"])("that says nothing (%j) lays nothing down", (text) => {
    expect(homeOf(text).overlay).toEqual({ floors: [], areas: [], devices: new Map(), drafts: [] });
  });
  test("of the example is one, with a device of each kind that it shows", () => {
    const { overlay } = homeOf(readFileSync(join(import.meta.dirname, "..", "..", "home.example.yaml"), "utf8"));
    expect([...new Set(overlay.drafts.map(({ device }) => device.kind))]).toEqual(["switch", "light", "climate", "lock", "cover", "fan", "mediaPlayer", "sensor", "binarySensor", "scene"]);
    expect(overlay.areas.find(({ name }) => name === "Living room")).toEqual({ name: "Living room", aliases: ["lounge", "parlour"], floor: "Ground floor" });
  });
  test("has devices by id, topic and name, each with what is laid down", () => {
    const { devices } = homeOf("devices:\n  light.x: {area: none, hidden: true}\n  homeassistant/light/y/config: {name: Y, neverByVoice: true, guard: pin}\n  Kitchen lamp: {aliases: [big one]}\n").overlay;
    expect(devices.get("light.x")).toEqual({ area: null, hidden: true });
    expect(devices.get("homeassistant/light/y/config")).toEqual({ name: "Y", rules: { neverByVoice: true, guard: "pin" } });
    expect(devices.get("kitchen_lamp")).toEqual({ aliases: ["big one"] });
  });
});

const topicHint = "an MQTT topic of one device; this one";
describe("a mistake", () => {
  test.each([
    ["an unknown section", "device:\n", "f:1:1: device: is not a key, expected one of floors, areas, devices, generic; did you mean devices?"],
    ["an unknown key of a device", "devices:\n  lamp:\n    hiden: true", "f:3:5: devices.lamp.hiden: is not a key, expected one of name, area, aliases, hidden, neverByVoice, guard; did you mean hidden?"],
    ["an unknown value of a device", "generic:\n  - name: A\n    swich: a", "f:3:5: generic[1].swich: is not a key, expected one of name, id, area, aliases, kind, class, neverByVoice, guard, availability, switch,", "did you mean switch?"],
    ["an unknown setting of a value", "generic:\n  - name: A\n    switch: {comand: a}", "f:3:14: generic[1].switch.comand: is not a key, expected one of command, state, commands, states; did you mean command?"],
    ["an unknown word", "generic:\n  - name: A\n    lock: {command: a, state: b, states: {lokced: 1}}", "f:3:43: generic[1].lock.states.lokced: is not a key, expected one of locked, unlocked, locking, unlocking, jammed, open, opening; did you mean locked?"],
    ["no name", "generic:\n  - switch: a", "f:2:5: generic[1].name: is missing, expected name: here"],
    ["a text for a list", "areas: Kitchen", "f:1:8: areas: is \"Kitchen\", expected a list of rooms, each with - name:"],
    ["a list for a mapping", "devices: [a]", "f:1:10: devices: is a list, expected devices, each as ID, TOPIC or NAME with its settings below"],
    ["a number for a name", "areas:\n  - name: 42", "f:2:11: areas[1].name: is 42, expected a text (put it in quotes)"],
    ["a name without a letter", "areas:\n  - name: '??'", "f:2:11: areas[1].name: is \"??\", expected a name with a letter or a digit in it"],
    ["yes for true", "devices:\n  a: {hidden: yes}", "f:2:15: devices.a.hidden: is \"yes\", expected true or false"],
    ["an unknown guard", "devices:\n  a: {guard: maybe}", "f:2:14: devices.a.guard: is \"maybe\", expected yes, pin, never or none"],
    ["a wildcard", "generic:\n  - name: A\n    switch: garden/#", `f:3:13: generic[1].switch: is "garden/#", expected ${topicHint} has a wildcard`],
    ["a wildcard further in", "generic:\n  - name: A\n    switch: {command: a, state: {topic: +/b}}", `f:3:41: generic[1].switch.state.topic: is "+/b", expected ${topicHint} has a wildcard`],
    ["a topic of the broker", "generic:\n  - name: A\n    switch: $SYS/x", `f:3:13: generic[1].switch: is "$SYS/x", expected ${topicHint} starts with $`],
    ["a topic with control characters", "generic:\n  - name: A\n    availability: \"a\\nb\"\n    switch: a", `f:3:19: generic[1].availability: is "a\\nb", expected ${topicHint} has control characters`],
    ["half a range", "generic:\n  - name: A\n    brightness: {command: a, range: [0]}", "f:3:37: generic[1].brightness.range[2]: is missing, expected a number"],
    ["an empty range", "generic:\n  - name: A\n    brightness: {command: a, range: [5, 5]}", "f:3:37: generic[1].brightness.range: is a list, expected two numbers that differ"],
    ["a payload without a topic", "generic:\n  - name: A\n    switch: {commands: {on: 1}}", "f:3:29: generic[1].switch.commands.on: is a payload without a topic, expected command: beside commands:, or topic: and payload: here"],
    ["a value that cannot be commanded", "generic:\n  - name: A\n    brightness: {state: a}", "f:3:17: generic[1].brightness: has no command:, expected the topic that it is told on"],
    ["a word that is no state", "generic:\n  - name: A\n    lock: {command: a, state: b, states: {locked: 1, unlocked: '1'}}", "f:3:64: generic[1].lock.states.unlocked: is \"1\" as another state is, expected payloads that differ"],
    ["states that nobody tells", "generic:\n  - name: A\n    lock: {command: a, states: {locked: 1}}", "f:3:32: generic[1].lock.states: is there without a topic, expected state: beside it"],
    ["a list for a value", "generic:\n  - name: A\n    switch: [a]", "f:3:13: generic[1].switch: is a list, expected a topic, or settings such as command: and state:"],
    ["a lock that would pass for a lamp", "generic:\n  - name: A\n    kind: light\n    lock: a", "f:4:11: generic[1].lock: does not go with kind: light, expected a device of kind lock"],
    ["values that do not go together", "generic:\n  - name: A\n    lock: a\n    volume: b", "f:4:13: generic[1].volume: does not go with lock, which makes it lock, expected a device of kind mediaPlayer, siren"],
    ["two readings", "generic:\n  - name: A\n    temperature: a\n    currentHumidity: b", "f:4:22: generic[1].currentHumidity: is a second reading, expected a device of its own for each"],
    ["limits in the wrong order", "generic:\n  - name: A\n    number: {command: a, min: 5, max: 1}", "f:3:39: generic[1].number.max: is not above min, expected a larger number"],
    ["two devices of one name", "generic:\n  - {name: A, switch: a}\n  - {name: a, switch: b}", "f:3:12: generic[2].name: is that of another device above, expected an id: of its own"],
    ["two rooms of one name", "areas:\n  - name: Hall\n  - {name: Landing, aliases: [hall]}", "f:3:31: areas[2].aliases[1]: is \"hall\" a second time, expected each name once"],
    ["a floor that is not there", "floors: [{name: Upstairs}]\nareas:\n  - {name: Hall, floor: Upstiars}", "f:3:25: areas[1].floor: is \"Upstiars\", expected the name of one under floors:; did you mean Upstairs?"],
    ["a key written twice", "areas: []\nareas: []", "f:2:1: a key that is there already, expected each key once"],
    ["a key of JavaScript's own", "devices:\n  __proto__: {hidden: true}", "f:2:3: devices.__proto__: cannot be a key, expected a word"],
    ["an alias", "devices:\n  a: &x {hidden: true}\n  b: *x", "f:3:6: an alias (*), expected the value itself"],
    ["a list as a file", "- a", "f:1:1: is a list, expected sections like areas: and devices:"],
    ["an endless number", "generic:\n  - name: A\n    number: {command: a, min: .nan, max: 1}", "f:3:31: generic[1].number.min: is NaN, expected a number"],
  ])("like %s is told with its place", (_, text, expected, end = "") => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect([problems[0]?.startsWith(expected), problems[0]?.endsWith(end), problems[0]]).toEqual([true, true, problems[0]]);
  });

  test("with nothing to command is told with all that there could be", () => {
    expect(problemsOf("generic:\n  - name: A")[0]).toMatch(/^f:2:5: generic\[1\]: has nothing to read or to command, expected one of .*switch.*reading$/);
  });
  test("does not hide the next: all are told, in the order of the file", () => {
    const places = problemsOf("areas:\n  - name: Hall\n  - name: hall\n  - nam: X\ndevices:\n  a: {hidden: 1}\ngeneric:\n  - {name: A, lock: 'x/#'}\n  - {name: B, number: {command: c, min: 2, max: 1}}\nx: 1\n").map((line) => line.split(": ")[1]);
    expect(places).toEqual(["areas[2].name", "areas[3].nam", "areas[3].name", "devices.a.hidden", "generic[1].lock", "generic[2].number.max", "x"]);
  });
  test.each([["too deep", `devices: ${"[".repeat(20_000)}`], ["too long", `# ${"x".repeat(9_000_000)}`], ["no YAML", "devices: [\n"], ["binary", "\u0000\u0001"]])("that makes the file %s is one line and no crash", (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(/^f:\d+:\d+: .*expected/);
  });
});

test("deep JSON in what else a message holds is refused", () => {
  expect(problemsOf(`generic:\n  - name: A\n    switch: {command: {topic: a, path: b, with: ${"{x: ".repeat(500)}1${"}".repeat(500)}}}\n`)[0]).toMatch(/^f:3:\d+: is nested too deeply/);
});

test("however the example is damaged, there is a home or a mistake with its place, and no crash", () => {
  const random = seededRandom(4);
  const example = readFileSync(join(import.meta.dirname, "..", "..", "home.example.yaml"), "utf8").split("\n").filter((line) => !/^ *#/.test(line)).join("\n");
  const shards = ["{", "}", "[", "]", ":", "- ", "\n", "  ", "null", "1e999", "__proto__", "&a", "*a", "!!binary x", "#", "+", "'", '"', "\t", "\u0000", "name", "state: ", ".nan", "|", "? "];
  let mistaken = 0;
  for (let count = 0; count < 300; count++) {
    let text = example;
    for (let harm = 0; harm <= random() * 3; harm++) {
      const at = Math.floor(random() * text.length);
      text = text.slice(0, at) + pickFrom(shards, random) + text.slice(at + Math.floor(random() * 30));
    }
    const problems = problemsOf(text);
    if (problems.length > 0) mistaken++;
    expect(problems.filter((line) => !/^f:[1-9]\d*:[1-9]\d*: .*(expected|did you mean|collision|must)/.test(line))).toEqual([]);
  }
  expect(mistaken).toBeGreaterThan(200);
});

describe("the file", () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "sotto-home-")); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const loaded = (file: string | undefined, named?: string): LoadedConfig => ({
    config: { ...defaultConfig(), home: named === undefined ? {} : { file: named } }, file, modelsDirectory: "", intentsDirectory: "",
    directories: { config: [join(folder, "usual"), folder], state: "", cache: "", runtime: undefined, credentials: undefined, models: "" },
  });

  test("is looked for beside the config, then in the usual places", async () => {
    writeFileSync(join(folder, "home.yaml"), "areas: [{name: Hall}]");
    expect(await homeFilePlace(loaded(undefined))).toEqual({ file: join(folder, "home.yaml"), named: false, exists: true });
    expect(await homeFilePlace(loaded("/nowhere/config.yaml"))).toEqual({ file: join(folder, "home.yaml"), named: false, exists: true });
    expect((await loadHomeFile(loaded(undefined))).overlay.areas).toEqual([{ name: "Hall", aliases: [], floor: undefined }]);
  });
  test("need not be there, unless the config names it", async () => {
    expect(await loadHomeFile(loaded("/nowhere/config.yaml"))).toMatchObject({ overlay: { areas: [] }, place: { file: "/nowhere/home.yaml", exists: false } });
    await expect(loadHomeFile(loaded(undefined, join(folder, "mine.yaml")))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining("mine.yaml") });
  });
  test("with mistakes stops with all of them", async () => {
    const file = join(folder, "home.yaml");
    writeFileSync(file, "aeras: []\ndevices: 1\n");
    await expect(readHomeFile(file)).rejects.toMatchObject({ code: "CONFIG_INVALID", message: expect.stringMatching(/home\.yaml:1:1: aeras: .*\n.*home\.yaml:2:10: devices: /) });
  });
  test("that is a folder or no text is said to be", async () => {
    await expect(readHomeFile(folder)).rejects.toMatchObject({ code: "CONFIG_UNREADABLE" });
    writeFileSync(join(folder, "home.yaml"), Uint8Array.of(0xff, 0xfe, 0xff));
    await expect(readHomeFile(join(folder, "home.yaml"))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE" });
  });
});
