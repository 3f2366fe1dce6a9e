// Every voice keeps the contract: the fake always, the real ones where their programs are installed.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEspeakNg, synthesize } from "../../src/speak/espeak-ng.ts";
import { createLoudspeaker, type LoudspeakerSettings } from "../../src/speak/loudspeaker.ts";
import { createSayVoice, type SayVoiceSettings } from "../../src/speak/say-voice.ts";
import { textToSpeechContract } from "../contracts/text-to-speech.ts";
import { createFakeVoice } from "../fakes/fake-voice.ts";
import { createSoundMachine, have, loudness, processesOf, type SoundMachine, until } from "../fakes/sound-machine.ts";

let machine: SoundMachine;
beforeAll(async () => { machine = await createSoundMachine(); });
afterAll(() => machine.remove());
const signal = new AbortController().signal;
const silent = () => until(() => processesOf(machine).length === 0);

const loudspeaker = (more: Partial<LoudspeakerSettings> = {}) => createLoudspeaker({ device: "default", environment: machine.environment, ...more });
const espeak = (more: Partial<Parameters<typeof createEspeakNg>[0]> = {}) =>
  createEspeakNg({ voice: undefined, wordsPerMinute: 165, loudspeaker: loudspeaker(), environment: machine.environment, ...more });
const say = (more: Partial<SayVoiceSettings> = {}) =>
  createSayVoice({ platform: "linux", voice: undefined, wordsPerMinute: 165, killGroup: (id) => process.kill(-id, "SIGKILL"), environment: machine.environment, ...more });

textToSpeechContract("a fake", {
  create: () => createFakeVoice(),
  createEndless: async () => {
    const voice = createFakeVoice(3_600_000);
    return { voice, begun: () => until(() => voice.begun.length > 0), silent: async () => undefined };
  },
});

