import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AssistantError } from "../../src/base/errors.ts";
import { standardSettings } from "../../src/base/runtime-settings.ts";
import { defaultConfig, parseConfig } from "../../src/daemon/config-file.ts";
import { createKeeper, readKept } from "../../src/daemon/kept-file.ts";
import type { LoadedConfig } from "../../src/daemon/load-config.ts";
import { connectionOf, forgetPresence, openPresence, openSettings } from "../../src/daemon/presence.ts";
import { eventually } from "../fakes/started-bus.ts";
import * as v from "valibot";

let folder: string;
let troubles: AssistantError[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-presence-"));
  troubles = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entities = new Map([["mute", { platform: "switch", name: "Mute" }]]);
const onTrouble = (error: AssistantError) => { troubles.push(error); };
const never = new AbortController().signal;
const identityFile = () => join(folder, "home-assistant.json");

function loaded(yaml: string, state = folder): LoadedConfig {
  const parsed = yaml === "" ? { kind: "valid" as const, config: defaultConfig() } : parseConfig(yaml, folder);
  if (parsed.kind !== "valid") throw new Error(JSON.stringify(parsed.problems));
  const directories = { config: [], state, cache: folder, runtime: undefined, credentials: undefined, models: folder };
  return { config: parsed.config, file: undefined, directories, modelsDirectory: folder, intentsDirectory: folder };
}
const announcing = "mqtt: { url: mqtt://broker }\n";
const silent = `${announcing}homeAssistant: { announce: false }\n`;
const kept = () => JSON.parse(readFileSync(identityFile(), "utf8")) as { readonly id: string; readonly announced?: { readonly discoveryPrefix: string } };

describe("the presence in Home Assistant", () => {
  it("is none with a broker of Sotto's own, or when it was never wanted, and nothing is kept", async () => {
    expect(await openPresence(loaded(""), onTrouble)).toBeUndefined();
    expect(await openPresence(loaded(silent), onTrouble)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });
  it("has the same id at each start, which only this user may read", async () => {
    const first = await openPresence(loaded(announcing), onTrouble);
    const second = await openPresence(loaded(announcing), onTrouble);
    expect(first?.topics.nodeId).toMatch(/^sotto_[0-9a-f]{8}$/);
    expect(second?.topics.nodeId).toBe(first?.topics.nodeId);
    expect(statSync(identityFile()).mode & 0o777).toBe(0o600);
  });
  it("tells the broker what to say when the connection is lost, and whose topics these are", async () => {
    const presence = await openPresence(loaded(announcing), onTrouble);
    expect(connectionOf(presence)).toEqual({ ownTopics: [presence?.topics.base, presence?.topics.discovery], will: { topic: presence?.topics.availability, payload: "offline" } });
    expect(connectionOf(undefined)).toEqual({});
  });
  it("remembers what was announced, and where", async () => {
    const presence = await openPresence(loaded(announcing), onTrouble);
    presence?.remember(entities);
    await eventually(() => kept().announced !== undefined, "the memory");
    expect(kept().announced).toEqual({ discoveryPrefix: "homeassistant", entities: { mute: { platform: "switch", name: "Mute" } } });
    expect((await openPresence(loaded(announcing), onTrouble))?.before).toEqual(entities);
  });
  it("is to be taken back when it is no longer wanted, without a last will", async () => {
    (await openPresence(loaded(announcing), onTrouble))?.remember(entities);
    await eventually(() => kept().announced !== undefined, "the memory");
    const presence = await openPresence(loaded(silent), onTrouble);
    expect([presence?.kind, connectionOf(presence).will]).toEqual(["silent", undefined]);
    presence?.remember(undefined);
    await eventually(() => kept().announced === undefined, "the forgetting");
    expect(await openPresence(loaded(silent), onTrouble)).toBeUndefined();
  });
  it("has left something under the old discovery prefix when that has changed", async () => {
    (await openPresence(loaded(announcing), onTrouble))?.remember(entities);
    await eventually(() => kept().announced !== undefined, "the memory");
    const presence = await openPresence(loaded("mqtt: { url: mqtt://broker, discoveryPrefix: ha }"), onTrouble);
    expect([presence?.stale?.discovery, presence?.topics.discovery, presence?.before.size]).toEqual([`homeassistant/device/${presence?.topics.nodeId}/config`, `ha/device/${presence?.topics.nodeId}/config`, 0]);
  });
  it.each([["nonsense", "{"], ["an id with wildcards", '{"id":"#/+"}'], ["an id that is a path", '{"id":"../../x"}'], ["another thing", "[]"], ["entities of a wrong type", '{"id":"abcd1234","announced":{"discoveryPrefix":"x","entities":{"a":1}}}']])("is not opened from a file that holds %s", async (_name, text) => {
    writeFileSync(identityFile(), text);
    await expect(openPresence(loaded(announcing), onTrouble)).rejects.toMatchObject({ code: "STATE_UNUSABLE", message: expect.stringContaining(identityFile()) });
  });
  it("is not opened where it cannot be kept: each start would be another device", async () => {
    writeFileSync(join(folder, "taken"), "");
    await expect(openPresence(loaded(announcing, join(folder, "taken", "state")), onTrouble)).rejects.toMatchObject({ code: "STATE_UNUSABLE" });
  });
  it("is forgotten with its settings", async () => {
    await openPresence(loaded(announcing), onTrouble);
    await forgetPresence(loaded(announcing));
    await forgetPresence(loaded(announcing));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("settings from Home Assistant", () => {
  it("hold over a restart", async () => {
    const presence = await openPresence(loaded(announcing), onTrouble);
    const settings = await openSettings(loaded(announcing), presence, onTrouble, never);
    settings.set({ muted: true, volumePct: 7 });
    await eventually(() => readdirSync(folder).includes("settings.json"), "the file");
    expect((await openSettings(loaded(announcing), presence, onTrouble, never)).get()).toEqual({ muted: true, volumePct: 7, sensitivityPct: 50 });
  });
  it("do not hold when Sotto is not in Home Assistant any more: nothing could switch the microphone on again", async () => {
    writeFileSync(join(folder, "settings.json"), '{"muted":true,"volumePct":7,"sensitivityPct":1}');
    expect((await openSettings(loaded(silent), undefined, onTrouble, never)).get()).toEqual(standardSettings);
  });
  it.each(["{", '{"muted":"yes"}', '{"muted":true,"volumePct":1e9,"sensitivityPct":0}'])("start anew from a damaged file (%s), and that is told", async (text) => {
    writeFileSync(join(folder, "settings.json"), text);
    const presence = await openPresence(loaded(announcing), onTrouble);
    expect((await openSettings(loaded(announcing), presence, onTrouble, never)).get()).toEqual(standardSettings);
    expect(troubles).toEqual([expect.objectContaining({ code: "STATE_UNUSABLE" })]);
  });
});

describe("what is kept", () => {
  it("is the newest of many changes, whole at any time", async () => {
    const file = join(folder, "numbers.json");
    const keep = createKeeper(file, onTrouble);
    for (let count = 0; count <= 500; count++) keep({ count });
    const schema = v.object({ count: v.number() });
    await eventually(() => readdirSync(folder).includes("numbers.json"), "the file");
    const read = async () => (await readKept(file, schema))?.count ?? -1;
    while (await read() !== 500) expect(await read()).toBeGreaterThanOrEqual(0);
    expect(troubles).toEqual([]);
  });
  it("tells when it cannot be written, and tries again with the next change", async () => {
    writeFileSync(join(folder, "taken"), "");
    const keep = createKeeper(join(folder, "taken", "x.json"), onTrouble);
    keep(1);
    await eventually(() => troubles.length === 1, "the trouble");
    rmSync(join(folder, "taken"));
    keep(2);
    await eventually(() => readdirSync(folder).includes("taken"), "the second attempt");
  });
});
