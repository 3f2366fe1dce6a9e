// Commands of Sotto in the words of the gold labels of ../shared/eval: {action, domain, attribute, value, entities}.
// One command may go to devices of several domains, and becomes one label for each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const dist = process.env.SOTTO_DIST ?? join(fileURLToPath(new URL("../..", import.meta.url)), "dist");
const { meantByWord } = await import(join(dist, "home/binary-words.js"));

/** The labels know colours by their English names, whatever language they were said in. */
const colorNames = new Map(Object.entries(parse(readFileSync(new URL("../../intents/en/_lists.yaml", import.meta.url), "utf8")).colors).map(([name, hex]) => [hex, name]));

function colorName({ name, color: { red, green, blue } }) {
  const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  return colorNames.get(hex) ?? name;
}

/** What a player is told, as the labels call it. */
const playback = { play: "resume", pause: "pause", stop: "stop", next: "next", previous: "previous" };

/** What is activated has three names, by its domain. */
const activated = { scene: "activate", script: "run", button: "press", input_button: "press" };

/** Of a person the labels know where, not whether. */
const whereabouts = { at_home: "home", not_home: "not_home" };

/** @param home the home that the command was made for */
export function goldCommands(commands, home) {
  return mergedQuestions(commands.flatMap((command) => command.type.startsWith("timer.") ? timerLabel(command, home) : command.deviceIds.length === 0 ? [labelless(command)] : deviceLabels(command, home)));
}

/** What the labels have no word for, such as a plan for later, is a command all the same: never silence. */
function labelless({ type }) {
  return { action: type, domain: type.slice(0, type.indexOf(".")), attribute: null, value: null, entities: [] };
}

function deviceLabels(command, home) {
  const byDomain = new Map();
  for (const id of command.deviceIds) {
    const domain = id.slice(0, id.indexOf("."));
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), id]);
  }
  return [...byDomain].map(([domain, entities]) => ({ ...actionOf(command, domain, home.devices.get(entities[0])), domain, ...placeOf(entities, home), entities }));
}

/** For people who read the file; the scorer looks at the entities. */
function placeOf(entities, home) {
  const devices = entities.map((id) => home.devices.get(id));
  const areas = new Set(devices.map(({ areaId }) => areaId));
  const [areaId] = areas;
  return { area: areas.size === 1 && areaId !== undefined ? home.areas.get(areaId).name : null, name: devices.length === 1 ? devices[0].name : null };
}

const set = (attribute, value) => ({ action: "set", attribute, value });
const step = (attribute, delta) => ({ action: delta > 0 ? "increase" : "decrease", attribute, value: Math.abs(delta) });
const only = (action) => ({ action, attribute: null, value: null });

function actionOf(command, domain, device) {
  switch (command.type) {
    case "onOff.set": return only(command.on ? "turn_on" : "turn_off");
    case "onOff.toggle": return only("toggle");
    case "brightness.set": return set("brightness", command.brightnessPct);
    case "brightness.change": return step("brightness", command.deltaPct);
    case "color.set": return set("color", colorName(command));
    case "colorTemperature.set": return set("color_temp", command.kelvin);
    case "setpoint.set": return set("temperature", command.temperatureC);
    case "setpoint.change": return step("temperature", command.deltaC);
    case "mode.set": return set("hvac_mode", command.mode);
    case "preset.set": return set("preset", command.preset);
    case "fanMode.set": return set("fan_mode", command.fanMode);
    case "humidity.set": return set("humidity", command.humidityPct);
    case "lock.set": return only(command.locked ? "lock" : "unlock");
    case "lock.open": return only("open");
    case "opening.set": return only(command.open ? "open" : "close");
    case "opening.stop": return only("stop");
    case "position.set": return set("position", command.positionPct);
    case "position.change": return step("position", command.deltaPct);
    case "tilt.set": return set("tilt", command.tiltPct);
    case "fanSpeed.set": return set("speed", command.speedPct);
    case "fanSpeed.change": return step("speed", command.deltaPct);
    case "oscillation.set": return set("oscillation", command.on ? "on" : "off");
    case "direction.set": return set("direction", command.direction);
    case "volume.set": return set("volume", command.volumePct);
    case "volume.change": return step("volume", command.deltaPct);
    case "mute.set": return only(command.muted ? "mute" : "unmute");
    case "playback.set": return only(playback[command.action]);
    case "activity.set": return only(command.activity);
    case "option.set": return set("option", command.option);
    case "number.set": return set("value", command.value);
    case "alarm.set": return set("alarm", command.mode);
    case "scene.activate": return only(activated[domain] ?? "activate");
    case "state.get": return questionOf(command, domain, device);
    default: return { action: command.type, attribute: null, value: null };
  }
}

/** A thermostat is asked for its temperature and the weather for itself, unless a mode or a state was asked after. */
function questionOf({ capability, expect }, domain, device) {
  if (domain === "weather") return { action: "query", attribute: "weather", value: null };
  if (domain === "climate" && expect === undefined) return { action: "query", attribute: capability === "mode" ? "hvac_mode" : "temperature", value: null };
  const on = domain === "binary_sensor" && expect !== undefined ? meantByWord(device, expect) : undefined;
  const value = on === undefined ? whereabouts[expect] ?? expect : on ? "on" : "off";
  return { action: "query", attribute: "state", value: value ?? null };
}

/** One question may be answered by several abilities of its devices; it stays one question. */
function mergedQuestions(labels) {
  const merged = [];
  for (const label of labels) {
    const same = label.action === "query" ? merged.find((other) => other.action === "query" && other.domain === label.domain && other.attribute === label.attribute && other.value === label.value) : undefined;
    if (same === undefined) merged.push({ ...label });
    else same.entities = [...same.entities, ...label.entities];
  }
  return merged;
}

/** A timer is told by name, by room, or by its length, which stands beside its time as `start_…`. */
function timerLabel(command, home) {
  const { type, name, areaId, startS, durationS, deltaS } = command;
  // "The kitchen timer" is that of the room; a timer that is started is called so.
  const isNamed = areaId === undefined || type === "timer.start";
  const said = { domain: "timer", name: isNamed ? name ?? null : null, area: areaId === undefined || (type === "timer.start" && name !== undefined) ? null : home.areas.get(areaId)?.name ?? null, entities: [] };
  const length = startS === undefined ? { attribute: null, value: null } : { attribute: "duration", value: startOf(startS) };
  switch (type) {
    case "timer.start": return [{ action: "start", ...said, attribute: "duration", value: durationS }];
    case "timer.change": return [{ action: deltaS > 0 ? "increase" : "decrease", ...said, attribute: "duration", value: { seconds: Math.abs(deltaS), ...(startS === undefined ? {} : startOf(startS)) } }];
    case "timer.cancel": return [{ action: "cancel", ...said, ...length }];
    case "timer.pause": case "timer.resume": return [{ action: type.slice("timer.".length), ...said, ...length }];
    case "timer.get": return [{ action: "query", ...said, ...length }];
    default: return [{ action: type, ...said, ...length }];
  }
}

function startOf(seconds) {
  const parts = { start_hours: Math.floor(seconds / 3600), start_minutes: Math.floor((seconds % 3600) / 60), start_seconds: seconds % 60 };
  return Object.fromEntries(Object.entries(parts).filter(([, count]) => count > 0));
}
