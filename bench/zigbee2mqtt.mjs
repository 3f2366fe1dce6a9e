// How long Zigbee2MQTT's bridge/devices of 1,000 devices takes, first and when one of them is renamed.   node --expose-gc bench/zigbee2mqtt.mjs
import { readFileSync } from "node:fs";
import { createHomeTracker } from "../dist/home/home-tracker.js";
import { createZigbee2mqttSource } from "../dist/home/zigbee2mqtt-source.js";
import { median } from "./weights.mjs";

const count = 1000;
const recorded = JSON.parse(readFileSync(new URL("../test/fixtures/zigbee2mqtt/devices.json", import.meta.url), "utf8")).filter(({ definition }) => definition);
// As long as the real entries, whose clusters, options and descriptions were left out of the recording.
const filling = { options: Array.from({ length: 20 }, () => ({ type: "numeric", name: "filling", description: "x".repeat(60) })) };
const devices = Array.from({ length: count }, (_, index) => {
  const device = recorded[index % recorded.length];
  return { ...device, ieee_address: `0x${index.toString(16).padStart(16, "0")}`, friendly_name: `${device.friendly_name} ${index}`, disabled: false, definition: { ...device.definition, ...filling } };
});
const topic = "zigbee2mqtt/bridge/devices";
const payload = JSON.stringify(devices);
const renamed = JSON.stringify(devices.with(500, { ...devices[500], friendly_name: "Renamed" }));
const usedMb = () => { globalThis.gc?.(); return process.memoryUsage().heapUsed / 1e6; };

const times = { drafts: [], snapshot: [], rename: [] };
let kept;
let home;
const beforeMb = usedMb();
for (let round = 0; round < 9; round++) {
  const source = createZigbee2mqttSource({ report: (where, problem) => { throw new Error(`${where}: ${problem}`); } });
  kept = createHomeTracker([source]);
  const startMs = performance.now();
  kept.receive(source, { topic, payload, retained: true });
  const draftedMs = performance.now();
  home = kept.home();
  const placedMs = performance.now();
  kept.receive(source, { topic, payload: renamed, retained: false });
  home = kept.home();
  times.drafts.push(draftedMs - startMs);
  times.snapshot.push(placedMs - draftedMs);
  times.rename.push(performance.now() - placedMs);
}
const heapMb = usedMb() - beforeMb;
const shown = (values) => `${Math.round(median(values))} (most ${Math.round(Math.max(...values))}) ms`;
console.log(`bridge/devices of ${count} devices, ${(payload.length / 1e6).toFixed(1)} MB, ${home.devices.size} devices of the home: drafts ${shown(times.drafts)}, first snapshot ${shown(times.snapshot)}, drafts and snapshot after one rename ${shown(times.rename)}; medians of 9. Heap: ${globalThis.gc ? `${Math.round(heapMb)} MB` : "run with --expose-gc"}`);
