// (pure) The commands that put things back: what was changed, and how it was before.
import { nonEmpty, type NonEmpty } from "../base/types.ts";
import { type Command, type CommandAction, type DeviceCommand, isPlanCommand, type PlanCommand } from "../home/command.ts";
import { capabilityOf, type Device, type DeviceId, type Home } from "../home/home.ts";
import type { DeviceState, Rgb } from "../home/state.ts";
import type { Change } from "./recent.ts";

/** `subject`: the device of which nobody knows how it was; undefined when there is nothing to put back. */
export type Restored = { readonly ok: true; readonly commands: NonEmpty<Command> } | { readonly ok: false; readonly subject: string | undefined };

/**
 * The last thing first. All of it or nothing: a device that cannot be put back (a scene, a next song, a lamp that had
 * never reported) is told instead. Devices that were so before are left alone. Each command goes through the policy
 * like any other: undoing a "lock" asks before it unlocks.
 */
export function restoring({ commands, before }: Change, home: Home, colors: ReadonlyMap<string, Rgb>): Restored {
  const back: Command[] = [];
  for (const command of [...commands].reverse()) {
    if (command.type === "state.get") continue;
    if (isPlanCommand(command)) {
      const cancel = cancelling(command);
      if (cancel === undefined) return { ok: false, subject: undefined };
      back.push(cancel);
      continue;
    }
    const alike = new Map<string, { readonly action: CommandAction; readonly ids: DeviceId[] }>();
    for (const id of command.deviceIds) {
      const device = home.devices.get(id);
      const action = device === undefined ? undefined : restoringAction(command, device, before.get(id), colors);
      if (action === undefined) return { ok: false, subject: device?.name };
      if (action === "wasSo") continue;
      const key = JSON.stringify(action);
      const group = alike.get(key);
      if (group === undefined) alike.set(key, { action, ids: [id] });
      else group.ids.push(id);
    }
    for (const { action, ids } of alike.values()) back.push(...commandFor(action, ids, command.scope));
  }
  const all = nonEmpty(back);
  return all === undefined ? { ok: false, subject: undefined } : { ok: true, commands: all };
}

const noDevice = { deviceIds: [], scope: "named" } as const;

function commandFor(action: CommandAction, ids: readonly DeviceId[], scope: Command["scope"]): readonly DeviceCommand[] {
  const deviceIds = nonEmpty(ids);
  return deviceIds === undefined ? [] : [{ ...action, deviceIds, scope }];
}

/** A plan that was made is given up; where there are several about these devices, it is asked which. */
function cancelling(command: PlanCommand): Command | undefined {
  switch (command.type) {
    case "timer.start": { const { durationS, ...rest } = command; return { ...rest, type: "timer.cancel", startS: durationS }; }
    case "timer.pause": return { ...command, type: "timer.resume" };
    case "timer.resume": return { ...command, type: "timer.pause" };
    case "timer.change": return { ...command, deltaS: -command.deltaS };
    case "schedule.add": {
      const aboutIds = nonEmpty([...new Set(command.commands.flatMap(({ deviceIds }) => deviceIds))]);
      return aboutIds === undefined ? undefined : { ...noDevice, type: "schedule.cancel", aboutIds, ...(command.when.type === "in" ? {} : { minutesOfDay: [command.when.minuteOfDay] }) };
    }
    case "alert.add": return { ...noDevice, type: "alert.cancel", aboutIds: command.watchedIds };
    default: return undefined;
  }
}

