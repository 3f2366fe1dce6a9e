// The stamp that a command needs on its way to MQTT. Only decide/ gives it (test/architecture.test.ts), and act/ looks
// whether it is real: a cast would fool the compiler, not this.
import type { Command } from "../home/command.ts";

/** A private member: nobody can write it down, and a copy that is spread out of an approval loses it. */
declare class Stamped {
  private readonly approvedBy: "decide";
}

/** A command that the policy let through. Only `decide/` makes one, and `act/` takes nothing else. */
export type Approved = Command & Stamped;

/**
 * An approval that is older is not acted on: what was allowed at one moment must not happen at another. As long as the
 * broker may keep a message of ours (act/mqtt-bus.ts); a turn needs milliseconds. Milliseconds.
 */
export const approvalLastsMs = 5000;

/** What became of an approval that was handed in: it counts once, and not for long. */
export type Redeemed = "good" | "forged" | "used" | "tooOld";

type Stamp = { readonly atMs: number; used: boolean };
const given = new WeakMap<object, Stamp>();

/** Approves a copy of `command`: what is changed afterwards is not what was approved. `atMs`: the monotonic clock now. */
export function approve(command: Command, atMs: number): Approved {
  const approved = frozenCopy(command) as Approved;
  given.set(approved, { atMs, used: false });
  return approved;
}

/** True for what `approve` gave, and for nothing that merely looks like it. */
export function isApproved(command: Command): command is Approved {
  return given.has(command);
}

/** Takes an approval for its one dispatch. `nowMs`: the clock that it was given by. */
export function redeem(command: Command, nowMs: number): Redeemed {
  const stamp = given.get(command);
  if (stamp === undefined) return "forged";
  if (stamp.used) return "used";
  stamp.used = true;
  // A clock that cannot be compared with is no reason to act.
  return nowMs - stamp.atMs <= approvalLastsMs && nowMs >= stamp.atMs ? "good" : "tooOld";
}

const asked = new WeakSet<object>();

/** Marks a question of the policy's own, frozen: only such a one can be answered, and only once. */
export function openQuestion<T extends object>(question: T): T {
  const opened = frozenCopy(question);
  asked.add(opened);
  return opened;
}

/** True the first time for what `openQuestion` gave. */
export function closeQuestion(question: object): boolean {
  return asked.delete(question);
}

/** Own, plain and frozen all the way down: each value is read once, so that one that changes is judged as it is sent. */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const copy: unknown = Array.isArray(value) ? value.map(frozenCopy) : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozenCopy(inner)]));
  return Object.freeze(copy) as T;
}
