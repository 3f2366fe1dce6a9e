// Zigbee2MQTT's recorded words on a real broker: the home, a command and its echo, the bridge's going away.
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MqttBus } from "../../src/act/bus.ts";
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import { type HomeLink, linkHome } from "../../src/act/home-link.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import { type Device, emptyHome, type Home } from "../../src/home/home.ts";
import { mosquittoIsThere, type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { aMoment, approved, eventually, never, startBus } from "../fakes/started-bus.ts";
import { recorded, recordedText, type RawDevice } from "./zigbee2mqtt-network.ts";

/** The recorded network and so many lamps more that its announcement is larger than what is read of other messages. */
const lamps = Array.from({ length: 1000 }, (_, index) => ({ ...recorded<RawDevice[]>("devices")[1], ieee_address: `0xffff${index}`, friendly_name: `Extra lamp ${index}` }));
const allDevices = JSON.stringify([...recorded<RawDevice[]>("devices"), ...lamps]);

describe.skipIf(!mosquittoIsThere())("with Mosquitto", () => {
  const over = new AbortController();
  const problems: AssistantError[] = [];
  const heard: string[] = [];
  let broker: Mosquitto;
  let bridge: MqttClient;
  let bus: MqttBus;
  let link: HomeLink;
  let dispatch: Dispatch;
  let followed: Home = emptyHome;

  beforeAll(async () => {
    broker = await startMosquitto();
    bridge = await connectAsync(broker.url);
    const say = (topic: string, payload: string) => bridge.publishAsync(`zigbee2mqtt/${topic}`, payload, { retain: true });
    await say("bridge/state", '{"state":"online"}');
    await say("bridge/info", recordedText("info"));
    await say("bridge/groups", recordedText("groups"));
    await say("bridge/devices", allDevices);
    for (const { topic, payload } of recorded<readonly { topic: string; payload: object }[]>("discovery")) await bridge.publishAsync(topic, JSON.stringify(payload), { retain: true });
    // Answers as Zigbee2MQTT does to a light: the asked state, in one message.
    bridge.on("message", (topic, payload) => {
      heard.push(`${topic} ${payload.toString()}`);
      if (topic.endsWith("/set")) bridge.publish(topic.slice(0, -"/set".length), payload);
    });
    await bridge.subscribeAsync("zigbee2mqtt/+/+");
    const started = startBus({ url: broker.url });
    bus = started.bus;
    link = linkHome({ bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error), onHome: (home) => { followed = home; } }, over.signal);
    dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs });
    await eventually(() => named("Extra lamp 999"), "the home");
  }, 30_000);

  afterAll(async () => {
    over.abort();
    await bus[Symbol.asyncDispose]();
    await bridge.endAsync();
    await broker.cleanUp();
  });

  /** As of the last home whose states are followed. */
  const named = (name: string): Device | undefined => [...followed.devices.values()].find((device) => device.name === name);
  const idOf = (name: string): string => named(name)?.id ?? "";

  test("an inventory of more than a megabyte is read, and no device is there twice", () => {
    expect(allDevices.length).toBeGreaterThan(1_048_576);
    expect([...link.home().devices.values()].filter(({ facts }) => facts?.source === "discovery")).toEqual([]);
    expect([...link.home().devices.values()].filter(({ name }) => name === "Kitchen ceiling").length).toBe(1);
  });

  test("states that nobody keeps are asked for, a few at a time", async () => {
    await eventually(() => heard.includes('zigbee2mqtt/Kitchen ceiling/get {"state":""}'), "a question");
    expect(heard.filter((line) => line.includes("/get ")).length).toBeLessThan(200);
  });

  test("a command is sent once and its echo confirms it", async () => {
    const report = await dispatch(approved({ type: "brightness.set", brightnessPct: 40 }, idOf("Kitchen ceiling")), never);
    expect(report.outcomes).toEqual([expect.objectContaining({ result: "confirmed", state: expect.objectContaining({ on: true, brightnessPct: 40 }) })]);
    await aMoment(100);
    expect(heard.filter((line) => line.startsWith("zigbee2mqtt/Kitchen ceiling/set"))).toEqual(['zigbee2mqtt/Kitchen ceiling/set {"state":"ON","brightness":102}']);
  });

  test("a rename keeps the device and moves its commands", async () => {
    const before = idOf("Kitchen ceiling");
    await bridge.publishAsync("zigbee2mqtt/bridge/devices", allDevices.replace('"friendly_name":"Kitchen ceiling"', '"friendly_name":"Pantry lamp"'), { retain: true });
    await eventually(() => named("Pantry lamp"), "the new name");
    expect(idOf("Pantry lamp")).toBe(before);
    const report = await dispatch(approved({ type: "onOff.set", on: false }, before), never);
    expect(report.outcomes).toEqual([expect.objectContaining({ result: "confirmed" })]);
    expect(heard).toContain('zigbee2mqtt/Pantry lamp/set {"state":"OFF"}');
  });

  test("nothing is sent while the bridge is away", async () => {
    const id = idOf("Pantry lamp");
    await bridge.publishAsync("zigbee2mqtt/bridge/state", '{"state":"offline"}', { retain: true });
    await eventually(() => link.states.known(id as Device["id"])?.state.available === false, "offline");
    const before = heard.length;
    const report = await dispatch(approved({ type: "onOff.set", on: true }, id), never);
    expect(report.outcomes).toEqual([expect.objectContaining({ result: "failed", error: expect.objectContaining({ code: "DEVICE_UNAVAILABLE" }) })]);
    await aMoment(100);
    expect(heard.slice(before).filter((line) => line.includes("/set"))).toEqual([]);
  });
});
