// The language model behind the templates, as the daemon has it, for `npm run eval -- --parser model|both`.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = process.env.SOTTO_DIST ?? join(root, "dist");

/**
 * @param modelPath a GGUF file; the engine is loaded once and shared by all languages
 * @returns a maker of parsers, and what ends the engine
 */
export async function createGuess(modelPath) {
  const { createLlamaEngine } = await import(join(dist, "understand/llama-engine.js"));
  const { createModelParser } = await import(join(dist, "understand/model-parser.js"));
  const { constantPrompt } = await import(join(dist, "understand/model-prompt.js"));
  const threads = Math.max(1, availableParallelism() - 1);
  const model = await createLlamaEngine({ modelPath, threads, gpu: false, contextTokens: 4096, useMmap: true, prepare: constantPrompt }, new AbortController().signal);
  return {
    guess: async (intents) => createModelParser({ model, deadlineMs: 60_000, colors: intents.lists.colors }),
    dispose: () => model[Symbol.asyncDispose](),
  };
}
