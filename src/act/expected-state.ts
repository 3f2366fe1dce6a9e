// (pure) What a device is about to show: "brighter, brighter" is two steps, also when the first has not been told yet.
import type { CommandAction } from "../home/command.ts";
import type { DeviceId } from "../home/home.ts";
import type { DeviceState } from "../home/state.ts";

/** Commands that are on their way, by device: what relative ones count from. */
export interface Expectations {
  /** `state` as it will be when the device has done what it was last told. */
  over(id: DeviceId, state: DeviceState | undefined): DeviceState | undefined;
  /** Expects what `command` asks until the returned function is called; a later command takes its place. */
  expect(id: DeviceId, command: CommandAction): () => void;
}

export function createExpectations(): Expectations {
  const expected = new Map<DeviceId, DeviceState>();
  return {
    over(id, state) {
      const fields = expected.get(id);
      return fields === undefined ? state : { ...state, ...fields };
    },
    expect(id, command) {
      // A command about something else leaves standing what the one before is still about to do.
      const fields = { ...expected.get(id), ...expectedAfter(command) };
      expected.set(id, fields);
      return () => { if (expected.get(id) === fields) expected.delete(id); };
    },
  };
}

/** The fields that relative commands count from, after an absolute command. */
export function expectedAfter(command: CommandAction): DeviceState {
  switch (command.type) {
    case "onOff.set": return { on: command.on };
    case "brightness.set": return command.brightnessPct > 0 ? { on: true, brightnessPct: command.brightnessPct } : { on: false };
    case "fanSpeed.set": return command.speedPct > 0 ? { on: true, fanSpeedPct: command.speedPct } : { on: false };
    case "setpoint.set": return { setpointC: command.temperatureC };
    case "position.set": return { positionPct: command.positionPct };
    case "opening.set": return { positionPct: command.open ? 100 : 0 };
    case "volume.set": return { volumePct: command.volumePct };
    default: return {};
  }
}
