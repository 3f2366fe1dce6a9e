// (pure) Regular expressions whose work is bounded by the length of the text times that of the expression: all ways through the
// expression are followed at once (K. Thompson, 1968; R. Pike's virtual machine for groups). What needs going back, such as
// back references and looking around, is refused. JavaScript's own can take years for "(a+)+$".
import { parseRegex, type RegexNode } from "./template-regex-parser.ts";
import { spend, TemplateFailure, type Work } from "./template-values.ts";

/** A match: where the whole and each group begin and end, undefined for a group that took no part. */
export type Match = { readonly start: number; readonly end: number; readonly groups: readonly (string | undefined)[] };

export type Regex = {
  /** The first match that begins at `from` or later; `anchored`: only at `from`. */
  readonly find: (text: string, from: number, anchored: boolean, work: Work) => Match | undefined;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
};

type Instruction =
  | { readonly do: "char"; readonly test: (char: string) => boolean }
  | { readonly do: "split"; readonly first: number; readonly second: number }
  | { readonly do: "jump"; readonly to: number }
  | { readonly do: "save"; readonly slot: number }
  | { readonly do: "assert"; readonly test: (text: string, at: number) => boolean }
  | { readonly do: "match" };

/** Longest program; counted repetitions multiply it. */
const maxProgram = 2000;
/** Longest text searched, in characters. */
const maxSearched = 4096;

const cache = new Map<string, Regex | TemplateFailure>();
const maxCached = 500;

/** @throws TemplateFailure for an expression that cannot be read or would cost too much */
export function compileRegex(pattern: string, ignoreCase: boolean): Regex {
  const key = `${ignoreCase ? "i" : "-"}${pattern}`;
  const known = cache.get(key) ?? compileAnew(pattern, ignoreCase);
  if (cache.size >= maxCached) cache.clear();
  cache.set(key, known);
  if (known instanceof TemplateFailure) throw known;
  return known;
}

function compileAnew(pattern: string, ignoreCase: boolean): Regex | TemplateFailure {
  try {
    const { node, groupCount, groupNames } = parseRegex(pattern, ignoreCase);
    const program: Instruction[] = [];
    emit(node, program);
    program.push({ do: "match" });
    return { groupCount, groupNames, find: (text, from, anchored, work) => run({ program, groupCount, work }, text, from, anchored) };
  } catch (error) {
    if (error instanceof TemplateFailure) return error;
    throw error;
  }
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > maxProgram) throw new TemplateFailure("the regular expression is too large");
  switch (node.kind) {
    case "char": program.push({ do: "char", test: node.test }); return;
    case "assert": program.push({ do: "assert", test: node.test }); return;
    case "sequence": for (const part of node.parts) emit(part, program); return;
    case "group":
      program.push({ do: "save", slot: 2 * node.index });
      emit(node.body, program);
      program.push({ do: "save", slot: 2 * node.index + 1 });
      return;
    case "either": emitEither(node.branches, program); return;
    case "repeat": emitRepeat(node, program); return;
  }
}

function emitEither(branches: readonly RegexNode[], program: Instruction[]): void {
  const ends: number[] = [];
  branches.forEach((branch, index) => {
    if (index === branches.length - 1) return emit(branch, program);
    const at = program.push({ do: "match" }) - 1;
    emit(branch, program);
    ends.push(program.push({ do: "match" }) - 1);
    program[at] = { do: "split", first: at + 1, second: program.length };
  });
  for (const end of ends) program[end] = { do: "jump", to: program.length };
}

function emitRepeat({ body, least, most, lazy }: Extract<RegexNode, { kind: "repeat" }>, program: Instruction[]): void {
  const fork = (onward: number, past: number): Instruction => ({ do: "split", first: lazy ? past : onward, second: lazy ? onward : past });
  for (let count = 0; count < least; count++) emit(body, program);
  if (most === undefined) {
    const at = program.push({ do: "match" }) - 1;
    emit(body, program);
    program.push({ do: "jump", to: at });
    program[at] = fork(at + 1, program.length);
    return;
  }
  const forks: number[] = [];
  for (let count = least; count < most; count++) {
    forks.push(program.push({ do: "match" }) - 1);
    emit(body, program);
  }
  for (const at of forks) program[at] = fork(at + 1, program.length);
}

type Thread = { readonly at: number; readonly slots: readonly (number | undefined)[] };

function run({ program, groupCount, work }: { readonly program: readonly Instruction[]; readonly groupCount: number; readonly work: Work }, text: string, from: number, anchored: boolean): Match | undefined {
  if (text.length > maxSearched) throw new TemplateFailure("the text is too long for a regular expression");
  let threads: Thread[] = [];
  let best: Thread["slots"] | undefined;
  for (let position = from; position <= text.length; position++) {
    const added = new Set<number>(threads.map(({ at }) => at));
    if (best === undefined && (!anchored || position === from)) follow(program, { at: 0, slots: [position] }, text, position, { threads, added });
    if (threads.length === 0) { if (best !== undefined || anchored) break; continue; }
    spend(work, 1 + threads.length);
    const next: { threads: Thread[]; added: Set<number> } = { threads: [], added: new Set() };
    for (const { at, slots } of threads) {
      const instruction = program[at];
      // What comes after the first that matches is of lower rank.
      if (instruction?.do === "match") { best = withSlot(slots, 1, position); break; }
      if (instruction?.do === "char" && position < text.length && instruction.test(text.charAt(position))) follow(program, { at: at + 1, slots }, text, position + 1, next);
    }
    threads = next.threads;
  }
  if (best === undefined) return undefined;
  const [start = from, end = from] = best;
  const groups = Array.from({ length: groupCount }, (_, index) => {
    const [open, close] = [best?.[2 * index + 2], best?.[2 * index + 3]];
    return open === undefined || close === undefined ? undefined : text.slice(open, close);
  });
  return { start, end, groups };
}

/** Adds the thread and all that it comes to without reading a character, in order of rank, each place once. */
function follow(program: readonly Instruction[], start: Thread, text: string, position: number, into: { readonly threads: Thread[]; readonly added: Set<number> }): void {
  const waiting: Thread[] = [start];
  for (let thread = waiting.pop(); thread !== undefined; thread = waiting.pop()) {
    const { at, slots } = thread;
    if (into.added.has(at)) continue;
    into.added.add(at);
    const instruction = program[at];
    switch (instruction?.do) {
      case "jump": waiting.push({ at: instruction.to, slots }); break;
      case "split": waiting.push({ at: instruction.second, slots }, { at: instruction.first, slots }); break;
      case "save": waiting.push({ at: at + 1, slots: withSlot(slots, instruction.slot, position) }); break;
      case "assert": if (instruction.test(text, position)) waiting.push({ at: at + 1, slots }); break;
      default: into.threads.push(thread);
    }
  }
}

function withSlot(slots: Thread["slots"], slot: number, position: number): Thread["slots"] {
  const copy = [...slots];
  copy[slot] = position;
  return copy;
}
