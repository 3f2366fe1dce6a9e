// A household's own sentences in the form of Home Assistant's custom_sentences, beside the English that is shipped.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { AreaId } from "../../src/home/home.ts";
import { createReplies } from "../../src/speak/reply.ts";
import { loadCustom, readCustomFiles } from "../../src/understand/load-foreign.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { testHome } from "../fixtures/home.ts";
import { english, englishFolder, summary } from "./english.ts";

const folder = (name: string) => fileURLToPath(new URL(`../fixtures/custom_sentences/${name}`, import.meta.url));
const setting = { intentsDirectory: englishFolder, checkout: undefined, language: "en" };
const custom = await loadCustom(english, await readCustomFiles(folder("en")), setting);
const parser = createTemplateParser(custom.intents);

function parse(text: string, heardIn: string | undefined = undefined) {
  return parser(text, { home: testHome, heardInAreaId: heardIn as AreaId | undefined, signal: new AbortController().signal });
}

test("every sentence of the household's files is loaded", () => {
  expect(custom.problems).toEqual([]);
  expect(custom.unhandled).toEqual(["FeedTheCat"]);
});

const cases: readonly (readonly [text: string, expected: string, heardIn?: string])[] = [
  ["let there be light at the desk", "onOff.set on=true: desk_lamp (named)"],
  ["light up the kitchen", "onOff.set on=true: kitchen_light, kitchen_counter (group)"],
  ["pretty please light up the kitchen", "onOff.set on=true: kitchen_light, kitchen_counter (group)"],
  ["brighten up kitchen", "onOff.set on=true: kitchen_light, kitchen_counter (group)"],
  ["sparkle in the kitchen please lights", "onOff.set on=true: kitchen_light, kitchen_counter (group)"],
  ["shine in kitchen lights please", "onOff.set on=true: kitchen_light, kitchen_counter (group)"],
  ["it is too dark here", "onOff.set on=true: kitchen_light, kitchen_counter (group)", "kitchen"],
  ["wake my desk lamp", "onOff.set on=true: desk_lamp (named)"],
  ["wake the fan", "unsupported: Fan"],
  ["hoist the left curtain", "opening.set open=true: left_curtain (named)"],
  ["please hoist the left curtain", "opening.set open=true: left_curtain (named)"],
  ["free the back door lock", "lock.set locked=false: back_door_lock (named)"],
  ["banish the desk lamp", "onOff.set on=false: desk_lamp (named)"],
  ["banish the left curtain", "opening.set open=false: left_curtain (named)"],
  // Only a sentence about locks unlocks one.
  ["banish the back door lock", "unsupported: Back Door Lock"],
  ["paint the desk lamp blue at 40%", "brightness.set brightnessPct=40: desk_lamp (named); color.set name=blue: desk_lamp (named)"],
  ["paint desk lamp fire red", "color.set name=red: desk_lamp (named)"],
  ["desk lamp at full blast", "brightness.set brightnessPct=100: desk_lamp (named)"],
  ["cosy desk lamp", "colorTemperature.set kelvin=2700: desk_lamp (named)"],
  ["feed the cat", "noCommand: FeedTheCat"],
  // A command for later is no timer.
  ["in 5 minutes do the dishes", "noCommand: HassStartTimer"],
  ["remember the pasta in 8 minutes", "timer.start name=pasta durationS=480:  (named)"],
  ["remember the pasta in 8 minutes and 30 seconds", "timer.start name=pasta durationS=510:  (named)"],
  // Both languages of templates in one breath.
  ["light up the kitchen and turn off the desk lamp", "onOff.set on=true: kitchen_light, kitchen_counter (group); onOff.set on=false: desk_lamp (named)"],
  // The English that is shipped goes on.
  ["turn on the desk lamp", "onOff.set on=true: desk_lamp (named)"],
];
test.each(cases.map(([text, expected, heardIn]) => ({ text, expected, heardIn })))("$text → $expected", async ({ text, expected, heardIn }) => {
  expect(summary(await parse(text, heardIn))).toBe(expected);
});

test("a question by device class and state is asked of those sensors", async () => {
  expect(summary(await parse("any windows ajar in the bedroom"))).toBe("state.get capability=reading expect=on: bedroom_window (group)");
});

test("a user's own text confirms what was done", async () => {
  const result = await parse("hoist the left curtain");
  if (result.kind !== "commands") throw new Error(summary(result));
  const [command] = result.commands;
  const replies = createReplies(custom.intents);
  const device = testHome.devices.get(command.deviceIds[0] as never);
  expect(device?.name).toBe("Left Curtain");
  expect(replies.acted(command, { messages: [], outcomes: [{ deviceId: command.deviceIds[0] as never, result: "confirmed", state: { opening: "open" }, tookMs: 1 }] }, testHome, result.matches[0]?.intent)).toBe("Up goes the left curtain.");
});

test("a user's sentence goes before a shipped one of the same words", async () => {
  const own = await loadCustom(english, [{ path: "own.yaml", text: "intents: { HassTurnOff: { data: [{ sentences: ['turn on {name}'] }] } }" }], setting);
  const result = await createTemplateParser(own.intents)("turn on the desk lamp", { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal });
  expect(summary(result)).toBe("onOff.set on=false: desk_lamp (named)");
});

