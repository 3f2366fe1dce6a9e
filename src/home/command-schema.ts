// (pure) Commands as they are kept in files: read back only when they are whole.
import * as v from "valibot";
import type { NonEmpty } from "../base/types.ts";
import type { DeviceCommand } from "./command.ts";
import { activities, type DeviceId, playbackActions } from "./home.ts";
import { weekdays, type When } from "./plan.ts";
import { alarmModes } from "./state.ts";

const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const change = v.pipe(v.number(), v.minValue(-100), v.maxValue(100));
const number = v.pipe(v.number(), v.finite());
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const level = v.pipe(v.number(), v.minValue(0), v.maxValue(255));

export const deviceIdSchema = v.pipe(word, v.transform((id) => id as DeviceId));
export const deviceIdsSchema = v.pipe(v.array(deviceIdSchema), v.minLength(1), v.transform((ids) => ids as readonly DeviceId[] as NonEmpty<DeviceId>));
const aimed = { deviceIds: deviceIdsSchema, scope: v.picklist(["named", "group"]) };
const to = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) => v.strictObject({ type: v.literal(type), ...aimed, ...entries });

/** Every command to devices, and nothing else. */
export const deviceCommandSchema: v.GenericSchema<unknown, DeviceCommand> = v.variant("type", [
  to("onOff.set", { on: v.boolean() }),
  to("onOff.toggle", {}),
  to("brightness.set", { brightnessPct: percent }),
  to("brightness.change", { deltaPct: change }),
  to("color.set", { name: v.string(), color: v.strictObject({ red: level, green: level, blue: level }) }),
  to("colorTemperature.set", { kelvin: number }),
  to("setpoint.set", { temperatureC: number }),
  to("setpoint.change", { deltaC: number }),
  to("mode.set", { mode: word }),
  to("preset.set", { preset: word }),
  to("fanMode.set", { fanMode: word }),
  to("humidity.set", { humidityPct: percent }),
  to("lock.set", { locked: v.boolean() }),
  to("lock.open", {}),
  to("opening.set", { open: v.boolean() }),
  to("opening.stop", {}),
  to("position.set", { positionPct: percent }),
  to("position.change", { deltaPct: change }),
  to("tilt.set", { tiltPct: percent }),
  to("fanSpeed.set", { speedPct: percent }),
  to("fanSpeed.change", { deltaPct: change }),
  to("oscillation.set", { on: v.boolean() }),
  to("direction.set", { direction: v.picklist(["forward", "reverse"]) }),
  to("volume.set", { volumePct: percent }),
  to("volume.change", { deltaPct: change }),
  to("mute.set", { muted: v.boolean() }),
  to("playback.set", { action: v.picklist(playbackActions) }),
  to("activity.set", { activity: v.picklist(activities) }),
  to("option.set", { option: word }),
  to("number.set", { value: number }),
  to("alarm.set", { mode: v.picklist(alarmModes) }),
  to("scene.activate", {}),
]);

const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1439));
const weekday = v.picklist(weekdays);
export const whenSchema: v.GenericSchema<unknown, When> = v.variant("type", [
  v.strictObject({ type: v.literal("in"), delayS: number }),
  v.strictObject({ type: v.literal("at"), date: v.pipe(v.string(), v.isoDate()), minuteOfDay }),
  v.strictObject({ type: v.literal("every"), days: v.pipe(v.array(weekday), v.minLength(1), v.transform((days) => days as readonly (typeof days)[number][] as NonEmpty<(typeof days)[number]>)), minuteOfDay }),
]);