if (have("espeak-ng as a voice", "espeak-ng", "aplay")) {
  textToSpeechContract("espeak-ng", {
    create: espeak,
    createEndless: async () => {
      // A player that takes no sound, and does not heed a polite signal either.
      const program = await machine.script("deaf-aplay", "trap '' TERM\nwhile :; do sleep 0.05; done");
      return { voice: espeak({ loudspeaker: loudspeaker({ program }) }), begun: () => until(() => isRunning("deaf-aplay")), silent };
    },
  });

  describe("espeak-ng", () => {
    it("is heard, at the length of its sentence", async () => {
      await using voice = espeak();
      await voice.speak("The kitchen light is on.", signal);
      const heard = await machine.heard();
      expect(loudness(heard)).toBeGreaterThan(500);
      expect(heard.length / 22_050).toBeGreaterThan(0.8);
      expect(heard.length / 22_050).toBeLessThan(4);
    });
    it("is as loud as it is told, also when that changes while it speaks", async () => {
      const loud = async (gain: () => number) => {
        await using voice = espeak({ loudspeaker: loudspeaker({ gain }) });
        await voice.speak("The kitchen light is on and the door is locked. ".repeat(4), signal);
        return machine.heard();
      };
      const [full, half, none] = [await loud(() => 1), await loud(() => 0.5), await loud(() => 0)];
      expect(loudness(half) / loudness(full)).toBeCloseTo(0.5, 2);
      expect(loudness(none)).toBe(0);
      let pieces = 0;
      const fading = await loud(() => (++pieces > 2 ? 0 : 1));
      expect(loudness(fading.slice(-fading.length / 4))).toBe(0);
      expect(loudness(fading)).toBeGreaterThan(0);
    });
    it("speaks as fast as it is told", async () => {
      const seconds = async (wordsPerMinute: number) => {
        await using voice = espeak({ wordsPerMinute });
        await voice.speak("The kitchen light is on and the door is locked.", signal);
        return (await machine.heard()).length;
      };
      expect(await seconds(100)).toBeGreaterThan(1.5 * await seconds(300));
    });
    it("cuts a text of 100 kB down to about a minute", async () => {
      const audio = await synthesize("lamp and lamp and ".repeat(6000), { voice: undefined, wordsPerMinute: 165 }, signal);
      let samples = 0;
      for await (const chunk of audio?.chunks ?? []) samples += chunk.length;
      expect(samples / 22_050).toBeGreaterThan(20);
      expect(samples / 22_050).toBeLessThan(150);
    });
    it("does not know a voice: one line says so and what to do", async () => {
      await using voice = espeak({ voice: "klingonese" });
      await expect(voice.speak("Hello.", signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_FAILED", message: expect.stringMatching(/^espeak-ng with the voice klingonese: .*does not exist.*espeak-ng --voices.*$/) });
      await silent();
    });
    it("takes an option in place of a voice for a voice", async () => {
      await using voice = espeak({ voice: "--path=/tmp" });
      await expect(voice.speak("Hello.", signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_FAILED" });
    });
    it("is stopped when the loudspeaker fails", async () => {
      await using voice = espeak({ loudspeaker: loudspeaker({ device: "hw:9" }) });
      await expect(voice.speak("lamp ".repeat(200), signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_MISSING" });
      await silent();
    });
  });
}

describe("a missing program", () => {
  it("espeak-ng is told with its Debian package", async () => {
    await using voice = espeak({ program: "no-such-espeak-ng" });
    await expect(voice.speak("Hello.", signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringContaining("apt install espeak-ng") });
  });
  it("aplay is told with its Debian package", async () => {
    const error = await loudspeaker({ program: "no-such-aplay" }).probe(signal);
    expect(error).toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringContaining("apt install alsa-utils") });
  });
  it("festival is told with its Debian package, and crashes nothing", async () => {
    await using voice = await say({ environment: { HOME: machine.folder, PATH: "/nowhere" } });
    await expect(voice.speak("Hello.", signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringContaining("apt install festival") });
  });
  it("that is no program is told", async () => {
    const program = await machine.script("broken", "exit 3");
    expect(await loudspeaker({ program }).probe(signal)).toMatchObject({ code: "SPEECH_OUTPUT_FAILED", message: expect.stringContaining("aplay ended with 3") });
    expect(await loudspeaker({ program: "/etc/passwd" }).probe(signal)).toMatchObject({ code: "SPEECH_OUTPUT_FAILED", message: expect.stringContaining("EACCES") });
  });
});

describe.runIf(have("a loudspeaker", "aplay"))("a loudspeaker", () => {
  it("that is there passes a probe, without a sound", async () => {
    expect(await loudspeaker().probe(signal)).toBeUndefined();
    expect(loudness(await machine.heard())).toBe(0);
  });
  it("that is not there is told in one line", async () => {
    const error = await loudspeaker({ device: "hw:9" }).probe(signal);
    expect(error).toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringMatching(/^loudspeaker hw:9: .*audio open error.*`aplay -L`[^\n]*$/) });
  });
  it("plays every sample, at its rate", async () => {
    const samples = Int16Array.from({ length: 40_000 }, (_, index) => Math.round(8000 * Math.sin(index / 7)));
    await loudspeaker().play({ sampleRateHz: 16_000, chunks: (async function* () { for (let at = 0; at < samples.length; at += 999) yield samples.subarray(at, at + 999); })() }, signal);
    const heard = (await machine.heard()).slice(0, samples.length);
    expect(Buffer.from(heard.buffer).equals(Buffer.from(samples.buffer))).toBe(true);
    expect(readFileSync(`${machine.folder}/heard.wav`).readUInt32LE(24)).toBe(16_000);
  });
  it("that hangs is given up, with nothing left running", async () => {
    const program = await machine.script("hanging-aplay", "trap '' TERM\nwhile :; do sleep 0.05; done");
    expect(await loudspeaker({ program, stallMs: 100 }).probe(signal)).toMatchObject({ code: "SPEECH_OUTPUT_FAILED", message: expect.stringContaining("takes no more sound") });
    await silent();
  });
  it("stops when the sound itself fails", async () => {
    const failing = (async function* () {
      yield new Int16Array(100);
      throw new Error("broke");
    })();
    await expect(loudspeaker().play({ sampleRateHz: 16_000, chunks: failing }, signal)).rejects.toThrow("broke");
    await silent();
  });
});

if (have("say as a voice", "festival", "aplay")) {
  describe("say with festival", () => {
    it.each([undefined, "voice_kal_diphone"])("is as loud as it is told (voice %s)", async (voiceName) => {
      const loud = async (gain: number) => {
        await using voice = await say({ voice: voiceName, gain: () => gain });
        await voice.speak("The kitchen light is on.", signal);
        return loudness(await machine.heard());
      };
      expect(await loud(0.25) / await loud(1)).toBeCloseTo(0.25, 1);
    });
  });

  textToSpeechContract("say with festival", {
    create: say,
    createEndless: async () => {
      // festival starts the player that it finds; this one never ends, and must be ended with it.
      await machine.script("aplay", "trap '' TERM\nwhile :; do sleep 0.05; done");
      const environment = { ...machine.environment, PATH: `${machine.folder}/bin:${machine.environment["PATH"]}` };
      return { voice: await say({ environment }), begun: () => until(() => isRunning("aplay")), silent };
    },
  });

  describe("say with festival", () => {
    it("is heard", async () => {
      await using voice = await say();
      await voice.speak("The kitchen light is on.", signal);
      expect(loudness(await machine.heard())).toBeGreaterThan(500);
    });
    it("tells in one line that there is no loudspeaker", async () => {
      await using voice = await say({ environment: { ...machine.environment, HOME: "/nowhere" } });
      await expect(voice.speak("Hello.", signal)).rejects.toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringMatching(/^say: no loudspeaker [^\n]*$/) });
    });
    it.each(["voice_kal_diphone) (system \"reboot\"", "quit", "", "voice kal"])("refuses the voice %j, which festival would run", async (voice) => {
      await expect(say({ voice })).rejects.toMatchObject({ code: "SPEECH_OUTPUT_FAILED" });
    });
  });
}

describe("say", () => {
  it("says so where it has no voice", async () => {
    await expect(say({ platform: "aix" })).rejects.toMatchObject({ code: "SPEECH_OUTPUT_MISSING", message: expect.stringContaining("aix") });
  });
});

function isRunning(program: string): boolean {
  return processesOf(machine).some((id) => commandLine(id).includes(program));
}

function commandLine(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
