// whisper.cpp's own server as a supervised child: the program of whoever built it, with CUDA or Vulkan if they did.
import { AssistantError, messageOf } from "../base/errors.ts";
import { deadlineSignal, sleep } from "../base/time.ts";
import type { Utterance } from "../hear/audio.ts";
import { audioContextFor } from "./audio-context.ts";
import { freeLoopbackPort } from "./free-port.ts";
import { startProgram, type RunningProgram } from "./program.ts";
import { toWavFile } from "./speech-samples.ts";
import type { LoadableSpeechToText } from "./speech-to-text.ts";
import { createWarmEngine, type Recognized } from "./warm-engine.ts";
import { checkWhisperModelFile } from "./whisper-model-file.ts";

export type WhisperServerSettings = {
  /** `whisper-server`, found on the PATH, or the file of one. */
  readonly program: string;
  readonly modelFile: string;
  readonly language: string;
  readonly threadCount: number;
  /** Bound of the vocabulary prompt, 0..224. */
  readonly promptTokenLimit: number;
  /** How long the program may take to load the model. */
  readonly startTimeoutMs: number;
};

type Server = { readonly program: RunningProgram; readonly url: string };

/** A started server answers within a second even on a small board; asking this often costs nothing. */
const pollMs = 20;
/** The kernel tells of a dead child within milliseconds, a core dump takes longer. */
const crashGraceMs = 500;

/**
 * The server is started with the first call, again when it has died, and ended by an abort and by disposing.
 * @throws (when used) ENGINE_MISSING, ENGINE_TIMEOUT, ENGINE_CRASHED, ENGINE_FAILED, MODEL_MISSING, MODEL_INVALID
 */
export function createWhisperServer(settings: WhisperServerSettings): LoadableSpeechToText {
  let server: Server | undefined;

  async function running(signal: AbortSignal): Promise<Server> {
    if (server !== undefined && !server.program.hasEnded()) return server;
    await checkWhisperModelFile(settings.modelFile);
    const starting = await start(settings);
    server = starting;
    try {
      await untilReady(starting, settings, signal);
      return starting;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    server?.program.kill();
    await server?.program.ended;
    server = undefined;
  }

  return createWarmEngine({
    load: async (signal) => { await running(signal); },
    async recognize(utterance, prompt, signal) {
      const { program, url } = await running(signal);
      try {
        return await ask(url, utterance, prompt, settings, signal);
      } catch (error) {
        if (error instanceof AssistantError) throw error;
        // A closed connection is the first sign of a crash; what the program said comes a moment later.
        if (!signal.aborted) await Promise.race([program.ended, sleep(crashGraceMs, signal)]).catch(() => undefined);
        const how = program.hasEnded() ? await program.ended : "broke off";
        // Killing is the one abort that every version of the server understands.
        await stop();
        signal.throwIfAborted();
        throw new AssistantError("ENGINE_CRASHED", `${settings.program} ${how} while it was asked: ${program.lastErrors()}. It is started again for the next utterance`, { cause: error });
      }
    },
    close: stop,
  }, { name: "whisper-server", language: settings.language, promptTokenLimit: settings.promptTokenLimit });
}

async function start(settings: WhisperServerSettings): Promise<Server> {
  const port = await freeLoopbackPort();
  const args = ["--host", "127.0.0.1", "--port", String(port), "--model", settings.modelFile, "--threads", String(settings.threadCount), "--language", settings.language, "--no-timestamps"];
  return { program: startProgram({ path: settings.program, args }), url: `http://127.0.0.1:${port}` };
}

async function untilReady({ program, url }: Server, settings: WhisperServerSettings, signal: AbortSignal): Promise<void> {
  using deadline = deadlineSignal(signal, settings.startTimeoutMs);
  for (;;) {
    if (program.hasEnded()) throw await startFailure(program, settings);
    if (await answers(url, deadline.signal)) return;
    try {
      await sleep(pollMs, deadline.signal);
    } catch (error) {
      if (!deadline.timedOut()) throw error;
      throw new AssistantError("ENGINE_TIMEOUT", `${settings.program} was not ready after ${settings.startTimeoutMs} ms: ${program.lastErrors()}`, { cause: error });
    }
  }
}

async function startFailure(program: RunningProgram, settings: WhisperServerSettings): Promise<AssistantError> {
  const how = await program.ended;
  return how.startsWith("could not")
    ? new AssistantError("ENGINE_MISSING", `${settings.program} ${how}. Build it from github.com/ggml-org/whisper.cpp and put it on the PATH, or choose another transcribe.engine`)
    : new AssistantError("ENGINE_FAILED", `${settings.program} ${how} while it loaded ${settings.modelFile}: ${program.lastErrors()}`);
}

/** Older servers have no /health but listen only once the model is loaded; newer ones answer 503 until then. */
async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal });
    await response.arrayBuffer();
    return response.status !== 503;
  } catch {
    return false;                                // not listening yet, or out of time: the caller's loop tells which
  }
}

async function ask(url: string, utterance: Utterance, prompt: string, settings: WhisperServerSettings, signal: AbortSignal): Promise<Recognized> {
  const form = new FormData();
  form.set("file", new Blob([toWavFile(utterance.samples)], { type: "audio/wav" }), "utterance.wav");
  const fields = {
    response_format: "verbose_json", no_language_probabilities: "true", language: settings.language,
    temperature: "0", temperature_inc: "0", best_of: "1", beam_size: "1",
    no_timestamps: "true", token_timestamps: "false", audio_ctx: String(audioContextFor(utterance.durationMs)), prompt,
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const response = await fetch(`${url}/inference`, { method: "POST", body: form, signal });
  const body = await response.text();
  if (!response.ok) throw new AssistantError("ENGINE_FAILED", `whisper-server answered ${response.status}: ${body.slice(0, 200)}`);
  return readAnswer(body, settings.language);
}

/** The parts of `verbose_json` that are used; `language` there is a whole word, so the asked one is kept. */
function readAnswer(body: string, language: string): Recognized {
  try {
    const answer = JSON.parse(body) as { readonly text?: unknown; readonly segments?: readonly { readonly avg_logprob?: unknown }[] };
    const logs = (answer.segments ?? []).map((segment) => segment.avg_logprob).filter((log) => typeof log === "number");
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return { text: String(answer.text ?? ""), language, confidence: logs.length === 0 ? undefined : Math.min(1, Math.exp(mean)) };
  } catch (error) {
    throw new AssistantError("ENGINE_FAILED", `whisper-server's answer is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
