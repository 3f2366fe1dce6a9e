// What is planned, as it is kept in the state directory: read back only where it is whole.
import { join } from "node:path";
import * as v from "valibot";
import type { Plan } from "../act/outcome.ts";
import type { KeptAlert } from "../act/alerts.ts";
import type { KeptTimer } from "../act/timers.ts";
import type { AssistantError } from "../base/errors.ts";
import { deviceCommandSchema, deviceIdSchema, deviceIdsSchema, whenSchema } from "../home/command-schema.ts";
import { type AreaId, capabilityKinds } from "../home/home.ts";
import type { AlertTest, ExpectedState } from "../home/plan.ts";
import type { NonEmpty } from "../base/types.ts";
import { type KeptList, openKeptList } from "./kept-list.ts";

/** Milliseconds since 1970 that a `Date` can hold. SOURCE ECMA-262, time values. */
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const timerBase = { name: v.optional(word), areaId: v.optional(v.pipe(word, v.transform((id) => id as AreaId))), startS: seconds, durationS: seconds };
const timerSchema: v.GenericSchema<unknown, KeptTimer> = v.union([
  v.strictObject({ ...timerBase, dueMs: moment }),
  v.strictObject({ ...timerBase, leftMs: v.pipe(v.number(), v.minValue(0), v.maxValue(1e12)) }),
]);

const commands = v.pipe(v.array(deviceCommandSchema), v.minLength(1), v.transform((all) => all as readonly Plan["commands"][number][] as NonEmpty<Plan["commands"][number]>));
const planSchema: v.GenericSchema<unknown, Plan> = v.strictObject({ when: whenSchema, dueMs: moment, commands });

const stateWord = v.strictObject({ capability: v.picklist(capabilityKinds), expect: word });
const test: v.GenericSchema<unknown, AlertTest> = v.variant("type", [
  v.strictObject({ type: v.literal("state"), states: v.pipe(v.array(stateWord), v.minLength(1), v.transform((all) => all as readonly ExpectedState[] as NonEmpty<ExpectedState>)) }),
  v.strictObject({ type: v.picklist(["above", "below"]), value: v.pipe(v.number(), v.finite()) }),
  v.strictObject({ type: v.picklist(["finished", "event"]) }),
]);
const alertSchema: v.GenericSchema<unknown, KeptAlert> = v.pipe(
  v.strictObject({ watchedIds: deviceIdsSchema, test, forS: v.optional(seconds), repeat: v.picklist(["once", "always"]), atWork: v.optional(v.array(deviceIdSchema)) }),
  v.transform(({ forS, atWork, ...alert }): KeptAlert => ({ ...alert, ...(forS === undefined ? {} : { forS }), ...(atWork === undefined ? {} : { atWork }) })),
);

type Told = (error: AssistantError) => void;

export function keptTimers(stateDirectory: string, onTrouble: Told): Promise<KeptList<KeptTimer>> {
  return openKeptList(join(stateDirectory, "timers.json"), timerSchema, onTrouble);
}

export function keptSchedules(stateDirectory: string, onTrouble: Told): Promise<KeptList<Plan>> {
  return openKeptList(join(stateDirectory, "plans.json"), planSchema, onTrouble);
}

export function keptAlerts(stateDirectory: string, onTrouble: Told): Promise<KeptList<KeptAlert>> {
  return openKeptList(join(stateDirectory, "alerts.json"), alertSchema, onTrouble);
}
