// (pure) Refuses what a template must not hold when a device is announced, not when its lamp is wanted.
import { filters, functions, methods, type TemplateFunction } from "./template-functions.ts";
import { tests } from "./template-lists.ts";
import { testName, type CallNode, type ParsedTemplate, type TemplateNode } from "./template-nodes.ts";
import { compileRegex } from "./template-regex.ts";
import { TemplateFailure } from "./template-values.ts";

/** Functions that only the evaluator can carry out. */
export const constructors: ReadonlySet<string> = new Set(["namespace", "dict"]);

/** Why some well-known ones are not there. */
const reasons: Readonly<Record<string, string>> = {
  now: "what it gives would depend on when it is asked", utcnow: "what it gives would depend on when it is asked",
  today_at: "what it gives would depend on when it is asked", relative_time: "what it gives would depend on when it is asked",
  timestamp_local: "what it gives would depend on the time zone", timestamp_custom: "what it gives would depend on the time zone",
  as_local: "what it gives would depend on the time zone", strptime: "what it gives would depend on the time zone",
  states: "only Home Assistant knows its entities", state_attr: "only Home Assistant knows its entities",
  is_state: "only Home Assistant knows its entities", is_state_attr: "only Home Assistant knows its entities", expand: "only Home Assistant knows its entities",
};

/** @throws TemplateFailure that says what is not supported */
export function checkTemplate({ nodes, testArgs }: ParsedTemplate): void {
  nodes.forEach(check);
  for (const [mark, args] of testArgs) {
    if (["match", "search"].includes(testName(mark))) checkRegex(args);
    args.forEach(check);
  }
}

/** One that is written out in the template, as nearly all are, is read now. */
function checkRegex(args: readonly TemplateNode[]): void {
  const find = args.find((arg) => arg.type !== "KeywordArgumentExpression" || arg.key.value === "find");
  const pattern = find?.type === "KeywordArgumentExpression" ? find.value : find;
  if (pattern?.type === "StringLiteral") compileRegex(pattern.value, false);
}

function check(node: TemplateNode): void {
  switch (node.type) {
    case "Identifier": case "StringLiteral": case "IntegerLiteral": case "FloatLiteral": case "Comment": case "Break": case "Continue": return;
    case "ArrayLiteral": case "TupleLiteral": return node.value.forEach(check);
    case "ObjectLiteral": return [...node.value].flat().forEach(check);
    case "SliceExpression": return [node.start, node.stop, node.step].forEach((part) => { if (part !== undefined) check(part); });
    case "If": return [node.test, ...node.body, ...node.alternate].forEach(check);
    case "For":
      if (!isNames(node.loopvar)) throw new TemplateFailure("a loop over something else than names");
      return [node.iterable, ...node.body, ...node.defaultBlock].forEach(check);
    case "Set":
      if (node.assignee.type !== "Identifier" && !(node.assignee.type === "MemberExpression" && !node.assignee.computed && node.assignee.object.type === "Identifier")) {
        throw new TemplateFailure("only {% set name = value %} is supported");
      }
      return [...(node.value === null ? [] : [node.value]), ...node.body].forEach(check);
    case "MemberExpression": return [node.object, node.property].forEach(check);
    case "CallExpression": return checkCall(node);
    case "FilterExpression": return checkFilter(node.filter, node.operand);
    case "TestExpression":
      if (!tests.has(testName(node.test.value))) throw new TemplateFailure(`unknown test ${testName(node.test.value)}`);
      return check(node.operand);
    case "BinaryExpression": return [node.left, node.right].forEach(check);
    case "UnaryExpression": return check(node.argument);
    case "KeywordArgumentExpression": return check(node.value);
    case "Ternary": return [node.condition, node.trueExpr, node.falseExpr].forEach(check);
    case "SelectExpression": return [node.lhs, node.test].forEach(check);
    default: throw new TemplateFailure(`${(node as { type: string }).type} is not supported`);
  }
}

function isNames(node: TemplateNode): boolean {
  return node.type === "Identifier" || (node.type === "TupleLiteral" && node.value.every(({ type }) => type === "Identifier"));
}

/** The name under which a call's function is known; undefined for what can never be called. */
export function calledName({ callee }: CallNode): { readonly name: string; readonly method: boolean } | undefined {
  if (callee.type === "Identifier") return { name: callee.value, method: false };
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  return { name: callee.property.value, method: !(callee.object.type === "Identifier" && callee.object.value === "dict") };
}

function checkCall(node: CallNode): void {
  const called = calledName(node);
  if (called === undefined) throw new TemplateFailure("unknown function");
  const { name, method } = called;
  const fromKeys = !method && node.callee.type === "MemberExpression" && name === "from_keys";
  const known = method ? methods.get(name) : functions.get(name);
  if (known === undefined && !fromKeys && !(node.callee.type === "Identifier" && constructors.has(name))) {
    throw new TemplateFailure(`unknown function ${name.slice(0, 64)}${Object.hasOwn(reasons, name) ? `: ${reasons[name]}` : ""}`);
  }
  if (method && node.callee.type === "MemberExpression") check(node.callee.object);
  if (known !== undefined) checkKeywords(name, known, node.args);
  node.args.forEach(check);
}

function checkFilter(filter: TemplateNode, operand: TemplateNode): void {
  const name = filter.type === "Identifier" ? filter.value : filter.type === "CallExpression" && filter.callee.type === "Identifier" ? filter.callee.value : "";
  const known = filters.get(name);
  if (known === undefined) throw new TemplateFailure(`unknown filter ${name.slice(0, 64)}${Object.hasOwn(reasons, name) ? `: ${reasons[name]}` : ""}`);
  if (filter.type === "CallExpression") {
    checkKeywords(name, known, filter.args);
    if (name.startsWith("regex_")) checkRegex(filter.args);
    filter.args.forEach(check);
  }
  check(operand);
}

function checkKeywords(name: string, { params }: TemplateFunction, args: readonly TemplateNode[]): void {
  for (const arg of args) {
    if (arg.type === "KeywordArgumentExpression" && !params.includes(arg.key.value)) throw new TemplateFailure(`${name} with an unknown ${arg.key.value.slice(0, 32)}=`);
  }
}
