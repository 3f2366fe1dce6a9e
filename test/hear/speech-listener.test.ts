import { describe, expect, it } from "vitest";
import { AssistantError } from "../../src/base/errors.ts";
import { sampleRateHz } from "../../src/hear/audio.ts";
import type { EndpointerSettings } from "../../src/hear/endpointer.ts";
import { createListener } from "../../src/hear/speech-listener.ts";
import { createWavSource } from "../../src/hear/wav-file.ts";
import { audioSourceContract } from "../contracts/audio-source.ts";
import { scorerContract } from "../contracts/scorer.ts";
import { createFakeMicrophone } from "../fakes/fake-microphone.ts";
import { createScriptedScorer, type ScriptedScorerOptions } from "../fakes/scripted-scorer.ts";

const voice = 10_000;
const quiet = 0;
const never = new AbortController().signal;
/** Ten frames of 20 ms are 200 ms. A chunk of 320 keeps scores and frames in step, so that lengths are exact. */
const endpointer: Partial<EndpointerSettings> = { preRollMs: 100, minSpeechMs: 60, silenceMs: 200, maxMs: 2000, noSpeechMs: 1000 };

audioSourceContract("The fake microphone", async () => {
  const microphone = createFakeMicrophone();
  for (let i = 0; i < 30; i++) microphone.speak(i, 1);
  return { source: microphone };
});
scorerContract("The scripted scorer", async () => createScriptedScorer());

