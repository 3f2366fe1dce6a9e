import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultConfig, formatProblems, parseConfig, readConfigFile } from "../../src/daemon/config-file.ts";

const read = (text: string) => parseConfig(text, "/etc/sotto");
function problemsOf(text: string): readonly string[] {
  const parsed = read(text);
  return parsed.kind === "valid" ? [] : formatProblems("f", parsed.problems).split("\n");
}
function configOf(text: string) {
  const parsed = read(text);
  if (parsed.kind === "invalid") throw new Error(formatProblems("f", parsed.problems));
  return parsed.config;
}

describe("a config", () => {
  it.each(["", "\n", "# nothing\n", "mqtt:\nhear:\n  endpointer:\nlog:\n", "---\n", "{}"])("that says nothing (%j) is the default one", (text) => {
    expect(configOf(text)).toEqual(defaultConfig());
  });
  it("keeps what it says and fills in the rest", () => {
    const config = configOf("mqtt: { url: mqtts://broker:8883, username: sotto }\nunderstand: { llm: { gpu: cuda, threads: 3 } }\nspeak: { voice: en-gb }\n");
    expect(config.mqtt).toMatchObject({ url: "mqtts://broker:8883", username: "sotto", discoveryPrefix: "homeassistant" });
    expect(config.understand.llm).toMatchObject({ gpu: "cuda", threads: 3, enabled: true });
  });
  it("counts relative paths from its own folder, and tells a model's path from its id", () => {
    const config = configOf("mqtt: { username: me, passwordFile: secret/password }\ntranscribe: { model: mine/ggml-x.bin }\nunderstand: { llm: { model: tinyllama-1.1b-chat-q4_k_m } }\n");
    expect([config.mqtt.passwordFile, config.transcribe.model, config.understand.llm.model]).toEqual(["/etc/sotto/secret/password", "/etc/sotto/mine/ggml-x.bin", "tinyllama-1.1b-chat-q4_k_m"]);
  });
  it("is frozen, all the way down", () => {
    const config = configOf("");
    expect([config, config.hear, config.hear.endpointer].every(Object.isFrozen)).toBe(true);
    expect(defaultConfig()).not.toBe(defaultConfig());
  });
});

