// (pure) Computes a parsed template. Every step costs some of the work that one rendering may take: loops, texts and lists end
// with it.
import { calledName } from "./template-check.ts";
import { costOfCall, filters, functions, methods, type TemplateFunction } from "./template-functions.ts";
import { tests } from "./template-lists.ts";
import { combined, isOrdering } from "./template-operators.ts";
import { testName, type CallNode, type ForNode, type MemberNode, type ParsedTemplate, type SetNode, type TemplateNode } from "./template-nodes.ts";
import {
  bounded, costOf, isTrue, listFrom, memberOf, numberFrom, plainText, sliceOf, spend, TemplateFailure, textFrom, workPerRendering, type TemplateValue, type Work,
} from "./template-values.ts";

/** Names and what they stand for; a loop has its own and sees those around it. */
type Scope = { readonly names: Map<string, TemplateValue>; readonly outer: Scope | undefined; readonly shared: { readonly work: Work; readonly testArgs: ParsedTemplate["testArgs"] } };

/** Units that any step costs. */
const stepCost = 8;

const constants: ReadonlyMap<string, TemplateValue> = new Map<string, TemplateValue>([
  ["true", true], ["True", true], ["false", false], ["False", false], ["none", null], ["None", null], ["null", null],
]);

/** @throws TemplateFailure when it cannot be computed with these values, or takes too many steps */
export function renderParsed({ nodes, testArgs }: ParsedTemplate, variables: Readonly<Record<string, TemplateValue>>): string {
  const scope: Scope = { names: new Map(Object.entries(variables)), outer: undefined, shared: { work: { left: workPerRendering }, testArgs } };
  return renderNodes(nodes, scope).text;
}

/** `end`: a loop is left, or goes on with its next item. */
type Rendered = { readonly text: string; readonly end?: "Break" | "Continue" };

function renderNodes(nodes: readonly TemplateNode[], scope: Scope): Rendered {
  let text = "";
  for (const node of nodes) {
    const part = renderNode(node, scope);
    spend(scope.shared.work, stepCost + part.text.length / 8);
    text = bounded(text + part.text);
    if (part.end !== undefined) return { text, end: part.end };
  }
  return { text };
}

function renderNode(node: TemplateNode, scope: Scope): Rendered {
  switch (node.type) {
    case "If": return renderNodes(isTrue(evaluate(node.test, scope)) ? node.body : node.alternate, scope);
    case "For": return renderLoop(node, scope);
    case "Set": assign(node, scope); return { text: "" };
    case "Break": case "Continue": return { text: "", end: node.type };
    case "Comment": return { text: "" };
    default: return { text: textFrom(evaluate(node, scope)) };
  }
}

function renderLoop({ loopvar, iterable, body, defaultBlock }: ForNode, scope: Scope): Rendered {
  const filtered = iterable.type === "SelectExpression" ? iterable : undefined;
  const all = listFrom(evaluate(filtered?.lhs ?? iterable, scope));
  const scopeFor = (item: TemplateValue, loop: TemplateValue): Scope => ({ names: new Map([...bind(loopvar, item), ["loop", loop]]), outer: scope, shared: scope.shared });
  const items = filtered === undefined ? all : all.filter((item) => isTrue(evaluate(filtered.test, scopeFor(item, undefined))));
  if (items.length === 0) return renderNodes(defaultBlock, scope);
  let text = "";
  for (const [index, item] of items.entries()) {
    spend(scope.shared.work, 4 * stepCost);
    const loop = { index: index + 1, index0: index, first: index === 0, last: index === items.length - 1, length: items.length };
    const part = renderNodes(body, scopeFor(item, loop));
    text = bounded(text + part.text);
    if (part.end === "Break") break;
  }
  return { text };
}

function bind(loopvar: TemplateNode, item: TemplateValue): readonly (readonly [string, TemplateValue])[] {
  if (loopvar.type === "Identifier") return [[loopvar.value, item]];
  const parts = listFrom(item);
  const names = loopvar.type === "TupleLiteral" ? loopvar.value : [];
  if (parts.length !== names.length) throw new TemplateFailure("a loop whose items have other parts than names");
  return names.map((name, index) => [name.type === "Identifier" ? name.value : "", parts[index]]);
}

function assign({ assignee, value, body }: SetNode, scope: Scope): void {
  const assigned = value === null ? renderNodes(body, scope).text : evaluate(value, scope);
  if (assignee.type === "Identifier") { scope.names.set(assignee.value, assigned); return; }
  const space = assignee.type === "MemberExpression" ? evaluate(assignee.object, scope) : undefined;
  if (!(space instanceof Map) || assignee.type !== "MemberExpression") throw new TemplateFailure("only a namespace can be changed");
  space.set(textFrom(keyOf(assignee, scope)), assigned);
}

function lookUp(name: string, scope: Scope): TemplateValue {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return at.names.get(name);
  return constants.get(name);
}

