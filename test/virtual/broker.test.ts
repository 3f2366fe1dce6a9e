import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startEmbeddedBroker, type EmbeddedBroker } from "../../src/virtual/broker.ts";
import { startVirtualHome } from "../../src/virtual/virtual-home.ts";
import { aMoment, anyApproval, eventually, lasting, never, startBus } from "../fakes/started-bus.ts";

const running: EmbeddedBroker[] = [];
afterEach(async () => { for (const broker of running.splice(0)) await broker[Symbol.asyncDispose](); });

async function started(port = 0): Promise<EmbeddedBroker> {
  const start = await startEmbeddedBroker({ port });
  if (start.kind !== "started") throw start.error;
  running.push(start.broker);
  return start.broker;
}

test("listens on the loopback only", async () => {
  const broker = await started();
  expect(broker.url).toBe(`mqtt://127.0.0.1:${broker.port}`);
});

test("tells when its port is taken, so that another can be chosen", async () => {
  const { port } = await started();
  expect(await startEmbeddedBroker({ port })).toMatchObject({ kind: "portInUse", error: { code: "BROKER_PORT_IN_USE", message: expect.stringContaining(String(port)) } });
});

test.each([
  ["noise", Buffer.alloc(4096, 0xa5)],
  ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
  ["a packet that claims 256 megabytes", Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f, 0x00])],
  ["a CONNECT of a version that does not exist", Buffer.from([0x10, 0x0c, 0x00, 0x04, 0x4d, 0x51, 0x54, 0x54, 0x63, 0x02, 0x00, 0x3c, 0x00, 0x00])],
  ["a PUBLISH before CONNECT", Buffer.from([0x30, 0x05, 0x00, 0x01, 0x61, 0x62, 0x63])],
])("survives %s on its port", async (_name, bytes) => {
  const broker = await started();
  const socket = connect(broker.port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(bytes);
  await aMoment(50);
  const { bus } = startBus({ url: broker.url });
  await bus.connected(never);
  socket.destroy();
  await bus[Symbol.asyncDispose]();
});

test("closes twice, also with clients and half-open connections", async () => {
  const broker = await started();
  const { bus, statuses } = startBus({ url: broker.url });
  await bus.connected(never);
  connect(broker.port, "127.0.0.1").on("error", () => undefined);
  await broker[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await eventually(() => statuses.some(({ kind }) => kind === "offline"));
  await bus[Symbol.asyncDispose]();
});

test("a virtual home that stops takes its announcements back", async () => {
  const broker = await started();
  const home = startVirtualHome({ wire: broker.wire });
  home.stop();
  home.stop();
  const { bus } = startBus({ url: broker.url });
  const retained: string[] = [];
  bus.subscribe(["homeassistant/#"], ({ topic }) => retained.push(topic), lasting());
  await bus.connected(never);
  await bus.publish({ topic: "homeassistant/end", payload: "marker" }, anyApproval, never);
  await eventually(() => retained.includes("homeassistant/end"));
  expect(retained).toEqual(["homeassistant/end"]);
  await bus[Symbol.asyncDispose]();
});

test("the same seed gives the same delays", async () => {
  const delaysOf = async (seed: number) => {
    const broker = await started();
    const delays: number[] = [];
    const home = startVirtualHome({ wire: broker.wire, seed, sleep: (durationMs, signal) => { delays.push(durationMs); return new Promise((_resolve, reject) => { signal.addEventListener("abort", () => reject(signal.reason)); }); } });
    broker.wire.publish({ topic: "sotto-virtual/hall_light/set", payload: "ON", retain: false });
    await eventually(() => delays.length === 4);
    home.stop();
    return delays;
  };
  expect(await delaysOf(7)).toEqual(await delaysOf(7));
  expect(await delaysOf(7)).not.toEqual(await delaysOf(8));
});
