// (pure) Events as lines for a person, and as JSON for a program.
import { oneLine } from "../base/log.ts";
import type { DeviceOutcome, Settled } from "../act/outcome.ts";
import type { Answer } from "../decide/answer.ts";
import { type AlertCommand, type Command, type CommandAction, isPlanCommand, isTimerCommand, type ScheduleCommand, type TimerCommand } from "../home/command.ts";
import type { When } from "../home/plan.ts";
import { devicesOf, type Home } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";
import type { AssistantEvent } from "./events.ts";

/** The lines that tell one event, each with its stage in front. */
export function describeEvent(event: AssistantEvent, home: Home): readonly string[] {
  switch (event.type) {
    case "turn.started": return event.source === "plan" ? [line("due", "what was planned for now")] : event.text === undefined ? [] : [line("typed", `"${shortened(event.text)}"`)];
    case "captured": return [line("captured", `${(event.durationMs / 1000).toFixed(1)} s of sound, ended by ${event.endedBy}`)];
    case "transcribed": return [line("heard", `"${shortened(event.text)}"${event.confidence === undefined ? "" : `, sure to ${Math.round(event.confidence * 100)} %`}`, event.tookMs)];
    case "parsed": return describeParse(event, home);
    case "decided": return [line("decided", `${describeCommand(event.command, home)}: ${describeDecision(event.decision)}`, event.tookMs)];
    case "asked": return [line("asked", event.question)];
    case "answered": return [line("answer", answers[event.answer])];
    case "chosen": return [line("answer", choices[event.which])];
    case "acted": return [
      ...event.report.messages.map((message) => line("sent", `${message.topic} ${message.payload}`)),
      ...(event.report.timer === undefined ? [] : [line("timer", `${event.report.timer.result}${event.report.timer.timers.map(({ name, leftS }) => `, ${name ?? "unnamed"}: ${leftS} s left`).join("")}`)]),
      ...(event.report.schedule === undefined ? [] : [line("planned", `${event.report.schedule.result}${event.report.schedule.plans.map(({ dueMs, commands }) => `, ${new Date(dueMs).toISOString()}: ${commands.map((one) => describeCommand(one, home)).join("; ")}`).join("")}`)]),
      ...event.report.outcomes.map((outcome) => line("outcome", `${nameOf(outcome, home)}: ${describeOutcome(outcome)}`, "tookMs" in outcome ? outcome.tookMs : undefined)),
    ];
    case "replied": return [line("reply", event.text, event.spoken ? event.tookMs : undefined)];
    case "failed": return [line("failed", `${event.stage}: ${event.message} [${event.code}]`)];
    case "turn.ended": return [line("took", event.result === "done" ? "" : event.result, event.tookMs)];
  }
}

/** One JSON object for one event; errors become their code and message. */
export function eventAsJson(event: AssistantEvent): string {
  return JSON.stringify(event, (_key, value: unknown) => value instanceof Error ? { name: value.name, message: value.message, ...("code" in value ? { code: value.code } : {}) } : value);
}

function line(stage: string, text: string, tookMs?: number): string {
  const time = tookMs === undefined ? "" : `${text === "" ? "" : "  "}${formatMs(tookMs)}`;
  return `  ${stage.padEnd(10)} ${oneLine(text)}${time}`;
}