describe("listening to a microphone", () => {
  it("gives what was said with the sound before it and the silence after it", async () => {
    await using room = createRoom();
    const utterance = room.listener.captureUtterance(never);
    room.say(quiet, 20);
    room.say(voice, 10);
    room.say(quiet, 10);
    const { samples, endedBy, durationMs, startMs } = (await utterance)!;
    const frames = frameValues(samples);
    expect(endedBy).toBe("silence");
    expect(durationMs).toBe(frames.length * 20);
    expect(frames.filter((value) => value === voice)).toHaveLength(10);
    expect(frames.slice(-10)).toEqual(Array.from({ length: 10 }, () => quiet));
    // 100 ms at least, and a chunk or two more, since frames are kept whole.
    expect(frames.indexOf(voice)).toBeGreaterThanOrEqual(5);
    expect(frames.indexOf(voice)).toBeLessThanOrEqual(7);
    expect(startMs).toBe((20 - frames.indexOf(voice)) * 20);
  });

  it("keeps the sound from just before it was asked", async () => {
    await using room = createRoom();
    room.say(1, 100);
    room.say(2, 5);
    await room.settle();
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(frameValues((await utterance)!.samples).slice(0, 6)).toEqual([2, 2, 2, 2, 2, voice]);
  });

  it("hears somebody who had begun just before it was asked", async () => {
    await using room = createRoom();
    room.say(voice, 4);
    await room.settle();
    const utterance = room.listener.captureUtterance(never);
    room.say(quiet, 10);
    expect(frameValues((await utterance)!.samples).filter((value) => value === voice)).toHaveLength(4);
  });

  it("finds nothing when nobody speaks in time", async () => {
    await using room = createRoom();
    const utterance = room.listener.captureUtterance(never);
    room.say(quiet, 60);
    expect(await utterance).toBeUndefined();
  });

  it("ends an utterance that goes on and on, at the longest exactly", async () => {
    await using room = createRoom();
    const utterance = room.listener.captureUtterance(never);
    room.say(quiet, 20);
    room.say(voice, 200);
    expect(await utterance).toMatchObject({ endedBy: "maxDuration", durationMs: 2000 });
  });

  it("reads on while nobody listens, without scoring, and counts what it drops", async () => {
    await using room = createRoom();
    room.say(voice, 500);
    await room.settle();
    expect(room.listener.droppedFrames()).toBe(500);
    expect(room.scorer.scored()).toBe(0);
  });

  it("does not hear itself, nor its echo", async () => {
    await using room = createRoom();
    await room.listener.deafWhile(async () => {
      room.say(voice, 50);
      await room.settle();
    });
    room.say(voice, 10);                                      // the 200 ms after
    await room.settle();
    const utterance = room.listener.captureUtterance(never);
    room.say(quiet, 60);
    expect(await utterance).toBeUndefined();
    expect(room.listener.droppedFrames()).toBe(60);
  });

  it("hears again after speaking, even when that failed", async () => {
    await using room = createRoom();
    await expect(room.listener.deafWhile(async () => { throw new Error("no loudspeaker"); })).rejects.toThrow("no loudspeaker");
    room.say(quiet, 10);
    await room.settle();
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(await utterance).toMatchObject({ endedBy: "silence" });
  });

  it("gives what speaking gives", async () => {
    await using room = createRoom();
    expect(await room.listener.deafWhile(async () => 42)).toBe(42);
  });

  it("hears one utterance after another, each scored from a fresh start", async () => {
    await using room = createRoom();
    for (let turn = 1; turn <= 3; turn++) {
      const utterance = room.listener.captureUtterance(never);
      room.say(quiet, 10);
      room.say(voice, 10 + turn);
      room.say(quiet, 10);
      expect(frameValues((await utterance)!.samples).filter((value) => value === voice)).toHaveLength(10 + turn);
      expect(room.scorer.resets()).toBe(turn);
    }
  });

  it("lets captures take turns", async () => {
    await using room = createRoom();
    const first = room.listener.captureUtterance(never);
    const second = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(await first).toMatchObject({ endedBy: "silence" });
    room.say(voice, 20);
    room.say(quiet, 10);
    expect(frameValues((await second)!.samples).filter((value) => value === voice)).toHaveLength(20);
  });

  it("stops waiting when aborted, and goes on reading", async () => {
    await using room = createRoom();
    const abort = new AbortController();
    const utterance = room.listener.captureUtterance(abort.signal);
    room.say(voice, 10);
    await room.settle();
    abort.abort(new Error("enough"));
    await expect(utterance).rejects.toThrow("enough");
    room.say(quiet, 5);
    await room.settle();
    expect(room.listener.droppedFrames()).toBe(5);
    expect(room.microphone.readers()).toEqual({ count: 1, open: 1 });
  });

  it("stops waiting for a scorer that hangs when aborted, and hears the next utterance", async () => {
    let isHanging = true;
    await using room = createRoom({ wait: () => isHanging ? new Promise(() => undefined) : Promise.resolve() });
    const abort = new AbortController();
    const utterance = room.listener.captureUtterance(abort.signal);
    room.say(voice, 100);
    setTimeout(() => abort.abort(new Error("enough")), 10);
    await expect(utterance).rejects.toThrow("enough");
    isHanging = false;
    const next = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(await next).toMatchObject({ endedBy: "silence" });
  });

  it("reports a scorer that fails, and hears the next utterance", async () => {
    let failure: Error | undefined = new Error("engine gone");
    await using room = createRoom({ fail: () => failure });
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    await expect(utterance).rejects.toThrow("engine gone");
    failure = undefined;
    const next = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(await next).toMatchObject({ endedBy: "silence" });
  });

  it("does not give half a sentence when the microphone is lost in the middle of it", async () => {
    await using room = createRoom();
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.microphone.breakDown(new AssistantError("MICROPHONE_LOST", "unplugged"));
    await expect(utterance).rejects.toMatchObject({ code: "MICROPHONE_LOST" });
  });

  it("says at once what is wrong when asked while the microphone is away, and hears once it is back", async () => {
    await using room = createRoom();
    room.microphone.breakDown(new AssistantError("MICROPHONE_MISSING", "none there"));
    await expect(room.listener.captureUtterance(never)).rejects.toMatchObject({ code: "MICROPHONE_MISSING" });
    room.microphone.recover();
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(await utterance).toMatchObject({ endedBy: "silence" });
  });

  it("does not join what was said before an outage to what is said after it", async () => {
    await using room = createRoom();
    room.say(1, 10);
    room.microphone.skip(1000);
    room.say(2, 2);
    await room.settle();
    const utterance = room.listener.captureUtterance(never);
    room.say(voice, 10);
    room.say(quiet, 10);
    expect(frameValues((await utterance)!.samples).slice(0, 3)).toEqual([2, 2, voice]);
  });

  it("fails as its source does, now and when asked again", async () => {
    await using room = createRoom();
    const utterance = room.listener.captureUtterance(never);
    room.microphone.end(new AssistantError("MICROPHONE_LOST", "for good"));
    await expect(utterance).rejects.toThrow("for good");
    await expect(room.listener.captureUtterance(never)).rejects.toThrow("for good");
  });

  it("lets the source go when disposed, and finds nothing then", async () => {
    const room = createRoom();
    await room.settle();
    await room.listener[Symbol.asyncDispose]();
    await room.listener[Symbol.asyncDispose]();
    expect(room.microphone.readers()).toEqual({ count: 1, open: 0 });
    expect(await room.listener.captureUtterance(never)).toBeUndefined();
  });
});

