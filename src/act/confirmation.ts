// (pure) Does what a device says show what was asked of it?
import type { Activity, CapabilityKind, PlaybackAction } from "../home/home.ts";
import type { CommandAction } from "../home/command.ts";
import type { AlarmMode, DeviceState } from "../home/state.ts";
import { looksAlike } from "./color.ts";
import { hasStopped, isAtRest, isWhereItWas, near, openingVerdict, positionVerdict } from "./opening-verdict.ts";
import type { Verdict } from "./verdict.ts";

/** Colour temperature may differ by this share: lamps have steps, mireds are whole. */
const temperatureShare = 0.05;
/** Set temperatures pass through tenths of a degree Fahrenheit. */
const toleranceC = 0.11;

/**
 * @param command absolute, as sent
 * @param fresh what the device has said since the command was sent, and nothing older
 * @param before the state known when it was sent: a cover that moves the right way from there is at it
 */
export function verdictOn(command: CommandAction, fresh: DeviceState, before: DeviceState | undefined): Verdict {
  switch (command.type) {
    case "onOff.set": return yesIf(fresh.on === command.on);
    case "brightness.set": return yesIf(levelShown(command.brightnessPct, fresh.brightnessPct, fresh.on));
    case "color.set": return yesIf(fresh.on !== false && fresh.color !== undefined && looksAlike(fresh.color, command.color));
    case "colorTemperature.set": return yesIf(fresh.on !== false && nearKelvin(fresh.colorTemperatureK, command.kelvin));
    case "setpoint.set": return yesIf(fresh.setpointC !== undefined && Math.abs(fresh.setpointC - command.temperatureC) <= toleranceC);
    case "lock.set": return lockVerdict(command.locked, fresh);
    case "opening.set": return openingVerdict(command.open, fresh, before);
    case "opening.stop": return yesIf(hasStopped(fresh, before));
    case "position.set": return positionVerdict(command.positionPct, fresh, before);
    case "tilt.set": return yesIf(near(fresh.tiltPct, command.tiltPct));
    case "fanSpeed.set": return yesIf(levelShown(command.speedPct, fresh.fanSpeedPct, fresh.on));
    case "mode.set": return yesIf(fresh.mode === command.mode);
    case "preset.set": return yesIf(fresh.preset === command.preset);
    case "fanMode.set": return yesIf(fresh.fanMode === command.fanMode);
    case "humidity.set": return yesIf(near(fresh.humiditySetPct, command.humidityPct));
    case "lock.open": return openVerdict(fresh);
    case "oscillation.set": return yesIf(fresh.oscillating === command.on);
    case "direction.set": return yesIf(fresh.direction === command.direction);
    case "volume.set": return yesIf(near(fresh.volumePct, command.volumePct));
    case "mute.set": return yesIf(fresh.muted === command.muted);
    case "playback.set": return yesIf(playbackShown(command.action, fresh.playback));
    case "activity.set": return activityVerdict(command.activity, fresh.activity);
    case "option.set": return yesIf(fresh.option === command.option);
    case "number.set": return yesIf(fresh.number !== undefined && Math.abs(fresh.number - command.value) < 1e-6);
    case "alarm.set": return alarmVerdict(command.mode, fresh.alarm);
    // Relative commands are made absolute before they are sent, scenes have no state, questions send nothing.
    case "onOff.toggle": case "brightness.change": case "setpoint.change": case "position.change": case "fanSpeed.change": case "volume.change":
    case "scene.activate": case "state.get": return "no";
  }
}

/** Done anew each time it is asked for: a door that is unlocked still has a latch to pull, music that plays has a next piece. */
export function isMomentary(command: CommandAction): boolean {
  switch (command.type) {
    case "lock.open": case "scene.activate": return true;
    case "playback.set": return command.action === "next" || command.action === "previous";
    case "activity.set": return command.activity === "locate";
    default: return false;
  }
}

