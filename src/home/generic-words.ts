// (pure) The words of devices that are written by hand: what a person writes in home.yaml, and what Sotto calls it.
import type { EndpointProperty } from "./endpoint.ts";
import type { DeviceKind } from "./home.ts";

/** One value that has fixed words. */
export type WordValue = {
  readonly property: EndpointProperty;
  /** Word of home.yaml → Sotto's word when it is written, and the payload unless another is given; null: only when given. */
  readonly commands: Readonly<Record<string, readonly [word: string, payload: string | null]>>;
  /** Word of home.yaml → Sotto's word when it is read, and the payloads unless others are given. */
  readonly states: Readonly<Record<string, readonly [word: string, ...payloads: string[]]>>;
};

const onOff = (property: EndpointProperty, on = "ON", off = "OFF"): WordValue => ({
  property, commands: { on: ["true", on], off: ["false", off] }, states: { on: ["true", on], off: ["false", off] },
});

/**
 * Payloads that most devices use: those which Home Assistant's MQTT platforms assume.
 * SOURCE: home-assistant.io, _integrations/{switch,lock,cover,fan,vacuum,alarm_control_panel}.mqtt.markdown.
 */
export const wordValues = {
  switch: onOff("on"),
  contact: onOff("on"),
  oscillation: onOff("oscillating", "oscillate_on", "oscillate_off"),
  mute: onOff("muted"),
  direction: { property: "direction", commands: { forward: ["forward", "forward"], reverse: ["reverse", "reverse"] }, states: { forward: ["forward", "forward"], reverse: ["reverse", "reverse"] } },
  lock: {
    property: "lock",
    commands: { lock: ["locked", "LOCK"], unlock: ["unlocked", "UNLOCK"], open: ["open", null] },
    states: {
      locked: ["locked", "LOCKED"], unlocked: ["unlocked", "UNLOCKED"], locking: ["locking", "LOCKING"], unlocking: ["unlocking", "UNLOCKING"],
      jammed: ["jammed", "JAMMED"], open: ["open", "OPEN"], opening: ["opening", "OPENING"],
    },
  },
  opening: {
    property: "opening",
    commands: { open: ["open", "OPEN"], close: ["closed", "CLOSE"], stop: ["stopped", "STOP"] },
    states: { open: ["open", "open"], closed: ["closed", "closed"], opening: ["opening", "opening"], closing: ["closing", "closing"], stopped: ["stopped", "stopped"] },
  },
  playback: {
    property: "playback",
    commands: { play: ["play", "play"], pause: ["pause", "pause"], stop: ["stop", "stop"], next: ["next", "next"], previous: ["previous", "previous"] },
    states: { playing: ["playing", "playing", "play"], paused: ["paused", "paused", "pause"], stopped: ["stopped", "stopped", "stop"] },
  },
  activity: {
    property: "activity",
    commands: { start: ["start", "start"], pause: ["pause", "pause"], stop: ["stop", "stop"], dock: ["dock", "return_to_base"], locate: ["locate", "locate"] },
    states: {
      working: ["working", "cleaning", "mowing", "working"], paused: ["paused", "paused"], returning: ["returning", "returning"],
      docked: ["docked", "docked"], idle: ["idle", "idle"], error: ["error", "error"],
    },
  },
  alarm: {
    property: "alarm",
    commands: {
      disarmed: ["disarmed", "DISARM"], home: ["home", "ARM_HOME"], away: ["away", "ARM_AWAY"], night: ["night", "ARM_NIGHT"],
      vacation: ["vacation", "ARM_VACATION"], bypass: ["bypass", "ARM_CUSTOM_BYPASS"],
    },
    states: {
      disarmed: ["disarmed", "disarmed"], home: ["home", "armed_home"], away: ["away", "armed_away"], night: ["night", "armed_night"], vacation: ["vacation", "armed_vacation"],
      bypass: ["bypass", "armed_custom_bypass"], arming: ["arming", "arming"], pending: ["pending", "pending"], triggered: ["triggered", "triggered"], disarming: ["disarming", "disarming"],
    },
  },
} as const satisfies Readonly<Record<string, WordValue>>;

export type WordKey = keyof typeof wordValues;

/** Values that are a share of a whole, 0 to 100 for Sotto. */
export const percentValues = { brightness: "brightnessPct", position: "positionPct", tilt: "tiltPct", fanSpeed: "fanSpeedPct", volume: "volumePct" } as const satisfies Readonly<Record<string, EndpointProperty>>;

/** Values with words of the device's own. */
export const choiceValues = { mode: "mode", preset: "preset", fanMode: "fanMode", option: "option", event: "event" } as const satisfies Readonly<Record<string, EndpointProperty>>;

/**
 * The kinds of device that may have a value; the first is what a device with it is taken for when nothing else tells.
 * Locks, covers, valves and alarms are guarded by their kind: a lock must not pass for a lamp.
 */
export const kindsWith = {
  alarm: ["alarm"], lock: ["lock"], activity: ["vacuum", "lawnMower"], setpoint: ["climate"], mode: ["climate"], fanMode: ["climate"],
  playback: ["mediaPlayer"], volume: ["mediaPlayer", "siren"], mute: ["mediaPlayer"],
  opening: ["cover", "valve"], position: ["cover", "valve"], tilt: ["cover"],
  brightness: ["light"], color: ["light"], colorTemperature: ["light"],
  fanSpeed: ["fan", "humidifier"], oscillation: ["fan"], direction: ["fan"], humidity: ["humidifier", "climate"], preset: ["climate", "humidifier", "fan"],
  option: ["select", "mediaPlayer"], number: ["number"], event: ["event"], contact: ["binarySensor"], activate: ["button", "scene"],
  switch: ["switch", "light", "fan", "siren", "humidifier", "climate", "mediaPlayer", "vacuum"],
  temperature: ["sensor", "climate"], currentHumidity: ["sensor", "climate", "humidifier"], reading: ["sensor"],
} as const satisfies Readonly<Record<string, readonly DeviceKind[]>>;

export type ValueKey = keyof typeof kindsWith;
/** In the order in which they decide what a device is. */
export const valueKeys = Object.keys(kindsWith) as readonly ValueKey[];
/** They can be asked after only. */
export const readOnlyValues: ReadonlySet<ValueKey> = new Set(["contact", "event", "temperature", "currentHumidity", "reading"]);
