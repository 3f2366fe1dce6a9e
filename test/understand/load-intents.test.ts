import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AssistantError } from "../../src/base/errors.ts";
import { loadIntents, readIntents } from "../../src/understand/load-intents.ts";
import type { TextFile } from "../../src/understand/yaml-file.ts";
import { englishFolder } from "./english.ts";

const shared: readonly TextFile[] = readdirSync(englishFolder).filter((name) => name.startsWith("_")).map((name) => ({ path: name, text: readFileSync(join(englishFolder, name), "utf8") }));

/** The problems of these intent files, beside English's shared files, or of replacements of those. */
function problems(files: Readonly<Record<string, string>>): readonly string[] {
  const given = Object.entries(files).map(([path, text]) => ({ path, text }));
  try {
    loadIntents([...shared.filter(({ path }) => files[path] === undefined), ...given], "thorough");
    return [];
  } catch (error) {
    if (!(error instanceof AssistantError) || error.code !== "INTENTS_INVALID") throw error;
    return error.message.split("\n");
  }
}

const lamp = `command: { type: onOff.set, on: true, target: { name: name } }
slots:
  name: { list: name }
sentences:
  - "ignite {name}"
`;

describe("loadIntents", () => {
  test("a right intent is loaded", () => {
    const { intents } = loadIntents([...shared, { path: "en/ignite.yaml", text: lamp }], "thorough");
    expect(intents.map(({ id, slots }) => ({ id, slots }))).toEqual([{ id: "ignite", slots: { name: { list: "name" } } }]);
  });

  const cases: readonly (readonly [string, string, string])[] = [
    ["YAML that cannot be read", "command: [", "a.yaml:1:11: Flow sequence in block collection must be sufficiently indented and end with a ], expected YAML"],
    ["an unknown key", `${lamp}colour: red\n`, "a.yaml:6:9: colour: unknown key"],
    ["an unknown command", lamp.replace("onOff.set", "onOff.swap"), "a.yaml:1:18: command.type: \"onOff.swap\", expected (\"onOff.set\""],
    ["a field the command lacks", lamp.replace("on: true, ", ""), "a.yaml:1:10: onOff.set without on, expected true or false"],
    ["a field the command does not have", lamp.replace("on: true", "on: true, speed: 3"), "a.yaml:1:46: speed, expected only type, target, on for onOff.set"],
    ["a value of the wrong kind", lamp.replace("on: true", "on: 3"), "a.yaml:1:33: on: 3, expected true or false"],
    ["a target without devices", lamp.replace("{ name: name } }", "{ area: home } }"), "expected name, kind, kinds or quantity"],
    ["a slot that is not declared", lamp.replace("ignite {name}", "ignite {name} in {area}"), "a.yaml:5:23: slot {area} is not declared, expected one of name"],
    ["a slot that a sentence lacks", lamp.replace("ignite {name}", "ignite it"), "a.yaml:5:5: {name} is missing, expected in every way to say it"],
    ["a slot that the command does not use", lamp.replace("  name:", "  area: { list: area }\n  name:").replace("ignite {name}", "ignite {name} in {area}"), "a.yaml:3:9: slot area is not used by command"],
    ["an unknown list", lamp.replace("list: name", "list: flavour"), "a.yaml:3:9: list flavour, expected name, area, kind"],
    ["an unknown rule", lamp.replace("ignite", "<ignite>"), "a.yaml:5:6: unknown rule <ignite>, expected one of on, off"],
    ["a slot that the command needs in an optional part", lamp.replace("{name}", "[{name}]"), "a.yaml:5:5: {name} is missing, expected in every way to say it"],
    ["a slot that the command needs in one choice of two", lamp.replace("{name}", "({name}|it)"), "a.yaml:5:5: {name} is missing, expected in every way to say it"],
    ["a slot that stands twice", lamp.replace("{name}", "{name} [and {name}]"), "a.yaml:5:5: slot {name} stands twice in one way to say it, expected once"],
    ["a bracket that is not closed", lamp.replace("ignite {name}", "{name} (ignite|light"), "a.yaml:5:13: \"(\" is not closed, expected \")\""],
    ["a bracket that closes nothing", lamp.replace("ignite", "ignite)"), "a.yaml:5:12: \")\" closes nothing"],
    ["a bar outside brackets", lamp.replace("ignite", "ignite | light"), "a.yaml:5:13: \"|\" expected inside ( )"],
    ["a bracket of another kind", lamp.replace("ignite", "ignite >"), "a.yaml:5:13: \">\" closes nothing"],
    ["a sentence that stands twice", `${lamp}  - "ignite  {name}"\n`, "a.yaml:6:5: \"ignite  {name}\" stands twice, expected once"],
    ["an unknown placeholder in a reply", `${lamp}reply: { confirmed: "{nmae} burns" }\n`, "a.yaml:6:21: {nmae} in a reply, expected one of {name}"],
  ];
  test("a table of characters that is not there or has uneven rows is told with its place", () => {
    const words = `characters: simplified\n${shared.find(({ path }) => path === "_words.yaml")?.text ?? ""}`;
    expect(problems({ "a.yaml": lamp, "_words.yaml": words })).toEqual(["_words.yaml:1:13: no table simplified in _characters.yaml beside the folder, expected that file"]);
    expect(problems({ "a.yaml": lamp, "_words.yaml": words, "_characters.yaml": "simplified:\n  - [開關, 开]\n" })).toEqual(["_characters.yaml:2:5: 2 characters and 1, expected as many on both sides"]);
    expect(problems({ "a.yaml": lamp, "_words.yaml": words, "_characters.yaml": "simplified:\n  - [開關, 开关]\n" })).toEqual([]);
  });

  test.each(cases)("%s is told with its place", (_what, text, expected) => {
    expect(problems({ "a.yaml": text }).join("\n")).toContain(expected);
  });

  test("all problems of all files are told together, in the order of files and lines", () => {
    const found = problems({ "a.yaml": lamp.replace("ignite", "<ignite>").replace("list: name", "list: flavour"), "b.yaml": "sentences: []\n" });
    expect(found.map((line) => line.split(":").slice(0, 2).join(":"))).toEqual(["a.yaml:1", "a.yaml:3", "a.yaml:5", "b.yaml:1", "b.yaml:1"]);
  });

  test("a sentence of two intents with different meaning is an overmatch", () => {
    const other = lamp.replace("on: true", "on: false").replace("ignite {name}", "(ignite|quench) [the] {name}");
    expect(problems({ "a.yaml": lamp, "b.yaml": other })).toEqual(["b.yaml:5:5: \"(ignite|quench) [the] {name}\" is also matched by a (\"ignite {name}\"), expected one meaning for a sentence"]);
  });

  test("a sentence of two intents is fine when no device suits both", () => {
    const other = lamp.replace("onOff.set, on: true", "scene.activate");
    expect(problems({ "a.yaml": lamp, "b.yaml": other })).toEqual([]);
  });

  test("a rule that holds itself is refused", () => {
    expect(problems({ "a.yaml": lamp, "_rules.yaml": "on: \"<off>\"\noff: \"<on>\"\n" }).join("\n")).toContain("_rules.yaml:1:5: <on> holds itself");
  });

  test("a folder that does not exist is an error with its name", async () => {
    await expect(readIntents("/nowhere/at/all")).rejects.toMatchObject({ code: "INTENTS_INVALID", message: expect.stringContaining("/nowhere/at/all") as string });
  });

  test("a YAML bomb is refused", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n`;
    expect(problems({ "a.yaml": bomb }).join("\n")).toContain("a.yaml:1:1: Excessive alias count");
  });
});
