// `sotto explain "…"`: how a sentence is taken in this home, and why not otherwise. Nothing is acted on.
import { AssistantError } from "../base/errors.ts";
import { createLogger } from "../base/log.ts";
import { explain, type Explanation } from "../understand/explain.ts";
import type { CommandLine } from "./cli.ts";
import { describeExplanation } from "./explanation-text.ts";
import { takeInventory } from "./inventory.ts";
import { loadConfig } from "./load-config.ts";
import { loadUnderstanding } from "./load-understanding.ts";
import { areaNamed } from "./room.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** Reads the home as `sotto say` does. Exit code 0 when the sentence is understood, 1 when it is not. */
export async function runExplain(shell: Shell, line: CommandLine, signal: AbortSignal): Promise<ExitCode> {
  const text = line.words.join(" ");
  if (text.trim() === "") throw new AssistantError("USAGE", `explain what? For example: sotto explain "turn on the kitchen light"`);
  const loaded = await loadConfig(shell, line.config);
  const log = createLogger((told) => printLine(shell.errors, told), { level: "warn", style: "plain" });
  const { intents } = await loadUnderstanding(shell, loaded);
  const { home } = await takeInventory(loaded, (error) => log.warn(error.message, { code: error.code }), signal);
  const heardInAreaId = areaNamed(home, line.room ?? loaded.config.site.area, log);
  const explanation = await explain(intents, text, { home, heardInAreaId, signal });
  if (line.json) printLine(shell.output, JSON.stringify(explanation satisfies Explanation));
  else for (const told of describeExplanation(explanation, home)) printLine(shell.output, told);
  return explanation.result.kind === "commands" ? 0 : 1;
}