function evaluate(node: TemplateNode, scope: Scope): TemplateValue {
  spend(scope.shared.work, stepCost);
  switch (node.type) {
    case "Identifier": return lookUp(node.value, scope);
    case "StringLiteral": case "IntegerLiteral": case "FloatLiteral": return node.value;
    case "ArrayLiteral": case "TupleLiteral": return node.value.map((item) => evaluate(item, scope));
    case "ObjectLiteral": return Object.fromEntries([...node.value].map(([key, value]) => [textFrom(evaluate(key, scope)), evaluate(value, scope)]));
    case "MemberExpression": return member(node, scope);
    case "CallExpression": return call(node, scope);
    case "FilterExpression": return applyFilter(node.filter, evaluate(node.operand, scope), scope);
    case "TestExpression": {
      const args = (scope.shared.testArgs.get(node.test.value) ?? []).map((arg) => evaluate(arg.type === "KeywordArgumentExpression" ? arg.value : arg, scope));
      return (tests.get(testName(node.test.value))?.(evaluate(node.operand, scope), args, scope.shared.work) ?? false) !== node.negate;
    }
    case "Ternary": return evaluate(isTrue(evaluate(node.condition, scope)) ? node.trueExpr : node.falseExpr, scope);
    case "SelectExpression": return isTrue(evaluate(node.test, scope)) ? evaluate(node.lhs, scope) : undefined;
    case "UnaryExpression": return node.operator.value === "not" ? !isTrue(evaluate(node.argument, scope)) : (node.operator.value === "-" ? -1 : 1) * numberFrom(evaluate(node.argument, scope));
    case "BinaryExpression": return binary(node.operator.value, node.left, node.right, scope);
    default: throw new TemplateFailure("a statement inside an expression");
  }
}

function keyOf({ property, computed }: MemberNode, scope: Scope): TemplateValue {
  return !computed && property.type === "Identifier" ? property.value : evaluate(property, scope);
}

function member(node: MemberNode, scope: Scope): TemplateValue {
  const object = evaluate(node.object, scope);
  if (node.property.type !== "SliceExpression") return memberOf(object, keyOf(node, scope));
  const { start, stop, step } = node.property;
  spend(scope.shared.work, costOf(object));
  return sliceOf(object, [start, stop, step].map((part) => (part === undefined ? undefined : evaluate(part, scope))));
}

function call(node: CallNode, scope: Scope): TemplateValue {
  const called = calledName(node);
  if (called === undefined) throw new TemplateFailure("only names can be called");
  const { name, method } = called;
  if (method && node.callee.type === "MemberExpression") return carriedOut(methods.get(name), evaluate(node.callee.object, scope), node.args, scope);
  if (name === "namespace") return new Map(keywords(node.args, scope));
  if (name === "dict") return Object.fromEntries(keywords(node.args, scope));
  const [first, ...rest] = node.args;
  if (name === "from_keys") return Object.fromEntries(listFrom(first === undefined ? [] : evaluate(first, scope)).map((pair) => [plainText(memberOf(pair, 0)), memberOf(pair, 1)]));
  return carriedOut(functions.get(name), first === undefined ? undefined : evaluate(first.type === "KeywordArgumentExpression" ? first.value : first, scope), rest, scope);
}

function keywords(args: readonly TemplateNode[], scope: Scope): readonly (readonly [string, TemplateValue])[] {
  return args.map((arg) => {
    if (arg.type !== "KeywordArgumentExpression") throw new TemplateFailure("a name was expected");
    return [arg.key.value, evaluate(arg.value, scope)];
  });
}

function applyFilter(filter: Extract<TemplateNode, { type: "FilterExpression" }>["filter"], operand: TemplateValue, scope: Scope): TemplateValue {
  if (filter.type === "Identifier") return carriedOut(filters.get(filter.value), operand, [], scope);
  return carriedOut(filters.get(filter.callee.type === "Identifier" ? filter.callee.value : ""), operand, filter.args, scope);
}

/** Arguments given by name go where that name stands among the parameters. */
function carriedOut(known: TemplateFunction | undefined, value: TemplateValue, given: readonly TemplateNode[], scope: Scope): TemplateValue {
  if (known === undefined) throw new TemplateFailure("an unknown function");
  const args: TemplateValue[] = [];
  given.forEach((arg, index) => {
    const at = arg.type === "KeywordArgumentExpression" ? known.params.indexOf(arg.key.value) : index;
    args[at] = evaluate(arg.type === "KeywordArgumentExpression" ? arg.value : arg, scope);
  });
  const { work } = scope.shared;
  spend(work, costOfCall(value, args));
  const result = known.run(value, args, work);
  spend(work, costOf(result));
  return result;
}

function binary(operator: string, left: TemplateNode, right: TemplateNode, scope: Scope): TemplateValue {
  const a = evaluate(left, scope);
  if (operator === "and") return isTrue(a) ? evaluate(right, scope) : a;
  if (operator === "or") return isTrue(a) ? a : evaluate(right, scope);
  // `1 < x < 5` means both; the parser reads it as (1 < x) < 5.
  if (isOrdering(operator) && left.type === "BinaryExpression" && isOrdering(left.operator.value)) return a === true && binary(operator, left.right, right, scope);
  return combined(operator, a, evaluate(right, scope), scope.shared.work);
}
