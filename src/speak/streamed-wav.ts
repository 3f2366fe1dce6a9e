// The header of a WAV that is still being made, whose lengths are therefore not to be believed (pure).

/** SOURCE espeak-ng(1), --stdout: a RIFF header of the plain form, 44 bytes, then samples until the stream ends. */
export const streamedWavHeaderBytes = 44;

/** The sample rate of a mono s16 WAV, or undefined when the bytes are no such header. */
export function streamedWavSampleRateHz(header: Uint8Array): number | undefined {
  if (header.length < streamedWavHeaderBytes) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, streamedWavHeaderBytes);
  const name = (at: number) => String.fromCharCode(...header.subarray(at, at + 4));
  const isWav = name(0) === "RIFF" && name(8) === "WAVE" && name(12) === "fmt " && name(36) === "data";
  const [format, channels, bits] = [view.getUint16(20, true), view.getUint16(22, true), view.getUint16(34, true)];
  if (!isWav || format !== 1 || channels !== 1 || bits !== 16) return undefined;
  return view.getUint32(24, true);
}

/** Whole s16 samples of bytes that come in any portions; half a sample waits for its other half. */
export function createSampleJoiner(): (bytes: Uint8Array) => Int16Array {
  let left = new Uint8Array(0);
  return (bytes) => {
    const joined = new Uint8Array(left.length + bytes.length);
    joined.set(left);
    joined.set(bytes, left.length);
    const whole = joined.length - (joined.length % 2);
    left = joined.slice(whole);
    return new Int16Array(joined.buffer, 0, whole / 2);
  };
}
