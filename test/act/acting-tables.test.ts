// The pure parts behind acting: how long things take, what is expected next, when two clients quarrel, when a broker is mute.
import { describe, expect, test } from "vitest";
import { createBrokerPulse } from "../../src/act/broker-pulse.ts";
import { timesOf } from "../../src/act/command-times.ts";
import { createExpectations } from "../../src/act/expected-state.ts";
import { createFollowing } from "../../src/act/following.ts";
import { createQuarrel } from "../../src/act/mqtt-quarrel.ts";
import { AssistantError } from "../../src/base/errors.ts";
import type { CommandAction } from "../../src/home/command.ts";
import type { DeviceId, DeviceKind } from "../../src/home/home.ts";
import type { DeviceState } from "../../src/home/state.ts";
import { aMoment, eventually } from "../fakes/started-bus.ts";

describe("how long things may take", () => {
  test.each<[CommandAction, DeviceKind, number, number, number, number]>([
    //                                                     first sign, "already", reply held back, end
    [{ type: "onOff.set", on: true }, "light",                  3000,  300,    0,   3000],
    [{ type: "onOff.set", on: true }, "valve",                  3000,  300,    0,   3000],
    [{ type: "brightness.change", deltaPct: 10 }, "light",      3000,  300,    0,   3000],
    [{ type: "lock.set", locked: true }, "lock",                8000, 1000, 6000,  20_000],
    [{ type: "opening.set", open: false }, "cover",             8000, 1000,    0, 300_000],
    [{ type: "position.change", deltaPct: 10 }, "cover",        8000, 1000,    0, 300_000],
    [{ type: "opening.set", open: false }, "valve",             8000, 1000, 3000,  60_000],
    [{ type: "setpoint.set", temperatureC: 21 }, "climate",     8000,  300,    0,   8000],
    [{ type: "activity.set", activity: "dock" }, "vacuum",      5000,  300,    0,   5000],
    [{ type: "alarm.set", mode: "away" }, "alarm",              5000,  300,    0, 180_000],
  ])("%o of a %s", (command, kind, confirmWithinMs, alreadyWithinMs, replyWithinMs, finishWithinMs) => {
    expect(timesOf(command, { kind }, 3000)).toEqual({ confirmWithinMs, alreadyWithinMs, replyWithinMs, finishWithinMs, quietMs: 3000 });
  });

  test.each([[100, 100, 100], [60_000, 60_000, 300]])("a setting of %s ms holds for quick things", (quickMs, confirmWithinMs, alreadyWithinMs) => {
    expect(timesOf({ type: "onOff.set", on: true }, { kind: "light" }, quickMs)).toMatchObject({ confirmWithinMs, alreadyWithinMs });
  });
});

describe("what is expected", () => {
  const id = "lamp" as DeviceId;
  test.each<[readonly CommandAction[], DeviceState | undefined, DeviceState | undefined]>([
    [[], undefined, undefined],
    [[], { on: true }, { on: true }],
    [[{ type: "brightness.set", brightnessPct: 40 }], { on: false, brightnessPct: 80 }, { on: true, brightnessPct: 40 }],
    [[{ type: "brightness.set", brightnessPct: 0 }], { on: true, brightnessPct: 80 }, { on: false, brightnessPct: 80 }],
    [[{ type: "brightness.set", brightnessPct: 40 }, { type: "onOff.set", on: false }], undefined, { on: false, brightnessPct: 40 }],
    [[{ type: "brightness.set", brightnessPct: 40 }, { type: "color.set", name: "red", color: { red: 255, green: 0, blue: 0 } }], undefined, { on: true, brightnessPct: 40 }],
    [[{ type: "opening.set", open: true }], { positionPct: 10 }, { positionPct: 100 }],
    [[{ type: "fanSpeed.set", speedPct: 0 }], undefined, { on: false }],
    [[{ type: "volume.set", volumePct: 30 }, { type: "volume.set", volumePct: 35 }], { volumePct: 25 }, { volumePct: 35 }],
    [[{ type: "lock.set", locked: true }], { lock: "unlocked" }, { lock: "unlocked" }],
  ])("after %o over %o: %o", (commands, state, expected) => {
    const expectations = createExpectations();
    for (const command of commands) expectations.expect(id, command);
    expect(expectations.over(id, state)).toEqual(expected);
  });

  test("ends with its command, but not with an older one", () => {
    const expectations = createExpectations();
    const first = expectations.expect(id, { type: "volume.set", volumePct: 30 });
    const second = expectations.expect(id, { type: "volume.set", volumePct: 35 });
    first();
    expect(expectations.over(id, undefined)).toEqual({ volumePct: 35 });
    second();
    expect(expectations.over(id, undefined)).toBeUndefined();
  });
});

