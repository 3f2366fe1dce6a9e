import { readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Mosquitto } from "../fakes/mosquitto.ts";
import { freePort, makeCertificates, mosquittoIsThere, startMosquitto, temporaryFolder } from "../fakes/mosquitto.ts";
import { startFaultProxy } from "../faults/proxy.ts";
import { aMoment, anyApproval, eventually, lasting, never, startBus, type StartedBus } from "../fakes/started-bus.ts";
import { mqttBusContract, type BrokerUnderTest } from "../contracts/mqtt-bus.ts";
import { startEmbeddedBroker, type EmbeddedBroker } from "../../src/virtual/broker.ts";

async function embedded(): Promise<BrokerUnderTest> {
  const port = await freePort();
  let broker: EmbeddedBroker | undefined;
  const start = async () => {
    const result = await startEmbeddedBroker({ port });
    if (result.kind !== "started") throw result.error;
    broker = result.broker;
  };
  const stop = async () => { await broker?.[Symbol.asyncDispose](); };
  await start();
  return { url: `mqtt://127.0.0.1:${port}`, start, stop, cleanUp: stop };
}

mqttBusContract("the embedded broker (MQTT 3.1.1)", 4, embedded);

const real = mosquittoIsThere();
if (real) mqttBusContract("Mosquitto (MQTT 5)", 5, startMosquitto);

const running: StartedBus[] = [];
const start = (...args: Parameters<typeof startBus>) => {
  const started = startBus(...args);
  running.push(started);
  return started;
};
afterEach(async () => { for (const { bus } of running.splice(0)) await bus[Symbol.asyncDispose](); });

/** The first status that a bus tells. */
const firstStatus = async (started: StartedBus) => {
  await eventually(() => started.statuses.length > 0, "a status");
  return started.statuses[0];
};

describe.skipIf(!real)("credentials", () => {
  let broker: Mosquitto;
  beforeAll(async () => { broker = await startMosquitto({ user: { name: "sotto", password: "right" } }); });
  afterAll(async () => { await broker.cleanUp(); });

  test("the right ones are let in", async () => {
    expect(await firstStatus(start({ url: broker.url, username: "sotto", password: "right" }))).toEqual({ kind: "connected", protocolVersion: 5 });
  });

  test.each([["a wrong password", { username: "sotto", password: "wrong" }], ["none", {}]])("%s is told as refused, without the password", async (_name, credentials) => {
    const status = await firstStatus(start({ url: broker.url.replace("//", "//someone:secret@"), ...credentials }));
    expect(status).toMatchObject({ kind: "offline", error: { code: "MQTT_REFUSED", message: expect.stringContaining(`127.0.0.1:${broker.port}`) } });
    expect(JSON.stringify(status)).not.toMatch(/secret|wrong password:|"wrong"/);
  });
});

describe.skipIf(!real)("TLS", () => {
  const folder = temporaryFolder();
  let broker: Mosquitto;
  let ca: string;
  beforeAll(async () => {
    const certificate = makeCertificates(folder);
    ca = readFileSync(certificate.caFile, "utf8");
    broker = await startMosquitto({ certificate });
  });
  afterAll(async () => {
    await broker.cleanUp();
    rmSync(folder, { recursive: true });
  });

  test("a certificate of the authority that was named is trusted", async () => {
    expect(await firstStatus(start({ url: broker.url, ca }))).toEqual({ kind: "connected", protocolVersion: 5 });
  });

  test("a certificate of an unknown authority is not, and the message says what to set", async () => {
    expect(await firstStatus(start({ url: broker.url }))).toMatchObject({ kind: "offline", error: { code: "MQTT_NOT_CONNECTED", message: expect.stringContaining("mqtt.ca") } });
  });

  test("it is trusted when checking was switched off", async () => {
    expect(await firstStatus(start({ url: broker.url, rejectUnauthorized: false }))).toMatchObject({ kind: "connected" });
  });

  test("a certificate for another name is not trusted", async () => {
    const elsewhere = temporaryFolder();
    const certificate = makeCertificates(elsewhere, "DNS:elsewhere.example");
    const other = await startMosquitto({ certificate });
    const status = await firstStatus(start({ url: other.url, ca: readFileSync(certificate.caFile, "utf8") }));
    expect(status).toMatchObject({ kind: "offline", error: { code: "MQTT_NOT_CONNECTED", message: expect.stringContaining("another name") } });
    await other.cleanUp();
    rmSync(elsewhere, { recursive: true });
  });

  test("plain MQTT to a TLS port fails in time", async () => {
    expect(await firstStatus(start({ url: `mqtt://127.0.0.1:${broker.port}`, connectTimeoutMs: 500 }))).toMatchObject({ kind: "offline", error: { code: "MQTT_NOT_CONNECTED" } });
  });
});

