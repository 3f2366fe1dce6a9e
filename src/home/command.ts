import type { NonEmpty } from "../base/types.ts";
import type { Activity, AreaId, CapabilityKind, DeviceId, PlaybackAction } from "./home.ts";
import type { AlertAction, ScheduleAction } from "./plan.ts";
import type { AlarmMode, Rgb } from "./state.ts";

/**
 * One thing to do, names resolved and units canonical.
 * `scope` tells how the devices were chosen: "named" when the words named each of them, "group" when they were swept
 * up by a room, a kind or "everything". The policy treats a swept-up lock differently from a named one.
 */
export type Command = DeviceCommand | PlanCommand;

export type DeviceCommand = { readonly deviceIds: NonEmpty<DeviceId>; readonly scope: "named" | "group" } & CommandAction;

/** What Sotto does by itself: no device is told anything now. */
export type PlanCommand = TimerCommand | ScheduleCommand | AlertCommand;
export type PlanAction = TimerAction | ScheduleAction | AlertAction;

type WithoutDevice = { readonly deviceIds: readonly []; readonly scope: "named" };
export type TimerCommand = WithoutDevice & TimerAction;
export type ScheduleCommand = WithoutDevice & ScheduleAction;
export type AlertCommand = WithoutDevice & AlertAction;

/**
 * Which timer is meant; with none of these, the only one there is. `name`: what it was called, `startS`: the length that
 * it was started with ("the one hour timer"), `areaId`: a room that was said. "The kitchen timer" gives both a name and a
 * room: one that is called so goes before those of the room. `heardInAreaId`: where it was said; a timer belongs to the
 * room that it was started in, and of several the one of this room is meant.
 */
export type TimerChoice = { readonly name?: string; readonly startS?: number; readonly areaId?: AreaId; readonly heardInAreaId?: AreaId };

export type TimerAction =
  | { readonly type: "timer.start"; readonly durationS: number } & Omit<TimerChoice, "startS">
  | { readonly type: "timer.change"; readonly deltaS: number } & TimerChoice
  | { readonly type: "timer.cancel"; readonly all?: boolean } & TimerChoice
  | { readonly type: "timer.pause" } & TimerChoice
  | { readonly type: "timer.resume" } & TimerChoice
  | { readonly type: "timer.get" } & TimerChoice;

export function isPlanCommand(command: Command): command is PlanCommand {
  return isPlanType(command.type);
}

export function isScheduleCommand(command: Command): command is ScheduleCommand {
  return command.type.startsWith("schedule.");
}

export function isAlertCommand(command: Command): command is AlertCommand {
  return command.type.startsWith("alert.");
}

export function isPlanType(type: CommandType): type is PlanAction["type"] {
  return type.startsWith("timer.") || type.startsWith("schedule.") || type.startsWith("alert.");
}

export function isTimerCommand(command: Command): command is TimerCommand {
  return command.type.startsWith("timer.");
}

/**
 * Percent is 0..100, a change -100..100. What is relative (`toggle`, `change`) is made absolute from the known state when
 * it is acted on: what is sent never depends on when it arrives.
 */
export type CommandAction =
  | { readonly type: "onOff.set"; readonly on: boolean }
  | { readonly type: "onOff.toggle" }
  | { readonly type: "brightness.set"; readonly brightnessPct: number }
  | { readonly type: "brightness.change"; readonly deltaPct: number }
  | { readonly type: "color.set"; readonly name: string; readonly color: Rgb }
  | { readonly type: "colorTemperature.set"; readonly kelvin: number }
  | { readonly type: "setpoint.set"; readonly temperatureC: number }
  | { readonly type: "setpoint.change"; readonly deltaC: number }
  | { readonly type: "mode.set"; readonly mode: string }                       // of a thermostat; see DeviceState.mode
  | { readonly type: "preset.set"; readonly preset: string }
  | { readonly type: "fanMode.set"; readonly fanMode: string }
  | { readonly type: "humidity.set"; readonly humidityPct: number }
  | { readonly type: "lock.set"; readonly locked: boolean }
  | { readonly type: "lock.open" }                                             // pulls the latch: the door can be pushed open
  | { readonly type: "opening.set"; readonly open: boolean }
  | { readonly type: "opening.stop" }
  | { readonly type: "position.set"; readonly positionPct: number }            // 0 closed .. 100 open
  | { readonly type: "position.change"; readonly deltaPct: number }
  | { readonly type: "tilt.set"; readonly tiltPct: number }                    // 0 shut .. 100 open
  | { readonly type: "fanSpeed.set"; readonly speedPct: number }
  | { readonly type: "fanSpeed.change"; readonly deltaPct: number }
  | { readonly type: "oscillation.set"; readonly on: boolean }
  | { readonly type: "direction.set"; readonly direction: "forward" | "reverse" }
  | { readonly type: "volume.set"; readonly volumePct: number }
  | { readonly type: "volume.change"; readonly deltaPct: number }
  | { readonly type: "mute.set"; readonly muted: boolean }
  | { readonly type: "playback.set"; readonly action: PlaybackAction }
  | { readonly type: "activity.set"; readonly activity: Activity }             // of a vacuum or a lawn mower
  | { readonly type: "option.set"; readonly option: string }
  | { readonly type: "number.set"; readonly value: number }                    // in the unit of the device
  | { readonly type: "alarm.set"; readonly mode: AlarmMode }
  | { readonly type: "scene.activate" }                                        // a scene, a script or a button
  | { readonly type: "state.get"; readonly capability: CapabilityKind; readonly expect?: string };
  // expect: what a yes/no question asks after: "on" "off" "locked" "unlocked" "open" "closed"

/** What is to be done, whoever does it. */
export type Action = CommandAction | PlanAction;

export type CommandType = Action["type"];

/** The capability a device must have for a command; `state.get` names its own. */
export function capabilityNeeded(command: CommandAction): CapabilityKind {
  switch (command.type) {
    case "onOff.set": case "onOff.toggle": return "onOff";
    case "brightness.set": case "brightness.change": return "brightness";
    case "color.set": return "color";
    case "colorTemperature.set": return "colorTemperature";
    case "setpoint.set": case "setpoint.change": return "setpoint";
    case "mode.set": return "mode";
    case "preset.set": return "preset";
    case "fanMode.set": return "fanMode";
    case "humidity.set": return "humidity";
    case "lock.set": case "lock.open": return "lock";
    case "opening.set": case "opening.stop": return "opening";
    case "position.set": case "position.change": return "position";
    case "tilt.set": return "tilt";
    case "fanSpeed.set": case "fanSpeed.change": return "fanSpeed";
    case "oscillation.set": return "oscillation";
    case "direction.set": return "direction";
    case "volume.set": case "volume.change": return "volume";
    case "mute.set": return "mute";
    case "playback.set": return "playback";
    case "activity.set": return "activity";
    case "option.set": return "option";
    case "number.set": return "number";
    case "alarm.set": return "alarm";
    case "scene.activate": return "activate";
    case "state.get": return command.capability;
  }
}
