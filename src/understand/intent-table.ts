// (pure) The intents as a table for README.md, made from the same data as everything else.
import type { Intents } from "./intent.ts";

/** Markdown: intent, command, an example and the count of sentence templates. */
export function intentTable(intents: Intents): string {
  const rows = intents.intents.map(({ id, command, sentences }) => `| ${id} | ${command.type} | ${escaped(sentences[0]?.text ?? "")} | ${sentences.length} |`);
  return ["| intent | command | for example | sentences |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A bar would end the cell, and `<rule>` would be read as HTML. */
function escaped(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
