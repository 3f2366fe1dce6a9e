import type { AssistantError } from "../base/errors.ts";
import type { NonEmpty } from "../base/types.ts";
import type { Approved } from "../decide/approval.ts";
import type { DeviceCommand } from "../home/command.ts";
import type { AreaId, DeviceId } from "../home/home.ts";
import type { AlertTest, When } from "../home/plan.ts";
import type { DeviceState } from "../home/state.ts";
import type { MqttMessage } from "./mqtt-message.ts";

/**
 * What became of one command on one device.
 * "confirmed" needs a state message that arrived after the publish, was not a retained replay, and shows what was asked for.
 * "moving": it has begun, and is not over yet: a shutter that runs, a bolt that turns, an alarm that leaves time to go out.
 * "already": it said before, live, that it is so, and says nothing else now.
 * "unconfirmed": published, but no such message came in time; `state` is the last one known. One that says `available: false`
 * went offline meanwhile, a lock may say "jammed".
 * "answered": a question, answered from the known state; `ageMs` when that is stale, counted from when Sotto heard it.
 * "unknown": a question about a device that never reported.
 */
export type DeviceOutcome = { readonly deviceId: DeviceId } & (
  | { readonly result: "confirmed"; readonly state: DeviceState; readonly tookMs: number }
  | { readonly result: "moving"; readonly state: DeviceState; readonly tookMs: number }
  | { readonly result: "already"; readonly state: DeviceState }
  | { readonly result: "unconfirmed"; readonly state: DeviceState | undefined }
  | { readonly result: "failed"; readonly error: AssistantError }
  | { readonly result: "answered"; readonly state: DeviceState; readonly ageMs?: number }
  | { readonly result: "unknown" });

/** Everything that one approved command caused. */
export type DispatchReport = { readonly messages: readonly MqttMessage[]; readonly outcomes: readonly DeviceOutcome[]; readonly timer?: TimerReport; readonly schedule?: ScheduleReport; readonly alert?: AlertReport };

/** `durationS`: with what was added and taken off; `startS`: as it was started. `areaId`: the room it belongs to. */
export type RunningTimer = {
  readonly name: string | undefined;
  readonly areaId: AreaId | undefined;
  readonly startS: number;
  readonly durationS: number;
  readonly leftS: number;
  readonly isPaused: boolean;
  /** Its time was over so long ago, while nobody was there to tell. */
  readonly overSinceS?: number;
};

/** Keeps what is planned across restarts; resolves when it is on the disk: false when it could not be written. */
export type Keep<T> = (entries: readonly T[]) => Promise<boolean>;

/** What became of a command to a timer; `timers` are those that it was about. `isKept` false: it is forgotten when this process ends. "none", "several", "tooMany", "elsewhere": nothing was done. */
export type TimerReport = { readonly result: "started" | "changed" | "cancelled" | "paused" | "resumed" | "told" | "none" | "several" | "tooMany" | "elsewhere"; readonly timers: readonly RunningTimer[]; readonly isKept?: false };

/** What is to be done, and when: `dueMs` is the next time, milliseconds since 1970. */
export type Plan = { readonly when: When; readonly dueMs: number; readonly commands: NonEmpty<DeviceCommand> };

/**
 * What became of a command about plans; `plans` are those that it was about. "several": it is not clear which; "notDone": what
 * was to be put back later was not done; "unknownState": nobody knows how it was before; of these two and of "none", "tooMany" and
 * "elsewhere" nothing is planned. `isKept` false: it is forgotten when this process ends.
 */
export type ScheduleReport = {
  readonly result: "added" | "listed" | "cancelled" | "none" | "several" | "tooMany" | "notDone" | "unknownState" | "elsewhere";
  readonly plans: readonly Plan[];
  readonly isKept?: false;
};

/** What somebody wants to be told, of whichever of the devices it happens to. */
export type Alert = { readonly watchedIds: NonEmpty<DeviceId>; readonly test: AlertTest; readonly forS?: number; readonly repeat: "once" | "always" };

/** What became of a command about alerts. "already": it is watched for, and is so at this moment. The rest as with plans. */
export type AlertReport = { readonly result: "added" | "already" | "listed" | "cancelled" | "none" | "several" | "tooMany" | "elsewhere"; readonly alerts: readonly Alert[]; readonly isKept?: false };

/** How it ended on one device that was reported as "moving": confirmed, unconfirmed, or "moving" still when its time is over. */
export type Settled = { readonly command: Approved & DeviceCommand; readonly outcome: DeviceOutcome };
