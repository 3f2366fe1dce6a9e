// A language that Sotto does not ship, from a checkout of Home Assistant's sentence files: one made up for the tests, and the real
// one where SOTTO_HA_INTENTS names its folder.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../src/decide/answer.ts";
import type { AreaId, Home } from "../../src/home/home.ts";
import { createReplies } from "../../src/speak/reply.ts";
import { loadCheckout } from "../../src/understand/load-foreign.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { summary } from "./english.ts";

const intentsRoot = fileURLToPath(new URL("../../intents", import.meta.url));
const madeUp = fileURLToPath(new URL("../fixtures/ha-checkout", import.meta.url));
const house: Home = homeOf([
  testDevice("Lampo", "light", { id: "lamp", area: "Kuirejo" }), testDevice("Ventumilo", "fan", { id: "fan", area: "Salono" }), testDevice("Lumturo", "light", { id: "tower", area: "Salono" }),
  testDevice("Kurteno", "cover", { id: "curtain", area: "Salono" }), testDevice("Pordo", "lock", { id: "door", area: "Salono" }),
], [testArea("Kuirejo"), testArea("Salono")]);

const esperanto = await loadCheckout(madeUp, "eo", intentsRoot);
const parser = createTemplateParser(esperanto.intents);
const parse = (text: string) => parser(text, { home: house, heardInAreaId: "salono" as AreaId, signal: new AbortController().signal });

test("every sentence of a checkout is loaded, in the newer form and in the older", () => {
  expect(esperanto.problems).toEqual([]);
  expect(esperanto.sentences).toBe(13);
  expect(esperanto.unhandled).toEqual(["HassNevermind"]);
});

const cases: readonly (readonly [string, string])[] = [
  ["ŝaltu lampon", "onOff.set on=true: lamp (named)"],
  ["ŜALTU LA LAMPON!", "onOff.set on=true: lamp (named)"],
  ["lampon ŝaltas", "onOff.set on=true: lamp (named)"],
  ["bonvolu ŝalti la ventumilon", "onOff.set on=true: fan (named)"],
  ["ĉu vi povas malŝalti la lampon", "onOff.set on=false: lamp (named)"],
  ["malfermu la kurtenon", "opening.set open=true: curtain (named)"],
  // The sentence to open is for covers alone.
  ["malfermu la pordon", "unsupported: Pordo"],
  ["malŝlosu la pordon", "lock.set locked=false: door (named)"],
  ["lampojn en la kuirejo ŝaltu", "onOff.set on=true: lamp (group)"],
  ["ŝaltu ĉiujn lampojn en kuirejo", "onOff.set on=true: lamp (group)"],
  ["kuirejolampojn ŝaltu", "onOff.set on=true: lamp (group)"],
  ["ŝaltu la lampojn", "onOff.set on=true: tower (group)"],
  ["farbu la lampon ruĝe", "color.set name=red: lamp (named)"],
  ["ĉi tie je 40%", "brightness.set brightnessPct=40: tower (group)"],
  ["lumo je 40 %", "brightness.set brightnessPct=40: tower (group)"],
  ["ĉu la lampo estas malŝaltita", "state.get capability=onOff expect=off: lamp (named)"],
  ["memorigu min post 1 horo kaj 20 minutoj", "timer.start heardInAreaId=salono durationS=4800:  (named)"],
  ["forgesu tion", "noCommand: HassNevermind"],
  ["ŝaltu la kafmaŝinon", "unknownName: kafmaŝinon"],
  ["kio estas tio", "noMatch"],
];
test.each(cases)("%s → %s", async (text, expected) => {
  expect(summary(await parse(text))).toBe(expected);
});

test("what the language's own files say is said, and the device with its state for the rest", async () => {
  const replies = createReplies(esperanto.intents);
  const on = await parse("ŝaltu lampon");
  const open = await parse("malfermu la kurtenon");
  if (on.kind !== "commands" || open.kind !== "commands") throw new Error("not understood");
  const [lit, opened] = [on.commands[0], open.commands[0]];
  expect(replies.acted(lit as never, { messages: [], outcomes: [{ deviceId: "lamp" as never, result: "confirmed", state: { on: true }, tookMs: 1 }] }, house, on.matches[0]?.intent)).toBe("Lampo lumas.");
  expect(replies.acted(opened as never, { messages: [], outcomes: [{ deviceId: "curtain" as never, result: "confirmed", state: { opening: "open" }, tookMs: 1 }] }, house, open.matches[0]?.intent)).toBe("Kurteno: open.");
  expect(replies.notUnderstood({ kind: "notUnderstood", heard: "", reason: "noMatch" }, house)).toBe("Mi ne komprenis tion");
  expect(replies.question({ action: "unlock", deviceNames: ["Pordo"], guard: "yes" })).toBe("Pordo: malŝlosita?");
});

test("without words for yes nothing counts as one", () => {
  expect(esperanto.intents.answers).toMatchObject({ yes: [], no: [] });
  for (const text of ["jes", "yes", "", " "]) expect(readAnswer(text, esperanto.intents.answers)).not.toBe("yes");
});

test("a household gives words for yes, for numbers and sentences of its own", async () => {
  const own = await loadCheckout(madeUp, "eo", intentsRoot, [
    { path: "_answers.yaml", text: "'yes': [jes]\n'no': [ne]" },
    { path: "_words.yaml", text: "numbers: { ones: { kvardek: 40 } }\njoinCommands: [kaj]" },
    { path: "own.yaml", text: "language: eo\nintents: { HassTurnOff: { data: [{ sentences: ['bonan nokton'], slots: { domain: light } }] } }" },
  ]);
  expect(own.problems).toEqual([]);
  expect(own.intents.answers).toMatchObject({ yes: ["jes"], no: ["ne"] });
  const understood = createTemplateParser(own.intents);
  const around = { home: house, heardInAreaId: "salono" as AreaId, signal: new AbortController().signal };
  expect(summary(await understood("lumo je kvardek %", around))).toBe("brightness.set brightnessPct=40: tower (group)");
  expect(summary(await understood("bonan nokton", around))).toBe("onOff.set on=false: lamp, tower (group)");
  expect(summary(await understood("malfermu la kurtenon kaj ŝaltu la ventumilon", around))).toBe("opening.set open=true: curtain (named); onOff.set on=true: fan (named)");
});

test("a folder without the language is told", async () => {
  await expect(loadCheckout(madeUp, "vo", intentsRoot)).rejects.toMatchObject({ code: "INTENTS_INVALID", message: expect.stringContaining("vo") as string });
});

const real = process.env["SOTTO_HA_INTENTS"];
if (real === undefined || !existsSync(join(real, "sentences"))) console.warn("SKIPPED: the real checkout of Home Assistant's sentences. Set SOTTO_HA_INTENTS to its folder.");
describe.skipIf(real === undefined || !existsSync(join(real ?? "", "sentences")))("Home Assistant's public sentence files", () => {
  const languages = real === undefined ? [] : readdirSync(join(real, "sentences"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  test.each(languages)("of %s load without a problem, and nonsense is none of their sentences", async (language) => {
    const loaded = await loadCheckout(real ?? "", language, intentsRoot);
    expect(loaded.problems).toEqual([]);
    const result = await createTemplateParser(loaded.intents)("xyzzy plugh 17", { home: house, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(result.kind).toBe("notUnderstood");
  }, 60_000);
});
