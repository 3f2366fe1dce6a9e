/** How a WAV is to be written, with every lie that a header can tell. */
export type WavFormat = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** What the header says of the bits, when that is not `bits`. */
  readonly statedBits: number;
  /** 1 integers, 3 floats; any other number is only stated. */
  readonly codec: number;
  readonly isExtensible: boolean;
  /** Each channel has the sound this loud. */
  readonly gains: readonly number[];
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
  readonly statedDataBytes: number;
  readonly statedRiffBytes: number;
};

type Written = Omit<WavFormat, "statedBits" | "statedDataBytes" | "statedRiffBytes">;
const plain: Written = { sampleRateHz: 16_000, channels: 1, bits: 16, codec: 1, isExtensible: false, gains: [], before: [], after: [] };

export function writeWav(samples: Int16Array, changes: Partial<WavFormat>): Uint8Array {
  const format = { ...plain, ...changes };
  const data = chunk("data", encode(samples, format));
  if (format.statedDataBytes !== undefined) new DataView(data.buffer).setUint32(4, format.statedDataBytes, true);
  const file = riff("WAVE", [formatChunk(format), ...format.before, data, ...format.after]);
  if (format.statedRiffBytes !== undefined) new DataView(file.buffer).setUint32(4, format.statedRiffBytes, true);
  return file;
}

export function formatChunk(changes: Partial<WavFormat>): Uint8Array {
  const { sampleRateHz, channels, bits, statedBits, codec, isExtensible } = { ...plain, statedBits: changes.bits ?? plain.bits, ...changes };
  const body = new DataView(new ArrayBuffer(isExtensible ? 40 : 16));
  const frameBytes = channels * Math.ceil(bits / 8);
  body.setUint16(0, isExtensible ? 0xfffe : codec, true);
  body.setUint16(2, channels, true);
  body.setUint32(4, sampleRateHz, true);
  body.setUint32(8, Math.min(sampleRateHz * frameBytes, 0xffff_ffff), true);
  body.setUint16(12, frameBytes, true);
  body.setUint16(14, statedBits, true);
  if (isExtensible) {
    body.setUint16(16, 22, true);
    body.setUint16(18, statedBits, true);
    body.setUint16(24, codec, true);
  }
  return chunk("fmt ", new Uint8Array(body.buffer));
}

export function chunk(id: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (body.length % 2));
  bytes.set(new TextEncoder().encode(id));
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

export function riff(kind: string, chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat([new TextEncoder().encode(kind), ...chunks]);
  return chunk("RIFF", body);
}

function encode(samples: Int16Array, { channels, bits, codec, gains }: Written): Uint8Array {
  const width = bits / 8;
  const view = new DataView(new ArrayBuffer(samples.length * channels * width));
  samples.forEach((sample, i) => {
    for (let channel = 0; channel < channels; channel++) {
      write(view, (i * channels + channel) * width, { value: sample * (gains[channel] ?? 1), bits, isFloat: codec === 3 });
    }
  });
  return new Uint8Array(view.buffer);
}

function write(view: DataView, at: number, { value, bits, isFloat }: { readonly value: number; readonly bits: number; readonly isFloat: boolean }): void {
  if (isFloat && bits === 32) view.setFloat32(at, value / 32_768, true);
  else if (isFloat && bits === 64) view.setFloat64(at, value / 32_768, true);
  else if (bits === 8) view.setUint8(at, Math.floor(value / 256) + 128);
  else if (bits === 16) view.setInt16(at, value, true);
  else if (bits === 24) { view.setUint8(at, 0); view.setInt16(at + 1, value, true); }
  else view.setInt32(at, value * 65_536, true);
}
