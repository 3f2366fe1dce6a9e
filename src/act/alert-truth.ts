// (pure) Whether what somebody wants to be told is so.
import { meantByWord } from "../home/binary-words.ts";
import { capabilityOf, type Device } from "../home/home.ts";
import type { AlertTest, ExpectedState } from "../home/plan.ts";
import type { DeviceState } from "../home/state.ts";
import { stateOf } from "../home/state-word.ts";

/** Power of a machine at work and of one at rest, watts: between them it is what it was before. Standby lights and pumps stay below. */
const workingW = 10;
const restingW = 5;
/** A washing machine soaks and a dishwasher drains without power: so long it has to rest until it is done. Seconds. */
export const restingForS = 180;

/** Back over its limit by this much, a measured value counts anew: so that one that trembles on the line is told once. */
const leastMargin = 0.5;
const marginPart = 0.02;

/**
 * Is it so? `before`: what it was until now. Undefined when the device does not say; of an event, which is over as soon as it
 * happened, always.
 */
export function isSo(test: AlertTest, device: Device, state: DeviceState, before: boolean | undefined): boolean | undefined {
  switch (test.type) {
    case "state": return meets(test.states, device, state);
    case "above": return beyond(measured(device, state), test.value, 1, before);
    case "below": return beyond(measured(device, state), test.value, -1, before);
    case "finished": { const working = isWorking(device, state, before === undefined ? undefined : !before); return working === undefined ? undefined : !working; }
    case "event": return undefined;
  }
}

/** The first of the meanings that this device can tell. */
function meets(states: readonly ExpectedState[], device: Device, state: DeviceState): boolean | undefined {
  for (const { capability, expect } of states) {
    if (device.kind === "binarySensor") {
      const meant = meantByWord(device, expect);
      if (meant !== undefined) return state.on === undefined ? undefined : state.on === meant;
      continue;
    }
    const word = stateOf(device.capabilities.some(({ kind }) => kind === capability) ? capability : "reading", device, state);
    if (word === "stopped") return state.positionPct === undefined ? undefined : (state.positionPct > 0) === (expect === "open");
    if (word !== undefined && capability === "alarm" && expect === "armed") return word !== "disarmed" && word !== "disarming";
    if (word !== undefined) return word === expect;
  }
  return undefined;
}

function beyond(value: number | undefined, limit: number, sign: 1 | -1, before: boolean | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  const over = (value - limit) * sign;
  return before === true ? over > -Math.max(leastMargin, Math.abs(limit) * marginPart) : over > 0;
}

/** The number that a device measures; temperatures in °C. */
export function measured(device: Device, state: DeviceState): number | undefined {
  if (typeof state.reading === "number") return capabilityOf(device, "reading")?.unit === "°F" ? (state.reading - 32) / 1.8 : state.reading;
  return state.currentC;
}

/** Words of sensors that tell what a machine is about, for not being at it. */
const restWords: ReadonlySet<string> = new Set(["off", "idle", "inactive", "standby", "ready", "done", "finished", "complete", "completed", "end", "ended", "program_ended", "stopped", "none", "not_running"]);

/** `before`: whether it was at work until now. */
function isWorking(device: Device, state: DeviceState, before: boolean | undefined): boolean | undefined {
  if (state.activity !== undefined) return state.activity === "working" || state.activity === "returning";
  if (state.playback !== undefined) return state.playback === "playing";
  if (typeof state.reading === "number") {
    const watts = capabilityOf(device, "reading")?.unit === "kW" ? state.reading * 1000 : state.reading;
    return watts >= workingW ? true : watts < restingW ? false : before;
  }
  if (typeof state.reading === "string") return !restWords.has(state.reading.trim().toLowerCase().replace(/[ -]/g, "_"));
  return state.on;
}

/** How long it has to be so before it counts, where nobody said how long. Seconds. */
export function settlingS(test: AlertTest, device: Device): number {
  return test.type === "finished" && capabilityOf(device, "reading")?.quantity === "power" ? restingForS : 0;
}

/** Did something happen, by what one message told? */
export function hasHappened(device: Device, told: DeviceState, before: boolean | undefined): boolean {
  return device.kind === "binarySensor" ? told.on === true && before !== true : told.event !== undefined;
}
