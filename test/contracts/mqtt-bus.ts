// What every broker must see of the bus, and the bus of every broker.
import { connect, connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MqttProtocolVersion } from "../../src/act/bus.ts";
import type { ReceivedMessage } from "../../src/act/mqtt-message.ts";
import { startFaultProxy } from "../faults/proxy.ts";
import { aMoment, anyApproval, eventually, lasting, never, startBus, type StartedBus } from "../fakes/started-bus.ts";

export type BrokerUnderTest = { readonly url: string; readonly stop: () => Promise<void>; readonly start: () => Promise<void>; readonly cleanUp: () => Promise<void> };

export function mqttBusContract(name: string, expected: MqttProtocolVersion, startBroker: () => Promise<BrokerUnderTest>): void {
  describe(`the bus on ${name}`, () => {
    let broker: BrokerUnderTest;
    let started: StartedBus;
    let received: ReceivedMessage[];
    const others: MqttClient[] = [];
    /** A plain client that says what devices and strangers say. */
    const stranger = async () => {
      const client = await connectAsync(broker.url, { protocolVersion: 4, reconnectPeriod: 0 });
      client.on("error", () => undefined);
      others.push(client);
      return client;
    };
    /** What a device sees from now on, up to a marker that is sent last. */
    const seenByDevice = async (topic: string, markerTopic = topic) => {
      const device = await stranger();
      const payloads: string[] = [];
      device.on("message", (_topic, payload) => payloads.push(payload.toString()));
      await device.subscribeAsync(topic);
      return async () => {
        await aMoment();
        await device.publishAsync(markerTopic, "marker");
        await eventually(() => payloads.includes("marker"), "the marker");
        return payloads.filter((payload) => payload !== "marker");
      };
    };

    beforeEach(async () => {
      broker = await startBroker();
      started = startBus({ url: broker.url });
      received = [];
    });
    afterEach(async () => {
      await started.bus[Symbol.asyncDispose]();
      for (const client of others.splice(0)) client.end(true);
      await broker.cleanUp();
    });

    test("connects with the newest protocol that the broker knows", async () => {
      await started.bus.connected(never);
      expect(started.statuses).toEqual([{ kind: "connected", protocolVersion: expected }]);
    });

    test("refuses to publish before it is connected", async () => {
      await expect(started.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
    });

    test("delivers what is published, live and not retained", async () => {
      started.bus.subscribe(["a/+"], (message) => received.push(message), lasting());
      await started.bus.connected(never);
      await started.bus.publish({ topic: "a/b", payload: "grün" }, anyApproval, never);
      await eventually(() => received.length > 0);
      expect(received).toEqual([{ topic: "a/b", payload: "grün", retained: false }]);
    });

    test("marks a replay as retained and what follows as live", async () => {
      // Acknowledged, so that the broker has it before it is asked for.
      const device = await stranger();
      await device.publishAsync("a/b", "old", { retain: true, qos: 1 });
      started.bus.subscribe(["a/b"], (message) => received.push(message), lasting());
      await eventually(() => received.length === 1);
      await device.publishAsync("a/b", "new", { retain: true });
      await eventually(() => received.length === 2);
      expect(received.map(({ payload, retained }) => [payload, retained])).toEqual([["old", true], ["new", false]]);
    });

    test("leaves nothing behind in the broker", async () => {
      await started.bus.connected(never);
      await started.bus.publish({ topic: "door/set", payload: "LOCK" }, anyApproval, never);
      await aMoment();
      const seen = await seenByDevice("door/set");
      expect(await seen()).toEqual([]);
    });

    test("stops delivering when the subscription's signal aborts", async () => {
      const ending = new AbortController();
      started.bus.subscribe(["a/b"], (message) => received.push(message), ending.signal);
      await started.bus.connected(never);
      ending.abort();
      const seen = await seenByDevice("a/b");
      await started.bus.publish({ topic: "a/b", payload: "x" }, anyApproval, never);
      expect(await seen()).toEqual(["x"]);
      expect(received).toEqual([]);
    });

    test.each([
      ["with +", "door/+/set"], ["that is #", "#"], ["with #", "door/#"], ["that is empty", ""], ["with NUL", "a\u0000b"],
      ["of the broker", "$SYS/broker"], ["that is too long", "a".repeat(2000)], ["that is no Unicode", "\ud800"],
    ])("refuses a topic %s before it reaches the wire", async (_name, topic) => {
      await started.bus.connected(never);
      const seen = await seenByDevice("#", "end");
      await expect(started.bus.publish({ topic, payload: "UNLOCK" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_PUBLISH_FAILED" });
      await started.bus.publish({ topic: "other", payload: "still alive" }, anyApproval, never);
      expect(await seen()).toEqual(["still alive"]);
    });

    test("never delivers an UNLOCK that was said while the broker was away", async () => {
      await started.bus.connected(never);
      await broker.stop();
      await eventually(() => started.bus.status().kind === "offline", "the outage");
      await expect(started.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
      await broker.start();
      const seen = await seenByDevice("door/set");
      await started.bus.connected(never);
      expect(await seen()).toEqual([]);
    });

    test("never delivers later what was said while the broker went away", async () => {
      await started.bus.connected(never);
      const stopping = broker.stop();
      const results: Promise<string>[] = [];
      for (let count = 0; count < 40; count++) {
        results.push(started.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never).then(() => "sent", (error: { code: string }) => error.code));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await stopping;
      const ends = await Promise.all(results);
      expect(ends.filter((end) => !["sent", "MQTT_NOT_CONNECTED", "MQTT_PUBLISH_FAILED"].includes(end))).toEqual([]);
      expect(ends).toContain("MQTT_NOT_CONNECTED");
      await broker.start();
      const seen = await seenByDevice("door/set");
      await started.bus.connected(never);
      expect(await seen()).toEqual([]);
    });

    test("comes back by itself with its subscriptions, and tells an outage once", async () => {
      started.bus.subscribe(["a/b"], (message) => received.push(message), lasting());
      await started.bus.connected(never);
      await broker.stop();
      await eventually(() => started.bus.status().kind === "offline", "the outage");
      await aMoment();
      await broker.start();
      await started.bus.connected(never);
      await started.bus.publish({ topic: "a/b", payload: "back" }, anyApproval, never);
      await eventually(() => received.length > 0);
      expect(started.statuses.map(({ kind }) => kind)).toEqual(["connected", "offline", "connected"]);
    });

    test("waits for a broker that is not there yet, and says why", async () => {
      await broker.stop();
      const late = startBus({ url: broker.url });
      await eventually(() => late.statuses.length > 0);
      expect(late.statuses).toEqual([{ kind: "offline", error: expect.objectContaining({ code: "MQTT_NOT_CONNECTED", message: expect.stringContaining("ECONNREFUSED") }) }]);
      await broker.start();
      await late.bus.connected(never);
      await late.bus[Symbol.asyncDispose]();
    });

    test("ignores a payload of ten megabytes, tells it once, and reads on", async () => {
      started.bus.subscribe(["a/b"], (message) => received.push(message), lasting());
      await started.bus.connected(never);
      const device = await stranger();
      const huge = Buffer.alloc(10_485_760, "x");
      await device.publishAsync("a/b", huge);
      await device.publishAsync("a/b", huge);
      await device.publishAsync("a/b", "small");
      await eventually(() => received.length > 0);
      expect(received.map(({ payload }) => payload)).toEqual(["small"]);
      expect(started.problems.map(({ code }) => code)).toEqual(["HOME_MESSAGE_INVALID"]);
    });

    test("hands on a binary payload as text without breaking", async () => {
      started.bus.subscribe(["a/b"], (message) => received.push(message), lasting());
      await started.bus.connected(never);
      const device = await stranger();
      await device.publishAsync("a/b", Buffer.from([0xff, 0x00, 0xfe, 0x80]));
      await eventually(() => received.length > 0);
      expect(received[0]?.payload).toContain("\uFFFD");
    });

    test("sends nothing when its signal has aborted", async () => {
      await started.bus.connected(never);
      const reason = new Error("changed my mind");
      await expect(started.bus.publish({ topic: "a/b", payload: "x" }, anyApproval, AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    test("stops waiting for a connection when its signal aborts", async () => {
      await broker.stop();
      const late = startBus({ url: broker.url });
      const reason = new Error("enough");
      const ending = new AbortController();
      const waiting = late.bus.connected(ending.signal);
      ending.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      await late.bus[Symbol.asyncDispose]();
    });

    test("speaks of itself under its own topics only, retained where asked", async () => {
      const own = startBus({ url: broker.url, ownTopics: ["sotto/abc"] });
      await own.bus.connected(never);
      own.bus.tell({ topic: "sotto/abc/state", payload: "on", retain: true });
      own.bus.tell({ topic: "sotto/abc", payload: "once", retain: false });
      for (const topic of ["sotto/abcd/state", "sotto", "door/set", "", "sotto/abc/#", "sotto/abc/\u0000"]) {
        expect(() => { own.bus.tell({ topic, payload: "UNLOCK", retain: true }); }).toThrow(expect.objectContaining({ code: "MQTT_PUBLISH_FAILED" }));
      }
      await aMoment();
      const late: ReceivedMessage[] = [];
      own.bus.subscribe(["#"], (message) => late.push(message), lasting());
      await eventually(() => late.length > 0);
      await aMoment();
      expect(late).toEqual([{ topic: "sotto/abc/state", payload: "on", retained: true }]);
      await own.bus[Symbol.asyncDispose]();
    });

    test("asks what moves nothing, and refuses to ask anything else", async () => {
      await started.bus.connected(never);
      const seen = await seenByDevice("#", "end");
      const questions = [["zigbee2mqtt/lamp/get", '{"state":""}'], ["cmnd/plug/POWER", ""], ["shelly/rpc", '{"method":"Shelly.GetStatus"}']] as const;
      for (const [topic, payload] of questions) started.bus.ask({ topic, payload });
      for (const [topic, payload] of [["zigbee2mqtt/lamp/set", '{"state":""}'], ["zigbee2mqtt/lamp/get", '{"state":"ON"}'], ["cmnd/plug/POWER", "ON"], ["shelly/rpc", '{"method":"Switch.Toggle"}'], ["a/+/get", '{"state":""}']] as const) {
        expect(() => { started.bus.ask({ topic, payload }); }).toThrow(expect.objectContaining({ code: "MQTT_PUBLISH_FAILED" }));
      }
      expect(await seen()).toEqual(questions.map(([, payload]) => payload));
    });

    test("asks and tells nothing later that it could not say while the broker was away", async () => {
      const own = startBus({ url: broker.url, ownTopics: ["sotto"] });
      await own.bus.connected(never);
      await broker.stop();
      await eventually(() => own.bus.status().kind === "offline", "the outage");
      own.bus.tell({ topic: "sotto/state", payload: "lost", retain: true });
      own.bus.ask({ topic: "lamp/get", payload: '{"state":""}' });
      await broker.start();
      const seen = await seenByDevice("#", "end");
      await own.bus.connected(never);
      expect(await seen()).toEqual([]);
      await own.bus[Symbol.asyncDispose]();
    });

    test("calls back at each new connection, and at once when there is one", async () => {
      let early = 0;
      let late = 0;
      const ending = new AbortController();
      started.bus.onConnected(() => { early++; }, ending.signal);
      await started.bus.connected(never);
      started.bus.onConnected(() => { late++; }, ending.signal);
      expect([early, late]).toEqual([1, 1]);
      await broker.stop();
      await eventually(() => started.bus.status().kind === "offline", "the outage");
      await broker.start();
      await started.bus.connected(never);
      expect([early, late]).toEqual([2, 2]);
      ending.abort();
      await broker.stop();
      await eventually(() => started.bus.status().kind === "offline", "the outage");
      await broker.start();
      await started.bus.connected(never);
      expect([early, late]).toEqual([2, 2]);
    });

    test("leaves its last will, retained, when its connection is cut, and not when it says good-bye", async () => {
      const proxy = await startFaultProxy(Number(new URL(broker.url).port));
      const device = await stranger();
      const wills: (readonly [string, boolean])[] = [];
      device.on("message", (_topic, payload, { retain }) => wills.push([payload.toString(), retain]));
      await device.subscribeAsync("sotto/availability");
      const will = { topic: "sotto/availability", payload: "offline" };
      const polite = startBus({ url: broker.url, will });
      await polite.bus.connected(never);
      await polite.bus[Symbol.asyncDispose]();
      await aMoment();
      expect(wills).toEqual([]);
      const cut = startBus({ url: proxy.url, will, backoff: { firstMs: 60_000, maxMs: 60_000 } });
      await cut.bus.connected(never);
      await proxy.cut();
      await eventually(() => wills.length > 0, "the will");
      const newcomer = await stranger();
      newcomer.on("message", (_topic, payload, { retain }) => wills.push([payload.toString(), retain]));
      await newcomer.subscribeAsync("sotto/availability");
      await eventually(() => wills.length > 1, "the replay");
      expect(wills).toEqual([["offline", false], ["offline", true]]);
      await cut.bus[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    });

    test("notices a way to the broker that has died without a word, and delivers nothing when it returns", async () => {
      const proxy = await startFaultProxy(Number(new URL(broker.url).port));
      const half = startBus({ url: proxy.url });
      await half.bus.connected(never);
      const seen = await seenByDevice("door/set");
      await proxy.set({ kind: "mute" });
      await expect(half.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
      await eventually(() => half.bus.status().kind === "offline", "the outage");
      await proxy.set({ kind: "pass" });
      await half.bus.connected(never);
      expect(await seen()).toEqual([]);
      await half.bus[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    });

    test("tells of a twin with its client id once, leaves it in peace, and comes back when it is gone", async () => {
      const clientId = `twin-${Math.random().toString(36).slice(2)}`;
      const one = startBus({ url: broker.url, clientId, stableAfterMs: 400, quarrelMaxMs: 1000 });
      await one.bus.connected(never);
      const twin = connect(broker.url, { clientId, protocolVersion: expected, reconnectPeriod: 20, clean: true });
      twin.on("error", () => undefined);
      let takenOver = 0;
      twin.on("connect", () => { takenOver++; });
      await eventually(() => takenOver > 3, "the quarrel");
      await aMoment(1500);
      const refusals = one.statuses.filter((status) => status.kind === "offline" && status.error.code === "MQTT_REFUSED");
      expect(refusals).toEqual([{ kind: "offline", error: expect.objectContaining({ message: expect.stringContaining("client id") }) }]);
      expect(one.statuses.at(-1)).toEqual(refusals[0]);
      expect(takenOver).toBeLessThan(14);
      twin.end(true);
      await eventually(() => one.statuses.at(-1)?.kind === "connected", "peace");
      await one.bus[Symbol.asyncDispose]();
    });

    test("can be closed twice, and publishes no more", async () => {
      await started.bus.connected(never);
      await started.bus[Symbol.asyncDispose]();
      await started.bus[Symbol.asyncDispose]();
      await expect(started.bus.publish({ topic: "a/b", payload: "x" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
    });

    test("does not spin when another client has the same id", async () => {
      await started.bus.connected(never);
      const twins = [1, 2].map(() => startBus({ url: broker.url, clientId: "twin", backoff: { firstMs: 100, maxMs: 60_000 } }));
      await eventually(() => twins.some(({ statuses }) => statuses.some(({ kind }) => kind === "offline")), "the quarrel");
      await aMoment(1000);
      const connects = twins.flatMap(({ statuses }) => statuses.filter(({ kind }) => kind === "connected"));
      // With pauses that double from 100 ms there is time for five connections each, not for hundreds.
      expect(connects.length).toBeLessThan(14);
      for (const { bus } of twins) await bus[Symbol.asyncDispose]();
    });
  });
}