describe.skipIf(!real)("a broker that freezes", () => {
  test("gets no UNLOCK that it would deliver when it thaws", async () => {
    const broker = await startMosquitto();
    const started = start({ url: broker.url });
    await started.bus.connected(never);
    const device = await connectAsync(broker.url, { protocolVersion: 4, reconnectPeriod: 0 });
    const seen: string[] = [];
    device.on("message", (_topic, payload) => seen.push(payload.toString()));
    await device.subscribeAsync("door/set");
    broker.freeze();
    await aMoment(600);
    await expect(started.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never)).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
    broker.thaw();
    await device.publishAsync("door/set", "marker");
    await eventually(() => seen.includes("marker"));
    await aMoment();
    expect(seen).toEqual(["marker"]);
    device.end(true);
    await broker.cleanUp();
  });
});

describe.skipIf(!real)("on the wire of MQTT 5", () => {
  let broker: Mosquitto;
  beforeAll(async () => { broker = await startMosquitto(); });
  afterAll(async () => { await broker.cleanUp(); });

  test("every command says that it expires, and none asks to be retained", async () => {
    const started = start({ url: broker.url });
    await started.bus.connected(never);
    const observer = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0 });
    const seen: object[] = [];
    observer.on("message", (topic, payload, { qos, retain, properties }) => seen.push({ topic, payload: payload.toString(), qos, retain, expiryS: properties?.messageExpiryInterval }));
    // "Retain as published" (MQTT 5, 3.8.3.1): the flag is seen as it was sent.
    await observer.subscribeAsync("#", { qos: 0, rap: true });
    await started.bus.publish({ topic: "door/set", payload: "UNLOCK" }, anyApproval, never);
    await eventually(() => seen.length > 0);
    expect(seen).toEqual([{ topic: "door/set", payload: "UNLOCK", qos: 0, retain: false, expiryS: 5 }]);
    observer.end(true);
  });

  test("a connection that is refused is tried again until it is let in", async () => {
    const proxy = await startFaultProxy(broker.port);
    await proxy.set({ kind: "refuse" });
    const started = start({ url: proxy.url });
    expect(await firstStatus(started)).toMatchObject({ kind: "offline", error: { code: "MQTT_REFUSED" } });
    await aMoment();
    await proxy.set({ kind: "pass" });
    await started.bus.connected(never);
    expect(started.statuses.map(({ kind }) => kind)).toEqual(["offline", "connected"]);
    await proxy[Symbol.asyncDispose]();
  });

  test("a broker that hangs up while it starts does not cost the commands their expiry", async () => {
    const proxy = await startFaultProxy(broker.port);
    await proxy.set({ kind: "shut" });
    const started = start({ url: proxy.url });
    await firstStatus(started);
    await proxy.set({ kind: "pass" });
    await started.bus.connected(never);
    await proxy.set({ kind: "shut" });
    await proxy.cut();
    await eventually(() => started.bus.status().kind === "offline");
    await aMoment();
    await proxy.set({ kind: "pass" });
    await started.bus.connected(never);
    expect(started.bus.status()).toEqual({ kind: "connected", protocolVersion: 5 });
    await proxy[Symbol.asyncDispose]();
  });
});

describe("a broker with access rules", () => {
  test("is told of when it does not let a topic be read, and the rest goes on", async () => {
    const aedes = await Aedes.createBroker({ authorizeSubscribe: (_client, subscription, done) => { done(null, subscription.topic.startsWith("secret") ? null : subscription); } });
    const server = createServer(aedes.handle);
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const started = start({ url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const received: string[] = [];
    started.bus.subscribe(["secret/door", "open/window"], ({ payload }) => received.push(payload), lasting());
    await started.bus.connected(never);
    await eventually(() => started.problems.length > 0);
    expect(started.problems).toEqual([expect.objectContaining({ code: "MQTT_REFUSED", message: expect.stringContaining("secret/door") })]);
    await started.bus.publish({ topic: "open/window", payload: "seen" }, anyApproval, never);
    await eventually(() => received.includes("seen"));
    await started.bus[Symbol.asyncDispose]();
    aedes.close();
    server.close();
  });
});

describe("an address without a broker", () => {
  test.each([
    ["a port where nothing listens", "mqtt://127.0.0.1:1", "ECONNREFUSED"],
    ["a host that does not exist", "mqtt://no-such-host.invalid", "no host of that name|cannot be looked up"],
    ["a scheme that is not MQTT", "gopher://127.0.0.1", "mqtt.url"],
  ])("%s is told once, with what to do", async (_name, url, words) => {
    const started = start({ url });
    await firstStatus(started);
    await aMoment();
    expect(started.statuses).toEqual([{ kind: "offline", error: expect.objectContaining({ code: "MQTT_NOT_CONNECTED", message: expect.stringMatching(words) }) }]);
  });

  test.each([["says nothing", () => undefined], ["talks garbage", (socket: Socket) => { socket.write(Buffer.alloc(64, 0xa5)); }], ["hangs up", (socket: Socket) => { socket.destroy(); }]])("a server that %s is not a broker", async (_name, behave) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      behave(socket);
    });
    await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
    const started = start({ url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, connectTimeoutMs: 300 });
    expect(await firstStatus(started)).toMatchObject({ kind: "offline", error: { code: "MQTT_NOT_CONNECTED" } });
    await started.bus[Symbol.asyncDispose]();
    server.close();
  });
});