test("a sentence that nothing here handles does not keep a shipped one from being understood", async () => {
  const own = await loadCustom(english, [{ path: "own.yaml", text: "intents: { Anything: { data: [{ sentences: ['{all}'] }] } }\nlists: { all: { wildcard: true } }" }], setting);
  const result = await createTemplateParser(own.intents)("turn on the desk lamp", { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal });
  expect(summary(result)).toBe("onOff.set on=true: desk_lamp (named)");
});

test("what is wrong is told all at once with its place, and only that is left out", async () => {
  const wrong = await loadCustom(english, await readCustomFiles(folder("wrong")), setting);
  const told = wrong.problems.map((problem) => problem.replace(/^.*custom_sentences\/wrong\//, ""));
  expect(told).toEqual([
    "shape.yaml:5:9: intents.HassTurnOn.data.0.sentences: undefined, expected \"sentences\"",
    "shape.yaml:8:5: lists.level: expected values: […], range: { from: …, to: … } or wildcard: true",
    "sentences.yaml:6:19: \"(\" is not closed, expected \")\"",
    "sentences.yaml:7:20: unknown rule <nowhere>, expected one below expansion_rules:",
    "sentences.yaml:8:18: unknown list {nothing}, expected one below lists:, or name, area or floor",
  ]);
  expect(wrong.sentences).toBe(1);
});

test("a sentence of too many ways is left out, and the others of its file stay", async () => {
  const text = `intents: { HassTurnOn: { data: [{ sentences: ['${"[a|b|c]".repeat(40)} {name}', 'kindle {name}'] }] } }`;
  const loaded = await loadCustom(english, [{ path: "own.yaml", text }], setting);
  expect(loaded.problems).toEqual(["own.yaml:1:47: it can be said in too many ways, expected fewer choices within a word and fewer in all"]);
  const understood = createTemplateParser(loaded.intents);
  const around = { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal };
  expect(summary(await understood("kindle the desk lamp", around))).toBe("onOff.set on=true: desk_lamp (named)");
  expect(summary(await understood("turn off the desk lamp", around))).toBe("onOff.set on=false: desk_lamp (named)");
});

test("files of any kind are a problem and never a crash", async () => {
  const junk = ["", "- 1\n- 2", "intents: 3", "intents: { A: { data: 7 } }", "\u0000\u0001", "a: &a [*a]", "lists: { x: { values: [{}] } }", "intents: { A: { data: [{ sentences: ['<x>'], expansion_rules: { x: '<y>', y: '<x>' } }] } }", "intents: { A: { data: [{ sentences: ['((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))'] }] } }", `intents: { A: { data: [{ sentences: ['${"[a|b|c]".repeat(40)}'] }] } }`];
  for (const text of junk) {
    const loaded = await loadCustom(english, [{ path: "junk.yaml", text }], setting);
    await createTemplateParser(loaded.intents)("a b c", { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(loaded.problems.every((problem) => problem.startsWith("junk.yaml:"))).toBe(true);
  }
});

test.each(["de", "zh-TW", "zh-CN"])("a name and a room are rules in %s too", async (language) => {
  const intentsDirectory = join(englishFolder, "..", language);
  const text = "intents: { HassTurnOn: { data: [{ sentences: ['xx <name>', 'yy <area>', 'zz <area_floor>'], slots: { domain: light } }] } }";
  expect((await loadCustom(await readIntents(intentsDirectory), [{ path: "own.yaml", text }], { intentsDirectory, checkout: undefined, language })).problems).toEqual([]);
});

test("German has rules by the names of Home Assistant's German files", async () => {
  const intentsDirectory = join(englishFolder, "..", "de");
  const sentences = ["<schalten> <name>[ <area>] <an>", "<öffnen> <alle> {cover_classes:device_class} <hier>", "<setzen> <name> auf <brightness>", "<licht> {on_off_states:state}", "<fahren> <name> <zu>"];
  const text = `intents: { HassTurnOn: { data: [{ sentences: ${JSON.stringify(sentences)} }] } }`;
  expect((await loadCustom(await readIntents(intentsDirectory), [{ path: "own.yaml", text }], { intentsDirectory, checkout: undefined, language: "de" })).problems).toEqual([]);
});

test("Home Assistant's own names of rules and lists are known in English", async () => {
  const rules = ["<name>", "<area>", "<floor>", "<turn> on {name}", "<set> <name> [to] <brightness>", "<timer_set> [a] timer for <timer_duration>", "{name} {brightness_level:brightness}", "{on_off_domains:domain} {on_off_states:state} <in> <area>", "<open> <all> {cover_classes:device_class} <here>", "<home> <everywhere>"];
  const text = `intents: { HassTurnOn: { data: [{ sentences: ${JSON.stringify(rules)} }] } }`;
  expect((await loadCustom(await readIntents(englishFolder), [{ path: "own.yaml", text }], setting)).problems).toEqual([]);
});
