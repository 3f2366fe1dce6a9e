// The stamp that a command needs on its way to MQTT. Only decide/ gives it (test/architecture.test.ts), and act/ looks
// whether it is real: a cast would fool the compiler, not this.
import type { Command } from "../home/command.ts";

declare const approvedBy: unique symbol;

/** A command that the policy let through. Only `decide/` makes one, and `act/` takes nothing else. */
export type Approved = Command & { readonly [approvedBy]: "decide" };

const given = new WeakSet<object>();

/** Approves a copy of `command`: what is changed afterwards is not what was approved. */
export function approve(command: Command): Approved {
  const approved = Object.freeze({ ...command, deviceIds: Object.freeze([...command.deviceIds]) }) as unknown as Approved;
  given.add(approved);
  return approved;
}

/** True for what `approve` gave, and for nothing that merely looks like it. */
export function isApproved(command: Command): command is Approved {
  return given.has(command);
}
