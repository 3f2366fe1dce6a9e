// (pure) vacuum, lawn_mower and alarm_control_panel: machines that are told what to be about.
import { parseJsonObject, textOf, type EntityConfig } from "../home/config-values.ts";
import { alarmFeatures, alarmModesOf, choicesOf, vacuumActivities } from "../home/home-assistant-choices.ts";
import type { Activity } from "../home/home.ts";
import type { AlarmMode, DeviceState } from "../home/state.ts";
import { oneOf } from "./home-assistant-climate.ts";
import { commandTo, payloadOf, stateOf, valueFrom, type Platform } from "./home-assistant-platform.ts";

/** Words of vacuums and lawn mowers. */
const activities: ReadonlyMap<string, NonNullable<DeviceState["activity"]>> = new Map([
  ["cleaning", "working"], ["mowing", "working"], ["paused", "paused"], ["returning", "returning"], ["docked", "docked"], ["idle", "idle"], ["error", "error"],
]);

/** Activity → config key of its payload and that payload's default. */
const vacuumPayloads: Readonly<Record<Activity, readonly [key: string, byDefault: string]>> = {
  start: ["payload_start", "start"], pause: ["payload_pause", "pause"], stop: ["payload_stop", "stop"],
  dock: ["payload_return_to_base", "return_to_base"], locate: ["payload_locate", "locate"],
};

export const vacuumPlatform: Platform = {
  messages(command, config) {
    switch (command.type) {
      case "activity.set": return vacuumActivities(config).includes(command.activity) ? [commandTo(config, "command_topic", payloadOf(config, ...vacuumPayloads[command.activity]))] : undefined;
      case "fanMode.set": return [commandTo(config, "set_fan_speed_topic", oneOf(command.fanMode, choicesOf(config, "fan_speed_list")))];
      default: return undefined;
    }
  },
  read(message, config) {
    const said = config["state_topic"] === message.topic ? parseJsonObject(message.payload) : undefined;
    if (said === undefined) return undefined;
    const speed = textOf(said, "fan_speed");
    return stateOf({
      activity: activities.get(textOf(said, "state") ?? ""),
      fanMode: choicesOf(config, "fan_speed_list").find((known) => known === speed),
    });
  },
};

/** Activity → the name of its topic and template, and what is sent. */
const mowerCommands: Readonly<Record<Activity, readonly [name: string, payload: string] | undefined>> = {
  start: ["start_mowing", "start_mowing"], pause: ["pause", "pause"], stop: ["stop", "stop"], dock: ["dock", "dock"], locate: undefined,
};

export const lawnMowerPlatform: Platform = {
  messages(command, config) {
    const known = command.type === "activity.set" ? mowerCommands[command.activity] : undefined;
    if (known === undefined) return undefined;
    const [name, payload] = known;
    return [commandTo(config, `${name}_command_topic`, payload, { key: `${name}_command_template` })];
  },
  read: (message, config) => stateOf({ activity: activities.get(valueFrom(message, config, "activity_state_topic", "activity_value_template") ?? "") }),
};

const alarmStates: ReadonlyMap<string, NonNullable<DeviceState["alarm"]>> = new Map([
  ["disarmed", "disarmed"], ["armed_home", "home"], ["armed_away", "away"], ["armed_night", "night"], ["armed_vacation", "vacation"],
  ["armed_custom_bypass", "bypass"], ["pending", "pending"], ["triggered", "triggered"], ["arming", "arming"], ["disarming", "disarming"],
]);

/** The payload is the template's `action`; a code is never sent, because none is known. */
export const alarmPlatform: Platform = {
  messages(command, config) {
    if (command.type !== "alarm.set" || !alarmModesOf(config).includes(command.mode)) return undefined;
    const action = alarmPayload(command.mode, config);
    return [commandTo(config, "command_topic", action, { key: "command_template", variables: { action, code: null } })];
  },
  read: (message, config) => stateOf({ alarm: alarmStates.get(valueFrom(message, config, "state_topic", "value_template")?.trim() ?? "") }),
};

function alarmPayload(mode: AlarmMode, config: EntityConfig): string {
  const name = mode === "disarmed" ? "disarm" : alarmFeatures[mode];
  return payloadOf(config, `payload_${name}`, name.toUpperCase());
}