/** "wasSo": it was just what the command made it. Undefined: not known, or nothing that can be taken back. */
function restoringAction(command: CommandAction, device: Device, state: DeviceState | undefined, colors: ReadonlyMap<string, Rgb>): CommandAction | "wasSo" | undefined {
  if (state === undefined) return undefined;
  const to = <T>(value: T | undefined, now: T | undefined, action: (value: T) => CommandAction): CommandAction | "wasSo" | undefined => value === undefined ? undefined : value === now ? "wasSo" : action(value);
  switch (command.type) {
    case "onOff.set": return to(state.on, command.on, (on) => ({ type: "onOff.set", on }));
    case "onOff.toggle": return to(state.on, undefined, (on) => ({ type: "onOff.set", on }));
    case "brightness.set": case "brightness.change": return offAgain(state) ?? to(state.brightnessPct, command.type === "brightness.set" ? command.brightnessPct : undefined, (brightnessPct) => ({ type: "brightness.set", brightnessPct }));
    case "color.set": case "colorTemperature.set": return offAgain(state) ?? lightAgain(device, state, colors);
    case "setpoint.set": case "setpoint.change": return to(state.setpointC, command.type === "setpoint.set" ? command.temperatureC : undefined, (temperatureC) => ({ type: "setpoint.set", temperatureC }));
    case "mode.set": return to(state.mode, command.mode, (mode) => ({ type: "mode.set", mode }));
    case "preset.set": return to(state.preset, command.preset, (preset) => ({ type: "preset.set", preset }));
    case "fanMode.set": return to(state.fanMode, command.fanMode, (fanMode) => ({ type: "fanMode.set", fanMode }));
    case "humidity.set": return to(state.humiditySetPct, command.humidityPct, (humidityPct) => ({ type: "humidity.set", humidityPct }));
    case "lock.set": return state.lock === "locked" || state.lock === "unlocked" ? to(state.lock === "locked", command.locked, (locked) => ({ type: "lock.set", locked })) : undefined;
    case "opening.set": case "position.set": case "position.change": return coverAgain(command, device, state);
    case "tilt.set": return to(state.tiltPct, command.tiltPct, (tiltPct) => ({ type: "tilt.set", tiltPct }));
    case "fanSpeed.set": case "fanSpeed.change": return offAgain(state) ?? to(state.fanSpeedPct, command.type === "fanSpeed.set" ? command.speedPct : undefined, (speedPct) => ({ type: "fanSpeed.set", speedPct }));
    case "oscillation.set": return to(state.oscillating, command.on, (on) => ({ type: "oscillation.set", on }));
    case "direction.set": return to(state.direction, command.direction, (direction) => ({ type: "direction.set", direction }));
    case "volume.set": case "volume.change": return to(state.volumePct, command.type === "volume.set" ? command.volumePct : undefined, (volumePct) => ({ type: "volume.set", volumePct }));
    case "mute.set": return to(state.muted, command.muted, (muted) => ({ type: "mute.set", muted }));
    case "playback.set": return playbackAgain(command, state);
    case "activity.set": return state.activity === "working" && command.activity !== "start" ? { type: "activity.set", activity: "start" } : command.activity === "start" && state.activity === "docked" ? { type: "activity.set", activity: "dock" } : undefined;
    case "option.set": return to(state.option, command.option, (option) => ({ type: "option.set", option }));
    case "number.set": return to(state.number, command.value, (value) => ({ type: "number.set", value }));
    case "alarm.set": return state.alarm === "arming" || state.alarm === "pending" || state.alarm === "triggered" || state.alarm === "disarming" ? undefined : to(state.alarm, command.mode, (mode) => ({ type: "alarm.set", mode }));
    case "opening.stop": case "lock.open": case "scene.activate": case "state.get": return undefined;
  }
}

/** A lamp that was off before it was dimmed goes off again, whatever its brightness would be. */
function offAgain(state: DeviceState): CommandAction | undefined {
  return state.on === false ? { type: "onOff.set", on: false } : undefined;
}

/** A lamp tells its colour or its white, whichever it shows. */
function lightAgain(device: Device, { color, colorTemperatureK }: DeviceState, colors: ReadonlyMap<string, Rgb>): CommandAction | undefined {
  if (color !== undefined && capabilityOf(device, "color") !== undefined) return { type: "color.set", name: nearestName(color, colors), color };
  return colorTemperatureK === undefined ? undefined : { type: "colorTemperature.set", kelvin: colorTemperatureK };
}

/** What people would call it: the named colour that is nearest. */
function nearestName(color: Rgb, colors: ReadonlyMap<string, Rgb>): string {
  const distance = (other: Rgb) => (other.red - color.red) ** 2 + (other.green - color.green) ** 2 + (other.blue - color.blue) ** 2;
  const [nearest] = [...colors].sort(([, a], [, b]) => distance(a) - distance(b));
  return nearest?.[0] ?? "";
}

function coverAgain(command: CommandAction, device: Device, { opening, positionPct }: DeviceState): CommandAction | "wasSo" | undefined {
  if (positionPct !== undefined && capabilityOf(device, "position") !== undefined && positionPct !== 0 && positionPct !== 100) return { type: "position.set", positionPct };
  const open = opening === "open" || opening === "closed" ? opening === "open" : positionPct === undefined ? undefined : positionPct > 0;
  if (open === undefined) return undefined;
  return command.type === "opening.set" && command.open === open ? "wasSo" : { type: "opening.set", open };
}

function playbackAgain(command: Extract<CommandAction, { type: "playback.set" }>, { playback }: DeviceState): CommandAction | "wasSo" | undefined {
  if (command.action === "next" || command.action === "previous" || playback === undefined) return undefined;
  const was = playback === "playing" ? "play" : playback === "paused" ? "pause" : "stop";
  return was === command.action ? "wasSo" : { type: "playback.set", action: was };
}
