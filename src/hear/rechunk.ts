// Bytes to samples, and samples to pieces of one size. The one place that deals with sizes. (pure)

/** Cuts a stream of sound into pieces of one size; what does not fill a piece waits for the next call. */
export type Rechunker = (samples: Int16Array) => readonly Int16Array[];

/** @param size samples per piece; each piece is an array of its own that the caller may keep */
export function createRechunker(size: number): Rechunker {
  let piece = new Int16Array(size);
  let filled = 0;
  return (samples) => {
    const pieces: Int16Array[] = [];
    for (let at = 0; at < samples.length;) {
      const count = Math.min(size - filled, samples.length - at);
      piece.set(samples.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < size) continue;
      pieces.push(piece);
      piece = new Int16Array(size);
      filled = 0;
    }
    return pieces;
  };
}

/** Turns raw s16 little-endian bytes into samples. A pipe may cut a sample in two: its first byte waits for the next call. */
export function createSampleDecoder(): (bytes: Uint8Array) => Int16Array {
  let lowByte: number | undefined;
  return (bytes) => {
    const held = lowByte === undefined ? 0 : 1;
    const samples = new Int16Array((bytes.length + held) >> 1);
    const byteAt = (index: number) => (index < held ? lowByte : bytes[index - held]) ?? 0;
    for (let i = 0; i < samples.length; i++) samples[i] = byteAt(2 * i) | (byteAt(2 * i + 1) << 8);
    lowByte = (bytes.length + held) % 2 === 1 ? byteAt(2 * samples.length) : undefined;
    return samples;
  };
}

/** Joins pieces into one. */
export function joinSamples(pieces: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
