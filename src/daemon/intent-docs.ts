// The README's table of what can be said, from the intents themselves. (pure)
import type { Intent } from "../understand/intent.ts";

/** One row per intent: its id, what it commands, and its first sentence. */
export function renderIntentTable(intents: readonly Intent[]): string {
  const rows = intents.map((intent) => `| ${intent.id} | \`${intent.command.type}\` | ${cell(intent.sentences[0]?.text ?? "")} |`);
  return ["| intent | command | first sentence template |", "| --- | --- | --- |", ...rows].join("\n");
}

function cell(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
