// The English parser and replies on the house of the tests, and commands written as one line.
import { fileURLToPath } from "node:url";
import type { AlertReport, DeviceOutcome, ScheduleReport, TimerReport } from "../../src/act/outcome.ts";
import { type AlertCommand, type Command, type DeviceCommand, isAlertCommand, isScheduleCommand, isTimerCommand, type ScheduleCommand, type TimerCommand } from "../../src/home/command.ts";
import type { AreaId, DeviceId, Home } from "../../src/home/home.ts";
import type { AlertTest } from "../../src/home/plan.ts";
import type { DeviceState, HomeStates } from "../../src/home/state.ts";
import type { Replies } from "../../src/speak/replies.ts";
import { createReplies } from "../../src/speak/reply.ts";
import type { ParseResult } from "../../src/understand/command-parser.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { testHome, testStates } from "../fixtures/home.ts";

export const englishFolder = fileURLToPath(new URL("../../intents/en", import.meta.url));
export const english = await readIntents(englishFolder, "thorough");
/** A quarter past two on a Tuesday afternoon. */
export const testNow = new Date(2026, 10, 24, 14, 15);
export const replies = createReplies(english, () => testNow);
const parser = createTemplateParser(english);

export function parse(text: string, heardIn?: string, home: Home = testHome): Promise<ParseResult> {
  return parser(text, { home, heardInAreaId: heardIn as AreaId | undefined, signal: new AbortController().signal });
}

/** `onOff.set on=true: kitchen_light (named)`, or why there is none. */
export function summary(result: ParseResult): string {
  if (result.kind === "commands") return result.commands.map(oneCommand).join("; ");
  return [result.reason, result.subject, result.candidates?.join(" | ")].filter((part) => part !== undefined).join(": ");
}

export function oneCommand(command: Command): string {
  if (command.type === "alert.add") return `alert.add watched=${command.watchedIds.join()} test=${testShown(command.test)}${command.forS === undefined ? "" : ` forS=${command.forS}`} repeat=${command.repeat}:  (${command.scope})`;
  const { type, deviceIds, scope, ...values } = command;
  const written = Object.entries(values).filter(([key]) => key !== "color").map(([key, value]) => `${key}=${typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : String(value)}`);
  return `${[type, ...written].join(" ")}: ${deviceIds.join(", ")} (${scope})`;
}

function testShown(test: AlertTest): string {
  switch (test.type) {
    case "state": return test.states[0].expect;
    case "above": case "below": return `${test.type} ${test.value}`;
    case "finished": case "event": return test.type;
  }
}

/** The reply when every device does what it was told and answers what it knows. */
export function replyOf(result: ParseResult, voice: Replies = replies, home: Home = testHome): string {
  if (result.kind === "notUnderstood") return voice.notUnderstood(result, home);
  return result.commands.map((command, index) => isTimerCommand(command) ? voice.acted(command, { messages: [], outcomes: [], timer: timerShown(command) }, home) : isScheduleCommand(command) ? voice.acted(command, { messages: [], outcomes: [], schedule: scheduleShown(command) }, home) : isAlertCommand(command) ? voice.acted(command, { messages: [], outcomes: [], alert: alertShown(command) }, home) : voice.acted(command, { messages: [], outcomes: command.deviceIds.map((id) => obedient(command, id)) }, home, result.matches[index]?.intent)).join(" ");
}

/** As if one timer of ten minutes were running, five of them left. */
export function timerShown(command: TimerCommand): TimerReport {
  const timer = { name: command.name, areaId: command.areaId, startS: 600, durationS: command.type === "timer.start" ? command.durationS : 600, leftS: command.type === "timer.start" ? command.durationS : 300 + (command.type === "timer.change" ? command.deltaS : 0), isPaused: false };
  const results = { "timer.start": "started", "timer.change": "changed", "timer.cancel": "cancelled", "timer.pause": "paused", "timer.resume": "resumed", "timer.get": "told" } as const;
  return { result: results[command.type], timers: [timer] };
}

/** As if two things were planned. */
export function scheduleShown(command: ScheduleCommand): ScheduleReport {
  const to = (id: string, on: boolean): DeviceCommand => ({ type: "onOff.set", on, scope: "named", deviceIds: [id as DeviceId] });
  const plans: ScheduleReport["plans"] = [
    { when: { type: "in", delayS: 600 }, dueMs: testNow.getTime() + 600_000, commands: [to("kitchen_light", false)] },
    { when: { type: "every", days: [1, 2, 3, 4, 5], minuteOfDay: 420 }, dueMs: testNow.getTime() + 86_400_000, commands: [to("coffee_machine", true)] },
  ];
  switch (command.type) {
    case "schedule.add": return { result: "added", plans: [{ when: command.when, dueMs: 0, commands: command.commands }] };
    case "schedule.list": return { result: "listed", plans };
    case "schedule.cancel": return { result: "cancelled", plans: command.all === true ? plans : plans.slice(0, 1) };
  }
}

