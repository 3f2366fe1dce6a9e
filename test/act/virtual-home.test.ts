import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MqttBus } from "../../src/act/bus.ts";
import { tells } from "../../src/act/confirmation.ts";
import { createDispatcher, type Dispatch } from "../../src/act/dispatcher.ts";
import { linkHome, type HomeLink } from "../../src/act/home-link.ts";
import type { Settled } from "../../src/act/outcome.ts";
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs, sleep } from "../../src/base/time.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { Device, DeviceId } from "../../src/home/home.ts";
import { startEmbeddedBroker, type EmbeddedBroker } from "../../src/virtual/broker.ts";
import { startVirtualHome } from "../../src/virtual/virtual-home.ts";
import { approved, eventually, never, startBus } from "../fakes/started-bus.ts";

/** Delays of devices shrunk to milliseconds; the drift of rooms stays out of reach. */
const quickSleep = (durationMs: number, signal: AbortSignal) => sleep(durationMs > 10_000 ? 1_000_000 : durationMs / 40, signal);

let broker: EmbeddedBroker;
let bus: MqttBus;
let link: HomeLink;
let dispatch: Dispatch;
let problems: AssistantError[];
let settled: Settled[];
const over = { controller: new AbortController() };

beforeEach(async () => {
  const start = await startEmbeddedBroker({ port: 0 });
  if (start.kind !== "started") throw start.error;
  broker = start.broker;
  startVirtualHome({ wire: broker.wire, sleep: quickSleep });
  bus = startBus({ url: broker.url }).bus;
  problems = [];
  settled = [];
  over.controller = new AbortController();
  link = linkHome({ bus, nowMs: monotonicNowMs, onProblem: (error) => problems.push(error) }, over.controller.signal);
  dispatch = createDispatcher({ bus, home: link.home, states: link.states, nowMs: monotonicNowMs, onSettled: (end) => settled.push(end), signal: over.controller.signal });
  await eventually(() => link.home().devices.size >= 26 && [...link.home().devices.values()].every(isToldOf), "the virtual home");
});

/** Each but the scene has told all that it can be asked about. */
function isToldOf({ id, kind, capabilities }: Device): boolean {
  const state = link.states.known(id)?.state ?? {};
  return kind === "scene" || capabilities.every((capability) => tells(state, capability.kind) || capability.kind === "color" || capability.kind === "colorTemperature");
}

afterEach(async () => {
  over.controller.abort();
  await bus[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
});

/** The device's id, by its name. */
function idOf(name: string): string {
  const device = [...link.home().devices.values()].find((candidate) => candidate.name === name);
  if (device === undefined) throw new Error(`no ${name} among ${[...link.home().devices.values()].map((candidate) => candidate.name).join(", ")}`);
  return device.id;
}

const red = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } } as const;
const commands: readonly (readonly [string, CommandAction, object])[] = [
  ["Living room light", { type: "onOff.set", on: true }, { on: true }],
  ["Living room light", { type: "brightness.set", brightnessPct: 40 }, { on: true, brightnessPct: 40 }],
  ["Living room light", red, { on: true, color: red.color }],
  ["Living room light", { type: "colorTemperature.set", kelvin: 2700 }, { colorTemperatureK: 2700 }],
  ["Floor lamp", { type: "brightness.set", brightnessPct: 25 }, { on: true, brightnessPct: 25 }],
  ["Kitchen light", { type: "onOff.set", on: true }, { on: true }],
  ["Counter light", { type: "onOff.set", on: true }, { on: true }],
  ["Coffee machine", { type: "onOff.set", on: true }, { on: true }],
  ["Bedroom light", { type: "brightness.set", brightnessPct: 70 }, { brightnessPct: 70 }],
  ["Bedside lamp", red, { color: red.color }],
  ["Ceiling fan", { type: "fanSpeed.set", speedPct: 50 }, { on: true, fanSpeedPct: 67 }],
  ["Hall light", { type: "onOff.set", on: true }, { on: true }],
  ["Bathroom light", { type: "onOff.set", on: true }, { on: true }],
  ["Garage light", { type: "onOff.set", on: true }, { on: true }],
  ["Thermostat", { type: "setpoint.set", temperatureC: 21.5 }, { setpointC: 21.5 }],
  ["Thermostat", { type: "setpoint.change", deltaC: -1 }, { setpointC: 19 }],
  ["Thermostat", { type: "onOff.set", on: false }, { on: false }],
  ["Front door", { type: "lock.set", locked: true }, { lock: "locked" }],
  ["Robot vacuum", { type: "activity.set", activity: "start" }, { activity: "working" }],
  ["Humidifier", { type: "humidity.set", humidityPct: 55 }, { humiditySetPct: 55 }],
  ["Humidifier", { type: "preset.set", preset: "quiet" }, { preset: "quiet" }],
  ["Burglar alarm", { type: "alarm.set", mode: "home" }, { alarm: "home" }],
  ["Washing programme", { type: "option.set", option: "Quick wash" }, { option: "Quick wash" }],
  ["Garden valve", { type: "opening.set", open: true }, {}],
];

