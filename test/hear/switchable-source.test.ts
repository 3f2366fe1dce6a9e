import { describe, expect, it } from "vitest";
import { createRuntimeSettings, standardSettings } from "../../src/base/runtime-settings.ts";
import { AssistantError } from "../../src/base/errors.ts";
import { createListener } from "../../src/hear/speech-listener.ts";
import { createSwitchableSource } from "../../src/hear/switchable-source.ts";
import { createWavSource } from "../../src/hear/wav-file.ts";
import { audioSourceContract } from "../contracts/audio-source.ts";
import { createFakeMicrophone } from "../fakes/fake-microphone.ts";
import { createScriptedScorer } from "../fakes/scripted-scorer.ts";
import { until } from "../fakes/sound-machine.ts";

const never = new AbortController().signal;
/** Nine tenths sure to be a voice, for the scripted scorer. */
const voice = 9000;

function room(muted = false) {
  const settings = createRuntimeSettings({ ...standardSettings, muted });
  const microphone = createFakeMicrophone();
  const source = createSwitchableSource(microphone, settings);
  const heard: number[] = [];
  const stop = new AbortController();
  const reading = (async () => { for await (const { samples } of source.frames(stop.signal)) heard.push(samples[0] ?? 0); })();
  return { settings, microphone, source, heard, end: async () => { stop.abort(new DOMException("stop", "AbortError")); await reading; } };
}

describe("a microphone with a switch", () => {
  it("has no reader while it is off, and another one when it is on again", async () => {
    const { settings, microphone, heard, end } = room();
    microphone.speak(1, 3);
    await until(() => heard.length === 3);
    settings.set({ muted: true });
    await until(() => microphone.readers().open === 0);
    settings.set({ muted: false });
    await until(() => microphone.readers().open === 1);
    microphone.speak(2, 2);
    await until(() => heard.length === 5);
    expect(heard).toEqual([1, 1, 1, 2, 2]);
    expect(microphone.readers().count).toBe(2);
    await end();
  });
  it("is never opened when it is off from the start", async () => {
    const { settings, microphone, end } = room(true);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(microphone.readers()).toEqual({ count: 0, open: 0 });
    settings.set({ muted: false });
    await until(() => microphone.readers().open === 1);
    await end();
  });
  it("ends with its reader while it is off", async () => {
    const { microphone, end } = room(true);
    await end();
    expect(microphone.readers().count).toBe(0);
  });
  it("is in no trouble while it is off", () => {
    const { settings, microphone, source } = room();
    microphone.breakDown(new AssistantError("MICROPHONE_LOST", "unplugged"));
    expect(source.trouble?.()).toMatchObject({ code: "MICROPHONE_LOST" });
    settings.set({ muted: true });
    expect(source.trouble?.()).toBeUndefined();
  });
});

describe("a recording with a switch that is on", () => {
  it("ends as it would without", async () => {
    const source = createSwitchableSource(createWavSource(new Int16Array(3200)), createRuntimeSettings(standardSettings));
    let frames = 0;
    for await (const _frame of source.frames(never)) frames++;
    expect(frames).toBeGreaterThan(9);
  });
});

describe("what counts as a voice", () => {
  it("is asked before each utterance, so that a change holds from the next one on", async () => {
    let threshold = 0.99;
    const microphone = createFakeMicrophone();
    await using listener = createListener({
      source: microphone, scorer: createScriptedScorer({ samplesPerScore: 320 }), nowMs: microphone.nowMs, threshold: () => threshold,
      endpointer: { threshold: 0.5, minSpeechMs: 60, preRollMs: 40, silenceMs: 100, noSpeechMs: 400, maxMs: 5000 },
    });
    const capture = async () => {
      const captured = listener.captureUtterance(never);
      microphone.speak(voice, 10);
      microphone.speak(0, 40);
      return captured;
    };
    expect(await capture()).toBeUndefined();
    threshold = 0.5;
    expect(await capture()).toMatchObject({ endedBy: "silence" });
  });
});

audioSourceContract("A microphone with a switch", async () => {
  const microphone = createFakeMicrophone();
  for (let value = 0; value < 30; value++) microphone.speak(value, 1);
  return { source: createSwitchableSource(microphone, createRuntimeSettings(standardSettings)) };
});
