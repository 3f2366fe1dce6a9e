// Scores the template parser on the development lines of ../shared/eval, for orientation.
// usage: node bench/eval.mjs [--wrong N] [file …]      (after npm run build)
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");
const shared = process.env.SOTTO_SHARED ?? join(root, "..", "shared");
const { readIntents } = await import(join(dist, "understand/load-intents.js"));
const { createTemplateParser } = await import(join(dist, "understand/template-parser.js"));

const evalFolder = join(shared, "eval");
if (!existsSync(evalFolder)) {
  console.warn("SKIPPED: bench/eval.mjs because ../shared is absent");
  process.exit(0);
}
const args = process.argv.slice(2);
const wrongAt = args.indexOf("--wrong");
const wrong = wrongAt < 0 ? "0" : args.splice(wrongAt, 2)[1];
const files = args.length > 0 ? args : ["ha_en.jsonl", "ood.jsonl", "aphd_assist_mini.jsonl"];

const parse = createTemplateParser(await readIntents(join(root, "intents/en")));
const homes = new Map();
for (const file of files) await score(file);

async function score(file) {
  const lines = readFileSync(join(evalFolder, "dev", file), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const tooks = [];
  const answers = [];
  for (const line of lines) {
    const home = homeOf(line.home);
    const heardInAreaId = [...home.areas.values()].find(({ name }) => name === line.satellite_area)?.id;
    const startMs = performance.now();
    const result = await parse(line.text, { home, heardInAreaId, signal: new AbortController().signal });
    tooks.push(performance.now() - startMs);
    answers.push({ id: line.id, commands: result.kind === "commands" ? result.commands.flatMap((command) => scored(command, home)) : [] });
  }
  const out = join(mkdtempSync(join(tmpdir(), "sotto-eval-")), "answers.jsonl");
  writeFileSync(out, answers.map((answer) => JSON.stringify(answer)).join("\n"));
  const run = spawnSync("python3", [join(evalFolder, "score.py"), join(evalFolder, "dev", file), out, "--wrong", wrong], { encoding: "utf8" });
  tooks.sort((a, b) => a - b);
  console.log(`${run.stdout.trim()}${run.stderr} p50=${tooks[Math.floor(tooks.length / 2)].toFixed(2)}ms p95=${tooks[Math.floor(tooks.length * 0.95)].toFixed(2)}ms`);
}

function homeOf(name) {
  let home = homes.get(name);
  if (home === undefined) {
    const raw = JSON.parse(readFileSync(join(evalFolder, "homes", name), "utf8"));
    const areas = new Map(raw.areas.map((area) => [area.id ?? area.name, { id: area.id ?? area.name, name: area.name, aliases: area.aliases ?? [] }]));
    const idOf = new Map([...areas.values()].map((area) => [area.name, area.id]));
    const devices = raw.entities.map((entity) => deviceOf(entity, idOf)).filter((device) => device !== undefined);
    home = { areas, devices: new Map(devices.map((device) => [device.id, device])) };
    homes.set(name, home);
  }
  return home;
}

function deviceOf(entity, idOf) {
  const kind = { binary_sensor: "binarySensor" }[entity.domain] ?? entity.domain;
  const attributes = entity.attributes ?? {};
  // Some homes were dumped with the Python name of the class: "cover.CoverDeviceClass.GARAGE".
  const deviceClass = (attributes.device_class ?? "").split(".").at(-1).toLowerCase();
  const reading = { kind: "reading", quantity: deviceClass, unit: attributes.unit_of_measurement };
  const capabilities = {
    light: [{ kind: "onOff" }, { kind: "brightness" }, { kind: "color" }, { kind: "colorTemperature", minK: 2000, maxK: 6700 }],
    switch: [{ kind: "onOff" }], fan: [{ kind: "onOff" }, { kind: "fanSpeed" }], lock: [{ kind: "lock" }],
    cover: [{ kind: "opening", canStop: true }, { kind: "position" }], valve: [{ kind: "opening", canStop: true }, { kind: "position" }],
    climate: [{ kind: "setpoint", minC: 5, maxC: 90, stepC: 0.5 }, { kind: "onOff" }], scene: [{ kind: "activate" }],
    sensor: [reading], binarySensor: [reading],
  }[kind];
  if (capabilities === undefined) return undefined;
  return { id: entity.id, name: entity.name, aliases: entity.aliases ?? [], areaId: idOf.get(entity.area), kind, deviceClass, capabilities, binding: { adapter: "homeAssistant", component: entity.domain, config: {} } };
}

/** A command in the words of the scorer, one for each domain it goes to. */
function scored(command, home) {
  const domains = new Map();
  for (const id of command.deviceIds) {
    const domain = home.devices.get(id).binding.component;
    domains.set(domain, [...(domains.get(domain) ?? []), id]);
  }
  return [...domains].map(([domain, entities]) => ({ ...actionOf(command, domain), domain, entities }));
}

function actionOf(command, domain) {
  const step = (delta, attribute) => ({ action: delta > 0 ? "increase" : "decrease", attribute, value: Math.abs(delta) });
  switch (command.type) {
    case "onOff.set": return { action: command.on ? "turn_on" : "turn_off" };
    case "brightness.set": return { action: "set", attribute: "brightness", value: command.brightnessPct };
    case "brightness.change": return step(command.deltaPct, "brightness");
    case "color.set": return { action: "set", attribute: "color", value: command.name };
    case "colorTemperature.set": return { action: "set", attribute: "color_temp", value: command.kelvin };
    case "setpoint.set": return { action: "set", attribute: "temperature", value: command.temperatureC };
    case "setpoint.change": return step(command.deltaC, "temperature");
    case "lock.set": return { action: command.locked ? "lock" : "unlock" };
    case "opening.set": return { action: command.open ? "open" : "close" };
    case "opening.stop": return { action: "stop" };
    case "position.set": return { action: "set", attribute: "position", value: command.positionPct };
    case "fanSpeed.set": return { action: "set", attribute: "speed", value: command.speedPct };
    case "scene.activate": return { action: "activate" };
    case "state.get": return { action: "query", attribute: domain === "climate" ? "temperature" : "state", value: command.expect };
  }
}
