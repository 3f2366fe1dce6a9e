import { createServer, type AddressInfo, type Socket } from "node:net";
import { Aedes } from "aedes";
import { AssistantError } from "../base/errors.ts";
import type { VirtualWire } from "./virtual-device.ts";

/** A small MQTT 3.1.1 broker inside this process, for a home that has none yet. It listens on the loopback only. */
export interface EmbeddedBroker extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** For those who live in the same process. */
  readonly wire: VirtualWire;
}

export type BrokerStart =
  | { readonly kind: "started"; readonly broker: EmbeddedBroker }
  /** BROKER_PORT_IN_USE: choose another port, or 0 for any free one. */
  | { readonly kind: "portInUse"; readonly error: AssistantError };

/** Nobody outside this machine can reach it, so it asks for no password. */
const loopback = "127.0.0.1";

/** Starts on `port`; 0 takes a free one. */
export async function startEmbeddedBroker({ port }: { readonly port: number }): Promise<BrokerStart> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Connections end as they like; the broker's own handlers clean up behind them.
    socket.on("error", () => undefined);
    aedes.handle(socket);
  });
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once("error", resolve);
    server.listen(port, loopback, () => resolve(undefined));
  });
  if (failure !== undefined) {
    aedes.close();
    if (failure.code !== "EADDRINUSE") throw failure;
    const message = `Port ${port} on ${loopback} is taken, so the embedded MQTT broker cannot use it. Choose another port, or set mqtt.url to the broker that runs there.`;
    return { kind: "portInUse", error: new AssistantError("BROKER_PORT_IN_USE", message, { cause: failure }) };
  }
  const { port: listening } = server.address() as AddressInfo;
  return { kind: "started", broker: { url: `mqtt://${loopback}:${listening}`, port: listening, wire: wireOf(aedes), [Symbol.asyncDispose]: () => close(aedes, server, sockets) } };
}

function wireOf(aedes: Aedes): VirtualWire {
  return {
    publish({ topic, payload, retain }) {
      if (aedes.closed) return;
      aedes.publish({ cmd: "publish", topic, payload, retain, qos: 0, dup: false }, () => undefined);
    },
    subscribe(topicFilter, onMessage) {
      aedes.subscribe(topicFilter, (packet, done) => {
        onMessage({ topic: packet.topic, payload: packet.payload.toString() });
        done();
      }, () => undefined);
    },
  };
}

async function close(aedes: Aedes, server: ReturnType<typeof createServer>, sockets: ReadonlySet<Socket>): Promise<void> {
  if (aedes.closed) return;
  const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
  // The broker waits for its clients to take their leave; without sockets there is nothing to wait for.
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => { aedes.close(() => resolve()); });
  await closed;
}
