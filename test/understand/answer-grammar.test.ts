import { describe, expect, it } from "vitest";
import { capabilityNeeded, type DeviceCommand } from "../../src/home/command.ts";
import type { Command } from "../../src/home/command.ts";
import { capabilityOf, deviceKinds, devicesOf } from "../../src/home/home.ts";
import type { AreaId, Capability, Home } from "../../src/home/home.ts";
import { compileAnswers, mostCommands } from "../../src/understand/answer-grammar.ts";
import { answerGraphFault, isLegalAnswer } from "../../src/understand/answer-graph.ts";
import { shortlistFor } from "../../src/understand/shortlist.ts";
import { homeOf, hostileNames, ordinaryHome, usualCapabilities, someColors } from "../fakes/made-up-home.ts";
import { randomAnswer } from "../fakes/random-answer.ts";
import { pickFrom, seededRandom } from "../fakes/seeded-random.ts";

const small = homeOf([
  { name: "Kitchen Light", kind: "light", area: "kitchen" },
  { name: "Hall Lamp", kind: "light", area: "hall", capabilities: [{ kind: "onOff" }] },
  { name: "Front Door", kind: "lock", area: "hall" },
  { name: "Thermostat", kind: "climate", area: "hall", capabilities: [{ kind: "setpoint", minC: 10, maxC: 25, stepC: 0.5 }] },
  { name: "Blind", kind: "cover", area: "kitchen" },
  { name: "Movie Night", kind: "scene" },
  { name: "Ceiling Fan", kind: "fan", area: "kitchen" },
]);
const languageOf = (home: Home, room?: string) => compileAnswers(shortlistFor(home, "", room as AreaId | undefined), someColors);
const commandsOf = (answer: string) => languageOf(small).parse(answer)?.map(({ command }) => command);

