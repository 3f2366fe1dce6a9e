import { describe, expect, it } from "vitest";
import { collect } from "../fakes/collect.ts";
import { createChannel, createMutex, deferred, orAbort } from "../../src/base/async.ts";
import { backoffMs, deadlineSignal, sleep } from "../../src/base/time.ts";

const never = new AbortController().signal;

describe("a channel", () => {
  it("gives items in order and ends", async () => {
    const channel = createChannel<number>(10);
    channel.push(1); channel.push(2); channel.end();
    expect(await collect(channel.iterate(never))).toEqual([1, 2]);
  });
  it("drops the oldest when full, and counts", async () => {
    const channel = createChannel<number>(2);
    for (const item of [1, 2, 3, 4]) channel.push(item);
    channel.end();
    expect(await collect(channel.iterate(never))).toEqual([3, 4]);
    expect(channel.dropped()).toBe(2);
  });
  it("ends with the error it was ended with", async () => {
    const channel = createChannel<number>(2);
    channel.end(new Error("gone"));
    await expect(collect(channel.iterate(never))).rejects.toThrow("gone");
  });
  it("wakes a waiting reader on a push and on an abort", async () => {
    const channel = createChannel<number>(2);
    const stop = new AbortController();
    const got: number[] = [];
    const reading = (async () => { for await (const item of channel.iterate(stop.signal)) { got.push(item); stop.abort(); } })();
    await Promise.resolve();
    channel.push(7);
    await reading;
    expect(got).toEqual([7]);
  });
});

describe("a mutex", () => {
  it("runs tasks one after another, also after one that failed", async () => {
    const mutex = createMutex();
    const order: string[] = [];
    const gate = deferred<void>();
    const first = mutex(async () => { order.push("first in"); await gate.promise; order.push("first out"); throw new Error("first fails"); }, never);
    const second = mutex(async () => { order.push("second"); }, never);
    gate.resolve();
    await expect(first).rejects.toThrow("first fails");
    await second;
    expect(order).toEqual(["first in", "first out", "second"]);
  });
  it("lets an aborted wait go without running it", async () => {
    const mutex = createMutex();
    const gate = deferred<void>();
    const first = mutex(() => gate.promise, never);
    const stop = new AbortController();
    let ran = false;
    const second = mutex(async () => { ran = true; }, stop.signal);
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(second).rejects.toThrow("enough");
    gate.resolve();
    await first;
    await mutex(async () => undefined, never);
    expect(ran).toBe(false);
  });
});

describe("waiting", () => {
  it("is given up on abort, with the reason", async () => {
    const stop = new AbortController();
    const waiting = sleep(60_000, stop.signal);
    const other = orAbort(new Promise(() => undefined), stop.signal);
    stop.abort(new DOMException("enough", "AbortError"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(other).rejects.toThrow("enough");
  });
  it("has a deadline that knows why it ended", async () => {
    using deadline = deadlineSignal(never, 1);
    await expect(sleep(60_000, deadline.signal)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(deadline.timedOut()).toBe(true);
  });
  it("backs off longer each time, up to a limit, within its jitter", () => {
    const plain = { firstMs: 100, maxMs: 1000, random: () => 0.5 };
    expect([0, 1, 2, 3, 4, 99].map((attempt) => backoffMs(attempt, plain))).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(backoffMs(0, { ...plain, random: () => 0 })).toBeCloseTo(80);
    expect(backoffMs(0, { ...plain, random: () => 1 })).toBeCloseTo(120);
  });
});
