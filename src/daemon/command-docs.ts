import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { intentTable } from "../understand/intent-table.ts";
import { readIntents } from "../understand/load-intents.ts";
import { renderConfigExample, renderConfigTable, withGenerated } from "./config-docs.ts";
import { type ExitCode, printLine, type Shell } from "./shell.ts";

/** `npm run docs`: writes config.example.yaml and the generated parts of README.md from their sources. */
export async function runDocs(shell: Shell, _signal: AbortSignal): Promise<ExitCode> {
  const intents = await readIntents(fileURLToPath(new URL("intents/en/", shell.packageRoot)));
  await writeFile(new URL("config.example.yaml", shell.packageRoot), renderConfigExample());
  const readme = new URL("README.md", shell.packageRoot);
  let text = await readFile(readme, "utf8");
  for (const [name, content] of [["config", renderConfigTable()], ["intents", intentTable(intents)]] as const) {
    text = withGenerated(text, name, content) ?? text;
  }
  await writeFile(readme, text);
  printLine(shell.output, "wrote config.example.yaml and the tables of README.md");
  return 0;
}
