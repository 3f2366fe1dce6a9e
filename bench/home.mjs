// How long 10,000 discovery messages take, and the memory they leave.   node --expose-gc bench/home.mjs
import { createDiscoverySource } from "../dist/home/discovery-source.js";
import { createHomeTracker } from "../dist/home/home-tracker.js";
import { templateProblem } from "../dist/act/template.js";
import { median } from "./weights.mjs";

const count = 10_000;
const rooms = ["Kitchen", "Hall", "Bedroom", "Office", "Garage"];
const messages = Array.from({ length: count }, (_, index) => ({
  topic: `homeassistant/light/lamp_${index}/config`,
  retained: true,
  payload: JSON.stringify({
    name: null, uniq_id: `lamp-${index}`, schema: "json", "~": `zigbee2mqtt/lamp ${index}`, cmd_t: "~/set", stat_t: "~", sup_clrm: ["color_temp", "xy"], bri_scl: 254,
    avty: [{ t: "zigbee2mqtt/bridge/state", val_tpl: "{{ value_json.state }}" }], dev: { ids: [`lamp-${index}`], name: `Lamp ${index}`, sa: rooms[index % rooms.length], mf: "maker", mdl: "model" }, o: { name: "Zigbee2MQTT" },
  }),
}));
const usedMb = () => { globalThis.gc?.(); return process.memoryUsage().heapUsed / 1e6; };

const digest = [];
const snapshot = [];
const change = [];
let kept;
const beforeMb = usedMb();
for (let round = 0; round < 5; round++) {
  const startMs = performance.now();
  const source = createDiscoverySource({ prefix: "homeassistant", templateProblem, report: (topic, problem) => { throw new Error(`${topic}: ${problem}`); } });
  kept = createHomeTracker([source]);
  for (const message of messages) kept.receive(source, message);
  const receivedMs = performance.now();
  if (kept.home().devices.size !== count) throw new Error(`${kept.home().devices.size} devices`);
  const builtMs = performance.now();
  kept.receive(source, { ...messages[0], payload: messages[0].payload.replace("Lamp 0", "Lamp nought") });
  kept.home();
  digest.push(receivedMs - startMs);
  snapshot.push(builtMs - receivedMs);
  change.push(performance.now() - builtMs);
}
const heapMb = usedMb() - beforeMb;
console.log(`${count} announcements: digested in ${Math.round(median(digest))} ms, first snapshot ${Math.round(median(snapshot))} ms, snapshot after one rename ${Math.round(median(change))} ms; medians of 5. Heap of the home: ${globalThis.gc ? `${Math.round(heapMb)} MB` : "run with --expose-gc"}`);
