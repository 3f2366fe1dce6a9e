// (pure) "(turn|switch) on [all] {kind} in {area}" → tree, and a tree → all sentences it stands for.

/** A sentence with choices. An optional part is a choice with an empty sequence. */
export type Template =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "slot"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly items: readonly Template[] }
  | { readonly kind: "choice"; readonly options: readonly Template[] };

/** What is wrong with a template; `offset` counts characters from its start. */
export type TemplateProblem = { readonly offset: number; readonly message: string };
export type TemplateResult = { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly problem: TemplateProblem };

/** Deeper nesting than a person can read. */
const deepest = 20;

/**
 * Reads a template: words, `[optional]`, `(this|that)`, `{slot}`, `<rule>`. Brackets may touch a word: "light[s]".
 * A slot inside `[ ]` or `( | )` is refused, so that a sentence always gives the same slots.
 */
export function parseTemplate(text: string): TemplateResult {
  try {
    const reader: Reader = { text, at: 0 };
    const template = readChoice(reader, 0);
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

/** `a|b|c` up to the closing bracket; at depth 0 a bar means nothing. */
function readChoice(reader: Reader, depth: number): Template {
  if (depth > deepest) throw stop(reader.at, `expected at most ${deepest} brackets inside each other`);
  const options = [readSequence(reader, depth)];
  while (reader.text[reader.at] === "|") {
    if (depth === 0) throw stop(reader.at, `"|" expected inside ( )`);
    reader.at++;
    options.push(readSequence(reader, depth));
  }
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
}

function readSequence(reader: Reader, depth: number): Template {
  const items: Template[] = [];
  let glued: Template[] = [];
  const endWord = (at: number) => {
    const item = glueTogether(glued, at);
    if (item !== undefined) items.push(item);
    glued = [];
  };
  for (;;) {
    const sign = reader.text[reader.at];
    if (sign === undefined || "|)]".includes(sign)) break;
    if (/\s/.test(sign)) {
      endWord(reader.at);
      reader.at++;
    } else glued.push(readItem(reader, sign, depth));
  }
  endWord(reader.at);
  return { kind: "sequence", items };
}

function readItem(reader: Reader, sign: string, depth: number): Template {
  switch (sign) {
    case "(": return bracket(reader, ")", depth);
    case "[": return { kind: "choice", options: [bracket(reader, "]", depth), { kind: "sequence", items: [] }] };
    case "{": {
      const at = reader.at;
      const name = between(reader, "}");
      if (depth > 0) throw stop(at, `{${name}} inside [ ] or ( | ), expected outside, so that every sentence has the same slots`);
      return { kind: "slot", name };
    }
    case "<": return { kind: "rule", name: between(reader, ">") };
    default: {
      const word = /^[\p{L}\p{M}\p{N}'’.-]+/u.exec(reader.text.slice(reader.at))?.[0];
      if (word === undefined) throw stop(reader.at, `"${sign}", expected words, [ ], ( | ), { } or < >`);
      reader.at += word.length;
      return { kind: "word", text: word };
    }
  }
}

function bracket(reader: Reader, close: string, depth: number): Template {
  const at = reader.at++;
  const inner = readChoice(reader, depth + 1);
  if (reader.text[reader.at] !== close) throw stop(at, `"${reader.text[at]}" is not closed, expected "${close}"`);
  reader.at++;
  return inner;
}

function between(reader: Reader, close: string): string {
  const at = reader.at;
  const end = reader.text.indexOf(close, at);
  const name = end < 0 ? "" : reader.text.slice(at + 1, end);
  if (!/^[a-zA-Z][a-zA-Z0-9_]*$/.test(name)) throw stop(at, `expected a name and "${close}" after "${reader.text[at]}"`);
  reader.at = end + 1;
  return name;
}

/** "light[s]" is one word with two forms, not two words. */
function glueTogether(parts: readonly Template[], at: number): Template | undefined {
  const [first] = parts;
  if (parts.length <= 1) return first;
  if (parts.some((part) => part.kind === "slot" || part.kind === "rule")) throw stop(at, "expected a space around { } and < >");
  let words = [""];
  for (const part of parts) {
    const ends = [...sampleTemplate(part, () => undefined)].map((sample) => sample.join(" "));
    words = words.flatMap((word) => ends.map((end) => word + end));
  }
  return { kind: "choice", options: words.map((text) => ({ kind: "sequence", items: text.split(" ").filter((word) => word !== "").map((word) => ({ kind: "word", text: word })) })) };
}

/** Every sentence of a template, as words; a slot stays `{name}`. `ruleOf` gives the tree of a rule. */
export function* sampleTemplate(template: Template, ruleOf: (name: string) => Template | undefined): Generator<readonly string[]> {
  switch (template.kind) {
    case "word": yield [template.text]; return;
    case "slot": yield [`{${template.name}}`]; return;
    case "rule": {
      const rule = ruleOf(template.name);
      if (rule !== undefined) yield* sampleTemplate(rule, ruleOf);
      return;
    }
    case "choice": for (const option of template.options) yield* sampleTemplate(option, ruleOf); return;
    case "sequence": yield* sampleSequence(template.items, ruleOf); return;
  }
}

function* sampleSequence(items: readonly Template[], ruleOf: (name: string) => Template | undefined): Generator<readonly string[]> {
  const [first, ...rest] = items;
  if (first === undefined) { yield []; return; }
  for (const start of sampleTemplate(first, ruleOf)) for (const end of sampleSequence(rest, ruleOf)) yield [...start, ...end];
}

/** Slots in the order they stand. */
export function slotsOf(template: Template): readonly string[] {
  switch (template.kind) {
    case "slot": return [template.name];
    case "sequence": return template.items.flatMap(slotsOf);
    case "choice": return template.options.flatMap(slotsOf);
    case "word": case "rule": return [];
  }
}

/** Puts the trees of rules in place of their names. `ruleOf` has been checked: every rule exists and none holds itself. */
export function expandRules(template: Template, ruleOf: (name: string) => Template | undefined): Template {
  switch (template.kind) {
    case "word": case "slot": return template;
    case "rule": { const rule = ruleOf(template.name); return rule === undefined ? { kind: "choice", options: [] } : expandRules(rule, ruleOf); }
    case "sequence": return { kind: "sequence", items: template.items.map((item) => expandRules(item, ruleOf)) };
    case "choice": return { kind: "choice", options: template.options.map((option) => expandRules(option, ruleOf)) };
  }
}
