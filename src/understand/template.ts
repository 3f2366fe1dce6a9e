// (pure) "(turn|switch) on [all] {kind} [in {area}]" → tree. The syntax is that of Home Assistant's sentence files (hassil).

/**
 * A sentence with choices. An optional part is a choice with an empty sequence. A text keeps its spaces, for "light" before
 * "[s]" is half a word. `list` is what a slot takes, and the slot's own name where only one is given.
 */
export type Template =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "slot"; readonly name: string; readonly list: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly items: readonly Template[] }
  | { readonly kind: "choice"; readonly options: readonly Template[] };

/** What is wrong with a template; `offset` counts characters from its start. */
export type TemplateProblem = { readonly offset: number; readonly message: string };
export type TemplateResult = { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly problem: TemplateProblem };

/** Deeper nesting than a person can read. */
const deepest = 20;
/** `(a;b;c;d;e)` stands for 120 orders. */
const mostPermuted = 5;

/**
 * Reads a template: words, `[optional]`, `(this|that)`, `(in;any;order)`, `{slot}`, `{list:slot}`, `<rule>`, and `\` before a sign
 * that is meant as such. Everything may touch: "light[s]", "{percent}%", "把{area}的灯打开".
 */
export function parseTemplate(text: string): TemplateResult {
  try {
    const reader: Reader = { text, at: 0 };
    const template = readOptions(reader, 0);
    if (reader.at < text.length) throw stop(reader.at, `"${text[reader.at]}" closes nothing`);
    return { ok: true, template };
  } catch (error) {
    if (isStop(error)) return { ok: false, problem: error.problem };
    throw error;
  }
}

type Reader = { readonly text: string; at: number };
type Stop = { readonly problem: TemplateProblem };

function stop(offset: number, message: string): Stop {
  return { problem: { offset, message } };
}

function isStop(error: unknown): error is Stop {
  return typeof error === "object" && error !== null && "problem" in error;
}

/** `a|b|c` or `a;b;c` up to the closing bracket; at depth 0 both signs mean nothing. */
function readOptions(reader: Reader, depth: number): Template {
  if (depth > deepest) throw stop(reader.at, `expected at most ${deepest} brackets inside each other`);
  const start = reader.at;
  const options = [readSequence(reader, depth)];
  const sign = reader.text[reader.at];
  while (sign !== undefined && "|;".includes(sign) && reader.text[reader.at] === sign) {
    if (depth === 0) throw stop(reader.at, `"${sign}" expected inside ( )`);
    reader.at++;
    options.push(readSequence(reader, depth));
  }
  const [only] = options;
  if (options.length === 1 && only !== undefined) return only;
  if (sign === "|") return { kind: "choice", options };
  if (options.length > mostPermuted) throw stop(start, `expected at most ${mostPermuted} parts in any order`);
  const space: Template = { kind: "text", text: " " };
  return { kind: "choice", options: ordersOf(options).map((items) => ({ kind: "sequence", items: items.flatMap((item) => [space, item, space]) })) };
}

function ordersOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, index) => ordersOf(items.filter((_item, other) => other !== index)).map((rest) => [first, ...rest]));
}

function readSequence(reader: Reader, depth: number): Template {
  const items: Template[] = [];
  for (;;) {
    const sign = reader.text[reader.at];
    if (sign === undefined || "|)]".includes(sign) || (sign === ";" && depth > 0)) break;
    items.push(readItem(reader, sign, depth));
  }
  return { kind: "sequence", items };
}

function readItem(reader: Reader, sign: string, depth: number): Template {
  switch (sign) {
    case "(": return bracket(reader, ")", depth);
    case "[": return { kind: "choice", options: [bracket(reader, "]", depth), { kind: "sequence", items: [] }] };
    case "{": {
      const [list = "", name = list] = between(reader, "}").split(":");
      return { kind: "slot", name, list };
    }
    case "<": return { kind: "rule", name: between(reader, ">") };
    case "}": case ">": throw stop(reader.at, `"${sign}" closes nothing`);
    default: return { kind: "text", text: readText(reader, depth) };
  }
}

/** Everything up to the next sign of the syntax; `\(` is a bracket that is meant as such. */
function readText(reader: Reader, depth: number): string {
  let text = "";
  for (;;) {
    const sign = reader.text[reader.at];
    if (sign === undefined || "()[]{}<>|".includes(sign) || (sign === ";" && depth > 0)) return text;
    if (sign === "\\") reader.at++;
    text += reader.text[reader.at] ?? "";
    reader.at++;
  }
}

function bracket(reader: Reader, close: string, depth: number): Template {
  const at = reader.at++;
  const inner = readOptions(reader, depth + 1);
  if (reader.text[reader.at] !== close) throw stop(at, `"${reader.text[at]}" is not closed, expected "${close}"`);
  reader.at++;
  return inner;
}

function between(reader: Reader, close: string): string {
  const at = reader.at;
  const end = reader.text.indexOf(close, at);
  const name = end < 0 ? "" : reader.text.slice(at + 1, end);
  const one = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_-]*";
  if (!new RegExp(close === "}" ? `^${one}(:${one})?$` : `^${one}( ${one})*$`, "u").test(name)) throw stop(at, `expected a name and "${close}" after "${reader.text[at]}"`);
  reader.at = end + 1;
  return name;
}

/** Puts the trees of rules in place of their names. `ruleOf` gives trees that are expanded themselves, which many sentences then share. */
export function expandRules(template: Template, ruleOf: (name: string) => Template | undefined): Template {
  switch (template.kind) {
    case "text": case "slot": return template;
    case "rule": return ruleOf(template.name) ?? { kind: "choice", options: [] };
    case "sequence": return { kind: "sequence", items: template.items.map((item) => expandRules(item, ruleOf)) };
    case "choice": return { kind: "choice", options: template.options.map((option) => expandRules(option, ruleOf)) };
  }
}

/** The rules a template names. */
export function rulesOf(template: Template): readonly string[] {
  switch (template.kind) {
    case "rule": return [template.name];
    case "sequence": return template.items.flatMap(rulesOf);
    case "choice": return template.options.flatMap(rulesOf);
    case "text": case "slot": return [];
  }
}

/** Every slot of a template with its list, each once. */
export function slotsOf(template: Template): readonly { readonly name: string; readonly list: string }[] {
  switch (template.kind) {
    case "slot": return [{ name: template.name, list: template.list }];
    case "sequence": return onceEach(template.items.flatMap(slotsOf));
    case "choice": return onceEach(template.options.flatMap(slotsOf));
    case "text": case "rule": return [];
  }
}

function onceEach(slots: ReturnType<typeof slotsOf>): ReturnType<typeof slotsOf> {
  return [...new Map(slots.map((slot) => [`${slot.list}:${slot.name}`, slot])).values()];
}
