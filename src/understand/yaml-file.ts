// (pure) One YAML file of `intents/`: its values, checked by a schema, and where each of them stands.
import * as v from "valibot";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Place } from "./intent.ts";

/** A file as it was read; `path` is what problems name. */
export type TextFile = { readonly path: string; readonly text: string };

/** Something wrong in a file: what, and what was expected. */
export type Problem = { readonly place: Place; readonly message: string };

export type YamlFile<T> = { readonly value: T; readonly placeOf: (keys: readonly PropertyKey[], offset?: number) => Place };

/** Files are written by hand; one of this size is something else. */
const largestFile = 1_000_000;

/** Parses and checks; every problem found is added to `problems`, and undefined is given when there was one. */
export function readYaml<T>(file: TextFile, schema: v.GenericSchema<unknown, T>, problems: Problem[], options: { readonly uniqueKeys: boolean } = { uniqueKeys: true }): YamlFile<T> | undefined {
  const start: Place = { path: file.path, line: 1, column: 1 };
  if (file.text.length > largestFile) {
    problems.push({ place: start, message: `${file.text.length} characters, expected at most ${largestFile}` });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false, ...options });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { path: file.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    for (const error of document.errors) problems.push({ place: placeAt(error.pos[0]), message: `${error.message.split("\n")[0] ?? ""}, expected YAML` });
    return undefined;
  }
  /** With an `offset` the place is that many characters into the text, after its quote. */
  const placeOf = (keys: readonly PropertyKey[], offset?: number): Place => {
    for (let depth = keys.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
      if (isNode(node) && node.range !== undefined && node.range !== null) return placeAt(node.range[0] + (offset === undefined ? 0 : offset + (isQuoted(file.text, node.range[0]) ? 1 : 0)));
    }
    return start;
  };
  const result = v.safeParse(schema, toJs(document, problems, start));
  if (result.success) return { value: result.output, placeOf };
  for (const issue of result.issues) problems.push({ place: placeOf(issue.path?.map((item) => item.key as PropertyKey) ?? []), message: describe(issue) });
  return undefined;
}

/** Aliases may be made to explode; the parser then throws. */
function toJs(document: ReturnType<typeof parseDocument>, problems: Problem[], start: Place): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    problems.push({ place: start, message: `${(error as Error).message}, expected fewer aliases` });
    return undefined;
  }
}

function isQuoted(text: string, offset: number): boolean {
  return text[offset] === '"' || text[offset] === "'";
}

function describe(issue: v.BaseIssue<unknown>): string {
  const key = issue.path?.map((item) => String(item.key)).join(".") ?? "";
  const where = key === "" ? "" : `${key}: `;
  if (issue.expected === "never") return `${where}unknown key, expected one of the keys that README.md lists`;
  return issue.expected === null ? `${where}${issue.message}` : `${where}${issue.received}, expected ${issue.expected}`;
}
