// Sotto on a real broker, as an observer sees it who is connected on his own.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkHome } from "../../src/act/home-link.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { createRuntimeSettings, type RuntimeSettingsStore, standardSettings } from "../../src/base/runtime-settings.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import { type Announcer, type AnnouncerParts, type OwnVoice, startAnnouncer } from "../../src/bridges/announcer.ts";
import { removeTraces } from "../../src/bridges/farewell.ts";
import { allTopicsOf, ownTopics, type OwnTopics } from "../../src/bridges/own-topics.ts";
import type { TurnNews } from "../../src/bridges/turn-story.ts";
import { emptyHome, type Home } from "../../src/home/home.ts";
import { readAnnouncedDevice } from "../fakes/home-assistant-schema.ts";
import { type Mosquitto, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";
import { type MqttObserver, observe, retainedOn } from "../fakes/mqtt-observer.ts";
import { lampOn, scriptedHome, understood } from "../fakes/scripted-turn.ts";
import { aMoment, eventually, lasting, startBus, type StartedBus } from "../fakes/started-bus.ts";
import { type TcpLine, tcpLineTo } from "../fakes/tcp-line.ts";
import { testDevice } from "../fixtures/home.ts";
import { english } from "../understand/english.ts";

type Sotto = {
  readonly topics: OwnTopics; readonly announcer: Announcer; readonly settings: RuntimeSettingsStore; readonly started: StartedBus;
  readonly spoken: string[]; readonly problems: AssistantError[]; readonly announced: string[][]; readonly removed: () => number; readonly line: TcpLine;
  readonly setHome: (home: Home) => void;
};
const real = mosquittoIsThere();
const shipped = new Set(english.intents.map(({ id }) => id));
let broker: Mosquitto;
let observer: MqttObserver;
const sottos: Sotto[] = [];
const ending: AbortController[] = [];

beforeEach(async () => {
  if (!real) return;
  broker = await startMosquitto();
  observer = await observe(broker.url);
});
afterEach(async () => {
  if (!real) return;
  for (const controller of ending.splice(0)) controller.abort(new DOMException("the test is over", "AbortError"));
  for (const { started, line } of sottos.splice(0)) {
    await started.bus[Symbol.asyncDispose]();
    await line.cleanUp();
  }
  await observer.close();
  await broker.cleanUp();
});

function partsOf(bus: OwnVoice, topics: OwnTopics): AnnouncerParts {
  return {
    bus, topics, facts: { name: "Sotto", area: undefined, version: "0.1.0" }, heardText: false, intents: english.intents, shipped, home: () => scriptedHome,
    settings: createRuntimeSettings(standardSettings), speak: async () => undefined, before: new Map(),
    onAnnounced: () => undefined, onRemoved: () => undefined, onProblem: () => undefined, nowMs: monotonicNowMs, nowIso: () => "2026-01-01T00:00:00.000Z",
    waits: { leastJitterMs: 20, mostJitterMs: 60, subscribedMs: 150, scenesKnownMs: 400 },
  };
}

async function startSotto(id: string, more: Partial<AnnouncerParts> = {}): Promise<Sotto> {
  const topics = ownTopics(id, "homeassistant");
  const line = await tcpLineTo(broker.port);
  const started = startBus({ url: line.url, ownTopics: [topics.base, topics.discovery], will: { topic: topics.availability, payload: "offline" } });
  const [spoken, problems, announced]: [string[], AssistantError[], string[][]] = [[], [], []];
  const settings = createRuntimeSettings(standardSettings);
  let home = scriptedHome;
  let removed = 0;
  const stop = new AbortController();
  ending.push(stop);
  const announcer = startAnnouncer({
    ...partsOf(started.bus, topics), home: () => home, settings, speak: async (text) => { spoken.push(text); },
    onAnnounced: (entities) => announced.push([...entities.keys()]), onRemoved: () => { removed++; }, onProblem: (error) => problems.push(error), ...more,
  }, stop.signal);
  const sotto: Sotto = { topics, announcer, settings, started, spoken, problems, announced, removed: () => removed, line, setHome: (next) => { home = next; } };
  sottos.push(sotto);
  await observer.shows(topics.availability, "online");
  await observer.shows(topics.state("say"), "");
  return sotto;
}

/** A turn that switched on the lamp after somebody said so. */
function turnNews(said: string, turnId = "1"): readonly TurnNews[] {
  return [
    { type: "turn.started", turnId }, { type: "parsed", turnId, text: said, result: understood(lampOn) },
    { type: "acted", turnId, command: lampOn, report: { messages: [], outcomes: [{ deviceId: lampOn.deviceIds[0], result: "confirmed", state: { on: true }, tookMs: 1 }] } },
    { type: "replied", turnId, text: "The lamp is on." }, { type: "turn.ended", turnId, result: "done" },
  ];
}
const scene = (name: string, id: string) => testDevice(name, "scene", { id });
const homeOf = (...devices: readonly ReturnType<typeof testDevice>[]): Home => ({ ...emptyHome, devices: new Map(devices.map((device) => [device.id, device])) });

describe.skipIf(!real)("a Sotto on a broker", () => {
  it("announces itself, is online and tells its settings, for those too who come later", async () => {
    const { topics } = await startSotto("aaaa");
    const kept = await retainedOn(broker.url);
    expect([...kept.keys()].sort()).toEqual([topics.discovery, topics.availability, topics.state("mute"), topics.state("sensitivity"), topics.state("volume")].sort());
    expect(readAnnouncedDevice(kept.get(topics.discovery) ?? "").device.identifiers).toEqual(["sotto_aaaa"]);
    expect([topics.availability, topics.state("mute"), topics.state("volume"), topics.state("sensitivity")].map((topic) => kept.get(topic))).toEqual(["online", "OFF", "100", "50"]);
  });

  it("is offline by the broker's word when its connection is cut, and online when it is back", async () => {
    const { topics, line } = await startSotto("aaaa");
    line.cut();
    await observer.shows(topics.availability, "offline");
    expect((await retainedOn(broker.url)).get(topics.availability)).toBe("offline");
    line.mend();
    await observer.shows(topics.availability, "online");
    expect((await retainedOn(broker.url)).get(topics.availability)).toBe("online");
  });

  it("says offline itself before it goes", async () => {
    const { topics, announcer, started } = await startSotto("aaaa");
    // As the daemon does: its listeners end with it.
    ending.splice(0).forEach((controller) => controller.abort(new DOMException("stop", "AbortError")));
    announcer.leave();
    await started.bus[Symbol.asyncDispose]();
    await observer.shows(topics.availability, "offline");
  });

  it("contradicts the will of a connection of its own that was given up late", async () => {
    const { topics } = await startSotto("aaaa");
    await observer.say(topics.availability, "offline", { retain: true });
    await eventually(() => observer.live(topics.availability).join() === "online,offline,online", "the contradiction");
  });

  it("announces itself anew when Home Assistant has started, once however often that is said, and not for a replayed message", async () => {
    await observer.say("homeassistant/status", "online", { retain: true });
    const { topics } = await startSotto("aaaa");
    await aMoment(150);
    expect(observer.live(topics.discovery).length).toBe(1);
    for (let count = 0; count < 3; count++) await observer.say("homeassistant/status", "online");
    await eventually(() => observer.live(topics.discovery).length > 1, "the second announcement");
    await aMoment(150);
    expect(observer.live(topics.discovery).length).toBe(2);
    expect(observer.live(topics.availability)).toEqual(["online", "online"]);
    await observer.say("homeassistant/status", "offline");
    await aMoment(150);
    expect(observer.live(topics.discovery).length).toBe(2);
  });

  it("tells all that was kept again to a broker that lost it", async () => {
    const { topics, announcer, started } = await startSotto("aaaa");
    for (const news of turnNews("turn on the lamp")) announcer.heard(news);
    await eventually(() => observer.live(topics.state("last_outcome")).length > 0, "the outcome");
    const before = await retainedOn(broker.url);
    const connections = () => started.statuses.filter(({ kind }) => kind === "connected").length;
    await broker.stop();
    await broker.start();
    await eventually(() => connections() === 2, "the reconnect");
    await aMoment();
    expect(before.size).toBe(7);
    expect(await retainedOn(broker.url)).toEqual(before);
  });

  it("takes its settings and answers each with the state", async () => {
    const { topics, settings } = await startSotto("aaaa");
    await observer.say(topics.command("mute"), "ON");
    await observer.shows(topics.state("mute"), "ON");
    await observer.say(topics.command("volume"), "35");
    await observer.shows(topics.state("volume"), "35");
    await observer.say(topics.command("sensitivity"), "80");
    await observer.shows(topics.state("sensitivity"), "80");
    expect(settings.get()).toEqual({ muted: true, volumePct: 35, sensitivityPct: 80 });
    expect((await retainedOn(broker.url)).get(topics.state("mute"))).toBe("ON");
  });

  it.each([["mute", "maybe"], ["volume", "loud"], ["volume", "1000"], ["sensitivity", ""], ["repeat", "press"]] as const)("answers %s %j with the state as it was, and says what was wrong", async (key, payload) => {
    const { topics, settings, problems } = await startSotto("aaaa");
    const before = observer.live(topics.state("volume")).length;
    await observer.say(topics.command(key), payload);
    await eventually(() => observer.live(topics.state("volume")).length > before, "the answer");
    expect(settings.get()).toEqual(standardSettings);
    expect(problems).toEqual([expect.objectContaining({ code: "HOME_MESSAGE_INVALID", message: expect.stringContaining(topics.command(key)) })]);
  });

  it("does nothing about a command that the broker kept", async () => {
    const topics = ownTopics("aaaa", "homeassistant");
    for (const [key, payload] of [["mute", "ON"], ["volume", "1"], ["say", "boo"], ["repeat", "PRESS"]] as const) await observer.say(topics.command(key), payload, { retain: true });
    const { settings, spoken } = await startSotto("aaaa");
    await aMoment();
    expect([settings.get(), spoken]).toEqual([standardSettings, []]);
  });

  it("shows that it says nothing once more when Home Assistant surely listens", async () => {
    const { topics } = await startSotto("aaaa");
    await eventually(() => observer.live(topics.state("say")).length === 2, "the second time");
    expect(observer.live(topics.state("say"))).toEqual(["", ""]);
  });

  it("says a text, shows it while it does so, and never takes it for a command", async () => {
    const { topics, spoken } = await startSotto("aaaa");
    await observer.say(topics.command("say"), "Unlock the front door.");
    await eventually(() => observer.live(topics.state("say")).join("|").startsWith("|Unlock the front door.|"), "the text and its end");
    expect(spoken).toEqual(["Unlock the front door."]);
    expect((await retainedOn(broker.url)).has(topics.state("say"))).toBe(false);
  });

  it("repeats its last reply, and nothing before there was one", async () => {
    const { topics, announcer, spoken } = await startSotto("aaaa");
    await observer.say(topics.command("repeat"), "PRESS");
    await aMoment();
    expect(spoken).toEqual([]);
    for (const news of turnNews("turn on the lamp")) announcer.heard(news);
    await observer.say(topics.command("repeat"), "PRESS");
    await eventually(() => spoken.length > 0, "the repetition");
    expect(spoken).toEqual(["The lamp is on."]);
  });

  it("is not overwhelmed by an automation that runs wild", async () => {
    const { topics, spoken, problems } = await startSotto("aaaa", { speak: () => new Promise(() => undefined) });
    for (let count = 0; count < 50; count++) await observer.say(topics.command("say"), `text ${count}`);
    await eventually(() => problems.length === 46, "the refusals");
    expect(spoken).toEqual([]);
  });

  it("tells of a turn: command, events, outcome; and no word that was said", async () => {
    const { topics, announcer } = await startSotto("aaaa");
    for (const news of turnNews("elephants please turn on the lamp")) announcer.heard(news);
    await eventually(() => observer.live(topics.state("last_outcome")).length > 0, "the outcome");
    expect(JSON.parse(observer.live(topics.state("last_command"))[0] ?? "")).toMatchObject({ summary: "HassTurnOn lamp", at: "2026-01-01T00:00:00.000Z" });
    expect(observer.live(topics.event("intent_hass_turn_on")).map((payload) => (JSON.parse(payload) as { event_type: string }).event_type)).toEqual(["recognized", "done"]);
    expect(JSON.parse(observer.live(topics.state("last_outcome"))[0] ?? "")).toMatchObject({ outcome: "done", devices: { lamp: "confirmed" } });
    expect(JSON.stringify(observer.seen)).not.toContain("elephants");
    expect([...(await retainedOn(broker.url)).keys()].filter((topic) => topic.includes("/event/"))).toEqual([]);
  });

  it("tells what was heard when that is wanted, and lets nobody keep it", async () => {
    const { topics, announcer } = await startSotto("aaaa", { heardText: true });
    for (const news of turnNews("elephants please turn on the lamp")) announcer.heard(news);
    await observer.shows(topics.state("last_heard"), "elephants please turn on the lamp");
    expect(JSON.stringify([...(await retainedOn(broker.url))])).not.toContain("elephants");
  });

  it("takes back an entity that is no more, with a word of its own, and remembers that", async () => {
    const { topics, announced } = await startSotto("aaaa", { before: new Map([["last_heard", { platform: "sensor", name: "Last heard" }], ["mute", { platform: "switch", name: "Mute" }]]) });
    const [first, second, ...more] = observer.live(topics.discovery).map((payload) => (JSON.parse(payload) as { components: Record<string, unknown> }).components);
    expect(first?.["last_heard"]).toEqual({ platform: "sensor" });
    expect(second).not.toHaveProperty("last_heard");
    expect(more).toEqual([]);
    expect(announced.at(-1)).not.toContain("last_heard");
  });

  it("follows the scenes of the home: a new one at once, a lost one when it is surely gone", async () => {
    const { topics, announcer, setHome } = await startSotto("aaaa", { before: new Map([["scene_scene_old", { platform: "event", name: "Old" }]]) });
    const componentsNow = () => (JSON.parse(observer.live(topics.discovery).at(-1) ?? "{}") as { components: Record<string, { readonly name?: string }> }).components;
    setHome(homeOf(scene("Good night", "scene.gn")));
    announcer.homeChanged();
    await eventually(() => componentsNow()["scene_scene_gn"]?.name === "Good night", "the new scene");
    setHome(homeOf(scene("Sleep well", "scene.gn")));
    announcer.homeChanged();
    await eventually(() => componentsNow()["scene_scene_gn"]?.name === "Sleep well", "the new name");
    expect(componentsNow()["scene_scene_old"]?.name).toBe("Old");
    await eventually(() => observer.live(topics.discovery).join().includes('"scene_scene_old":{"platform":"event"}'), "the end of the lost scene");
    await eventually(() => !("scene_scene_old" in componentsNow()), "nothing of it");
    const count = observer.live(topics.discovery).length;
    announcer.homeChanged();
    await aMoment();
    expect(observer.live(topics.discovery).length).toBe(count);
  });

  it("falls silent and leaves nothing behind when it is removed in Home Assistant", async () => {
    const { topics, announcer, removed } = await startSotto("aaaa");
    for (const news of turnNews("turn on the lamp")) announcer.heard(news);
    // Home Assistant does so for each entity.
    for (let count = 0; count < 3; count++) await observer.say(topics.discovery, "", { retain: true });
    await eventually(() => removed() > 0, "the removal");
    for (const news of turnNews("turn on the lamp", "2")) announcer.heard(news);
    await observer.say("homeassistant/status", "online");
    await aMoment();
    announcer.leave();
    expect([...await retainedOn(broker.url)]).toEqual([]);
    expect(removed()).toBe(1);
  });

  it("is gone without a trace after it was taken back", async () => {
    const { topics, announcer, line } = await startSotto("aaaa");
    for (const news of turnNews("turn on the lamp")) announcer.heard(news);
    await eventually(() => observer.live(topics.state("last_outcome")).length > 0, "the outcome");
    line.cut();
    await observer.shows(topics.availability, "offline");
    await observer.say("sotto/bbbb/availability", "online", { retain: true });
    await observer.say("zigbee2mqtt/bridge/state", "online", { retain: true });
    const { bus } = startBus({ url: broker.url, ownTopics: [topics.base, topics.discovery] });
    const removed = await removeTraces(bus, allTopicsOf(topics), lasting());
    expect(removed[0]).toBe(topics.discovery);
    expect(removed.length).toBe(7);
    expect([...(await retainedOn(broker.url)).keys()].sort()).toEqual(["sotto/bbbb/availability", "zigbee2mqtt/bridge/state"]);
    expect(await removeTraces(bus, allTopicsOf(topics), lasting())).toEqual([]);
    await bus[Symbol.asyncDispose]();
  });
});

describe("a Sotto that is online", () => {
  it("hears commands already: it subscribes before it says so, on a connection that is there", async () => {
    const order: string[] = [];
    const stop = new AbortController();
    // As the real bus does: subscriptions of one breath go out together, a little later.
    const bus: OwnVoice = {
      subscribe: (filters) => queueMicrotask(() => order.push(...filters.map((filter) => `subscribes ${filter}`))),
      tell: ({ topic }) => { order.push(`tells ${topic}`); },
      onConnected: (listener) => listener(),
      status: () => ({ kind: "connected", protocolVersion: 5 }),
    };
    const topics = ownTopics("aaaa", "homeassistant");
    startAnnouncer(partsOf(bus, topics), stop.signal);
    await eventually(() => order.includes(`tells ${topics.availability}`), "online");
    stop.abort(new DOMException("stop", "AbortError"));
    const firstTold = order.findIndex((step) => step.startsWith("tells"));
    for (const key of ["mute", "volume", "sensitivity", "say", "repeat"]) expect(order.slice(0, firstTold)).toContain(`subscribes ${topics.command(key)}`);
  });
});

describe.skipIf(!real)("two Sottos at one broker", () => {
  it("are no devices to each other or to themselves, and a lamp is one to both", async () => {
    const twins = [await startSotto("aaaa"), await startSotto("bbbb")];
    await observer.say("homeassistant/light/lamp/config", JSON.stringify({ name: "Lamp", uniq_id: "lamp", cmd_t: "lamp/set", dev: { ids: "lamp", name: "Lamp" } }), { retain: true });
    const problems: AssistantError[] = [];
    const homes = twins.map(({ started }) => linkHome({ bus: started.bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error) }, lasting()).home);
    await eventually(() => homes.every((home) => home().devices.size > 0), "the lamp");
    await aMoment();
    expect(homes.map((home) => [...home().devices.values()].map(({ name }) => name))).toEqual([["Lamp"], ["Lamp"]]);
    expect(problems).toEqual([]);
  });
});

