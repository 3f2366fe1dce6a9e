import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Home } from "../../src/home/home.ts";
import { readIntents } from "../../src/understand/load-intents.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { homeOf, testArea, testDevice } from "../fixtures/home.ts";
import { summary } from "./english.ts";

const parserOf = async (language: string) => createTemplateParser(await readIntents(fileURLToPath(new URL(`../../intents/${language}`, import.meta.url))));
const parsers = { "zh-TW": await parserOf("zh-TW"), "zh-CN": await parserOf("zh-CN") };
const said = async (language: keyof typeof parsers, text: string, home: Home) => summary(await parsers[language](text, { home, heardInAreaId: undefined, signal: new AbortController().signal }));

describe("a Chinese name written with other characters of the same sound", () => {
  const taiwan = homeOf([
    testDevice("客廳燈", "light", { area: "客廳", id: "客廳燈" }), testDevice("臥室燈", "light", { area: "臥室", id: "臥室燈" }), testDevice("書房檯燈", "light", { area: "書房", id: "書房檯燈" }), testDevice("除濕機", "switch", { id: "除濕機" }),
  ], ["客廳", "臥室", "書房"].map((name) => testArea(name)));
  test.each([
    ["打開科廳燈", "onOff.set on=true: 客廳燈 (named)"],
    ["打開握室燈", "onOff.set on=true: 臥室燈 (named)"],
    ["關掉書房台燈", "onOff.set on=false: 書房檯燈 (named)"],
    ["打開除失機", "onOff.set on=true: 除濕機 (named)"],
  ])("is found: %s", async (text, expected) => { expect(await said("zh-TW", text, taiwan)).toBe(expected); });
  test.each([["打開客聽燈", "客廳燈"], ["打開我是燈", "臥室燈"]])("is asked after when they are words of the language: %s", async (text, name) => {
    const result = await parsers["zh-TW"](text, { home: taiwan, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(result).toMatchObject({ reason: "ambiguousName", candidates: [name] });
  });
  test("is not found by a character of another sound", async () => {
    expect(await said("zh-TW", "打開浴廳燈", taiwan)).not.toMatch("onOff");
  });
  test("that suits two is a question", async () => {
    const home = homeOf([testDevice("書房燈", "light", { id: "書房燈" }), testDevice("叔房燈", "light", { id: "叔房燈" })], []);
    const result = await parsers["zh-TW"]("打開梳房燈", { home, heardInAreaId: undefined, signal: new AbortController().signal });
    expect(result).toMatchObject({ reason: "ambiguousName", candidates: ["書房燈", "叔房燈"] });
  });
  test("in Simplified Chinese too", async () => {
    const home = homeOf([testDevice("卧室灯", "light", { id: "卧室灯" }), testDevice("加湿器", "switch", { id: "加湿器" })], []);
    expect([await said("zh-CN", "打开握室灯", home), await said("zh-CN", "打开加失器", home)]).toEqual(["onOff.set on=true: 卧室灯 (named)", "onOff.set on=true: 加湿器 (named)"]);
  });
});