describe("a mistake", () => {
  it.each([
    ["an unknown section", "speek: {}", "f:1:1: speek: is not a key, expected one of mqtt, home, homeAssistant, hear, transcribe, understand, decide, speak, site, log, models; did you mean speak?"],
    ["an unknown key", "log:\n  leval: info", "f:2:3: log.leval: is not a key, expected one of level; did you mean log.level?"],
    ["a key in the wrong section", "hear:\n  silenceMs: 700", "f:2:3: hear.silenceMs: is not a key, expected one of recorder, device, endpointer; did you mean hear.endpointer.silenceMs?"],
    ["a key that resembles nothing", "log:\n  zzzzzzzzzzz: 1", "f:2:3: log.zzzzzzzzzzz: is not a key, expected one of level"],
    ["a key of JavaScript's own", "__proto__: {}", "f:1:1: __proto__: is not a key, expected one of mqtt, home, homeAssistant, hear, transcribe, understand, decide, speak, site, log, models"],
    ["a number out of range", "decide:\n  confirmTimeoutMs: 5", "f:2:21: decide.confirmTimeoutMs: is 5, expected a whole number from 1000 to 60000"],
    ["half a millisecond", "decide: { confirmTimeoutMs: 2000.5 }", "f:1:29: decide.confirmTimeoutMs: is 2000.5, expected a whole number from 1000 to 60000"],
    ["an endless number", "hear: { endpointer: { threshold: .inf } }", "f:1:34: hear.endpointer.threshold: is Infinity, expected a number from 0.05 to 0.95"],
    ["a word that is none of the choices", "hear:\n  recorder: parecord", "f:2:13: hear.recorder: is \"parecord\", expected arecord or sox"],
    ["yes for true", "understand: { llm: { enabled: yes } }", "f:1:31: understand.llm.enabled: is \"yes\", expected true or false"],
    ["off for false", "understand: { llm: { gpu: off } }", "f:1:27: understand.llm.gpu: is \"off\", expected false, auto, cuda, vulkan or metal"],
    ["a number for a text", "mqtt: { username: 42 }", "f:1:19: mqtt.username: is 42, expected a text (put it in quotes)"],
    ["a list for a text", "site: { area: [Kitchen] }", "f:1:15: site.area: is a list, expected a text"],
    ["a section for a text", "site: { area: { name: Kitchen } }", "f:1:15: site.area: is a section, expected a text"],
    ["a text for a section", "hear: loud", "f:1:7: hear: is \"loud\", expected a section"],
    ["an empty value", "mqtt:\n  url:\n", "f:2:3: mqtt.url: is empty, expected a text"],
    ["a file that is a list", "- mqtt", "f:1:1: is not a mapping, expected sections like \"mqtt:\""],
    ["an address that is none", "mqtt: { url: localhost }", "f:1:14: mqtt.url: is \"localhost\", expected a URL like mqtt://192.168.1.10:1883 (mqtt, mqtts, ws or wss)"],
    ["a path in shorthand", "mqtt: { username: a, passwordFile: ~/p }", "f:1:36: mqtt.passwordFile: is \"~/p\", expected a path written out in full (~ is not expanded)"],
    ["a wildcard in the prefix", "mqtt: { discoveryPrefix: 'home/#' }", "f:1:26: mqtt.discoveryPrefix: is \"home/#\", expected an MQTT topic without + and #"],
    ["a certificate without its key", "mqtt: { url: 'mqtts://b', certFile: c.pem }", "f:1:37: mqtt.certFile: needs more, expected mqtt.keyFile beside it"],
    ["a password without a name", "mqtt: { passwordFile: p }", "f:1:23: mqtt.passwordFile: needs more, expected mqtt.username beside it"],
    ["a certificate authority without TLS", "mqtt: { url: 'mqtt://b', caFile: ca.pem }", "f:1:34: mqtt.caFile: needs more, expected mqtt.url to begin with mqtts:// or wss://"],
    ["an hour that is none", "decide: { quietHours: { from: '25:00', to: '06:30' } }", "f:1:31: decide.quietHours.from: is \"25:00\", expected a time of day like 22:30"],
    ["half of the quiet hours", "decide: { quietHours: { from: '22:00' } }", "f:1:23: decide.quietHours: needs more, expected decide.quietHours.to beside from"],
    ["a guard that lowers the house's", "decide: { guard: { unlock: none } }", "f:1:28: decide.guard.unlock: is \"none\", expected yes, pin or never"],
    ["a PIN in the config", "decide: { pin: 4711 }", "f:1:11: decide.pin: a PIN does not belong in this file. `sotto pin set FILE` writes its hash into a file of its own; name that as decide.pinFile"],
    ["a key written twice", "log: { level: info }\nlog: { level: debug }", "f:2:1: a key that is there already, expected each key once"],
    ["a second document", "log: { level: info }\n---\nlog: {}", "f:2:1: a second document (---), expected one"],
    ["an alias", "mqtt:\n  url: &a mqtt://b\nsite: { area: *a }", "f:3:15: an alias (*), expected the value itself"],
  ])("like %s is told with its place", (_, text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });
  it("does not hide the next: all are told, in the order of the file", () => {
    const places = problemsOf("mqtt:\n  pasword: x\n  url: nonsense\nhear: { recorder: x, endpointer: { maxMs: 1 } }\nlogg: {}\n").map((line) => line.split(" ")[1]);
    expect(places).toEqual(["mqtt.pasword:", "mqtt.url:", "hear.recorder:", "hear.endpointer.maxMs:", "logg:"]);
  });
  it("in the YAML itself is told with its place", () => {
    expect(problemsOf("mqtt:\n  url: [\n")[0]).toMatch(/^f:\d+:\d+: .+, expected YAML$/);
  });
});

