// The one arithmetic kernel of the network: rows of weights slid over a line of numbers. (pure)

/** Where a layer is laid: `count` times over its input, `step` numbers apart; its results go to `output` from `at` on. */
export type Placing = { readonly step: number; readonly count: number; readonly output: Float64Array; readonly at: number };

/** A matrix times a vector, a Fourier transform and a convolution in time are all this, given the right steps. */
export type Layer = (input: Float64Array, placing: Placing) => void;

/**
 * @param weights rows of equal length, one after another
 * @param bias one number per row
 */
export function createLayer(weights: Float32Array, bias: Float32Array): Layer {
  const rows = bias.length;
  const width = weights.length / rows;
  return (input, { step, count, output, at }) => {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < count; i++) {
        output[at + i * rows + row] = (bias[row] ?? 0) + dot(weights, row * width, width, input, i * step);
      }
    }
  };
}

/** Four sums at once: a processor adds them side by side, where a single sum would wait for itself. */
function dot(weights: Float32Array, from: number, width: number, input: Float64Array, at: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < width; i += 4) {
    a += (weights[from + i] ?? 0) * (input[at + i] ?? 0);
    b += (weights[from + i + 1] ?? 0) * (input[at + i + 1] ?? 0);
    c += (weights[from + i + 2] ?? 0) * (input[at + i + 2] ?? 0);
    d += (weights[from + i + 3] ?? 0) * (input[at + i + 3] ?? 0);
  }
  for (; i < width; i++) a += (weights[from + i] ?? 0) * (input[at + i] ?? 0);
  return a + b + c + d;
}

export function rectify(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.max(0, values[i] ?? 0);
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