describe("the answer language", () => {
  it.each([
    ["on kitchen light", { type: "onOff.set", on: true, deviceIds: ["device1"], scope: "named" }],
    ["off hall lamp", { type: "onOff.set", on: false, deviceIds: ["device2"], scope: "named" }],
    ["brightness kitchen light 40%", { type: "brightness.set", brightnessPct: 40, deviceIds: ["device1"], scope: "named" }],
    ["dimmer kitchen light 20%", { type: "brightness.change", deltaPct: -20, deviceIds: ["device1"], scope: "named" }],
    ["color kitchen light blue", { type: "color.set", name: "blue", color: { red: 0, green: 0, blue: 255 }, deviceIds: ["device1"], scope: "named" }],
    ["white kitchen light warm", { type: "colorTemperature.set", kelvin: 2700, deviceIds: ["device1"], scope: "named" }],
    ["white kitchen light 3000K", { type: "colorTemperature.set", kelvin: 3000, deviceIds: ["device1"], scope: "named" }],
    ["lock front door", { type: "lock.set", locked: true, deviceIds: ["device3"], scope: "named" }],
    ["is front door locked", { type: "state.get", capability: "lock", expect: "locked", deviceIds: ["device3"], scope: "named" }],
    ["temperature thermostat 21.5", { type: "setpoint.set", temperatureC: 21.5, deviceIds: ["device4"], scope: "named" }],
    ["warmer thermostat 1", { type: "setpoint.change", deltaC: 1, deviceIds: ["device4"], scope: "named" }],
    ["get thermostat temperature", { type: "state.get", capability: "setpoint", deviceIds: ["device4"], scope: "named" }],
    ["close blind", { type: "opening.set", open: false, deviceIds: ["device5"], scope: "named" }],
    ["position blind 50%", { type: "position.set", positionPct: 50, deviceIds: ["device5"], scope: "named" }],
    ["activate movie night", { type: "scene.activate", deviceIds: ["device6"], scope: "named" }],
    ["speed ceiling fan 100%", { type: "fanSpeed.set", speedPct: 100, deviceIds: ["device7"], scope: "named" }],
    ["off all lights", { type: "onOff.set", on: false, deviceIds: ["device1", "device2"], scope: "group" }],
    ["brightness all lights 10%", { type: "brightness.set", brightnessPct: 10, deviceIds: ["device1"], scope: "group" }],
  ])("%s", (answer, command) => {
    expect(commandsOf(answer)).toEqual([command]);
    expect(isLegalAnswer(languageOf(small).graph, answer)).toBe(true);
  });

  it("says nothing with none", () => {
    expect(commandsOf("none")).toEqual([]);
  });
  it("joins up to five commands", () => {
    expect(commandsOf("on kitchen light; lock front door")?.map(({ type }) => type)).toEqual(["onOff.set", "lock.set"]);
    const six = Array.from({ length: 6 }, () => "on hall lamp").join("; ");
    expect([commandsOf(six), isLegalAnswer(languageOf(small).graph, six)]).toEqual([undefined, false]);
  });
  it.each([
    "unlock kitchen light", "brightness hall lamp 40%", "brightness kitchen light 101%", "temperature thermostat 26", "temperature thermostat 21.2",
    "on", "on kitchen", "on garage light", "none; on hall lamp", "on hall lamp; none", "on hall lamp;", "", "on hall lamp now", "stop movie night", "color kitchen light sky blue", "constructor hall lamp",
  ])("has no words for %s", (answer) => {
    expect(commandsOf(answer)).toBeUndefined();
    expect(isLegalAnswer(languageOf(small).graph, answer)).toBe(false);
  });

  it("tells devices of one name apart by their room, else by number", () => {
    const home = homeOf([
      { name: "Lamp", kind: "light", area: "hall" }, { name: "lamp!", kind: "light", area: "office" },
      { name: "Fan", kind: "fan" }, { name: "fan", kind: "fan" },
    ]);
    expect([...compileAnswers(shortlistFor(home, "hall office lamp fan", undefined), someColors).labels.values()].toSorted()).toEqual(["fan", "fan 2", "hall lamp", "office lamp"]);
  });
  it("offers groups of the room heard in", () => {
    const language = languageOf(small, "kitchen");
    expect(language.parse("on all kitchen lights")?.[0]?.command.deviceIds).toEqual(["device1"]);
    expect(language.parse("on all hall lights")).toBeUndefined();
  });
  it("does not let a device pass for a group", () => {
    const language = languageOf(homeOf([{ name: "all lights", kind: "light" }, { name: "lamp", kind: "light" }]));
    expect(language.parse("off all lights")?.[0]?.command).toMatchObject({ scope: "group", deviceIds: ["device1", "device2"] });
    expect(language.parse("off all lights 2")?.[0]?.command).toMatchObject({ scope: "named", deviceIds: ["device1"] });
  });
  it("only lets a home without devices say none", () => {
    const language = languageOf(homeOf([]));
    expect(answerGraphFault(language.graph)).toBeUndefined();
    expect(randomAnswer(language.graph, seededRandom(1))).toBe("none");
  });
  it("survives being sent to another process", () => {
    const { graph } = languageOf(small);
    expect(structuredClone(graph)).toEqual(graph);
  });
  it("does not grow with the number of commands that may be joined", () => {
    expect(languageOf(small).graph.nodes.length).toBeLessThan(40);
  });
});

