// (pure) The regular expressions of Python that can be matched without going back. SOURCE: Python 3 library, `re`.
import { TemplateFailure } from "./template-values.ts";

export type RegexNode =
  | { readonly kind: "char"; readonly test: (char: string) => boolean }
  | { readonly kind: "assert"; readonly test: (text: string, at: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "either"; readonly branches: readonly RegexNode[] }
  | { readonly kind: "group"; readonly index: number; readonly body: RegexNode }
  | { readonly kind: "repeat"; readonly body: RegexNode; readonly least: number; readonly most: number | undefined; readonly lazy: boolean };

export type ParsedRegex = { readonly node: RegexNode; readonly groupCount: number; readonly groupNames: ReadonlyMap<string, number> };

/** Longest expression read, in characters, deepest group, highest count of a repetition. */
const maxPatternLength = 500;
const maxDepth = 20;
const maxCount = 100;

type CharTest = (char: string) => boolean;
type Reader = { at: number; readonly source: string; ignoreCase: boolean; groups: number; readonly names: Map<string, number>; depth: number };

/** @throws TemplateFailure for what is no such expression */
export function parseRegex(source: string, ignoreCase: boolean): ParsedRegex {
  if (source.length > maxPatternLength) throw new TemplateFailure(`the regular expression is longer than ${maxPatternLength} characters`);
  const reader: Reader = { at: 0, source, ignoreCase, groups: 0, names: new Map(), depth: 0 };
  const node = either(reader);
  if (reader.at < source.length) throw refusal(reader, "an unmatched )");
  return { node, groupCount: reader.groups, groupNames: reader.names };
}

function refusal({ at }: Reader, what: string): TemplateFailure {
  return new TemplateFailure(`the regular expression has ${what} at ${at}`);
}

function take(reader: Reader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

function either(reader: Reader): RegexNode {
  if (++reader.depth > maxDepth) throw refusal(reader, "groups that are nested too deeply");
  const branches = [sequence(reader)];
  while (take(reader, "|")) branches.push(sequence(reader));
  reader.depth--;
  return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: "either", branches };
}

function sequence(reader: Reader): RegexNode {
  const parts: RegexNode[] = [];
  while (reader.at < reader.source.length && !"|)".includes(reader.source.charAt(reader.at))) parts.push(repeated(reader, atom(reader)));
  return { kind: "sequence", parts };
}

function repeated(reader: Reader, body: RegexNode): RegexNode {
  const counts = countsAt(reader);
  if (counts === undefined) return body;
  const lazy = take(reader, "?");
  if (countsAt(reader) !== undefined) throw refusal(reader, "a repetition of a repetition");
  return { kind: "repeat", body, ...counts, lazy };
}

function countsAt(reader: Reader): { readonly least: number; readonly most: number | undefined } | undefined {
  if (take(reader, "*")) return { least: 0, most: undefined };
  if (take(reader, "+")) return { least: 1, most: undefined };
  if (take(reader, "?")) return { least: 0, most: 1 };
  const counted = /^\{(\d*)(,?)(\d*)\}/.exec(reader.source.slice(reader.at, reader.at + 16));
  if (counted === null || (counted[1] === "" && counted[3] === "")) return undefined;
  reader.at += counted[0].length;
  const least = Number(counted[1] || 0);
  const most = counted[2] === "" ? least : counted[3] === "" ? undefined : Number(counted[3]);
  if (least > maxCount || (most ?? 0) > maxCount || (most ?? least) < least) throw refusal(reader, "a repetition that is too large");
  return { least, most };
}

function atom(reader: Reader): RegexNode {
  if (take(reader, "(")) return group(reader);
  if (take(reader, "[")) return { kind: "char", test: charClass(reader) };
  if (take(reader, "^")) return { kind: "assert", test: (_text, at) => at === 0 };
  if (take(reader, "$")) return { kind: "assert", test: (text, at) => at === text.length || (at === text.length - 1 && text.endsWith("\n")) };
  if (take(reader, ".")) return { kind: "char", test: (char) => char !== "\n" };
  if (take(reader, "\\")) return escaped(reader);
  const char = reader.source.charAt(reader.at);
  if ("*+?".includes(char)) throw refusal(reader, "nothing to repeat");
  reader.at++;
  return { kind: "char", test: same(char, reader.ignoreCase) };
}

function group(reader: Reader): RegexNode {
  if (take(reader, "?i)")) {
    reader.ignoreCase = true;
    return { kind: "sequence", parts: [] };
  }
  let index: number | undefined;
  if (!take(reader, "?:")) {
    index = ++reader.groups;
    if (take(reader, "?P<")) {
      const name = /^\w{1,64}>/.exec(reader.source.slice(reader.at))?.[0];
      if (name === undefined) throw refusal(reader, "a group with a bad name");
      reader.at += name.length;
      reader.names.set(name.slice(0, -1), index);
    } else if (reader.source.startsWith("?", reader.at)) {
      throw refusal(reader, "a look around or another extension, which is not supported,");
    }
  }
  const body = either(reader);
  if (!take(reader, ")")) throw refusal(reader, "a ( without )");
  return index === undefined ? body : { kind: "group", index, body };
}

const classes: ReadonlyMap<string, CharTest> = new Map<string, CharTest>([
  ["d", (char) => /\p{Nd}/u.test(char)], ["D", (char) => !/\p{Nd}/u.test(char)],
  ["w", (char) => /[\p{L}\p{N}_]/u.test(char)], ["W", (char) => !/[\p{L}\p{N}_]/u.test(char)],
  ["s", (char) => /\s/.test(char)], ["S", (char) => !/\s/.test(char)],
]);
const controls: ReadonlyMap<string, string> = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["f", "\f"], ["v", "\v"]]);

