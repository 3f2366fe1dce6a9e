import { expect, it } from "vitest";
import type { CommandParser, ParseResult } from "../../src/understand/command-parser.ts";
import { firstMatchNow } from "../../src/understand/not-now.ts";
import { createTemplateParser } from "../../src/understand/template-parser.ts";
import { testHome } from "../fixtures/home.ts";
import { english } from "./english.ts";

const intents = english;
const lampOn = { kind: "commands", commands: [{ type: "onOff.set", on: true, scope: "named", deviceIds: ["kitchen_light"] }], matchedBy: "model", confidence: 0.9, matches: [] } as unknown as ParseResult;
function guess() {
  const asked: string[] = [];
  const parser: CommandParser = async (text) => { asked.push(text); return lampOn; };
  return { asked, parser };
}
const context = { home: testHome, heardInAreaId: undefined, signal: new AbortController().signal };

it("asks the model only when no template fits", async () => {
  const { asked, parser } = guess();
  const parse = firstMatchNow(createTemplateParser(intents), parser, intents);
  expect(await parse("it is a bit gloomy by the stove", context)).toMatchObject({ matchedBy: "model" });
  expect(await parse("turn on the kitchen light", context)).toMatchObject({ matchedBy: "template" });
  expect(asked).toEqual(["it is a bit gloomy by the stove"]);
});
it.each([
  ["turn on the fridge", "unknownName"],
  ["set the hall to 20 degrees", "unsupported"],
  ["turn on the fridge in ten minutes", "notNow"],
  ["turn off the kitchen light in five minutes", "notNow"],
  ["turn off the kitchen light tomorrow", "notNow"],
  ["if it rains close the blinds in here", "notNow"],
  ["Don’t turn on the kitchen light", "notNow"],
  ["everything off except on mondays", "notNow"],
])("never lets the model guess at %j", async (text, reason) => {
  const { asked, parser } = guess();
  const parse = firstMatchNow(createTemplateParser(intents), parser, intents);
  expect(await parse(text, context)).toMatchObject({ kind: "notUnderstood", reason });
  expect(asked).toEqual([]);
});
