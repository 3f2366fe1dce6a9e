// (pure) Nothing reaches MQTT without passing here. Keyed on what a device is and what would happen to it, never on an
// intent's name: Home Assistant's HassTurnOff on a lock unlocks it.
import { nonEmpty } from "../base/types.ts";
import { type Command, type DeviceCommand, isPlanCommand } from "../home/command.ts";
import { type Device, devicesOf, type Home } from "../home/home.ts";
import { approve, frozenCopy, openQuestion } from "./approval.ts";
import type { Confirm, Decision, RefusalReason } from "./decision.ts";
import { groupsOf } from "./guard-groups.ts";
import { type Circumstances, type Guarded, guardOf, noRules, type PolicyRules } from "./guards.ts";
import { decideLater } from "./later.ts";
import { askedAction } from "./question-action.ts";

/** `atMs`: the monotonic clock, from which an approval grows old. */
export type Evidence = Circumstances & { readonly home: Home; readonly atMs: number };
export type Policy = (command: Command, evidence: Evidence) => Decision;

/**
 * The policy of a house:
 * what lets somebody in, opens a valve, disarms or starts a siren needs a yes or the PIN, and no rule takes that away;
 * a command that sweeps up devices by room or kind never touches any of those, in no direction;
 * what the people of the house laid down (a device, a microphone, the hour) comes on top; questions are always answered.
 */
export function createPolicy(rules: PolicyRules): Policy {
  const decide: Policy = (given, evidence) => {
    // What is judged is what is approved, even if the one who asked goes on writing into it.
    const command = frozenCopy(given);
    const { home, atMs } = evidence;
    if (command.type === "schedule.add") return decideLater(command, evidence, (one, minuteOfDay) => decide(one, { ...evidence, minuteOfDay }));
    if (isPlanCommand(command)) return { kind: "allow", command: approve(command, atMs) };
    const devices = [...new Set(devicesOf(home, command.deviceIds))];
    if (command.type === "state.get") {
      const asked = nonEmpty(devices.map(({ id }) => id));
      return asked === undefined ? refuse(command, "noDevices") : { kind: "allow", command: approve({ ...command, deviceIds: asked }, atMs) };
    }
    const judged = devices.map((device): Judged => ({ device, ...guardOf(command, device, rules, evidence) }));
    const touched = command.scope === "named" ? judged : judged.filter(({ device, guard }) => (!isLeftAlone(device) || isLockingUp(command, device)) && guard !== "never");
    const deviceIds = nonEmpty(touched.map(({ device }) => device.id));
    if (deviceIds === undefined) return nothingLeft(command, judged);
    return settle({ ...command, deviceIds }, touched, evidence);
  };
  return decide;
}

/** The policy where nothing was laid down. */
export const housePolicy: Policy = createPolicy(noRules);

type Judged = { readonly device: Device } & Guarded;

/** Swept up by a room or "everything", these are left as they are; so is what its people have put a guard on. */
function isLeftAlone(device: Device): boolean {
  return groupsOf(device).length > 0 || (device.rules?.guard ?? "none") !== "none";
}

/** "lock up" speaks of locks and of nothing else, and shutting them harms nobody; what unlocks is named. */
function isLockingUp(command: DeviceCommand, device: Device): boolean {
  return command.type === "lock.set" && command.locked === true && device.kind === "lock" && (device.rules?.guard ?? "none") === "none";
}

function nothingLeft(command: Command, judged: readonly Judged[]): Decision {
  if (judged.length === 0) return refuse(command, "noDevices");
  const isProtected = judged.some(({ device }) => isLeftAlone(device));
  return isProtected ? refuse(command, "protectedGroup") : refuse(command, judged[0]?.because ?? "protectedGroup", judged);
}

function settle(command: DeviceCommand, touched: readonly Judged[], { pin, atMs }: Evidence): Decision {
  const never = touched.filter(({ guard }) => guard === "never");
  if (never.length > 0) return refuse(command, never[0]?.because ?? "neverByVoice", never);
  const guarded = touched.filter(({ guard }) => guard !== "none");
  if (guarded.length === 0) return { kind: "allow", command: approve(command, atMs) };
  const byPin = guarded.filter((one) => one.guard === "pin");
  if (byPin.length > 0 && pin !== "ready") return refuse(command, pin === "locked" ? "pinLocked" : "pinMissing", byPin);
  const guard = byPin.length > 0 ? "pin" : "yes";
  const question = { action: askedAction(command, guarded.map(({ device }) => device)), guard, deviceNames: guarded.map(({ device }) => device.name) } as const;
  return openQuestion<Confirm>({ kind: "confirm", guard, question, command });
}

function refuse(command: Command, reason: RefusalReason, about: readonly Judged[] = []): Decision {
  return { kind: "refuse", reason, command, ...(about.length === 0 ? {} : { deviceNames: about.map(({ device }) => device.name) }) };
}
