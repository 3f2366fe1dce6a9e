// Times the template parser: loading, building, the index of a home, and one sentence on homes of four sizes.
// usage: node bench/understand.mjs      (after npm run build)
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const { readIntents } = await import(join(dist, "understand/load-intents.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));

const sentencesPerHome = 2_000;
/** Enough for the compiler of V8 to settle. */
const warmUpSentences = 2_000;
const rooms = ["Kitchen", "Bedroom", "Hall", "Office", "Cellar", "Attic", "Garage", "Den", "Loft", "Porch"];
const things = [["Ceiling Light", "light"], ["Wall Lamp", "light"], ["Window Blind", "cover"], ["Side Door", "lock"], ["Corner Fan", "fan"], ["Wall Plug", "switch"]];
const capabilities = {
  light: [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }], cover: [{ kind: "opening", canStop: true }, { kind: "position" }],
  lock: [{ kind: "lock" }], fan: [{ kind: "onOff" }, { kind: "fanSpeed" }], switch: [{ kind: "onOff" }],
};

const { signal } = new AbortController();
const loadedMs = performance.now();
const intents = await readIntents(join(root, "intents/en"));
const builtMs = performance.now();
const parse = createTemplateParser(intents);
console.log(`intents: ${intents.intents.length}, templates: ${intents.intents.reduce((sum, { sentences }) => sum + sentences.length, 0)}`);
console.log(`read and build ${(builtMs - loadedMs).toFixed(0)} ms, parser ${(performance.now() - builtMs).toFixed(0)} ms`);
console.log("devices | first sentence (index) ms | p50 ms | p99 ms | not understood");
for (const count of [10, 100, 1_000, 10_000]) await measure(homeOf(count));

async function measure(home) {
  const devices = [...home.devices.values()];
  const startMs = performance.now();
  await parse("turn on the lights", { home, heardInAreaId: undefined, signal });
  const firstMs = performance.now() - startMs;
  for (let index = 0; index < warmUpSentences; index++) await parse(sentenceFor(devices[index % devices.length], "Kitchen", index), { home, heardInAreaId: undefined, signal });
  const tooks = [];
  let missed = 0;
  for (let index = 0; index < sentencesPerHome; index++) {
    const device = devices[(index * 7919) % devices.length];
    const text = sentenceFor(device, home.areas.get(device.areaId).name, index);
    const fromMs = performance.now();
    const result = await parse(text, { home, heardInAreaId: device.areaId, signal });
    tooks.push(performance.now() - fromMs);
    if (result.kind !== "commands") missed++;
  }
  tooks.sort((a, b) => a - b);
  const at = (share) => tooks[Math.floor(tooks.length * share)].toFixed(3);
  console.log(`${String(devices.length).padStart(7)} | ${firstMs.toFixed(1).padStart(25)} | ${at(0.5)} | ${at(0.99)} | ${missed}`);
}

function sentenceFor({ name, kind }, area, index) {
  const own = { light: [`turn on the ${name}`, `please set ${name} to ${index % 100} percent`, `turn off the ${area} lights`], cover: [`close the ${name}`], lock: [`unlock the ${name}`, `is the ${name} locked?`], fan: [`set the ${name} to high`], switch: [`switch ${name} off and turn on the lights in the ${area}`] }[kind];
  return own[index % own.length];
}

function homeOf(count) {
  const areas = new Map();
  const devices = new Map();
  const areaCount = Math.max(1, Math.ceil(count / things.length));
  for (let index = 0; index < count; index++) {
    const number = Math.floor(index / things.length) % areaCount;
    const areaName = `${rooms[number % rooms.length]}${number < rooms.length ? "" : ` ${Math.floor(number / rooms.length)}`}`;
    const areaId = `area${number}`;
    areas.set(areaId, { id: areaId, name: areaName, aliases: [] });
    const [thing, kind] = things[index % things.length];
    devices.set(`device${index}`, { id: `device${index}`, name: `${areaName} ${thing}`, aliases: [], areaId, kind, deviceClass: kind === "cover" ? "blind" : "", capabilities: capabilities[kind], binding: { adapter: "homeAssistant", component: kind, config: {} } });
  }
  return { areas, devices };
}
