import { AssistantError } from "../base/errors.ts";
import { monotonicNowMs } from "../base/time.ts";
import type { CommandLine } from "./cli.ts";
import { loadConfig } from "./load-config.ts";
import { pullModel } from "./model-download.ts";
import { checkModel, defaultModels, findModel, type Manifest, type ModelEntry, modelRoles, readManifest, verifyModels } from "./models.ts";
import { createProgressPrinter, megabytes } from "./progress-bar.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** `sotto models list | pull [ID or role …] | verify`. Pull without names brings the defaults. */
export async function runModels(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const [action = "list", ...names] = line.words;
  const { config, modelsDirectory } = await loadConfig(shell, line.config);
  const manifest = await readManifest(shell.packageRoot);
  const store = { manifest, directory: modelsDirectory, mirror: config.models.mirror };
  switch (action) {
    case "list": return list(shell, store, line.json, signal);
    case "pull": return pull(shell, store, names, signal);
    case "verify": return verify(shell, store, signal);
    default: throw new AssistantError("USAGE", `there is no "sotto models ${action}": it is list, pull or verify`);
  }
}

type Store = { readonly manifest: Manifest; readonly directory: string; readonly mirror: string | undefined };

async function list(shell: Shell, { manifest, directory }: Store, json: boolean, signal: AbortSignal): Promise<ExitCode> {
  for (const entry of manifest) {
    const state = await checkModel(entry, directory, { rehash: "whenUnstamped", signal });
    if (json) printLine(shell.output, JSON.stringify({ ...entry, directory, state: state.kind }));
    else printLine(shell.output, `${entry.id.padEnd(28)} ${entry.role.padEnd(4)} ${megabytes(entry.bytes).padStart(6)} MB  ${entry.license.padEnd(11)} ${state.kind === "ok" ? "installed" : state.kind}${entry.default ? "  (default)" : ""}`);
  }
  if (!json) printLine(shell.output, `in ${directory}`);
  return 0;
}

async function pull(shell: Shell, store: Store, names: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  for (const entry of chosen(store.manifest, names)) {
    const printer = createProgressPrinter({ label: entry.id, totalBytes: entry.bytes }, { columns: shell.columns, write: (text) => shell.output.write(text), nowMs: monotonicNowMs });
    let isMoving = false;
    const result = await pullModel(entry, {
      directory: store.directory, mirror: store.mirror, fetch, signal, nowMs: monotonicNowMs,
      neighbours: { processId: shell.processId, isAlive: shell.isAlive },
      onProgress: (doneBytes) => { isMoving = true; printer.show(doneBytes); },
      onRetry: ({ reason, waitMs }) => printLine(shell.errors, `\n${reason}; trying again in ${Math.ceil(waitMs / 1000)} s`),
    }).finally(() => { if (isMoving) printer.finish(); });
    printLine(shell.output, `${entry.id}: ${result.kind === "pulled" ? "downloaded and verified" : "already there"}, ${result.path} (${entry.license}, ${entry.source})`);
  }
  return 0;
}

/** Ids and roles; a role stands for its default model. */
function chosen(manifest: Manifest, names: readonly string[]): readonly ModelEntry[] {
  if (names.length === 0) return defaultModels(manifest);
  return names.flatMap((name) => modelRoles.some((role) => role === name) ? defaultModels(manifest).filter((entry) => entry.role === name) : [findModel(manifest, name)]);
}

async function verify(shell: Shell, { manifest, directory }: Store, signal: AbortSignal): Promise<ExitCode> {
  let damaged = 0;
  for (const { entry, state } of await verifyModels(manifest, directory, { signal })) {
    if (state.kind === "damaged") damaged++;
    printLine(shell.output, `${entry.id.padEnd(28)} ${state.kind === "damaged" ? `damaged: ${state.reason}. Run: sotto models pull ${entry.id}` : state.kind === "ok" ? "ok" : "not installed"}`);
  }
  return damaged === 0 ? 0 : 1;
}
