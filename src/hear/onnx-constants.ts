// Reads the constant float tensors out of an ONNX file, and nothing else of it. (pure)
// The file is a protobuf message; field numbers are those of onnx/onnx.proto.
import { AssistantError } from "../base/errors.ts";

/** An array of any dimensions, row-major. */
export type Tensor = { readonly dims: readonly number[]; readonly values: Float32Array };

const field = {
  model: { graph: 7 },
  graph: { node: 1, initializer: 5 },
  node: { output: 2, attribute: 5 },
  attribute: { tensor: 5, graph: 6 },
  tensor: { dims: 1, dataType: 2, name: 8, rawData: 9 },
} as const;

/** TensorProto.DataType.FLOAT */
const floatType = 1;
/** `If` branches are graphs in graphs. Silero nests four deep; a hostile file must not exhaust the stack. */
const maxGraphDepth = 16;

/**
 * Every float tensor of the model and its sub-graphs (initializers and `Constant` nodes), by name.
 * @throws MODEL_INVALID when the bytes are no protobuf message or a tensor's size is not what its dimensions say
 */
export function readOnnxConstants(bytes: Uint8Array): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  forEachField(bytes, (number, value) => {
    if (number === field.model.graph) readGraph(asBytes(value), tensors, 0);
  });
  return tensors;
}

function readGraph(bytes: Uint8Array, tensors: Map<string, Tensor>, depth: number): void {
  if (depth > maxGraphDepth) throw invalid("graphs nested too deep");
  forEachField(bytes, (number, value) => {
    if (number === field.graph.node) readNode(asBytes(value), tensors, depth);
    if (number === field.graph.initializer) keepTensor(readTensor(asBytes(value)), undefined, tensors);
  });
}

function readNode(bytes: Uint8Array, tensors: Map<string, Tensor>, depth: number): void {
  let output: string | undefined;
  const attributes: Uint8Array[] = [];
  forEachField(bytes, (number, value) => {
    if (number === field.node.output) output ??= asText(value);
    if (number === field.node.attribute) attributes.push(asBytes(value));
  });
  for (const attribute of attributes) {
    forEachField(attribute, (number, value) => {
      if (number === field.attribute.tensor) keepTensor(readTensor(asBytes(value)), output, tensors);
      if (number === field.attribute.graph) readGraph(asBytes(value), tensors, depth + 1);
    });
  }
}

type NamedTensor = Tensor & { readonly name: string | undefined };

function keepTensor(tensor: NamedTensor | undefined, outputName: string | undefined, tensors: Map<string, Tensor>): void {
  const name = outputName ?? tensor?.name;
  if (tensor !== undefined && name !== undefined) tensors.set(name, { dims: tensor.dims, values: tensor.values });
}

/** @returns undefined for a tensor that is not of raw floats */
function readTensor(bytes: Uint8Array): NamedTensor | undefined {
  const dims: number[] = [];
  let dataType = 0;
  let name: string | undefined;
  let raw: Uint8Array | undefined;
  forEachField(bytes, (number, value) => {
    if (number === field.tensor.dims) dims.push(...asNumbers(value));
    if (number === field.tensor.dataType) dataType = asNumbers(value)[0] ?? 0;
    if (number === field.tensor.name) name = asText(value);
    if (number === field.tensor.rawData) raw = asBytes(value);
  });
  if (dataType !== floatType || raw === undefined) return undefined;
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (raw.length !== count * 4) throw invalid(`a tensor of ${dims.join("×")} floats has ${raw.length} bytes`);
  return { name, dims, values: toFloats(raw) };
}

function toFloats(raw: Uint8Array): Float32Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Float32Array.from({ length: raw.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** A varint as a number, anything with a length as its bytes. Fixed-width fields are passed over: none is needed here. */
type FieldValue = number | Uint8Array;

/** Protobuf wire types, protobuf.dev/programming-guides/encoding. */
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

function forEachField(bytes: Uint8Array, visit: (number: number, value: FieldValue) => void): void {
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (count > bytes.length - at) throw invalid("it ends too early");
    at += count;
    return bytes.subarray(at - count, at);
  };
  const varint = (): number => {
    const [value, length] = readVarint(bytes, at);
    at += length;
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    const fieldNumber = Math.floor(tag / 8);
    switch (tag % 8) {
      case wire.varint: visit(fieldNumber, varint()); break;
      case wire.fixed64: take(8); break;
      case wire.bytes: visit(fieldNumber, take(varint())); break;
      case wire.fixed32: take(4); break;
      default: throw invalid("it is not an ONNX file");
    }
  }
}

/** @returns the value, and how many bytes it took. Values above 2^53 lose their low digits: none of ours is so large. */
function readVarint(bytes: Uint8Array, at: number): readonly [value: number, length: number] {
  let value = 0;
  for (let length = 1; length <= 10; length++) {
    const byte = bytes[at + length - 1];
    if (byte === undefined) throw invalid("it ends too early");
    value += (byte % 128) * 2 ** (7 * (length - 1));
    if (byte < 128) return [value, length];
  }
  throw invalid("it is not an ONNX file");
}

function asBytes(value: FieldValue): Uint8Array {
  if (typeof value === "number") throw invalid("it is not an ONNX file");
  return value;
}

function asText(value: FieldValue): string {
  return new TextDecoder().decode(asBytes(value));
}

/** One number, or a packed list of them. */
function asNumbers(value: FieldValue): readonly number[] {
  if (typeof value === "number") return [value];
  const numbers: number[] = [];
  for (let at = 0; at < value.length;) {
    const [number, length] = readVarint(value, at);
    numbers.push(number);
    at += length;
  }
  return numbers;
}

function invalid(reason: string): AssistantError {
  return new AssistantError("MODEL_INVALID", reason);
}
