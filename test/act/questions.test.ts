import { describe, expect, test } from "vitest";
import type { MqttMessage, ReceivedMessage } from "../../src/act/mqtt-message.ts";
import { linkHome } from "../../src/act/home-link.ts";
import { createPayloadGuard } from "../../src/act/payload-guard.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import { aMoment, eventually } from "../fakes/started-bus.ts";

/** A bus without a broker: keeps what was asked, and when; lets a test say things and connect. */
function silentBus() {
  const asked: { readonly topic: string; readonly atMs: number }[] = [];
  const followers: { readonly filters: readonly string[]; readonly onMessage: (message: ReceivedMessage) => void }[] = [];
  const newcomers: (() => void)[] = [];
  return {
    asked,
    bus: {
      subscribe(filters: readonly string[], onMessage: (message: ReceivedMessage) => void) { followers.push({ filters, onMessage }); },
      // Home Assistant is asked for its inventory as well, once.
      ask({ topic }: MqttMessage) { if (topic.startsWith("zigbee2mqtt/")) asked.push({ topic, atMs: monotonicNowMs() }); },
      onConnected(listener: () => void) { newcomers.push(listener); },
    },
    connect: () => { for (const listener of newcomers) listener(); },
    say: (filter: string, message: ReceivedMessage) => { for (const { filters, onMessage } of followers) if (filters.includes(filter)) onMessage(message); },
  };
}

const lights = (count: number) => JSON.stringify(Array.from({ length: count }, (_, index) => ({
  ieee_address: `0x${index}`, type: "Router", friendly_name: `Lamp ${index}`, power_source: "Mains (single phase)",
  definition: { vendor: "x", model: "y", exposes: [{ type: "light", features: [{ type: "binary", name: "state", property: "state", access: 7, value_on: "ON", value_off: "OFF" }] }] },
})));

describe("questions", () => {
  test("go out one after the other when they are many, and those of a connection that is over are dropped", async () => {
    const over = new AbortController();
    const { bus, asked, connect, say } = silentBus();
    linkHome({ bus, nowMs: monotonicNowMs, onProblem: () => undefined }, over.signal);
    connect();
    say("+/bridge/devices", { topic: "zigbee2mqtt/bridge/devices", payload: lights(100), retained: true });
    await eventually(() => asked.length >= 14, "fourteen questions");
    expect(asked.length).toBeLessThan(20);
    // The first of them comes as soon as the pace allows, which began with the first question of all.
    const gaps = asked.slice(11).map(({ atMs }, index) => atMs - (asked[10 + index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(80);
    connect();
    const before = asked.length;
    await aMoment(300);
    expect(asked.length).toBe(before);
    say("+/bridge/devices", { topic: "zigbee2mqtt/bridge/devices", payload: lights(100), retained: true });
    await eventually(() => asked.filter(({ topic }) => topic === "zigbee2mqtt/Lamp 0/get").length === 2, "the first question again");
    over.abort();
    const last = asked.length;
    await aMoment(300);
    expect(asked.length).toBe(last);
  });
});

describe("a payload that is too large", () => {
  test.each<[string, number, boolean]>([
    ["zigbee2mqtt/Lamp", 1000, true], ["zigbee2mqtt/Lamp", 1001, false], ["zigbee2mqtt/bridge/devices", 5_000_000, true], ["home/zigbee2mqtt/bridge/groups", 5_000_000, true],
    ["zigbee2mqtt/bridge/devices", 8_388_609, false], ["zigbee2mqtt/bridge/devices/x", 1001, false], ["bridge/devicesx", 1001, false],
  ])("%s of %i bytes is read: %s", (topic, sizeBytes, expected) => {
    const problems: AssistantError[] = [];
    const guard = createPayloadGuard(1000, (error) => problems.push(error));
    expect([guard(topic, sizeBytes), guard(topic, sizeBytes), problems.length]).toEqual([expected, expected, expected ? 0 : 1]);
  });
});
