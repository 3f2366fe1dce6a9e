import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";

/** What is needed of node-llama-cpp's `LlamaContextSequence`. */
export type EvaluatedSequence = {
  readonly contextTokens: readonly number[];
  saveStateToFile(path: string): Promise<unknown>;
  loadStateFromFile(path: string, risk: { readonly acceptRisk: true }): Promise<void>;
  clearHistory(): Promise<void>;
};

/** Keeps the evaluated constant part of the prompt on disk: reading it takes milliseconds, evaluating it seconds. */
export interface StateStore {
  /** True when `sequence` now holds the state of exactly `tokens`. */
  load(sequence: EvaluatedSequence, tokens: readonly number[]): Promise<boolean>;
  /** Writes the state of `sequence`, which must hold exactly `tokens`. A failure is only logged. */
  save(sequence: EvaluatedSequence, tokens: readonly number[]): Promise<void>;
}

export type StateStoreSettings = {
  /** Written by nobody else. Made when absent. */
  readonly directory: string;
  /** Whatever a state depends on beside the tokens: model file, package version, context options. */
  readonly madeWith: unknown;
  readonly log: Logger | undefined;
};

const stateFile = /^prefix-[0-9a-f]{64}\.(state|sha256)$/;

/**
 * A wrong or damaged state file may crash native code, so a file is only loaded when its name tells that it was made with
 * the same model, engine and tokens, and its content has the hash that was written after it.
 */
export function createStateStore({ directory, madeWith, log }: StateStoreSettings): StateStore {
  const baseOf = (tokens: readonly number[]) => `prefix-${createHash("sha256").update(JSON.stringify([madeWith, tokens])).digest("hex")}`;
  return {
    async load(sequence, tokens) {
      const base = join(directory, baseOf(tokens));
      try {
        const [expected, actual] = [await readFile(`${base}.sha256`, "utf8"), await hashOf(`${base}.state`)];
        if (expected.trim() !== actual) return false;
        await sequence.loadStateFromFile(`${base}.state`, { acceptRisk: true });
        const loaded = sequence.contextTokens;
        if (loaded.length === tokens.length && loaded.every((token, index) => token === tokens[index])) return true;
        await sequence.clearHistory();
        return false;
      } catch (error) {
        if (!isMissingFile(error)) log?.warn("the model's saved state could not be read; it is evaluated anew", { directory, cause: messageOf(error) });
        await sequence.clearHistory();
        return false;
      }
    },
    async save(sequence, tokens) {
      const base = join(directory, baseOf(tokens));
      const part = `${base}.${randomUUID()}.part`;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await sequence.saveStateToFile(part);
        const hash = await hashOf(part);
        await removeOthers(directory, base);
        await rename(part, `${base}.state`);
        await writeFile(`${base}.sha256`, `${hash}\n`, { mode: 0o600 });
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        log?.warn("the model's state could not be saved; the next start evaluates it anew", { directory, cause: messageOf(error) });
      }
    },
  };
}

async function hashOf(path: string): Promise<string> {
  return createHash("sha256").update(await readFile(path)).digest("hex");
}

/** One state is enough: those of other models or prompts are of no more use. */
async function removeOthers(directory: string, base: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => stateFile.test(name) && !join(directory, name).startsWith(base));
  await Promise.all(names.map((name) => rm(join(directory, name), { force: true })));
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
