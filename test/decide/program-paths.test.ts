// The program itself at a real broker, with an observer of its own: `say`, `listen` and `run` send nothing dangerous without
// a confirmation, and a PIN appears nowhere.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashPin, writePinHash } from "../../src/decide/pin-hash.ts";
import { readWavFile } from "../../src/hear/wav-file.ts";
import { type Mosquitto, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";
import { emptyWhisperModel, makePlace, type Place, runSotto, scriptedWhisperServer, startSotto } from "../fakes/run-sotto.ts";
import { eventually } from "../fakes/started-bus.ts";
import { writeWav } from "../hear/wav-writer.ts";

const pin = "839204";
const spokenPin = "eight three nine two oh four";
const inPieces = /839204|8[\s,.-]*3[\s,.-]*9[\s,.-]*2[\s,.-]*0[\s,.-]*4|eight three nine/;

describe.skipIf(!mosquittoIsThere())("the program", () => {
  let broker: Mosquitto;
  let door: MqttClient;
  let heard: string[];
  let place: Place;
  beforeAll(async () => {
    broker = await startMosquitto();
    door = connect(broker.url);
    door.on("message", (_topic, payload) => { heard.push(payload.toString()); door.publish("door/state", payload.toString() === "LOCK" ? "LOCKED" : "UNLOCKED"); });
    await door.subscribeAsync("door/set");
    await door.publishAsync("homeassistant/lock/door/config", JSON.stringify({ name: "Front door", uniq_id: "door", cmd_t: "door/set", stat_t: "door/state" }), { retain: true });
  });
  beforeEach(() => { heard = []; place = makePlace(); });
  afterEach(() => place.cleanUp());
  afterAll(async () => { door.end(true); await broker.cleanUp(); });

  async function config(withPin: boolean, { more = "", confirmTimeoutMs = 8000 } = {}): Promise<string> {
    const pinFile = withPin ? `, pinFile: ${place.file("pin", `${writePinHash(await hashPin(pin))}\n`)}` : "";
    return place.file("config.yaml", `mqtt: { url: "${broker.url}" }\nspeak: { engine: none }\nlog: { level: debug }\ndecide: { confirmTimeoutMs: ${confirmTimeoutMs}${pinFile} }\n${more}`);
  }
  /** The speech of the fixture, so many times, with silence between. */
  async function recording(times: number): Promise<string> {
    const samples = await readWavFile(join(import.meta.dirname, "..", "fixtures", "silero-speech.wav"));
    const silence = new Int16Array(16_000 * 1.5);
    const parts = Array.from({ length: times }, () => [samples, silence]).flat();
    const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return place.file("said.wav", writeWav(all, {}));
  }
  const ears = (sentences: readonly string[]) => {
    place.file("model.bin", emptyWhisperModel());
    return `transcribe: { engine: whisper-server, model: ./model.bin, serverPath: ${scriptedWhisperServer(place, sentences)} }\n`;
  };

  const rows: readonly (readonly [boolean, string, readonly string[]])[] = [
    [false, "yes", ["UNLOCK"]], [false, "no", []], [false, "", []], [false, pin, []],
    [true, "yes", []], [true, pin, ["UNLOCK"]], [true, spokenPin, ["UNLOCK"]], [true, "839205", []], [true, "no", []], [true, "", []],
  ];
  it.each(rows)("sotto say with a PIN: %s, answered with %j, sends %j", async (withPin, answer, expected) => {
    const file = await config(withPin, answer === "" ? { confirmTimeoutMs: 1000 } : {});
    // The lines for a person, and those for a program.
    const how = answer === spokenPin ? [] : ["--json"];
    const { output, errors, code } = await runSotto(place, ["say", "--config", file, ...how, "unlock the front door"], [answer]);
    expect({ heard, code }).toEqual({ heard: expected, code: expected.length > 0 ? 0 : 1 });
    // It did ask: a program that fails at once sends nothing either.
    expect(output).toMatch(withPin ? /Say your PIN to unlock the front door/ : /Unlock the front door\?/);
    expect(`${output}${errors}`).not.toMatch(inPieces);
  });
  const said: readonly (readonly [boolean, string, readonly string[]])[] = [[false, "Yes.", ["UNLOCK"]], [false, "Perhaps.", []], [true, "Eight three nine, two oh four.", ["UNLOCK"]], [true, "8-3-9-2-0-4", ["UNLOCK"]], [true, "839205", []], [true, "Yes.", []]];
  it.each(said)("sotto listen with a PIN: %s, answered with %j, sends %j", async (withPin, answer, expected) => {
    const file = await config(withPin, { more: ears(["Unlock the front door.", answer]) });
    const { output, errors } = await runSotto(place, ["listen", "--json", "--wav", await recording(2), "--config", file]);
    expect(output).toContain("answered");
    expect(heard).toEqual(expected);
    expect(`${output}${errors}`).not.toMatch(new RegExp(`${inPieces.source}|839205|[Ee]ight three`));
  });
  it("sotto run keeps a PIN out of its log, asked for or not, and locks after three wrong ones", async () => {
    const daemon = startSotto(place, ["run", "--config", await config(true)]);
    await daemon.says("1 devices");
    const turns = () => daemon.output().split("took  ").length - 1;
    const say = async (...lines: readonly string[]) => {
      const before = turns();
      for (const line of lines) daemon.type(line);
      await eventually(() => turns() > before, "the end of the turn");
    };
    await say("unlock the front door", pin);
    expect(heard).toEqual(["UNLOCK"]);
    await say(pin);
    await say(spokenPin);
    for (const wrong of ["111111", "222222", "333333"]) await say("unlock the front door", wrong);
    expect(heard).toEqual(["UNLOCK"]);
    await say("unlock the front door");
    expect(daemon.output()).toContain("There were too many wrong PINs.");
    await say(pin);
    daemon.kill("SIGTERM");
    await daemon.ended;
    expect(heard).toEqual(["UNLOCK"]);
    expect(`${daemon.output()}${daemon.errors()}`).not.toMatch(new RegExp(`${inPieces.source}|111111|222222|333333`));
  });
  it("sotto run under systemd keeps it out of the journal at debug level", async () => {
    const daemon = startSotto(place, ["run", "--config", await config(true)], { INVOCATION_ID: "test" });
    await daemon.says(/<6>broker/);
    daemon.type("unlock the front door");
    daemon.type(pin);
    daemon.kill("SIGINT");
    await daemon.ended;
    expect(`${daemon.output()}${daemon.errors()}`).not.toMatch(inPieces);
  });
  it("takes no text from the broker for a command or an answer, and tells the broker no PIN, though it tells what it heard", async () => {
    const seen: string[] = [];
    const observer = connect(broker.url);
    observer.on("message", (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
    await observer.subscribeAsync("sotto/#");
    const daemon = startSotto(place, ["run", "--config", await config(true, { more: "homeAssistant: { lastHeard: true }\n" })]);
    await daemon.says("1 devices");
    const [, id = ""] = /^sotto\/([^/]+)\/availability online/.exec(await eventually(() => seen.find((line) => line.endsWith(" online")), "the announcement")) ?? [];
    const say = (text: string) => observer.publishAsync(`sotto/${id}/say/set`, text);
    await say("unlock the front door");
    daemon.type("lock the front door");
    await daemon.says("The front door is locked.");
    daemon.type("unlock the front door");
    await daemon.says("Say your PIN to unlock the front door.");
    for (const text of ["yes", pin, spokenPin]) await say(text);
    await eventually(() => seen.includes(`sotto/${id}/say/set ${spokenPin}`), "the texts on their way");
    expect([heard, daemon.output().includes("answer ")]).toEqual([["LOCK"], false]);
    daemon.type(pin);
    await daemon.says("The front door is unlocked.");
    daemon.type(pin);
    await daemon.says("Sorry, I did not understand that.");
    await eventually(() => seen.some((line) => line.endsWith("last_heard unlock the front door")), "what was heard");
    daemon.kill("SIGTERM");
    await daemon.ended;
    await observer.endAsync();
    expect(heard).toEqual(["LOCK", "UNLOCK"]);
    // The entity shows what the test itself had it say.
    expect(seen.filter((line) => !/^sotto\/\w+\/say(\/set)? /.test(line) && inPieces.test(line))).toEqual([]);
    expect(`${daemon.output()}${daemon.errors()}`).not.toMatch(inPieces);
  });
  it("writes a PIN to no file but as a hash", async () => {
    const file = join(place.folder, "new-pin");
    await runSotto(place, ["pin", "set", file], [pin]);
    expect(readFileSync(file, "utf8")).not.toMatch(inPieces);
  });
});
