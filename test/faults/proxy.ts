// A TCP proxy between the bus and the broker that can be slow, mute, shut, or refuse in the broker's name.
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { monotonicNowMs } from "../../src/base/time.ts";
import { aMoment } from "../fakes/started-bus.ts";

/**
 * "slow": each chunk arrives `delayMs` later. "narrow": one chunk passes in each `delayMs`, the rest queue up. "mute": nothing gets through; what was sent meanwhile waits, as it does in
 * a kernel whose network has gone, and is delivered when the network returns, unless its sender has thrown it away by
 * then (RST). "refuse": the CONNECT is answered with "not authorized". "shut": connections are closed at once.
 */
export type ProxyMode = { readonly kind: "pass" } | { readonly kind: "slow" | "narrow"; readonly delayMs: number } | { readonly kind: "mute" } | { readonly kind: "refuse" } | { readonly kind: "shut" };

export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  set(mode: ProxyMode): void;
  /** Ends all connections, as a router does that restarts. */
  cut(): void;
}

/** CONNACK of MQTT 5 with reason 0x87, not authorized, and no properties (3.2.2.2). */
const notAuthorized = Buffer.from([0x20, 0x03, 0x00, 0x87, 0x00]);

export async function startFaultProxy(brokerPort: number): Promise<FaultProxy> {
  let mode: ProxyMode = { kind: "pass" };
  const pairs = new Set<() => void>();
  let healed: (() => void)[] = [];
  const gate: Gate = {
    mode: () => mode,
    open: () => new Promise<void>((resolve) => { if (mode.kind === "mute") healed.push(resolve); else resolve(); }),
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on("error", () => undefined);
    if (mode.kind === "shut") return void client.destroy();
    if (mode.kind === "refuse") return void client.once("data", () => { client.end(notAuthorized); });
    const broker = connect({ port: brokerPort, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    broker.on("error", () => undefined);
    forward(client, broker, gate);
    forward(broker, client, gate);
    const cut = () => { client.destroy(); broker.destroy(); };
    pairs.add(cut);
    const forget = () => { if (client.destroyed && broker.destroyed) pairs.delete(cut); };
    client.once("close", forget);
    broker.once("close", forget);
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      mode = next;
      if (next.kind === "mute") return;
      for (const resolve of healed) resolve();
      healed = [];
    },
    cut() { for (const cut of pairs) cut(); },
    [Symbol.asyncDispose]: () => close(server, pairs),
  };
}

type Gate = { readonly mode: () => ProxyMode; readonly open: () => Promise<void> };

/** One direction, in order. What waits for a mute network is taken back by a sender that resets, not by one that merely closes. */
function forward(from: Socket, to: Socket, gate: Gate): void {
  let line = Promise.resolve();
  let reset = false;
  const later = (work: (wasHeld: boolean) => void) => {
    const atMs = monotonicNowMs();
    line = line.then(async () => {
      const mode = gate.mode();
      if (mode.kind === "slow") await aMoment(Math.max(0, atMs + mode.delayMs - monotonicNowMs()));
      if (mode.kind === "narrow") await aMoment(mode.delayMs);
      const wasHeld = gate.mode().kind === "mute";
      await gate.open();
      work(wasHeld);
    });
  };
  from.on("data", (chunk) => { later((wasHeld) => { if (!(reset && wasHeld) && !to.destroyed) to.write(chunk); }); });
  from.once("error", () => { reset = true; });
  from.once("end", () => { later(() => { to.end(); }); });
  from.once("close", () => { later(() => { to.destroy(); }); });
}

async function close(server: Server, pairs: ReadonlySet<() => void>): Promise<void> {
  const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
  for (const cut of pairs) cut();
  await closed;
}