/** Nobody says so much; a screen must not be flooded by what somebody pastes. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function formatMs(durationMs: number): string {
  return durationMs < 10 ? `${durationMs.toFixed(1)} ms` : `${Math.round(durationMs)} ms`;
}

function describeParse(event: Extract<AssistantEvent, { type: "parsed" }>, home: Home): readonly string[] {
  const { result } = event;
  if (result.kind === "notUnderstood") {
    const about = result.subject === undefined ? "" : ` (${result.subject})`;
    return [line("understood", `nothing: ${result.reason}${about}`, event.tookMs)];
  }
  const sure = result.confidence === undefined ? "" : `, sure to ${Math.round(result.confidence * 100)} %`;
  return result.commands.map((command, index) => {
    const match = result.matches[index];
    const how = match === undefined ? "" : `   ← ${match.intent}: ${match.by}`;
    return line("understood", `${describeCommand(command, home)}${how}  (by ${result.matchedBy}${sure})`, index === 0 ? event.tookMs : undefined);
  });
}

const choices = { picked: "one of them", none: "none of them", said: "something else", silence: "nothing" } as const;

const answers: Readonly<Record<Answer, string>> = { yes: "yes", no: "no", unclear: "unclear", pinRight: "the PIN", pinWrong: "a wrong PIN", pinLocked: "a PIN that was not looked at, after too many wrong ones" };

function describeDecision(decision: Extract<AssistantEvent, { type: "decided" }>["decision"]): string {
  switch (decision.kind) {
    case "allow": return "allowed";
    case "confirm": return decision.guard === "pin" ? "needs the PIN" : "needs a yes";
    case "refuse": return `refused (${decision.reason})`;
  }
}

export function describeCommand(command: Command, home: Home): string {
  if (isTimerCommand(command)) return describeTimer(command);
  if (isPlanCommand(command)) return describePlan(command, home);
  const names = devicesOf(home, command.deviceIds).map((device) => device.name).join(", ");
  return `${describeAction(command)} ${names}`;
}

function describePlan(command: AlertCommand | ScheduleCommand, home: Home): string {
  switch (command.type) {
    case "schedule.add": return `${describeWhen(command.when)}: ${command.reverse === true ? "the way back of " : ""}${command.commands.map((one) => describeCommand(one, home)).join("; ")}`;
    case "schedule.list": return "tell what is planned";
    case "schedule.cancel": return "cancel what is planned";
    case "alert.add": return `watch ${command.watchedIds.map((id) => home.devices.get(id)?.name ?? id).join(", ")}`;
    case "alert.list": return "tell what is watched";
    case "alert.cancel": return "watch no longer";
  }
}

function describeWhen(when: When): string {
  if (when.type === "in") return `in ${when.delayS} s`;
  const time = `${Math.floor(when.minuteOfDay / 60)}:${String(when.minuteOfDay % 60).padStart(2, "0")}`;
  return when.type === "at" ? `${when.date} ${time}` : `every ${when.days.join("")} ${time}`;
}

function describeTimer(command: TimerCommand): string {
  const which = [command.name, "startS" in command && command.startS !== undefined ? `${command.startS} s` : undefined, command.areaId].filter((part) => part !== undefined).join(", ");
  const name = which === "" ? "timer" : `timer "${which}"`;
  switch (command.type) {
    case "timer.start": return `start the ${name}, ${command.durationS} s`;
    case "timer.change": return `${name} ${signed(command.deltaS)} s`;
    case "timer.cancel": return command.all === true ? "cancel all timers" : `cancel the ${name}`;
    case "timer.pause": return `pause the ${name}`;
    case "timer.resume": return `resume the ${name}`;
    case "timer.get": return `tell the ${name}`;
  }
}

function describeAction(action: CommandAction): string {
  switch (action.type) {
    case "onOff.set": return action.on ? "turn on" : "turn off";
    case "brightness.set": return `brightness ${action.brightnessPct} %`;
    case "brightness.change": return `brightness ${signed(action.deltaPct)} %`;
    case "color.set": return `colour ${action.name}`;
    case "colorTemperature.set": return `${action.kelvin} K`;
    case "setpoint.set": return `set to ${action.temperatureC} °C`;
    case "setpoint.change": return `setpoint ${signed(action.deltaC)} °C`;
    case "lock.set": return action.locked ? "lock" : "unlock";
    case "opening.set": return action.open ? "open" : "close";
    case "opening.stop": return "stop";
    case "position.set": return `position ${action.positionPct} %`;
    case "fanSpeed.set": return `speed ${action.speedPct} %`;
    case "onOff.toggle": return "toggle";
    case "mode.set": return `mode ${action.mode}`;
    case "preset.set": return `preset ${action.preset}`;
    case "fanMode.set": return `fan mode ${action.fanMode}`;
    case "humidity.set": return `humidity ${action.humidityPct} %`;
    case "lock.open": return "open the latch of";
    case "position.change": return `position ${signed(action.deltaPct)} %`;
    case "tilt.set": return `tilt ${action.tiltPct} %`;
    case "fanSpeed.change": return `speed ${signed(action.deltaPct)} %`;
    case "oscillation.set": return action.on ? "oscillate" : "stop oscillating";
    case "direction.set": return `direction ${action.direction}`;
    case "volume.set": return `volume ${action.volumePct} %`;
    case "volume.change": return `volume ${signed(action.deltaPct)} %`;
    case "mute.set": return action.muted ? "mute" : "unmute";
    case "playback.set": return action.action;
    case "activity.set": return action.activity;
    case "option.set": return `select ${action.option}`;
    case "number.set": return `set to ${action.value}`;
    case "alarm.set": return action.mode === "disarmed" ? "disarm" : `arm (${action.mode})`;
    case "scene.activate": return "activate";
    case "state.get": return `tell the ${action.capability} of`;
  }
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function nameOf(outcome: DeviceOutcome, home: Home): string {
  return home.devices.get(outcome.deviceId)?.name ?? outcome.deviceId;
}

/** One line on how something ended that was still under way when the reply was due. */
export function describeSettled({ outcome }: Settled, home: Home): string {
  return `${oneLine(nameOf(outcome, home))}: ${describeOutcome(outcome)}`;
}

function describeOutcome(outcome: DeviceOutcome): string {
  switch (outcome.result) {
    case "confirmed": return `confirmed ${describeState(outcome.state)}`;
    case "moving": return `at it ${describeState(outcome.state)}`;
    case "already": return `was so already ${describeState(outcome.state)}`;
    case "unconfirmed": return outcome.state?.available === false ? "sent, but the device went offline" : "sent, but the device did not confirm";
    case "failed": return `failed: ${outcome.error.message} [${outcome.error.code}]`;
    case "answered": return `${describeState(outcome.state)}${outcome.ageMs === undefined ? "" : `, heard ${Math.round(outcome.ageMs / 60_000)} min ago`}`;
    case "unknown": return "has not reported yet";
  }
}

function describeState(state: DeviceState): string {
  return `{${Object.entries(state).filter(([key]) => key !== "available").map(([key, value]) => `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ")}}`;
}