describe("every device of the virtual home", () => {
  test.each(commands)("%s does %o and says so", async (name, action, expected) => {
    const report = await dispatch(approved(action, idOf(name)), never);
    expect(report.outcomes).toEqual([{ deviceId: idOf(name), result: "confirmed", state: expect.objectContaining(expected), tookMs: expect.any(Number) }]);
    expect(problems).toEqual([]);
  });

  test.each<[string, CommandAction, object]>([
    ["Living room blinds", { type: "position.set", positionPct: 30 }, { opening: "open", positionPct: 30 }],
    ["Living room blinds", { type: "opening.set", open: true }, { opening: "open", positionPct: 100 }],
    ["Garage door", { type: "opening.set", open: true }, { opening: "open" }],
  ])("%s says at once that it does %o, and when it is there", async (name, action, expected) => {
    const report = await dispatch(approved(action, idOf(name)), never);
    expect(report.outcomes).toEqual([{ deviceId: idOf(name), result: "moving", state: expect.objectContaining({ opening: "opening" }), tookMs: expect.any(Number) }]);
    await eventually(() => settled.length > 0, "the end");
    expect(settled.map(({ outcome }) => outcome)).toEqual([{ deviceId: idOf(name), result: "confirmed", state: expect.objectContaining(expected), tookMs: expect.any(Number) }]);
    expect(problems).toEqual([]);
  });

  test("is found, with its area and without a fault", () => {
    const home = link.home();
    expect([...home.areas.values()].map((area) => area.name).sort()).toEqual(["Bathroom", "Bedroom", "Garage", "Garden", "Hall", "Kitchen", "Living room"]);
    expect([...home.devices.values()].filter((device) => device.areaId === undefined)).toEqual([]);
    expect(new Set([...home.devices.values()].map((device) => device.name)).size).toBe(home.devices.size);
    expect(problems).toEqual([]);
  });
});

test("blinds move in steps and can be stopped on the way", async () => {
  const id = idOf("Living room blinds") as DeviceId;
  const opening = await dispatch(approved({ type: "opening.set", open: true }, id), never);
  expect(opening.outcomes[0]).toMatchObject({ result: "moving", state: { opening: "opening" } });
  await eventually(() => (link.states.known(id)?.state.positionPct ?? 0) > 0);
  const stopped = await dispatch(approved({ type: "opening.stop" }, id), never);
  expect(stopped.outcomes[0]).toMatchObject({ result: "confirmed", state: { opening: "stopped" } });
});

test("a sensor answers a question from what it told", async () => {
  const report = await dispatch(approved({ type: "state.get", capability: "reading" }, idOf("Living room Temperature"), idOf("Kitchen window")), never);
  expect(report).toMatchObject({ messages: [], outcomes: [{ result: "answered", state: { reading: 20.5 } }, { result: "answered", state: { reading: "off" } }] });
});

test("a scene is asked for and cannot confirm, but its lamps change", async () => {
  const report = await dispatch(approved({ type: "scene.activate" }, idOf("Movie night")), never);
  expect(report.outcomes[0]).toMatchObject({ result: "unconfirmed" });
  await eventually(() => link.states.known(idOf("Floor lamp") as DeviceId)?.state.on);
});

test("a group is commanded side by side", async () => {
  const ids = ["Kitchen light", "Counter light", "Hall light"].map(idOf);
  const report = await dispatch(approved({ type: "onOff.set", on: true }, ...ids), never);
  expect(report.outcomes.map(({ deviceId, result }) => [deviceId, result])).toEqual(ids.map((id) => [id, "confirmed"]));
});
