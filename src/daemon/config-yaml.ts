// YAML text → the keys of the config with their places in the file (pure). Knows which keys exist, not what they may hold.
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit, type YAMLError, type YAMLMap } from "yaml";
import { type ConfigKey, configKeys, keysBelow, nameOf } from "./config-keys.ts";
import { refusedKeys } from "./config.ts";
import { nearestWord } from "./nearest-word.ts";

/** One thing wrong. `key` is "" when it is not about one key. Lines and columns count from 1. */
export type ConfigProblem = { readonly line: number; readonly column: number; readonly key: string; readonly message: string };

export type ConfigTree = {
  /** Known keys with what the file says, unchecked; a section that is empty or left out is absent. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
  /** True when the text is no usable YAML, so that checking values would only add noise. */
  readonly broken: boolean;
  /** Where the value of a key stands; the nearest section for a key that is not in the file. */
  readonly placeOf: (key: string) => Place;
};

export type Place = { readonly line: number; readonly column: number };

/** A config of every key with its comment has about 10 kB; more than this is not a config. */
const mostCharacters = 64 * 1024;
export const fileStart: Place = { line: 1, column: 1 };

/** Reads the text of a config file. Never throws. */
export function readConfigTree(text: string): ConfigTree {
  if (text.length > mostCharacters) return brokenTree([{ ...fileStart, key: "", message: `holds more than ${mostCharacters / 1024} kB, expected a config file` }]);
  try {
    return readDocument(text);
  } catch (error) {
    // The parser recurses; thousands of brackets exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return brokenTree([{ ...fileStart, key: "", message: "is nested too deeply, expected sections and values" }]);
  }
}

function readDocument(text: string): ConfigTree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", schema: "core", merge: false });
  return treeOf(document, (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  });
}

function treeOf(document: Document.Parsed, placeAt: (offset: number) => Place): ConfigTree {
  const aliases = aliasProblems(document, placeAt);
  const problems = [...syntaxProblems(document, placeAt), ...aliases];
  const mistakes = [...document.errors, ...document.warnings];
  if (aliases.length > 0 || mistakes.some((error) => error.code !== "DUPLICATE_KEY")) return brokenTree(problems);
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return { ...brokenTree([]), broken: false };
  if (!isMap(root)) return brokenTree([{ ...placeAt(root.range[0]), key: "", message: "is not a mapping, expected sections like \"mqtt:\"" }]);
  const places = new Map<string, Place>();
  const value = readSection(root, "", { placeAt, places, problems });
  return { value, problems, broken: false, placeOf: (key) => nearestPlace(places, key) };
}

function brokenTree(problems: readonly ConfigProblem[]): ConfigTree {
  return { value: {}, problems, broken: true, placeOf: () => fileStart };
}

/** The first mistake at each place: one bracket too many brings a hundred. */
export function syntaxProblems(document: Document.Parsed, placeAt: (offset: number) => Place): ConfigProblem[] {
  const offsets = new Set<number>();
  return [...document.errors, ...document.warnings].flatMap((error) => {
    if (offsets.has(error.pos[0])) return [];
    offsets.add(error.pos[0]);
    return [{ ...placeAt(error.pos[0]), key: "", message: syntaxMessage(error) }];
  });
}

function syntaxMessage(error: YAMLError): string {
  switch (error.code) {
    case "DUPLICATE_KEY": return "a key that is there already, expected each key once";
    case "MULTIPLE_DOCS": return "a second document (---), expected one";
    default: return `${error.message.split("\n")[0]}, expected YAML`;
  }
}

/** Anchors and aliases have no use in a config, and a few lines of them can stand for gigabytes. */
export function aliasProblems(document: Document.Parsed, placeAt: (offset: number) => Place): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  visit(document, {
    Alias: (_, alias) => { problems.push({ ...placeAt(alias.range?.[0] ?? 0), key: "", message: "an alias (*), expected the value itself" }); },
  });
  return problems;
}

type Reading = { readonly placeAt: (offset: number) => Place; readonly places: Map<string, Place>; readonly problems: ConfigProblem[] };

function readSection(section: YAMLMap, path: string, reading: Reading): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const known = keysBelow(path);
  for (const pair of section.items) {
    const place = reading.placeAt(startOf(pair.key) ?? startOf(pair.value) ?? 0);
    const name = isScalar(pair.key) ? String(pair.key.value) : "?";
    const key = known.find((candidate) => nameOf(candidate.path) === name);
    if (key === undefined) {
      reading.problems.push({ ...place, ...unknownKey(name, path) });
      continue;
    }
    const valueStart = startOf(pair.value);
    reading.places.set(key.path, valueStart === undefined || isEmptyValue(pair) ? place : reading.placeAt(valueStart));
    if (key.kind === "section" && isEmptyValue(pair)) continue;
    value[name] = key.kind === "section" && isMap(pair.value) ? readSection(pair.value, key.path, reading) : plainValue(pair);
  }
  return value;
}

function unknownKey(name: string, section: string): Pick<ConfigProblem, "key" | "message"> {
  const key = section === "" ? name : `${section}.${name}`;
  const reason = Object.hasOwn(refusedKeys, key) ? refusedKeys[key] : undefined;
  if (reason !== undefined) return { key, message: reason };
  const siblings = keysBelow(section);
  const near = configKeys.find(({ path }) => nameOf(path) === name)?.path ?? nearestPath(name, siblings) ?? nearestPath(name, configKeys);
  const expected = `expected one of ${siblings.map(({ path }) => nameOf(path)).join(", ")}`;
  return { key, message: `is not a key, ${expected}${near === undefined ? "" : `; did you mean ${near}?`}` };
}

function nearestPath(name: string, keys: readonly ConfigKey[]): string | undefined {
  const near = nearestWord(name, keys.map(({ path }) => nameOf(path)));
  return keys.find(({ path }) => nameOf(path) === near)?.path;
}

/** No key holds names of one's own choice, so what is in those does not matter; lists hold words. */
function plainValue(pair: Pair): unknown {
  if (pair.value === null) return null;
  if (isScalar(pair.value)) return pair.value.value;
  return isSeq(pair.value) ? pair.value.items.map((item) => isScalar(item) ? item.value : {}) : {};
}

function isEmptyValue(pair: Pair): boolean {
  return pair.value === null || (isScalar(pair.value) && pair.value.value === null);
}

export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function nearestPlace(places: ReadonlyMap<string, Place>, key: string): Place {
  for (let path = key; path !== ""; path = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "") {
    const place = places.get(path);
    if (place !== undefined) return place;
  }
  return fileStart;
}
