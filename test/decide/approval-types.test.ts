// What must not compile. `npm run check` fails when one of these lines does: each @ts-expect-error must have its error.
import { expect, it } from "vitest";
import type { MqttBus } from "../../src/act/bus.ts";
import type { Dispatch } from "../../src/act/dispatcher.ts";
import type { Approved } from "../../src/decide/approval.ts";
import type { Confirm, Decision } from "../../src/decide/decision.ts";
import type { PolicyRules, SetGuard } from "../../src/decide/guards.ts";
import type { Command } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";

declare const signal: AbortSignal;
declare const command: Command;
declare const decision: Decision;
declare const confirm: Confirm;
declare const approved: Approved;
declare const dispatch: Dispatch;
declare const bus: MqttBus;
const deviceId = "door" as DeviceId;

/** Never called: it is there to be compiled. */
export function whatDoesNotCompile(): readonly unknown[] {
  return [
    // @ts-expect-error a command is not an approved one
    dispatch(command, signal),
    // @ts-expect-error nor is one written down
    dispatch({ type: "lock.set", locked: false, scope: "named", deviceIds: [deviceId] }, signal),
    // @ts-expect-error nor a copy of an approved one with another command in it
    dispatch({ ...approved, type: "lock.set", locked: false } satisfies Command, signal),
    // @ts-expect-error a decision is no approval
    dispatch(decision, signal),
    // @ts-expect-error what still waits for an answer is none
    dispatch(confirm.command, signal),
    // @ts-expect-error not every decision holds an approval
    dispatch(decision.command, signal),
    // @ts-expect-error a refusal holds none
    decision.kind === "refuse" && dispatch(decision.command, signal),
    // @ts-expect-error nothing is published without an approval
    bus.publish({ topic: "door/set", payload: "UNLOCK" }, signal),
    // @ts-expect-error nor with a command in its place
    bus.publish({ topic: "door/set", payload: "UNLOCK" }, command, signal),
    // @ts-expect-error the stamp is a symbol that nobody can name
    dispatch({ ...command, approvedBy: "decide" }, signal),
    // @ts-expect-error a bus has no other way to send
    bus.send({ topic: "door/set", payload: "UNLOCK" }),
  ];
}

// @ts-expect-error an approval cannot be written into
export const writesInto = (one: Approved): void => { one.scope = "group"; };
// @ts-expect-error no rule takes the guard away from what lets somebody in
export const lowered: SetGuard = "none";
// @ts-expect-error nor does a config
export const rules: PolicyRules["guard"] = { unlock: "none" };
// The one that does compile, so that the file is not right for a wrong reason.
export const allowed = (): unknown => decision.kind === "allow" && dispatch(decision.command, signal);

it("is checked by the compiler", () => { expect(typeof whatDoesNotCompile).toBe("function"); });
