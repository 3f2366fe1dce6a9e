// (pure) The intents as a table for README.md, made from the same data as everything else.
import { publicIntentFor } from "../home/home-assistant-intent.ts";
import type { Intent, Intents } from "./intent.ts";

/** Markdown: intent, its public name (Home Assistant's, where it has one), an example and the count of sentence templates. */
export function intentTable(intents: Intents): string {
  const rows = intents.intents.map((intent) => `| ${intent.id} | ${publicNameOf(intent)} | ${escaped(intent.sentences[0]?.text ?? "")} | ${intent.sentences.length} |`);
  return ["| intent | public name | for example | sentences |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function publicNameOf({ command }: Intent): string {
  const written = Object.entries(command.fields).flatMap(([field, value]) => value.is === "value" ? [[field, value.value] as const] : []);
  const [kind, ...others] = command.target.kinds ?? [];
  return publicIntentFor(command.type, Object.fromEntries(written), others.length === 0 ? kind : undefined);
}

/** A bar would end the cell, and `<rule>` would be read as HTML. */
function escaped(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}
