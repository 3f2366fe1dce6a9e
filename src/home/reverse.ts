// (pure) The way back of a command: "turn on the fan for ten minutes" ends with turning it off.
import { unreachable } from "../base/types.ts";
import type { CommandAction } from "./command.ts";
import type { DeviceState } from "./state.ts";

/**
 * "opposite": the other of two states, whatever was before. "restore": the value from before, which only the device
 * knows. Undefined: nobody could say what the way back is.
 */
export type Reverse =
  | { readonly kind: "opposite"; readonly action: CommandAction }
  | { readonly kind: "restore"; /** What it comes to at the most, for judging it before it is known. */ readonly utmost: CommandAction; readonly from: (before: DeviceState) => CommandAction | undefined };

export function reverseOf(command: CommandAction): Reverse | undefined {
  switch (command.type) {
    case "onOff.set": return { kind: "opposite", action: { type: command.type, on: !command.on } };
    case "lock.set": return { kind: "opposite", action: { type: command.type, locked: !command.locked } };
    case "opening.set": return { kind: "opposite", action: { type: command.type, open: !command.open } };
    case "mute.set": return { kind: "opposite", action: { type: command.type, muted: !command.muted } };
    case "oscillation.set": return { kind: "opposite", action: { type: command.type, on: !command.on } };
    case "brightness.set": return restore({ type: command.type, brightnessPct: 100 }, ({ on, brightnessPct }) => on === false ? { type: "onOff.set", on: false } : brightnessPct === undefined ? undefined : { type: "brightness.set", brightnessPct });
    case "fanSpeed.set": return restore({ type: command.type, speedPct: 100 }, ({ on, fanSpeedPct }) => on === false ? { type: "onOff.set", on: false } : fanSpeedPct === undefined ? undefined : { type: "fanSpeed.set", speedPct: fanSpeedPct });
    case "setpoint.set": return restore(command, ({ setpointC }) => setpointC === undefined ? undefined : { type: "setpoint.set", temperatureC: setpointC });
    case "volume.set": return restore({ type: command.type, volumePct: 100 }, ({ volumePct }) => volumePct === undefined ? undefined : { type: "volume.set", volumePct });
    case "position.set": return restore({ type: command.type, positionPct: 100 }, ({ positionPct }) => positionPct === undefined ? undefined : { type: "position.set", positionPct });
    case "mode.set": return restore(command, ({ mode }) => mode === undefined ? undefined : { type: "mode.set", mode });
    case "preset.set": return restore(command, ({ preset }) => preset === undefined ? undefined : { type: "preset.set", preset });
    case "onOff.toggle": case "brightness.change": case "color.set": case "colorTemperature.set": case "setpoint.change": case "fanMode.set": case "humidity.set":
    case "lock.open": case "opening.stop": case "position.change": case "tilt.set": case "fanSpeed.change": case "direction.set": case "volume.change":
    case "playback.set": case "activity.set": case "option.set": case "number.set": case "alarm.set": case "scene.activate": case "state.get": return undefined;
    default: return unreachable(command);
  }
}

function restore(utmost: CommandAction, from: (before: DeviceState) => CommandAction | undefined): Reverse {
  return { kind: "restore", utmost, from };
}