function escaped(reader: Reader): RegexNode {
  const char = reader.source.charAt(reader.at++);
  const test = classes.get(char);
  if (test !== undefined) return { kind: "char", test };
  if (char === "b" || char === "B") return { kind: "assert", test: (text, at) => (isWordAt(text, at - 1) !== isWordAt(text, at)) === (char === "b") };
  if (char === "A") return { kind: "assert", test: (_text, at) => at === 0 };
  if (char === "Z") return { kind: "assert", test: (text, at) => at === text.length };
  return { kind: "char", test: same(literal(char, reader), reader.ignoreCase) };
}

function literal(char: string, reader: Reader): string {
  const control = controls.get(char);
  if (control !== undefined) return control;
  if (char === "" || /[A-Za-z0-9]/.test(char)) throw refusal(reader, `\\${char}, which is not supported,`);
  return char;
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && classes.get("w")?.(text.charAt(at)) === true;
}

function same(char: string, ignoreCase: boolean): CharTest {
  if (!ignoreCase) return (other) => other === char;
  const folded = char.toLowerCase();
  return (other) => other.toLowerCase() === folded;
}

function charClass(reader: Reader): CharTest {
  const negated = take(reader, "^");
  const tests: CharTest[] = [];
  for (let first = true; first || !take(reader, "]"); first = false) {
    if (reader.at >= reader.source.length) throw refusal(reader, "a [ without ]");
    const low = classMember(reader);
    if (typeof low !== "string") { tests.push(low); continue; }
    if (!/^-[^\]]/.test(reader.source.slice(reader.at, reader.at + 2))) { tests.push(same(low, reader.ignoreCase)); continue; }
    reader.at++;
    const high = classMember(reader);
    if (typeof high !== "string" || high < low) throw refusal(reader, "a bad range of characters");
    const within: CharTest = (char) => char >= low && char <= high;
    tests.push(reader.ignoreCase ? (char) => within(char.toLowerCase()) || within(char.toUpperCase()) : within);
  }
  return (char) => tests.some((test) => test(char)) !== negated;
}

function classMember(reader: Reader): string | CharTest {
  const char = reader.source.charAt(reader.at++);
  if (char !== "\\") return char;
  const next = reader.source.charAt(reader.at++);
  return classes.get(next) ?? literal(next, reader);
}
