// (pure) Computes a parsed template. There are no loops in it, so its work is bounded by its length.
import { bounded, filters, functions, isTrue, memberOf, methods, numberFrom, TemplateFailure, textFrom, type TemplateValue } from "./template-functions.ts";

type Name = { readonly type: "Identifier"; readonly value: string };

/** The parts of a parsed template that are supported, as the parser of @huggingface/jinja names them. */
export type TemplateNode =
  | Name
  | { readonly type: "StringLiteral"; readonly value: string }
  | { readonly type: "IntegerLiteral" | "FloatLiteral"; readonly value: number }
  | { readonly type: "ArrayLiteral" | "TupleLiteral"; readonly value: readonly TemplateNode[] }
  | { readonly type: "ObjectLiteral"; readonly value: ReadonlyMap<TemplateNode, TemplateNode> }
  /** Taken in the order given: filters that devices use have at most one argument that is named. */
  | { readonly type: "KeywordArgumentExpression"; readonly value: TemplateNode }
  | { readonly type: "Comment" }
  | { readonly type: "If"; readonly test: TemplateNode; readonly body: readonly TemplateNode[]; readonly alternate: readonly TemplateNode[] }
  | { readonly type: "Set"; readonly assignee: Name; readonly value: TemplateNode }
  | { readonly type: "MemberExpression"; readonly object: TemplateNode; readonly property: TemplateNode; readonly computed: boolean }
  | CallNode
  | { readonly type: "BinaryExpression"; readonly operator: { readonly value: string }; readonly left: TemplateNode; readonly right: TemplateNode }
  | { readonly type: "UnaryExpression"; readonly operator: { readonly value: string }; readonly argument: TemplateNode }
  | { readonly type: "FilterExpression"; readonly operand: TemplateNode; readonly filter: Name | CallNode }
  | { readonly type: "TestExpression"; readonly operand: TemplateNode; readonly negate: boolean; readonly test: Name }
  | { readonly type: "Ternary"; readonly condition: TemplateNode; readonly trueExpr: TemplateNode; readonly falseExpr: TemplateNode }
  | { readonly type: "SelectExpression"; readonly lhs: TemplateNode; readonly test: TemplateNode };

export type CallNode = { readonly type: "CallExpression"; readonly callee: TemplateNode; readonly args: readonly TemplateNode[] };

export type Variables = Map<string, TemplateValue>;

const constants: ReadonlyMap<string, TemplateValue> = new Map<string, TemplateValue>([
  ["true", true], ["True", true], ["false", false], ["False", false], ["none", null], ["None", null],
]);

export const tests: ReadonlyMap<string, (value: TemplateValue) => boolean> = new Map<string, (value: TemplateValue) => boolean>([
  ["defined", (value) => value !== undefined], ["undefined", (value) => value === undefined], ["none", (value) => value === null],
  ["string", (value) => typeof value === "string"], ["number", (value) => typeof value === "number"],
  ["mapping", (value) => typeof value === "object" && value !== null && !Array.isArray(value)],
  ["boolean", (value) => typeof value === "boolean"], ["true", (value) => value === true], ["false", (value) => value === false],
  ["odd", (value) => Math.abs(numberFrom(value)) % 2 === 1], ["even", (value) => numberFrom(value) % 2 === 0],
]);

/** The text that a sequence of nodes makes. */
export function renderNodes(nodes: readonly TemplateNode[], variables: Variables): string {
  return nodes.reduce((text, node) => bounded(text + renderNode(node, variables)), "");
}

function renderNode(node: TemplateNode, variables: Variables): string {
  switch (node.type) {
    case "If": return renderNodes(isTrue(evaluate(node.test, variables)) ? node.body : node.alternate, variables);
    case "Set": variables.set(node.assignee.value, evaluate(node.value, variables)); return "";
    case "Comment": return "";
    default: return textFrom(evaluate(node, variables));
  }
}

