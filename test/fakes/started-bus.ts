// A real bus on a real broker, with what it told kept, and a way to wait for things without timing assertions.
import type { AssistantError } from "../../src/base/errors.ts";
import { monotonicNowMs, sleep } from "../../src/base/time.ts";
import type { MqttBus, MqttStatus } from "../../src/act/bus.ts";
import { createMqttBus, type MqttBusSettings } from "../../src/act/mqtt-bus.ts";
import { approve, type Approved } from "../../src/decide/approval.ts";
import type { CommandAction, DeviceCommand } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";

export type StartedBus = { readonly bus: MqttBus; readonly statuses: MqttStatus[]; readonly problems: AssistantError[] };

/** Retries quickly, so that tests need not wait. */
export function startBus(settings: Partial<MqttBusSettings> & { readonly url: string }): StartedBus {
  const statuses: MqttStatus[] = [];
  const problems: AssistantError[] = [];
  const bus = createMqttBus(
    { clientId: `sotto-test-${Math.random().toString(36).slice(2)}`, backoff: { firstMs: 30, maxMs: 60 }, ...settings },
    { onStatus: (status) => statuses.push(status), onProblem: (error) => problems.push(error) });
  return { bus, statuses, problems };
}

/** Waits until `look` gives something; fails with what it saw last after ten seconds. */
export async function eventually<T>(look: () => T | undefined | false | null, what = "it"): Promise<T> {
  const deadlineMs = monotonicNowMs() + 10_000;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false && seen !== null) return seen;
    if (monotonicNowMs() > deadlineMs) throw new Error(`${what} did not happen within 10 s`);
    await sleep(5, new AbortController().signal);
  }
}

/** Time for something that must not happen to happen. */
export const aMoment = (durationMs = 250) => sleep(durationMs, new AbortController().signal);

/** An approved command, as the policy would hand it over just now. */
export function approved(action: CommandAction, ...deviceIds: readonly string[]): Approved & DeviceCommand {
  return approvedAt(monotonicNowMs(), action, ...deviceIds);
}

/** The same by the clock of a test. */
export function approvedAt(atMs: number, action: CommandAction, ...deviceIds: readonly string[]): Approved & DeviceCommand {
  const command: DeviceCommand = { deviceIds: deviceIds as unknown as readonly [DeviceId, ...DeviceId[]], scope: "named", ...action };
  return approve(command, atMs) as Approved & DeviceCommand;
}

/** An approval for messages whose command does not matter. */
export const anyApproval: Approved = approved({ type: "onOff.set", on: true }, "any");

export const never = new AbortController().signal;
/** A signal of its own for something that stays: listeners of one shared by all tests would pile up. */
export const lasting = () => new AbortController().signal;