describe("a list of kinds", () => {
  it("is read, in either way of writing it, and frozen", () => {
    const config = configOf("site: { neverByVoice: [lock, siren] }\ndecide:\n  quietHours:\n    kinds:\n      - vacuum\n");
    expect([config.site.neverByVoice, config.decide.quietHours.kinds]).toEqual([["lock", "siren"], ["vacuum"]]);
    expect([Object.isFrozen(config.site.neverByVoice), Object.isFrozen(defaultConfig().decide.quietHours.kinds)]).toEqual([true, true]);
  });
  it.each([["[lock, dragon]", '"dragon"'], ["[[lock]]", "a section"], ["[{ a: b }]", "a section"], ["[1]", "1"], ["[null]", "empty"], ["lock", '"lock"'], ["{ lock: true }", "a section"]])("that is %s is told with its place", (list, shown) => {
    expect(problemsOf(`site: { neverByVoice: ${list} }`)).toEqual([expect.stringMatching(/^f:1:23: site\.neverByVoice: is .*, expected a list of light, switch, /)]);
    expect(problemsOf(`site: { neverByVoice: ${list} }`)[0]).toContain(`is ${shown},`);
  });
});

describe("a password", () => {
  it("is refused as a key, with what to do instead, and not repeated", () => {
    const [problem] = problemsOf("mqtt: { password: hunter2 }");
    expect(problem).toContain("mqtt.passwordFile");
    expect(problem).not.toContain("hunter2");
  });
  it.each(["mqtt://ada:hunter2@broker", "mqtts://:hunter2@broker:8883/", "wss://ada:hunter2@broker/mqtt?x=1"])("in the address %s is refused and not repeated", (url) => {
    const [problem] = problemsOf(`mqtt: { url: "${url}" }`);
    expect(problem).toContain("expected a URL without a name and a password in it");
    expect(problem).not.toContain("hunter2");
  });
});

describe("a hostile text", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]", ..."bcdefghij".split("").map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(",")}]`)].join("\n");
  it.each([
    ["a bomb of aliases", bomb, /an alias/], ["brackets without end", "[".repeat(60_000), /expected/], ["braces without end", "{a: ".repeat(15_000), /expected/],
    ["a megabyte", "#".repeat(1_000_000), /holds more than 64 kB/], ["zeros", "\0".repeat(100), /expected/], ["a tag that makes code", "log: !!js/function 'x'", /expected/],
    ["a key with a newline", "\"log\\nf:1:1: forged\": 1", /is not a key/], ["a key that is a list", "? [a]\n: 1", /is not a key/],
  ])("(%s) is refused in a few lines", (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatch(expected);
    expect(problems.length).toBeLessThan(100);
  });
});

describe("a config file", () => {
  let folder = "";
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "sotto-config-")); });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (content: string | Buffer) => {
    const path = join(folder, "config.yaml");
    await writeFile(path, content);
    return path;
  };

  it("is read", async () => {
    expect(await readConfigFile(await file("site: { area: Küche }"))).toMatchObject({ site: { area: "Küche" } });
  });
  it("with a byte order mark is read", async () => {
    expect(await readConfigFile(await file("\ufeffsite: { area: Hall }"))).toMatchObject({ site: { area: "Hall" } });
  });
  it("with mistakes is refused with its own name and every place", async () => {
    const path = await file("a: 1\nb: 2\n");
    await expect(readConfigFile(path)).rejects.toMatchObject({ code: "CONFIG_INVALID", message: expect.stringContaining(`${path}:2:1: b`) });
  });
  it.each([["missing", "no-such-file"], ["a folder", "."]])("that is %s is refused by its name", async (_, name) => {
    await expect(readConfigFile(join(folder, name))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", message: expect.stringContaining(join(folder, name)) });
  });
  it.each([["is binary", Buffer.from([0xff, 0xfe, 0x00, 0x9c])], ["is huge", Buffer.alloc(2_000_000, 0x23)]])("that %s is refused", async (_, bytes) => {
    await expect(readConfigFile(await file(bytes))).rejects.toMatchObject({ code: "CONFIG_UNREADABLE" });
  });
});
