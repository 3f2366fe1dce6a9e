// (pure) The verbs of the answer language: what each capability lets a model say, and what it means.
import type { CommandAction } from "../home/command.ts";
import type { Capability } from "../home/home.ts";
import type { Rgb } from "../home/state.ts";

/**
 * One verb and the values that may follow the device's name; a value of "" means that nothing follows.
 * No value holds a space, so the last word of an answer that has a value is the value.
 */
export type Offer = { readonly verb: string; readonly values: ReadonlyMap<string, CommandAction> };

/** Colours by the names people say. */
export type NamedColors = ReadonlyMap<string, Rgb>;

/** The corners of the sRGB cube, without black, which no lamp shows. */
export const basicColors: NamedColors = new Map([
  ["red", { red: 255, green: 0, blue: 0 }],
  ["yellow", { red: 255, green: 255, blue: 0 }],
  ["green", { red: 0, green: 255, blue: 0 }],
  ["cyan", { red: 0, green: 255, blue: 255 }],
  ["blue", { red: 0, green: 0, blue: 255 }],
  ["magenta", { red: 255, green: 0, blue: 255 }],
  ["white", { red: 255, green: 255, blue: 255 }],
]);

/** Whites as lamps are sold: EN 12464-1 calls up to 3300 K warm, up to 5300 K neutral, above that cool. */
const namedWhitesK = [["warm", 2700], ["neutral", 4000], ["cool", 6000]] as const;

/** Percent steps for "a bit brighter": every five up to fifty. */
const changesPct = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];
/** Degrees for "a bit warmer". */
const changesC = [0.5, 1, 1.5, 2, 3, 4, 5];
/** More values than this on one device are thinned out: a range that hostile or careless discovery announced. */
const mostValues = 200;

/** Everything that can be said of a device that has `capability`. */
export function offersOf(capability: Capability, colors: NamedColors): readonly Offer[] {
  switch (capability.kind) {
    case "onOff":
      return [
        plain("on", { type: "onOff.set", on: true }),
        plain("off", { type: "onOff.set", on: false }),
        question("onOff", ["on", "off"]),
      ];
    case "brightness": return [brightnessOffer, ...brightnessChanges, reading("brightness", "brightness")];
    case "color": return [colorOffer(colors), reading("color", "color")];
    case "colorTemperature": return [whiteOffer(capability.minK, capability.maxK), reading("colorTemperature", "white")];
    case "setpoint": return [temperatureOffer(capability.minC, capability.maxC, capability.stepC), ...setpointChanges, reading("setpoint", "temperature")];
    case "lock":
      return [
        plain("lock", { type: "lock.set", locked: true }),
        plain("unlock", { type: "lock.set", locked: false }),
        ...(capability.canOpen === true ? [plain("unlatch", { type: "lock.open" })] : []),
        question("lock", ["locked", "unlocked"]),
      ];
    case "opening":
      return [
        plain("open", { type: "opening.set", open: true }),
        plain("close", { type: "opening.set", open: false }),
        ...(capability.canStop ? [plain("stop", { type: "opening.stop" })] : []),
        question("opening", ["open", "closed"]),
      ];
    case "position": return [positionOffer, reading("position", "position")];
    case "tilt": return [tiltOffer, reading("tilt", "tilt")];
    case "fanSpeed": return [fanSpeedOffer, reading("fanSpeed", "speed")];
    case "mode": return [words("mode", capability.modes, (mode) => ({ type: "mode.set", mode })), reading("mode", "mode")];
    case "preset": return [words("preset", capability.presets, (preset) => ({ type: "preset.set", preset })), reading("preset", "preset")];
    case "fanMode": return [words("fan", capability.fanModes, (fanMode) => ({ type: "fanMode.set", fanMode })), reading("fanMode", "fan")];
    case "humidity": return [humidityOffer(capability.minPct, capability.maxPct), reading("humidity", "humidity")];
    case "oscillation": return [words("oscillate", ["on", "off"], (word) => ({ type: "oscillation.set", on: word === "on" }))];
    case "direction": return [words("direction", ["forward", "reverse"], (word) => ({ type: "direction.set", direction: word === "reverse" ? "reverse" : "forward" }))];
    case "volume": return [volumeOffer, ...volumeChanges, reading("volume", "volume")];
    case "mute": return [plain("mute", { type: "mute.set", muted: true }), plain("unmute", { type: "mute.set", muted: false })];
    case "playback": return [...capability.can.map((action) => plain(action, { type: "playback.set", action })), reading("playback", "playback")];
    case "activity": return [...capability.can.map((activity) => plain(activity, { type: "activity.set", activity })), reading("activity", "activity")];
    case "option": return [words("select", capability.options, (option) => ({ type: "option.set", option })), reading("option", "option")];
    case "number": return [{ verb: "number", values: new Map(stepsBetween(capability.min, capability.max, capability.step).map((value) => [`${value}`, { type: "number.set", value }])) }, reading("number", "number")];
    case "alarm": return [words("alarm", capability.modes, (word) => { const mode = capability.modes.find((one) => one === word) ?? "disarmed"; return { type: "alarm.set", mode }; }), reading("alarm", "alarm")];
    case "event": return [reading("event", "event")];
    case "activate": return [plain("activate", { type: "scene.activate" })];
    case "reading": return [reading("reading", "value")];
  }
}

