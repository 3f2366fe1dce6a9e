import type { AssistantError } from "../base/errors.ts";
import type { Approved } from "../decide/approval.ts";
import type { DeviceCommand } from "../home/command.ts";
import type { AreaId, DeviceId } from "../home/home.ts";
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
export type DispatchReport = { readonly messages: readonly MqttMessage[]; readonly outcomes: readonly DeviceOutcome[]; readonly timer?: TimerReport };

/** `durationS`: with what was added and taken off; `startS`: as it was started. `areaId`: the room it belongs to. */
export type RunningTimer = {
  readonly name: string | undefined;
  readonly areaId: AreaId | undefined;
  readonly startS: number;
  readonly durationS: number;
  readonly leftS: number;
  readonly isPaused: boolean;
};

/** What became of a command to a timer; `timers` are those that it was about. "none", "several", "tooMany", "elsewhere": nothing was done. */
export type TimerReport = { readonly result: "started" | "changed" | "cancelled" | "paused" | "resumed" | "told" | "none" | "several" | "tooMany" | "elsewhere"; readonly timers: readonly RunningTimer[] };

/** How it ended on one device that was reported as "moving": confirmed, unconfirmed, or "moving" still when its time is over. */
export type Settled = { readonly command: Approved & DeviceCommand; readonly outcome: DeviceOutcome };
