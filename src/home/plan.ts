// What Sotto keeps in mind for later: what is to be done at a time, and what somebody wants to be told.
import type { NonEmpty } from "../base/types.ts";
import type { DeviceCommand } from "./command.ts";
import type { CapabilityKind, DeviceId } from "./home.ts";

/** As ISO 8601 counts: 1 is Monday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof weekdays)[number];

/** When something is to be done, in the local time of the house. `minuteOfDay` 0..1439, `date` as "2026-11-24". */
export type When =
  | { readonly type: "in"; readonly delayS: number }
  | { readonly type: "at"; readonly date: string; readonly minuteOfDay: number }
  | { readonly type: "every"; readonly days: NonEmpty<Weekday>; readonly minuteOfDay: number };

/** Which plans are meant: those about one of these devices, those at one of these times of the day; all of them without either. */
export type ScheduleChoice = { readonly aboutIds?: NonEmpty<DeviceId>; readonly minutesOfDay?: NonEmpty<number> };

/** `reverse`: what is done then is the way back of `commands`, which are said at the same time ("turn on the fan for ten minutes"). */
export type ScheduleAction =
  | { readonly type: "schedule.add"; readonly when: When; readonly commands: NonEmpty<DeviceCommand>; readonly reverse?: true }
  | { readonly type: "schedule.list" } & ScheduleChoice
  | { readonly type: "schedule.cancel"; readonly all?: boolean } & ScheduleChoice;

/** What a yes/no question asks after: "on" "off" "locked" "open". */
export type ExpectedState = { readonly capability: CapabilityKind; readonly expect: string };

/**
 * What a device is watched for. "state": one of `states`, the first that it can tell. "above" and "below": a number that it measures,
 * temperatures in °C. "finished": it was at work and no longer is. "event": it tells that something happened, as a doorbell does.
 */
export type AlertTest =
  | { readonly type: "state"; readonly states: NonEmpty<ExpectedState> }
  | { readonly type: "above" | "below"; readonly value: number }
  | { readonly type: "finished" }
  | { readonly type: "event" };

/** `forS`: it has to stay so for this long. "once" is told one time and forgotten. */
export type AlertAction =
  | { readonly type: "alert.add"; readonly watchedIds: NonEmpty<DeviceId>; readonly test: AlertTest; readonly forS?: number; readonly repeat: "once" | "always" }
  | { readonly type: "alert.list"; readonly aboutIds?: NonEmpty<DeviceId> }
  | { readonly type: "alert.cancel"; readonly aboutIds?: NonEmpty<DeviceId>; readonly all?: boolean };