function plain(verb: string, action: CommandAction): Offer {
  return { verb, values: new Map([["", action]]) };
}

function question(capability: Capability["kind"], states: readonly string[]): Offer {
  return { verb: "is", values: new Map(states.map((expect) => [expect, { type: "state.get", capability, expect }])) };
}

function reading(capability: Capability["kind"], word: string): Offer {
  return { verb: "get", values: new Map([[word, { type: "state.get", capability }]]) };
}

function percents(verb: string, action: (percent: number) => CommandAction): Offer {
  return { verb, values: new Map(Array.from({ length: 101 }, (_, percent) => [`${percent}%`, action(percent)])) };
}

/** A device's own words; those of more than one word are left out: a value is the last word of its phrase. */
function words(verb: string, own: readonly string[], action: (word: string) => CommandAction): Offer {
  return { verb, values: new Map(own.filter(isOneWord).slice(0, mostValues).map((word) => [word, action(word)])) };
}

function isOneWord(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}_-]+$/u.test(text);
}

function humidityOffer(minPct: number, maxPct: number): Offer {
  return { verb: "humidity", values: new Map(stepsBetween(minPct, maxPct, 1).map((humidityPct) => [`${humidityPct}%`, { type: "humidity.set", humidityPct }])) };
}

const tiltOffer = percents("tilt", (tiltPct) => ({ type: "tilt.set", tiltPct }));
const volumeOffer = percents("volume", (volumePct) => ({ type: "volume.set", volumePct }));
const volumeChanges: readonly Offer[] = [
  { verb: "louder", values: new Map(changesPct.map((deltaPct) => [`${deltaPct}%`, { type: "volume.change", deltaPct }])) },
  { verb: "quieter", values: new Map(changesPct.map((deltaPct) => [`${deltaPct}%`, { type: "volume.change", deltaPct: -deltaPct }])) },
];
const brightnessOffer = percents("brightness", (brightnessPct) => ({ type: "brightness.set", brightnessPct }));
const positionOffer = percents("position", (positionPct) => ({ type: "position.set", positionPct }));
const fanSpeedOffer = percents("speed", (speedPct) => ({ type: "fanSpeed.set", speedPct }));
const brightnessChanges: readonly Offer[] = [
  { verb: "brighter", values: new Map(changesPct.map((deltaPct) => [`${deltaPct}%`, { type: "brightness.change", deltaPct }])) },
  { verb: "dimmer", values: new Map(changesPct.map((deltaPct) => [`${deltaPct}%`, { type: "brightness.change", deltaPct: -deltaPct }])) },
];
const setpointChanges: readonly Offer[] = [
  { verb: "warmer", values: new Map(changesC.map((deltaC) => [`${deltaC}`, { type: "setpoint.change", deltaC }])) },
  { verb: "cooler", values: new Map(changesC.map((deltaC) => [`${deltaC}`, { type: "setpoint.change", deltaC: -deltaC }])) },
];

/** Names of more than one word are left out: a value is the last word of its phrase. */
function colorOffer(colors: NamedColors): Offer {
  const oneWord = [...colors].filter(([name]) => isOneWord(name));
  return { verb: "color", values: new Map(oneWord.map(([name, color]) => [name, { type: "color.set", name, color }])) };
}

/** Named whites moved into the lamp's range, and every whole 100 K of it. */
function whiteOffer(minK: number, maxK: number): Offer {
  const values = new Map<string, CommandAction>();
  if (!(minK > 0 && maxK >= minK)) return { verb: "white", values };
  for (const [name, kelvin] of namedWhitesK) {
    values.set(name, { type: "colorTemperature.set", kelvin: Math.min(maxK, Math.max(minK, kelvin)) });
  }
  for (const kelvin of stepsBetween(Math.ceil(minK / 100) * 100, maxK, 100)) {
    values.set(`${kelvin}K`, { type: "colorTemperature.set", kelvin });
  }
  return { verb: "white", values };
}

function temperatureOffer(minC: number, maxC: number, stepC: number): Offer {
  const steps = stepsBetween(minC, maxC, stepC);
  return { verb: "temperature", values: new Map(steps.map((temperatureC) => [`${temperatureC}`, { type: "setpoint.set", temperatureC }])) };
}

/** From `least` up to `most`, at hundredths; the step is widened until no more than `mostValues` are left. */
function stepsBetween(least: number, most: number, step: number): readonly number[] {
  if (!Number.isFinite(least) || !Number.isFinite(most) || !(step > 0) || most < least) return [];
  let wide = Math.max(step, 0.01);
  while ((most - least) / wide >= mostValues) wide *= 2;
  const count = Math.floor((most - least) / wide + 1e-9) + 1;
  const values = Array.from({ length: count }, (_, index) => Math.round((least + index * wide) * 100) / 100);
  return [...new Set(values)].filter((value) => value >= least && value <= most);
}
