// A home of 10,000 devices: how long its announcements take, a change in it, and the memory of it; then the same over a
// real Mosquitto, from a message that is published to the new snapshot.   node --expose-gc bench/home.mjs
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { linkHome } from "../dist/act/home-link.js";
import { createMqttBus } from "../dist/act/mqtt-bus.js";
import { templateProblem } from "../dist/act/template.js";
import { sleep } from "../dist/base/time.js";
import { createDiscoverySource } from "../dist/home/discovery-source.js";
import { slugOf } from "../dist/home/config-values.js";
import { createHomeTracker } from "../dist/home/home-tracker.js";
import { readIntents } from "../dist/understand/load-intents.js";
import { createTemplateParser } from "../dist/understand/template-parser.js";
import { median } from "./weights.mjs";

const count = 10_000;
const rooms = ["Kitchen", "Hall", "Bedroom", "Office", "Garage"];
const topicOf = (index) => `homeassistant/light/lamp_${index}/config`;
const announcement = (index, name = `Lamp ${index}`, area = rooms[index % rooms.length]) => JSON.stringify({
  name: null, uniq_id: `lamp-${index}`, schema: "json", "~": `zigbee2mqtt/lamp ${index}`, cmd_t: "~/set", stat_t: "~", sup_clrm: ["color_temp", "xy"], bri_scl: 254,
  avty: [{ t: "zigbee2mqtt/bridge/state", val_tpl: "{{ value_json.state }}" }], dev: { ids: [`lamp-${index}`], name, ...(area === undefined ? {} : { sa: area }), mf: "maker", mdl: "model" }, o: { name: "Zigbee2MQTT" },
});
const indexes = Array.from({ length: count }, (_, index) => index);
if (process.argv[2] === "--announce") await announceAll(process.argv[3]);
else if (process.argv[2] === "--over-broker") await overBroker();
else {
  await inMemory();
  // A process of its own, so that its memory is that of one home.
  const other = spawn(process.execPath, [...process.execArgv, import.meta.filename, "--over-broker"], { stdio: "inherit" });
  await new Promise((resolve) => other.once("exit", (code) => { process.exitCode = code ?? 1; resolve(); }));
}

async function announceAll(url) {
  const client = await connectAsync(url);
  await Promise.all(indexes.map((index) => client.publishAsync(topicOf(index), announcement(index), { retain: true, qos: 1 })));
  await client.endAsync();
}

function percentile(values, share) {
  return [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))];
}
function told(values) {
  return `${median(values).toFixed(1)} ms, p99 ${percentile(values, 0.99).toFixed(1)} ms`;
}

