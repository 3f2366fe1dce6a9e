// (pure) Players, vacuums, mowers and alarms of Home Assistant. SOURCE: home-assistant/core, components/media_player, vacuum,
// lawn_mower and alarm_control_panel, const.py and services.yaml.
import type { Activity, PlaybackAction } from "./home.ts";
import type { AlarmMode } from "./state.ts";
import { type Ability, type StreamedEntity, type Wire, yesNo } from "./statestream-wire.ts";
import type { Codec } from "./endpoint.ts";

const playbackServices: readonly (readonly [action: PlaybackAction, feature: number, service: string])[] = [
  ["play", 16384, "media_play"], ["pause", 1, "media_pause"], ["stop", 4096, "media_stop"], ["next", 32, "media_next_track"], ["previous", 16, "media_previous_track"],
];

const playing: Codec = { as: "words", words: { playing: "playing", paused: "paused" }, also: { buffering: "playing", idle: "stopped", on: "stopped", off: "stopped", standby: "stopped" } };
const playerOn: Codec = { as: "words", words: {}, also: { on: "true", idle: "true", playing: "true", paused: "true", buffering: "true", off: "false", standby: "false" } };

/** Bits besides those of the services: volume 4, mute 8, turn on 128, turn off 256. `volume_level` is 0..1. */
export function mediaPlayerAbilities({ has }: StreamedEntity, { state, attribute, cases, call, set }: Wire): readonly Ability[] {
  const switches = has(128) && has(256);
  const able = playbackServices.filter(([, feature]) => has(feature));
  const abilities: Ability[] = [{
    ...(switches ? { can: { kind: "onOff" } as const } : {}),
    endpoints: [{ property: "on", read: state(playerOn), ...(switches ? { write: cases({ true: call("turn_on"), false: call("turn_off") }) } : {}) }],
  }, {
    ...(able.length > 0 ? { can: { kind: "playback", can: able.map(([action]) => action) } as const } : {}),
    endpoints: [{ property: "playback", read: state(playing), write: cases(Object.fromEntries(able.map(([action, , service]) => [action, call(service)]))) }],
  }];
  if (has(4)) {
    const level = { as: "percent", least: 0, most: 1, whole: false } as const;
    abilities.push({ can: { kind: "volume" }, endpoints: [{ property: "volumePct", read: attribute("volume_level", level), write: set("volume_set", "volume_level", level) }] });
  }
  if (has(8)) {
    const write = cases({ true: call("volume_mute", { is_volume_muted: true }), false: call("volume_mute", { is_volume_muted: false }) });
    abilities.push({ can: { kind: "mute" }, endpoints: [{ property: "muted", read: attribute("is_volume_muted", yesNo), write }] });
  }
  return abilities;
}

type ActivityService = readonly [activity: Activity, feature: number, service: string];

const vacuumServices: readonly ActivityService[] = [["start", 8192, "start"], ["pause", 4, "pause"], ["stop", 8, "stop"], ["dock", 16, "return_to_base"], ["locate", 512, "locate"]];
const mowerServices: readonly ActivityService[] = [["start", 1, "start_mowing"], ["pause", 2, "pause"], ["dock", 4, "dock"]];

export function vacuumAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  return activityAbilities(entity, wire, { services: vacuumServices, working: "cleaning" });
}

export function mowerAbilities(entity: StreamedEntity, wire: Wire): readonly Ability[] {
  return activityAbilities(entity, wire, { services: mowerServices, working: "mowing" });
}

function activityAbilities({ has }: StreamedEntity, { state, cases, call }: Wire, { services, working }: { readonly services: readonly ActivityService[]; readonly working: string }): readonly Ability[] {
  const able = services.filter(([, feature]) => has(feature));
  const words = { working, paused: "paused", returning: "returning", docked: "docked", idle: "idle", error: "error" };
  const read = state({ as: "words", words });
  const write = cases(Object.fromEntries(able.map(([activity, , service]) => [activity, call(service)])));
  return [{ ...(able.length > 0 ? { can: { kind: "activity", can: able.map(([activity]) => activity) } as const } : {}), endpoints: [{ property: "activity", read, write }] }];
}

const armServices: readonly (readonly [mode: AlarmMode, feature: number, service: string, state: string])[] = [
  ["home", 1, "alarm_arm_home", "armed_home"], ["away", 2, "alarm_arm_away", "armed_away"], ["night", 4, "alarm_arm_night", "armed_night"],
  ["vacation", 32, "alarm_arm_vacation", "armed_vacation"], ["bypass", 16, "alarm_arm_custom_bypass", "armed_custom_bypass"],
];

/** Every alarm can be disarmed; which ways of arming it has, its bits tell. */
export function alarmAbilities({ has }: StreamedEntity, { state, cases, call }: Wire): readonly Ability[] {
  const able = armServices.filter(([, feature]) => has(feature));
  const words = { disarmed: "disarmed", arming: "arming", pending: "pending", triggered: "triggered", disarming: "disarming", ...Object.fromEntries(armServices.map(([mode, , , told]) => [mode, told])) };
  const modes: readonly AlarmMode[] = ["disarmed", ...able.map(([mode]) => mode)];
  const write = cases({ disarmed: call("alarm_disarm"), ...Object.fromEntries(able.map(([mode, , service]) => [mode, call(service)])) });
  return [{ can: { kind: "alarm", modes }, endpoints: [{ property: "alarm", read: state({ as: "words", words }), write }] }];
}
