import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AssistantError } from "../../src/base/errors.ts";
import type { TextToSpeech } from "../../src/speak/text-to-speech.ts";

export type SpeechCase = {
  /** A voice that says things at once, or at its own pace. */
  readonly create: () => TextToSpeech | Promise<TextToSpeech>;
  /** A voice that, once begun, goes on until it is stopped. `begun` resolves when it has begun; `silent` once nothing of it runs any more. */
  readonly createEndless?: () => Promise<{ readonly voice: TextToSpeech; readonly begun: () => Promise<void>; readonly silent: () => Promise<void> }>;
};

/** What every `TextToSpeech` keeps to. */
export function textToSpeechContract(name: string, { create, createEndless }: SpeechCase): void {
  const signal = new AbortController().signal;
  describe(`${name}, as a voice,`, () => {
    let folder = "";
    beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "sotto-voice-")); });
    afterAll(() => rm(folder, { recursive: true }));

    it("says a sentence and is done", async () => {
      await using voice = await create();
      await voice.speak("The kitchen light is on.", signal);
    });
    it.each(["", " ", "\n\t", "\u0000"])("says nothing for %j", async (text) => {
      await using voice = await create();
      await voice.speak(text, signal);
    });
    it("may be disposed of twice", async () => {
      const voice = await create();
      await voice.speak("Goodbye.", signal);
      await voice[Symbol.asyncDispose]();
      await voice[Symbol.asyncDispose]();
    });
    it("says nothing after its end", async () => {
      const voice = await create();
      await voice[Symbol.asyncDispose]();
      await expect(voice.speak("Hello?", signal)).rejects.toBeInstanceOf(AssistantError);
    });
    it("does not begin for a signal that has aborted", async () => {
      await using voice = await create();
      const reason = new Error("stop");
      await expect(voice.speak("Hello.", AbortSignal.abort(reason))).rejects.toBe(reason);
    });
    it("says two things that come at once", async () => {
      await using voice = await create();
      await Promise.all([voice.speak("One.", signal), voice.speak("Two.", signal)]);
    });
    it.each<[string, (marker: string) => string]>([
      ["Scheme", (marker) => `hi") (system "touch ${marker}") (SayText "bye`],
      ["a quote", () => "the \"big\" lamp"],
      ["a shell's words", (marker) => `$(touch ${marker}); touch ${marker} | touch ${marker} & \`touch ${marker}\``],
      ["an option", (marker) => `-w ${marker} --path=${marker} -f ${marker}`],
      ["phonemes and marks of espeak-ng", () => "[[h@'loU]] <speak><audio src='/etc/passwd'/></speak>"],
      ["emoji and other scripts", () => "🔒 lämp \u{1F600} ламп 灯 \ud83d"],
      ["control characters", () => "one\u0000two\u0001A50S\u001b[2J\u0007\r\nthree"],
      ["a backslash at the end", () => "the lamp\\"],
    ])("takes %s for words", async (_, textWith) => {
      await using voice = await create();
      const marker = join(folder, "marker");
      await voice.speak(textWith(marker), signal);
      expect(existsSync(marker)).toBe(false);
    });
    it("does not talk for ever, nor fail, when a text is of 100 kB", async () => {
      await using voice = await create();
      await voice.speak("lamp and lamp and ".repeat(6000), signal);
    });
  });

  if (createEndless === undefined) return;
  describe(`${name}, while it speaks,`, () => {
    it("stops on abort, with the signal's reason and nothing left running", async () => {
      const { voice, begun, silent } = await createEndless();
      const stop = new AbortController();
      const reason = new Error("stop");
      const speaking = voice.speak("A sentence without end.", stop.signal);
      speaking.catch(() => undefined);
      await begun();
      stop.abort(reason);
      await expect(speaking).rejects.toBe(reason);
      await silent();
      await voice[Symbol.asyncDispose]();
    });
    it("stops when it is disposed of, with nothing left running", async () => {
      const { voice, begun, silent } = await createEndless();
      const speaking = voice.speak("A sentence without end.", signal);
      speaking.catch(() => undefined);
      await begun();
      await voice[Symbol.asyncDispose]();
      await expect(speaking).rejects.toBeInstanceOf(AssistantError);
      await silent();
    });
    it("says the next thing after an abort of the one before, whose place it waited for", async () => {
      const { voice, begun } = await createEndless();
      const [stopFirst, stopSecond] = [new AbortController(), new AbortController()];
      const reason = new Error("stop");
      const first = voice.speak("First, without end.", stopFirst.signal);
      const second = voice.speak("Second, without end.", stopSecond.signal);
      second.catch(() => undefined);
      await begun();
      stopFirst.abort(reason);
      await expect(first).rejects.toBe(reason);
      stopSecond.abort(reason);
      await expect(second).rejects.toBe(reason);
      await voice[Symbol.asyncDispose]();
    });
  });
}
