import { describe, expect, it } from "vitest";
import { readOnnxConstants } from "../../src/hear/onnx-constants.ts";
import { findWeights } from "../../src/hear/silero-weights.ts";

/** Protobuf: a field with a length, and one with a number. */
const bytesField = (number: number, ...parts: readonly Uint8Array[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint(number * 8 + 2), varint(body.length), body]);
};
const numberField = (number: number, value: number) => Buffer.concat([varint(number * 8), varint(value)]);
const textField = (number: number, text: string) => bytesField(number, Buffer.from(text));

// onnx.proto
const model = (...fields: readonly Uint8Array[]) => bytesField(7, ...fields);
const node = (...fields: readonly Uint8Array[]) => bytesField(1, ...fields);
const constant = (name: string, tensor: Uint8Array) => node(textField(2, name), textField(4, "Constant"), bytesField(5, textField(1, "value"), bytesField(5, tensor)));
const branch = (...fields: readonly Uint8Array[]) => node(bytesField(5, textField(1, "then_branch"), bytesField(6, ...fields)));
const floats = (dims: readonly number[], values: readonly number[]) =>
  Buffer.concat([...dims.map((dim) => numberField(1, dim)), numberField(2, 1), bytesField(9, new Uint8Array(Float32Array.from(values).buffer))]);

describe("reading an ONNX file", () => {
  it("finds constants by the name of what they give, in branches too", () => {
    const found = readOnnxConstants(model(constant("a", floats([2, 1], [1, 2])), branch(constant("b", floats([1], [3])))));
    expect(found).toEqual(new Map([
      ["a", { dims: [2, 1], values: Float32Array.of(1, 2) }],
      ["b", { dims: [1], values: Float32Array.of(3) }],
    ]));
  });

  it("finds initializers by their own name, with dimensions in one list", () => {
    const packed = Buffer.concat([bytesField(1, varint(1), varint(2)), numberField(2, 1), textField(8, "w"), bytesField(9, new Uint8Array(8))]);
    expect(readOnnxConstants(model(bytesField(5, packed)))).toEqual(new Map([["w", { dims: [1, 2], values: new Float32Array(2) }]]));
  });

  it("passes over tensors that are not of floats, and fields that it does not know", () => {
    const integers = Buffer.concat([numberField(1, 1), numberField(2, 7), bytesField(9, new Uint8Array(8))]);
    const fixed = Buffer.concat([varint(50 * 8 + 5), new Uint8Array(4), varint(51 * 8 + 1), new Uint8Array(8)]);
    expect(readOnnxConstants(Buffer.concat([fixed, model(constant("i", integers))]))).toEqual(new Map());
  });

  it.each<[string, Uint8Array]>([
    ["graphs in graphs without end", model(Array.from({ length: 100 }).reduce<Uint8Array>((inner) => branch(inner), constant("a", floats([1], [1]))))],
    ["a tensor with too few numbers", model(constant("a", floats([3], [1, 2])))],
    ["a tensor larger than any memory", model(constant("a", floats([2 ** 40, 2 ** 40], [1])))],
    ["a length beyond the end", Buffer.concat([varint(7 * 8 + 2), varint(2 ** 40)])],
    ["a number where a graph should be", numberField(7, 1)],
    ["a number that never ends", new Uint8Array(20).fill(0xff)],
    ["a number that breaks off", Uint8Array.of(0x80)],
    ["a wire type that there is not", Uint8Array.of(7 * 8 + 7)],
  ])("refuses %s", (_, bytes) => {
    expect(() => readOnnxConstants(bytes)).toThrow(expect.objectContaining({ code: "MODEL_INVALID" }));
  });
});

describe("finding Silero's weights", () => {
  const basis = { dims: [258, 1, 256], values: new Float32Array(258 * 256) };

  it("takes those of the branch for 16 kHz", () => {
    const weights = findWeights(new Map([
      ["else.stft.forward_basis_buffer", { dims: [130, 1, 128], values: new Float32Array(130 * 128) }],
      ["else.bias", { dims: [1], values: Float32Array.of(8) }],
      ["then.stft.forward_basis_buffer", basis],
      ["then.bias", { dims: [1], values: Float32Array.of(16) }],
    ]));
    expect(weights("bias", [1])).toEqual(Float32Array.of(16));
  });

  it.each([["is not there", new Map()], ["is 2", new Map([["x.bias", { dims: [2], values: new Float32Array(2) }]])]])("says when one %s", (reason, more) => {
    const weights = findWeights(new Map([["x.stft.forward_basis_buffer", basis], ...more]));
    expect(() => weights("bias", [1])).toThrow(expect.objectContaining({ code: "MODEL_INVALID", message: expect.stringContaining(`bias should be 1 and ${reason}`) }));
  });
});

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
