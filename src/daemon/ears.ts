// Sound in: a source, Silero and the end-pointer joined into a listener.
import type { AudioSource } from "../hear/audio.ts";
import { createMicrophone, type MicrophoneEvents, type MicrophoneSettings } from "../hear/microphone.ts";
import { createListener, type SpeechListener } from "../hear/speech-listener.ts";
import { createSileroVad, sileroModelPath } from "../hear/vad-silero.ts";
import { createWavSource, readWavFile } from "../hear/wav-file.ts";
import type { Config } from "./config.ts";
import type { Shell } from "./shell.ts";

export function microphoneSettings(config: Config, shell: Shell): MicrophoneSettings {
  return { recorder: config.hear.recorder, device: config.hear.device, env: shell.surroundings.env };
}

/** The configured microphone; supervised, so it may be missing now and come later. */
export function openMicrophone(config: Config, shell: Shell, events: MicrophoneEvents): Promise<SpeechListener> {
  return listenerOn(createMicrophone({ ...microphoneSettings(config, shell), ...events }), config);
}

/** More silence after a recording than ends its last sentence, in ms. */
const silenceMarginMs = 300;

/** A recording. @throws WAV_INVALID */
export async function openRecording(path: string, config: Config): Promise<SpeechListener> {
  return listenerOn(createWavSource(await readWavFile(path), { silenceMs: config.hear.endpointer.silenceMs + silenceMarginMs }), config);
}

async function listenerOn(source: AudioSource, config: Config): Promise<SpeechListener> {
  const scorer = await createSileroVad(sileroModelPath());
  const listener = createListener({ source, scorer, endpointer: config.hear.endpointer });
  return {
    ...listener,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await scorer[Symbol.asyncDispose]();
    },
  };
}