describe("listening to a recording", () => {
  const recording = (...parts: readonly (readonly [value: number, frames: number])[]) =>
    Int16Array.from(parts.flatMap(([value, frames]) => Array.from({ length: frames * 320 }, () => value)));
  const listenTo = (samples: Int16Array, silenceMs?: number) => createListener({
    source: createWavSource(samples, silenceMs === undefined ? {} : { silenceMs }),
    scorer: createScriptedScorer({ samplesPerScore: 320 }),
    endpointer,
  });

  it("gives every utterance of it, and nothing is lost while nobody asks", async () => {
    await using listener = listenTo(recording([quiet, 10], [voice, 10], [quiet, 20], [voice, 7], [quiet, 20]));
    const first = await listener.captureUtterance(never);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    const second = await listener.captureUtterance(never);
    expect([first, second].map((it) => frameValues(it!.samples).filter((value) => value === voice).length)).toEqual([10, 7]);
    expect(second!.startMs).toBeGreaterThan(first!.startMs + first!.durationMs - 1);
    expect(listener.hasEnded()).toBe(false);
    expect(await listener.captureUtterance(never)).toBeUndefined();
    expect(listener.droppedFrames()).toBe(0);
  });

  it("ends in silence although the recording ends in the middle of a word", async () => {
    await using listener = listenTo(recording([quiet, 10], [voice, 10]));
    expect(await listener.captureUtterance(never)).toMatchObject({ endedBy: "silence" });
  });

  it("says so when the sound is over before there was silence", async () => {
    await using listener = listenTo(recording([quiet, 10], [voice, 10]), 0);
    expect(await listener.captureUtterance(never)).toMatchObject({ endedBy: "endOfAudio" });
    expect(listener.hasEnded()).toBe(true);
    expect(await listener.captureUtterance(never)).toBeUndefined();
  });

  it("hears itself speak without harm: a file goes on where it was", async () => {
    await using listener = listenTo(recording([quiet, 10], [voice, 10], [quiet, 20]));
    await listener.deafWhile(async () => undefined);
    expect(await listener.captureUtterance(never)).toMatchObject({ endedBy: "silence" });
  });

  it("keeps the frame that an aborted capture was waiting for", async () => {
    const microphone = createFakeMicrophone();
    await using listener = createListener({ source: { ...microphone, pace: "onDemand" }, scorer: createScriptedScorer({ samplesPerScore: 320 }), endpointer });
    const abort = new AbortController();
    const aborted = listener.captureUtterance(abort.signal);
    setTimeout(() => abort.abort(new Error("enough")), 10);
    await expect(aborted).rejects.toThrow("enough");
    microphone.speak(voice, 10);
    microphone.speak(quiet, 10);
    expect(frameValues((await listener.captureUtterance(never))!.samples).filter((value) => value === voice)).toHaveLength(10);
  });

  it("fails as its source does", async () => {
    const microphone = createFakeMicrophone();
    await using listener = createListener({ source: { ...microphone, pace: "onDemand" }, scorer: createScriptedScorer(), endpointer });
    microphone.end(new Error("disk gone"));
    await expect(listener.captureUtterance(never)).rejects.toThrow("disk gone");
  });

  it("goes on where an aborted capture left off", async () => {
    await using listener = listenTo(recording([quiet, 10], [voice, 10], [quiet, 20]));
    await expect(listener.captureUtterance(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    expect(await listener.captureUtterance(never)).toMatchObject({ endedBy: "silence" });
  });
});

function createRoom(scorerOptions: ScriptedScorerOptions = {}) {
  const microphone = createFakeMicrophone();
  const scorer = createScriptedScorer({ samplesPerScore: 320, ...scorerOptions });
  const listener = createListener({ source: microphone, scorer, endpointer, nowMs: microphone.nowMs });
  return {
    microphone,
    scorer,
    listener,
    say: microphone.speak,
    /** Lets the listener read all that was said. */
    settle: () => new Promise<void>((resolve) => { setTimeout(resolve, 5); }),
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

/** The first sample of each 20 ms. */
function frameValues(samples: Int16Array): number[] {
  const frame = sampleRateHz / 50;
  return Array.from({ length: samples.length / frame }, (_, i) => samples[i * frame]!);
}
