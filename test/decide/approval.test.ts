import { describe, expect, it } from "vitest";
import { approvalLastsMs, approve, closeQuestion, isApproved, openQuestion, redeem } from "../../src/decide/approval.ts";
import { settleConfirmation } from "../../src/decide/answer.ts";
import type { Confirm } from "../../src/decide/decision.ts";
import { noPin } from "../../src/decide/pin-desk.ts";
import type { Command } from "../../src/home/command.ts";
import type { DeviceId } from "../../src/home/home.ts";

const unlock: Command = { type: "lock.set", locked: false, scope: "named", deviceIds: ["door" as DeviceId] };
const red: Command = { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 }, scope: "named", deviceIds: ["lamp" as DeviceId] };

/** Ways to have something that looks like an approval. */
const forgeries: readonly (readonly [string, () => unknown])[] = [
  ["a cast", () => unlock],
  ["a literal", () => ({ ...unlock })],
  ["a copy of a real one", () => ({ ...approve(unlock, 0) })],
  ["a structured clone of a real one", () => structuredClone(approve(unlock, 0))],
  ["a real one through JSON", () => JSON.parse(JSON.stringify(approve(unlock, 0))) as unknown],
  ["what inherits from a real one", () => Object.create(approve(unlock, 0)) as unknown],
  ["a proxy of a real one", () => new Proxy(approve(unlock, 0), {})],
  ["a frozen literal", () => Object.freeze({ ...unlock, deviceIds: Object.freeze([...unlock.deviceIds]) })],
];

describe("an approval", () => {
  it.each(forgeries)("is not %s", (_what, forge) => {
    expect(isApproved(forge() as Command)).toBe(false);
    expect(redeem(forge() as Command, 0)).toBe("forged");
  });
  it("is of a copy: what is changed afterwards was not approved", () => {
    const command = { ...red, color: { red: 1, green: 2, blue: 3 }, deviceIds: ["lamp" as DeviceId] as [DeviceId] };
    const approved = approve(command, 0);
    command.color.red = 200;
    command.deviceIds[0] = "door" as DeviceId;
    expect(approved).toMatchObject({ color: { red: 1 }, deviceIds: ["lamp"] });
  });
  it("is frozen all the way down", () => {
    const approved = approve(red, 0) as unknown as { deviceIds: string[]; color: object; type: string };
    expect([approved, approved.deviceIds, approved.color].every(Object.isFrozen)).toBe(true);
    expect(() => { approved.type = "lock.set"; }).toThrow(TypeError);
    expect(() => approved.deviceIds.push("door")).toThrow(TypeError);
  });
  it("reads each value once, so that what answers differently the second time gains nothing", () => {
    let reads = 0;
    const twoFaced = { ...unlock, get locked() { return ++reads === 1; } } as Command;
    const approved = approve(twoFaced, 0);
    expect([approved, approved].map((one) => one.type === "lock.set" && one.locked)).toEqual([true, true]);
    expect(reads).toBe(1);
  });
  it("counts for one dispatch", () => {
    const approved = approve(unlock, 0);
    expect([redeem(approved, 1), redeem(approved, 2), isApproved(approved)]).toEqual(["good", "used", true]);
  });
  it.each([[0, "good"], [approvalLastsMs, "good"], [approvalLastsMs + 1, "tooOld"], [-1, "tooOld"], [Number.NaN, "tooOld"]])("redeemed %d ms later is %s", (laterMs, expected) => {
    expect(redeem(approve(unlock, 1000), 1000 + laterMs)).toBe(expected);
  });
  it("that was too old is not good later either", () => {
    const approved = approve(unlock, 0);
    expect([redeem(approved, 60_000), redeem(approved, 1)]).toEqual(["tooOld", "used"]);
  });
});

describe("a question", () => {
  const words = { yes: ["yes"], no: ["no"] };
  const desk = { words, pin: noPin, atMs: () => 0 };
  const confirm: Confirm = { kind: "confirm", guard: "yes", question: { action: "unlock", guard: "yes", deviceNames: ["Door"] }, command: unlock };
  it("of somebody else's gets no answer, so that a yes to it approves nothing", async () => {
    await expect(settleConfirmation(confirm, "yes", desk)).rejects.toThrow("did not ask");
    await expect(settleConfirmation({ ...openQuestion(confirm) }, "yes", desk)).rejects.toThrow("did not ask");
  });
  it("is answered once", async () => {
    const asked = openQuestion(confirm);
    expect((await settleConfirmation(asked, "yes", desk)).approved).toMatchObject({ type: unlock.type, deviceIds: unlock.deviceIds });
    await expect(settleConfirmation(asked, "yes", desk)).rejects.toThrow("answered already");
  });
  it("that was declined cannot be answered again with a yes", async () => {
    const asked = openQuestion(confirm);
    expect(await settleConfirmation(asked, "no", desk)).toEqual({ answer: "no", approved: undefined });
    await expect(settleConfirmation(asked, "yes", desk)).rejects.toThrow("answered already");
  });
  it("cannot be made an easier one", () => {
    const asked = openQuestion<Confirm>({ ...confirm, guard: "pin" });
    expect(() => { (asked as { guard: string }).guard = "yes"; }).toThrow(TypeError);
    expect(() => { (asked.command as { type: string }).type = "onOff.set"; }).toThrow(TypeError);
    expect([closeQuestion(asked), closeQuestion(asked)]).toEqual([true, false]);
  });
});