/** True when the state says something about `capability`. */
export function tells(state: DeviceState, capability: CapabilityKind): boolean {
  switch (capability) {
    case "onOff": return state.on !== undefined;
    case "brightness": return state.brightnessPct !== undefined || state.on === false;
    case "color": return state.color !== undefined;
    case "colorTemperature": return state.colorTemperatureK !== undefined;
    case "setpoint": return state.setpointC !== undefined;
    case "lock": return state.lock !== undefined;
    case "opening": return state.opening !== undefined || state.positionPct !== undefined;
    case "position": return state.positionPct !== undefined;
    case "fanSpeed": return state.fanSpeedPct !== undefined || state.on === false;
    case "tilt": return state.tiltPct !== undefined;
    case "mode": return state.mode !== undefined;
    case "preset": return state.preset !== undefined;
    case "fanMode": return state.fanMode !== undefined;
    case "humidity": return state.humiditySetPct !== undefined || state.currentHumidityPct !== undefined;
    case "oscillation": return state.oscillating !== undefined;
    case "direction": return state.direction !== undefined;
    case "volume": return state.volumePct !== undefined;
    case "mute": return state.muted !== undefined;
    case "playback": return state.playback !== undefined;
    case "activity": return state.activity !== undefined;
    case "option": return state.option !== undefined;
    case "number": return state.number !== undefined;
    case "alarm": return state.alarm !== undefined;
    case "event": return state.event !== undefined;
    case "reading": return state.reading !== undefined || state.currentC !== undefined || state.weather !== undefined;
    case "activate": return false;
  }
}

function yesIf(shown: boolean): Verdict {
  return shown ? "yes" : "no";
}

/** A brightness or speed; none at all is the same as off. */
function levelShown(wantedPct: number, shownPct: number | undefined, on: boolean | undefined): boolean {
  if (wantedPct === 0) return on === false || shownPct === 0;
  return on !== false && near(shownPct, wantedPct);
}

function nearKelvin(kelvin: number | undefined, wanted: number): boolean {
  return kelvin !== undefined && Math.abs(kelvin - wanted) <= wanted * temperatureShare;
}

function lockVerdict(locked: boolean, { lock }: DeviceState): Verdict {
  if (lock === "jammed") return "contrary";
  if (lock === (locked ? "locked" : "unlocked")) return "yes";
  return lock === (locked ? "locking" : "unlocking") ? "underway" : "no";
}

/** An open latch may fall shut again before it is told: unlocked will do. */
function openVerdict({ lock }: DeviceState): Verdict {
  if (lock === "jammed") return "contrary";
  if (lock === "open" || lock === "unlocked") return "yes";
  return lock === "opening" || lock === "unlocking" ? "underway" : "no";
}

/** The next and the previous piece show themselves by playing on. */
function playbackShown(action: PlaybackAction, shown: DeviceState["playback"]): boolean {
  switch (action) {
    case "play": case "next": case "previous": return shown === "playing";
    case "pause": return shown === "paused" || shown === "stopped";
    case "stop": return shown === "stopped" || shown === "paused";
  }
}

function activityVerdict(activity: Activity, shown: DeviceState["activity"]): Verdict {
  if (shown === "error") return "contrary";
  switch (activity) {
    case "start": return yesIf(shown === "working");
    case "pause": return yesIf(shown === "paused" || shown === "idle");
    case "stop": return yesIf(shown === "idle" || shown === "paused" || shown === "docked");
    // The way home takes minutes; that it has set out is what can be told now.
    case "dock": return yesIf(shown === "docked" || shown === "returning");
    case "locate": return "no";
  }
}

function alarmVerdict(mode: AlarmMode, shown: DeviceState["alarm"]): Verdict {
  if (shown === mode) return "yes";
  return shown === "arming" || shown === "disarming" || shown === "pending" ? "underway" : "no";
}

/**
 * The verdict when the device says nothing more. Some covers tell only positions, or "open" from the first centimetre on:
 * only that nothing changes any more shows that they have come to rest.
 */
export function verdictAtRest(command: CommandAction, fresh: DeviceState, before: DeviceState | undefined): Verdict {
  switch (command.type) {
    case "opening.stop": return yesIf(isAtRest(fresh) && (fresh.opening !== undefined || fresh.positionPct !== undefined));
    case "opening.set": return yesIf(isAtRest(fresh) && (command.open ? fresh.opening === "open" && !isWhereItWas(fresh, before) : fresh.opening === "closed" || near(fresh.positionPct, 0)));
    case "position.set": return yesIf(isAtRest(fresh) && near(fresh.positionPct, command.positionPct));
    default: return verdictOn(command, fresh, before);
  }
}
