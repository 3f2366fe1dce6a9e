// The reference text of the config (pure): config.example.yaml and the table in README, both from the schema.
import { stringify } from "yaml";
import { type ConfigKey, configKeys, nameOf } from "./config-keys.ts";

const exampleWidth = 110;

/** The text of `config.example.yaml`: every key with its comment, its default and its unit. It parses, to the defaults. */
export function renderConfigExample(): string {
  const head = [
    "# Every setting of Sotto. All of them may be left out; a line with # before its key shows an example, not a default.",
    "# Generated from src/daemon/config.ts by `npm run docs`. Copy it to ~/.config/sotto/config.yaml and change what you like.",
  ];
  return `${[...head, ...configKeys.flatMap(exampleLines)].join("\n")}\n`;
}

/** The Markdown table of settings for README. */
export function renderConfigTable(): string {
  const rows = configKeys.filter(({ kind }) => kind === "value").map((key) =>
    `| \`${key.path}\` | ${cell(standardOf(key))} | ${cell(meaningOf(key, ""))} |`);
  return ["| key | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

/**
 * `text` with what stands between `<!-- name:start -->` and `<!-- name:end -->` replaced.
 * Undefined when the text has no such marks.
 */
export function withGenerated(text: string, name: string, content: string): string | undefined {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) return undefined;
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

function exampleLines(key: ConfigKey): readonly string[] {
  const indent = "  ".repeat(key.path.split(".").length - 1);
  const name = nameOf(key.path);
  if (key.kind === "section") return [...(indent === "" ? [""] : []), ...comment(key.description, indent), `${indent}${name}:`];
  const hasStandard = key.standard !== undefined;
  const line = hasStandard ? `${name}: ${yamlOf(key.standard)}` : `# ${name}: ${yamlOf(key.facts.example)}`;
  return [...comment(meaningOf(key, hasStandard ? "" : `Default: ${key.facts.absent ?? "none"}.`), indent), `${indent}${line}`];
}

/** The description, what a key takes where that says more than its default does, and a last word. */
function meaningOf({ description, expected, facts }: ConfigKey, last: string): string {
  const plain = expected === "a text" || expected === "true or false";
  const allowed = expected.replace(/^a (whole )?number /, `${facts.unit ?? ""} `).trim();
  return [description, plain ? "" : `(${allowed})`, last].filter((part) => part !== "").join(" ");
}

function standardOf({ standard, facts }: ConfigKey): string {
  return standard === undefined ? facts.absent ?? "none" : `\`${yamlOf(standard)}\``;
}

function yamlOf(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
}

function comment(text: string, indent: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && indent.length + line.length + word.length + 3 > exampleWidth) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `${indent}# ${line}`);
}

function cell(text: string): string {
  return text.trim().replaceAll("|", "\\|");
}
