// The program as it is installed: compiled, started as a process, typed at and listened with.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { connect } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyWhisperModel, makePlace, type Place, runSotto, scriptedWhisperServer, startSotto } from "../fakes/run-sotto.ts";
import { freePort, makeCertificates, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";
import { eventually } from "../fakes/started-bus.ts";

const speech = join(import.meta.dirname, "..", "fixtures", "silero-speech.wav");
let place: Place;
beforeEach(() => { place = makePlace(); });
afterEach(() => place.cleanUp());

/** A config whose ears are a whisper-server that hears what the test wants. */
function scriptedEars(sentences: readonly string[], mode?: string): string {
  place.file("model.bin", emptyWhisperModel());
  return `transcribe: { engine: whisper-server, model: ./model.bin, serverPath: ${scriptedWhisperServer(place, sentences, mode)} }\nspeak: { engine: none }\n`;
}
type Line = { readonly type: string; readonly [key: string]: unknown };
const eventsOf = (output: string) => output.trim().split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Line);

describe("sotto say", () => {
  it("shows each stage of two commands, and both devices confirm", async () => {
    const { code, output } = await runSotto(place, ["say", "turn on the kitchen light and lock the front door"]);
    expect(output).toMatch(/understood turn on Kitchen light[^]*sent .*kitchen_light\/set[^]*outcome +Kitchen light: confirmed[^]*outcome +Front door: confirmed \{lock: locked\}[^]*reply +The kitchen light is on. The front door is locked./);
    expect(code).toBe(0);
  });
  it("switches a whole home, says how many confirmed, and complains of nothing", async () => {
    const { output, errors, code } = await runSotto(place, ["say", "turn off everything"]);
    expect(output).toMatch(/reply +11 devices are off\./);
    expect(output).not.toContain("front_door");
    expect({ errors, code }).toEqual({ errors: "", code: 0 });
  });
  it("gives one JSON object per event", async () => {
    const { output } = await runSotto(place, ["say", "--json", "turn on the kitchen light"]);
    expect(eventsOf(output).map(({ type }) => type)).toEqual(["turn.started", "parsed", "decided", "acted", "replied", "turn.ended"]);
  });
  it("unlocks after a typed yes", async () => {
    const { code, output } = await runSotto(place, ["say", "unlock", "the", "front", "door"], ["yes"]);
    expect(output).toContain("Front door: confirmed {lock: unlocked}");
    expect(code).toBe(0);
  });
  it("leaves the door locked after anything else", async () => {
    const { code, output } = await runSotto(place, ["say", "unlock the front door"], ["hm"]);
    expect(output).not.toContain("sent");
    expect(code).toBe(1);
  });
  it.each([
    ["small talk", "what a nice day"], ["JSON", '"}; drop table'], ["a shell's words", "$(reboot)"], ["topic wildcards", "#/+"],
    ["control characters", "\u0007\u001b[2J"], ["100 kB", "x".repeat(100_000)],
  ])("does nothing on %s", async (_what, text) => {
    const { code, output, errors } = await runSotto(place, ["say", "--", text]);
    expect(output).not.toContain("sent");
    // oxlint-disable-next-line no-control-regex
    expect(`${output}${errors}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    expect(code).toBe(1);
  });
});

describe("a language", () => {
  it("that there is no folder for is refused, and those that there are named", async () => {
    const config = place.file("config.yaml", "understand: { language: xx-YY }\n");
    const { code, errors } = await runSotto(place, ["check", "--config", config]);
    expect(errors).toMatch(/understand\.language: is "xx-YY", expected one of .*\ben\b.* \[CONFIG_INVALID\]/);
    expect(code).toBe(1);
  });
});

describe("sotto listen", () => {
  it("hears a recording, understands it and acts", async () => {
    const config = place.file("config.yaml", scriptedEars(["Turn on the kitchen light."]));
    const { code, output, errors } = await runSotto(place, ["listen", "--wav", speech, "--config", config, "--json"]);
    expect(errors).toBe("");
    expect(eventsOf(output).map(({ type }) => type)).toEqual(["turn.started", "captured", "transcribed", "parsed", "decided", "acted", "replied", "turn.ended"]);
    expect(code).toBe(0);
  });
  it("refuses a file that is no recording, with the reason", async () => {
    const { code, errors } = await runSotto(place, ["listen", "--wav", place.file("song.wav", "ID3 this is an mp3")]);
    expect(errors).toMatch(/song\.wav is no recording.*\[WAV_INVALID\]/);
    expect(code).toBe(1);
  });
  it("names the command that installs a model when there is none", async () => {
    const { code, errors } = await runSotto(place, ["listen", "--wav", speech]);
    expect(errors).toContain("sotto models pull whisper-tiny.en-q5_1");
    expect(code).toBe(1);
  });
  it("says sorry when the engine dies, and ends well", async () => {
    const config = place.file("config.yaml", scriptedEars(["x"], "refuses"));
    const { code, output } = await runSotto(place, ["listen", "--wav", speech, "--config", config]);
    expect(output).toMatch(/failed +transcribe: .*\[ENGINE_FAILED\][^]*reply +\w/);
    expect(code).toBe(1);
  });
});

describe("the daemon", () => {
  it("starts with nothing configured, says what is missing, takes typed commands and stops when asked", async () => {
    const daemon = startSotto(place, ["run"]);
    await daemon.says(/home +\d+ devices/);
    await daemon.says("sotto models pull whisper-tiny.en-q5_1");
    daemon.type("turn on the kitchen light");
    await daemon.says("The kitchen light is on.");
    daemon.type("unlock the front door");
    await daemon.says("Say yes or no");
    daemon.type("yes");
    await daemon.says("The front door is unlocked.");
    daemon.kill("SIGTERM");
    expect(await daemon.ended).toEqual({ code: 0, signal: null });
    expect(daemon.errors()).toBe("");
  });
  it("keeps timers and says when their time is over", async () => {
    const daemon = startSotto(place, ["run"]);
    await daemon.says(/home +\d+ devices/);
    daemon.type("set a pizza timer for one second");
    await daemon.says("The pizza timer is set for 1 second.");
    await daemon.says("Your pizza timer is done.");
    daemon.type("how long is left on the timer");
    await daemon.says("There is no timer.");
    daemon.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
  });
  it("keeps no timer in a command that ends with its reply", async () => {
    const { code, output } = await runSotto(place, ["say", "set a timer for five minutes"]);
    expect(output).toContain("Timers are kept by the running daemon, not here.");
    expect(code).toBe(1);
  });
  it("runs on under systemd, without a terminal, and keeps words out of the journal", async () => {
    const daemon = startSotto(place, ["run"], { INVOCATION_ID: "test" });
    await daemon.says(/<6>broker/);
    daemon.type("turn on the kitchen light");
    daemon.kill("SIGINT");
    expect((await daemon.ended).code).toBe(0);
    expect(daemon.output()).not.toContain("kitchen light");
    expect(daemon.output().split("\n").filter((line) => line !== "" && !/^<\d>/.test(line))).toEqual([]);
  });
  it("refuses a config with every mistake at once", async () => {
    const config = place.file("config.yaml", "mqtt: { urll: mqtt://x, password: secret }\nhear: { endpointer: { silenceMs: soon } }\n");
    const { code, errors } = await runSotto(place, ["run", "--config", config]);
    expect(errors.match(/config\.yaml:\d+:\d+/g)).toHaveLength(3);
    expect(errors).not.toContain("secret");
    expect(code).toBe(1);
  });
  it("checks a config without starting anything", async () => {
    const config = place.file("config.yaml", "site: { area: Kitchen }\n");
    const { code, output } = await runSotto(place, ["check", "--config", config]);
    expect(output).toMatch(/config +.*config\.yaml: ok[^]*intents +\d+ in/);
    expect(code).toBe(0);
  });
});

const withMosquitto = mosquittoIsThere();

describe.skipIf(!withMosquitto)("the daemon at a broker of the user's", () => {
  it("blames the broker, not the words, while it was never reached", async () => {
    const config = place.file("config.yaml", `mqtt: { url: "mqtt://127.0.0.1:${await freePort()}" }\nspeak: { engine: none }\n`);
    const { code, output } = await runSotto(place, ["say", "--config", config, "turn on the desk lamp"]);
    expect(output).toMatch(/failed +act: .*ECONNREFUSED.*\[MQTT_NOT_CONNECTED\][^]*reply +The broker is not connected, nothing was sent\./);
    expect(code).toBe(1);
  });
  it("logs in over TLS, finds a device that announces itself, and says what it reports", async () => {
    const certificates = makeCertificates(place.folder);
    const broker = await startMosquitto({ user: { name: "sotto", password: "pass word" }, certificate: certificates });
    const device = connect(broker.url, { username: "sotto", password: "pass word", ca: readFileSync(certificates.caFile) });
    device.on("message", (topic) => { if (topic === "desk/set") device.publish("desk/state", "ON"); });
    device.subscribe("desk/set");
    device.publish("homeassistant/switch/desk/config", JSON.stringify({ name: "Desk lamp", uniq_id: "desk", cmd_t: "desk/set", stat_t: "desk/state" }), { retain: true });
    const passwordFile = place.file("password", "pass word\n");
    const config = place.file("config.yaml", `mqtt: { url: "${broker.url}", username: sotto, passwordFile: ${passwordFile}, caFile: ${certificates.caFile} }\nspeak: { engine: none }\n`);
    const daemon = startSotto(place, ["run", "--config", config]);
    await daemon.says("1 devices");
    daemon.type("turn on the desk lamp");
    await daemon.says("The desk lamp is on.");
    daemon.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    device.end(true);
    await broker.cleanUp();
  });

  it("says that the broker is away, sends nothing, and works again when it is back", async () => {
    const broker = await startMosquitto();
    const announce = () => {
      const device = connect(broker.url);
      device.publish("homeassistant/lock/door/config", JSON.stringify({ name: "Back door", uniq_id: "door", cmd_t: "door/set", stat_t: "door/state" }), { retain: true });
      return device;
    };
    const first = announce();
    const config = place.file("config.yaml", `mqtt: { url: "${broker.url}" }\nspeak: { engine: none }\n`);
    const daemon = startSotto(place, ["run", "--config", config]);
    await daemon.says("1 devices");
    first.end(true);
    await broker.stop();
    await daemon.says("MQTT_NOT_CONNECTED");
    daemon.type("unlock the back door");
    await daemon.says("Say yes or no");
    daemon.type("yes");
    await daemon.says(/outcome +Back door: failed/);
    await broker.start();
    const second = announce();
    const late: string[] = [];
    second.on("message", (topic, payload) => late.push(`${topic} ${payload.toString()}`));
    second.subscribe("door/set");
    await eventually(() => daemon.output().split("connected to the broker").length > 2, "the reconnect");
    daemon.type("lock the back door");
    await eventually(() => late.length > 0, "the lock command");
    expect(late).toEqual(["door/set LOCK"]);
    daemon.kill("SIGTERM");
    await daemon.ended;
    second.end(true);
    await broker.cleanUp();
  });
});

const shared = process.env["SOTTO_SHARED"] ?? join(import.meta.dirname, "..", "..", "..", "shared");
const smallModel = join(shared, "models", "stories260K.gguf");
const hasModel = existsSync(smallModel);
if (!hasModel) console.warn("SKIPPED: the daemon with a language model, because ../shared is absent (or set SOTTO_SHARED)");

describe.skipIf(!hasModel)("the daemon with a language model", () => {
  it("asks it what no template fits, takes only a legal answer, and keeps its prompt for the next start", async () => {
    const config = place.file("config.yaml", `understand: { llm: { model: ${smallModel}, minimumProbability: 0, threads: 1 } }\nspeak: { engine: none }\n`);
    const said = ["say", "--config", config, "--json", "some light around the kitchen counter would be nice"];
    const first = await runSotto(place, said);
    expect(first.errors).toBe("");
    const [parsed] = eventsOf(first.output).filter(({ type }) => type === "parsed");
    // The model tells stories and knows nothing of homes: whatever it picks, it is one of the legal answers or none.
    expect(parsed?.["result"]).toMatchObject(eventsOf(first.output).some(({ type }) => type === "decided") ? { kind: "commands", matchedBy: "model" } : { reason: "noCommand" });
    expect(readdirSync(join(place.folder, "cache", "sotto")).length).toBeGreaterThan(0);
    const second = await runSotto(place, said);
    expect(eventsOf(second.output).find(({ type }) => type === "parsed")?.["result"]).toEqual(parsed?.["result"]);
  });
  it("stays silent below the probability that the config asks for", async () => {
    const config = place.file("config.yaml", `understand: { llm: { model: ${smallModel}, minimumProbability: 1, threads: 1 } }\nspeak: { engine: none }\n`);
    const { output } = await runSotto(place, ["say", "--config", config, "some light around the kitchen counter would be nice"]);
    expect(output).not.toContain("sent ");
  });
  it("refuses a file that is no model, says so, and understands templates all the same", async () => {
    const config = place.file("config.yaml", `understand: { llm: { model: ${place.file("bad.gguf", "GGUF and then nothing")} } }\nspeak: { engine: none }\n`);
    const free = await runSotto(place, ["say", "--config", config, "some light around the kitchen counter would be nice"]);
    expect(free.output).toMatch(/failed +understand: .*bad\.gguf.*\[MODEL_INVALID\]/);
    expect((await runSotto(place, ["say", "--config", config, "turn on the kitchen light"])).code).toBe(0);
  });
});

describe("from the microphone to the device", () => {
  it("hears through arecord, understands, acts and tells", async ({ skip }) => {
    if (spawnSync("arecord", ["--version"]).error !== undefined) {
      console.warn("SKIPPED: the microphone's whole way, because arecord is absent");
      skip();
    }
    const wav = readFileSync(speech);
    // One second of silence, the speech, two of silence; ALSA's file plugin then repeats what was last, which nobody hears.
    writeFileSync(join(place.folder, "sound.raw"), Buffer.concat([Buffer.alloc(32_000), wav.subarray(44), Buffer.alloc(64_000)]));
    place.file(".asoundrc", `pcm.!default { type file; slave.pcm { type null }; file /dev/null; infile "${join(place.folder, "sound.raw")}"; format raw }\n`);
    const config = place.file("config.yaml", scriptedEars(["Turn on the kitchen light.", "", "", "", "", ""]));
    const daemon = startSotto(place, ["run", "--config", config]);
    await daemon.says(/home +\d+ devices/);
    daemon.type("/talk");
    await daemon.says("The kitchen light is on.");
    expect(daemon.output()).toContain('heard      "Turn on the kitchen light."');
    daemon.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
  });
});

describe("sotto models", () => {
  it("lists what there is, for people and as JSON", async () => {
    const people = await runSotto(place, ["models", "list"]);
    expect(people.output).toMatch(/whisper-tiny\.en-q5_1 +stt +32\.2 MB +MIT +absent +\(default\)/);
    const json = await runSotto(place, ["models", "list", "--json"]);
    expect(eventsOf(json.output).map(({ id }) => id)).toContain("tinyllama-1.1b-chat-q4_k_m");
  });
  it("pulls from the configured mirror, and says what to do when the file is not there", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => { asked.push(request.url ?? ""); response.writeHead(404).end(); });
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const { port } = server.address() as AddressInfo;
    const config = place.file("config.yaml", `models: { mirror: "http://127.0.0.1:${port}", directory: ./models }\n`);
    const { code, errors } = await runSotto(place, ["models", "pull", "whisper-tiny.en-q5_1", "--config", config]);
    server.close();
    expect(asked).toEqual(["/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1/ggml-tiny.en-q5_1.bin"]);
    expect(errors).toMatch(/404.*\[DOWNLOAD_FAILED\]/);
    expect(code).toBe(1);
  });
  it("finds a damaged file, and knows a misspelt name", async () => {
    mkdirSync(join(place.folder, "models"));
    place.file("models/ggml-tiny.en-q5_1.bin", "not a model");
    const config = place.file("config.yaml", "models: { directory: ./models }\n");
    const verified = await runSotto(place, ["models", "verify", "--config", config]);
    expect(verified.output).toMatch(/whisper-tiny\.en-q5_1 +damaged: .*sotto models pull/);
    expect(verified.code).toBe(1);
    expect((await runSotto(place, ["models", "pull", "wisper-tiny.en-q5_1"])).errors).toMatch(/whisper-tiny\.en-q5_1.*\[MODEL_UNKNOWN\]/s);
  });
});

it("a wrong command line is told with the usage, and ends with 2", async () => {
  for (const args of [["fly"], ["say"], ["listen"], ["run", "--loud"], ["models", "burn"]]) {
    const { code, errors } = await runSotto(place, args);
    expect({ args, code, told: errors.includes("[USAGE]") }).toEqual({ args, code: 2, told: true });
  }
});
