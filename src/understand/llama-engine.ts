import type { Llama, LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { createMutex } from "../base/async.ts";
import { AssistantError, isAbort, messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { decodeAnswer } from "./decode-answer.ts";
import type { ScoreNext } from "./decode-answer.ts";
import { readGgufHeader } from "./gguf-header.ts";
import type { Choice, ChooseRequest, LanguageModel } from "./language-model.ts";
import { createPromptTokenizer } from "./llama-prompt.ts";
import type { PromptTokenizer } from "./llama-prompt.ts";
import { createStateStore } from "./llama-state.ts";
import type { StateStore } from "./llama-state.ts";
import { rememberPieces, startWalk } from "./token-walk.ts";
import type { TokenizePiece } from "./token-walk.ts";

export type LlamaEngineSettings = {
  /** A GGUF file. */
  readonly modelPath: string;
  /** Leave one core free: ggml threads spin while they wait. */
  readonly threads: number;
  /** false: CPU. A GPU needs its own binary package beside node-llama-cpp. */
  readonly gpu: false | "auto" | "cuda" | "vulkan" | "metal";
  /** How many tokens prompt and answer may have together. */
  readonly contextTokens: number;
  /** false reads the file into memory once, 780 instead of 1293 MB for TinyLlama Q4_0 with its weights repacked; same speed. */
  readonly useMmap: boolean;
  /** Where the evaluated constant part is kept between starts; nowhere when absent. */
  readonly stateDirectory?: string;
  /** The constant part of the questions to come: evaluated, or read from `stateDirectory`, before the engine is given out. */
  readonly prepare?: Pick<ChooseRequest, "systemPrefix" | "examples">;
  readonly log?: Logger;
};

/** Native code cannot be interrupted; a slice of 64 tokens costs no more per token than a long one and ends in under 0.3 s on two cores. */
const sliceTokens = 64;

type Loaded = {
  readonly llama: Llama;
  readonly sequence: LlamaContextSequence;
  readonly tokenizePrompt: PromptTokenizer;
  readonly tokenizePiece: TokenizePiece;
  readonly endToken: number;
  readonly states: StateStore | undefined;
};

/**
 * llama.cpp in this process, through node-llama-cpp. A crash of native code ends the process, so the daemon runs it in a child.
 * @throws MODEL_MISSING, MODEL_INVALID, ENGINE_MISSING when the package or its binary is not there, ENGINE_FAILED
 */
export async function createLlamaEngine(settings: LlamaEngineSettings, signal: AbortSignal): Promise<LanguageModel> {
  const loaded = await load(settings, signal);
  if (settings.prepare !== undefined) await prepare(loaded, settings.prepare, signal);
  const oneAtATime = createMutex();
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  return {
    choose: async (request, callerSignal) => {
      const either = AbortSignal.any([callerSignal, closing.signal]);
      try {
        return await oneAtATime(() => chooseWith(loaded, request, either), either);
      } catch (error) {
        throw asEngineFailure(error, callerSignal);
      }
    },
    [Symbol.asyncDispose]() {
      closing.abort(new AssistantError("ENGINE_FAILED", "language model: it was closed while or before it was asked."));
      closed ??= oneAtATime(() => loaded.llama.dispose(), new AbortController().signal);
      return closed;
    },
  };
}

/** Asks a question with one possible answer: the constant part is read, and nothing has to be decided. */
async function prepare(loaded: Loaded, constant: Pick<ChooseRequest, "systemPrefix" | "examples">, signal: AbortSignal): Promise<void> {
  const answers = { nodes: [{ edges: [["ready", 1]] as const, accept: false }, { edges: [], accept: true }], maxRepeats: 0 };
  try {
    await chooseWith(loaded, { ...constant, question: "", answers, maxTokens: 16 }, signal);
  } catch (error) {
    await loaded.llama.dispose();
    throw asEngineFailure(error, signal);
  }
}

/** Aborts and told failures stay as they are, the rest is ENGINE_FAILED. */
function asEngineFailure(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof AssistantError || isAbort(error, signal)) return error;
  return new AssistantError("ENGINE_FAILED", `language model: ${messageOf(error)}.`, { cause: error });
}

async function chooseWith(loaded: Loaded, request: ChooseRequest, signal: AbortSignal): Promise<Choice> {
  const walk = startWalk(request.answers, loaded.tokenizePiece, loaded.endToken);
  const prompt = loaded.tokenizePrompt(request);
  const needed = prompt.all.length + request.maxTokens;
  if (needed > loaded.sequence.contextSize) {
    throw new AssistantError("ENGINE_FAILED", `language model: prompt and answer may need ${needed} tokens, the context holds ${loaded.sequence.contextSize}. Raise contextTokens.`);
  }
  const counts = { promptTokens: 0, evaluations: 0 };
  const scoreNext = scorerOf(loaded.sequence, { signal, onEvaluate: () => { counts.evaluations++; } });
  const kept = await restorePrompt(loaded, prompt, async (tokens) => { counts.promptTokens += tokens.length; await scoreNext(tokens, []); });
  const unread = prompt.all.slice(kept);
  counts.promptTokens += unread.length;
  const answer = await decodeAnswer(unread, { walk, scoreNext, maxTokens: request.maxTokens });
  return { ...answer, ...counts };
}

/** Brings the sequence as far along the prompt as kept states allow, at least through the constant part; gives how far. */
async function restorePrompt(
  { sequence, states }: Loaded,
  prompt: { readonly constant: readonly number[]; readonly all: readonly number[] },
  evaluate: (tokens: readonly number[]) => Promise<void>,
): Promise<number> {
  // The last token is always read again, because the scores that follow it are not kept.
  await sequence.adaptStateToTokens(prompt.all.slice(0, -1) as Token[], false);
  if (sequence.nextTokenIndex >= prompt.constant.length) return sequence.nextTokenIndex;
  if (states !== undefined && await states.load(sequence, prompt.constant)) return sequence.nextTokenIndex;
  await evaluate(prompt.constant.slice(sequence.nextTokenIndex));
  await states?.save(sequence, prompt.constant);
  return sequence.nextTokenIndex;
}

/** Reads tokens in slices, looking at the signal before each; asks for the legal tokens' logits after the last. */
function scorerOf(sequence: LlamaContextSequence, { signal, onEvaluate }: { readonly signal: AbortSignal; readonly onEvaluate: () => void }): ScoreNext {
  return async (tokens, legal) => {
    let scores: ReadonlyMap<number, number> = new Map();
    for (let start = 0; start < tokens.length; start += sliceTokens) {
      signal.throwIfAborted();
      const slice = tokens.slice(start, start + sliceTokens) as Token[];
      const last = slice.at(-1);
      const wantsScores = legal.length > 0 && start + sliceTokens >= tokens.length && last !== undefined;
      const filter = { tokens: legal as readonly Token[] };
      const output = await sequence.controlledEvaluate(wantsScores ? [...slice.slice(0, -1), [last, { generateNext: { logits: { filter } } }]] : slice);
      onEvaluate();
      if (wantsScores) scores = output.at(-1)?.next.logits ?? scores;
    }
    signal.throwIfAborted();
    return scores;
  };
}

async function load(settings: LlamaEngineSettings, signal: AbortSignal): Promise<Loaded> {
  const header = await readGgufHeader(settings.modelPath);
  const library = await importLibrary();
  const llama = await startLibrary(library, settings);
  try {
    const model = await llama.loadModel({ modelPath: settings.modelPath, useMmap: settings.useMmap, loadSignal: signal })
      .catch((error: unknown) => { signal.throwIfAborted(); throw asLoadFailure(library, error, settings); });
    const context = await model.createContext({
      contextSize: settings.contextTokens, batchSize: sliceTokens, sequences: 1, threads: settings.threads, createSignal: signal,
    });
    const endToken = model.tokens.eot ?? model.tokens.eos;
    if (endToken === null) throw new AssistantError("MODEL_INVALID", `${settings.modelPath}: has no token that ends a turn. Use a chat model.`);
    const madeWith = [header, await library.getModuleVersion(), llama.llamaCppRelease, llama.gpu, context.contextSize, context.flashAttention];
    const { stateDirectory: directory } = settings;
    return {
      llama, endToken,
      sequence: context.getSequence(),
      tokenizePiece: rememberPieces((text) => model.tokenize(text, false, "trimLeadingSpace")),
      tokenizePrompt: promptTokenizerOf(model),
      states: directory === undefined ? undefined : createStateStore({ directory, madeWith, log: settings.log }),
    };
  } catch (error) {
    await llama.dispose();
    throw asEngineFailure(error, signal);
  }
}

async function importLibrary(): Promise<typeof import("node-llama-cpp")> {
  try {
    return await import("node-llama-cpp");
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", `node-llama-cpp: ${messageOf(error)}. Run 'npm ci' on this machine.`, { cause: error });
  }
}

/** Never compiles: a daemon that starts a compiler on a small board is gone for an hour. */
async function startLibrary(library: typeof import("node-llama-cpp"), { gpu, threads, log }: LlamaEngineSettings): Promise<Llama> {
  try {
    return await library.getLlama({
      gpu, build: "never", maxThreads: threads, logLevel: library.LlamaLogLevel.warn,
      logger: (level, message) => log?.debug("llama.cpp", { level, message: message.trim() }),
    });
  } catch (error) {
    throw new AssistantError("ENGINE_MISSING", `node-llama-cpp has no binary for this machine (gpu: ${gpu}): ${messageOf(error)}. Run 'npm ci' here, or see README.`, { cause: error });
  }
}

/** Too little memory is not the file's fault. */
function asLoadFailure(library: typeof import("node-llama-cpp"), error: unknown, { modelPath }: LlamaEngineSettings): unknown {
  if (error instanceof library.InsufficientMemoryError) return error;
  return new AssistantError("MODEL_INVALID", `${modelPath}: llama.cpp cannot load it: ${messageOf(error)}. Run 'sotto models verify'.`, { cause: error });
}

function promptTokenizerOf(model: LlamaModel): PromptTokenizer {
  return createPromptTokenizer({
    chatTemplate: model.fileInfo.metadata.tokenizer?.chat_template,
    endOfTurn: model.tokens.eosString ?? "",
    beginToken: model.tokens.shouldPrependBosToken ? model.tokens.bos ?? undefined : undefined,
    tokenize: (text, { control, isFirst }) => isFirst ? model.tokenize(text, control) : model.tokenize(text, control, "trimLeadingSpace"),
  });
}
