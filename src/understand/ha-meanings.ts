// (pure) What each intent of Home Assistant is here. SOURCE: intents.yaml of home-assistant/intents for the names and slots,
// components/homeassistant/__init__.py of home-assistant/core for what turning on and off is to covers, locks and valves.
import type { CommandType } from "../home/command.ts";
import type { DeviceKind } from "../home/home.ts";
import type { StateWord } from "./intent.ts";

/**
 * One command an intent can be. `fields` are written here, `from` tells which slot of Home Assistant gives a field.
 * `one`: one device is meant where no room is said. `onlySaid`: not unless the sentence is about that domain.
 */
export type HaMeaning = {
  readonly type: CommandType;
  readonly kinds: readonly DeviceKind[];
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  readonly from?: Readonly<Record<string, string>>;
  readonly one?: true;
  readonly onlySaid?: true;
};

/** "either": the one that the device can do. "all": each for which a value was said. */
export type HaIntent = { readonly how: "either" | "all"; readonly meanings: readonly HaMeaning[] };

const switched: readonly DeviceKind[] = ["light", "switch", "fan", "climate", "mediaPlayer", "humidifier", "siren"];
const openings: readonly DeviceKind[] = ["cover", "valve"];
/** What can be asked after. Scenes and buttons tell nothing of themselves. */
const telling: readonly DeviceKind[] = [...switched, ...openings, "lock", "sensor", "binarySensor", "vacuum", "lawnMower", "alarm", "select", "number", "person", "weather", "event"];

const player = ["mediaPlayer"] as const;
const either = (...meanings: readonly HaMeaning[]): HaIntent => ({ how: "either", meanings });
const all = (...meanings: readonly HaMeaning[]): HaIntent => ({ how: "all", meanings });
const timer = (type: CommandType, from: Readonly<Record<string, string>> = {}, fields: HaMeaning["fields"] = {}): HaIntent => either({ type, kinds: [], fields, from });

/** Which timer is meant: by its name, its first length or its room. */
const whichTimer = { name: "name", start: "start", area: "area" };

