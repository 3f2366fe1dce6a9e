// (pure) A template's source → a tree of supported parts. Parsed by @huggingface/jinja, whose tests take no arguments: those are
// taken out of the tokens first and put back into the tree.
import { parse, tokenize } from "@huggingface/jinja";
import { TemplateFailure } from "./template-values.ts";

export type NameNode = { readonly type: "Identifier"; readonly value: string };
export type KeywordNode = { readonly type: "KeywordArgumentExpression"; readonly key: NameNode; readonly value: TemplateNode };
export type CallNode = { readonly type: "CallExpression"; readonly callee: TemplateNode; readonly args: readonly TemplateNode[] };
export type MemberNode = { readonly type: "MemberExpression"; readonly object: TemplateNode; readonly property: TemplateNode; readonly computed: boolean };
export type ForNode = { readonly type: "For"; readonly loopvar: TemplateNode; readonly iterable: TemplateNode; readonly body: readonly TemplateNode[]; readonly defaultBlock: readonly TemplateNode[] };
export type SetNode = { readonly type: "Set"; readonly assignee: TemplateNode; readonly value: TemplateNode | null; readonly body: readonly TemplateNode[] };

/** The parts of a parsed template, as the parser names them. */
export type TemplateNode =
  | NameNode | KeywordNode | CallNode | MemberNode | ForNode | SetNode
  | { readonly type: "StringLiteral"; readonly value: string }
  | { readonly type: "IntegerLiteral" | "FloatLiteral"; readonly value: number }
  | { readonly type: "ArrayLiteral" | "TupleLiteral"; readonly value: readonly TemplateNode[] }
  | { readonly type: "ObjectLiteral"; readonly value: ReadonlyMap<TemplateNode, TemplateNode> }
  | { readonly type: "SliceExpression"; readonly start?: TemplateNode; readonly stop?: TemplateNode; readonly step?: TemplateNode }
  | { readonly type: "Comment" } | { readonly type: "Break" } | { readonly type: "Continue" }
  | { readonly type: "If"; readonly test: TemplateNode; readonly body: readonly TemplateNode[]; readonly alternate: readonly TemplateNode[] }
  | { readonly type: "BinaryExpression"; readonly operator: { readonly value: string }; readonly left: TemplateNode; readonly right: TemplateNode }
  | { readonly type: "UnaryExpression"; readonly operator: { readonly value: string }; readonly argument: TemplateNode }
  | { readonly type: "FilterExpression"; readonly operand: TemplateNode; readonly filter: NameNode | CallNode }
  | { readonly type: "TestExpression"; readonly operand: TemplateNode; readonly negate: boolean; readonly test: NameNode }
  | { readonly type: "Ternary"; readonly condition: TemplateNode; readonly trueExpr: TemplateNode; readonly falseExpr: TemplateNode }
  | { readonly type: "SelectExpression"; readonly lhs: TemplateNode; readonly test: TemplateNode };

/** `testArgs`: the arguments of a test by the name that stands for it in the tree ("match#0"). */
export type ParsedTemplate = { readonly nodes: readonly TemplateNode[]; readonly testArgs: ReadonlyMap<string, readonly TemplateNode[]> };

type Tokens = ReturnType<typeof tokenize>;
type Token = Tokens[number];

/** @throws whatever the parser throws for a source that it cannot read */
export function parseTemplate(source: string): ParsedTemplate {
  const testArgs = new Map<string, readonly TemplateNode[]>();
  const tokens = withoutTestArgs(tokenize(withPlainEscapes(source)), testArgs);
  return { nodes: parse(tokens).body as unknown as readonly TemplateNode[], testArgs };
}

/** Escapes that mean a character; before any other, a backslash in a text is one (Python, string literals). */
const escapes = new Set("ntrbfv'\"\\");

/** Python keeps the backslash of "\\d", which regular expressions are full of; the parser refuses it. */
function withPlainEscapes(source: string): string {
  let result = "";
  let [inTag, braces, quote] = [false, 0, ""];
  for (let at = 0; at < source.length; at++) {
    const [char, two] = [source.charAt(at), source.slice(at, at + 2)];
    result += char;
    if (quote !== "" && char === "\\") {
      const next = source.charAt(++at);
      result += escapes.has(next) || /[0-7axuUN]/.test(next) ? next : `\\${next}`;
    } else if (quote !== "") {
      if (char === quote) quote = "";
    } else if (!inTag) {
      inTag = two === "{{" || two === "{%";
      if (inTag) { result += source.charAt(++at); braces = 0; }
    } else if (char === "'" || char === '"') {
      quote = char;
    } else if (braces === 0 && (two === "}}" || two === "%}")) {
      inTag = false;
    } else {
      braces += char === "{" ? 1 : char === "}" ? -1 : 0;
    }
  }
  return result;
}

/** The name of a test without the mark that tells its arguments. */
export function testName(name: string): string {
  return name.split("#")[0] ?? name;
}

function withoutTestArgs(tokens: Tokens, testArgs: Map<string, readonly TemplateNode[]>): Tokens {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (token === undefined) break;
    at++;
    kept.push(token);
    if (token.type !== "Identifier" || token.value !== "is") continue;
    const negation = tokens[at];
    if (negation?.value === "not") { kept.push(negation); at++; }
    const name = tokens[at];
    if (name === undefined) break;
    at++;
    const end = endOfArgument(tokens, at);
    if (end === at) { kept.push(name); continue; }
    const mark = `${name.value}#${testArgs.size}`;
    testArgs.set(mark, []);
    testArgs.set(mark, argumentsIn(withoutTestArgs(tokens.slice(at, end), testArgs)));
    kept.push({ ...name, value: mark });
    at = end;
  }
  return kept;
}

const openers: ReadonlySet<string> = new Set(["OpenParen", "OpenSquareBracket", "OpenCurlyBracket"]);
const closers: ReadonlySet<string> = new Set(["CloseParen", "CloseSquareBracket", "CloseCurlyBracket"]);
const notArguments: ReadonlySet<string> = new Set(["and", "or", "not", "if", "else", "in", "is", "for", "recursive"]);

/** Where the argument of a test ends that begins at `at`; `at` when there is none. */
function endOfArgument(tokens: Tokens, at: number): number {
  const first = tokens[at];
  if (first === undefined) return at;
  if (openers.has(first.type)) {
    let depth = 0;
    for (let end = at; end < tokens.length; end++) {
      const type = tokens[end]?.type ?? "";
      depth += openers.has(type) ? 1 : closers.has(type) ? -1 : 0;
      if (depth === 0) return end + 1;
    }
    throw new TemplateFailure("a bracket that is not closed");
  }
  if (first.type === "NumericLiteral" || first.type === "StringLiteral") return at + 1;
  if (first.type !== "Identifier" || notArguments.has(first.value)) return at;
  let end = at + 1;
  while (tokens[end]?.type === "Dot") end += 2;
  return end;
}

/** Read as the arguments of a call, which they are when they stand in round brackets. */
function argumentsIn(tokens: readonly Token[]): readonly TemplateNode[] {
  const inBrackets = tokens[0]?.type === "OpenParen";
  const call: Token[] = [{ type: "OpenExpression", value: "{{" }, { type: "Identifier", value: "test" }, ...(inBrackets ? tokens : [{ type: "OpenParen" as const, value: "(" }, ...tokens, { type: "CloseParen" as const, value: ")" }]), { type: "CloseExpression", value: "}}" }];
  const [node] = parse(call).body as unknown as readonly TemplateNode[];
  if (node?.type !== "CallExpression") throw new TemplateFailure("a test with arguments that cannot be read");
  return node.args;
}
