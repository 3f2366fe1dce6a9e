// (pure) Value and command templates of Home Assistant's MQTT entities: parsed by @huggingface/jinja, computed by us, because
// that library has no limits on loops and memory and lacks filters that device templates use.
import { messageOf } from "../base/errors.ts";
import { parseJson } from "../home/config-values.ts";
import { checkTemplate } from "./template-check.ts";
import { renderParsed } from "./template-evaluate.ts";
import { parseTemplate } from "./template-nodes.ts";
import { TemplateFailure, type TemplateValue } from "./template-values.ts";

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
    const parsed = parseTemplate(source);
    checkTemplate(parsed);
    return (variables) => {
      try {
        return renderParsed(parsed, variables).trim();
      } catch (error) {
        if (error instanceof TemplateFailure || error instanceof RangeError) return undefined;
        throw error;
      }
    };
  } catch (error) {
    return { problem: `the template cannot be read: ${messageOf(error).slice(0, 200)}` };
  }
}
