// What a WAV file says of itself: Microsoft's RIFF with a `fmt ` and a `data` chunk. (pure)
import { AssistantError } from "../base/errors.ts";

/** How the samples of a WAV file are written, and where. */
export type WavHeader = {
  readonly encoding: "integer" | "float";
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Bytes per sample of one channel: 1 to 4 for integers, 4 or 8 for floats. */
  readonly sampleBytes: number;
  /** Where the samples are in the file. Always whole frames (one sample of each channel). */
  readonly dataStart: number;
  readonly dataEnd: number;
};

/** Rates that people record at, with room on either side: telephones have 8 kHz, studios 192 kHz. */
const leastRateHz = 4000;
const mostRateHz = 192_000;
const mostChannels = 64;

/** Codecs by number, RFC 2361 and mmreg.h, so that a refusal can name what the file holds. */
const codecNames: Readonly<Record<number, string>> = {
  0x0002: "Microsoft ADPCM", 0x0006: "A-law", 0x0007: "µ-law", 0x0011: "IMA ADPCM", 0x0031: "GSM 6.10",
  0x0050: "MPEG audio", 0x0055: "MP3", 0x00ff: "AAC", 0x0161: "Windows Media Audio", 0x1610: "AAC", 0x2000: "AC-3", 0xf1ac: "FLAC",
};
const codec = { integer: 1, float: 3, extensible: 0xfffe } as const;

/** Files that start otherwise, by their first bytes. */
const foreignFiles: readonly (readonly [start: string, name: string])[] = [
  ["RIFX", "a big-endian RIFX file"], ["RF64", "an RF64 file"], ["OggS", "an Ogg file"], ["fLaC", "a FLAC file"], ["ID3", "an MP3 file"],
];

/** Programs that write a WAV into a pipe cannot know its length and write 0 or one near these instead. */
const streamedLengths = [0x7fff_ffff, 0xffff_ffff];
const nearStreamedLength = 65_536;

type Chunk = { readonly id: string; readonly start: number; readonly length: number };

/**
 * Reads the header of a whole WAV file.
 * A `data` chunk that promises more than the file holds is taken up to the end when that is whole frames.
 * @throws WAV_INVALID with the reason
 */
export function readWavHeader(file: Uint8Array): WavHeader {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  refuseForeignFiles(file);
  let format: Omit<WavHeader, "dataStart" | "dataEnd"> | undefined;
  for (const chunk of chunksOf(file, view)) {
    if (chunk.id === "fmt ") format = readFormat(view, chunk);
    if (chunk.id !== "data") continue;
    if (format === undefined) throw invalid("its data comes before its format");
    return { ...format, ...readExtent(view, chunk, format.sampleBytes * format.channels) };
  }
  throw invalid(format === undefined ? "it has no fmt chunk" : "it has no data chunk");
}

function refuseForeignFiles(file: Uint8Array): void {
  const start = textAt(file, 0);
  const foreign = foreignFiles.find(([prefix]) => start.startsWith(prefix));
  if (foreign !== undefined) throw invalid(`it is ${foreign[1]}`);
  if (start !== "RIFF") throw invalid("it does not start with RIFF");
  if (file.length < 12) throw invalid("its header is cut short");
  if (textAt(file, 8) !== "WAVE") throw invalid("it is a RIFF file, but not of sound");
}

function* chunksOf(file: Uint8Array, view: DataView): Generator<Chunk> {
  for (let at = 12; at + 8 <= file.length;) {
    const length = view.getUint32(at + 4, true);
    yield { id: textAt(file, at), start: at + 8, length };
    at += 8 + length + (length % 2);                         // chunks begin at even places
  }
}

function readFormat(view: DataView, { start, length }: Chunk): Omit<WavHeader, "dataStart" | "dataEnd"> {
  if (length < 16 || start + length > view.byteLength) throw invalid("its fmt chunk is cut short");
  const channels = view.getUint16(start + 2, true);
  const sampleRateHz = view.getUint32(start + 4, true);
  const frameBytes = view.getUint16(start + 12, true);
  const encoding = readEncoding(view, start, length);
  if (channels < 1 || channels > mostChannels) throw invalid(`it has ${channels} channels, not 1 to ${mostChannels}`);
  if (sampleRateHz < leastRateHz || sampleRateHz > mostRateHz) throw invalid(`its rate is ${sampleRateHz} Hz, not ${leastRateHz} to ${mostRateHz}`);
  // The room that a sample takes counts, not its bits: 20 bits lie at the upper end of 24.
  const sampleBytes = frameBytes / channels;
  const widths = encoding === "integer" ? [1, 2, 3, 4] : [4, 8];
  if (!widths.includes(sampleBytes)) throw invalid(`its samples take ${frameBytes} bytes for ${channels} channels`);
  return { encoding, sampleRateHz, channels, sampleBytes };
}

function readEncoding(view: DataView, start: number, length: number): WavHeader["encoding"] {
  const plain = view.getUint16(start, true);
  // WAVE_FORMAT_EXTENSIBLE: the codec's number is the start of a GUID at byte 24.
  if (plain === codec.extensible && length < 26) throw invalid("its fmt chunk is cut short");
  const number = plain === codec.extensible ? view.getUint16(start + 24, true) : plain;
  if (number === codec.integer) return "integer";
  if (number === codec.float) return "float";
  throw invalid(`its sound is ${codecNames[number] ?? `of the unknown codec 0x${number.toString(16)}`}, not plain PCM`);
}

function readExtent(view: DataView, { start, length }: Chunk, frameBytes: number): Pick<WavHeader, "dataStart" | "dataEnd"> {
  const presentBytes = view.byteLength - start;
  const extent = (bytes: number) => ({ dataStart: start, dataEnd: start + bytes - (bytes % frameBytes) });
  // A length of 0 is meant when the file as a whole has the length that it states.
  const isWholeFile = view.getUint32(4, true) + 8 === view.byteLength;
  const isStreamed = streamedLengths.some((end) => length <= end && length > end - nearStreamedLength) || (length === 0 && !isWholeFile);
  const bytes = isStreamed ? presentBytes : Math.min(length, presentBytes);
  if (bytes < frameBytes) throw invalid("it holds no sound");
  const isCut = !isStreamed && length > presentBytes && presentBytes % frameBytes !== 0;
  if (isCut) throw invalid(`it is cut short: ${length} bytes of sound are promised and ${presentBytes} are there`);
  return extent(bytes);
}

function textAt(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4));
}

function invalid(reason: string): AssistantError {
  return new AssistantError("WAV_INVALID", reason);
}
