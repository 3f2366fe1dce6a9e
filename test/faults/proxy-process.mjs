// The process of proxy.ts: takes modes as messages, tells its port. Plain JavaScript, as Node 20 runs no TypeScript.
import { connect, createServer } from "node:net";

/** CONNACK of MQTT 5 with reason 0x87, not authorized, and no properties (3.2.2.2). */
const notAuthorized = Buffer.from([0x20, 0x03, 0x00, 0x87, 0x00]);

const brokerPort = Number(process.argv[2]);
const aMoment = (durationMs) => new Promise((resolve) => { setTimeout(resolve, durationMs); });
let mode = { kind: "pass" };
let healed = [];
const pairs = new Set();

/** One direction, in order. What waits for a mute network is taken back by a sender that resets, not by one that merely closes. */
function forward(from, to) {
  let line = Promise.resolve();
  let reset = false;
  const later = (work) => {
    const atMs = performance.now();
    const pass = async () => {
      if (mode.kind === "slow") await aMoment(Math.max(0, atMs + mode.delayMs - performance.now()));
      if (mode.kind === "narrow") await aMoment(mode.delayMs);
      const wasHeld = mode.kind === "mute";
      if (wasHeld) await new Promise((resolve) => { healed.push(resolve); });
      work(wasHeld);
    };
    line = line.then(pass);
  };
  from.on("data", (chunk) => { later((wasHeld) => { if (!(reset && wasHeld) && !to.destroyed) to.write(chunk); }); });
  from.once("error", () => { reset = true; });
  from.once("end", () => { later(() => { to.end(); }); });
  from.once("close", () => { later(() => { to.destroy(); }); });
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  client.on("error", () => undefined);
  if (mode.kind === "shut") return void client.destroy();
  if (mode.kind === "refuse") return void client.once("data", () => { client.end(notAuthorized); });
  const broker = connect({ port: brokerPort, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
  broker.on("error", () => undefined);
  forward(client, broker);
  forward(broker, client);
  const cut = () => { client.destroy(); broker.destroy(); };
  pairs.add(cut);
  const forget = () => { if (client.destroyed && broker.destroyed) pairs.delete(cut); };
  client.once("close", forget);
  broker.once("close", forget);
});

process.on("message", (message) => {
  if (message.cut === true) for (const cut of pairs) cut();
  if (message.mode !== undefined) {
    mode = message.mode;
    if (mode.kind !== "mute") {
      for (const resolve of healed) resolve();
      healed = [];
    }
  }
  process.send({ done: message.id });
});
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => { process.send({ port: server.address().port }); });
