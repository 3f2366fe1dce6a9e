// The standard voice: a robot, but one that starts to speak within milliseconds on any machine.
import { AssistantError } from "../base/errors.ts";
import type { Loudspeaker } from "./loudspeaker.ts";
import { orStall, type ProgramEnd, type RunningProgram, startProgram } from "./program.ts";
import { speakableText } from "./speakable-text.ts";
import { createSampleJoiner, streamedWavHeaderBytes, streamedWavSampleRateHz } from "./streamed-wav.ts";
import type { SpokenAudio, TextToSpeech } from "./text-to-speech.ts";
import { createVoice } from "./voice.ts";

export type EspeakNgSettings = {
  /** A name of `espeak-ng --voices`; its own standard when undefined. */
  readonly voice: string | undefined;
  /** 80..450, as espeak-ng takes it. */
  readonly wordsPerMinute: number;
  readonly loudspeaker: Loudspeaker;
  readonly program?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** The slowest sentence starts within a tenth of a second; a program that gives nothing for so long hangs. */
const stallMs = 10_000;

/** A voice by the program espeak-ng. The text goes to its stdin, so it is never an argument and never sees a shell. */
export function createEspeakNg(settings: EspeakNgSettings): TextToSpeech {
  return createVoice(async (text, signal) => {
    const finished = new AbortController();
    try {
      // However playing ends, the making of more ends with it.
      const audio = await synthesize(text, settings, AbortSignal.any([signal, finished.signal]));
      if (audio !== undefined) await settings.loudspeaker.play(audio, signal);
    } finally {
      finished.abort();
    }
  });
}

/**
 * The text as sound, which comes while it is being made. Undefined when it holds nothing to say.
 * @throws SPEECH_OUTPUT_MISSING, SPEECH_OUTPUT_FAILED
 */
export async function synthesize(text: string, settings: Omit<EspeakNgSettings, "loudspeaker">, signal: AbortSignal): Promise<SpokenAudio | undefined> {
  // SOURCE espeak-ng docs/phonemes.md: what stands in [[ ]] is taken for phonemes. Brackets are not read aloud anyway.
  const words = speakableText(text).replace(/[[\]]/g, " ").trim();
  if (words === "") return undefined;
  const voice = settings.voice === undefined ? [] : ["-v", settings.voice];
  const program = startProgram(settings.program ?? "espeak-ng", ["--stdin", "--stdout", "-b", "1", "-s", String(settings.wordsPerMinute), ...voice], { signal, environment: settings.environment });
  program.stdin.end(words);
  const chunks: AsyncIterator<Buffer> = program.stdout[Symbol.asyncIterator]();
  const next = () => orStall(chunks.next(), { signal, stallMs, hanging: "espeak-ng gives no sound. Install the Debian package espeak-ng again, or set speak.engine to none in the config." });
  const start = await readHeader(next).catch((error: unknown) => {
    program.stop();
    throw error;
  });
  signal.throwIfAborted();
  const sampleRateHz = streamedWavSampleRateHz(start);
  if (sampleRateHz === undefined) {
    program.stop();
    throw synthesisError(await program.ended, settings.voice);
  }
  return { sampleRateHz, chunks: samplesOf(program, start.subarray(streamedWavHeaderBytes), next) };
}

type NextChunk = () => Promise<IteratorResult<Buffer, unknown>>;

/** At least a header's bytes, unless the stream ends before. */
async function readHeader(next: NextChunk): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < streamedWavHeaderBytes) {
    const chunk = await next();
    if (chunk.done === true) break;
    start = Buffer.concat([start, chunk.value]);
  }
  return start;
}

async function* samplesOf(program: RunningProgram, first: Buffer, next: NextChunk): AsyncGenerator<Int16Array> {
  const join = createSampleJoiner();
  try {
    yield join(first);
    for (let chunk = await next(); chunk.done !== true; chunk = await next()) yield join(chunk.value);
  } finally {
    // Also when nobody wants the rest.
    program.stop();
  }
}

function synthesisError(end: ProgramEnd, voice: string | undefined): AssistantError {
  switch (end.kind) {
    case "notInstalled": return new AssistantError("SPEECH_OUTPUT_MISSING", "espeak-ng is not installed, so nothing can be said aloud. Run: sudo apt install espeak-ng (or set speak.engine to none in the config).");
    case "notStarted": return new AssistantError("SPEECH_OUTPUT_FAILED", `espeak-ng cannot be started: ${end.reason}. Install the Debian package espeak-ng again.`);
    case "ended": return new AssistantError("SPEECH_OUTPUT_FAILED", `espeak-ng${voice === undefined ? "" : ` with the voice ${voice}`}: ${end.complaint === "" ? "gave no sound" : end.complaint}. Run \`espeak-ng --voices\` and name one as speak.voice in the config.`);
  }
}