describe("a quarrel", () => {
  const lost = new AssistantError("MQTT_NOT_CONNECTED", "lost");
  const takenOver = new AssistantError("MQTT_REFUSED", "taken over");
  test("begins at once when the broker says so", () => {
    const quarrel = createQuarrel();
    expect([quarrel.endedEarly(takenOver), quarrel.going()]).toEqual([takenOver, true]);
  });
  test("is suspected when one connection after another ends soon, and forgotten when one lasts", () => {
    const quarrel = createQuarrel();
    expect([1, 2, 3].map(() => [quarrel.endedEarly(lost).code, quarrel.going()])).toEqual([["MQTT_NOT_CONNECTED", false], ["MQTT_NOT_CONNECTED", false], ["MQTT_REFUSED", true]]);
    quarrel.over();
    expect([quarrel.going(), quarrel.endedEarly(lost)]).toEqual([false, lost]);
  });
  test("is not suspected of a network that breaks off time and again", () => {
    const quarrel = createQuarrel();
    const broken = new AssistantError("MQTT_NOT_CONNECTED", "lost", { cause: new Error("ECONNRESET") });
    for (let count = 0; count < 10; count++) quarrel.endedEarly(count % 3 === 2 ? broken : lost);
    expect(quarrel.going()).toBe(false);
  });
});

describe("the pulse", () => {
  const pulseOf = () => {
    const over = new AbortController();
    const log = { pings: 0, mutes: 0, nowMs: 1000 };
    const pulse = createBrokerPulse({ where: "here", over: over.signal, nowMs: () => log.nowMs, ping: () => { log.pings++; pulse.asked(); }, onMute: () => { log.mutes++; } });
    return { pulse, log, over };
  };

  test("asks once for all who want to know at the same time", async () => {
    const { pulse, log } = pulseOf();
    const all = Promise.all([pulse.answering(), pulse.answering(), pulse.answering()]);
    pulse.answered();
    await all;
    expect(log).toMatchObject({ pings: 1, mutes: 0 });
  });

  test("asks again for who comes after the answer", async () => {
    const { pulse, log } = pulseOf();
    for (let count = 0; count < 2; count++) {
      const answer = pulse.answering();
      pulse.answered();
      await answer;
    }
    expect(log.pings).toBe(2);
  });

  test("does not trust an answer that was slower than usual, and gets used to a slow way", async () => {
    const { pulse, log } = pulseOf();
    const after = async (...delaysMs: readonly number[]) => {
      const count = log.pings;
      const answer = pulse.answering();
      for (const delayMs of delaysMs) {
        log.nowMs += delayMs;
        pulse.answered();
        await aMoment(1);
      }
      await answer;
      return log.pings - count;
    };
    expect([await after(1), await after(300, 1), await after(4), await after(300, 290, 310, 300, 300)]).toEqual([1, 2, 1, 5]);
    await after(300, 300, 300, 300, 300);
    expect([await after(310), await after(290), await after(700, 300), await after(2), await after(300, 2)]).toEqual([1, 1, 2, 1, 2]);
  });

  test("takes an answer only for the question it belongs to", async () => {
    const { pulse } = pulseOf();
    pulse.asked();
    pulse.asked();
    let heard = false;
    const answer = pulse.answering().then(() => { heard = true; });
    pulse.answered();
    await aMoment(20);
    expect(heard).toBe(false);
    pulse.answered();
    await answer;
  });

  test("gives a mute broker up, also when nobody waits for the answer", async () => {
    const { pulse, log } = pulseOf();
    pulse.check();
    await eventually(() => log.mutes > 0);
    await expect(pulse.answering()).rejects.toMatchObject({ code: "MQTT_NOT_CONNECTED" });
  });

  test("ends with the connection, for its reason", async () => {
    const { pulse, over, log } = pulseOf();
    const answer = pulse.answering();
    over.abort(new AssistantError("MQTT_REFUSED", "gone"));
    await expect(answer).rejects.toMatchObject({ code: "MQTT_REFUSED" });
    await expect(pulse.answering()).rejects.toMatchObject({ code: "MQTT_REFUSED" });
    expect(log).toMatchObject({ pings: 1, mutes: 0 });
  });
});

describe("what is followed", () => {
  const id = "door" as DeviceId;
  const waiting = (until: AbortSignal) => new Promise<void>((_resolve, reject) => { until.addEventListener("abort", () => reject(until.reason as Error)); });
  test("gives way to something newer, and to the end of the program", async () => {
    const lifetime = new AbortController();
    const following = createFollowing(lifetime.signal);
    const ended: string[] = [];
    following.follow(id, waiting, () => ended.push("first"));
    following.follow(id, waiting, () => ended.push("second"));
    await aMoment(1);
    expect(ended).toEqual(["first"]);
    lifetime.abort();
    following.follow(id, waiting, () => ended.push("third"));
    await aMoment(1);
    expect(ended).toEqual(["first", "third", "second"]);
  });
});
