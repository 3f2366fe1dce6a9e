import { describe, expect, it } from "vitest";
import { deferred } from "../../src/base/async.ts";
import { AssistantError } from "../../src/base/errors.ts";
import { speechToTextContract, utteranceOf } from "../contracts/speech-to-text.ts";
import { createFakeSpeechToText } from "../fakes/fake-speech-to-text.ts";

const going = () => new AbortController().signal;

speechToTextContract("the fake", () => createFakeSpeechToText({ hears: () => "Turn on the light." }));

describe("an engine kept warm", () => {
  it("biases the decoder with the words of the home", async () => {
    await using engine = createFakeSpeechToText({ hears: () => "on" });
    await engine.transcribe(utteranceOf(1000), { vocabulary: ["front door"], signal: going() });
    expect(engine.asked.map((call) => call.prompt)).toEqual(["Words of this home: front door."]);
  });

  it("asks again without the words when they suppressed everything", async () => {
    await using engine = createFakeSpeechToText({ hears: (_, prompt) => (prompt === "" ? " Lock the front door." : " [BLANK_AUDIO]") });
    const heard = await engine.transcribe(utteranceOf(1000), { vocabulary: ["front door"], signal: going() });
    expect(heard).toEqual({ text: "Lock the front door.", language: "en", confidence: 0.9 });
    expect(engine.asked.map((call) => call.prompt)).toEqual(["Words of this home: front door.", ""]);
  });

  it("asks only twice, and only once without a vocabulary", async () => {
    await using engine = createFakeSpeechToText({ hears: () => "(wind)" });
    const heard = await engine.transcribe(utteranceOf(1000), { vocabulary: ["front door"], signal: going() });
    await engine.transcribe(utteranceOf(1000), { signal: going() });
    expect(engine.asked).toHaveLength(3);
    expect(heard).toEqual({ text: "", language: "en", confidence: undefined });
  });

  it("gives engines that take no prompt none", async () => {
    await using engine = createFakeSpeechToText({ hears: () => "on", promptTokenLimit: 0 });
    await engine.transcribe(utteranceOf(1000), { vocabulary: ["front door"], signal: going() });
    expect(engine.asked[0]?.prompt).toBe("");
  });

  it("lets native work end before the next call begins, though the aborted one has rejected", async () => {
    const work = [deferred<string>(), deferred<string>()];
    await using engine = createFakeSpeechToText({ hears: () => work[engine.asked.length - 1]!.promise });
    const controller = new AbortController();
    const first = engine.transcribe(utteranceOf(1000), { signal: controller.signal });
    while (engine.asked.length === 0) await new Promise(setImmediate);
    controller.abort(new Error("stop"));
    await expect(first).rejects.toThrow("stop");
    const second = engine.transcribe(utteranceOf(1000), { signal: going() });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(engine.asked).toHaveLength(1);
    work[0]!.resolve("the aborted one");
    work[1]!.resolve("the next one");
    await expect(second).resolves.toMatchObject({ text: "the next one" });
  });

  it("tells an engine's own failure as ENGINE_FAILED, with its cause", async () => {
    const cause = new Error("tensor exploded");
    await using engine = createFakeSpeechToText({ hears: () => { throw cause; } });
    await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).rejects.toMatchObject({ code: "ENGINE_FAILED", message: "fake: tensor exploded", cause });
  });

  it("tries a failed load again", async () => {
    let failures = 1;
    await using engine = createFakeSpeechToText({
      hears: () => "on",
      load: async () => { if (failures-- > 0) throw new AssistantError("MODEL_MISSING", "not yet"); },
    });
    await expect(engine.load(going())).rejects.toMatchObject({ code: "MODEL_MISSING" });
    await expect(engine.transcribe(utteranceOf(1000), { signal: going() })).resolves.toMatchObject({ text: "on" });
  });
});
