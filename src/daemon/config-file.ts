// The config file: read once, checked whole, frozen. Every mistake in it is told at once.
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { AssistantError, messageOf } from "../base/errors.ts";
import { oneLine } from "../base/log.ts";
import { type NonEmpty, nonEmpty } from "../base/types.ts";
import { configKeys } from "./config-keys.ts";
import { type ConfigProblem, type ConfigTree, readConfigTree } from "./config-yaml.ts";
import { type Config, configSchema, isModelPath } from "./config.ts";

export type ParsedConfig =
  | { readonly kind: "valid"; readonly config: Config }
  | { readonly kind: "invalid"; readonly problems: NonEmpty<ConfigProblem> };

/** As the parser's own limit on characters, in bytes: UTF-8 has four to a character at most. */
const mostConfigBytes = 256 * 1024;

/**
 * The settings in a YAML text, with defaults filled in and paths made absolute (pure).
 * @param baseDirectory absolute; what relative paths in the file count from
 */
export function parseConfig(text: string, baseDirectory: string): ParsedConfig {
  const tree = readConfigTree(text);
  const checked = tree.broken ? undefined : v.safeParse(configSchema, tree.value);
  const problems = nonEmpty([...tree.problems, ...(checked?.issues === undefined ? [] : valueProblems(checked.issues, tree))].sort(byPlace));
  if (problems !== undefined) return { kind: "invalid", problems };
  if (checked?.success !== true) throw new TypeError("a config without problems was not checked");
  return { kind: "valid", config: freeze(withAbsolutePaths(checked.output, baseDirectory)) };
}

/**
 * Reads a config file.
 * @throws CONFIG_UNREADABLE when it cannot be read as text, CONFIG_INVALID with every mistake, one to a line
 */
export async function readConfigFile(file: string): Promise<Config> {
  const parsed = parseConfig(await readYamlText(file, mostConfigBytes), dirname(resolve(file)));
  if (parsed.kind === "valid") return parsed.config;
  throw new AssistantError("CONFIG_INVALID", formatProblems(file, parsed.problems));
}

/** The settings of a machine where nothing was configured. */
export function defaultConfig(): Config {
  return freeze(v.parse(configSchema, {}));
}

/** `file:line:column: key.path: what, expected what`, one to a line. */
export function formatProblems(file: string, problems: readonly ConfigProblem[]): string {
  return problems.map(({ line, column, key, message }) => `${file}:${line}:${column}: ${key === "" ? "" : `${oneLine(key)}: `}${oneLine(message)}`).join("\n");
}

/** A text file of `mostBytes` at most. @throws CONFIG_UNREADABLE */
export async function readYamlText(file: string, mostBytes: number): Promise<string> {
  try {
    // A pipe or a device that was named by mistake must not be waited for.
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error("is not a regular file");
    if (facts.size > mostBytes) throw new Error(`holds ${facts.size} bytes, such a file has ${mostBytes} at most`);
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw new AssistantError("CONFIG_UNREADABLE", `${file}: ${messageOf(error)}. It must be a YAML text in UTF-8 that this user may read.`, { cause: error });
  }
}

function valueProblems(issues: readonly v.BaseIssue<unknown>[], tree: ConfigTree): readonly ConfigProblem[] {
  const first = new Map<string, ConfigProblem>();
  for (const issue of issues) {
    // What is wrong with one word of a list is told of the list.
    const key = issue.path?.filter((part) => typeof part.key !== "number").map((part) => String(part.key)).join(".") ?? "";
    if (!first.has(key)) first.set(key, { ...tree.placeOf(key), key, message: messageFor(issue, key) });
  }
  return [...first.values()];
}

function messageFor(issue: v.BaseIssue<unknown>, key: string): string {
  if (issue.type === "partial_check") return `needs more, expected ${issue.message}`;
  const described = configKeys.find(({ path }) => path === key)?.expected ?? "a value";
  const expected = issue.kind === "schema" || typeof issue.input === "number" ? described : issue.message;
  const quote = issue.kind === "schema" && issue.type === "string" && typeof issue.input === "number" ? " (put it in quotes)" : "";
  return `is ${shown(issue.input)}, expected ${expected}${quote}`;
}

/** A value as a person wrote it, short, and without what may be a password. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a section";
  const plain = typeof value === "string" ? JSON.stringify(value.replace(/\/\/[^/]*@/, "//…@")) : String(value);
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}

function withAbsolutePaths(config: Config, baseDirectory: string): Config {
  for (const key of configKeys) {
    if (key.facts.holds === undefined) continue;
    const names = key.path.split(".");
    const last = names.pop() ?? "";
    // A config just parsed is a tree of plain objects that nobody else holds yet.
    const section = names.reduce((at, name) => at[name] as Record<string, unknown>, config as Record<string, unknown>);
    const value = section[last];
    if (typeof value === "string" && (key.facts.holds === "path" || isModelPath(value))) section[last] = resolve(baseDirectory, value);
  }
  return config;
}

function freeze<T extends object>(tree: T): T {
  for (const value of Object.values(tree)) if (typeof value === "object" && value !== null) freeze(value);
  return Object.freeze(tree);
}

export function byPlace(one: ConfigProblem, other: ConfigProblem): number {
  return one.line - other.line || one.column - other.column;
}
