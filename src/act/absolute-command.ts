// (pure) "A bit brighter" → "to 60 percent": what is sent never depends on when it arrives.
import { AssistantError } from "../base/errors.ts";
import type { CommandAction } from "../home/command.ts";
import { capabilityOf, type Device } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";

/**
 * `command` without relative amounts, within the device's range.
 * @throws DEVICE_STATE_UNKNOWN when a change is asked of a device that never told what it is at
 */
export function absoluteCommand(command: CommandAction, device: Device, state: DeviceState | undefined): CommandAction {
  switch (command.type) {
    case "brightness.change": return { type: "brightness.set", brightnessPct: changedBrightness(command.deltaPct, device, state) };
    case "brightness.set": return { ...command, brightnessPct: within(command.brightnessPct, 0, 100) };
    case "setpoint.change": return setpoint(known(state?.setpointC, device, "set temperature") + command.deltaC, device);
    case "setpoint.set": return setpoint(command.temperatureC, device);
    case "colorTemperature.set": {
      const range = capabilityOf(device, "colorTemperature");
      return range === undefined ? command : { ...command, kelvin: within(command.kelvin, range.minK, range.maxK) };
    }
    case "position.set": return { ...command, positionPct: within(command.positionPct, 0, 100) };
    case "fanSpeed.set": return { ...command, speedPct: within(command.speedPct, 0, 100) };
    default: return command;
  }
}

/** A lamp that is off counts as dark; one that is dimmed stays on, because "dimmer" does not mean "off". */
function changedBrightness(deltaPct: number, device: Device, state: DeviceState | undefined): number {
  if (state?.on === false) return within(deltaPct, 0, 100);
  return within(known(state?.brightnessPct, device, "brightness") + deltaPct, 1, 100);
}

function setpoint(temperatureC: number, device: Device): CommandAction {
  const range = capabilityOf(device, "setpoint");
  if (range === undefined) return { type: "setpoint.set", temperatureC };
  const stepped = Math.round(temperatureC / range.stepC) * range.stepC;
  return { type: "setpoint.set", temperatureC: Number(within(stepped, range.minC, range.maxC).toFixed(2)) };
}

function known(value: number | undefined, device: Device, what: string): number {
  if (value !== undefined) return value;
  throw new AssistantError("DEVICE_STATE_UNKNOWN", `${device.name}: its ${what} is not known, so it cannot be changed by an amount. Say the value that you want.`);
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