/** As if two things were watched for. */
export function alertShown(command: AlertCommand): AlertReport {
  const alerts: AlertReport["alerts"] = [
    { watchedIds: ["coffee_machine" as DeviceId], test: { type: "finished" }, repeat: "once" },
    { watchedIds: ["bedroom_humidity" as DeviceId], test: { type: "above", value: 70 }, repeat: "always" },
  ];
  switch (command.type) {
    case "alert.add": { const { type: _type, deviceIds: _none, scope: _scope, ...alert } = command; return { result: "added", alerts: [alert] }; }
    case "alert.list": return { result: "listed", alerts };
    case "alert.cancel": return { result: "cancelled", alerts: command.all === true ? alerts : alerts.slice(0, 1) };
  }
}

/** What a device that does as it is told answers, after the states of its house. */
export function obedient(command: DeviceCommand, deviceId: DeviceId, states: HomeStates = testStates): DeviceOutcome {
  const state = states.get(deviceId);
  if (command.type === "state.get") return state === undefined ? { deviceId, result: "unknown" } : { deviceId, result: "answered", state };
  if (command.type === "scene.activate" || (command.type === "activity.set" && command.activity === "locate")) return { deviceId, result: "unconfirmed", state: undefined };
  return { deviceId, result: "confirmed", state: { ...state, ...shownBy(command, state) }, tookMs: 20 };
}

function shownBy(command: DeviceCommand, state: DeviceState | undefined): DeviceState {
  switch (command.type) {
    case "onOff.set": return { on: command.on };
    case "brightness.set": return { on: true, brightnessPct: command.brightnessPct };
    case "brightness.change": return { on: true, brightnessPct: Math.min(100, Math.max(1, (state?.brightnessPct ?? 50) + command.deltaPct)) };
    case "color.set": return { on: true, color: command.color };
    case "colorTemperature.set": return { on: true, colorTemperatureK: command.kelvin };
    case "setpoint.set": return { setpointC: command.temperatureC };
    case "setpoint.change": return { setpointC: (state?.setpointC ?? 20) + command.deltaC };
    case "lock.set": return { lock: command.locked ? "locked" : "unlocked" };
    case "opening.set": return { opening: command.open ? "open" : "closed", positionPct: command.open ? 100 : 0 };
    case "opening.stop": return { opening: "stopped" };
    case "position.set": return { positionPct: command.positionPct };
    case "fanSpeed.set": return { on: true, fanSpeedPct: command.speedPct };
    case "onOff.toggle": return { on: !(state?.on ?? false) };
    case "mode.set": return { mode: command.mode };
    case "preset.set": return { preset: command.preset };
    case "fanMode.set": return { fanMode: command.fanMode };
    case "humidity.set": return { humiditySetPct: command.humidityPct };
    case "lock.open": return { lock: "open" };
    case "position.change": return { positionPct: Math.min(100, Math.max(0, (state?.positionPct ?? 50) + command.deltaPct)) };
    case "tilt.set": return { tiltPct: command.tiltPct };
    case "fanSpeed.change": return { on: true, fanSpeedPct: Math.min(100, Math.max(1, (state?.fanSpeedPct ?? 50) + command.deltaPct)) };
    case "oscillation.set": return { oscillating: command.on };
    case "direction.set": return { direction: command.direction };
    case "volume.set": return { volumePct: command.volumePct };
    case "volume.change": return { volumePct: Math.min(100, Math.max(0, (state?.volumePct ?? 50) + command.deltaPct)) };
    case "mute.set": return { muted: command.muted };
    case "playback.set": return { playback: command.action === "pause" ? "paused" : command.action === "stop" ? "stopped" : "playing" };
    case "activity.set": return { activity: command.activity === "start" ? "working" : command.activity === "dock" ? "returning" : command.activity === "pause" ? "paused" : "idle" };
    case "option.set": return { option: command.option };
    case "number.set": return { number: command.value };
    case "alarm.set": return { alarm: command.mode };
    case "scene.activate": case "state.get": return {};
  }
}
