// Sotto beside a real Home Assistant, one story in order: `npm run test:homeassistant`. Everything is bound to 127.0.0.1.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monotonicNowMs } from "../../src/base/time.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { createStatestreamSource } from "../../src/home/statestream-source.ts";
import { makePlace, type Place, runSotto, type Running, startSotto } from "../fakes/run-sotto.ts";
import { aMoment } from "../fakes/started-bus.ts";
import { homeAssistantVersion, installHomeAssistant } from "./installation.ts";
import { type MqttLab, openMqttLab } from "./mqtt-lab.ts";
import { type EntityState, prepareHomeAssistant, type RunningHomeAssistant } from "./running-home-assistant.ts";

const say = (line: string) => { process.stdout.write(`  ${line}\n`); };
const installation = await installHomeAssistant(say);
if (installation.kind === "impossible") process.stderr.write(`\nSKIPPED: nothing was proved with a real Home Assistant ${homeAssistantVersion}, because it cannot be installed here: ${installation.reason}\n\n`);
const speaks = ["aplay", "espeak-ng"].every((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);
if (!speaks) process.stderr.write("\nSKIPPED: what Sotto says aloud, because aplay or espeak-ng is missing; on Debian: apt-get install alsa-utils espeak-ng\n\n");

/** Longest that anything may take that is waited for, in milliseconds: Home Assistant waits ten seconds before it reconnects. */
const patienceMs = 40_000;

async function until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const deadlineMs = monotonicNowMs() + patienceMs;
  for (;;) {
    const seen = await Promise.resolve(look()).catch(() => undefined);
    if (seen !== undefined && seen !== false) return seen as T;
    if (monotonicNowMs() > deadlineMs) throw new Error(`${what} did not happen within ${patienceMs / 1000} s`);
    await aMoment(100);
  }
}

