// The home over a real Mosquitto: what was taken back while Sotto was away, and what changes while it listens.
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HomeLink, linkHome } from "../../src/act/home-link.ts";
import { monotonicNowMs } from "../../src/base/time.ts";
import { noOverlay } from "../../src/home/home-overlay.ts";
import type { DeviceId } from "../../src/home/home.ts";
import { type Mosquitto, mosquittoIsThere, startMosquitto } from "../fakes/mosquitto.ts";
import { aMoment, eventually, startBus, type StartedBus } from "../fakes/started-bus.ts";

/** Longer than home-link waits after the last replayed message before it forgets. */
const afterReplayMs = 2600;

/** A line to the broker that can be cut, so that Sotto is away while the devices are not. */
type Line = { readonly port: number; readonly cut: () => Promise<void>; readonly join: () => Promise<void> };

async function lineTo(brokerPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let server: Server;
  const listen = (port: number) => new Promise<void>((resolve) => {
    server = createServer((near) => {
      const far = connect(brokerPort, "127.0.0.1");
      for (const [from, to] of [[near, far], [far, near]] as const) {
        sockets.add(from);
        from.on("error", () => undefined).on("close", () => { to.destroy(); sockets.delete(from); });
        from.pipe(to);
      }
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  await listen(0);
  const { port } = server!.address() as AddressInfo;
  return {
    port, join: () => listen(port),
    cut: () => new Promise((resolve) => { server.close(() => resolve()); for (const socket of sockets) socket.destroy(); }),
  };
}

const there = mosquittoIsThere();
let broker: Mosquitto;
let line: Line;
let started: StartedBus | undefined;
let link: HomeLink;
let over: AbortController;
let device: MqttClient;

beforeEach(async () => {
  if (!there) return;
  broker = await startMosquitto();
  line = await lineTo(broker.port);
  device = await connectAsync(broker.url, { reconnectPeriod: 30 });
  device.on("error", () => undefined);
  over = new AbortController();
});
afterEach(async () => {
  if (!there) return;
  over.abort(new DOMException("over", "AbortError"));
  await started?.bus[Symbol.asyncDispose]();
  await line.cut();
  await device.endAsync(true);
  await broker.cleanUp();
});

async function startSotto(expected: readonly string[]): Promise<void> {
  started = startBus({ url: `mqtt://127.0.0.1:${line.port}` });
  link = linkHome({ bus: started.bus, nowMs: monotonicNowMs, onProblem: () => undefined }, over.signal);
  await eventually(() => names().join() === expected.join(), "the home");
}
const topicOf = (name: string) => `homeassistant/light/${name}/config`;
const announce = (name: string, { retain = true, called = name } = {}) => device.publishAsync(topicOf(name), JSON.stringify({ name: called, command_topic: `${name}/set`, state_topic: name }), { retain, qos: 1 });
const takeBack = (name: string) => device.publishAsync(topicOf(name), "", { retain: true, qos: 1 });
const names = () => [...link.home().devices.values()].map(({ name }) => name).sort();
const goAway = async () => { await line.cut(); await eventually(() => started?.bus.status().kind === "offline", "the loss"); };
const comeBack = async () => { await line.join(); await eventually(() => started?.bus.status().kind === "connected", "the connection"); };

describe.skipIf(!there)("while Sotto was away", () => {
  it("what was taken back is forgotten, what was renamed or is new is known", async () => {
    for (const name of ["A", "B", "C"]) await announce(name);
    await startSotto(["A", "B", "C"]);
    await goAway();
    await takeBack("B");
    await announce("C", { called: "See" });
    await announce("D");
    await comeBack();
    await eventually(() => names().join() === "A,D,See", "the home as it is now");
  });
  it("what was announced without being retained is kept", async () => {
    await announce("A");
    await startSotto(["A"]);
    await announce("B", { retain: false });
    await eventually(() => names().join() === "A,B", "the second device");
    await goAway();
    await comeBack();
    await aMoment(afterReplayMs);
    expect(names()).toEqual(["A", "B"]);
  });
  it("a broker that forgot everything takes nothing away", async () => {
    for (const name of ["A", "B"]) await announce(name);
    await startSotto(["A", "B"]);
    await goAway();
    await broker.stop();
    await broker.start();
    await comeBack();
    await aMoment(afterReplayMs);
    expect(names()).toEqual(["A", "B"]);
  });
  it("a broker that forgot everything does not take away what announces itself anew, be it before Sotto is back or after", async () => {
    for (const name of ["A", "B", "C"]) await announce(name);
    await startSotto(["A", "B", "C"]);
    await goAway();
    await broker.stop();
    await broker.start();
    await eventually(() => device.connected, "the device's connection");
    await announce("A");
    await comeBack();
    await announce("B");
    await eventually(() => names().join() === "A,B", "that the third one is forgotten");
    await aMoment(300);
    expect(names()).toEqual(["A", "B"]);
  });
  it("and home.yaml was changed, both hold", async () => {
    for (const name of ["A", "B"]) await announce(name);
    await startSotto(["A", "B"]);
    await goAway();
    await takeBack("B");
    link.layOver({ ...noOverlay, devices: new Map([["a", { name: "Anna" }]]) });
    await comeBack();
    await eventually(() => names().join() === "Anna", "the home as it is now");
    expect(link.unmatched()).toEqual([]);
  });
});

describe.skipIf(!there)("while Sotto listens", () => {
  it("devices come, are renamed and go, and their states are followed", async () => {
    await announce("A");
    await startSotto(["A"]);
    await announce("B");
    await eventually(() => names().join() === "A,B", "the new device");
    await announce("B", { called: "Bee" });
    await eventually(() => names().join() === "A,Bee", "the new name");
    await device.publishAsync("B", "ON", { retain: true, qos: 1 });
    await eventually(() => link.states.known("light.B" as DeviceId)?.state.on === true, "the state");
    await takeBack("B");
    await eventually(() => names().join() === "A" && link.states.known("light.B" as DeviceId) === undefined, "that it is gone");
  });
});
