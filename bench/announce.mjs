// What Sotto's announcement costs: its size, the time to make it, and what a turn costs its spectator.   node bench/announce.mjs
import { fileURLToPath } from "node:url";
import { announcement, componentsOf } from "../dist/bridges/announcement.js";
import { eventEntities } from "../dist/bridges/event-entities.js";
import { ownTopics } from "../dist/bridges/own-topics.js";
import { continueStory, noStory } from "../dist/bridges/turn-story.js";
import { readIntents } from "../dist/understand/load-intents.js";
import { median } from "./weights.mjs";

const { intents } = await readIntents(fileURLToPath(new URL("../intents/en/", import.meta.url)));
const shipped = new Set(intents.map(({ id }) => id));
const topics = ownTopics("1a2b3c4d", "homeassistant");
const facts = { name: "Sotto Kitchen", area: "Kitchen", version: "0.1.0" };

/** A home of so many devices, the first of which are scenes. */
function homeOf(deviceCount, sceneCount) {
  const devices = Array.from({ length: deviceCount }, (_, index) => {
    const kind = index < sceneCount ? "scene" : "light";
    return { id: `${kind}.d${index}`, name: `Device number ${index}`, aliases: [], areaId: undefined, kind, deviceClass: "", capabilities: [], binding: {} };
  });
  return { areas: new Map(), devices: new Map(devices.map((device) => [device.id, device])) };
}
function medianMs(work) {
  const times = [];
  for (let round = 0; round < 60; round++) {
    const startMs = performance.now();
    work();
    if (round >= 10) times.push(performance.now() - startMs);
  }
  return median(times).toFixed(2);
}

for (const [deviceCount, sceneCount] of [[50, 5], [10_000, 5], [10_000, 5000]]) {
  const home = homeOf(deviceCount, sceneCount);
  let text = "";
  const ms = medianMs(() => { text = announcement(facts, topics, componentsOf({ topics, heardText: true, events: eventEntities({ intents, shipped, home }) })); });
  console.log(`${deviceCount} devices, ${sceneCount} of them scenes: ${Object.keys(JSON.parse(text).components).length} entities, ${(text.length / 1000).toFixed(1)} kB, ${ms} ms to make`);
}

const home = homeOf(10_000, 5);
const deviceIds = [...home.devices.keys()].slice(5, 1005);
const command = { type: "onOff.set", on: true, scope: "group", deviceIds };
const turn = [
  { type: "turn.started", turnId: "1" },
  { type: "parsed", turnId: "1", text: "turn on all lights", result: { kind: "commands", commands: [command], matchedBy: "template", matches: [{ intent: "on_kind_home", by: "" }] } },
  { type: "acted", turnId: "1", command, report: { messages: [], outcomes: deviceIds.map((deviceId) => ({ deviceId, result: "confirmed", state: {}, tookMs: 1 })) } },
  { type: "turn.ended", turnId: "1", result: "done" },
];
const ms = medianMs(() => { let story = noStory; for (const news of turn) story = continueStory(story, news, home).story; });
console.log(`a turn with a group of ${deviceIds.length} lights: ${ms} ms of the spectator's time. Medians of 50.`);
