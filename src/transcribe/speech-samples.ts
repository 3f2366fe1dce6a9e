// The samples of an utterance in the shapes that engines take (pure)
import { sampleRateHz } from "../hear/audio.ts";

/** Whisper.cpp refuses less than a second (its own front end warns below 1000 ms); a tenth more is safe from rounding. */
const leastSamples = sampleRateHz * 1.1;

/** Quieter than this nobody speaks: 8 of 32768 is -72 dBFS, below the hiss of any microphone. */
const silencePeak = 8;

/** True when there is nothing to hear: no samples, or silence as only a computer makes it. Whisper invents words for it. */
export function isSilent(samples: Int16Array): boolean {
  return !samples.some((sample) => sample > silencePeak || sample < -silencePeak);
}

/** As -1..1, followed by silence up to the least that Whisper takes. */
export function toFloatSamples(samples: Int16Array): Float32Array {
  const floats = new Float32Array(Math.max(samples.length, leastSamples));
  for (let index = 0; index < samples.length; index++) floats[index] = (samples[index] ?? 0) / 32768;
  return floats;
}

const wavHeaderBytes = 44;

/** A WAV file in memory: 16 kHz mono s16, padded like `toFloatSamples`. Layout: RIFF, one `fmt ` and one `data` chunk. */
export function toWavFile(samples: Int16Array): Buffer<ArrayBuffer> {
  const dataBytes = 2 * Math.max(samples.length, leastSamples);
  const file = Buffer.alloc(wavHeaderBytes + dataBytes);
  file.write("RIFF", 0);
  file.writeUInt32LE(wavHeaderBytes - 8 + dataBytes, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);                    // bytes of the fmt chunk
  file.writeUInt16LE(1, 20);                     // PCM
  file.writeUInt16LE(1, 22);                     // channels
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(2 * sampleRateHz, 28);      // bytes a second
  file.writeUInt16LE(2, 32);                     // bytes a frame
  file.writeUInt16LE(16, 34);                    // bits a sample
  file.write("data", 36);
  file.writeUInt32LE(dataBytes, 40);
  for (let index = 0; index < samples.length; index++) file.writeInt16LE(samples[index] ?? 0, wavHeaderBytes + 2 * index);
  return file;
}