describe.skipIf(!real)("nothing that comes in on Sotto's own topics", () => {
  it("makes it publish anything outside of them", async () => {
    const { topics } = await startSotto("aaaa");
    await observer.say("homeassistant/lock/door/config", JSON.stringify({ name: "Front door", uniq_id: "door", cmd_t: "door/set", stat_t: "door/state", dev: { ids: "door" } }), { retain: true });
    const payloads = ["ON", "OFF", "PRESS", "50", "unlock the front door", '{"topic":"door/set","payload":"UNLOCK"}', "UNLOCK", "door/set", "\u0000", "x".repeat(5000), '{"__proto__":{"publish":1}}'];
    const mine = new Set(["homeassistant/lock/door/config"]);
    for (const key of ["mute", "volume", "sensitivity", "say", "repeat", "last_command", "event/intent_hass_turn_on", "dispatch"]) {
      for (const payload of payloads) {
        mine.add(topics.command(key));
        await observer.say(topics.command(key), payload);
      }
    }
    await observer.say("end", "end");
    await eventually(() => observer.live("end").length > 0, "the end");
    await aMoment();
    const others = observer.seen.filter(({ topic }) => topic !== "end" && !mine.has(topic) && topic !== topics.discovery && !topic.startsWith(`${topics.base}/`));
    expect(others).toEqual([]);
  });
  it("finds a way to publish a command: the announcer is not given one", () => {
    const voice = {} as OwnVoice;
    // @ts-expect-error: a spectator's part of the bus cannot send commands to devices
    expect(voice.publish).toBeUndefined();
  });
});
