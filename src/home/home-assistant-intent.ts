// (pure) What automations call the things that people ask for: Home Assistant's intent names, by command.
// SOURCE OHF-Voice/intents, intents.yaml, and homeassistant/helpers/intent.py (HassToggle, HassStopMoving). What has no
// name there begins with "Sotto".
import { type Action, type Command, type CommandType, isPlanCommand } from "./command.ts";
import { devicesOf, type DeviceKind, type Home } from "./home.ts";

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
  return publicIntentFor(command.type, command, kind);
}

/** The same for a command of which only some fields are known. */
export function publicIntentFor(type: CommandType, fields: Readonly<Record<string, unknown>>, kind: DeviceKind | undefined): string {
  const naming = namings[type];
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

/** A command as Home Assistant's own assistant would hand it on: an intent and its slots. */
export type HomeAssistantIntent = { readonly intent: string; readonly slots: Readonly<Record<string, string | number | boolean>> };

/** What Home Assistant has no intent of its own for, by what it calls it. */
const otherNames: Readonly<Record<string, string>> = { SottoLock: "HassTurnOn", SottoUnlock: "HassTurnOff" };

/** Fields by the slots of Home Assistant's intents. SOURCE OHF-Voice/intents, intents.yaml. */
const slotsOf: Readonly<Record<string, string>> = {
  brightnessPct: "brightness", kelvin: "temperature", temperatureC: "temperature", positionPct: "position", speedPct: "percentage", volumePct: "volume_level", humidityPct: "humidity",
  tiltPct: "tilt_position", mode: "mode", preset: "preset_mode", fanMode: "fan_mode", direction: "direction", option: "option", value: "value", expect: "state",
};
const changesOf: Partial<Record<CommandType, string>> = { "volume.change": "volume_step", "brightness.change": "brightness_step", "position.change": "position_step", "fanSpeed.change": "percentage_step", "setpoint.change": "temperature_step" };

/**
 * The intent and slots of a command: one device by `name`, several by `area` and `domain` as far as they share them. Locking is
 * turning on there, and unlocking turning off, of the domain "lock".
 */
export function homeAssistantIntent(command: Command, home: Home): HomeAssistantIntent {
  const devices = devicesOf(home, command.deviceIds);
  const [kind, ...otherKinds] = new Set(devices.map((device) => device.kind));
  const only = otherKinds.length === 0 ? kind : undefined;
  const [areaId, ...otherAreas] = new Set(devices.map((device) => device.areaId));
  const area = areaId === undefined || otherAreas.length > 0 ? undefined : home.areas.get(areaId)?.name;
  const [first] = devices;
  const name = publicIntent(command, only);
  const slots = {
    ...(isPlanCommand(command) ? timerSlots(command) : valueSlots(command)),
    ...(first !== undefined && devices.length === 1 ? { name: first.name } : {}),
    ...(area === undefined ? {} : { area }),
    ...(only === undefined ? {} : { domain: domainOf(only) }),
  };
  return { intent: detailedName(command, only) ?? otherNames[name] ?? name, slots };
}

/** Names that depend on more than one field. */
function detailedName(command: Command, kind: DeviceKind | undefined): string | undefined {
  switch (command.type) {
    case "timer.change": return command.deltaS < 0 ? "HassDecreaseTimer" : undefined;
    case "timer.cancel": return command.all === true ? "HassCancelAllTimers" : undefined;
    case "preset.set": return kind === "humidifier" ? "HassHumidifierMode" : undefined;
    case "state.get": return kind === "weather" ? "HassGetWeather" : kind === "climate" && command.expect === undefined ? "HassClimateGetTemperature" : undefined;
    default: return undefined;
  }
}

function valueSlots(command: Action): HomeAssistantIntent["slots"] {
  const fields: Readonly<Record<string, unknown>> = command;
  const change = changesOf[command.type];
  const entries = Object.entries(fields).flatMap(([field, value]): readonly (readonly [string, string | number])[] => {
    const slot = field === "deltaPct" || field === "deltaC" ? change : Object.hasOwn(slotsOf, field) ? slotsOf[field] : undefined;
    return slot === undefined || (typeof value !== "string" && typeof value !== "number") ? [] : [[slot, value]];
  });
  return { ...Object.fromEntries(entries), ...(command.type === "color.set" ? { color: command.name } : {}) };
}

/** A duration in hours, minutes and seconds, the zeros left out. */
function timerSlots(command: Action): HomeAssistantIntent["slots"] {
  const seconds = command.type === "timer.start" ? command.durationS : command.type === "timer.change" ? Math.abs(command.deltaS) : 0;
  const parts = { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60), seconds: Math.round(seconds % 60) };
  const label = "name" in command && typeof command.name === "string" ? { name: command.name } : {};
  return { ...Object.fromEntries(Object.entries(parts).filter(([, count]) => count > 0)), ...label };
}