describe("every answer of any home", () => {
  it("is a list of commands that this home can carry out, and its text leads back to them", () => {
    const random = seededRandom(42);
    for (let round = 0; round < 60; round++) {
      const home = round % 2 === 0 ? hostileHome(random) : ordinaryHome(1 + Math.floor(random() * 60), random);
      const rooms = [...home.areas.keys()];
      const said = [...home.devices.values()].slice(0, 20).map(({ name }) => name.slice(0, 20)).join(" ");
      const language = compileAnswers(shortlistFor(home, random() < 0.5 ? said : "", rooms[Math.floor(random() * (rooms.length + 1))]), someColors);
      expect(answerGraphFault(language.graph)).toBeUndefined();
      for (let path = 0; path < 30; path++) checkAnswer(home, language, randomAnswer(language.graph, random));
    }
  });
  it("has no way for two candidates to share a name", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 30; round++) {
      const { labels } = languageOf(hostileHome(random));
      expect(new Set(labels.values()).size).toBe(labels.size);
      expect([...labels.values()].every((label) => /^[\p{L}\p{M}\p{N}]+( [\p{L}\p{M}\p{N}]+)*$/u.test(label) && label.length <= 80)).toBe(true);
    }
  });
});

function checkAnswer(home: Home, language: ReturnType<typeof compileAnswers>, answer: string): void {
  const parsed = language.parse(answer);
  if (parsed === undefined) throw new Error(`not a legal answer: ${answer}`);
  expect(parsed.map(({ phrase }) => phrase).join("; ") || "none").toBe(answer);
  expect(parsed.length).toBeLessThanOrEqual(mostCommands);
  for (const { command } of parsed) expect(faultOf(home, command), `${answer}: ${JSON.stringify(command).slice(0, 300)}`).toBeUndefined();
}

/** Checks a command against the home with none of the code that made it. */
function faultOf(home: Home, command: Command): string | undefined {
  const devices = devicesOf(home, command.deviceIds);
  if (devices.length === 0 || devices.length !== command.deviceIds.length) return "a device does not exist";
  for (const device of devices) {
    if (!device.capabilities.some(({ kind }) => kind === capabilityNeeded(command as DeviceCommand))) return `${device.name} cannot do it`;
    const setpoint = capabilityOf(device, "setpoint");
    const white = capabilityOf(device, "colorTemperature");
    const opening = capabilityOf(device, "opening");
    if (command.type === "setpoint.set" && setpoint !== undefined) {
      const steps = (command.temperatureC - setpoint.minC) / setpoint.stepC;
      if (command.temperatureC < setpoint.minC || command.temperatureC > setpoint.maxC) return "temperature out of range";
      if (command.scope === "named" && setpoint.stepC >= 0.1 && setpoint.maxC - setpoint.minC < 20 && Math.abs(steps - Math.round(steps)) > 1e-6) return "temperature off the steps";
    }
    if (command.type === "colorTemperature.set" && white !== undefined && (command.kelvin < white.minK || command.kelvin > white.maxK)) return "white out of range";
    if (command.type === "opening.stop" && opening?.canStop !== true) return "cannot stop";
  }
  const percent = command.type === "brightness.set" ? command.brightnessPct : command.type === "position.set" ? command.positionPct : command.type === "fanSpeed.set" ? command.speedPct : 0;
  return percent >= 0 && percent <= 100 ? undefined : "percent out of range";
}

function hostileHome(random: () => number): Home {
  const odd: readonly Capability[] = [
    { kind: "setpoint", minC: 30, maxC: 5, stepC: 1 }, { kind: "setpoint", minC: -1e9, maxC: 1e9, stepC: 1e-9 }, { kind: "setpoint", minC: Number.NaN, maxC: 5, stepC: 0 },
    { kind: "setpoint", minC: 5, maxC: 24, stepC: 0.1 }, { kind: "colorTemperature", minK: 0, maxK: 1e12 }, { kind: "colorTemperature", minK: 3000, maxK: 3050 },
  ];
  return homeOf(Array.from({ length: 1 + Math.floor(random() * 25) }, () => {
    const kind = pickFrom(deviceKinds, random);
    const capabilities = random() < 0.3 ? [...usualCapabilities[kind], pickFrom(odd, random)] : usualCapabilities[kind];
    return { name: pickFrom(hostileNames, random), kind, capabilities, ...(random() < 0.6 ? { area: pickFrom(hostileNames, random) } : {}) };
  }));
}
