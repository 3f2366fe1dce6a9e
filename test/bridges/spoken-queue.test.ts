import { describe, expect, it } from "vitest";
import { deferred, type Deferred, orAbort } from "../../src/base/async.ts";
import { createSpokenQueue } from "../../src/bridges/spoken-queue.ts";

function queueWith() {
  const begun: string[] = [];
  const waiting: string[] = [];
  const ends: Deferred<void>[] = [];
  const ending = new AbortController();
  const time = { nowMs: 0 };
  const queue = createSpokenQueue({
    speak: (text, signal) => {
      begun.push(text);
      const end = deferred<void>();
      ends.push(end);
      return orAbort(end.promise, signal);
    },
    nowMs: () => time.nowMs, onWaiting: (text) => waiting.push(text),
  }, ending.signal);
  const settle = () => new Promise((resolve) => { setImmediate(resolve); });
  return { queue, begun, waiting, time, settle, stop: () => ending.abort(new DOMException("stop", "AbortError")), finish: async () => { ends.shift()?.resolve(); await settle(); } };
}

describe("texts to be said", () => {
  it("are said one after another, and an end is told", async () => {
    const { queue, begun, waiting, settle, finish } = queueWith();
    expect([queue.say("one"), queue.say("two")]).toEqual(["taken", "taken"]);
    await settle();
    expect(begun).toEqual(["one"]);
    await finish();
    expect(begun).toEqual(["one", "two"]);
    expect(waiting).toEqual(["one", "two"]);
    await finish();
    expect(waiting).toEqual(["one", "two", ""]);
  });
  it("are refused when four wait already", async () => {
    const { queue, settle, finish } = queueWith();
    expect(["a", "b", "c", "d", "e"].map((text) => queue.say(text))).toEqual(["taken", "taken", "taken", "taken", "tooMany"]);
    await settle();
    await finish();
    expect(queue.say("f")).toBe("taken");
  });
  it("are refused when they come too fast, and taken again after a while", async () => {
    const { queue, time, settle, finish } = queueWith();
    for (let count = 0; count < 5; count++) {
      expect(queue.say("again")).toBe("taken");
      await settle();
      await finish();
    }
    expect(queue.say("again")).toBe("tooOften");
    time.nowMs = 5999;
    expect(queue.say("again")).toBe("tooOften");
    time.nowMs = 6001;
    expect(queue.say("again")).toBe("taken");
    expect(queue.say("again")).toBe("tooOften");
  });
  it("end with the program, without a word more", async () => {
    const { queue, begun, waiting, settle, stop } = queueWith();
    queue.say("one");
    queue.say("two");
    await settle();
    stop();
    await settle();
    expect([begun, waiting]).toEqual([["one"], ["one", "two"]]);
  });
});
