// Sound in: a source, Silero and the end-pointer joined into a listener.
import { type RuntimeSettingsStore, thresholdOf } from "../base/runtime-settings.ts";
import type { AudioSource } from "../hear/audio.ts";
import { createMicrophone, type MicrophoneEvents, type MicrophoneSettings } from "../hear/microphone.ts";
import { createListener, type SpeechListener } from "../hear/speech-listener.ts";
import { createSwitchableSource } from "../hear/switchable-source.ts";
import { createSileroVad, sileroModelPath } from "../hear/vad-silero.ts";
import { createWavSource, readWavFile } from "../hear/wav-file.ts";
import type { Config } from "./config.ts";
import type { Shell } from "./shell.ts";

export function microphoneSettings(config: Config, shell: Shell): MicrophoneSettings {
  return { recorder: config.hear.recorder, device: config.hear.device, env: shell.surroundings.env };
}

/** The configured microphone; supervised, so it may be missing now and come later. Off while it is muted. */
export function openMicrophone(config: Config, shell: Shell, { settings, ...events }: MicrophoneEvents & { readonly settings: RuntimeSettingsStore }): Promise<SpeechListener> {
  const source = createSwitchableSource(createMicrophone({ ...microphoneSettings(config, shell), ...events }), settings);
  return listenerOn(source, config, () => thresholdOf(settings.get().sensitivityPct, config.hear.endpointer.threshold));
}

/** More silence after a recording than ends its last sentence, in ms. */
const silenceMarginMs = 300;

/** A recording. @throws WAV_INVALID */
export async function openRecording(path: string, config: Config): Promise<SpeechListener> {
  return listenerOn(createWavSource(await readWavFile(path), { silenceMs: config.hear.endpointer.silenceMs + silenceMarginMs }), config);
}

async function listenerOn(source: AudioSource, config: Config, threshold = () => config.hear.endpointer.threshold): Promise<SpeechListener> {
  const scorer = await createSileroVad(sileroModelPath());
  const listener = createListener({ source, scorer, endpointer: config.hear.endpointer, threshold });
  return {
    ...listener,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]();
      await scorer[Symbol.asyncDispose]();
    },
  };
}
