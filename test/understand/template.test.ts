import { describe, expect, test } from "vitest";
import { buildAutomaton } from "../../src/understand/automaton.ts";
import { slotKey } from "../../src/understand/automaton-draft.ts";
import type { Intent, SlotSpec } from "../../src/understand/intent.ts";
import { expandRules, parseTemplate, type Template } from "../../src/understand/template.ts";
import { sampleTemplate, slotSetsOf } from "../../src/understand/template-samples.ts";
import { english } from "./english.ts";

function templateOf(text: string): Template {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(`${parsed.problem.offset}: ${parsed.problem.message}`);
  return parsed.template;
}

const evened = (texts: Iterable<string>) => [...texts].map((text) => text.replace(/\s+/g, " ").trim());

describe("a template", () => {
  test.each<readonly [string, readonly string[]]>([
    ["turn on", ["turn on"]],
    ["turn (on|off)", ["turn on", "turn off"]],
    ["[please] turn on", ["please turn on", "turn on"]],
    ["light[s]", ["lights", "light"]],
    ["(un|)lock", ["unlock", "lock"]],
    ["[the ]light", ["the light", "light"]],
    ["(now;please)", ["now please", "please now"]],
    ["(a;[b];c)", ["a b c", "a c", "a c b", "a c", "b a c", "a c", "b c a", "c a", "c a b", "c a", "c b a", "c a"]],
    ["set {name} to {level:brightness}%", ["set {name} to {brightness}%"]],
    ["把{area}的[所有]灯打开", ["把{area}的所有灯打开", "把{area}的灯打开"]],
    ["is it 5\\: 30 \\(or so\\)", ["is it 5: 30 (or so)"]],
    ["one; two", ["one; two"]],
    ["((a|b) (c|d)|e)", ["a c", "a d", "b c", "b d", "e"]],
  ])("%s stands for its sentences", (text, expected) => {
    expect(evened(sampleTemplate(templateOf(text)))).toEqual(expected);
  });

  test.each<readonly [string, number, string]>([
    ["(a|b", 0, "\"(\" is not closed"],
    ["a]", 1, "\"]\" closes nothing"],
    ["a|b", 1, "\"|\" expected inside ( )"],
    ["(a|b;c)", 0, "\"(\" is not closed"],
    ["{a b}", 0, "expected a name and \"}\""],
    ["{a:}", 0, "expected a name"],
    ["<a:b>", 0, "expected a name"],
    ["(a;b;c;d;e;f)", 1, "expected at most 5 parts"],
    ["(".repeat(30), 21, "expected at most 20 brackets"],
  ])("%s is refused", (text, offset, message) => {
    expect(parseTemplate(text)).toEqual({ ok: false, problem: { offset, message: expect.stringContaining(message) as string } });
  });

  test.each<readonly [string, ReturnType<typeof slotSetsOf>]>([
    ["turn on", { ok: true, sets: [[]] }],
    ["{name} [in {area}]", { ok: true, sets: [["area", "name"], ["name"]] }],
    ["({name}|{kind} [{area}])", { ok: true, sets: [["name"], ["area", "kind"], ["kind"]] }],
    ["{name} [{name}]", { ok: false, twice: "name" }],
    ["[{a}] [{b}] [{c}] [{d}] [{e}] [{f}] [{g}] [{h}] [{i}]", { ok: false, twice: undefined }],
  ])("%s has its sets of slots", (text, expected) => {
    expect(slotSetsOf(templateOf(text))).toEqual(expected);
  });

  test("a rule may hold slots and touch a word", () => {
    const rules = new Map([["where", templateOf("[in] {area}")], ["ed", templateOf("(ed|ing)")]]);
    expect(evened(sampleTemplate(expandRules(templateOf("turn<ed> on <where>"), (name) => rules.get(name))))).toEqual(["turned on in {area}", "turned on {area}", "turning on in {area}", "turning on {area}"]);
  });
});

describe("the machine of templates", () => {
  const slots: Readonly<Record<string, SlotSpec>> = { name: { list: "name" }, area: { list: "area" }, level: { list: "number", min: 0, max: 100, unit: "percent", negate: false } };
  const intentOf = (id: string, ...texts: readonly string[]): Intent => ({
    id, slots, reply: {}, sentences: texts.map((text) => ({ text, template: templateOf(text), place: { path: "", line: 1, column: 1 } })),
    command: { type: "onOff.toggle", fields: {}, target: { name: "name", kind: undefined, kinds: undefined, deviceClass: undefined, quantity: undefined, area: undefined, otherwise: "here", count: "all" } },
  });
  /** Every sequence of words and `{slots}` that it accepts. */
  const accepted = (...texts: readonly string[]): readonly string[] => {
    const automaton = buildAutomaton([intentOf("one", ...texts)], english.normalise);
    const found = new Set<string>();
    const walk = (state: number, path: readonly string[]): void => {
      const { words, slots: edges, accepts } = automaton.stateAt(state);
      if (accepts.length > 0) found.add(path.join(" "));
      for (const [word, to] of words) walk(to, [...path, word]);
      for (const { name, spec, to } of edges) walk(to, [...path, slotKey(spec).replace(/\w+/, name)]);
    };
    walk(automaton.start(), []);
    return [...found].sort();
  };

  test.each<readonly [string, readonly string[]]>([
    ["light[s] on", ["light on", "lights on"]],
    ["[the ]light(ed|ing|)", ["light", "lighted", "lighting", "the light", "the lighted", "the lighting"]],
    ["(un)lock {name}", ["unlock {name}"]],
    ["{level}%", ["{level percent} percent"]],
    ["twenty one [two]", ["21", "21 2"]],
    ["{name} [in {area}]", ["{name}", "{name} in {area}"]],
    ["(turn;{name};on)", ["on turn {name}", "on {name} turn", "turn on {name}", "turn {name} on", "{name} on turn", "{name} turn on"]],
  ])("%s", (text, expected) => {
    expect(accepted(text)).toEqual(expected);
  });

  test("sentences that begin alike share their states", () => {
    const alone = [...buildAutomaton([intentOf("one", "turn on {name}")], english.normalise).everyState()].length;
    const both = [...buildAutomaton([intentOf("one", "turn on {name}"), intentOf("two", "turn on {name} now")], english.normalise).everyState()].length;
    expect(both).toBe(alone + 1);
  });

  test("a state is made when it is first reached", () => {
    const automaton = buildAutomaton([intentOf("one", "(a|b|c|d) (e|f|g|h) {name}")], english.normalise);
    const start = automaton.stateAt(automaton.start());
    expect(automaton.stateAt(automaton.start())).toBe(start);
    expect(start.words.size).toBe(4);
  });
});
