// The inference child: Whisper and llama.cpp run here, where a crash or a hang hurts nobody else.
// Started by engine-host.ts with an IPC channel; speaks inference-protocol.ts; ends when the channel does.
import { AssistantError, messageOf } from "../base/errors.ts";
import { createMutex } from "../base/async.ts";
import { assembleEngines, type Engines } from "./assemble-engines.ts";
import type { FromChild, InferenceCalls, InferenceMethod, ToChild } from "./inference-protocol.ts";

const oneAtATime = createMutex();     // ggml's threads spin: two inferences at once are ten times slower than one after the other
const running = new Map<number, AbortController>();
let engines: Engines | undefined;

process.on("message", (message: ToChild) => {
  switch (message.kind) {
    case "start": engines = assembleEngines(message.settings); break;
    case "call": void serve(message.id, message.method, message.input); break;
    case "cancel": running.get(message.id)?.abort(new DOMException("cancelled", "AbortError")); break;
    case "stop": void stop(); break;
  }
});
process.on("disconnect", () => process.exit(0));
// The terminal's Ctrl-C goes to the whole process group; the daemon decides when this child stops.
process.on("SIGINT", () => undefined);

async function serve(id: number, method: InferenceMethod, input: unknown): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  running.set(id, controller);
  let work: Promise<InferenceCalls[InferenceMethod]["output"]> | undefined;
  try {
    const value = await oneAtATime(() => (work = untilQuiet(method, input, signal)), signal);
    send({ kind: "result", id, value });
  } catch (error) {
    // A call that was still in line is over at once. One at work is over only when native code is: a host that never
    // hears of it takes it for hanging and ends this process.
    await work?.catch(() => undefined);
    if (signal.aborted) send({ kind: "cancelled", id });
    else send({ kind: "error", id, code: error instanceof AssistantError ? error.code : "ENGINE_FAILED", message: messageOf(error) });
  } finally {
    running.delete(id);
  }
}

/** The call, and after an abort the wait for Whisper's native code, which cannot be interrupted: its threads must not meet the next call's. */
async function untilQuiet(method: InferenceMethod, input: unknown, signal: AbortSignal): Promise<InferenceCalls[InferenceMethod]["output"]> {
  try {
    return await call(method, input, signal);
  } finally {
    // Loading what is loaded does nothing but wait for its turn behind the work that was given up.
    if (signal.aborted && method === "transcribe") await (await engines?.speechToText())?.load(new AbortController().signal);
  }
}

async function call(method: InferenceMethod, input: unknown, signal: AbortSignal): Promise<InferenceCalls[InferenceMethod]["output"]> {
  if (engines === undefined) throw new AssistantError("ENGINE_FAILED", "the inference child was called before it was started");
  switch (method) {
    case "transcribe": {
      const { utterance, vocabulary } = input as InferenceCalls["transcribe"]["input"];
      return (await engines.speechToText()).transcribe(utterance, { vocabulary, signal });
    }
    case "choose": return (await engines.languageModel()).choose(input as InferenceCalls["choose"]["input"], signal);
    case "warm": {
      await (input === "speechToText" ? engines.speechToText() : engines.languageModel());
      return undefined;
    }
  }
}

async function stop(): Promise<void> {
  for (const controller of running.values()) controller.abort(new DOMException("stopping", "AbortError"));
  await engines?.[Symbol.asyncDispose]();
  process.exit(0);
}

function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}
