// The samples of a WAV file, whatever their width and number of channels. (pure)
import { AssistantError } from "../base/errors.ts";
import { sampleRateHz } from "./audio.ts";
import { resample } from "./resample.ts";
import { readWavHeader, type WavHeader } from "./wav-header.ts";

/** A command takes seconds; ten minutes is a mistake rather than a recording of one. */
const mostMinutes = 10;

/** What one integer step at full scale is, by bytes per sample. */
const fullScale = { 1: 2 ** 7, 2: 2 ** 15, 3: 2 ** 23, 4: 2 ** 31 } as const;

/**
 * A whole WAV file as mono s16 at 16 kHz: channels are averaged, other rates are resampled.
 * 16 kHz mono s16 comes out bit for bit.
 * @throws WAV_INVALID with the reason
 */
export function decodeWav(file: Uint8Array): Int16Array {
  const header = readWavHeader(file);
  const frames = (header.dataEnd - header.dataStart) / (header.channels * header.sampleBytes);
  if (frames > mostMinutes * 60 * header.sampleRateHz) throw new AssistantError("WAV_INVALID", `it is longer than ${mostMinutes} minutes`);
  return toInt16(resample(readMono(file, header), header.sampleRateHz, sampleRateHz));
}

/** @returns -1..1 */
function readMono(file: Uint8Array, { channels, sampleBytes, dataStart, dataEnd, encoding }: WavHeader): Float32Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const read = encoding === "float" ? floatReader(view, sampleBytes) : integerReader(view, sampleBytes);
  const frameBytes = channels * sampleBytes;
  const mono = new Float32Array((dataEnd - dataStart) / frameBytes);
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read(dataStart + i * frameBytes + channel * sampleBytes);
    mono[i] = sum / channels;
  }
  return mono;
}

type Reader = (at: number) => number;

function integerReader(view: DataView, sampleBytes: number): Reader {
  switch (sampleBytes) {
    case 1: return (at) => (view.getUint8(at) - 128) / fullScale[1];   // 8 bits alone have no sign
    case 2: return (at) => view.getInt16(at, true) / fullScale[2];
    case 3: return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / fullScale[3];
    default: return (at) => view.getInt32(at, true) / fullScale[4];
  }
}

/** What is no number is silence. */
function floatReader(view: DataView, sampleBytes: number): Reader {
  const read: Reader = sampleBytes === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  return (at) => {
    const value = read(at);
    return Number.isFinite(value) ? value : 0;
  };
}

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
}
