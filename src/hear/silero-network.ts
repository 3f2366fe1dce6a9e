// The network of Silero VAD v5 at 16 kHz, over typed arrays: nothing native to install or to crash. (pure)
// Layers, sizes and strides are those of the 16 kHz branch of the graph in silero_vad_v5.onnx (snakers4/silero-vad).
import { createLayer, rectify, sigmoid } from "./silero-layer.ts";
import { besideEachOther, sum, timeMajorKernel, type Weights } from "./silero-weights.ts";

/** Samples per score: 32 ms at 16 kHz. */
export const chunkSamples = 512;
/** Samples of the chunk before that the network sees again: OnnxWrapper in silero-vad's utils_vad.py, context_size. */
const contextSamples = 64;
/** Samples mirrored at the end: stft/padding, [0, 64], reflect. */
const mirroredSamples = 64;
/** Fourier transform: a window of 256 samples every 128, which is four frames of 129 frequencies. */
const windowSamples = 256;
const stepSamples = 128;
const frequencies = 129;
const frames = 4;
/** Encoder: convolutions in time over three frames, with one frame of zeros on either side, each followed by ReLU. */
const convolutions = [
  { inputs: frequencies, outputs: 128, stride: 1, framesOut: 4 },
  { inputs: 128, outputs: 64, stride: 2, framesOut: 2 },
  { inputs: 64, outputs: 64, stride: 2, framesOut: 1 },
  { inputs: 64, outputs: 128, stride: 1, framesOut: 1 },
] as const;
const kernelFrames = 3;
/** LSTM: 128 units with four gates each. */
const units = 128;
const gateCount = 4;

/** Turns 512 samples into a speech probability, 0..1, in the light of all samples since the last reset. */
export type SileroNetwork = { readonly run: (samples: Int16Array) => number; readonly reset: () => void };

/** A stage hands its result, which it reuses, to the next. */
type Stage = (input: Float64Array) => Float64Array;

/** @throws MODEL_INVALID when a weight is missing or of another shape */
export function createSileroNetwork(weights: Weights): SileroNetwork {
  const input = new Float64Array(contextSamples + chunkSamples + mirroredSamples);
  const spectrum = createSpectrum(weights);
  const encode = createEncoder(weights);
  const recurrence = createRecurrence(weights);
  const readOut = createReadOut(weights);
  return {
    run(samples) {
      slideIn(input, samples);
      return readOut(recurrence.step(encode(spectrum(input))));
    },
    reset() {
      input.fill(0);
      recurrence.reset();
    },
  };
}

/** The end of the last chunk, this chunk as -1..1, and its end mirrored. */
function slideIn(input: Float64Array, samples: Int16Array): void {
  const end = contextSamples + chunkSamples;
  input.copyWithin(0, chunkSamples, end);
  for (let i = 0; i < chunkSamples; i++) input[contextSamples + i] = (samples[i] ?? 0) / 32_768;
  for (let i = 0; i < mirroredSamples; i++) input[end + i] = input[end - 2 - i] ?? 0;
}

/** Sound to the magnitudes of four frames, one after another. */
function createSpectrum(weights: Weights): Stage {
  const rows = 2 * frequencies;
  const transform = createLayer(weights("stft.forward_basis_buffer", [rows, 1, windowSamples]), new Float32Array(rows));
  const complex = new Float64Array(frames * rows);
  const magnitudes = new Float64Array(frames * frequencies);
  return (input) => {
    transform(input, { step: stepSamples, count: frames, output: complex, at: 0 });
    for (let i = 0; i < magnitudes.length; i++) {
      const real = i + Math.floor(i / frequencies) * frequencies;
      magnitudes[i] = Math.sqrt((complex[real] ?? 0) ** 2 + (complex[real + frequencies] ?? 0) ** 2);
    }
    return magnitudes;
  };
}

function createEncoder(weights: Weights): Stage {
  const stages = convolutions.map(({ inputs, outputs, stride, framesOut }, i): Stage => {
    const name = `encoder.${i}.reparam_conv`;
    const kernel = timeMajorKernel(weights(`${name}.weight`, [outputs, inputs, kernelFrames]), inputs, kernelFrames);
    const layer = createLayer(kernel, weights(`${name}.bias`, [outputs]));
    const framesIn = convolutions[i - 1]?.framesOut ?? frames;
    const padded = new Float64Array((framesIn + 2) * inputs);
    const output = new Float64Array(framesOut * outputs);
    return (input) => {
      padded.set(input, inputs);
      layer(padded, { step: stride * inputs, count: framesOut, output, at: 0 });
      rectify(output);
      return output;
    };
  });
  return (input) => stages.reduce((values, stage) => stage(values), input);
}

/** Long short-term memory as PyTorch's LSTMCell has it: the gates come in the order input, forget, cell, output. */
function createRecurrence(weights: Weights): { readonly step: Stage; readonly reset: () => void } {
  const rows = gateCount * units;
  // One matrix over what comes in and what was remembered, instead of two.
  const matrix = besideEachOther(weights("decoder.rnn.weight_ih", [rows, units]), weights("decoder.rnn.weight_hh", [rows, units]), rows);
  const layer = createLayer(matrix, sum(weights("decoder.rnn.bias_ih", [rows]), weights("decoder.rnn.bias_hh", [rows])));
  const joined = new Float64Array(2 * units);
  const hidden = joined.subarray(units);
  const cell = new Float64Array(units);
  const gates = new Float64Array(rows);
  const gate = (index: number, unit: number) => gates[index * units + unit] ?? 0;
  return {
    step(input) {
      joined.set(input);
      layer(joined, { step: 0, count: 1, output: gates, at: 0 });
      for (let i = 0; i < units; i++) {
        const memory = sigmoid(gate(1, i)) * (cell[i] ?? 0) + sigmoid(gate(0, i)) * Math.tanh(gate(2, i));
        cell[i] = memory;
        hidden[i] = sigmoid(gate(3, i)) * Math.tanh(memory);
      }
      return hidden;
    },
    reset() {
      joined.fill(0);
      cell.fill(0);
    },
  };
}

function createReadOut(weights: Weights): (hidden: Float64Array) => number {
  const layer = createLayer(weights("decoder.decoder.2.weight", [1, units, 1]), weights("decoder.decoder.2.bias", [1]));
  const positive = new Float64Array(units);
  const output = new Float64Array(1);
  return (hidden) => {
    positive.set(hidden);
    rectify(positive);
    layer(positive, { step: 0, count: 1, output, at: 0 });
    return sigmoid(output[0] ?? 0);
  };
}