export const haIntents: Readonly<Record<string, HaIntent>> = {
  HassTurnOn: either(
    { type: "onOff.set", kinds: switched, fields: { on: true } },
    { type: "opening.set", kinds: openings, fields: { open: true } },
    { type: "lock.set", kinds: ["lock"], fields: { locked: true }, onlySaid: true },
    { type: "scene.activate", kinds: ["scene", "button"] },
  ),
  HassTurnOff: either(
    { type: "onOff.set", kinds: switched, fields: { on: false } },
    { type: "opening.set", kinds: openings, fields: { open: false } },
    { type: "lock.set", kinds: ["lock"], fields: { locked: false }, onlySaid: true },
  ),
  HassToggle: either({ type: "onOff.toggle", kinds: switched }),
  HassOpenCover: either({ type: "opening.set", kinds: openings, fields: { open: true } }),
  HassCloseCover: either({ type: "opening.set", kinds: openings, fields: { open: false } }),
  HassStopMoving: either({ type: "opening.stop", kinds: openings }),
  HassSetPosition: either({ type: "position.set", kinds: openings, from: { positionPct: "position" } }),
  HassLightSet: all(
    { type: "brightness.set", kinds: ["light"], from: { brightnessPct: "brightness" } },
    { type: "color.set", kinds: ["light"], from: { color: "color" } },
    { type: "colorTemperature.set", kinds: ["light"], from: { kelvin: "temperature" } },
  ),
  HassClimateSetTemperature: either({ type: "setpoint.set", kinds: ["climate"], from: { temperatureC: "temperature" }, one: true }),
  HassClimateGetTemperature: either({ type: "state.get", kinds: ["climate", "sensor"], fields: { quantity: "temperature" }, one: true }),
  HassFanSetSpeed: either({ type: "fanSpeed.set", kinds: ["fan"], from: { speedPct: "percentage" } }),
  HassHumidifierSetpoint: either({ type: "humidity.set", kinds: ["humidifier"], from: { humidityPct: "humidity" } }),
  HassHumidifierMode: either({ type: "option.set", kinds: ["humidifier"], from: { option: "mode" } }),
  HassSetVolume: either({ type: "volume.set", kinds: player, from: { volumePct: "volume_level" }, one: true }),
  HassSetVolumeRelative: either({ type: "volume.change", kinds: player, from: { deltaPct: "volume_step" }, one: true }),
  HassMediaPlayerMute: either({ type: "mute.set", kinds: player, fields: { muted: true }, one: true }),
  HassMediaPlayerUnmute: either({ type: "mute.set", kinds: player, fields: { muted: false }, one: true }),
  HassMediaPause: either({ type: "playback.set", kinds: player, fields: { action: "pause" }, one: true }),
  HassMediaUnpause: either({ type: "playback.set", kinds: player, fields: { action: "play" }, one: true }),
  HassMediaNext: either({ type: "playback.set", kinds: player, fields: { action: "next" }, one: true }),
  HassMediaPrevious: either({ type: "playback.set", kinds: player, fields: { action: "previous" }, one: true }),
  HassVacuumStart: either({ type: "activity.set", kinds: ["vacuum"], fields: { activity: "start" }, one: true }),
  HassVacuumReturnToBase: either({ type: "activity.set", kinds: ["vacuum"], fields: { activity: "dock" }, one: true }),
  HassLawnMowerStartMowing: either({ type: "activity.set", kinds: ["lawnMower"], fields: { activity: "start" }, one: true }),
  HassLawnMowerDock: either({ type: "activity.set", kinds: ["lawnMower"], fields: { activity: "dock" }, one: true }),
  HassGetState: either({ type: "state.get", kinds: telling, from: { expect: "state" } }),
  HassGetWeather: either({ type: "state.get", kinds: ["weather"], one: true }),
  HassStartTimer: timer("timer.start", { durationS: "duration", name: "name" }),
  HassIncreaseTimer: timer("timer.change", { deltaS: "duration", ...whichTimer }),
  HassDecreaseTimer: timer("timer.change", { deltaS: "less", ...whichTimer }),
  HassCancelTimer: timer("timer.cancel", whichTimer),
  HassCancelAllTimers: timer("timer.cancel", {}, { all: true }),
  HassPauseTimer: timer("timer.pause", whichTimer),
  HassUnpauseTimer: timer("timer.resume", whichTimer),
  HassTimerStatus: timer("timer.get", whichTimer),
};

/** What a state of Home Assistant is asked after here, by the capability that tells it. */
export const haStates: Readonly<Record<string, StateWord>> = {
  on: [{ expect: "on", capability: "onOff" }],
  off: [{ expect: "off", capability: "onOff" }],
  open: [{ expect: "open", capability: "opening" }],
  closed: [{ expect: "closed", capability: "opening" }],
  opening: [{ expect: "opening", capability: "opening" }],
  closing: [{ expect: "closing", capability: "opening" }],
  locked: [{ expect: "locked", capability: "lock" }],
  unlocked: [{ expect: "unlocked", capability: "lock" }],
  locking: [{ expect: "locking", capability: "lock" }],
  unlocking: [{ expect: "unlocking", capability: "lock" }],
  jammed: [{ expect: "jammed", capability: "lock" }],
  playing: [{ expect: "playing", capability: "playback" }],
  paused: [{ expect: "paused", capability: "playback" }, { expect: "paused", capability: "activity" }],
  cleaning: [{ expect: "working", capability: "activity" }],
  mowing: [{ expect: "working", capability: "activity" }],
  returning: [{ expect: "returning", capability: "activity" }],
  docked: [{ expect: "docked", capability: "activity" }],
  idle: [{ expect: "idle", capability: "activity" }],
  error: [{ expect: "error", capability: "activity" }],
  home: [{ expect: "at_home", capability: "reading" }],
  not_home: [{ expect: "not_home", capability: "reading" }],
};