function evaluate(node: TemplateNode, variables: Variables): TemplateValue {
  switch (node.type) {
    case "Identifier": return variables.has(node.value) ? variables.get(node.value) : constants.get(node.value);
    case "StringLiteral": case "IntegerLiteral": case "FloatLiteral": return node.value;
    case "ArrayLiteral": case "TupleLiteral": return node.value.map((item) => plain(evaluate(item, variables)));
    case "ObjectLiteral": return Object.fromEntries([...node.value].map(([key, value]) => [textFrom(evaluate(key, variables)), plain(evaluate(value, variables))]));
    case "KeywordArgumentExpression": return evaluate(node.value, variables);
    case "MemberExpression": return memberOf(evaluate(node.object, variables), keyOf(node, variables));
    case "CallExpression": return call(node, variables);
    case "FilterExpression": return applyFilter(node.filter, evaluate(node.operand, variables), variables);
    case "TestExpression": return (tests.get(node.test.value)?.(evaluate(node.operand, variables)) ?? false) !== node.negate;
    case "Ternary": return evaluate(isTrue(evaluate(node.condition, variables)) ? node.trueExpr : node.falseExpr, variables);
    case "SelectExpression": return isTrue(evaluate(node.test, variables)) ? evaluate(node.lhs, variables) : undefined;
    case "UnaryExpression": return node.operator.value === "not" ? !isTrue(evaluate(node.argument, variables)) : signed(node.operator.value, numberFrom(evaluate(node.argument, variables)));
    case "BinaryExpression": return binary(node.operator.value, node.left, node.right, variables);
    case "If": case "Set": case "Comment": throw new TemplateFailure("a statement inside an expression");
  }
}

/** Lists hold no lists: `[a, a]` assigned to `a` again and again would double with each step. */
function plain(value: TemplateValue): TemplateValue {
  if (typeof value === "object" && value !== null) throw new TemplateFailure("a list or map inside another");
  return value;
}

function signed(operator: string, number: number): number {
  return operator === "-" ? -number : number;
}

function keyOf(node: Extract<TemplateNode, { type: "MemberExpression" }>, variables: Variables): TemplateValue {
  return !node.computed && node.property.type === "Identifier" ? node.property.value : evaluate(node.property, variables);
}

function call(node: CallNode, variables: Variables): TemplateValue {
  const args = node.args.map((arg) => evaluate(arg, variables));
  if (node.callee.type === "Identifier") return functions.get(node.callee.value)?.(args[0], ...args.slice(1));
  if (node.callee.type !== "MemberExpression") throw new TemplateFailure("only names can be called");
  const method = methods.get(textFrom(keyOf(node.callee, variables)));
  return method?.(evaluate(node.callee.object, variables), ...args);
}

function applyFilter(filter: Name | CallNode, operand: TemplateValue, variables: Variables): TemplateValue {
  if (filter.type === "Identifier") return filters.get(filter.value)?.(operand);
  const name = filter.callee.type === "Identifier" ? filter.callee.value : "";
  return filters.get(name)?.(operand, ...filter.args.map((arg) => evaluate(arg, variables)));
}

function binary(operator: string, left: TemplateNode, right: TemplateNode, variables: Variables): TemplateValue {
  const a = evaluate(left, variables);
  if (operator === "and") return isTrue(a) ? evaluate(right, variables) : a;
  if (operator === "or") return isTrue(a) ? a : evaluate(right, variables);
  const b = evaluate(right, variables);
  switch (operator) {
    case "==": return isEqual(a, b);
    case "!=": return !isEqual(a, b);
    case "~": return bounded(textFrom(a) + textFrom(b));
    case "+": return typeof a === "string" && typeof b === "string" ? bounded(a + b) : numberFrom(a) + numberFrom(b);
    case "in": return contains(b, a);
    case "not in": return !contains(b, a);
    case "<": case ">": case "<=": case ">=": return compare(operator, a, b);
    default: return arithmetic(operator, numberFrom(a), numberFrom(b));
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case "-": return a - b;
    case "*": return a * b;
    case "/": return a / b;
    case "//": return Math.floor(a / b);
    case "%": return a - b * Math.floor(a / b);
    case "**": return a ** b;
    default: throw new TemplateFailure(`unknown operator ${operator}`);
  }
}

function compare(operator: "<" | ">" | "<=" | ">=", a: TemplateValue, b: TemplateValue): boolean {
  const [x, y] = typeof a === "string" && typeof b === "string" ? [a, b] : [numberFrom(a), numberFrom(b)];
  return operator === "<" ? x < y : operator === ">" ? x > y : operator === "<=" ? x <= y : x >= y;
}

function isEqual(a: TemplateValue, b: TemplateValue): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}

function contains(container: TemplateValue, item: TemplateValue): boolean {
  if (typeof container === "string") return container.includes(textFrom(item));
  if (Array.isArray(container)) return container.some((member) => isEqual(member, item));
  return typeof container === "object" && container !== null && Object.hasOwn(container, textFrom(item));
}
