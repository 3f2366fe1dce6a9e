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
    case "onOff.toggle": return { type: "onOff.set", on: !known(state?.on, device, "state") };
    case "brightness.change": return { type: "brightness.set", brightnessPct: changedBrightness(command.deltaPct, device, state) };
    case "brightness.set": return { ...command, brightnessPct: within(command.brightnessPct, 0, 100) };
    case "setpoint.change": return setpoint(known(state?.setpointC, device, "set temperature") + command.deltaC, device);
    case "setpoint.set": return setpoint(command.temperatureC, device);
    case "colorTemperature.set": {
      const range = capabilityOf(device, "colorTemperature");
      return range === undefined ? command : { ...command, kelvin: within(command.kelvin, range.minK, range.maxK) };
    }
    case "position.set": return { ...command, positionPct: within(command.positionPct, 0, 100) };
    case "position.change": return { type: "position.set", positionPct: within(known(state?.positionPct, device, "position") + command.deltaPct, 0, 100) };
    case "tilt.set": return { ...command, tiltPct: within(command.tiltPct, 0, 100) };
    case "fanSpeed.set": return { ...command, speedPct: within(command.speedPct, 0, 100) };
    case "fanSpeed.change": return { type: "fanSpeed.set", speedPct: state?.on === false ? within(command.deltaPct, 0, 100) : within(known(state?.fanSpeedPct, device, "speed") + command.deltaPct, 1, 100) };
    case "volume.set": return { ...command, volumePct: within(command.volumePct, 0, 100) };
    case "volume.change": return { type: "volume.set", volumePct: within(known(state?.volumePct, device, "volume") + command.deltaPct, 0, 100) };
    case "humidity.set": {
      const range = capabilityOf(device, "humidity");
      return range === undefined ? command : { ...command, humidityPct: within(command.humidityPct, range.minPct, range.maxPct) };
    }
    case "number.set": {
      const range = capabilityOf(device, "number");
      return range === undefined ? command : { ...command, value: within(command.value, range.min, range.max) };
    }
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

function known<T>(value: T | undefined, device: Device, what: string): T {
  if (value !== undefined) return value;
  throw new AssistantError("DEVICE_STATE_UNKNOWN", `${device.name}: its ${what} is not known, so it cannot be changed by an amount. Say the value that you want.`);
}

function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
