// (pure) What automations call the things that people ask for: Home Assistant's intent names, by command.
// SOURCE OHF-Voice/intents, intents.yaml, and homeassistant/helpers/intent.py (HassToggle, HassStopMoving). What has no
// name there begins with "Sotto".
import type { Action, CommandType } from "../home/command.ts";
import type { DeviceKind } from "../home/home.ts";

/** One name, or one for each value of a field. */
type Naming = string | { readonly by: string; readonly names: Readonly<Record<string, string>> };

const namings: Readonly<Record<CommandType, Naming>> = {
  "onOff.set": { by: "on", names: { true: "HassTurnOn", false: "HassTurnOff" } },
  "onOff.toggle": "HassToggle",
  "brightness.set": "HassLightSet",
  "brightness.change": "HassLightSet",
  "color.set": "HassLightSet",
  "colorTemperature.set": "HassLightSet",
  "setpoint.set": "HassClimateSetTemperature",
  "setpoint.change": "HassClimateSetTemperature",
  "mode.set": "SottoClimateSetMode",
  "preset.set": "SottoSetPreset",
  "fanMode.set": "SottoClimateSetFanMode",
  "humidity.set": "HassHumidifierSetpoint",
  // Home Assistant locks by turning on and unlocks by turning off; an automation on these would rather know.
  "lock.set": { by: "locked", names: { true: "SottoLock", false: "SottoUnlock" } },
  "lock.open": "SottoOpenLatch",
  "opening.set": { by: "open", names: { true: "HassTurnOn", false: "HassTurnOff" } },
  "opening.stop": "HassStopMoving",
  "position.set": "HassSetPosition",
  "position.change": "HassSetPosition",
  "tilt.set": "SottoSetTilt",
  "fanSpeed.set": "HassFanSetSpeed",
  "fanSpeed.change": "HassFanSetSpeed",
  "oscillation.set": "SottoFanOscillate",
  "direction.set": "SottoFanSetDirection",
  "volume.set": "HassSetVolume",
  "volume.change": "HassSetVolumeRelative",
  "mute.set": { by: "muted", names: { true: "HassMediaPlayerMute", false: "HassMediaPlayerUnmute" } },
  "playback.set": { by: "action", names: { play: "HassMediaUnpause", pause: "HassMediaPause", stop: "SottoMediaStop", next: "HassMediaNext", previous: "HassMediaPrevious" } },
  "activity.set": { by: "activity", names: { start: "HassVacuumStart", dock: "HassVacuumReturnToBase", pause: "SottoVacuumPause", stop: "SottoVacuumStop", locate: "SottoVacuumLocate" } },
  "option.set": "SottoSelectOption",
  "number.set": "SottoSetNumber",
  "alarm.set": "SottoAlarmSet",
  "scene.activate": "HassTurnOn",
  "timer.start": "HassStartTimer",
  "timer.change": "HassIncreaseTimer",
  "timer.cancel": "HassCancelTimer",
  "timer.pause": "HassPauseTimer",
  "timer.resume": "HassUnpauseTimer",
  "timer.get": "HassTimerStatus",
  "schedule.add": "SottoScheduleAdd",
  "schedule.list": "SottoScheduleList",
  "schedule.cancel": "SottoScheduleCancel",
  "alert.add": "SottoAlertAdd",
  "alert.list": "SottoAlertList",
  "alert.cancel": "SottoAlertCancel",
  "state.get": "HassGetState",
};

/** What a lawn mower's work is called instead of a vacuum's. */
const mowerNames: Readonly<Record<string, string>> = { HassVacuumStart: "HassLawnMowerStartMowing", HassVacuumReturnToBase: "HassLawnMowerDock" };

/** The intent's public name. @param kind of the devices that it goes to, when they are of one */
export function publicIntent(command: Action, kind: DeviceKind | undefined): string {
  const naming = namings[command.type];
  const fields: Readonly<Record<string, unknown>> = command;
  const name = typeof naming === "string" ? naming : naming.names[String(fields[naming.by])] ?? Object.values(naming.names)[0] ?? "";
  return kind === "lawnMower" ? mowerNames[name] ?? name : name;
}

/** All names that commands of this type may go by. */
export function publicIntentsOf(type: CommandType): readonly string[] {
  const naming = namings[type];
  const names = typeof naming === "string" ? [naming] : Object.values(naming.names);
  return type === "activity.set" ? [...names, ...Object.values(mowerNames)] : names;
}

/** Home Assistant's domain for a kind of device; the others are called alike. */
const domains: Partial<Record<DeviceKind, string>> = { binarySensor: "binary_sensor", lawnMower: "lawn_mower", mediaPlayer: "media_player", alarm: "alarm_control_panel" };

export function domainOf(kind: DeviceKind): string {
  return domains[kind] ?? kind;
}
