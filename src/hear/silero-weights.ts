// Finds and lays out the weights of Silero VAD's 16 kHz network among the constants of its ONNX file. (pure)
import { AssistantError } from "../base/errors.ts";
import type { Tensor } from "./onnx-constants.ts";

/** The values of a tensor by its PyTorch name. @throws MODEL_INVALID when it is missing or not of these dimensions */
export type Weights = (name: string, dims: readonly number[]) => Float32Array;

const basisName = "stft.forward_basis_buffer";
/** Rows of the Fourier basis at 16 kHz: 129 frequencies, real and imaginary. At 8 kHz there are 130. */
const basisRows = 258;

/**
 * The file holds an 8 kHz network too, under the same names in another branch: ours is told by the size of its basis.
 * @throws MODEL_INVALID when the file holds no such network
 */
export function findWeights(tensors: ReadonlyMap<string, Tensor>): Weights {
  const basis = [...tensors].find(([name, { dims }]) => name.endsWith(basisName) && dims[0] === basisRows);
  if (basis === undefined) throw new AssistantError("MODEL_INVALID", "it is not Silero VAD v5: it holds no 16 kHz network");
  const branch = basis[0].slice(0, -basisName.length);
  return (name, dims) => {
    const tensor = tensors.get(branch + name);
    if (tensor?.dims.join() === dims.join()) return tensor.values;
    const found = tensor === undefined ? "is not there" : `is ${tensor.dims.join("×")}`;
    throw new AssistantError("MODEL_INVALID", `it is not Silero VAD v5: ${name} should be ${dims.join("×")} and ${found}`);
  };
}

/** PyTorch's [output][input][time] as [output][time][input], so that a kernel lies over frames that follow one another. */
export function timeMajorKernel(weights: Float32Array, inputs: number, frames: number): Float32Array {
  const width = inputs * frames;
  return weights.map((_, i) => {
    const within = i % width;
    const frame = Math.floor(within / inputs);
    return weights[i - within + (within % inputs) * frames + frame] ?? 0;
  });
}

/** Two matrices of equally many rows as one: each row of `left` followed by that of `right`. */
export function besideEachOther(left: Float32Array, right: Float32Array, rows: number): Float32Array {
  const leftWidth = left.length / rows;
  const rightWidth = right.length / rows;
  const joined = new Float32Array(left.length + right.length);
  for (let row = 0; row < rows; row++) {
    const at = row * (leftWidth + rightWidth);
    joined.set(left.subarray(row * leftWidth, (row + 1) * leftWidth), at);
    joined.set(right.subarray(row * rightWidth, (row + 1) * rightWidth), at + leftWidth);
  }
  return joined;
}

/** The sum of two vectors of one length. */
export function sum(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] ?? 0));
}
