// YAML text → plain values with their places in the file (pure). Knows nothing of what they mean.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { aliasProblems, type ConfigProblem, fileStart, type Place, startOf, syntaxProblems } from "./config-yaml.ts";

export type PlacedYaml = {
  /** Mappings, lists and scalars; undefined when the text is no usable YAML. An empty file is an empty mapping. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Where a value stands; the nearest thing around it for one that is not in the file. */
  readonly placeOf: (path: readonly string[]) => Place;
  /** Where a key stands. */
  readonly keyPlaceOf: (path: readonly string[]) => Place;
};

/** A home of ten thousand devices that was exported has about 2.5 million characters. */
export const mostHomeCharacters = 8 * 1024 * 1024;

/** The deepest value of a device stands at level 8; what else a JSON message holds may go some levels deeper. */
const mostLevels = 32;

/** JavaScript objects have these without anyone having written them. */
const strangeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Reads the text of a home.yaml. Never throws. */
export function readPlacedYaml(text: string): PlacedYaml {
  if (text.length > mostHomeCharacters) return nothingIn([{ ...fileStart, key: "", message: `holds more than ${mostHomeCharacters / 1024 / 1024} MB, expected a file about a home` }]);
  try {
    return readDocument(text);
  } catch (error) {
    // The parser recurses; thousands of brackets exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return nothingIn([{ ...fileStart, key: "", message: "is nested too deeply, expected sections and values" }]);
  }
}

function nothingIn(problems: readonly ConfigProblem[]): PlacedYaml {
  return { value: undefined, problems, placeOf: () => fileStart, keyPlaceOf: () => fileStart };
}

type Reading = { readonly places: Map<string, Place>; readonly keyPlaces: Map<string, Place>; readonly problems: ConfigProblem[]; readonly placeAt: (offset: number) => Place };

function readDocument(text: string): PlacedYaml {
  const lines = new LineCounter();
  // The parser compares each key with all before it; ten thousand devices took it seconds.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", schema: "core", merge: false, uniqueKeys: false });
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const aliases = aliasProblems(document, placeAt);
  const problems = [...syntaxProblems(document, placeAt), ...aliases];
  if (aliases.length > 0 || document.errors.length + document.warnings.length > 0) return nothingIn(problems);
  const reading: Reading = { places: new Map(), keyPlaces: new Map(), problems, placeAt };
  const value = plain(document.contents, [], reading) ?? {};
  const near = (places: ReadonlyMap<string, Place>) => (path: readonly string[]) => nearest(path, places, reading.places);
  return { value, problems, placeOf: near(reading.places), keyPlaceOf: near(reading.keyPlaces) };
}

function nearest(path: readonly string[], exact: ReadonlyMap<string, Place>, around: ReadonlyMap<string, Place>): Place {
  const place = exact.get(placeKey(path));
  if (place !== undefined) return place;
  for (let length = path.length; length >= 0; length--) {
    const outer = around.get(placeKey(path.slice(0, length)));
    if (outer !== undefined) return outer;
  }
  return fileStart;
}

/** Keys may hold any character but this. */
function placeKey(path: readonly string[]): string {
  return path.join("\u0000");
}

function plain(node: unknown, path: readonly string[], reading: Reading): unknown {
  const start = startOf(node);
  if (path.length > mostLevels) {
    reading.problems.push({ ...reading.placeAt(start ?? 0), key: "", message: "is nested too deeply, expected sections and values" });
    return null;
  }
  if (start !== undefined) reading.places.set(placeKey(path), reading.placeAt(start));
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, String(index)], reading));
  if (!isMap(node)) return isAlias(node) ? undefined : null;
  const value: Record<string, unknown> = {};
  for (const pair of node.items) {
    const place = reading.placeAt(startOf(pair.key) ?? startOf(pair.value) ?? start ?? 0);
    const name = isScalar(pair.key) && pair.key.value !== null ? String(pair.key.value) : undefined;
    if (name === undefined || strangeKeys.has(name)) {
      reading.problems.push({ ...place, key: [...path, name ?? "?"].join("."), message: "cannot be a key, expected a word" });
      continue;
    }
    const below = [...path, name];
    if (Object.hasOwn(value, name)) reading.problems.push({ ...place, key: "", message: "a key that is there already, expected each key once" });
    reading.keyPlaces.set(placeKey(below), place);
    value[name] = plain(pair.value, below, reading);
    if (!reading.places.has(placeKey(below))) reading.places.set(placeKey(below), place);
  }
  return value;
}
