// home.yaml, `sotto devices` and `sotto home export` of the program as it is installed.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePlace, type Place, runSotto, startSotto } from "../fakes/run-sotto.ts";
import { freePort, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";

let place: Place;
beforeEach(() => { place = makePlace(); mkdirSync(join(place.folder, ".config", "sotto"), { recursive: true }); });
afterEach(() => place.cleanUp());

const homeFile = () => join(place.folder, ".config", "sotto", "home.yaml");
const laid = `areas: [{name: Living room, aliases: [lounge]}]
devices:
  Floor lamp: {name: Reading lamp, area: Bedroom}
  cover.sotto-virtual-garage_door: {hidden: true}
  Flor: {area: Hall}
generic:
  - {name: Pond pump, area: Garden, switch: {command: pond/pump/set, state: pond/pump}}
`;

describe("sotto devices", () => {
  it("shows the virtual home, with what home.yaml lays over it", async () => {
    place.file(".config/sotto/home.yaml", laid);
    const { code, output, errors } = await runSotto(place, ["devices"]);
    expect(output).toMatch(/^ROOM +NAME +KIND +CAN +STATE +ID +TOLD BY\nBathroom /);
    expect(output).toMatch(/^Bedroom +Reading lamp +light +on\/off, brightness +(on|off)\S* .*light\.sotto-virtual-floor_lamp +discovery, homeassistant\S+; room from home\.yaml; name from home\.yaml$/m);
    expect(output).toMatch(/^Garden +Pond pump +switch +on\/off +\? +generic\.pond_pump +home\.yaml, \S+home\.yaml; room from home\.yaml$/m);
    expect(output).toMatch(/\nHidden by home\.yaml:\n {2}Garage door \(cover, cover\.sotto-virtual-garage_door\)\n/);
    expect(output).toMatch(/home\.yaml:5:3: devices\.Flor: no device has this id, topic or name/);
    expect(output).toMatch(/\n26 devices in 7 rooms; 0 only to be asked, 1 hidden, 0 left out\n$/);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });
  it("as JSON gives each device with all that is known of it", async () => {
    const { output } = await runSotto(place, ["devices", "--json"]);
    const devices = output.trim().split("\n").map((line) => JSON.parse(line) as { readonly type: string; readonly name: string; readonly state: unknown; readonly facts: unknown; readonly area: unknown });
    expect(devices).toHaveLength(26);
    expect(devices.find(({ name }) => name === "Thermostat")).toMatchObject({ type: "device", kind: "climate", area: { name: "Living room" }, state: { available: true, setpointC: 20 }, facts: { source: "discovery", areaFrom: "announced" } });
  });
  it.skipIf(!mosquittoIsThere())("of a broker of one's own shows what can only be asked and what was left out, with the reason", async () => {
    const broker = await startMosquitto();
    const client = connect(broker.url);
    const announce = (topic: string, config: object) => client.publishAsync(`homeassistant/${topic}/config`, JSON.stringify(config), { retain: true, qos: 1 });
    try {
      await announce("light/good", { name: "Good lamp", command_topic: "good/set", state_topic: "good" });
      await announce("switch/odd", { name: "Odd plug", command_topic: "odd/#", state_topic: "odd" });
      await announce("lock/code", { name: "Safe", command_topic: "safe", code_format: "^\\d+$" });
      place.file("config.yaml", `mqtt: { url: '${broker.url}' }\n`);
      const { code, output } = await runSotto(place, ["devices", "--config", "config.yaml"]);
      expect(output).toMatch(/\nOnly to be asked, not commanded:\n {2}Odd plug: command_topic has a wildcard\n/);
      expect(output).toMatch(/\nAnnounced, and left out:\n {2}homeassistant\/lock\/code\/config: the lock wants a code/);
      expect(code).toBe(0);
    } finally {
      await client.endAsync(true);
      await broker.cleanUp();
    }
  });
  it("fails in one line when there is no broker at the address", async () => {
    place.file("config.yaml", `mqtt: { url: 'mqtt://127.0.0.1:${await freePort()}' }\n`);
    const { code, errors } = await runSotto(place, ["devices", "--config", "config.yaml"]);
    expect(errors).toMatch(/^.*127\.0\.0\.1.* \[MQTT_NOT_CONNECTED\]\n$/);
    expect(code).toBe(1);
  });
});

describe("sotto home export", () => {
  it("writes a file where Sotto looks for it, and never over one that is there", async () => {
    expect((await runSotto(place, ["home", "export"])).output).toBe(`wrote ${homeFile()}: 26 devices in 7 rooms\n`);
    expect((await runSotto(place, ["check"])).output).toContain(`home     ${homeFile()}: ok, 0 floors, 7 rooms, 0 devices, 0 written by hand`);
    const again = await runSotto(place, ["home", "export"]);
    expect([again.code, again.errors]).toEqual([2, expect.stringContaining("home.yaml is there already.")]);
  });
  it("with --force keeps the former file beside it, and what it said within it", async () => {
    place.file(".config/sotto/home.yaml", laid);
    expect((await runSotto(place, ["home", "export", "--force"])).output).toBe(`wrote ${homeFile()}: 26 devices in 7 rooms, 1 hidden as before; the former one is ${homeFile()}.bak\n`);
    expect(readFileSync(`${homeFile()}.bak`, "utf8")).toBe(laid);
    const { output } = await runSotto(place, ["devices"]);
    expect(output).toMatch(/^Bedroom +Reading lamp /m);
    expect(output).toMatch(/\n26 devices in 7 rooms; 0 only to be asked, 1 hidden, 0 left out\n$/);
  });
  it("writes to a file that was named, or to the terminal", async () => {
    expect((await runSotto(place, ["home", "export", "mine/home.yaml"])).code).toBe(0);
    expect((await runSotto(place, ["home", "export", "-"])).output).toBe(readFileSync(join(place.folder, "mine", "home.yaml"), "utf8"));
    expect(existsSync(homeFile())).toBe(false);
  });
  it.each([["home"], ["home", "export", "a", "b"]])("is the only thing that can be asked of the home (%s %s)", async (...words) => {
    expect(await runSotto(place, words.filter((word) => typeof word === "string"))).toMatchObject({ code: 2, errors: expect.stringContaining("sotto home export home.yaml, or sotto home import /config/.storage --out home.yaml [USAGE]") });
  });
});

describe("sotto explain", () => {
  it("shows how a sentence is taken in the home, room and names of home.yaml included", async () => {
    place.file(".config/sotto/home.yaml", laid);
    const { code, output, errors } = await runSotto(place, ["explain", "turn on the reading lamp", "--room", "lounge"]);
    expect(output).toMatch(/^ {2}heard +"turn on the reading lamp"\n {2}words +turn \| on \| the \| reading \| lamp\n/);
    expect(output).toMatch(/\n {2}command +turn on Reading lamp \(named\)\n/);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  });
  it("as JSON gives one object, and exits with 1 when nothing is understood", async () => {
    const { code, output } = await runSotto(place, ["explain", "turn on the frobnicator", "--json"]);
    expect(JSON.parse(output)).toMatchObject({ text: "turn on the frobnicator", result: { reason: "unknownName" }, stuck: { unknownWords: ["frobnicator"] } });
    expect(code).toBe(1);
  });
  it("wants words", async () => {
    expect(await runSotto(place, ["explain"])).toMatchObject({ code: 2, errors: expect.stringContaining("explain what?") });
  });
});

describe("sotto home import", () => {
  const registry = (name: string, data: object) => { mkdirSync(join(place.folder, ".storage"), { recursive: true }); place.file(`.storage/core.${name}_registry`, JSON.stringify({ version: 1, key: `core.${name}_registry`, data })); };
  it("writes the rooms and names of Home Assistant's registries, which a running Sotto takes up", async () => {
    registry("area", { areas: [{ id: "den", name: "Den", aliases: ["snug"] }] });
    registry("device", { devices: [{ id: "d", identifiers: [["mqtt", "x"]], name: "Floor lamp", area_id: "den" }] });
    registry("entity", { entities: [{ entity_id: "light.floor_lamp", platform: "mqtt", unique_id: "x", device_id: "d", has_entity_name: true, original_name: null, name: "Reading lamp" }, { entity_id: "todo.list", platform: "local_todo", original_name: "List" }] });
    const { code, output, errors } = await runSotto(place, ["home", "import", ".storage", "--out", homeFile()]);
    expect({ code, output, errors }).toEqual({ code: 0, errors: "", output: `wrote ${homeFile()}: 1 devices in 1 rooms on 0 floors; 1 entities are of no kind that Sotto speaks of\n` });
    expect((await runSotto(place, ["devices"])).output).toMatch(/^Den +Reading lamp +light .* room from home\.yaml; name from home\.yaml$/m);
  });
  it("prints it without --out", async () => {
    place.file("states.json", JSON.stringify([{ entity_id: "light.a", state: "on", attributes: { friendly_name: "Attic" } }]));
    expect((await runSotto(place, ["home", "import", "states.json"])).output).toMatch(/\ndevices:\n {2}# light\.a: light, .*\n {2}ha\.light\.a:\n {4}name: Attic\n$/);
  });
  it.each([
    ["no file", undefined, "ENOENT", "CONFIG_UNREADABLE"],
    ["no JSON", "areas: []", "is no JSON: ", "CONFIG_INVALID"],
    ["another JSON", "{\"a\": 1}", "is JSON, but no list of a home: expected Home Assistant's .storage/core.area_registry", "CONFIG_INVALID"],
    ["a list of rooms only", "[{\"area_id\": \"a\", \"name\": \"A\"}]", "no entities in it. Name core.entity_registry too", "CONFIG_INVALID"],
    ["a home with mistakes", "{\"areas\": [{}], \"entities\": []}", "areas[1]: without a name", "CONFIG_INVALID"],
  ])("refuses %s in one line", async (_, text, reason, errorCode) => {
    if (text !== undefined) place.file("list.json", text);
    const { code, output, errors } = await runSotto(place, ["home", "import", "list.json"]);
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain(reason);
    expect(errors).toMatch(new RegExp(`^\\S*list\\.json.* \\[${errorCode}\\]\\n$`));
  });
  it("wants a file", async () => {
    expect(await runSotto(place, ["home", "import"])).toMatchObject({ code: 2, errors: expect.stringContaining("sotto home import /config/.storage --out home.yaml [USAGE]") });
  });
});

it.skipIf(!mosquittoIsThere())("a device that is written by hand is commanded, and confirms", async () => {
  const broker = await startMosquitto();
  const client = connect(broker.url);
  client.on("message", (topic, payload) => { if (topic === "pond/pump/set") client.publish("pond/pump", payload, { retain: true }); });
  try {
    await client.subscribeAsync("pond/pump/set");
    place.file("home.yaml", laid);
    place.file("config.yaml", `mqtt: { url: '${broker.url}' }\nspeak: { engine: none }\n`);
    const { code, output } = await runSotto(place, ["say", "turn on the pond pump", "--config", "config.yaml"]);
    expect(output).toMatch(/sent +pond\/pump\/set ON\n.*outcome +Pond pump: confirmed \{on: true\}/);
    expect(code).toBe(0);
  } finally {
    await client.endAsync(true);
    await broker.cleanUp();
  }
});

describe("a home.yaml", () => {
  it("with mistakes stops the start with all of them, and so does sotto check", async () => {
    place.file(".config/sotto/home.yaml", "devices: {a: {hiden: true}}\nareas: 5\n");
    for (const command of ["check", "run", "devices"]) {
      const { code, output, errors } = await runSotto(place, [command]);
      expect(output + errors).toMatch(/home\.yaml:1:15: devices\.a\.hiden: is not a key.*did you mean hidden\?\n.*home\.yaml:2:8: areas: is 5, expected a list of rooms.* \[CONFIG_INVALID\]/);
      expect(code).toBe(1);
    }
  });
  it("that the config names must be there", async () => {
    place.file("config.yaml", "home: { file: other.yaml }\n");
    expect(await runSotto(place, ["check", "--config", "config.yaml"])).toMatchObject({ code: 1, output: expect.stringMatching(/home +\S+other\.yaml: .* \[CONFIG_UNREADABLE\]/) });
  });
  it("is obeyed by the daemon, also after it was changed", async () => {
    place.file(".config/sotto/home.yaml", laid);
    place.file("config.yaml", "speak: { engine: none }\n");
    const sotto = startSotto(place, ["run", "--config", "config.yaml"]);
    try {
      await sotto.says("home  ");
      sotto.type("turn on the reading lamp");
      await sotto.says(/outcome +Reading lamp: /);
      place.file(".config/sotto/home.yaml", laid.replace("Reading lamp", "Piano lamp"));
      await sotto.says("home.yaml was read again");
      sotto.type("turn off the piano lamp");
      await sotto.says(/outcome +Piano lamp: confirmed/);
    } finally {
      sotto.kill("SIGTERM");
    }
    expect(await sotto.ended).toMatchObject({ code: 0 });
  });
});