async function inMemory() {
  const messages = indexes.map((index) => ({ topic: topicOf(index), retained: true, payload: announcement(index) }));
  const usedMb = () => { globalThis.gc?.(); return process.memoryUsage().heapUsed / 1e6; };
  const beforeMb = usedMb();
  const [digest, first] = [[], []];
  let source;
  let tracker;
  for (let round = 0; round < 5; round++) {
    const startMs = performance.now();
    source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: (topic, problem) => { throw new Error(`${topic}: ${problem}`); } });
    tracker = createHomeTracker([source]);
    for (const message of messages) tracker.receive(source, message);
    const receivedMs = performance.now();
    if (tracker.home().devices.size !== count) throw new Error(`${tracker.home().devices.size} devices`);
    digest.push(receivedMs - startMs);
    first.push(performance.now() - receivedMs);
  }
  const heapMb = usedMb() - beforeMb;
  console.log(`${count} announcements: digested in ${Math.round(median(digest))} ms, first snapshot ${Math.round(median(first))} ms; medians of 5. Heap of the home: ${globalThis.gc ? `${Math.round(heapMb)} MB` : "run with --expose-gc"}, resident memory of the process ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
  let turn = 0;
  const change = (payloadOf) => {
    const index = (turn++ * 37) % count;
    const startMs = performance.now();
    tracker.receive(source, { topic: topicOf(index), retained: false, payload: payloadOf(index) });
    tracker.home();
    return performance.now() - startMs;
  };
  const changes = {
    "a rename": () => change((index) => announcement(index, `Lamp called ${turn}`)),
    "a removal": () => change(() => ""),
    "an addition": () => change((index) => announcement(index + count, `More ${turn}`)),
    "a new room": () => change((index) => announcement(index, `Lamp ${index}`, `Room ${turn}`)),
    "home.yaml read again": () => {
      const startMs = performance.now();
      const entry = { name: `Reading lamp ${turn++}` };
      tracker.layOver({ floors: [], areas: [], devices: new Map([["light.lamp-5", entry], [slugOf("Lamp 77"), { hidden: true }]]), drafts: [] });
      tracker.home();
      return performance.now() - startMs;
    },
  };
  for (const [what, make] of Object.entries(changes)) console.log(`  snapshot after ${what}: ${told(Array.from({ length: 50 }, make))} of 50`);
  await understanding(tracker, change);
}

/** What the first sentence after a change costs: the index of names is made anew for each snapshot. */
async function understanding(tracker, change) {
  const parse = createTemplateParser(await readIntents(join(import.meta.dirname, "..", "intents", "en")));
  const ask = async () => {
    const startMs = performance.now();
    await parse("turn on lamp 4242", { home: tracker.home(), heardInAreaId: undefined, signal: new AbortController().signal });
    return performance.now() - startMs;
  };
  const firstEver = await ask();
  const [afterChange, again] = [[], []];
  for (let round = 0; round < 20; round++) {
    change((index) => announcement(index, `Lamp spoken ${round}`));
    afterChange.push(await ask());
    again.push(await ask());
  }
  console.log(`  first sentence ever ${firstEver.toFixed(0)} ms, first sentence after a rename ${told(afterChange)}, the next one ${told(again)} of 20`);
}

async function overBroker() {
  if (spawnSync("sh", ["-c", 'PATH="$PATH:/usr/sbin" command -v mosquitto']).status !== 0) return console.log("SKIPPED: the way over a broker, because mosquitto is missing");
  const broker = await startBroker();
  const over = new AbortController();
  try {
    const announcing = spawn(process.execPath, [import.meta.filename, "--announce", broker.url], { stdio: "inherit" });
    await new Promise((resolve) => announcing.once("exit", resolve));
    const bus = createMqttBus({ url: broker.url, clientId: "sotto-bench" }, { onStatus: () => undefined, onProblem: (error) => { throw error; } });
    let waiting = () => undefined;
    const startMs = performance.now();
    const link = linkHome({ bus, nowMs: () => performance.now(), onProblem: (error) => { throw error; }, onHome: (home) => waiting(home) }, over.signal);
    await new Promise((resolve) => { waiting = (home) => { if (home.devices.size === count) resolve(); }; });
    const homeMs = performance.now() - startMs;
    await sleep(4000, over.signal);   // all states are subscribed to
    globalThis.gc?.();
    console.log(`over Mosquitto: ${count} retained announcements are a home after ${Math.round(homeMs)} ms; resident memory of the process ${Math.round(process.memoryUsage.rss() / 1e6)} MB, at most ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB, heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
    const client = await connectAsync(broker.url);
    for (const [what, payloadOf, isDone] of [
      ["a rename", (index, name) => announcement(index, name), (device, name) => device?.name === name],
      ["a removal", () => "", (device) => device === undefined],
      ["an addition", (index, name) => announcement(index, name), (device, name) => device?.name === name],
    ]) {
      const times = [];
      for (let round = 0; round < 100; round++) {
        const [index, name] = [(round * 37) % count, `Lamp ${what} ${round}`];
        const seen = new Promise((resolve) => { waiting = (home) => { if (isDone(home.devices.get(`light.lamp-${index}`), name)) resolve(); }; });
        const publishedMs = performance.now();
        client.publish(topicOf(index), payloadOf(index, name), { retain: true });
        await seen;
        times.push(performance.now() - publishedMs);
        await sleep(20, over.signal);
      }
      console.log(`  from publishing ${what} to the new snapshot: ${told(times)} of 100, 30 ms of it are waiting for more`);
    }
    if (link.home().devices.size !== count) throw new Error("a device was lost");
    await client.endAsync();
    over.abort();
    await bus[Symbol.asyncDispose]();
  } finally {
    broker.stop();
  }
}

async function startBroker() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const folder = mkdtempSync(join(tmpdir(), "sotto-bench-"));
  const root = process.getuid?.() === 0 ? "user root\n" : "";
  writeFileSync(join(folder, "mosquitto.conf"), `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\nmax_queued_messages 0\nmax_inflight_messages 0\n${root}`);
  const child = spawn("mosquitto", ["-c", join(folder, "mosquitto.conf")], { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  const url = `mqtt://127.0.0.1:${port}`;
  for (;;) {
    const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: 500 }).catch(() => undefined);
    if (client !== undefined) { await client.endAsync(); break; }
    await sleep(30, new AbortController().signal);
  }
  return { url, stop: () => { child.kill("SIGKILL"); rmSync(folder, { recursive: true, force: true }); } };
}