describe.skipIf(installation.kind === "impossible")(`Sotto and Home Assistant ${homeAssistantVersion}`, () => {
  let broker: Mosquitto;
  let ha: RunningHomeAssistant;
  let lab: MqttLab;
  let place: Place;
  let sotto: Running;
  /** So much of Home Assistant's log is from its first start, when it had no broker to listen to. */
  let withoutBroker = 0;
  let lamp: { readonly commands: readonly string[] };

  const startDaemon = () => startSotto(place, ["run", "--config", join(place.folder, "config.yaml")], { XDG_STATE_HOME: join(place.folder, "state") });
  const stateIs = (entityId: string, expected: (state: EntityState) => boolean, what: string) =>
    until(`${entityId} ${what}`, async () => { const state = await ha.state(entityId); return state !== undefined && expected(state) ? state : false; });
  /** Types a sentence and gives what Sotto prints of it, up to its reply and time. */
  const ask = async (sentence: string, ending = /took {7}\S/) => {
    const before = sotto.output().length;
    sotto.type(sentence);
    return until(`an answer to "${sentence}" (so far: ${sotto.output().slice(before)})`, () => { const said = sotto.output().slice(before); return ending.test(said) && said; });
  };
  /** Asks again until it is understood and done: what has just come up needs a moment until all know of each other. */
  const askUntilDone = (sentence: string) => until(`"${sentence}" being done`, async () => { const said = await ask(sentence); return /outcome .*(confirmed \{|already)/.test(said) && said; });
  const ownEntities = async () => (await ha.states()).filter(({ entity_id }) => /\.sotto_test_/.test(entity_id));
  /** Waits until Home Assistant has told everything and Sotto has heard it. */
  const knowsHome = () => until("Home Assistant's inventory", () => lab.heard.some(({ topic, retained }) => topic === "sotto/ha/inventory" && !retained));

  beforeAll(async () => {
    if (installation.kind === "impossible") return;
    broker = await startMosquitto();
    lab = await openMqttLab(broker.url);
    ha = await prepareHomeAssistant(installation.root);
    await ha.start();
    await ha.addMqtt(broker.port);
    // mqtt_statestream is set up when there is a broker, and it asks for one only at the start.
    await ha.stop();
    withoutBroker = ha.log().length;
    await ha.start();
    await knowsHome();
    place = makePlace();
    place.file(".asoundrc", `pcm.!default { type file slave.pcm null file "${join(place.folder, "heard.wav")}" format wav }\n`);
    place.file("config.yaml", [
      "mqtt:", `  url: ${broker.url}`, "homeAssistant:", "  name: Sotto test", "  lastHeard: true", "speak:", `  engine: ${speaks ? "espeak-ng" : "none"}`,
      "understand:", "  llm:", "    enabled: false", "site:", "  area: Kitchen", "",
    ].join("\n"));
    sotto = startDaemon();
    await sotto.says(/home {7}\d+ devices/);
  });

  afterAll(async () => {
    sotto?.kill("SIGKILL");
    await lab?.end();
    await ha?.cleanUp();
    await broker?.cleanUp();
    place?.cleanUp();
  });

  describe("Sotto as a device of Home Assistant", () => {
    test("appears with each of its entities, and in its room", async () => {
      const announced = await until("the announcement", () => lab.heard.find(({ topic }) => /^homeassistant\/device\/sotto_\w+\/config$/.test(topic)));
      const components = (JSON.parse(announced.payload) as { readonly components: Readonly<Record<string, { readonly platform: string }>> }).components;
      const expected = Object.values(components).map(({ platform }) => platform).sort();
      const there = await until("all entities", async () => { const own = await ownEntities(); return own.length >= expected.length && own; });
      expect(there.map(({ entity_id }) => entity_id.split(".")[0]).sort()).toEqual(expected);
      expect(expected).toEqual(expect.arrayContaining(["button", "event", "number", "sensor", "switch", "text"]));
      await until("available entities", async () => (await ownEntities()).every(({ state }) => state !== "unavailable"));
      expect(await ha.render("{{ area_name(device_id('switch.sotto_test_mute_microphone')) }} {{ device_attr('switch.sotto_test_mute_microphone', 'manufacturer') }}")).toBe("Kitchen Sotto");
      say(`${expected.length} entities of Sotto in Home Assistant: ${there.map(({ entity_id }) => entity_id).join(", ")}`);
    });

    test("is muted, and set louder, from Home Assistant", async () => {
      await ha.call("switch", "turn_on", { entity_id: "switch.sotto_test_mute_microphone" });
      await stateIs("switch.sotto_test_mute_microphone", ({ state }) => state === "on", "being on, as Sotto says");
      await ha.call("switch", "turn_off", { entity_id: "switch.sotto_test_mute_microphone" });
      await stateIs("switch.sotto_test_mute_microphone", ({ state }) => state === "off", "being off again");
      await ha.call("number", "set_value", { entity_id: "number.sotto_test_volume", value: 40 });
      await stateIs("number.sotto_test_volume", ({ state }) => Number(state) === 40, "being 40");
    });

    test.skipIf(!speaks)("says aloud what Home Assistant gives it", async () => {
      const wav = join(place.folder, "heard.wav");
      rmSync(wav, { force: true });
      await ha.call("text", "set_value", { entity_id: "text.sotto_test_say", value: "The washing machine has finished." });
      await until("sound", () => existsSync(wav) && statSync(wav).size > 20_000);
    });

    test("tells of what was asked and done, by sensors and an event", async () => {
      const before = await ha.state("event.sotto_test_hassturnon");
      await ha.call("light", "turn_off", { entity_id: "light.bed_light" });
      await askUntilDone("turn on the bed light");
      const event = await stateIs("event.sotto_test_hassturnon", ({ state, attributes }) => state !== before?.state && attributes["event_type"] === "done", "firing");
      expect(event.attributes["event_types"]).toContain("done");
      await stateIs("sensor.sotto_test_last_heard", ({ state }) => /turn on the bed light/i.test(state), "holding the sentence");
      await stateIs("sensor.sotto_test_last_command", ({ state }) => /bed light/i.test(state), "naming the lamp");
    });

    test("is unavailable when it was killed, and back when it has started again", async () => {
      sotto.kill("SIGKILL");
      await sotto.ended;
      await until("unavailable entities", async () => (await ownEntities()).every(({ state }) => state === "unavailable"));
      sotto = startDaemon();
      await sotto.says(/home {7}\d+ devices/);
      await until("available entities", async () => (await ownEntities()).every(({ state }) => state !== "unavailable"));
    });
  });

  describe("entities of Home Assistant that are no MQTT devices", () => {
    test.each<readonly [sentence: string, entityId: string, what: string, shown: (state: EntityState) => boolean]>([
      ["turn off the bed light", "light.bed_light", "being off", ({ state }) => state === "off"],
      ["set the bed light to 40 percent", "light.bed_light", "at 40 %", ({ state, attributes }) => state === "on" && attributes["brightness"] === 102],
      ["turn the bed light red", "light.bed_light", "being red", ({ attributes }) => JSON.stringify(attributes["rgb_color"]) === "[255,0,0]"],
      ["set the hvac to 22 degrees", "climate.hvac", "at 22 °C", ({ attributes }) => attributes["temperature"] === 22],
      ["lock the kitchen door", "lock.kitchen_door", "being locked", ({ state }) => state === "locked"],
      ["open the kitchen window", "cover.kitchen_window", "opening", ({ state }) => state === "opening" || state === "open"],
      ["set the ceiling fan to 30 percent", "fan.ceiling_fan", "at 30 %", ({ attributes }) => attributes["percentage"] === 30],
      ["pause the walkman", "media_player.walkman", "pausing", ({ state }) => state === "paused"],
      ["turn off the lounge room", "media_player.lounge_room", "being off", ({ state }) => state === "off"],
      ["turn on guest mode", "input_boolean.guests", "being on", ({ state }) => state === "on"],
    ])("%s", async (sentence, entityId, what, shown) => {
      await askUntilDone(sentence);
      await stateIs(entityId, shown, what);
    });

    test("that show what was asked already are found so", async () => {
      expect(await ask("turn on guest mode")).toMatch(/outcome .*(confirmed|already)/);
    });

    test("answer questions", async () => {
      expect(await ask("what is the outside temperature")).toMatch(/reply .*15\.6 degrees/);
    });

    test("are known when they are new", async () => {
      await ha.call("scene", "create", { scene_id: "film_night", entities: { "light.bed_light": "off" } });
      await until("the inventory with it", () => lab.heard.some(({ topic, payload }) => topic === "sotto/ha/inventory" && payload.includes('"scene.film_night"')));
      await until("the scene being understood", async () => /sent {7}sotto\/ha\/scene\/turn_on/.test(await ask("activate film night")));
      await stateIs("light.bed_light", ({ state }) => state === "off", "as the scene has it");
    });

    test("are told nothing that the blueprint does not allow, whoever asks", async () => {
      const before = await ha.states();
      await lab.publish("sotto/ha/homeassistant/stop", '{"entity_id": "light.bed_light"}');
      await lab.publish("sotto/ha/light/toggle", '{"entity_id": "light.ceiling_lights"}');
      await lab.publish("sotto/ha/light/turn_off", '{"entity_id": "all"}');
      await lab.publish("sotto/ha/light/turn_off", '{"entity_id": ["light.ceiling_lights"]}');
      await lab.publish("sotto/ha/light/turn_off", '{"area_id": "kitchen"}');
      await lab.publish("sotto/ha/light/turn_off", '{"entity_id": "switch.decorative_lights"}');
      await lab.publish("sotto/ha/light/turn_off", "nonsense");
      await lab.publish("sotto/ha/lock/unlock", '{"entity_id": "lock.front_door"}');
      await lab.publish("sotto/ha/cover/open_cover", '{"entity_id": "cover.garage_door"}');
      await lab.publish("sotto/ha/light/turn_on", '{"entity_id": "light.ceiling_lights", "brightness_pct": 50, "profile": "relax", "flash": "long"}');
      await stateIs("light.ceiling_lights", ({ attributes }) => attributes["brightness"] === 128, "at 50 %, for the last one is allowed");
      const watched = ["lock.front_door", "cover.garage_door", "switch.decorative_lights", "light.bed_light", "light.kitchen_lights"];
      const states = (all: readonly EntityState[]) => watched.map((id) => all.find(({ entity_id }) => entity_id === id)?.state);
      expect(states(await ha.states())).toEqual(states(before));
    });

    test("are not unlocked though Sotto was told yes, while Home Assistant does not allow it", async () => {
      await ask("unlock the front door", /asked .*\n/);
      expect(await ask("yes")).toMatch(/outcome .*did not confirm/);
      expect((await ha.state("lock.front_door"))?.state).toBe("locked");
    });

    test("are unlocked by a yes when Home Assistant allows it, and not by a no", async () => {
      await ha.allowEntry();
      await ask("unlock the front door", /asked .*\n/);
      await ask("no");
      expect((await ha.state("lock.front_door"))?.state).toBe("locked");
      await ask("unlock the front door", /asked .*\n/);
      expect(await ask("yes")).toMatch(/outcome .*confirmed \{lock: unlocked/);
      expect((await ha.state("lock.front_door"))?.state).toBe("unlocked");
    });
  });

  describe("MQTT devices that both know by discovery", () => {
    test("are driven by Sotto directly and seen by Home Assistant", async () => {
      lamp = await lab.addLamp("Porch lamp");
      await stateIs("light.porch_lamp", ({ state }) => state === "off", "in Home Assistant");
      await askUntilDone("turn on the porch lamp");
      await stateIs("light.porch_lamp", ({ state }) => state === "on", "being on");
    });

    test("are no second device by statestream", async () => {
      await until("the lamp in statestream", () => lab.heard.some(({ topic }) => topic === "statestream/light/porch_lamp/state"));
      lab.forget();
      expect(await ask("turn off the porch lamp")).toMatch(/outcome {4}Porch lamp: confirmed/);
      expect(lab.heard.filter(({ topic }) => topic.startsWith("sotto/ha/") || topic === "lab/porch_lamp/set").map(({ topic, payload }) => [topic, payload])).toEqual([["lab/porch_lamp/set", "OFF"]]);
    });

    test("are driven by Home Assistant and known to Sotto", async () => {
      await stateIs("light.porch_lamp", ({ state }) => state === "off", "being off, as Sotto told it");
      await ha.call("light", "turn_on", { entity_id: "light.porch_lamp" });
      await stateIs("light.porch_lamp", ({ state }) => state === "on", "being on");
      await until("Sotto knowing it", async () => /reply .*[Yy]es/.test(await ask("is the porch lamp on")));
    });
  });

  test("`sotto devices` shows each thing once, and nothing of Sotto itself", async () => {
    const { code, output, errors } = await runSotto(place, ["devices", "--json", "--config", join(place.folder, "config.yaml")]);
    const devices = output.trim().split("\n").map((line) => JSON.parse(line) as { readonly id: string; readonly name: string; readonly kind: string; readonly facts: { readonly source: string } });
    expect([code, errors]).toEqual([0, ""]);
    const bySource = (source: string) => devices.filter(({ facts }) => facts.source === source);
    expect(bySource("discovery").map(({ name }) => name)).toEqual(["Porch lamp"]);
    const told = (await ha.states()).map(({ entity_id }) => entity_id);
    expect(bySource("statestream").map(({ id }) => id.slice("ha.".length)).filter((id) => !told.includes(id) || /sotto_test|porch_lamp/.test(id))).toEqual([]);
    const shown = (domain: string) => [domain, bySource("statestream").filter(({ id }) => id.startsWith(`ha.${domain}.`)).length];
    const there = (domain: string) => [domain, told.filter((id) => id.startsWith(`${domain}.`) && !/sotto_test|porch_lamp/.test(id)).length];
    const domains = ["light", "switch", "input_boolean", "climate", "lock", "cover", "valve", "fan", "humidifier", "vacuum", "media_player", "siren", "select", "number", "button", "alarm_control_panel", "binary_sensor"];
    expect(domains.map(shown)).toEqual(domains.map(there));
    say(`${devices.length} devices known to Sotto: ${bySource("statestream").length} by statestream, ${bySource("discovery").length} by discovery`);
  });

  test("without the automation, ids and names tell what is known by discovery", async () => {
    const source = createStatestreamSource({ base: "statestream", discoveryPrefix: "homeassistant", report: (topic, problem) => { throw new Error(`${topic}: ${problem}`); } });
    const ofThe = (topic: string) => /^(statestream|homeassistant)\//.test(topic) && !topic.endsWith("/sotto") && topic !== "homeassistant/status";
    for (const message of lab.all) if (ofThe(message.topic)) source.receive(message);
    const ids = [...source.drafts()].map(({ device }) => device.id);
    const streamed = new Set(lab.all.map(({ topic }) => /^statestream\/(\w+\/\w+)\/state$/.exec(topic)?.[1]));
    expect([...streamed].filter((place) => /sotto_test|porch_lamp/.test(place ?? "")).length).toBeGreaterThan(8);
    expect(ids.filter((id) => /sotto_test|porch_lamp/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(70);
  });

  describe("Home Assistant restarted", () => {
    test("is not spoken to while it is away, and nothing is done late", async () => {
      lab.forget();
      await ha.stop();
      await until("its last will", () => lab.heard.some(({ topic, payload }) => topic === "homeassistant/status" && payload === "offline"));
      lab.forget();
      expect(await ask("turn on the bed light")).toMatch(/outcome .*Bed Light.*offline/);
      expect(lab.heard.filter(({ topic }) => topic.startsWith("sotto/ha/light"))).toEqual([]);
      expect(await ask("turn off the porch lamp")).toMatch(/outcome {4}Porch lamp: confirmed/);
      await ha.start();
      await knowsHome();
      expect((await ha.state("light.bed_light"))?.state).toBe("off");
    });

    test("hears of Sotto again, finds all its entities, and is commanded as before", async () => {
      await until("Sotto's announcement", () => lab.heard.some(({ topic, retained }) => /^homeassistant\/device\/sotto_\w+\/config$/.test(topic) && !retained));
      await until("available entities", async () => { const own = await ownEntities(); return own.length > 8 && own.every(({ state }) => state !== "unavailable"); });
      await askUntilDone("turn on the bed light");
      await stateIs("light.bed_light", ({ state }) => state === "on", "being on");
      await stateIs("light.porch_lamp", ({ state }) => state === "off", "as it was told meanwhile");
    });
  });

  describe("the broker restarted, with everything that it kept lost", () => {
    test("is said at once while it is away, and nothing is done late", async () => {
      await ha.call("light", "turn_off", { entity_id: "light.bed_light" });
      await stateIs("light.bed_light", ({ state }) => state === "off", "being off");
      const told = lamp.commands.length;
      await broker.stop();
      await until("Sotto noticing", () => /broker|connection/i.test(sotto.output().slice(-400)));
      const said = await ask("turn on the bed light");
      expect(said).toMatch(/broker/i);
      expect(said).not.toMatch(/confirmed/);
      await ask("turn on the porch lamp");
      lab.forget();
      await broker.start();
      await knowsHome();
      await aMoment(3000);
      expect(lab.heard.filter(({ topic }) => topic.startsWith("sotto/ha/light") || topic === "lab/porch_lamp/set")).toEqual([]);
      expect([(await ha.state("light.bed_light"))?.state, lamp.commands.length]).toEqual(["off", told]);
    });

    test("brings everything back: Sotto's entities, Home Assistant's, the lamp", async () => {
      await until("available entities", async () => { const own = await ownEntities(); return own.length > 8 && own.every(({ state }) => state !== "unavailable"); });
      await askUntilDone("turn on the bed light");
      await stateIs("light.bed_light", ({ state }) => state === "on", "being on");
      await askUntilDone("turn on the porch lamp");
      await stateIs("light.porch_lamp", ({ state }) => state === "on", "being on");
      await ha.call("switch", "turn_on", { entity_id: "switch.sotto_test_mute_microphone" });
      await stateIs("switch.sotto_test_mute_microphone", ({ state }) => state === "on", "being on, as Sotto says");
    });
  });

  test("Home Assistant found no fault with what Sotto and its automation say", () => {
    const faults = ha.log().slice(withoutBroker).split("\n").filter((line) => /(WARNING|ERROR).*\[homeassistant\.(components\.(automation|mqtt(?!\.client)|mqtt_statestream|blueprint)|helpers\.(template|script))/.test(line));
    expect(faults).toEqual([]);
  });
});
