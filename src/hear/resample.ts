// Sound at one rate to sound at another, by a windowed sinc in polyphase form. (pure)

/**
 * Zero crossings of the sinc on either side of its centre: 32 make a steep enough edge for speech. With the Kaiser
 * window below the edge is 1.4 kHz wide at 16 kHz (J. F. Kaiser, width = (A - 8) / (2.285 · taps)).
 */
const zeroCrossings = 32;
/** Shape of the Kaiser window: 9 keeps what is folded back about 90 dB down, below the noise of 16 bits. */
const kaiserShape = 9;
/** Where the edge is centred, as a part of the lower of both Nyquist frequencies: its lower end is at 6.6 kHz of 8. */
const cutoff = 0.91;
/** Sub-sample positions at most. Common rates need fewer (44.1 kHz: 160, 48 kHz: 1); odd ones take the nearest of these. */
const mostPhases = 4096;

/**
 * @param samples mono, any scale
 * @returns round(length · toHz / fromHz) samples
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const phases = Math.min(toHz / greatestCommonDivisor(fromHz, toHz), mostPhases);
  const scale = Math.min(1, toHz / fromHz) * cutoff;
  const reach = Math.ceil(zeroCrossings / scale);
  const kernels = Array.from({ length: phases }, (_, phase) => kernelFor(phase / phases, scale, reach));
  const output = new Float32Array(Math.round((samples.length * toHz) / fromHz));
  for (let i = 0; i < output.length; i++) {
    const place = Math.round(((i * fromHz) / toHz) * phases);
    const first = Math.floor(place / phases) - reach + 1;
    output[i] = weighted(samples, first, kernels[place % phases] ?? []);
  }
  return output;
}

/** Weights for the samples around a place that lies `offset` (0..1) after one of them. They sum to 1. */
function kernelFor(offset: number, scale: number, reach: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * reach }, (_, i) => {
    const distance = i - reach + 1 - offset;
    return sinc(distance * scale) * kaiser(distance / reach);
  });
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  return kernel.map((weight) => weight / total);
}

/** Beyond either end there is silence. */
function weighted(samples: Float32Array, first: number, kernel: ArrayLike<number>): number {
  const from = Math.max(0, -first);
  const to = Math.min(kernel.length, samples.length - first);
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[first + i] ?? 0) * (kernel[i] ?? 0);
  return sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

const kaiserPeak = bessel(kaiserShape);

/** @param x -1..1 across the window */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(kaiserShape * Math.sqrt(1 - x * x)) / kaiserPeak;
}

/** The modified Bessel function of order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
