// (pure) Value and command templates of Home Assistant's MQTT entities: parsed by @huggingface/jinja, computed by us, because
// that library has no limits on loops and memory and lacks filters that device templates use.
import { parse, tokenize } from "@huggingface/jinja";
import { messageOf } from "../base/errors.ts";
import { renderNodes, tests, type CallNode, type TemplateNode } from "./template-evaluate.ts";
import { filters, functions, methods, TemplateFailure, type TemplateValue } from "./template-functions.ts";

/** A template that can be rendered. Undefined when it cannot be computed with these values. */
export type Template = (variables: Readonly<Record<string, TemplateValue>>) => string | undefined;

/** Longest template read, in characters; the longest in common firmware are some hundred. */
const maxTemplateLength = 4096;

/** Longest payload given to a template, in characters. */
const maxPayloadLength = 65_536;

const cache = new Map<string, Template | { readonly problem: string }>();

/** Templates kept parsed. A home has few different ones; a hostile device must not fill the memory with new ones. */
const maxCached = 2000;

/** Why `source` cannot be used as a template, or undefined when it can. */
export function templateProblem(source: string): string | undefined {
  const compiled = compile(source);
  return typeof compiled === "function" ? undefined : compiled.problem;
}

/** Renders `source`; undefined when it is not a usable template or cannot be computed with these values. */
export function renderTemplate(source: string, variables: Readonly<Record<string, TemplateValue>>): string | undefined {
  const compiled = compile(source);
  return typeof compiled === "function" ? compiled(variables) : undefined;
}

/** Renders a value template over a payload: `value` is its text, `value_json` what it is as JSON. */
export function renderValue(source: string, payload: string, more: Readonly<Record<string, TemplateValue>> = {}): string | undefined {
  if (payload.length > maxPayloadLength) return undefined;
  return renderTemplate(source, { value: payload, value_json: parseJson(payload), ...more });
}

function parseJson(text: string): TemplateValue {
  try {
    return JSON.parse(text) as TemplateValue;
  } catch {
    return undefined;
  }
}

function compile(source: string): Template | { readonly problem: string } {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const compiled = compileAnew(source);
  if (cache.size >= maxCached) cache.clear();
  cache.set(source, compiled);
  return compiled;
}

function compileAnew(source: string): Template | { readonly problem: string } {
  if (source.length > maxTemplateLength) return { problem: `the template is longer than ${maxTemplateLength} characters` };
  try {
    const nodes = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true })).body as unknown as readonly TemplateNode[];
    nodes.forEach(checkNode);
    return (variables) => {
      try {
        return renderNodes(nodes, new Map(Object.entries(variables))).trim();
      } catch (error) {
        if (error instanceof TemplateFailure || error instanceof RangeError) return undefined;
        throw error;
      }
    };
  } catch (error) {
    return { problem: `the template cannot be read: ${messageOf(error).slice(0, 200)}` };
  }
}

/** Refuses what is not supported when a device is announced, not when its lamp is wanted. */
function checkNode(node: TemplateNode): void {
  switch (node.type) {
    case "Identifier": case "StringLiteral": case "IntegerLiteral": case "FloatLiteral": case "Comment": return;
    case "ArrayLiteral": case "TupleLiteral": return node.value.forEach(checkNode);
    case "ObjectLiteral": return [...node.value].flat().forEach(checkNode);
    case "If": return [node.test, ...node.body, ...node.alternate].forEach(checkNode);
    case "Set":
      if (node.assignee.type !== "Identifier" || node.value === null) throw new TemplateFailure("only {% set name = value %} is supported");
      return checkNode(node.value);
    case "MemberExpression": return [node.object, node.property].forEach(checkNode);
    case "CallExpression": return checkCall(node);
    case "FilterExpression": return checkFilter(node.filter, node.operand);
    case "TestExpression":
      if (!tests.has(node.test.value)) throw new TemplateFailure(`unknown test ${node.test.value}`);
      return checkNode(node.operand);
    case "BinaryExpression": return [node.left, node.right].forEach(checkNode);
    case "UnaryExpression": return checkNode(node.argument);
    case "KeywordArgumentExpression": return checkNode(node.value);
    case "Ternary": return [node.condition, node.trueExpr, node.falseExpr].forEach(checkNode);
    case "SelectExpression": return [node.lhs, node.test].forEach(checkNode);
    default: throw new TemplateFailure(`${(node as { type: string }).type} is not supported`);
  }
}

function checkCall({ callee, args }: CallNode): void {
  const name = callee.type === "Identifier" ? callee.value : callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property.value : "";
  const known = callee.type === "Identifier" ? functions.has(name) : callee.type === "MemberExpression" && !callee.computed && methods.has(name);
  if (!known) throw new TemplateFailure(`unknown function ${name}`);
  if (callee.type === "MemberExpression") checkNode(callee.object);
  args.forEach(checkNode);
}

function checkFilter(filter: TemplateNode, operand: TemplateNode): void {
  const name = filter.type === "Identifier" ? filter.value : filter.type === "CallExpression" && filter.callee.type === "Identifier" ? filter.callee.value : "";
  if (!filters.has(name)) throw new TemplateFailure(`unknown filter ${name}`);
  if (filter.type === "CallExpression") filter.args.forEach(checkNode);
  checkNode(operand);
}
