// The program in the eyes of Home Assistant: a real process on a real broker, killed, started again, and taken out.
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAnnouncedDevice } from "../fakes/home-assistant-schema.ts";
import { type Mosquitto, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";
import { type MqttObserver, observe, retainedOn } from "../fakes/mqtt-observer.ts";
import { emptyWhisperModel, makePlace, type Place, type Running, runSotto, scriptedWhisperServer, startSotto } from "../fakes/run-sotto.ts";
import { have, loudness } from "../fakes/sound-machine.ts";
import { aMoment, eventually } from "../fakes/started-bus.ts";

const real = mosquittoIsThere();
let place: Place;
let broker: Mosquitto;
let observer: MqttObserver;
const processes: Running[] = [];
beforeEach(async () => {
  place = makePlace();
  if (!real) return;
  broker = await startMosquitto();
  observer = await observe(broker.url);
  await lamp();
});
afterEach(async () => {
  for (const running of processes.splice(0)) {
    running.kill("SIGKILL");
    await running.ended;
  }
  if (real) {
    await observer.close();
    await broker.cleanUp();
  }
  place.cleanUp();
});

const config = (more = "speak: { engine: none }\n") => place.file("config.yaml", `mqtt: { url: "${broker.url}" }\n${more}`);
const environment = (more: Readonly<Record<string, string>> = {}) => ({ XDG_STATE_HOME: join(place.folder, "state"), ...more });
function start(more?: string, env?: Readonly<Record<string, string>>): Running {
  const running = startSotto(place, ["run", "--config", config(more)], environment(env));
  processes.push(running);
  return running;
}
const idNow = () => (JSON.parse(readFileSync(join(place.folder, "state", "sotto", "home-assistant.json"), "utf8")) as { id: string }).id;
/** Topics that the broker keeps, but for the lamp's. */
const keptNow = async () => [...(await retainedOn(broker.url)).keys()].filter((topic) => topic !== lampTopic);
/** The topic once this start is online. */
async function online(starts = 1): Promise<(key: string) => string> {
  await eventually(() => observer.seen.filter(({ topic, payload, retained }) => topic.endsWith("/availability") && payload === "online" && !retained).length >= starts, "a Sotto online");
  return (key) => `sotto/${idNow()}/${key}`;
}
const lampTopic = "homeassistant/light/lamp/config";
/** A home with a device is known at once; one without is waited for. */
const lamp = () => observer.say(lampTopic, JSON.stringify({ name: "Lamp", uniq_id: "lamp", cmd_t: "lamp/set", dev: { ids: "lamp", name: "Lamp" } }), { retain: true });

describe.skipIf(!real)("sotto run", () => {
  it("is one device over a kill and a restart, offline in between, with the settings it had", async () => {
    const first = start();
    const topic = await online();
    await observer.say(topic("mute/set"), "ON");
    await observer.say(topic("volume/set"), "20");
    await observer.shows(topic("volume"), "20");
    const kept = join(place.folder, "state", "sotto", "settings.json");
    await eventually(() => existsSync(kept) && readFileSync(kept, "utf8").includes('"volumePct":20'), "the settings kept");
    first.kill("SIGKILL");
    await observer.shows(topic("availability"), "offline");
    const second = start();
    const after = await online(2);
    expect(after("x")).toBe(topic("x"));
    const retained = await retainedOn(broker.url);
    expect([retained.get(topic("mute")), retained.get(topic("volume"))]).toEqual(["ON", "20"]);
    expect([...retained.keys()].filter((name) => name.startsWith("homeassistant/device/"))).toEqual([`homeassistant/device/sotto_${idNow()}/config`]);
    expect(second.output()).toContain("Mute microphone");
  });

  it("says offline when it is stopped", async () => {
    const running = start();
    const topic = await online();
    running.kill("SIGTERM");
    expect(await running.ended).toEqual({ code: 0, signal: null });
    await observer.shows(topic("availability"), "offline");
  });

  it("tells what a typed command did, and nothing of words that it did not understand", async () => {
    const running = start();
    const topic = await online();
    running.type("turn on the lamp");
    await eventually(() => observer.live(topic("last_outcome")).length === 1, "the outcome");
    expect(JSON.parse(observer.live(topic("last_command"))[0] ?? "")).toMatchObject({ summary: "HassTurnOn Lamp" });
    running.type("serenade the purple elephant");
    await eventually(() => observer.live(topic("last_outcome")).length === 2, "the second outcome");
    expect(JSON.parse(observer.live(topic("last_outcome"))[1] ?? "")).toMatchObject({ outcome: "not_understood" });
    expect(JSON.stringify(observer.seen)).not.toMatch(/elephant|serenade/);
  });

  it("announces intents that people add to their own folder", async () => {
    const intents = join(place.folder, "intents");
    cpSync(join(import.meta.dirname, "..", "..", "intents", "en"), intents, { recursive: true });
    writeFileSync(join(intents, "cinema.yaml"), 'command: { type: onOff.set, target: { name: name }, on: false }\nslots:\n  name: { list: name }\nsentences:\n  - "cinema without {name}"\n');
    start(`understand: { intentsDirectory: ${intents} }\nspeak: { engine: none }\n`);
    await online();
    const device = readAnnouncedDevice((await retainedOn(broker.url)).get(`homeassistant/device/sotto_${idNow()}/config`) ?? "");
    expect(Object.keys(device.components).filter((key) => key.startsWith("own_"))).toEqual(["own_cinema"]);
  });

  it("takes itself back once it is not to be announced any more", async () => {
    const first = start();
    await online();
    first.kill("SIGTERM");
    await first.ended;
    const second = start("homeAssistant: { announce: false }\nspeak: { engine: none }\n");
    await second.says("is taken back");
    expect(await keptNow()).toEqual([]);
    second.kill("SIGTERM");
    await second.ended;
    expect(await keptNow()).toEqual([]);
    const third = start("homeAssistant: { announce: false }\nspeak: { engine: none }\n");
    await third.says("home ");
    await aMoment(1000);
    expect(third.output()).not.toContain("taken back");
  });

  it("says why it is not announced where its id cannot be kept, and works all the same", async () => {
    const running = start(undefined, { XDG_STATE_HOME: "/dev/null" });
    await running.says("STATE_UNUSABLE");
    await running.says("1 devices");
    running.type("turn on the lamp");
    await running.says(/sent +lamp\/set ON/);
    expect(observer.seen.filter(({ topic }) => topic.startsWith("sotto/") && topic !== "sotto/ha/inventory/get")).toEqual([]);
  });
});

describe.skipIf(!real)("sotto leave", () => {
  const leave = async (...words: readonly string[]) => {
    const running = startSotto(place, ["leave", ...words, "--config", config()], environment());
    const { code } = await running.ended;
    return { code, output: running.output(), errors: running.errors() };
  };

  it("leaves nothing in the broker, says what it took, and forgets who it was", async () => {
    const running = start();
    await online();
    const id = idNow();
    running.kill("SIGTERM");
    await running.ended;
    const { code, output } = await leave();
    expect(output).toContain(`removed    homeassistant/device/sotto_${id}/config`);
    expect(code).toBe(0);
    expect(await keptNow()).toEqual([]);
    expect(existsSync(join(place.folder, "state", "sotto", "home-assistant.json"))).toBe(false);
    expect(await leave()).toMatchObject({ code: 0, output: expect.stringContaining("no Sotto was ever announced") });
  });

  it("silences one that still runs, which leaves nothing behind either when it is stopped", async () => {
    const running = start();
    await online();
    await leave();
    await running.says("was removed from Home Assistant");
    running.kill("SIGTERM");
    await running.ended;
    expect(await keptNow()).toEqual([]);
  });

  it("lists those that the broker keeps when this one is none, and removes the one that is named", async () => {
    await observer.say("homeassistant/device/sotto_0a0b0c0d/config", '{"device":{}}', { retain: true });
    await observer.say("sotto/0a0b0c0d/availability", "offline", { retain: true });
    await observer.say("sotto/11111111/availability", "online", { retain: true });
    expect(await leave()).toMatchObject({ code: 1, output: expect.stringContaining("sotto leave sotto_0a0b0c0d") });
    expect(await leave("sotto_0a0b0c0d")).toMatchObject({ code: 0 });
    expect(await keptNow()).toEqual(["sotto/11111111/availability"]);
  });

  it.each(["#", "+", "../x", "sotto_", "sotto_$SYS", "x".repeat(100)])("takes %j for no id", async (word) => {
    expect(await leave(word)).toMatchObject({ code: 2, errors: expect.stringContaining("USAGE") });
  });

  it("has nothing to do without a broker of the user's", async () => {
    expect(await runSotto(place, ["leave"])).toMatchObject({ code: 2, errors: expect.stringContaining("mqtt.url") });
  });
});

describe.skipIf(!real || !have("a voice", "espeak-ng", "aplay"))("a text from Home Assistant", () => {
  const wav = () => join(place.folder, "heard.wav");
  const heard = () => {
    const bytes = readFileSync(wav());
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length - (bytes.length % 2)));
  };

  it("is spoken on the loudspeaker, as loud as was set, and is no command", async () => {
    place.file(".asoundrc", `pcm.!default { type file slave.pcm null file "${wav()}" format wav }\n`);
    const running = start("speak: { engine: espeak-ng }\n");
    const topic = await online();
    const say = async (text: string) => {
      const before = observer.live(topic("say")).length;
      await observer.say(topic("say/set"), text);
      const since = () => observer.live(topic("say")).slice(before);
      await eventually(() => since().includes(text) && since().at(-1) === "", "the end of the text");
    };
    await say("turn on the lamp");
    const full = heard();
    expect(loudness(full)).toBeGreaterThan(500);
    await observer.say(topic("volume/set"), "50");
    await observer.shows(topic("volume"), "50");
    await say("turn on the lamp");
    const half = heard();
    expect(loudness(half) / loudness(full)).toBeCloseTo(0.125, 2);
    await observer.say(topic("volume/set"), "0");
    await observer.shows(topic("volume"), "0");
    await say("turn on the lamp");
    await running.says("was not said aloud");
    expect(observer.live("lamp/set")).toEqual([]);
    expect(running.output()).not.toContain("understood");
  });
});

describe.skipIf(!real)("the microphone", () => {
  it("has no recorder while it is switched off in Home Assistant", async () => {
    const bin = place.folder;
    place.program("arecord", `#!/bin/sh\necho $$ >> "${join(place.folder, "recorders")}"\nexec cat /dev/zero\n`);
    place.file("model.bin", emptyWhisperModel());
    start(`transcribe: { engine: whisper-server, model: ./model.bin, serverPath: ${scriptedWhisperServer(place, ["hello"])} }\nspeak: { engine: none }\n`, { PATH: `${bin}:${process.env["PATH"]}` });
    const topic = await online();
    const recorders = () => readFileSync(join(place.folder, "recorders"), "utf8").trim().split("\n");
    const alive = () => recorders().filter((id) => existsSync(`/proc/${id}`));
    await eventually(() => alive().length === 1, "a recorder");
    const before = recorders().length;
    await observer.say(topic("mute/set"), "ON");
    await eventually(() => alive().length === 0, "no recorder");
    await aMoment(700);
    expect(recorders().length).toBe(before);
    await observer.say(topic("mute/set"), "OFF");
    await eventually(() => alive().length === 1, "a recorder again");
    expect(recorders().length).toBe(before + 1);
  });
});
